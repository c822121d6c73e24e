"""What a person is told of their place in line: where they stand, and what moved it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import ngettext

from training.choices import State
from training.models import Enrollment, EnrollmentMove


@dataclass(frozen=True)
class Line:
    """`place` counts from 1, of `length` people. `moved_by` are sentences about what moved it since one came."""

    place: int
    length: int
    moved_by: Sequence[str] = ()


def places(sessions: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Enrollment -> (place, length of the line), for every place in these sessions' lines: one query."""
    rows = Enrollment.objects.filter(session__in=set(sessions), state=State.WAITLISTED)
    numbered = rows.annotate(
        place=Window(RowNumber(), partition_by=F("session"), order_by=[F("priority"), F("line_number"), F("pk")]),
        length=F("session__waiting"),
    )
    return {pk: (place, length) for pk, place, length in numbered.order_by().values_list("pk", "place", "length")}


def line_of(enrollment: Enrollment) -> Line | None:
    """Where one enrollment stands in its line; None for who does not wait."""
    found = lines([enrollment])
    return found.get(enrollment.pk)


def lines(enrollments: Sequence[Enrollment]) -> Mapping[int, Line]:
    """The same for many, in two queries."""
    waiting = [each for each in enrollments if each.state == State.WAITLISTED and each.session_id]
    standing = places(each.session_id for each in waiting if each.session_id)
    news = _news(waiting)
    return {
        each.pk: Line(*standing[each.pk], moved_by=news.get(each.pk, ())) for each in waiting if each.pk in standing
    }


def _news(waiting: Sequence[Enrollment]) -> dict[int, list[str]]:
    """What others did since each of these came into line, as far as it moved them."""
    if not waiting:
        return {}
    since = min(each.since for each in waiting)
    moves = EnrollmentMove.objects.filter(
        Q(from_state=State.WAITLISTED) | Q(to_state=State.WAITLISTED),
        session__in={each.session_id for each in waiting},
        moved_at__gte=since,
    )
    rows = list(
        moves.values_list(
            "session_id", "enrollment_id", "moved_at", "from_state", "to_state", "priority", "line_number"
        )
    )
    found = {}
    for mine in waiting:
        key = (mine.priority, mine.line_number or 0)
        got, left, came = 0, 0, 0
        for session, enrollment, at, before, after, priority, number in rows:
            if session != mine.session_id or enrollment == mine.pk or at < mine.since or (priority, number or 0) > key:
                continue
            got += before == State.WAITLISTED and after == State.OFFERED
            left += before == State.WAITLISTED and after in (State.WITHDRAWN, State.CANCELLED)
            came += after == State.WAITLISTED
        found[mine.pk] = _sentences(got, left, came)
    return found


def _sentences(got: int, left: int, came: int) -> list[str]:
    said = []
    if got:
        said.append(
            ngettext("%(n)d person before you was offered a seat.", "%(n)d people before you were offered a seat.", got)
            % {"n": got}
        )
    if left:
        said.append(
            ngettext("%(n)d person before you left the line.", "%(n)d people before you left the line.", left)
            % {"n": left}
        )
    if came:
        said.append(
            ngettext(
                "%(n)d person came before you by the rule for the line.",
                "%(n)d people came before you by the rule for the line.",
                came,
            )
            % {"n": came}
        )
    return said
