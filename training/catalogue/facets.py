"""The choices beside the list of courses, each with the number that it would show. One query."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import BooleanField, Case, Count, Min, Q, Value, When
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
    asks_for_session = "session" in conditions

    def heeded(leaving_out: str = "", *also: str) -> str:
        all_of = [f"in_{name}" for name in own if name != leaving_out]
        all_of += ["in_session"] if asks_for_session and leaving_out not in {"when", "seats"} else []
        return " AND ".join([*all_of, *also]) or "TRUE"

    in_session = (
        "coalesce(fit, 0) > 0 OR format = 'on_demand'"
        if criteria.seats and not criteria.when
        else "coalesce(fit, 0) > 0"
    )
    counts = [f"SELECT 'total' AS facet, NULL AS value, count(*) FROM r WHERE {heeded()}"]  # noqa: S608
    for name, column in COLUMNS.items():
        counts.append(
            f"SELECT '{name}', {column}::text, count(*) FROM r WHERE {heeded(name)} GROUP BY {column}"  # noqa: S608
        )
    counts += [
        f"SELECT 'when', '{days}', count(*) FROM r WHERE {heeded('when', f'within_{days} > 0')}"  # noqa: S608
        for days in WHEN_DAYS
    ]
    free = "free > 0" if criteria.when else "(free > 0 OR format = 'on_demand')"
    counts.append(f"SELECT 'seats', 'free', count(*) FROM r WHERE {heeded('seats', free)}")  # noqa: S608
    taught = "FROM r JOIN training_courseskill k USING (course_id) WHERE"
    at_level = "k.to_level = ANY (%s)" if criteria.level else "TRUE"
    of_skill = "k.skill_id = ANY (%s)" if criteria.skill else "TRUE"
    counts.append(
        f"SELECT 'skill', k.skill_id::text, count(*) {taught} {heeded('skill', at_level)} GROUP BY k.skill_id"
    )
    # Pairs by hash, then counted: `count(DISTINCT ...)` would sort all of them.
    pairs = f"SELECT DISTINCT k.to_level, course_id {taught} {heeded('skill', of_skill)}"
    counts.append(f"SELECT 'level', p.to_level::text, count(*) FROM ({pairs}) p GROUP BY p.to_level")  # noqa: S608
    last: list[Any] = [[int(n) for n in criteria.level]] if criteria.level else []
    last += [criteria.skill_ids(vocabulary)] if criteria.skill else []
    if size:
        # By the first session that is asked for; then what can begin at any time, then what has no session.
        order = "first NULLS LAST, format <> 'on_demand', name, course_id"
        page = f"SELECT course_id FROM r WHERE {heeded()} ORDER BY {order} LIMIT %s OFFSET %s"  # noqa: S608
        counts.append(f"SELECT 'page', o.course_id::text, row_number() OVER () FROM ({page}) o")  # noqa: S608
        last += [size, (criteria.page - 1) * size]
    # Names of columns and compiled conditions only: what a person typed is in the parameters.
    sql = (
        f"WITH s AS MATERIALIZED ({session_sql}), r AS MATERIALIZED ("  # noqa: S608
        f"SELECT c.*, s.first, {in_session} AS in_session, coalesce(s.free, 0) AS free, "
        f"{', '.join(f'coalesce(s.within_{days}, 0) AS within_{days}' for days in WHEN_DAYS)} "
        f"FROM ({row_sql}) c LEFT JOIN s USING (course_id)) {' UNION ALL '.join(counts)}"
    )
    return sql, (*session_params, *row_params, *last)


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


def _boolean(condition: Q) -> Case:
    """A condition as a plain true or false: an empty column is "no"."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


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
        "level": [choice("level", str(n), n, label) for n, label in SkillLevel.choices],
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
