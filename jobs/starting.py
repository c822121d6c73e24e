"""Starting a new posting: the titles to choose from, and what a title fills in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.forms import model_to_dict

from chitech.core.search.query import clean
from jobs.forms import PostingForm
from jobs.models import Posting
from pathways.models import Family, Revision, Title, TitleAlias


@dataclass(frozen=True)
class Line:
    """A field of work with its titles, in the order of a career."""

    family: Family
    titles: list[Any]  # titles with `name` and `revision`


def lines(q: str = "") -> list[Line]:
    """The titles in force by field of work; with words, those that each word names somehow. Two queries."""
    titles = Title.objects.with_revision().select_related("family", "level").by_ladder()
    for word in clean(q)[0].split():
        called = TitleAlias.objects.filter(name__icontains=word).values("title")
        titles = titles.filter(Q(name__icontains=word) | Q(code__istartswith=word) | Q(pk__in=called))
    every: list[Any] = list(titles)
    found = [title for title in every if title.revision_id]
    revisions = Revision.objects.in_bulk([title.revision_id for title in found])
    by_family: dict[Family, list[Any]] = {}
    for title in found:
        title.revision = revisions[title.revision_id]
        by_family.setdefault(title.family, []).append(title)
    return [Line(family, each) for family, each in by_family.items()]


def from_title(code: str) -> dict[str, Any] | None:
    """What the form starts with: what the title says today, from its name to its degree rule. None: no such title."""
    title: Any = Title.objects.with_revision().filter(code=code.upper()).first()
    revision = Revision.objects.filter(pk=title.revision_id).first() if title else None
    if revision is None:
        return None
    return {
        "title": title.pk,
        "level": title.level_id,
        "business_title": revision.name,
        "what_you_will_do": "\n\n".join(
            part for part in (revision.summary, "\n".join(f"- {duty}" for duty in revision.duty_list)) if part
        ),
        "pay_min_cents": revision.pay_min_cents,
        "pay_max_cents": revision.pay_max_cents,
        "pay_unit": revision.pay_unit,
        "schedule_grade": revision.pay_grade,
        "experience_months": revision.experience_months,
        "degree_rule": revision.degree_rule,
        "degree_kind": revision.degree_kind,
        "degree_reason": revision.degree_reason,
        "degree_equivalent": revision.degree_equivalent,
    }


def from_posting(posting: Posting) -> dict[str, Any]:
    """What a copy starts with: all that another posting says, but for its days."""
    return model_to_dict(posting, [name for name in PostingForm.Meta.fields if name not in {"opens_at", "closes_at"}])
