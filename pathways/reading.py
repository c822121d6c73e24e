"""What the public pages of titles show, read in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import OuterRef, Prefetch, Q, Subquery, Value

from chitech.core.search.query import clean
from pathways import hooks
from pathways.frameworks.pages import Elsewhere, roles_like
from pathways.models import (
    Benchmark,
    BudgetTitle,
    Family,
    Level,
    Move,
    ObservedMove,
    Revision,
    RevisionSkill,
    Title,
    TitleAlias,
)
from pathways.pay import annual_cents


@dataclass(frozen=True)
class Neighbor:
    """A title that one comes from or goes to, with what it says on the day."""

    move: Move
    title: Title
    revision: Revision


@dataclass(frozen=True)
class Taken:
    """A step that people did take: to or from a title, as it is called on the day; how many people."""

    title: Title
    revision: Revision
    people: int
    is_forward: bool


@dataclass(frozen=True)
class MarketFigure:
    """A benchmark, and where the city's range stands to it. Shares are percent of the market's median."""

    benchmark: Benchmark
    is_old: bool
    low_share: int
    high_share: int

    @property
    def is_below(self) -> bool:
        """Even the top of the range does not reach the median."""
        return self.high_share < 100

    @property
    def is_above(self) -> bool:
        return self.low_share > 100


class Word(NamedTuple):
    """What a title is also called. `is_decided`: an old title that becomes it by the crosswalk."""

    name: str
    source: str
    is_decided: bool


@dataclass
class TitlePage:
    """All that the page of a title shows. `revision` is None where the title said nothing on the day."""

    title: Title
    day: date
    revision: Revision | None
    revisions: list[Revision]
    before: list[Neighbor] = field(default_factory=list)
    after: list[Neighbor] = field(default_factory=list)
    aliases: list[Word] = field(default_factory=list)
    market: list[MarketFigure] = field(default_factory=list)
    facts: list[hooks.Fact] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it is called on the day; where it says nothing then, what it was called last, or will be at first."""
        if self.revision is not None:
            return self.revision.name
        earlier = [each for each in self.revisions if each.in_force_from and each.in_force_from <= self.day]
        return (earlier[0] if earlier else self.revisions[-1]).name

    @property
    def openings(self) -> list[hooks.Fact]:
        return [fact for fact in self.facts if fact.key == "openings"]

    @property
    def other_facts(self) -> list[hooks.Fact]:
        """What else upper floors know: courses that serve its skills, and the like."""
        return [fact for fact in self.facts if fact.key != "openings" and fact.count]

    @property
    def old_titles(self) -> list[Word]:
        """Names of the city's budget that it replaces: what the crosswalk says, then what is known as a word."""
        words = [word for word in self.aliases if word.is_decided or "budget" in word.source.lower()]
        return list({word.name.casefold(): word for word in reversed(words)}.values())[::-1]

    @property
    def other_words(self) -> list[Word]:
        return [word for word in self.aliases if not word.is_decided and "budget" not in word.source.lower()]

    @property
    def upcoming(self) -> Revision | None:
        """What it will say later, if that is decided."""
        later = [each for each in self.revisions if each.in_force_from and each.in_force_from > self.day]
        return min(later, key=lambda each: each.in_force_from or date.max) if later else None

    @property
    def essential(self) -> list[Any]:
        return [row for row in self.revision.skill_list.all() if row.is_essential] if self.revision else []

    @property
    def helpful(self) -> list[Any]:
        return [row for row in self.revision.skill_list.all() if not row.is_essential] if self.revision else []


def title_page(code: str, day: date, *, today: date) -> TitlePage | None:
    """Everything about a title on a day; None where no such title has ever said anything.

    Openings are today's, and told only where the day is today. The title comes with its revisions: one query less.
    """
    needs = Prefetch("skill_list", RevisionSkill.objects.select_related("skill"))
    said = Revision.objects.approved().filter(title__code=code).order_by("-in_force_from")
    said = said.select_related("title__family", "title__level", "title__successor")
    revisions = list(said.prefetch_related(needs))
    if not revisions:
        return None
    title = revisions[0].title
    current = next((each for each in revisions if each.phase_on(day) == Revision.Phase.IN_FORCE), None)
    page = TitlePage(title, day, current, revisions)
    observed = list(
        ObservedMove.objects.filter(Q(origin=title) | Q(destination=title))
        .select_related("origin__family", "destination__family")
        .order_by("-people", "pk")
    )
    ends = {pk for step in observed for pk in (step.origin_id, step.destination_id)}
    page.before, page.after, names = neighbors(title, day, also=ends)
    page.taken = _taken(title, observed, names) if day == today else []
    page.aliases = _words(title)
    page.market = market(current, title, day) if current else []
    page.facts = hooks.title_facts([title.pk])[title.pk] if day == today else []
    page.elsewhere = roles_like(title.pk)
    return page


def _words(title: Title) -> list[Word]:
    """Its aliases, and before them the old titles that become it by the crosswalk. One query."""
    columns = ("name", "source", "is_decided")
    known = TitleAlias.objects.filter(title=title).annotate(is_decided=Value(False)).order_by()
    old = BudgetTitle.objects.filter(decision__targets__title=title).order_by()
    decided = old.annotate(source=Value(""), is_decided=Value(True))
    rows = known.values_list(*columns).union(decided.values_list(*columns)).order_by("-is_decided", "name")
    return [Word(*row) for row in rows]


def _taken(title: Title, observed: Iterable[ObservedMove], said: Mapping[int, Revision]) -> list[Taken]:
    """The steps from and to a title, those that most people took first."""
    found = []
    for step in observed:
        is_forward = step.origin_id == title.pk
        other = step.destination if is_forward else step.origin
        if other.pk in said:
            found.append(Taken(other, said[other.pk], step.people, is_forward))
    return found


def neighbors(
    title: Title, day: date, *, also: Iterable[int] = ()
) -> tuple[list[Neighbor], list[Neighbor], dict[int, Revision]]:
    """Where people come from and where they go, by designed moves between titles that say something. Two queries.

    Third: what all these titles, and those in `also`, say on the day.
    """
    related = ("origin__family", "origin__level", "destination__family", "destination__level")
    moves = list(Move.objects.filter(Q(origin=title) | Q(destination=title)).select_related(*related))
    ends = {move.origin_id for move in moves} | {move.destination_id for move in moves}
    said = in_force((ends | set(also)) - {title.pk}, day)
    before = [Neighbor(m, m.origin, said[m.origin_id]) for m in moves if m.origin_id in said]
    after = [Neighbor(m, m.destination, said[m.destination_id]) for m in moves if m.destination_id in said]

    def order(each: Neighbor) -> tuple[Any, ...]:
        return ([*Move.Kind.values].index(each.move.kind), each.title.level_id, each.title.code)

    return sorted(before, key=order), sorted(after, key=order), said


def upcoming(day: date) -> list[Revision]:
    """What is approved and holds only later, the next first."""
    later = Revision.objects.approved().filter(in_force_from__gt=day).select_related("title")
    return list(later.order_by("in_force_from", "title__code"))


def retired(day: date) -> list[Title]:
    """Titles that are not used any more, each with `name`: what it was called last."""
    last = Revision.objects.approved().filter(title=OuterRef("pk")).order_by("-in_force_from").values("name")[:1]
    gone = Title.objects.filter(retired_on__lte=day).annotate(name=Subquery(last))
    return list(gone.order_by("-retired_on", "code"))


def in_force(title_ids: Iterable[int], day: date) -> dict[int, Revision]:
    """What titles say on a day, by title. One query."""
    return {each.title_id: each for each in Revision.objects.in_force_on(day).filter(title__in=list(title_ids))}


def market(revision: Revision, title: Title, day: date) -> list[MarketFigure]:
    """Where the city's range stands to each benchmark, the newest first."""
    low = annual_cents(revision.pay_min_cents, revision.pay_unit)
    high = annual_cents(revision.pay_max_cents, revision.pay_unit)
    figures = []
    for each in Benchmark.objects.filter(title=title).order_by("-surveyed_on"):
        median = annual_cents(each.p50_cents, each.pay_unit)
        figures.append(MarketFigure(each, each.is_old_on(day), round(100 * low / median), round(100 * high / median)))
    return figures


@dataclass(frozen=True)
class Rung:
    """A level of a family with its titles."""

    level: Level
    titles: list[Any]  # titles with `revision`


@dataclass(frozen=True)
class Line:
    """A family with its levels, from entry to the top."""

    family: Family
    rungs: list[Rung]


def lines(q: str, day: date) -> list[Line]:
    """The titles in force by family and level; with words, those that each word names somehow. Two queries."""
    titles = Title.objects.in_use(day).select_related("family", "level").by_ladder()
    revisions = Revision.objects.in_force_on(day)
    for word in clean(q)[0].split():
        called = TitleAlias.objects.filter(name__icontains=word).values("title")
        says = revisions.filter(name__icontains=word).order_by().values("title")
        titles = titles.filter(Q(pk__in=says) | Q(code__istartswith=word) | Q(pk__in=called))
    said = {each.title_id: each for each in revisions.defer("duties", "working_conditions")}
    found: dict[Family, dict[Level, list[Any]]] = {}
    for title in titles:
        title.revision = said[title.pk]  # type: ignore[attr-defined]
        found.setdefault(title.family, {}).setdefault(title.level, []).append(title)
    return [Line(family, [Rung(level, each) for level, each in rungs.items()]) for family, rungs in found.items()]


@dataclass(frozen=True)
class SharedSkill:
    """A skill of one title or of both, at the levels that they need."""

    name: str
    here: int  # 0: not needed
    there: int


@dataclass(frozen=True)
class Comparison:
    """Two titles side by side: the skills that both need, those to grow and those to learn on the way from a to b."""

    a: Revision
    b: Revision
    shared: list[SharedSkill]
    grow: list[SharedSkill]
    learn: list[SharedSkill]
    left: list[SharedSkill]
    move: Move | None

    @property
    def pay_step_cents(self) -> int:
        """By how much the start of the pay differs, in cents a year."""
        a = annual_cents(self.a.pay_min_cents, self.a.pay_unit)
        return annual_cents(self.b.pay_min_cents, self.b.pay_unit) - a


def compare(a: Revision, b: Revision) -> Comparison:
    """What lies between two titles. The revisions come with `title` and `skill_list`."""
    here = {row.skill.name: row.level for row in a.skill_list.all()}
    there = {row.skill.name: row.level for row in b.skill_list.all()}
    rows = [SharedSkill(name, here.get(name, 0), there.get(name, 0)) for name in sorted({*here, *there})]
    return Comparison(
        a,
        b,
        shared=[row for row in rows if row.here and row.there and row.here >= row.there],
        grow=[row for row in rows if row.here and row.here < row.there],
        learn=[row for row in rows if not row.here],
        left=[row for row in rows if not row.there],
        move=Move.objects.filter(origin=a.title_id, destination=b.title_id).first(),
    )


def for_comparing(codes: Iterable[str], day: date) -> Mapping[str, Revision]:
    """What titles say on a day, by code, with all that a comparison shows. Two queries."""
    wanted = [code.upper() for code in codes]
    related = ("title__family", "title__level")
    rows = Revision.objects.in_force_on(day).filter(title__code__in=wanted)
    return {each.title.code: each for each in rows.select_related(*related).prefetch_related("skill_list__skill")}
