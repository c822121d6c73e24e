"""What calendar programs are told of a seat: RFC 5545, as invitations RFC 5546. docs/adr/0072.

One enrollment is one UID. Its meetings are one event with further dates, since an invitation holds one UID alone
(RFC 5546, 3.2); a meeting of another length or in another room is written out beside it. Times stand in the city's
zone with the zone's rules, so that 9 am stays 9 am when the clocks change.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from chitech.core.accounts.models import User
from chitech.core.outbox import mime
from chitech.core.outbox.rendering import SITE_NAME, absolute
from training.models import Course, Meeting, Session

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Chi Tech Talent//Training//EN"


def uid_of(number: UUID | str) -> str:
    """The number of a seat in calendars: the same for as long as the seat is the person's."""
    return f"training-{number}@{settings.MESSAGE_ID_DOMAIN}"


def city_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def invitation(
    *, course: Course, session: Session, meetings: Sequence[Meeting], user: User, uid: UUID | str, sequence: int
) -> mime.Calendar | None:
    """A seat, new or changed. None for a session that has no dates."""
    if not meetings:
        return None
    events = events_of(course, session, meetings, uid=uid, sequence=sequence, status="CONFIRMED")
    return _for_mail(REQUEST, events, meetings, user)


def cancellation(
    *, course: Course, session: Session, meetings: Sequence[Meeting], user: User, uid: UUID | str, sequence: int
) -> mime.Calendar | None:
    """A seat that is gone. `sequence` is above all that the calendar was told before."""
    if not meetings:
        return None
    # The whole event goes: exceptions of it need not be named.
    events = events_of(course, session, meetings, uid=uid, sequence=sequence, status="CANCELLED")[:1]
    return _for_mail(CANCEL, events, meetings, user)


def _for_mail(method: str, events: Sequence[Event], meetings: Sequence[Meeting], user: User) -> mime.Calendar:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(SITE_NAME)
    guest = vCalAddress(f"mailto:{user.email}")
    guest.params.update({"CN": vText(str(user)), "PARTSTAT": vText("ACCEPTED"), "RSVP": vText("FALSE")})
    for event in events:
        event["organizer"] = organizer
        event.add("attendee", guest, encode=False)
    return mime.Calendar(text=calendar(events, meetings, method=method).to_ical().decode(), method=method)


def calendar(events: Iterable[Event], meetings: Iterable[Meeting], *, method: str, name: str = "") -> Calendar:
    """Events with the rules of the city's zone for the years that they are in."""
    whole = Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", PRODUCT)
    whole.add("method", method)
    if name:
        whole.add("name", name)
        whole.add("x-wr-calname", name)
    days = [timezone.localtime(each.starts, city_zone()).date() for each in meetings]
    if days:
        whole.add_component(zone_rules(city_zone(), min(days), max(days)))
    for event in events:
        whole.add_component(event)
    return whole


def events_of(
    course: Course, session: Session, meetings: Sequence[Meeting], *, uid: UUID | str, sequence: int, status: str
) -> list[Event]:
    """The event with its dates, then the dates that differ from it."""
    first, *others = sorted(meetings, key=lambda each: each.starts)
    length = first.ends - first.starts
    master = _event(course, session, first, uid=uid, sequence=sequence, status=status)
    if others:
        master.add("rdate", [_local(each.starts) for each in others])
    different = [each for each in others if each.ends - each.starts != length or each.room != first.room]
    found = [master]
    for each in different:
        event = _event(course, session, each, uid=uid, sequence=sequence, status=status)
        event.add("recurrence-id", _local(each.starts))
        found.append(event)
    return found


def _event(course: Course, session: Session, meeting: Meeting, *, uid: UUID | str, sequence: int, status: str) -> Event:
    event = Event()
    event.add("uid", uid_of(uid))
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", _local(meeting.starts))
    event.add("dtend", _local(meeting.ends))
    event.add("sequence", sequence)
    event.add("status", status)
    event.add("summary", course.name)
    event.add("transp", "OPAQUE" if status == "CONFIRMED" else "TRANSPARENT")
    if where := meeting.room or session.room or session.link:
        event.add("location", where)
    event.add("description", _description(course, session))
    event.add("url", absolute(course.get_absolute_url()))
    return event


def _description(course: Course, session: Session) -> str:
    parts = [session.note, course.summary]
    if session.link:
        parts.insert(0, _("Take part online: %(link)s") % {"link": session.link})
    return "\n\n".join(part for part in parts if part)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(city_zone())


def zone_rules(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """A zone as it is from the year of the first day to that of the last one: each change of its clocks in turn.

    An onset is told in the wall clock's time just before it (RFC 5545, 3.6.5).
    """
    component = Timezone()
    component.add("tzid", zone.key)
    begin = datetime(first.year, 1, 1, tzinfo=UTC)
    for at in [begin, *_changes(zone, begin, datetime(last.year + 1, 1, 1, tzinfo=UTC))]:
        here = at.astimezone(zone)
        before = (at - timedelta(seconds=1)).astimezone(zone)
        rule: Any = TimezoneDaylight() if here.dst() else TimezoneStandard()
        rule.add("dtstart", (at + (before.utcoffset() or timedelta())).replace(tzinfo=None))
        rule.add("tzoffsetfrom", before.utcoffset())
        rule.add("tzoffsetto", here.utcoffset())
        rule.add("tzname", here.tzname())
        component.add_component(rule)
    return component


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> list[datetime]:
    """When the zone's clocks change: days that differ, then the moment within them."""
    found = []
    day = timedelta(days=1)
    while begin < end:
        if begin.astimezone(zone).utcoffset() != (begin + day).astimezone(zone).utcoffset():
            low, high = begin, begin + day
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                middle = middle.replace(microsecond=0)
                same = middle.astimezone(zone).utcoffset() == begin.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
        begin += day
    return found
