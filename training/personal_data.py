"""What training knows of a person, for them to take along, and how it goes with them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.hooks import Kept, PersonalData, Section
from chitech.core.accounts.models import User
from training.actions import calendars, leaving, offering
from training.choices import State
from training.models import Attendance, Enrollment, EnrollmentMove, Feedback, Interest
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
    return [
        Kept(
            _("Which courses you took, came to and how useful they were, without your name and your words."),
            RULE_RECORDS,
        )
    ]


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
    Interest.objects.filter(user=user).delete()
    calendars.close_calendar(user=user)


PART = PersonalData("training", sections=sections, keeps=keeps, erase=erase)
