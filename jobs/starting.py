"""Starting a new posting: the titles to choose from, and what a title fills in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from chitech.core.search.query import clean
from pathways.models import Family, Revision, Title, TitleAlias


@dataclass(frozen=True)
class Line:
    """A field of work with its titles, in the order of a career."""

    family: Family
    titles: list[Any]  # titles with `name` and `revision`


def lines(q: str = "") -> list[Line]:
    """The titles in force by field of work; with words, those that any name or code of theirs holds. Two queries."""
    titles = (
        Title.objects.with_revision().filter(revision_id__isnull=False).select_related("family", "level").by_ladder()
    )
    words, _was_cut = clean(q)
    if words:
        called = TitleAlias.objects.filter(name__icontains=words).values("title")
        titles = titles.filter(Q(name__icontains=words) | Q(code__iexact=words) | Q(pk__in=called))
    found = list(titles)
    revisions = Revision.objects.in_bulk([title.revision_id for title in found])  # type: ignore[attr-defined]
    by_family: dict[Family, list[Any]] = {}
    for title in found:
        title.revision = revisions[title.revision_id]  # type: ignore[attr-defined]
        by_family.setdefault(title.family, []).append(title)
    return [Line(family, each) for family, each in by_family.items()]


def from_title(code: str) -> dict[str, Any] | None:
    """What the form starts with: what the title says today, from its name to its degree rule. None: no such title."""
    title = Title.objects.with_revision().filter(code=code.upper(), revision_id__isnull=False).first()
    if title is None:
        return None
    revision = Revision.objects.get(pk=title.revision_id)  # type: ignore[attr-defined]
    return {
        "title": title.pk,
        "level": title.level_id,
        "business_title": revision.name,
        "what_you_will_do": revision.summary,
        "pay_min_cents": revision.pay_min_cents,
        "pay_max_cents": revision.pay_max_cents,
        "pay_unit": revision.pay_unit,
        "schedule_grade": revision.pay_grade,
        "experience_months": revision.experience_months,
        "degree_rule": revision.degree_rule,
        "degree_reason": revision.degree_reason,
        "degree_equivalent": revision.degree_equivalent,
    }
