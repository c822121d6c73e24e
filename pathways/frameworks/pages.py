"""What the pages of frameworks show, read in a fixed number of queries."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.search.query import clean
from pathways.choices import ItemKind
from pathways.models import (
    ReferenceEdition,
    ReferenceFramework,
    ReferenceItem,
    ReferenceLink,
    Revision,
    Skill,
    TitleReference,
)

_NEEDED = (ItemKind.SKILL, ItemKind.KNOWLEDGE, ItemKind.TASK, ItemKind.AREA, ItemKind.OCCUPATION)


@dataclass(frozen=True)
class CategoryGroup:
    """A category with its roles: pairs of the role's name and its items, one for each level that it comes in."""

    category: ReferenceItem | None
    roles: Sequence[tuple[str, Sequence[ReferenceItem]]]


def roles_by_category(edition: ReferenceEdition, q: str = "") -> list[CategoryGroup]:
    """The roles of an edition, limited to those whose name has each of the words. One query."""
    rows = ReferenceItem.objects.filter(edition=edition, kind=ItemKind.ROLE).select_related("category")
    for word in clean(q)[0].split():
        rows = rows.filter(Q(name__icontains=word) | Q(group__icontains=word) | Q(code__iexact=word))
    found: dict[ReferenceItem | None, dict[str, list[ReferenceItem]]] = {}
    for item in rows.order_by("category__name", "category__code", "group", "code"):
        found.setdefault(item.category, {}).setdefault(item.group or item.name, []).append(item)
    return [CategoryGroup(category, list(roles.items())) for category, roles in found.items()]


def counts(edition: ReferenceEdition) -> Mapping[str, int]:
    """How many items of each kind an edition has. One query."""
    rows = ReferenceItem.objects.filter(edition=edition).order_by().values("kind").annotate(n=Count("pk"))
    return {row["kind"]: row["n"] for row in rows}


@dataclass(frozen=True)
class Needs:
    """Items of one kind that a role refers to."""

    kind: ItemKind
    links: Sequence[ReferenceLink]

    @property
    def heading(self) -> str:
        return plural(self.kind)


def plural(kind: ItemKind) -> str:
    """What people call several of a kind."""
    return {
        ItemKind.CATEGORY: _("Categories"),
        ItemKind.ROLE: _("Roles"),
        ItemKind.SKILL: _("Skills"),
        ItemKind.KNOWLEDGE: _("Knowledge"),
        ItemKind.TASK: _("Tasks"),
        ItemKind.AREA: _("Competency areas"),
        ItemKind.OCCUPATION: _("Occupation codes"),
        ItemKind.SORT: _("Places in the order"),
    }[kind]


def needs_of(role: ReferenceItem) -> list[Needs]:
    """What a role refers to, by kind. One query."""
    by_kind: dict[str, list[ReferenceLink]] = {}
    links = ReferenceLink.objects.filter(source=role, target__kind__in=_NEEDED).select_related("target")
    for link in links.order_by("target__name", "target__code"):
        by_kind.setdefault(link.target.kind, []).append(link)
    return [Needs(kind, by_kind[kind.value]) for kind in _NEEDED if kind.value in by_kind]


def linked_titles(framework: ReferenceFramework, codes: Iterable[str]) -> list[TitleReference]:
    """Titles of the city that HR has linked to roles, each with what it says today (`revision`). Two queries."""
    rows = list(
        TitleReference.objects.filter(framework=framework, role_code__in=list(codes))
        .select_related("title__family", "linked_by")
        .order_by("title__code")
    )
    now = timezone.localdate()
    said = {r.title_id: r for r in Revision.objects.in_force_on(now).filter(title__in=[row.title_id for row in rows])}
    for row in rows:
        row.revision = said.get(row.title_id)  # type: ignore[attr-defined]
    return rows


@dataclass(frozen=True)
class Elsewhere:
    """A role of a framework that HR has linked a title to. `name` is the newest edition's."""

    framework: ReferenceFramework
    code: str
    name: str
    closeness: str
    note: str


def roles_like(title_id: int) -> list[Elsewhere]:
    """The roles of frameworks that a title is linked to. One query. A role that left the framework goes by its code."""
    latest = ReferenceItem.objects.filter(
        edition__framework=OuterRef("framework"), kind=ItemKind.ROLE, code=OuterRef("role_code")
    ).order_by("-edition__added_at", "-edition_id")
    rows = (
        TitleReference.objects.filter(title=title_id)
        .select_related("framework")
        .annotate(role_name=Subquery(latest.values("name")[:1]))
        .order_by("framework__name", "role_code")
    )
    return [
        Elsewhere(row.framework, row.role_code, row.role_name or row.role_code, row.get_closeness_display(), row.note)
        for row in rows
    ]


def codes_of_roles(edition: ReferenceEdition) -> set[str]:
    return set(ReferenceItem.objects.filter(edition=edition, kind=ItemKind.ROLE).values_list("code", flat=True))


def statements(role: ReferenceItem) -> list[str]:
    """The sentences of a role that HR can take over as duties: its list items, and its tasks. One query."""
    found = [match[1].strip() for match in re.finditer(r"^\s*[-•*]\s+(.+)$", f"{role.group_text}\n{role.text}", re.M)]
    tasks = ReferenceLink.objects.filter(source=role, target__kind=ItemKind.TASK).select_related("target")
    found += [link.target.text or link.target.name for link in tasks.order_by("target__code")]
    return list(dict.fromkeys(found))


def same_skills(links: Iterable[ReferenceLink]) -> dict[int, Skill]:
    """For each link, the city's skill of the same name, where there is one. One query."""
    wanted = {link.pk: link.target.name.casefold() for link in links}
    known: dict[str, Any] = {skill.name.casefold(): skill for skill in Skill.objects.all()} if wanted else {}
    return {pk: known[name] for pk, name in wanted.items() if name in known}
