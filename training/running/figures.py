"""Figures of training: how full sessions are, who does not come, where people wait, and seats against demand.

Each is one or a few grouped queries, whatever the number of enrollments they count.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils import timezone

from training.choices import SessionState, State
from training.invitations import city_zone
from training.models import Course, Enrollment, Interest, Session

CAME = (State.ATTENDED, State.PARTLY, State.COMPLETED)


@dataclass
class Filled:
    """Of sessions that have begun. `seats` and `taken`: of sessions with a cap; `came` and `no_shows`: people
    who were marked; `unmarked` had a seat and nobody said whether they came.
    """

    label: str
    course: int | None = None
    sessions: int = 0
    seats: int = 0
    taken: int = 0
    came: int = 0
    no_shows: int = 0
    unmarked: int = 0

    def add(self, other: "Filled") -> None:
        """Count another one's sessions and people as well."""
        for name in ("sessions", "seats", "taken", "came", "no_shows", "unmarked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def fill_percent(self) -> int | None:
        """None where no session had a cap."""
        return round(100 * self.taken / self.seats) if self.seats else None

    @property
    def no_show_percent(self) -> int | None:
        """Of those who were marked; None where nobody was."""
        marked = self.came + self.no_shows
        return round(100 * self.no_shows / marked) if marked else None


def _bounds(since: date, until: date) -> tuple[datetime, datetime]:
    """The first moment of the range and the first one after it, by the city's clock."""
    first, after = (datetime.combine(day, time.min, city_zone()) for day in (since, until + timedelta(days=1)))
    return first, min(after, timezone.now())


def _held(since: date, until: date) -> Any:
    first, after = _bounds(since, until)
    return Session.objects.scheduled().filter(starts__gte=first, starts__lt=after)


_STATES = {
    "came": Count("pk", filter=Q(state__in=CAME)),
    "no_shows": Count("pk", filter=Q(state=State.NO_SHOW)),
    "unmarked": Count("pk", filter=Q(state=State.ENROLLED)),
}


def by_course(since: date, until: date) -> list[Filled]:
    """A row for each course that had sessions in the range, the emptiest first. Three queries."""
    return filled(since, until)[0]


def by_month(since: date, until: date) -> list[tuple[date, Filled]]:
    """A row for each month of the range that had sessions. Three queries."""
    return filled(since, until)[1]


def filled(since: date, until: date) -> tuple[list[Filled], list[tuple[date, Filled]]]:
    """Both. Three queries: people are counted by session, from an index alone, and sessions added up here.

    A million enrollments are some ten thousand sessions; joining each person to the session's course and month for the
    database to group by took four times as long.
    """
    held = _held(since, until)
    grouped: Any = Enrollment.objects.filter(session__in=held).order_by().values("session").annotate(**_STATES)
    people = {row["session"]: {name: row[name] for name in _STATES} for row in grouped}
    courses: dict[int, Filled] = defaultdict(lambda: Filled(""))
    months: dict[date, Filled] = defaultdict(lambda: Filled(""))
    zone = city_zone()
    sessions = held.order_by().values_list("pk", "course", "starts", "seats", "seats_taken")
    for pk, course, starts, seats, taken in sessions:
        month = starts.astimezone(zone).date().replace(day=1)
        capped = {"seats": seats, "taken": taken} if seats is not None else {}
        session = Filled("", sessions=1, **capped, **people.get(pk, {}))
        for row in (courses[course], months[month]):
            row.add(session)
    for course, name in Course.objects.filter(pk__in=courses).values_list("pk", "name"):
        courses[course].label, courses[course].course = name, course
    emptiest = sorted(courses.values(), key=lambda row: (row.fill_percent is None, row.fill_percent or 0, row.label))
    return emptiest, sorted(months.items())


def total(rows: Sequence[Filled], label: str) -> Filled:
    """All of them together."""
    whole = Filled(label)
    for row in rows:
        whole.add(row)
    return whole


@dataclass(frozen=True)
class Pressure:
    """Who wants to learn a skill, against the seats to come of courses that teach it.

    `people` are different people: someone who waits in one course and would come to another one counts once. `free` are
    seats that nobody has; `seats` and `free` do not count sessions without a cap (`is_open_ended`).
    """

    skill: str
    slug: str
    waiting: int
    interested: int
    people: int
    seats: int
    free: int
    is_open_ended: bool

    @property
    def is_short(self) -> bool:
        """Whether more people want it than there are free seats."""
        return self.people > self.free and not self.is_open_ended


_PRESSURE = """
WITH coming AS (
    SELECT id, course_id, seats, seats_taken FROM training_session
    WHERE state = 'scheduled' AND (starts IS NULL OR starts > %(moment)s)
), wanting AS (
    SELECT e.course_id, e.user_id, true AS waits
    FROM training_enrollment e JOIN coming s ON s.id = e.session_id WHERE e.state = 'waitlisted'
    UNION ALL SELECT course_id, user_id, false FROM training_interest
), by_skill AS (
    SELECT cs.skill_id, count(DISTINCT w.user_id) FILTER (WHERE w.waits) AS waiting,
           count(DISTINCT w.user_id) FILTER (WHERE NOT w.waits) AS interested, count(DISTINCT w.user_id) AS people
    FROM wanting w JOIN training_courseskill cs USING (course_id) GROUP BY cs.skill_id
), room AS (
    SELECT cs.skill_id, coalesce(sum(s.seats), 0) AS seats, bool_or(s.seats IS NULL) AS is_open_ended,
           coalesce(sum(s.seats - s.seats_taken), 0) AS free
    FROM coming s JOIN training_courseskill cs USING (course_id) GROUP BY cs.skill_id
)
SELECT sk.name, sk.slug, b.waiting, b.interested, b.people, coalesce(r.seats, 0), coalesce(r.free, 0),
       coalesce(r.is_open_ended, false)
FROM by_skill b JOIN pathways_skill sk ON sk.id = b.skill_id LEFT JOIN room r USING (skill_id)
ORDER BY b.people - coalesce(r.free, 0) DESC, sk.name
"""


def pressure() -> list[Pressure]:
    """A row for each skill that somebody waits for, the tightest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESSURE, {"moment": timezone.now()})
        return [Pressure(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Demand:
    """A course's seats to come, and who has, waits for, asked for or would take one. `seats` None: without a cap."""

    course: int
    name: str
    seats: int | None
    taken: int
    waiting: int
    requested: int
    interested: int

    @property
    def demand(self) -> int:
        return self.taken + self.waiting + self.requested + self.interested

    @property
    def balance(self) -> int | None:
        """Seats left over if everyone came; below 0 they are missing. None without a cap."""
        return None if self.seats is None else self.seats - self.demand

    @property
    def missing(self) -> int:
        return max(0, -(self.balance or 0))


def demand() -> list[Demand]:
    """A row for each course with sessions to come or people who want one, the shortest of seats first. Four queries."""
    coming = Session.objects.upcoming()
    sums = {"room": Sum("seats"), "taken": Sum("seats_taken"), "waiting": Sum("waiting")}
    open_ended = Count("pk", filter=Q(seats=None))
    seats = {row["course"]: row for row in coming.order_by().values("course").annotate(**sums, open_ended=open_ended)}
    asked = Enrollment.objects.filter(state=State.REQUESTED, session__state=SessionState.SCHEDULED).order_by()
    requested = dict(asked.values_list("course").annotate(n=Count("pk")))
    interested = dict(Interest.objects.order_by().values_list("course").annotate(n=Count("pk")))
    names = dict(Course.objects.filter(pk__in={*seats, *requested, *interested}).values_list("pk", "name"))
    rows = [_demand(pk, name, seats.get(pk, {}), requested, interested) for pk, name in names.items()]
    return sorted(rows, key=lambda row: (row.balance is None, row.balance or 0, row.name))


def _demand(
    pk: int, name: str, row: Mapping[str, Any], requested: Mapping[int, int], interested: Mapping[int, int]
) -> Demand:
    return Demand(
        course=pk,
        name=name,
        seats=None if row.get("open_ended") else row.get("room") or 0,
        taken=row.get("taken") or 0,
        waiting=row.get("waiting") or 0,
        requested=requested.get(pk, 0),
        interested=interested.get(pk, 0),
    )
