"""The words of the portal that a row may use: departments, titles, families and civil-service terms, each by name."""

import hashlib
from functools import cached_property
from itertools import chain
from typing import Any

from django.utils.text import slugify

from chitech.core.accounts.models import Department
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.names import nice_case
from pathways.models import (
    BargainingUnit,
    Family,
    Level,
    ResidencyRule,
    Revision,
    SelectionMethod,
    ServiceType,
    Title,
    TitleAlias,
)

_TERMS: dict[str, Any] = {
    "bargaining_unit": BargainingUnit,
    "selection_method": SelectionMethod,
    "residency": ResidencyRule,
    "service_type": ServiceType,
}


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


class Vocabulary:
    """Read once an import, in a fixed number of queries. What is not here yet is noted, and made by `make_new`."""

    def __init__(self, source: str, mapping: HeaderMapping) -> None:
        self._source = source
        self._mapping = mapping
        self.new_departments: dict[str, str] = {}  # slug -> name
        self.new_service_types: dict[str, str] = {}  # code -> name
        self._department_slugs: dict[str, str] = {}  # a name as the file has it -> slug

    @cached_property
    def departments(self) -> dict[str, int]:
        return dict(Department.objects.values_list("slug", "pk"))

    @cached_property
    def department_names(self) -> dict[str, str]:
        """Slug to name, those that are to be made too."""
        return {**dict(Department.objects.values_list("slug", "name")), **self.new_departments}

    @cached_property
    def _departments_by_name(self) -> dict[str, str]:
        return {_key(name): slug for name, slug in Department.objects.values_list("name", "slug")}

    @cached_property
    def families(self) -> dict[str, int]:
        return dict(Family.objects.values_list("slug", "pk"))

    @cached_property
    def family_words(self) -> dict[str, str]:
        """Slug or name, in small letters, to slug."""
        return {_key(word): slug for name, slug in Family.objects.values_list("name", "slug") for word in (name, slug)}

    @cached_property
    def level_words(self) -> dict[str, str]:
        rows = Level.objects.values_list("number", "name")
        return {_key(word): str(number) for number, name in rows for word in (str(number), name)}

    @cached_property
    def titles(self) -> dict[str, int]:
        return dict(Title.objects.values_list("code", "pk"))

    @cached_property
    def title_words(self) -> dict[str, str]:
        return {code.casefold(): code for code in self.titles}

    @cached_property
    def _titles_by_name(self) -> dict[str, set[str]]:
        """Every name that a title has or had, and every alias, with the codes that it stands for."""
        named: dict[str, set[str]] = {}
        sources: list[Any] = [Revision.objects.approved(), TitleAlias.objects.all()]
        names = (rows.order_by().values_list("name", "title__code") for rows in sources)
        for name, code in chain.from_iterable(names):
            named.setdefault(_key(name), set()).add(code)
        return named

    def title_named(self, *names: str) -> str | None:
        """The code of the one title with one of these names or aliases; None if there is none, or more than one."""
        for name in names:
            codes = self._titles_by_name.get(_key(name), set())
            if len(codes) == 1:
                return next(iter(codes))
        return None

    @cached_property
    def terms(self) -> dict[str, dict[str, int]]:
        """Field -> code -> pk of the civil-service terms."""
        return {field: dict(model.objects.values_list("code", "pk")) for field, model in _TERMS.items()}

    @cached_property
    def term_words(self) -> dict[str, dict[str, str]]:
        """Field -> code or name, in small letters -> code."""
        return {
            field: {
                _key(word): code for code, name in model.objects.values_list("code", "name") for word in (name, code)
            }
            for field, model in _TERMS.items()
        }

    def department(self, written: str) -> str:
        """The slug of a department as a file writes it: one that is here by name or address, else a new one."""
        if written in self._department_slugs:
            return self._department_slugs[written]
        name = nice_case(written, self._mapping.words)
        slug = self._departments_by_name.get(_key(name)) or _slug(name)
        if slug not in self.departments:
            self.new_departments.setdefault(slug, name)
        self._department_slugs[written] = slug
        return slug

    def service_type(self, written: str) -> str:
        """The code of a service type: one that is here by code or name, else a new one of this source."""
        known = self.term_words["service_type"].get(_key(written))
        code = known or f"{_slug(self._source)[:30]}-{_slug(written)[:29]}"
        if code not in self.terms["service_type"]:
            # Feeds append their own number to the term (`Competitive-1`); people do not read it.
            self.new_service_types.setdefault(code, written.rstrip("0123456789").rstrip(" -") or written)
        return code

    def make_new(self, departments: set[str], service_types: set[str]) -> None:
        """Add the departments (slugs) and service types (codes) of these that are not here yet."""
        wanted = [
            Department(name=name, slug=slug) for slug, name in self.new_departments.items() if slug in departments
        ]
        if wanted:
            Department.objects.bulk_create(wanted, ignore_conflicts=True)  # another source may have just added it
            self.departments.update(Department.objects.values_list("slug", "pk"))
        terms = [
            ServiceType(
                code=code,
                name=name[:120],
                source=(self._mapping.source_name or self._source)[:200],
                source_url=self._mapping.source_url,
            )
            for code, name in self.new_service_types.items()
            if code in service_types
        ]
        if terms:
            ServiceType.objects.bulk_create(terms, ignore_conflicts=True)
            self.terms["service_type"].update(ServiceType.objects.values_list("code", "pk"))


def _slug(name: str) -> str:
    """An address for a name; a number made of it where it has no letter that an address can have."""
    return slugify(name)[:100].strip("-") or hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
