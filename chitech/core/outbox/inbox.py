"""What a person's inbox shows: which messages are asked for, the counts beside each choice, the page of rows."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.outbox import kinds
from chitech.core.outbox.models import Message
from chitech.core.outbox.querysets import MessageQuerySet

PAGE_SIZE = 20
# Beyond this the header says "99+": nobody counts further, and the database need not either.
COUNTED = 100
UNREAD = "unread"
OTHER = "other"


def unread_count(user: Any) -> int:
    """How many messages of a person's inbox are unread: one look into a small index. Counting ends at COUNTED."""
    unread = Message.objects.filter(user=user, in_inbox=True, read_at=None)
    return unread[:COUNTED].count()


def slug_of(group: Any) -> str:
    """A group's name in addresses: the same in every language."""
    with translation.override(None):
        return slugify(str(group)) or OTHER


def _groups() -> dict[str, tuple[Any, set[str]]]:
    """Each group by its slug: what it is called, and the kinds in it."""
    found: dict[str, tuple[Any, set[str]]] = {}
    for kind in kinds.all_kinds():
        found.setdefault(slug_of(kind.group), (kind.group, set()))[1].add(kind.name)
    return found


@dataclass(frozen=True)
class Asked:
    """One state of the inbox; every one has an address. Unknown values are left out and named in `notices`."""

    show: str = ""
    group: str = ""
    page: int = 1
    notices: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """Read an address. Never raises."""
        known = {"show": {UNREAD}, "group": {*_groups(), OTHER}}
        given: dict[str, str] = {}
        notices = []
        for name, values in known.items():
            value = data.get(name, "")
            given[name] = value if value in values else ""
            if value and not given[name]:
                shown = value.replace("\x00", "")[:60]
                notices.append(_("“%(value)s” is unknown here and was left out.") % {"value": shown})
        page = data.get("page", "1")[:6]
        number = int(page) if page.isascii() and page.isdigit() else 1
        return cls(show=given["show"], group=given["group"], page=max(1, number), notices=tuple(notices))

    def url(self, **changes: Any) -> str:
        """The address of the inbox with something else asked for, from its first page on."""
        wanted = replace(self, **{"page": 1, **changes})
        query = QueryDict(mutable=True)
        for name in ("show", "group"):
            if value := getattr(wanted, name):
                query[name] = value
        if wanted.page > 1:
            query["page"] = str(wanted.page)
        return reverse("inbox:list") + (f"?{query.urlencode()}" if query else "")


@dataclass(frozen=True)
class Choice:
    """A choice of a filter, and how many messages it shows."""

    value: str
    label: Any
    count: int
    is_selected: bool
    url: str


@dataclass(frozen=True)
class Listing:
    """Everything that the inbox shows."""

    asked: Asked
    page: "Page[Message]"
    tabs: list[Choice]
    groups: list[Choice]
    unread: int
    is_empty: bool
    here: str


class _Counted(Paginator):
    """Pages of rows that the choices have counted already."""

    def __init__(self, count: int) -> None:
        super().__init__([], PAGE_SIZE)
        self._count = count

    @property
    def count(self) -> int:
        return self._count


def read(data: QueryDict, *, user: Any) -> Listing:
    """The inbox that an address asks for, in two queries: counts, rows."""
    asked = Asked.read(data)
    inbox = Message.objects.inbox_of(user)
    unread_now = Count("pk", filter=Q(read_at=None))
    tally = list(inbox.order_by().values_list("kind").annotate(all=Count("pk"), unread=unread_now))
    everything, unread = _by_group(tally, 1), _by_group(tally, 2)
    shown = unread if asked.show == UNREAD else everything
    in_group = [asked.group] if asked.group else list(everything)
    page = _Counted(sum(shown[group] for group in in_group)).get_page(asked.page)
    rows = wanted(inbox, asked, [kind for kind, _all, _unread in tally])
    start = (page.number - 1) * PAGE_SIZE
    page.object_list = list(rows[start : start + PAGE_SIZE])
    tabs = [
        Choice("", gettext_lazy("All"), sum(everything[g] for g in in_group), not asked.show, asked.url(show="")),
        Choice(
            UNREAD,
            gettext_lazy("Unread"),
            sum(unread[g] for g in in_group),
            asked.show == UNREAD,
            asked.url(show=UNREAD),
        ),
    ]
    return Listing(
        asked=asked,
        page=page,
        tabs=tabs,
        groups=_group_choices(asked, everything, shown),
        unread=sum(unread[group] for group in in_group),
        is_empty=not everything,
        here=replace(asked, page=page.number).url(page=page.number),
    )


def wanted(inbox: MessageQuerySet, asked: Asked, there: Collection[str]) -> MessageQuerySet:
    """The messages that are asked for. `there`: the kinds that are in the inbox, those that no app knows too."""
    if asked.show == UNREAD:
        inbox = inbox.unread()
    if asked.group:
        inbox = inbox.filter(kind__in=[name for name in there if _group_of(name) == asked.group])
    return inbox


def of_groups(inbox: MessageQuerySet, group: str) -> MessageQuerySet:
    """The messages of one group; of all without one."""
    if not group:
        return inbox
    names = inbox.order_by().values_list("kind", flat=True).distinct()
    return wanted(inbox, Asked(group=group), list(names))


def moment(text: str) -> datetime | None:
    """When a page was drawn, as the page itself says; None for nonsense."""
    try:
        read_moment = parse_datetime(text)
    except ValueError:
        return None
    return read_moment if read_moment and read_moment.tzinfo else None


def _group_of(kind: str) -> str:
    try:
        return slug_of(kinds.kind(kind).group)
    except kinds.UnknownKind:
        return OTHER


def _by_group(tally: Iterable[tuple[Any, ...]], column: int) -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in tally:
        counted[_group_of(row[0])] += row[column]
    return counted


def _group_choices(asked: Asked, everything: Counter[str], shown: Counter[str]) -> list[Choice]:
    labels = {slug: label for slug, (label, _names) in _groups().items()} | {OTHER: gettext_lazy("Other")}
    known = sorted({*everything, *([asked.group] if asked.group else [])}, key=lambda slug: str(labels[slug]))
    return [Choice(slug, labels[slug], shown[slug], slug == asked.group, asked.url(group=slug)) for slug in known]
