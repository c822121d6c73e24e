"""HR's list of postings: what is asked of it, the counts beside each choice, the page of rows."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import Department, User
from chitech.core.search.query import MAX_LENGTH, clean, text_query
from jobs.choices import Phase, State
from jobs.models import Posting, PostingSearch
from jobs.querysets import open_at

PAGE_SIZE = 25
# Stands in an address for the postings that were written here and imported from nowhere.
WRITTEN_HERE = "-"
SORTS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "updated": (gettext_lazy("Last changed"), ("-updated_at", "-id")),
    "closing": (gettext_lazy("Closing date"), (F("closes_at").asc(nulls_last=True), "id")),
    "name": (gettext_lazy("Name"), ("business_title", "id")),
}
# The columns of the list, without the long texts.
_COLUMNS = (
    "business_title", "source", "external_id", "state", "audience", "opens_at", "closes_at", "updated_at", "version",
    "department__name", "title__code", "updated_by__name", "updated_by__email",
)  # fmt: skip


def in_phase(phase: str, moment: datetime) -> Q:
    """A phase as a condition that indexes serve. Mirrors `Posting.phase_at`."""
    match phase:
        case Phase.SCHEDULED:
            return Q(state=State.PUBLISHED, opens_at__gt=moment)
        case Phase.OPEN:
            return open_at(moment)
        case Phase.ENDED:
            return Q(state=State.PUBLISHED, opens_at__lte=moment, closes_at__lte=moment)
        case _state:
            return Q(state=phase)


@dataclass(frozen=True)
class Asked:
    """One state of the list; every one has an address. Unknown values are left out and named in `notices`."""

    q: str = ""
    phase: str = ""
    department: str = ""
    source: str = ""
    sort: str = "updated"
    page: int = 1
    notices: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: QueryDict, departments: dict[str, Department]) -> Self:
        """Read an address. Never raises."""
        notices = []
        q, was_cut = clean(data.get("q", ""))
        if was_cut:
            notices.append(_("Your search was long; its first %(count)d characters were used.") % {"count": MAX_LENGTH})
        given: dict[str, str] = {}
        for name, known in (("phase", Phase.values), ("department", departments), ("sort", SORTS)):
            value = data.get(name, "")
            if value and value not in known:
                notices.append(_("“%(value)s” is unknown here and was left out.") % {"value": value[:60]})
            given[name] = value if value in known else ""
        page = data.get("page", "1")[:6]
        return cls(
            q=q,
            phase=given["phase"],
            department=given["department"],
            source=data.get("source", "").replace("\x00", "")[:60],
            sort=given["sort"] or "updated",
            page=max(1, int(page)) if page.isascii() and page.isdigit() else 1,
            notices=tuple(notices),
        )

    def url(self, **changes: Any) -> str:
        """The address of the list with something else asked for, from its first page on."""
        wanted = replace(self, **changes)
        query = QueryDict(mutable=True)
        for name in ("q", "phase", "department", "source", "sort"):
            value = getattr(wanted, name)
            if value and (name, value) != ("sort", "updated"):
                query[name] = value
        return f"?{query.urlencode()}"


@dataclass(frozen=True)
class Choice:
    """A choice of a filter, and how many postings it shows under all other filters."""

    value: str
    label: Any
    count: int
    is_selected: bool
    url: str


@dataclass(frozen=True)
class Listing:
    """Everything that the list shows."""

    asked: Asked
    page: "Page[Posting]"
    phases: list[Choice]
    departments: list[Choice]
    sources: list[Choice]

    @property
    def sorts(self) -> list[Choice]:
        return [Choice(s, label, 0, s == self.asked.sort, self.asked.url(sort=s)) for s, (label, _o) in SORTS.items()]


class _Counted(Paginator):
    """Pages of rows that the choices have counted already."""

    def __init__(self, count: int) -> None:
        super().__init__([], PAGE_SIZE)
        self._count = count

    @property
    def count(self) -> int:
        return self._count


def read(data: QueryDict, *, user: User, now: datetime) -> Listing:
    """The list that an address asks for, in four queries: departments, counts, the page's numbers, its rows."""
    departments = {department.slug: department for department in Department.objects.all()}
    asked = Asked.read(data, departments)
    postings = Posting.objects.readable_by(user).filter(_about(asked.q))
    tally = _tally(postings, now)
    department_id = departments[asked.department].pk if asked.department else None
    if asked.source and not any(source == _source(asked) for source, _d, _p in tally):
        notice = _("There is nothing from the source “%(source)s”.") % {"source": asked.source}
        asked = replace(asked, source="", notices=(*asked.notices, notice))

    def counts(by: int) -> Counter[Any]:
        """How many under all choices but the one that is counted by (0 source, 1 department, 2 phase)."""
        chosen = (_source(asked), department_id, asked.phase or None)
        counter: Counter[Any] = Counter()
        for key, number in tally.items():
            if all(i == by or chosen[i] is None or chosen[i] == key[i] for i in range(3)):
                counter[key[by]] += number
        return counter

    by_phase, by_department, by_source = counts(2), counts(1), counts(0)
    rows = postings.filter(in_phase(asked.phase, now)) if asked.phase else postings
    if department_id:
        rows = rows.filter(department=department_id)
    if asked.source:
        rows = rows.filter(source=_source(asked))
    count = by_phase[asked.phase] if asked.phase else by_phase.total()
    return Listing(
        asked=asked,
        page=_page(rows.order_by(*SORTS[asked.sort][1]), count, asked.page),
        phases=[
            Choice("", _("All"), by_phase.total(), not asked.phase, asked.url(phase="")),
            *(Choice(p, p.label, by_phase[p], p == asked.phase, asked.url(phase=p)) for p in Phase),
        ],
        departments=[
            Choice(slug, d.name, by_department[d.pk], slug == asked.department, asked.url(department=slug))
            for slug, d in departments.items()
            if by_department[d.pk] or slug == asked.department
        ],
        sources=[_source_choice(source, by_source[source], asked) for source in sorted({key[0] for key in tally})],
    )


def _page(rows: "QuerySet[Posting]", count: int, number: int) -> "Page[Posting]":
    """One page of rows; past the end, the last. Its numbers come from an index alone: a late page costs little more."""
    paginator = _Counted(count)
    number = min(number, paginator.num_pages)
    start = (number - 1) * PAGE_SIZE
    ids = list(rows.values_list("pk", flat=True)[start : start + PAGE_SIZE])
    shown = Posting.objects.select_related("department", "title", "updated_by").only(*_COLUMNS).in_bulk(ids)
    return Page([shown[pk] for pk in ids if pk in shown], number, paginator)


def _source(asked: Asked) -> str | None:
    """The column's value that is asked for; None where any will do."""
    return "" if asked.source == WRITTEN_HERE else asked.source or None


def _source_choice(source: str, count: int, asked: Asked) -> Choice:
    value = source or WRITTEN_HERE
    return Choice(value, source or _("Written here"), count, value == asked.source, asked.url(source=value))


def _about(q: str) -> Q:
    """Words as on the public list, or a posting's own number."""
    query = text_query(q)
    if query is None:
        return Q()
    found = Q(document=query)
    number = q.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 19:
        found |= Q(posting=int(number))
    return Q(pk__in=PostingSearch.objects.filter(found).values("pk"))


def _tally(postings: "QuerySet[Posting]", now: datetime) -> dict[tuple[str, int, str], int]:
    """How many postings of each source, department and phase: one scan of one index, from which all counts come."""
    rows = postings.with_phase(now).order_by().values_list("source", "department_id", "phase_now")  # type: ignore[attr-defined]
    return {(source, department, phase): n for source, department, phase, n in rows.annotate(n=Count("*"))}
