"""The messages of training: what each says is asked when it goes out, so that none tells what is no longer so."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import User
from chitech.core.outbox.kinds import Context, Kind, register
from chitech.core.outbox.models import Message
from chitech.core.outbox.rendering import absolute
from training import invitations, samples, telling, tokens
from training.actions.offering import LEAST_TIME
from training.choices import BUSY, SessionState, State
from training.models import Course, Enrollment, Meeting, Offer, Session
from training.reading import line_of
from training.running import feedback
from training.wording import meeting_phrase, moment_phrase, ordinal_place, where_phrase

HERE = "training:enrollment"


def _enrollment(message: Message, *states: State) -> Enrollment | None:
    """What a message is about, if it stands like that still."""
    rows = Enrollment.objects.select_related("course", "session", "user")
    found = rows.filter(pk=message.context.get("enrollment")).first()
    return found if found is not None and (not states or found.state in states) else None


def _meetings(session: Session | None) -> list[Meeting]:
    return list(Meeting.objects.filter(session=session).order_by("starts")) if session else []


def about(course: Course, session: Session | None, meetings: Sequence[Meeting]) -> dict[str, Any]:
    """What every message says of a course and its session."""
    return {
        "course": course.name,
        "meetings": [meeting_phrase(each) for each in meetings],
        "where": where_phrase(session) if session else _("On demand: begin when you like"),
        "link": session.link if session else "",
        "session_note": session.note if session else "",
    }


def _of(enrollment: Enrollment, summary: str, **more: Any) -> dict[str, Any]:
    starts = enrollment.session.starts if enrollment.session else None
    return {
        "needed_by": starts if starts and starts > timezone.now() else None,
        **about(enrollment.course, enrollment.session, _meetings(enrollment.session)),
        "url": reverse(HERE, args=[enrollment.pk]),
        "summary": summary,
        **more,
    }


def _invitation(enrollment: Enrollment) -> Any:
    if enrollment.session is None:
        return None
    return invitations.invitation(
        course=enrollment.course,
        session=enrollment.session,
        meetings=_meetings(enrollment.session),
        user=enrollment.user,
        uid=enrollment.calendar_uid,
        sequence=enrollment.session.sequence,
    )


def confirmed(message: Message) -> Context | None:
    """That one has a seat, with an invitation. None where it is gone again."""
    enrollment = _enrollment(message, *BUSY)
    if enrollment is None:
        return None
    said = _("You have a seat in “%(course)s”.") % {"course": enrollment.course.name}
    return _of(enrollment, said, calendar=_invitation(enrollment), starts=_first(enrollment))


def _first(enrollment: Enrollment) -> str:
    session = enrollment.session
    return moment_phrase(session.starts) if session and session.starts else ""


def in_line(message: Message) -> Context | None:
    """One's place in line as it is now; None where one waits no longer."""
    enrollment = _enrollment(message, State.WAITLISTED)
    line = line_of(enrollment) if enrollment else None
    if enrollment is None or line is None:
        return None
    return _of(enrollment, ordinal_place(line.place, line.length), place=ordinal_place(line.place, line.length))


def offer(message: Message) -> Context | None:
    """The seat that is held, and until when. None once it was answered or its time is over."""
    enrollment = _enrollment(message, State.OFFERED)
    held = Offer.objects.open().filter(enrollment=enrollment).first() if enrollment else None
    if enrollment is None or held is None:
        return None
    until = moment_phrase(held.held_until)
    said = _("A seat in “%(course)s” is held for you until %(until)s.") % {
        "course": enrollment.course.name,
        "until": until,
    }
    needed_by = held.held_until - LEAST_TIME
    return _of(enrollment, said, until=until, url=tokens.offer_url(held), needed_by=needed_by)


def offer_ended(message: Message) -> Context | None:
    """That nobody answered in time."""
    enrollment = _enrollment(message)
    if enrollment is None:
        return None
    return _of(enrollment, _("You did not answer in time, so the seat went to the next person in line."))


def reminder(message: Message) -> Context | None:
    """That a session comes near. None where the seat is gone, or the session has moved: then another reminder comes."""
    enrollment = _enrollment(message, State.ENROLLED)
    session = enrollment.session if enrollment else None
    if enrollment is None or session is None or session.state != SessionState.SCHEDULED or session.starts is None:
        return None
    if timezone.now() >= session.starts or session.starts.isoformat() != _moment(message.context.get("starts")):
        return None
    when = moment_phrase(session.starts)
    return _of(enrollment, _("It begins on %(when)s.") % {"when": when}, starts=when)


def _moment(told: object) -> str:
    """A moment as it was written down, in the form that it is compared in."""
    return str(told).replace("Z", "+00:00")


def changed(message: Message) -> Context | None:
    """When and where the session is now, beside what was told before; calendars get it too."""
    enrollment = _enrollment(message, State.REQUESTED, State.WAITLISTED, State.OFFERED, State.ENROLLED)
    if enrollment is None or enrollment.session is None or enrollment.session.state != SessionState.SCHEDULED:
        return None
    before = message.context.get("before", {})
    has_seat = enrollment.state == State.ENROLLED
    clashes = has_seat and not enrollment.overlap_accepted and enrollment.meeting_rows.filter(is_guarded=False).exists()
    return _of(
        enrollment,
        _("Look at the new dates and the place."),
        before=[_meeting_of(row) for row in before.get("meetings", [])],
        overlaps=clashes,
        calendar=_invitation(enrollment) if has_seat else None,
    )


def _meeting_of(row: Sequence[str]) -> str:
    starts, ends = (datetime.fromisoformat(each) for each in row[:2])
    return meeting_phrase(Meeting(starts=starts, ends=ends))


def ended(said: Callable[[Enrollment, Message], str]) -> Callable[[Message], Context | None]:
    """The makers of what is told when a seat, a place or a request is gone. Calendars forget a seat that was one."""

    def prepare(message: Message) -> Context | None:
        enrollment = _enrollment(message)
        if enrollment is None:
            return None
        context = message.context
        had_seat = context.get("was") == State.ENROLLED and enrollment.session is not None
        gone = None
        if had_seat and enrollment.session is not None:
            gone = invitations.cancellation(
                course=enrollment.course,
                session=enrollment.session,
                meetings=_meetings(enrollment.session),
                user=enrollment.user,
                uid=UUID(str(context["uid"])),
                sequence=int(context["sequence"]),
            )
        more = {"reason": context.get("reason", ""), "had_seat": had_seat, "was": context.get("was", "")}
        return _of(enrollment, said(enrollment, message), calendar=gone, **more)

    return prepare


def _said_cancelled(_enrollment: Enrollment, message: Message) -> str:
    return _("The session was cancelled: %(reason)s") % {"reason": message.context.get("reason", "")}


def _said_withdrawn(enrollment: Enrollment, message: Message) -> str:
    if message.context.get("was") == State.WAITLISTED:
        return _("You are no longer in line for “%(course)s”.") % {"course": enrollment.course.name}
    return _("You no longer have a seat in “%(course)s”.") % {"course": enrollment.course.name}


def _said_put_back(enrollment: Enrollment, _message: Message) -> str:
    line = line_of(enrollment)
    return ordinal_place(line.place, line.length) if line else _("You are at the top of the line.")


def _said_removed(enrollment: Enrollment, message: Message) -> str:
    given = {"course": enrollment.course.name, "reason": message.context.get("reason", "")}
    return _("Your place in “%(course)s” was cancelled: %(reason)s") % given


def from_coordinator(message: Message) -> Context | None:
    """The words of who runs a session, to somebody in it."""
    enrollment = _enrollment(message)
    if enrollment is None:
        return None
    sender = User.objects.filter(pk=message.context.get("from")).first()
    words = str(message.context.get("words", ""))
    return _of(enrollment, truncatechars(words, 140), words=words, sender=str(sender or ""))


def declined(message: Message) -> Context | None:
    """That a request was declined, and why."""
    enrollment = _enrollment(message, State.DECLINED)
    if enrollment is None:
        return None
    reason = message.context.get("reason", "")
    return _of(enrollment, reason, reason=reason)


def follow_up(message: Message) -> Context | None:
    """After the end. None for who did not come."""
    enrollment = _enrollment(message, State.ENROLLED, State.ATTENDED, State.PARTLY, State.COMPLETED)
    if enrollment is None:
        return None
    skills = [each.skill.name for each in enrollment.course.skill_list.select_related("skill")]
    is_done = enrollment.state == State.COMPLETED
    asks = feedback.may_give(enrollment)
    feedback_url = absolute(reverse("training:enrollment-feedback", args=[enrollment.pk])) if asks else ""
    said = _("What you learned is on your profile.") if is_done else _("See what comes next.")
    return _of(enrollment, said, is_done=is_done, skills=skills, feedback_url=feedback_url)


def request(message: Message) -> Context | None:
    """To who decides: somebody asks for a seat. None once it is decided."""
    enrollment = _enrollment(message, State.REQUESTED)
    if enrollment is None or enrollment.approval_due is None:
        return None
    person, course = str(enrollment.user), enrollment.course.name
    said = _("%(person)s asks to take “%(course)s”.") % {"person": person, "course": course}
    return {
        **_of(enrollment, said),
        "person": person,
        "note": enrollment.note,
        "until": moment_phrase(enrollment.approval_due),
        "is_late": bool(message.context.get("late")),
        "url": f"{reverse('training:team')}#request-{enrollment.pk}",
    }


def interest(message: Message) -> Context | None:
    """To coordinators: enough people would come to a course."""
    course = Course.objects.published().filter(pk=message.context.get("course")).first()
    if course is None:
        return None
    count = telling.interested(course)
    if count < course.interest_threshold:
        return None
    said = _("%(n)d people would come. The break-even size is %(size)d.") % {"n": count, "size": course.break_even_size}
    return {
        "course": course.name,
        "count": count,
        "size": course.break_even_size,
        "is_worth_it": count >= course.break_even_size,
        "summary": said,
        "url": absolute(course.get_absolute_url()),
    }


_EVERYONE_MUST_KNOW = gettext_lazy("It is about a seat that you asked for.")
_KINDS: list[tuple[str, Any, Any, Callable[[Message], Context | None], Callable[[], Context], dict[str, Any]]] = [
    (telling.CONFIRMED, gettext_lazy("You have a seat in a course"),
     gettext_lazy("When you are enrolled, with an invitation for your calendar."),
     confirmed, samples.confirmed, {"always": _EVERYONE_MUST_KNOW}),
    (telling.IN_LINE, gettext_lazy("Your place in line for a course"),
     gettext_lazy("When a session is full and you wait for a seat."), in_line, samples.in_line, {}),
    (telling.OFFER, gettext_lazy("A seat is held for you"),
     gettext_lazy("When it is your turn. You answer in time, or it goes to the next person."),
     offer, samples.offer, {"always": _EVERYONE_MUST_KNOW, "is_urgent": False, "useful_for": timedelta(days=14)}),
    (telling.OFFER_ENDED, gettext_lazy("A seat that was held for you went on"),
     gettext_lazy("When an offer was not answered in time."), offer_ended, samples.offer_ended, {}),
    (telling.REMINDER, gettext_lazy("A course of yours begins soon"),
     gettext_lazy("Seven days and one day before."), reminder, samples.reminder, {}),
    (telling.CHANGED, gettext_lazy("A course of yours has moved"),
     gettext_lazy("When its dates or its place change, with a new invitation."),
     changed, samples.changed, {"always": _EVERYONE_MUST_KNOW}),
    (telling.PUT_BACK, gettext_lazy("Your seat had to be taken back"),
     gettext_lazy("When a session gets fewer seats. You stand at the top of the line."),
     ended(_said_put_back), samples.put_back, {"always": _EVERYONE_MUST_KNOW}),
    (telling.CANCELLED, gettext_lazy("A course of yours is cancelled"),
     gettext_lazy("When a session is cancelled, with the reason."),
     ended(_said_cancelled), samples.cancelled, {"always": _EVERYONE_MUST_KNOW}),
    (telling.WITHDRAWN, gettext_lazy("You gave a seat back"),
     gettext_lazy("When you withdraw or leave the line. It takes the dates out of your calendar."),
     ended(_said_withdrawn), samples.withdrawn, {}),
    (telling.REMOVED, gettext_lazy("Your place in a course was cancelled"),
     gettext_lazy("When who runs the course cancels your seat or your place in line, with the reason."),
     ended(_said_removed), samples.removed, {"always": _EVERYONE_MUST_KNOW}),
    (telling.FROM_COORDINATOR, gettext_lazy("A word from who runs your course"),
     gettext_lazy("What a coordinator or a teacher writes to the people of a session."),
     from_coordinator, samples.from_coordinator, {"always": _EVERYONE_MUST_KNOW}),
    (telling.DECLINED, gettext_lazy("A request for a course was declined"),
     gettext_lazy("With the reason."), declined, samples.declined, {"always": _EVERYONE_MUST_KNOW}),
    (telling.FOLLOW_UP, gettext_lazy("After a course"),
     gettext_lazy("When it is over: what you have now, and what comes next."), follow_up, samples.follow_up, {}),
    (telling.REQUEST, gettext_lazy("Somebody asks you for a course"),
     gettext_lazy("When you decide on the request of a person whom you lead."), request, samples.request, {}),
    (telling.INTEREST, gettext_lazy("Enough people want a course"),
     gettext_lazy("To who runs training, when a course without a session is wanted by enough people."),
     interest, samples.interest, {}),
]  # fmt: skip
# These bring an invitation, or can't wait: they are never put together into a digest.
_ALONE = {
    telling.CONFIRMED, telling.OFFER, telling.REMINDER, telling.CHANGED, telling.PUT_BACK, telling.CANCELLED,
    telling.WITHDRAWN, telling.REMOVED, telling.FROM_COORDINATOR,
}  # fmt: skip


def register_kinds() -> None:
    """Called when the portal starts."""
    for name, label, description, prepare, sample, more in _KINDS:
        register(
            Kind(
                name=name,
                label=label,
                description=description,
                group=gettext_lazy("Training"),
                prepare=prepare,
                sample=sample,
                folds=name not in _ALONE,
                **more,
            )
        )
