"""Who came, and who has the skill now."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways.choices import RecordSource
from pathways.profiles import actions as profiles
from training import telling
from training.actions.steps import lock, step
from training.choices import State
from training.errors import NotAllowed
from training.models import CourseSkill, Enrollment, Instructor
from training.moves import Action, Actor, is_in_time

MARKS: dict[Action, State] = {
    Action.ATTENDED: State.ATTENDED,
    Action.PARTLY: State.PARTLY,
    Action.NO_SHOW: State.NO_SHOW,
}


def may_mark(enrollment: Enrollment, by: User) -> bool:
    """Who runs training, and who teaches the session; nobody marks themselves."""
    if enrollment.user_id == by.pk:
        return False
    if may(by, Permission.RUN_TRAINING):
        return True
    return (
        enrollment.session_id is not None and Instructor.objects.filter(session=enrollment.session_id, user=by).exists()
    )


@transaction.atomic
def mark(*, enrollment: Enrollment, outcome: Action, by: User) -> Enrollment:
    """Note who came, in part, or not (`MARKS`), once the session has begun; a mark may be put right.

    Raises NotAllowed.
    """
    if enrollment.session_id:
        lock(enrollment.session_id)
    moment = timezone.now()
    if not may_mark(enrollment, by) or not is_in_time(outcome, enrollment, moment):
        raise NotAllowed(enrollment, outcome)
    if not step([enrollment.pk], outcome, [Actor.COORDINATOR], MARKS[outcome], by=by, moment=moment):
        raise NotAllowed(Enrollment.objects.get(pk=enrollment.pk), outcome)
    enrollment.refresh_from_db()
    return enrollment


@transaction.atomic
def complete(*, enrollment: Enrollment, by: User, evidence: str = "") -> Enrollment:
    """The course is done: its skills come onto the person's profile, with the course as evidence. Raises NotAllowed.

    Whether an assessment was passed is for `by` to know: they stand for it. `evidence`: a word about it.
    """
    if enrollment.session_id:
        lock(enrollment.session_id)
    moment = timezone.now()
    begun = enrollment.session is None or enrollment.session.starts is None or enrollment.session.starts <= moment
    if not may_mark(enrollment, by) or not begun:
        raise NotAllowed(enrollment, Action.COMPLETE)
    moved = step(
        [enrollment.pk],
        Action.COMPLETE,
        [Actor.COORDINATOR],
        State.COMPLETED,
        by=by,
        moment=moment,
        why=evidence.strip(),
    )
    if not moved:
        raise NotAllowed(Enrollment.objects.get(pk=enrollment.pk), Action.COMPLETE)
    course = enrollment.course
    said = _("Completed the course “%(name)s”.") % {"name": course.name}
    for taught in CourseSkill.objects.filter(course=course).select_related("skill").order_by("skill_id"):
        profiles.record_skill(
            user=enrollment.user,
            skill=taught.skill,
            level=taught.to_level,
            source=RecordSource.COURSE,
            by=by,
            evidence=f"{said} {evidence.strip()}".strip(),
            url=course.get_absolute_url(),
        )
    telling.follow_up([(enrollment.pk, enrollment.user_id)])
    enrollment.refresh_from_db()
    return enrollment
