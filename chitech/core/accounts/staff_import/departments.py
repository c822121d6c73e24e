"""Departments as a file writes them: those that are here, by name or address, and those that would be new."""

import hashlib
from collections.abc import Collection
from functools import cached_property

from django.utils.text import slugify

from chitech.core.accounts.models import Department
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.names import nice_case


class DepartmentNames:
    """Read once an import. What is not here yet is noted in `new`, and made by `make`."""

    def __init__(self, mapping: HeaderMapping) -> None:
        self._words = mapping.words
        self.new: dict[str, str] = {}  # address -> name
        self._read: dict[str, str] = {}  # as the file has it -> address

    @cached_property
    def keys(self) -> dict[str, int]:
        """Address to primary key."""
        return dict(Department.objects.values_list("slug", "pk"))

    @cached_property
    def _here(self) -> dict[str, str]:
        """Name and address, in small letters, to address."""
        rows = Department.objects.values_list("name", "slug")
        return {word.casefold(): slug for name, slug in rows for word in (slug, name)}

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(Department.objects.values_list("slug", "name"))

    def name_of(self, slug: str) -> str:
        return self._names.get(slug) or self.new.get(slug, slug)

    def slug_of(self, written: str) -> str:
        """The address of the department that a file means."""
        if written not in self._read:
            name = nice_case(written, self._words)
            slug = self._here.get(written.casefold()) or self._here.get(name.casefold()) or _slug(name)
            if slug not in self.keys:
                self.new.setdefault(slug, name)
            self._read[written] = slug
        return self._read[written]

    def make(self, slugs: Collection[str]) -> None:
        """Add those of these that are not here yet."""
        wanted = [Department(name=name, slug=slug) for slug, name in self.new.items() if slug in slugs]
        if wanted:
            Department.objects.bulk_create(wanted, ignore_conflicts=True)  # another import may have just added it
            self.keys.update(Department.objects.values_list("slug", "pk"))


def _slug(name: str) -> str:
    """An address for a name; a number made of it where it has no letter that an address can have."""
    return slugify(name)[:100].strip("-") or hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
