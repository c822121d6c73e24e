"""Courses and what they teach, their sessions, and who has a seat."""

from training.models.budgets import TrainingBudget
from training.models.calendar import CalendarLink
from training.models.certificates import AssessmentResult, Certificate
from training.models.courses import Course, CourseSkill, LearningPath, LearningStep
from training.models.enrollments import Enrollment, EnrollmentMeeting, EnrollmentMove, Interest, Offer
from training.models.running import Attendance, Feedback
from training.models.search import CourseSearch
from training.models.sessions import Instructor, Meeting, Session

__all__ = [
    "AssessmentResult",
    "Attendance",
    "CalendarLink",
    "Certificate",
    "Course",
    "CourseSearch",
    "CourseSkill",
    "Enrollment",
    "EnrollmentMeeting",
    "EnrollmentMove",
    "Feedback",
    "Instructor",
    "Interest",
    "LearningPath",
    "LearningStep",
    "Meeting",
    "Offer",
    "Session",
    "TrainingBudget",
]
