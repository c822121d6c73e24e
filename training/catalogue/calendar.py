"""When courses are given: a month as a table or as a list, and the same for calendar programs."""

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from chitech.core.search.asking import CountedPaginator, ignored
from training import invitations
from training.catalogue.criteria import Criteria, Vocabulary, has_seat
from training.catalogue.finding import matching
from training.models import Meeting, Session

# A cell of the month is small: what is more than this is one link to the day.
A_DAY = 3
A_PAGE = 40
IN_FEED = 200
# The first and last month that can be asked for: years from now.
YEARS = 5


@dataclass(frozen=True)
class Shown:
    """Which part of the calendar is asked for. `day`: one day alone. A list has a row a meeting."""

    first: date
    is_list: bool
    day: date | None = None
    page: int = 1

    @property
    def until(self) -> date:
        """The day after the last."""
        return self.day + timedelta(days=1) if self.day else self.month(1)

    @property
    def begins(self) -> date:
        return self.day or self.first

    def month(self, away: int) -> date:
        """The first day of the month so many months from this one."""
        months = self.first.year * 12 + self.first.month - 1 + away
        return date(months // 12, months % 12 + 1, 1)


def read(data: QueryDict, today: date) -> tuple[Shown, list[str]]:
    """Which month or day, and how; and notices for what makes no sense. Never raises."""
    notices: list[str] = []
    first = _month(data.get("month", ""), today, notices)
    day = _day(data.get("day", ""), notices)
    view = data.get("view", "")
    if view not in {"", "month", "list"}:
        notices.append(ignored("view", view))
    page = data.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Shown(day.replace(day=1) if day else first, view == "list" or day is not None, day, max(number, 1)), notices


def _month(text: str, today: date, notices: list[str]) -> date:
    this = today.replace(day=1)
    if not text:
        return this
    try:
        asked = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 -- a month has no zone
    except ValueError:
        notices.append(ignored("month", text))
        return this
    if abs(asked.year - today.year) > YEARS:
        notices.append(ignored("month", text))
        return this
    return asked


def _day(text: str, notices: list[str]) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or abs(found.year - timezone.localdate().year) > YEARS:
        notices.append(ignored("day", text))
        return None
    return found


@dataclass
class Day:
    """A day of the month with its first meetings, and how many more there are."""

    day: date
    is_in_month: bool
    is_today: bool
    meetings: Sequence[Meeting] = ()
    more: int = 0


@dataclass
class Calendar:
    """The month or the day that is shown. `weeks` is for the table, `days` for the list."""

    shown: Shown
    weekdays: Sequence[Any]
    weeks: list[list[Day]]
    days: list[tuple[date, list[Meeting]]]
    count: int
    page: "Page[Meeting] | None" = None


def build(
    criteria: Criteria, shown: Shown, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime
) -> Calendar:
    """The meetings that the criteria ask for, of sessions that the person may come to. Two queries, of a month three.

    Which meetings are a day's first is found from narrow rows; courses and sessions are read for those alone.
    """
    found = meetings(criteria, shown, user=user, vocabulary=vocabulary, now=now)
    zone = invitations.city_zone()
    if shown.is_list:
        count = found.count()
        paginator = CountedPaginator(count, A_PAGE)
        number = min(shown.page, paginator.num_pages)
        rows = list(found.order_by("starts", "pk")[(number - 1) * A_PAGE : number * A_PAGE])
        return Calendar(shown, [], [], _by_day(rows), count, Page(rows, number, paginator))
    day = TruncDate("starts", tzinfo=zone)
    ordered = found.select_related(None).annotate(
        day=day,
        place=Window(RowNumber(), partition_by=day, order_by=["starts", "pk"]),
        on_day=Window(Count("pk"), partition_by=day),
    )
    first = list(ordered.filter(place__lte=A_DAY).order_by("starts", "pk").values_list("pk", "day", "on_day"))
    totals = {day: on_day for _pk, day, on_day in first}
    whole = Meeting.objects.select_related("session__course__family").in_bulk([pk for pk, _day, _n in first])
    rows = [whole[pk] for pk, _day, _n in first if pk in whole]
    names = [WEEKDAYS[number] for number in (6, 0, 1, 2, 3, 4, 5)]
    return Calendar(shown, names, _weeks(shown, rows, totals, now), _by_day(rows), sum(totals.values()))


def meetings(
    criteria: Criteria, shown: Shown, *, user: User | AnonymousUser, vocabulary: Vocabulary, now: datetime
) -> Any:
    """The meetings in what is shown, by the city's clock."""
    zone = invitations.city_zone()
    begins, ends = (datetime.combine(each, time.min, zone) for each in (shown.begins, shown.until))
    # Dates are said by the calendar itself: "within 30 days" would empty the month after.
    courses = matching(criteria.without("when").without("seats"), vocabulary, now, user)
    sessions = Session.objects.scheduled().for_audience(user)
    sessions = sessions.filter(course__in=courses.order_by().values("pk"))
    found = Meeting.objects.filter(starts__gte=begins, starts__lt=ends, session__in=sessions)
    if criteria.seats:
        found = found.filter(session__in=Session.objects.filter(has_seat(now)))
    return found.select_related("session__course__family")


def _by_day(rows: Sequence[Meeting]) -> list[tuple[date, list[Meeting]]]:
    zone, days = invitations.city_zone(), defaultdict[date, list[Meeting]](list)
    for each in rows:
        days[timezone.localtime(each.starts, zone).date()].append(each)
    return list(days.items())


def _weeks(shown: Shown, rows: Sequence[Meeting], totals: Mapping[date, int], now: datetime) -> list[list[Day]]:
    today = timezone.localtime(now, invitations.city_zone()).date()
    of_day = dict(_by_day(rows))
    return [
        [
            Day(
                each,
                each.month == shown.first.month,
                each == today,
                of_day.get(each, []),
                totals.get(each, 0) - len(of_day.get(each, [])),
            )
            for each in week
        ]
        for week in calendar.Calendar(calendar.SUNDAY).monthdatescalendar(shown.first.year, shown.first.month)
    ]


def ics(criteria: Criteria, *, vocabulary: Vocabulary, now: datetime, name: str) -> bytes:
    """The sessions to come that everyone may come to, for calendar programs. Three queries.

    Nobody's time is taken by reading what is on offer: the events are transparent. Links for taking part stay inside.
    """
    anyone = AnonymousUser()
    courses = matching(criteria, vocabulary, now, anyone).order_by().values("pk")
    sessions = criteria.sessions(now, anyone).filter(course__in=courses, starts__isnull=False)
    found = list(
        sessions.select_related("course").prefetch_related("meetings").order_by(F("starts").asc(), "pk")[:IN_FEED]
    )
    events, days = [], []
    for session in found:
        session.link = session.note = ""
        rows = list(session.meetings.all())
        days += rows
        made = invitations.events_of(
            session.course, session, rows, uid=f"session-{session.pk}", sequence=session.sequence, status="CONFIRMED"
        )
        for event in made:
            for key, value in (("transp", "TRANSPARENT"), ("dtstamp", session.updated_at.astimezone(UTC))):
                event.pop(key)
                event.add(key, value)
        events += made
    whole = invitations.calendar(events, days, method=invitations.PUBLISH, name=name or _("Technology courses"))
    return bytes(whole.to_ical())
