"""The choices beside the list of openings, each with the number that it would show."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chitech.core.search.asking import Facet, FacetChoice
from jobs.choices import WorkMode
from jobs.criteria import POSTED_DAYS, Criteria, Vocabulary, all_of, posted_within
from jobs.querysets import PostingSearchQuerySet
from pathways.models import Family
from pathways.models.titles import DegreeRule

# filter -> the column it counts by
COLUMNS = {
    "family": "family_id",
    "department": "department_id",
    "level": "level_id",
    "work": "work_mode",
    "degree": "degree_rule",
}
# Columns that are counted together and added up here: each grouping costs every row a look into another hash table, and
# two small columns make few groups.
TOGETHER = (("family", "level"), ("work", "degree"), ("department",))
FACET_LABELS = {
    "family": gettext_lazy("Field of work"),
    "work": gettext_lazy("Where you work"),
    "degree": gettext_lazy("Degree"),
    "experience": gettext_lazy("Experience"),
    "level": gettext_lazy("Level"),
    "posted": gettext_lazy("Posted"),
    "department": gettext_lazy("Department"),
}

# (filter, the value of its column) -> how many; (count, None) for counts of the whole.
type Tally = Counter[tuple[str, Any]]


def count_facets(
    visible: PostingSearchQuerySet, criteria: Criteria, vocabulary: Vocabulary, now: datetime
) -> tuple[int, list[Facet]]:
    """How many openings match, and all facets with their counts: each under every filter but its own. One query."""
    conditions = criteria.conditions(vocabulary, now)
    own = {name: conditions.pop(name) for name in (*COLUMNS, "experience", "posted") if name in conditions}
    singles = {f"posted_{days}": posted_within(int(days), now) for days in POSTED_DAYS}
    singles["experience_none"] = Q(experience_months=0)
    rows = (
        visible.filter(all_of(conditions.values()))
        .annotate(
            **{f"in_{name}": _boolean(condition) for name, condition in own.items()},
            **{f"is_{name}": _boolean(condition) for name, condition in singles.items()},
        )
        .values(*COLUMNS.values(), *(f"in_{name}" for name in own), *(f"is_{name}" for name in singles))
    )
    tally = _tally(rows, own=list(own), singles=list(singles))
    return tally["total", None], _build(criteria, vocabulary, tally)


def _boolean(condition: Q) -> Coalesce:
    """A condition as a plain true or false: an empty column is "no"."""
    return Coalesce(ExpressionWrapper(condition, output_field=BooleanField()), Value(False))


def _tally(rows: Any, *, own: list[str], singles: list[str]) -> Tally:
    """Count everything in one scan of the rows.

    GROUPING SETS groups in several ways within the same scan; which filters a count heeds is a FILTER on it, so that
    each facet can leave its own out.
    """

    def count(leaving_out: str = "", also: str = "") -> str:
        heeded = [f"in_{name}" for name in own if name != leaving_out] + ([also] if also else [])
        return f"count(*) FILTER (WHERE {' AND '.join(heeded)})" if heeded else "count(*)"

    counts = {"total": count()}
    counts |= {name: count(leaving_out=name) for name in COLUMNS}
    counts |= {name: count(leaving_out=name.partition("_")[0], also=f"is_{name}") for name in singles}
    columns = list(COLUMNS.values())
    grouped = ", ".join(columns)
    sets = ", ".join(f"({', '.join(COLUMNS[name] for name in names)})" for names in TOGETHER)
    # A count leaves one filter out at most: a row that fails two of them is in none, and need not be grouped.
    heeded = " + ".join(f"in_{name}::int" for name in own)
    needed = f"WHERE {heeded} >= {len(own) - 1} " if len(own) > 1 else ""
    inner, params = rows.query.get_compiler(connection=connection).as_sql()
    # Names of columns and compiled conditions only: what a person typed is in `params`.
    sql = (
        f"SELECT GROUPING({grouped}), {grouped}, {', '.join(counts.values())} "  # noqa: S608
        f"FROM ({inner}) AS rows {needed}GROUP BY GROUPING SETS ({sets})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return _added_up(cursor.fetchall(), list(counts))


def _added_up(answer: list[tuple[Any, ...]], counts: list[str]) -> Tally:
    """From the rows of GROUPING SETS to a tally. GROUPING sets a bit for each column that a row is not grouped by."""
    names = list(COLUMNS)
    wholes = [name for name in counts if name not in names]
    tally: Counter[tuple[str, Any]] = Counter()
    for grouping, *cells in answer:
        numbers = dict(zip(counts, cells[len(names) :], strict=True))
        for i, name in enumerate(names):
            if not grouping >> (len(names) - 1 - i) & 1:
                tally[name, cells[i]] += numbers[name]
                if name == "department":  # grouped by alone, so that each row is in one of its groups
                    tally.update({(whole, None): numbers[whole] for whole in wholes})
    return tally


def _build(criteria: Criteria, vocabulary: Vocabulary, tally: Tally) -> list[Facet]:
    """The facets in the order of the page. Departments without an opening are left out: a city has many."""

    def choice(name: str, value: str, key: Any, label: str, family: Family | None = None) -> FacetChoice:
        return FacetChoice(value, label, tally[name, key], value in getattr(criteria, name), family)

    def single(name: str, value: str, label: str) -> FacetChoice:
        return FacetChoice(value, label, tally[f"{name}_{value}", None], value == getattr(criteria, name))

    departments = [choice("department", d.slug, d.pk, d.name) for d in vocabulary.departments]
    choices = {
        "family": [choice("family", f.slug, f.pk, f.name, f) for f in vocabulary.families],
        "work": [choice("work", w.value, w.value, str(w.label)) for w in WorkMode],
        "degree": [choice("degree", d.value, d.value, str(d.label)) for d in DegreeRule],
        "experience": [single("experience", "none", _("No experience needed"))],
        "level": [choice("level", str(each.number), each.number, str(each)) for each in vocabulary.levels],
        "posted": [single("posted", days, _posted_label(int(days))) for days in POSTED_DAYS],
        "department": [each for each in departments if each.count or each.is_selected],
    }
    return [Facet(name, str(FACET_LABELS[name]), made, name != "posted") for name, made in choices.items()]


def _posted_label(days: int) -> str:
    return ngettext("In the last 24 hours", "In the last %(days)d days", days) % {"days": days}
