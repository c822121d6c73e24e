"""Put the demo's vocabulary (`pathways/seed/`) into the database. Adds what is missing, changes nothing else."""

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any

from django.db import models, transaction

from pathways import seed as texts
from pathways.models import (
    BargainingUnit,
    Family,
    Level,
    ResidencyRule,
    Revision,
    SelectionMethod,
    ServiceType,
    Skill,
    Title,
    TitleAlias,
)

_CIVIL_SERVICE: dict[str, models.Manager[Any]] = {
    "bargaining_unit": BargainingUnit.objects,
    "service_type": ServiceType.objects,
    "selection_method": SelectionMethod.objects,
    "residency_rule": ResidencyRule.objects,
}


@transaction.atomic
def seed(*, today: date) -> None:
    """Families, levels, skills, civil-service facts, titles with their first revision, and the old words for them.

    Titles have been in force since the first day of `today`'s year.
    """
    _families_levels_and_skills()
    _civil_service_facts()
    _titles(in_force_from=today.replace(month=1, day=1))


def _add_missing[Row: models.Model](table: models.Manager[Row], key: str, rows: Iterable[Row]) -> None:
    """Insert the rows whose `key` column holds a value that the table does not have yet."""
    known: set[Hashable] = set(table.values_list(key, flat=True))
    table.bulk_create([row for row in rows if getattr(row, key) not in known])


def _families_levels_and_skills() -> None:
    columns = ("slug", "name", "letter", "color", "summary")
    families = texts.read("families.toml")["family"]
    _add_missing(
        Family.objects,
        "slug",
        [Family(**{c: family[c] for c in columns}, order=place) for place, family in enumerate(families, start=1)],
    )
    _add_missing(Level.objects, "number", [Level(**level) for level in texts.read("levels.toml")["level"]])
    groups = texts.read("skills.toml").items()
    _add_missing(
        Skill.objects,
        "slug",
        [Skill(slug=s, name=name, group=group) for group, skills in groups for s, name in skills.items()],
    )


def _civil_service_facts() -> None:
    facts = texts.read("civil_service.toml")
    for name, table in _CIVIL_SERVICE.items():
        rows = [table.model(**row, in_force_from=facts["in_force_from"]) for row in facts[name]]
        _add_missing(table, "code", rows)


def _titles(*, in_force_from: date) -> None:
    """A title that is already there keeps its own revisions and aliases."""
    known = set(Title.objects.values_list("code", flat=True))
    families = {family.slug: family for family in Family.objects.all()}
    new = [text for text in texts.titles().values() if text.code not in known]
    titles = Title.objects.bulk_create(
        [Title(code=t.code, family=families[t.family], track=t.track, level_id=t.level) for t in new]
    )
    pairs = list(zip(titles, new, strict=True))
    Revision.objects.bulk_create(
        [
            Revision(
                title=title,
                name=text.name,
                summary=text.summary,
                pay_grade=text.grade,
                pay_min_cents=text.pay_min_cents,
                pay_max_cents=text.pay_max_cents,
                pay_unit=text.pay_unit,
                degree_rule=text.degree_rule,
                degree_kind=text.degree_kind,
                degree_reason=text.degree_reason,
                degree_equivalent=text.degree_equivalent,
                experience_months=text.experience_months,
                in_force_from=in_force_from,
            )
            for title, text in pairs
        ]
    )
    TitleAlias.objects.bulk_create(
        [TitleAlias(title=title, name=word, source=source) for title, text in pairs for source, word in text.aliases]
    )
