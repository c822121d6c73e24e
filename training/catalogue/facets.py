"""The choices beside the list of courses, each with the number that it would show. One query."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, Min, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chitech.core.accounts.models import User
from chitech.core.search.asking import Facet, FacetChoice
from pathways.models import SkillLevel
from training.catalogue.criteria import HOURS, WHEN_DAYS, Criteria, Vocabulary, begins_within, coming, has_seat
from training.choices import CourseState, Format, Language
from training.models import CourseSearch

FACET_LABELS = {
    "skill": gettext_lazy("Skill"),
    "level": gettext_lazy("Brings you to"),
    "when": gettext_lazy("Begins"),
    "seats": gettext_lazy("Seats"),
    "format": gettext_lazy("How"),
    "family": gettext_lazy("Field of work"),
    "hours": gettext_lazy("How long"),
    "language": gettext_lazy("Language"),
}
HOURS_LABELS = {
    "half-day": gettext_lazy("Up to 4 hours"),
    "day": gettext_lazy("Up to a day: 8 hours"),
    "week": gettext_lazy("Up to 40 hours"),
    "more": gettext_lazy("More than 40 hours"),
}
# Plain columns that are counted by; the others are worked out.
COLUMNS = {"family": "family_id", "format": "format", "language": "language", "hours": "band"}

# (filter, the value of its column) -> how many; ("total", None) for the whole.
type Tally = Counter[tuple[str, Any]]
# The filters that a count heeds, as a condition: all but the one named first, and what else is said.
type Heeded = Callable[..., str]


def published() -> Any:
    """The search rows of what everyone may read."""
    return CourseSearch.objects.filter(state=CourseState.PUBLISHED)


def count_facets(
    criteria: Criteria, vocabulary: Vocabulary, now: datetime, user: User | AnonymousUser
) -> tuple[int, list[Facet]]:
    """How many courses match, and all facets with their counts: each under every filter but its own. One query."""
    count, facets, _soonest = count_facets_and_page(criteria, vocabulary, now, user, size=0)
    return count, facets


def count_facets_and_page(
    criteria: Criteria, vocabulary: Vocabulary, now: datetime, user: User | AnonymousUser, *, size: int
) -> tuple[int, list[Facet], list[int]]:
    """The same, and the numbers of the `size` courses on the page that is asked for, those that begin soonest first.

    Still one query: what it takes to put them in order has been looked up for the counts.
    """
    sql, params = _statement(criteria, vocabulary, now, user, size)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        tally: Counter[tuple[str, Any]] = Counter()
        for name, value, number in cursor.fetchall():
            tally[name, value] = number
    placed = sorted((place, int(value)) for (name, value), place in tally.items() if name == "page")
    return tally["total", None], _build(criteria, vocabulary, tally), [course for _place, course in placed]


def _statement(
    criteria: Criteria, vocabulary: Vocabulary, now: datetime, user: User | AnonymousUser, size: int
) -> tuple[str, tuple[Any, ...]]:
    """One statement: the courses that the words find, once; then each facet counts them in its own way.

    Which filters a count heeds is a condition on it, so that each facet can leave its own out.
    """
    conditions = criteria.conditions(vocabulary, now, user)
    words = conditions.pop("q", Q())
    own = [name for name in conditions if name != "session"]
    bands = [When(Q(hours__gt=above, hours__lte=up_to), then=Value(name)) for name, (above, up_to) in HOURS.items()]
    rows = (
        published()
        .filter(words)
        .annotate(band=Case(*bands, default=Value("")), **{f"in_{name}": _boolean(conditions[name]) for name in own})
        .values("course_id", "name", *COLUMNS.values(), *(f"in_{name}" for name in own))
    )
    row_sql, row_params = _compiled(rows)
    session_sql, session_params = _compiled(_sessions(criteria, now, user))
    asked = [f"in_{name}" for name in [*own, *(["session"] if "session" in conditions else [])]]

    def heeded(leaving_out: str = "", *also: str) -> str:
        left = "in_session" if leaving_out in {"when", "seats"} else f"in_{leaving_out}"
        return " AND ".join([*(each for each in asked if each != left), *also]) or "TRUE"

    in_session = (
        "coalesce(fit, 0) > 0 OR format = 'on_demand'"
        if criteria.seats and not criteria.when
        else "coalesce(fit, 0) > 0"
    )
    parts = [_by_columns(heeded), _of_all(heeded, is_dated=bool(criteria.when)), *_of_skills(criteria, heeded)]
    last: list[Any] = [[int(n) for n in criteria.level]] if criteria.level else []
    last += [criteria.skill_ids(vocabulary)] if criteria.skill else []
    if size:
        # By the first session that is asked for; then what can begin at any time, then what has no session.
        order = "first NULLS LAST, format <> 'on_demand', name, course_id"
        page = f"SELECT course_id FROM r WHERE {heeded()} ORDER BY {order} LIMIT %s OFFSET %s"  # noqa: S608
        parts.append(f"SELECT 'page', o.course_id::text, row_number() OVER () FROM ({page}) o")  # noqa: S608
        last += [size, (criteria.page - 1) * size]
    # Names of columns and compiled conditions only: what a person typed is in the parameters.
    sql = (
        f"WITH s AS MATERIALIZED ({session_sql}), r AS MATERIALIZED ("  # noqa: S608
        f"SELECT c.*, s.first, {in_session} AS in_session, coalesce(s.free, 0) AS free, "
        f"{', '.join(f'coalesce(s.within_{days}, 0) AS within_{days}' for days in WHEN_DAYS)} "
        f"FROM ({row_sql}) c LEFT JOIN s USING (course_id)) {' UNION ALL '.join(parts)}"
    )
    return sql, (*session_params, *row_params, *last)


def _by_columns(heeded: Heeded) -> str:
    """Counts by each column in one scan. GROUPING sets a bit for each column that a row is not grouped by."""
    names, columns = list(COLUMNS), ", ".join(COLUMNS.values())
    groupings = {(1 << len(names)) - 1 - (1 << len(names) - 1 - i): name for i, name in enumerate(names)}
    counts = ", ".join(f"count(*) FILTER (WHERE {heeded(name)}) AS of_{name}" for name in names)
    sets = ", ".join(f"({column})" for column in COLUMNS.values())
    facet = " ".join(f"WHEN {bits} THEN '{name}'" for bits, name in groupings.items())
    count = " ".join(f"WHEN {bits} THEN of_{name}" for bits, name in groupings.items())
    values = ", ".join(f"{column}::text" for column in COLUMNS.values())
    return (
        f"SELECT CASE g {facet} END, coalesce({values}), CASE g {count} END FROM "  # noqa: S608
        f"(SELECT GROUPING({columns}) AS g, {columns}, {counts} FROM r GROUP BY GROUPING SETS ({sets})) grouped"
    )


def _of_all(heeded: Heeded, *, is_dated: bool) -> str:
    """The whole, what begins within so many days and what has a seat, in one scan."""
    conditions: dict[tuple[str, str | None], str] = {
        ("when", days): heeded("when", f"within_{days} > 0") for days in WHEN_DAYS
    }
    free = "free > 0" if is_dated else "(free > 0 OR format = 'on_demand')"
    conditions |= {("seats", "free"): heeded("seats", free), ("total", None): heeded()}
    counts = ", ".join(f"count(*) FILTER (WHERE {each}) AS n{i}" for i, each in enumerate(conditions.values()))
    cells = ", ".join(
        f"('{facet}', {'NULL' if value is None else f"'{value}'"}, n{i})" for i, (facet, value) in enumerate(conditions)
    )
    return f"SELECT f.* FROM (SELECT {counts} FROM r) counted, LATERAL (VALUES {cells}) f"  # noqa: S608


def _of_skills(criteria: Criteria, heeded: Heeded) -> list[str]:
    """Courses by skill, at a level that is asked for; and by level, of a skill that is asked for.

    A course that brings several skills to one level counts there once: its levels are the bits of one number.
    """
    at_level = "WHERE k.to_level = ANY (%s)" if criteria.level else ""
    of_skill = "WHERE k.skill_id = ANY (%s)" if criteria.skill else ""
    taught = "SELECT {} FROM training_courseskill k {}"
    skills = taught.format("k.course_id, k.skill_id", at_level)
    levels = taught.format("k.course_id, bit_or(1 << k.to_level) AS bits", of_skill) + " GROUP BY k.course_id"
    has = ", ".join(f"count(*) FILTER (WHERE bits & {1 << n} > 0) AS n{n}" for n in SkillLevel.values)
    cells = ", ".join(f"('{n}', n{n})" for n in SkillLevel.values)
    counted = f"SELECT {has} FROM r JOIN ({levels}) l USING (course_id) WHERE {heeded('skill')}"  # noqa: S608
    return [
        f"SELECT 'skill', k.skill_id::text, count(*) FROM r JOIN ({skills}) k USING (course_id) "  # noqa: S608
        f"WHERE {heeded('skill')} GROUP BY k.skill_id",
        f"SELECT 'level', f.* FROM ({counted}) counted, LATERAL (VALUES {cells}) f",  # noqa: S608
    ]


def _sessions(criteria: Criteria, now: datetime, user: User | AnonymousUser) -> Any:
    """One row a course that has sessions to come for this person: how many fit what is asked for, the first of those,
    how many begin within so many days, and have a seat.
    """
    seats = has_seat(now) if criteria.seats else Q()
    when = begins_within(int(criteria.when), now) if criteria.when else Q()
    counts: dict[str, Any] = {
        f"within_{days}": Count("pk", filter=begins_within(int(days), now) & seats) for days in WHEN_DAYS
    }
    fit = when & seats
    return (
        coming(now, user)
        .order_by()
        .values("course_id")
        .annotate(
            fit=Count("pk", filter=fit) if fit else Count("pk"),
            first=Min("starts", filter=fit) if fit else Min("starts"),
            free=Count("pk", filter=has_seat(now) & when),
            **counts,
        )
    )


def _compiled(rows: Any) -> tuple[str, tuple[Any, ...]]:
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return sql, params


def _boolean(condition: Q) -> Coalesce:
    """A condition as a plain true or false: an empty column is "no"."""
    return Coalesce(ExpressionWrapper(condition, output_field=BooleanField()), Value(False))


def _build(criteria: Criteria, vocabulary: Vocabulary, tally: Tally) -> list[Facet]:
    """The facets in the order of the page. Skills and languages of no course are left out."""

    def choice(name: str, value: str, key: Any, label: Any, family: Any = None) -> FacetChoice:
        selected = getattr(criteria, name)
        is_selected = value in selected if isinstance(selected, tuple) else value == selected
        return FacetChoice(value, str(label), tally[name, str(key)], is_selected, family)

    skills = [choice("skill", s.slug, s.pk, s.name) for s in vocabulary.skills]
    skills = sorted((s for s in skills if s.count or s.is_selected), key=lambda s: (not s.is_selected, -s.count))
    languages = [choice("language", each.value, each.value, each.label) for each in Language]
    choices = {
        "skill": skills,
        "level": [choice("level", str(n), n, capfirst(label)) for n, label in SkillLevel.choices],
        "when": [choice("when", days, days, _within_label(int(days))) for days in WHEN_DAYS],
        "seats": [choice("seats", "free", "free", _("A seat is free now"))],
        "format": [choice("format", each.value, each.value, each.label) for each in Format],
        "family": [choice("family", f.slug, f.pk, f.name, f) for f in vocabulary.families],
        "hours": [choice("hours", name, name, HOURS_LABELS[name]) for name in HOURS],
        "language": [each for each in languages if each.count or each.is_selected],
    }
    return [Facet(name, str(FACET_LABELS[name]), made, name != "when") for name, made in choices.items()]


def _within_label(days: int) -> str:
    return ngettext("Within %(days)d day", "Within %(days)d days", days) % {"days": days}
