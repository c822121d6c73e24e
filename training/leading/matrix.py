"""A team's skills against what its titles need, in a fixed number of queries, however large the team is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from chitech.core.accounts.models import Employment, User
from pathways.models import Profile, Revision, RevisionSkill, Skill, SkillRecord
from pathways.profiles.counting import counted
from training.choices import ACTIVE, CourseState
from training.models import Course, CourseSkill, Enrollment

MOST_COURSES = 3


@dataclass(frozen=True)
class Cell:
    """A skill of a person against what their title needs. `has` is 0 where nobody said anything."""

    skill: Skill
    needs: int
    has: int
    is_own_word: bool
    is_learning: bool

    @property
    def gap(self) -> int:
        """How many levels are missing."""
        return max(0, self.needs - self.has)

    @property
    def is_open(self) -> bool:
        """Whether it is enough, but nobody other than the person stands for it."""
        return not self.gap and self.is_own_word


@dataclass
class Line:
    """One person: a cell for each skill of the table's columns."""

    post: Employment
    cells: Sequence[Cell]

    @property
    def gaps(self) -> int:
        return sum(1 for cell in self.cells if cell.gap)


@dataclass
class Column:
    """A skill that a title needs."""

    skill: Skill
    needs: int
    is_essential: bool


@dataclass
class Table:
    """The people of one title."""

    revision: Revision
    columns: Sequence[Column]
    lines: Sequence[Line]


@dataclass
class Missing:
    """A skill that people lack, and the published courses that take them to what their titles need."""

    skill: Skill
    needs: int
    people: list[str] = field(default_factory=list)
    courses: Sequence[Course] = ()
    more: int = 0


@dataclass
class Matrix:
    """All of it. `untitled`: people whose title or account is not known."""

    tables: Sequence[Table]
    missing: Sequence[Missing]
    untitled: Sequence[Employment]
    skills: Sequence[Skill]
    people: int
    gaps: int


def matrix(leader: User, *, skill: str = "", gaps_only: bool = False) -> Matrix:
    """Of the people whom a person leads today: seven queries.

    `skill`: the slug of the one skill to look at. `gaps_only`: only people, skills and cells in which something lacks.
    """
    posts = list(Employment.objects.current().led_by(leader).select_related("user").order_by("name", "pk"))
    people = [post.user_id for post in posts if post.user_id]
    titles = dict(Profile.objects.filter(user__in=people).values_list("user", "title"))
    revisions = _revisions(set(titles.values()))
    said, learning = _said(people), _learning(people)
    by_title: dict[int, list[Employment]] = defaultdict(list)
    untitled: list[Employment] = []
    for post in posts:
        title = titles.get(post.user_id or 0)
        (by_title[title] if title in revisions else untitled).append(post)
    whole = [_table(revisions[title], members, said, learning) for title, members in by_title.items()]
    whole.sort(key=lambda table: (table.revision.name, table.revision.pk))
    skills = {column.skill.pk: column.skill for table in whole for column in table.columns}
    tables = [table for each in whole if (table := _narrowed(each, skill, gaps_only=gaps_only)).lines]
    return Matrix(
        tables=tables,
        missing=_missing(tables),
        untitled=untitled,
        skills=sorted(skills.values(), key=lambda each: each.name),
        people=len(posts),
        gaps=sum(line.gaps for table in whole for line in table.lines),
    )


def _revisions(titles: Iterable[int]) -> dict[int, Revision]:
    """What titles say today, with the skills that they need. Two queries and one for the skills."""
    rows = Revision.objects.in_force_on(timezone.localdate()).filter(title__in=titles)
    found = rows.select_related("title__family").prefetch_related("skill_list__skill")
    return {each.title_id: each for each in found}


def _said(people: Sequence[int]) -> dict[tuple[int, int], list[SkillRecord]]:
    found: dict[tuple[int, int], list[SkillRecord]] = defaultdict(list)
    rows = SkillRecord.objects.filter(user__in=people).order_by()
    for record in rows.defer("evidence", "url", "confirmed_word"):
        found[record.user_id, record.skill_id].append(record)
    return found


def _learning(people: Sequence[int]) -> dict[tuple[int, int], int]:
    """(person, skill) -> the level that a course which they are in, or on the way into, leads to."""
    rows = Enrollment.objects.filter(user__in=people, state__in=ACTIVE).order_by()
    found: dict[tuple[int, int], int] = {}
    for user, skill, level in rows.values_list("user", "course__skill_list__skill", "course__skill_list__to_level"):
        if skill:
            found[user, skill] = max(found.get((user, skill), 0), level)
    return found


def _table(
    revision: Revision,
    members: Sequence[Employment],
    said: dict[tuple[int, int], list[SkillRecord]],
    learning: dict[tuple[int, int], int],
) -> Table:
    needed: list[RevisionSkill] = sorted(
        revision.skill_list.all(), key=lambda each: (not each.is_essential, each.skill.name)
    )
    columns = [Column(each.skill, each.level, each.is_essential) for each in needed]
    lines = []
    for post in members:
        cells = []
        for column in columns:
            key = (post.user_id or 0, column.skill.pk)
            records = said.get(key, [])
            has = counted(records) or 0
            own = bool(records) and all(record.said_by_others is None for record in records)
            cells.append(Cell(column.skill, column.needs, has, own, learning.get(key, 0) > has))
        lines.append(Line(post, cells))
    return Table(revision, columns, lines)


def _narrowed(table: Table, skill: str, *, gaps_only: bool) -> Table:
    """The table with the columns and lines that are asked for."""
    lacking = {cell.skill.pk for line in table.lines for cell in line.cells if cell.gap}
    keep = [
        place
        for place, column in enumerate(table.columns)
        if (not skill or column.skill.slug == skill) and (not gaps_only or column.skill.pk in lacking)
    ]
    lines = [Line(line.post, [line.cells[place] for place in keep]) for line in table.lines] if keep else []
    return Table(table.revision, [table.columns[place] for place in keep], [
        line for line in lines if line.gaps or not gaps_only
    ])  # fmt: skip


def _missing(tables: Sequence[Table]) -> list[Missing]:
    """Skills that lack, the most wanted first, each with courses that lead far enough. One query."""
    found: dict[int, Missing] = {}
    for table in tables:
        for line in table.lines:
            for cell in line.cells:
                if cell.gap:
                    one = found.setdefault(cell.skill.pk, Missing(cell.skill, cell.needs))
                    one.needs = max(one.needs, cell.needs)
                    one.people.append(line.post.name)
    rows = CourseSkill.objects.filter(skill__in=found, course__state=CourseState.PUBLISHED).select_related("course")
    courses: dict[int, list[Course]] = defaultdict(list)
    for row in rows.order_by("-to_level", "course__name"):
        if row.to_level >= found[row.skill_id].needs:
            courses[row.skill_id].append(row.course)
    for pk, one in found.items():
        one.courses, one.more = courses[pk][:MOST_COURSES], max(0, len(courses[pk]) - MOST_COURSES)
    return sorted(found.values(), key=lambda one: (-len(one.people), one.skill.name))
