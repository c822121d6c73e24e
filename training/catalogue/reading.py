"""What the page of one course shows, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q

from chitech.core.accounts.models import User
from pathways.models import Revision
from training.choices import CourseState
from training.models import Course, CourseSkill, Enrollment, LearningPath, LearningStep, Session

TITLES_SHOWN = 12


@dataclass(frozen=True)
class PathPlace:
    """A learning path that a course is part of, and which step of how many it is."""

    path: LearningPath
    number: int
    length: int
    before: LearningStep | None
    after: LearningStep | None


@dataclass
class CoursePage:
    """All that the page of a course shows. `enrollment` is the reader's own, if they are in the course."""

    course: Course
    skills: Sequence[CourseSkill]
    sessions: Sequence[Session]
    titles: Sequence[Revision]
    titles_more: int
    paths: Sequence[PathPlace]
    enrollment: Enrollment | None = None
    is_interested: bool = False
    phases: dict[int, str] = field(default_factory=dict)

    @property
    def outcomes(self) -> list[str]:
        """What people will be able to do, one thing each."""
        return [line.strip().removeprefix("- ") for line in self.course.outcomes.splitlines() if line.strip()]


def course_page(course: Course, *, user: User | AnonymousUser, now: datetime) -> CoursePage:
    """The page of a course for somebody, at a moment."""
    sessions = (
        Session.objects.visible_to(user)
        .upcoming(now)
        .filter(course=course)
        .select_related("department")
        .prefetch_related("meetings", "instructors")
        .order_by(F("starts").asc(nulls_last=True), "pk")
    )
    skills = list(CourseSkill.objects.filter(course=course).select_related("skill"))
    titles = list(titles_helped(course))
    page = CoursePage(
        course, skills, list(sessions), titles[:TITLES_SHOWN], len(titles) - TITLES_SHOWN, paths_of(course)
    )
    if isinstance(user, User):
        page.enrollment = Enrollment.objects.of(user).active().filter(course=course).first()
        page.is_interested = course.interests.filter(user=user).exists()
    return page


def titles_helped(course: Course) -> Any:
    """What today's titles say that need a skill which the course takes further: those who need most of them first.

    A title is helped where it needs more than what the course begins with.
    """
    needs = Q(
        skill_list__skill__course_list__course=course,
        skill_list__level__gt=F("skill_list__skill__course_list__from_level"),
    )
    return (
        Revision.objects.in_force_now()
        .filter(needs, title__retired_on=None)
        .annotate(helped=Count("skill_list__skill", distinct=True))
        .select_related("title__family", "title__level")
        .order_by("-helped", "title__level", "title__code")
    )


def paths_of(course: Course) -> list[PathPlace]:
    """The published learning paths of a course, with the steps around it. Two queries."""
    mine = LearningPath.objects.filter(state=CourseState.PUBLISHED, steps__course=course)
    found = []
    for path in mine.prefetch_related("steps__course").order_by("name"):
        steps = sorted(path.steps.all(), key=lambda step: step.number)
        place = next(i for i, step in enumerate(steps) if step.course_id == course.pk)
        before = steps[place - 1] if place else None
        after = steps[place + 1] if place + 1 < len(steps) else None
        found.append(PathPlace(path, place + 1, len(steps), before, after))
    return found
