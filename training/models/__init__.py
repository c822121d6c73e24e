"""Courses and what they teach, their sessions, and who has a seat."""

from training.models.calendar import CalendarLink
from training.models.courses import Course, CourseSkill, LearningPath, LearningStep
from training.models.enrollments import Enrollment, EnrollmentMeeting, EnrollmentMove, Interest, Offer
from training.models.running import Attendance, Feedback
from training.models.search import CourseSearch
from training.models.sessions import Instructor, Meeting, Session

__all__ = [
    "Attendance",
    "CalendarLink",
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
]
