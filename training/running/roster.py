"""The roster: who is in a session, in an order for people, with all that their row says in a handful of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chitech.core.accounts.models import Employment, User
from chitech.core.search.query import clean
from training.choices import BUSY, Presence, State
from training.models import Enrollment, Session
from training.moves import Action
from training.reading import places
from training.running.attendance import Grid, grid_of
from training.wording import moment_phrase

PAGE_SIZE = 50
# The tabs: what they are called in the address, what they are called, and whom they show. Those with a seat come first.
TABS: Sequence[tuple[str, Any, Sequence[State]]] = (
    ("seats", _("With a seat"), BUSY),
    ("offered", _("Seat held"), (State.OFFERED,)),
    ("line", _("In line"), (State.WAITLISTED,)),
    ("requested", _("Asked"), (State.REQUESTED,)),
    ("gone", _("Withdrawn"), (State.WITHDRAWN, State.DECLINED, State.CANCELLED)),
)
_RANK = {state: rank for rank, (_name, _label, states) in enumerate(TABS) for state in states}


@dataclass(frozen=True)
class Asked:
    """Whom the roster shows: words of a name or address, and a tab ("" for everyone)."""

    q: str = ""
    tab: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Asked":
        tab = given.get("state", "")
        return cls(clean(given.get("q", ""))[0], tab if tab in {name for name, _label, _states in TABS} else "")


@dataclass(frozen=True)
class Row:
    """One person: `place` in line, `held_until` of an offer, `came` as "2 of 3", `suggested` outcome of the marks."""

    enrollment: Enrollment
    post: str
    place: str
    held_until: str
    came: str
    suggested: Action | None
    presences: Sequence[str]

    @property
    def user(self) -> User:
        return self.enrollment.user


def found(session: Session, asked: Asked) -> Any:
    """The enrollments that are asked for, in the order of the roster: seats by name, the line in its order."""
    rows = Enrollment.objects.filter(session=session).select_related("user")
    if asked.q:
        rows = rows.filter(user__in=User.objects.get_queryset().about(asked.q))
    if asked.tab:
        rows = rows.filter(state__in=next(states for name, _label, states in TABS if name == asked.tab))
    rank = Case(*(When(state=state, then=Value(rank)) for state, rank in _RANK.items()), output_field=IntegerField())
    in_line = Q(state=State.WAITLISTED)
    return rows.annotate(
        rank=rank,
        turn=Case(When(in_line, then=F("priority"))),
        number=Case(When(in_line, then=F("line_number"))),
    ).order_by("rank", F("turn").asc(nulls_first=True), F("number").asc(nulls_first=True), "user__name", "pk")


def tabs(session: Session, asked: Asked) -> list[tuple[str, Any, int]]:
    """(name in the address, label, how many), everyone first."""
    counts = dict(found(session, Asked(q=asked.q)).order_by().values_list("state").annotate(n=Count("pk")))
    said = [(name, label, sum(counts.get(state, 0) for state in states)) for name, label, states in TABS]
    return [("", _("All"), sum(counts.values())), *said]


def page(session: Session, asked: Asked, number: str | None) -> tuple[Page[Any], list[Row], Grid]:
    """A page of the roster, its rows, and the marks of the people on it."""
    shown = Paginator(found(session, asked).prefetch_related("offers"), PAGE_SIZE).get_page(number)
    people = list(shown.object_list)
    grid = grid_of(session, [each.pk for each in people])
    return shown, rows_of(session, people, grid), grid


def rows_of(session: Session, people: Sequence[Enrollment], grid: Grid) -> list[Row]:
    """The rows of these enrollments. Their offers are fetched already."""
    standing = places([session.pk]) if session.waiting else {}
    posts = _posts([each.user_id for each in people])
    return [
        Row(
            enrollment=each,
            post=posts.get(each.user_id, ""),
            place="{}/{}".format(*standing[each.pk]) if each.pk in standing else "",
            held_until=next((moment_phrase(one.held_until) for one in each.offers.all() if not one.answer), ""),
            came=_came(grid.came(each.pk)) if each.state in BUSY else "",
            suggested=grid.suggested(each.pk, each.state),
            presences=[grid.marks.get(each.pk, {}).get(meeting.pk, "") for meeting in grid.meetings],
        )
        for each in people
    ]


def _posts(users: Sequence[int]) -> dict[int, str]:
    """What each of them is in the city now: title and department; of several posts the newest, which comes last."""
    posts = Employment.objects.current().filter(user__in=users).select_related("department").order_by("starts_on", "pk")
    return {each.user_id: f"{each.title}, {each.department}" for each in posts if each.user_id is not None}


def _came(presences: Sequence[str]) -> str:
    if not presences:
        return ""
    here, part = presences.count(Presence.HERE), presences.count(Presence.PART)
    said = _("%(here)d of %(all)d") % {"here": here, "all": len(presences)}
    more = ngettext("%(n)d in part", "%(n)d in part", part) % {"n": part}
    return f"{said}, {more}" if part else said


def everyone_with_a_seat(session: Session) -> list[Enrollment]:
    """For check-in and the printed sheet: by name."""
    rows = Enrollment.objects.filter(session=session, state__in=BUSY).select_related("user")
    return list(rows.order_by("user__name", "pk"))


HEADERS = (
    _("Name"), _("Email"), _("Post"), _("State"), _("Place in line"), _("Since"), _("Asked"), _("Why they ask"),
)  # fmt: skip


def table(session: Session, asked: Asked) -> tuple[list[Any], list[list[Any]]]:
    """The whole roster as a table, with a column for each meeting."""
    people = list(found(session, asked).prefetch_related("offers"))
    grid = grid_of(session)
    headers = [*HEADERS, *(moment_phrase(each.starts) for each in grid.meetings)]
    words = {**{value: str(label) for value, label in Presence.choices}, "": ""}
    return headers, [
        [
            row.user.name,
            row.user.email,
            row.post,
            row.enrollment.get_state_display(),
            row.place,
            row.enrollment.since,
            row.enrollment.asked,
            row.enrollment.note,
            *(words[each] for each in row.presences),
        ]
        for row in rows_of(session, people, grid)
    ]
