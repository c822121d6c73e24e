"""Sessions, seats and refusals as people say them."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design.phrases import clock_time, long_date
from training import errors
from training.choices import State
from training.invitations import city_zone
from training.models import EnrollmentMove, Meeting, Session


def moment_phrase(moment: datetime) -> str:
    """ "Friday 27 November, 9:00 am", in the city's zone: a session is where the city is."""
    local = timezone.localtime(moment, city_zone())
    return _("%(day)s, %(time)s") % {"day": long_date(local.date()), "time": clock_time(moment, city_zone())}


def meeting_phrase(meeting: Meeting) -> str:
    """ "Friday 27 November, 9:00 am to 12:00 pm"."""
    starts, ends = (timezone.localtime(each, city_zone()) for each in (meeting.starts, meeting.ends))
    if starts.date() != ends.date():
        return _("%(from)s to %(to)s") % {"from": moment_phrase(meeting.starts), "to": moment_phrase(meeting.ends)}
    return _("%(day)s, %(from)s to %(to)s") % {
        "day": long_date(starts.date()),
        "from": clock_time(starts, city_zone()),
        "to": clock_time(ends, city_zone()),
    }


def dates_phrase(session: Session) -> str:
    """When a session begins, in one line."""
    return moment_phrase(session.starts) if session.starts else _("The dates are not known yet")


def where_phrase(session: Session) -> str:
    return session.room or (_("Online") if session.link else _("The place is not known yet"))


def seats_phrase(session: Session) -> str:
    """How full a session is, for who thinks of coming."""
    left = session.seats_left
    if session.waiting:
        return ngettext(
            "Full: %(n)d person waits for a seat", "Full: %(n)d people wait for a seat", session.waiting
        ) % {"n": session.waiting}
    if left is None:
        return _("Seats for everyone")
    if not left:
        return _("Full")
    return ngettext("%(n)d seat left", "%(n)d seats left", left) % {"n": left}


def ordinal_place(place: int, length: int) -> str:
    """ "You are number 4 of 12 in line". The first is told that they are next."""
    if place == 1:
        return _("You are next in line.")
    return _("You are number %(place)d of %(length)d in line.") % {"place": place, "length": length}


def hours_phrase(hours: Decimal) -> str:
    """ "6 hours", "1.5 hours"."""
    shown = f"{hours.normalize():f}"
    return ngettext("%(n)s hour", "%(n)s hours", 1 if hours == 1 else 2) % {"n": shown}


def line_rule() -> list[str]:
    """The published rule of the line, the first first."""
    return [
        _("People who had a seat that the city had to take back"),
        _("People who take part in a program of the city"),
        _("People who have one of this course’s skills in their career plan"),
        _("Everyone else, first come, first served"),
    ]


def time_left(until: datetime, *, now: datetime | None = None) -> str:
    """How long somebody has to answer, in whole hours or minutes."""
    left = until - (now or timezone.now())
    if left < timedelta(hours=2):
        minutes = max(0, int(left.total_seconds() // 60))
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    hours = int(left.total_seconds() // 3600)
    return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}


def refusal(error: errors.RefusedError) -> str:
    """Why something was not done, and what to do instead."""
    match error:
        case errors.AlreadyIn():
            return _("You are in this course already. You can see it under “My training”.")
        case errors.NoPlace():
            return _("All seats are taken, and the line is full. Look for another session of this course.")
        case errors.NotForYou():
            return _("This session is for other people. Look for another session of this course.")
        case errors.Teaches():
            return _("You teach this session, so you need no seat in it.")
        case errors.NotOpen():
            return _("Nobody can get a seat in this session now: enrollment is closed, or the session has begun.")
        case errors.Overlaps():
            return _("This is at the same time as another session.")
        case errors.NotPassed():
            return _("This course ends with an assessment. Note first that the person has passed it.")
        case errors.TooFewSeats():
            return _("More seats are taken than that.")
        case _other:
            return _("Something changed meanwhile, so this can no longer be done. Here is how it stands now.")


def step_phrase(move: EnrollmentMove) -> str:
    """A step as the history of an enrollment tells it."""
    asked = {
        State.REQUESTED: _("Asked for a seat"),
        State.WAITLISTED: _("Came into the line"),
        State.ENROLLED: _("Got a seat"),
    }
    told = {
        "enroll": asked.get(State(move.to_state), ""),
        "approve": _("Approved: a seat") if move.to_state == State.ENROLLED else _("Approved: a place in line"),
        "decline": _("Declined"),
        "escalate": _("Nobody decided in time: it went to the next manager"),
        "lapse": _("Nobody decided before the session began"),
        "offer": _("A seat was held"),
        "accept": _("The seat was taken"),
        "refuse": _("The seat was given to the next person"),
        "expire": _("The time to answer was over"),
        "take_back": _("The offer was taken back"),
        "put_back": _("The seat was taken back: a place at the top of the line"),
        "withdraw": _("Withdrawn"),
        "leave": _("Left the line"),
        "remove": _("The place was cancelled"),
        "cancel": _("The session was cancelled"),
        "attended": _("Came"),
        "partly": _("Came in part"),
        "no_show": _("Did not come"),
        "complete": _("Completed"),
    }
    return told.get(move.action) or move.action
