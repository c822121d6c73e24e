"""Who came, and who has the skill now."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from pathways.choices import RecordSource
from pathways.profiles import actions as profiles
from training import telling
from training.actions.steps import lock, step
from training.certificates import actions as certificates
from training.certificates.actions import may_mark
from training.choices import State
from training.errors import NotAllowed, NotPassed
from training.models import CourseSkill, Enrollment
from training.moves import Action, Actor, is_in_time

MARKS: dict[Action, State] = {
    Action.ATTENDED: State.ATTENDED,
    Action.PARTLY: State.PARTLY,
    Action.NO_SHOW: State.NO_SHOW,
}


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
    """The course is done: the person gets a certificate, and its skills on their profile with that as evidence.

    `evidence`: a word about it. Raises NotPassed (a NotAllowed) where the course has an assessment that they have not
    passed (`training.certificates.actions.record_result`); NotAllowed.
    """
    if enrollment.session_id:
        lock(enrollment.session_id)
    moment = timezone.now()
    begun = enrollment.session is None or enrollment.session.starts is None or enrollment.session.starts <= moment
    if not may_mark(enrollment, by) or not begun:
        raise NotAllowed(enrollment, Action.COMPLETE)
    if not certificates.is_passed(enrollment):
        raise NotPassed(enrollment, Action.COMPLETE)
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
    course, certificate = enrollment.course, certificates.issue(enrollment=enrollment, by=by)
    said = _("Completed the course “%(name)s”.") % {"name": course.name}
    for taught in CourseSkill.objects.filter(course=course).select_related("skill").order_by("skill_id"):
        profiles.record_skill(
            user=enrollment.user,
            skill=taught.skill,
            level=taught.to_level,
            source=RecordSource.COURSE,
            by=by,
            evidence=f"{said} {evidence.strip()}".strip(),
            url=certificate.get_absolute_url(),
        )
    telling.certificate(certificate)
    enrollment.refresh_from_db()
    return enrollment
