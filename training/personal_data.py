"""What training knows of a person, for them to take along, and how it goes with them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.hooks import Kept, PersonalData, Section
from chitech.core.accounts.models import User
from chitech.core.accounts.my_data import RULE_ERASED
from chitech.core.audit import actions as audit
from training.actions import calendars, leaving, offering
from training.choices import State
from training.models import (
    AssessmentResult,
    Attendance,
    Certificate,
    Enrollment,
    EnrollmentMove,
    Feedback,
    Interest,
)
from training.moves import Action, Actor, is_in_time, states_for

RULE_RECORDS = _("Records of training that the city paid for are public records (50 ILCS 205).")


def sections(user: User) -> list[Section]:
    """Enrollments with their steps, meetings and feedback, and interest."""
    rows = Enrollment.objects.of(user).select_related("course", "session").order_by("pk")
    steps = EnrollmentMove.objects.filter(enrollment__user=user).order_by("pk")
    return [
        Section(
            "enrollments",
            [
                {
                    "course": each.course.name,
                    "session_starts": each.session.starts if each.session else None,
                    "state": each.state,
                    "asked": each.asked,
                    "why": each.note,
                }
                for each in rows
            ],
        ),
        Section(
            "steps_of_enrollments",
            [
                {"enrollment": each.enrollment_id, "from": each.from_state, "to": each.to_state, "when": each.moved_at}
                for each in steps
            ],
        ),
        Section(
            "attendance",
            [
                {"enrollment": each.enrollment_id, "meeting": each.meeting.starts, "came": each.presence}
                for each in Attendance.objects.filter(enrollment__user=user).select_related("meeting").order_by("pk")
            ],
        ),
        Section(
            "feedback_on_courses",
            [
                {
                    "course": each.enrollment.course.name,
                    "useful": each.useful,
                    "would_recommend": each.would_recommend,
                    "words": each.words,
                    "given": each.given,
                }
                for each in Feedback.objects.filter(enrollment__user=user)
                .select_related("enrollment__course")
                .order_by("pk")
            ],
        ),
        Section(
            "certificates",
            [
                {
                    "course": each.course_name,
                    "name": each.person_name,
                    "skills": each.skills,
                    "issued": each.issued_at,
                    "address": each.get_absolute_url(),
                    "open_to_others": each.is_public,
                    "revoked": each.revoked_at,
                    "why_revoked": each.revoke_reason,
                }
                for each in Certificate.objects.of(user).order_by("pk")
            ],
        ),
        Section(
            "results_of_assessments",
            [
                {
                    "course": each.enrollment.course.name,
                    "result": each.result,
                    "word": each.word,
                    "when": each.recorded_at,
                }
                for each in AssessmentResult.objects.filter(enrollment__user=user)
                .select_related("enrollment__course")
                .order_by("pk")
            ],
        ),
        Section(
            "interest_in_courses",
            [
                {"course": each.course.name, "since": each.since}
                for each in Interest.objects.filter(user=user).select_related("course").order_by("pk")
            ],
        ),
    ]


def keeps(user: User) -> list[Kept]:
    """What stays when the account goes."""
    if not Enrollment.objects.of(user).exists():
        return []
    courses = _("Which courses you took, came to and how useful they were, without your name and your words.")
    found = [Kept(courses, RULE_RECORDS)]
    if Certificate.objects.of(user).exists():
        words = _("That a certificate was issued, without your name. Its page goes: download the PDF first.")
        found.append(Kept(words, RULE_RECORDS))
    return found


def erase(user: User) -> None:
    """Seats and places go to others; what the person wrote goes. That a seat was used stays, without a name."""
    moment = timezone.now()
    verbs = {Action.WITHDRAW: leaving.withdraw, Action.LEAVE: leaving.leave, Action.REFUSE: offering.refuse}
    for enrollment in Enrollment.objects.of(user).active().select_related("session").order_by("session", "pk"):
        for action, verb in verbs.items():
            may_go = enrollment.state == State.REQUESTED or is_in_time(action, enrollment, moment)
            if enrollment.state in states_for(action, Actor.PERSON) and may_go:
                verb(enrollment=enrollment, by=user)
                break
    Enrollment.objects.of(user).exclude(note="").update(note="")
    Feedback.objects.filter(enrollment__user=user).exclude(words="").update(words="")
    EnrollmentMove.objects.filter(enrollment__user=user, action=Action.COMPLETE).exclude(why="").update(why="")
    Interest.objects.filter(user=user).delete()
    _erase_certificates(user)
    calendars.close_calendar(user=user)


def _erase_certificates(user: User) -> None:
    """Certificates lose the name and what stands for the email: nobody can open them any more. Words about how an
    assessment went go, from the history too.
    """
    given = list(Certificate.objects.of(user).values_list("pk", flat=True))
    noted = list(AssessmentResult.objects.filter(enrollment__user=user).values_list("pk", flat=True))
    nothing = {"person_name": "", "identity_salt": "", "identity_hash": "", "is_public": False}
    Certificate.objects.filter(pk__in=given).update(**nothing)
    AssessmentResult.objects.filter(pk__in=noted).exclude(word="").update(word="")
    rule = _("The person’s own wish; the portal keeps no personal data that it does not need.")
    about, reason = f"person {user.pk}", str(RULE_ERASED)
    words = {"person_name": ""}
    audit.erase(model=Certificate, keys=given, columns=words, by=user, about=about, reason=reason, rule=str(rule))
    words = {"word": ""}
    audit.erase(model=AssessmentResult, keys=noted, columns=words, by=user, about=about, reason=reason, rule=str(rule))


PART = PersonalData("training", sections=sections, keeps=keeps, erase=erase)
