"""A framework's files as the import machine sees them. Nothing here touches a title of the city."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.models import ImportedRecord
from chitech.core.imports.plan import Parsed, Plan, Planned, Values, Verdict
from chitech.core.imports.rows import RowReader
from pathways.choices import ItemKind
from pathways.frameworks.fields import FIELDS, NEEDS, Layout, layout_of
from pathways.frameworks.presets import Terms, terms
from pathways.frameworks.reading import FrameworkReader, key_of, role_code
from pathways.models import ReferenceEdition, ReferenceFramework, ReferenceItem, ReferenceLink, SkillLevel

# Fields of a row of needs that belong to the role or to the skill: they stand in many rows, and in one place here.
_OF_ROLE = {"role": "group", "role_text": "group_text", "role_level": "name", "role_level_text": "text",
            "role_type": "note"}  # fmt: skip
_OF_SKILL = {"skill": "name", "skill_text": "text"}
_OF_LINK = {"level": "level", "level_text": "text"}
_OF_ITEM = {"kind": "kind", "name": "name", "text": "text"}
_OF_SKILL_FILE = {**_OF_SKILL, "used_by": "note"}
_OPTIONS = ("name", "publisher", "url", "licence", "licence_url", "attribution")


class FrameworkImporter(Importer):
    """Imports one file into one edition. `options`: `preset`, `edition`, and the terms of a framework nobody knows.

    Importing raises ImportRefused where the terms are missing.
    """

    kind = "pathways.framework"
    fields = FIELDS
    needs = NEEDS

    def __init__(
        self, *, source: str, mapping: HeaderMapping, by: User, options: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(source=source, mapping=mapping, by=by)
        self._options = options or {}
        self._asked_edition = self._options.get("edition", "").strip()
        self.layout = layout_of(mapping)
        self._reader = FrameworkReader(self.layout)
        self._codes: dict[str, tuple[str, str]] = {}  # key -> the two codes that it stands for
        self._items: dict[tuple[str, str], ReferenceItem] = {}
        self._of_code: dict[str, ReferenceItem] = {}

    @cached_property
    def terms(self) -> Terms:
        """Asked for when the first row is read, so that an import that nobody has set up can be looked at."""
        given = {name: self._options.get(name, "") for name in _OPTIONS}
        return terms(self._options.get("preset", "generic"), **given)

    @cached_property
    def framework(self) -> ReferenceFramework | None:
        return ReferenceFramework.objects.filter(slug=self.terms.slug).first()

    @cached_property
    def edition_name(self) -> str:
        """The edition that was asked for; else the newest one that is here; else the first."""
        newest = self.framework.editions.first() if self.framework else None
        return self._asked_edition or (newest.name if newest else "1")

    @cached_property
    def edition(self) -> ReferenceEdition | None:
        return self.framework.editions.filter(name=self.edition_name).first() if self.framework else None

    # Reading and matching

    def parse(self, row: RowReader) -> Parsed:
        first, second, values = self._reader.read(row)
        key = self._key(first, second)
        self._codes[key] = (first, second)
        return Parsed(number=row.number, key=key, values=values)

    def _key(self, first: str, second: str) -> str:
        return key_of(f"{self.terms.slug}/{self.edition_name}", self.layout, first, second)

    def load(self, keys: Collection[str], *, lock: bool) -> dict[str, Any]:
        if not keys:
            return {}
        found = {}
        for instance in self._here(lock=lock):
            key = self._key_of(instance)
            if key in keys:
                found[key] = instance
        return found

    def _key_of(self, instance: Any) -> str:
        edition = instance.source.edition if isinstance(instance, ReferenceLink) else instance.edition
        return key_of(f"{edition.framework.slug}/{edition.name}", self.layout, *self._codes_of(instance))

    def _here(self, *, lock: bool) -> Iterator[Any]:
        """What the edition has of this layout's records. Who takes an import back has read no row: then, of all."""
        items = ReferenceItem.objects.all()
        if self._codes:
            items = items.filter(edition=self.edition) if self.edition else items.none()
        self._of_code = {item.code: item for item in items} if self.layout is Layout.LINKS else {}
        rows: Any = items.select_related("edition__framework")
        if self.layout is Layout.SKILLS:
            rows = rows.filter(kind=ItemKind.SKILL)
        elif self.layout in {Layout.NEEDS, Layout.LINKS}:
            related = ("source__category", "source__edition__framework", "target")
            rows = ReferenceLink.objects.filter(source__in=items).select_related(*related)
            if self.layout is Layout.NEEDS:
                rows = rows.filter(source__kind=ItemKind.ROLE, target__kind=ItemKind.SKILL)
        yield from rows.order_by("pk").select_for_update(of=("self",)) if lock else rows.order_by("pk")

    def _codes_of(self, instance: Any) -> tuple[str, str]:
        if isinstance(instance, ReferenceLink):
            return instance.source.code, instance.target.code
        return instance.code, ""

    def values_of(self, instance: Any) -> Values:
        match self.layout:
            case Layout.LINKS:
                return {"from_code": instance.source.code, "to_code": instance.target.code}
            case Layout.SKILLS:
                values: Values = {name: getattr(instance, column) for name, column in _OF_SKILL_FILE.items()}
                return values | {f"level_{n}": instance.levels.get(str(n), "") for n in range(1, 5)}
            case Layout.ITEMS:
                return {name: getattr(instance, column) for name, column in _OF_ITEM.items()}
        values = {name: getattr(instance.source, column) for name, column in _OF_ROLE.items()}
        values |= {name: getattr(instance.target, column) for name, column in _OF_SKILL.items()}
        values |= {name: getattr(instance, column) for name, column in _OF_LINK.items()}
        return values | {"category": instance.source.category.name if instance.source.category else ""}

    # Deciding

    def settle(self, plan: Plan, record: Planned) -> None:
        """A link between identifiers of which one is not here has nothing to hold on to."""
        if self.layout is not Layout.LINKS or record.instance is not None:
            return
        for name in ("from_code", "to_code"):
            if record.said[name] not in self._of_code:
                message = _("This edition has nothing with this identifier. Import the file of elements first.")
                header = next(iter(self.mapping.columns.get(name, ())), name)
                plan.reject(record, header, "unknown_code", message, record.said[name])
                return

    def complete(self, plan: Plan) -> None:
        """Rows that speak of the same role or skill say the same of it: the first words stand, others are told."""
        if self.layout is not Layout.NEEDS:
            return
        first: dict[tuple[str, str], Any] = {}
        for record in plan.records:
            for name, value in record.said.items():
                place = self._place(record, name)
                if place and value not in ("", None):
                    first.setdefault(place, value)
        for record in plan.records:
            for name in (*_OF_ROLE, *_OF_SKILL, "category"):
                stands = first.get(self._place(record, name) or ("", ""), record.said[name])
                if record.said[name] == stands:
                    continue
                if record.said[name]:
                    plan.report.conflicts.append(
                        self.conflict(record.key, name, kept=stands, dropped=record.said[name])
                    )
                record.said[name] = stands
                self._settle_on(record, name, stands)

    def _settle_on(self, record: Planned, name: str, value: Any) -> None:
        """A field becomes what other rows say, or stays where that is here already."""
        if name not in record.changes:
            return
        old = record.changes.pop(name)[0]
        if record.instance is None or old != value:
            record.changes[name] = (old, value)
        elif not record.changes:
            record.verdict = Verdict.UNCHANGED

    def _place(self, record: Planned, name: str) -> tuple[str, str] | None:
        role, skill = self._codes[record.key]
        if name in _OF_SKILL:
            return f"skill {skill}", name
        if name in {"role", "role_text", "category"}:
            return f"role {role.partition('.')[0]}", name
        return (f"role {role}", name) if name in _OF_ROLE else None

    # Writing

    def prepare(self, records: Sequence[Planned]) -> None:
        if not records:
            return
        self._make_edition()
        if self.layout is Layout.NEEDS:
            self._make_items([record for record in records if record.instance is None])

    def _make_edition(self) -> None:
        if self.framework is None:
            values = {name: getattr(self.terms, name) for name in _OPTIONS}
            self.framework = ReferenceFramework.objects.create(slug=self.terms.slug, **values)
        if self.edition is None:
            self.edition = ReferenceEdition.objects.create(
                framework=self.framework, name=self.edition_name, added_at=timezone.now(), added_by=self.by
            )

    def _make_items(self, records: Sequence[Planned]) -> None:
        """Categories, roles and skills that the new rows speak of and that are not here yet."""
        here = ReferenceItem.objects.filter(edition=self.edition)
        self._items = {(item.kind, item.code): item for item in here}
        for kind in (ItemKind.CATEGORY, ItemKind.SKILL, ItemKind.ROLE):
            new: dict[str, ReferenceItem] = {}
            for record in records:
                item = self._item_of(kind, record)
                if item.code and (kind.value, item.code) not in self._items:
                    new.setdefault(item.code, item)
            made = ReferenceItem.objects.bulk_create(new.values(), batch_size=500)
            self._items |= {(item.kind, item.code): item for item in made}

    def _item_of(self, kind: ItemKind, record: Planned) -> ReferenceItem:
        said, item = record.said, ReferenceItem(edition=self.edition, kind=kind.value)
        if kind is ItemKind.CATEGORY:
            item.code, item.name = _category_code(said["category"]), said["category"]
            return item
        columns = _OF_ROLE if kind is ItemKind.ROLE else _OF_SKILL
        item.code = self._codes[record.key][kind is ItemKind.SKILL]
        for name, column in columns.items():
            setattr(item, column, said[name])
        if kind is ItemKind.ROLE:
            item.category = self._items.get((ItemKind.CATEGORY.value, _category_code(said["category"])))
        return item

    def write(self, records: Sequence[Planned]) -> None:
        items: dict[int, ReferenceItem] = {}
        links: list[ReferenceLink] = []
        for record in records:
            if record.instance is None:
                continue
            self._change(record.instance, record.changes)
            if isinstance(record.instance, ReferenceLink):
                links.append(record.instance)
                items |= {
                    record.instance.source.pk: record.instance.source,
                    record.instance.target.pk: record.instance.target,
                }
            else:
                items[record.instance.pk] = record.instance
        columns = ["name", "text", "group", "group_text", "note", "levels", "category", "kind"]
        ReferenceItem.objects.bulk_update(items.values(), columns, batch_size=250)
        ReferenceLink.objects.bulk_update(links, ["level", "text"], batch_size=250)
        new = [record for record in records if record.instance is None]
        if self.layout in {Layout.NEEDS, Layout.LINKS}:
            ReferenceLink.objects.bulk_create(self._new_link(record) for record in new)
        else:
            ReferenceItem.objects.bulk_create(self._new_item(record) for record in new)

    def _new_link(self, record: Planned) -> ReferenceLink:
        first, second = self._codes[record.key]
        if self.layout is Layout.LINKS:
            return ReferenceLink(source=self._of_code[first], target=self._of_code[second])
        return ReferenceLink(
            source=self._items[ItemKind.ROLE.value, first], target=self._items[ItemKind.SKILL.value, second],
            level=record.said["level"], text=record.said["level_text"],
        )  # fmt: skip

    def _new_item(self, record: Planned) -> ReferenceItem:
        kind = ItemKind.SKILL.value if self.layout is Layout.SKILLS else record.said["kind"]
        item = ReferenceItem(edition=self.edition, kind=kind, code=self._codes[record.key][0])
        self._change(item, {name: (None, value) for name, value in record.said.items()})
        return item

    def _change(self, instance: Any, changes: Mapping[str, tuple[Any, Any]]) -> None:
        """Set what plain values stand for, on the record or on the role and the skill that it links."""
        is_link = isinstance(instance, ReferenceLink)
        role, skill = (instance.source, instance.target) if is_link else (None, instance)
        for name, (_old, new) in changes.items():
            if name.startswith("level_") and name != "level_text":
                skill.levels = {**skill.levels, name.removeprefix("level_"): new}
            elif name == "category" and role is not None:
                role.category = self._category(new)
            elif is_link and name in _OF_LINK:
                setattr(instance, _OF_LINK[name], new)
            elif is_link and name in _OF_ROLE:
                setattr(role, _OF_ROLE[name], new)
            elif name in _OF_SKILL_FILE or name in _OF_ITEM:
                setattr(skill, {**_OF_ITEM, **_OF_SKILL_FILE}[name], new)

    def _category(self, name: str) -> ReferenceItem | None:
        if not name:
            return None
        return ReferenceItem.objects.get_or_create(
            edition=self.edition, kind=ItemKind.CATEGORY, code=_category_code(name), defaults={"name": name}
        )[0]

    def delete(self, instances: Sequence[Any]) -> None:
        """Take records back, with the roles, categories and skills that nothing speaks of any more."""
        model = ReferenceLink if self.layout in {Layout.NEEDS, Layout.LINKS} else ReferenceItem
        model._default_manager.filter(pk__in=[one.pk for one in instances]).delete()  # noqa: SLF001
        if self.layout is Layout.NEEDS:
            for edition in {one.source.edition for one in instances}:
                self._prune(edition)

    def _prune(self, edition: ReferenceEdition) -> None:
        items = ReferenceItem.objects.filter(edition=edition)
        items.filter(kind=ItemKind.ROLE, links=None).delete()
        items.filter(kind=ItemKind.CATEGORY, roles=None).delete()
        alone = {
            key_of(f"{edition.framework.slug}/{edition.name}", Layout.SKILLS, item.code, ""): item.pk
            for item in items.filter(kind=ItemKind.SKILL, linked_from=None)
        }
        known = ImportedRecord.objects.filter(kind=self.kind, external_id__in=alone)
        of_a_file = set(known.values_list("external_id", flat=True))
        items.filter(pk__in=[pk for key, pk in alone.items() if key not in of_a_file]).delete()

    # Telling

    def finish(self, plan: Plan) -> None:
        if not plan.report.dry_run and self.layout in {Layout.LINKS, Layout.ITEMS} and self.edition:
            _set_categories(self.edition)
        told: Counter[str] = self._reader.told
        plan.report.more |= {
            "framework": self.terms.name,
            "edition": self.edition_name,
            "layout": self.layout.value,
            "licence": self.terms.licence,
            **{name: told[name] for name in ("missing", "not_in_use", "odd_spaces", "stray_spaces", "multi_line")},
        }
        if self.layout is Layout.NEEDS:
            codes = [self._codes[record.key] for record in plan.records]
            plan.report.more |= {
                "roles": len({role for role, _skill in codes}), "skills": len({skill for _role, skill in codes}),
            }  # fmt: skip

    def show(self, name: str, value: Any) -> str:
        if name == "level" and value:
            return str(SkillLevel(value).label)
        return "" if value is None else str(value)

    def name_of(self, record: Planned) -> str:
        said = record.said
        if self.layout is Layout.NEEDS:
            return f"{said['role_level'] or said['role']}: {said['skill']}"
        if self.layout is Layout.LINKS:
            return f"{said['from_code']} → {said['to_code']}"
        return str(said.get("skill") or said.get("name") or said.get("text") or record.key)[:200]


def _category_code(name: str) -> str:
    return role_code(name, "")


def _set_categories(edition: ReferenceEdition) -> None:
    """A role's category is the one that refers to it; without such a link, the one that its code begins with."""
    items = ReferenceItem.objects.filter(edition=edition)
    links = ReferenceLink.objects.filter(source__in=items.filter(kind=ItemKind.CATEGORY), target__kind=ItemKind.ROLE)
    by_link = dict(links.values_list("target", "source"))
    by_code = dict(items.filter(kind=ItemKind.CATEGORY).values_list("code", "pk"))
    roles = []
    for role in items.filter(kind=ItemKind.ROLE):
        category = by_link.get(role.pk) or by_code.get(role.code.partition("-")[0])
        if category and role.category_id != category:
            role.category_id = category
            roles.append(role)
    ReferenceItem.objects.bulk_update(roles, ["category"], batch_size=500)
