"""A second kind of import that core knows nothing of: people's departments, matched by their slug."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import include, path

from chitech.core.accounts.models import Department
from chitech.core.accounts.roles import Permission
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import Field
from chitech.core.imports.plan import Parsed, Planned, Values
from chitech.core.imports.registry import ImportKind, Setup, register
from chitech.core.imports.rows import RowReader
from chitech.core.imports.urls import screens

FIELDS = (Field("code", "code", ("Short Name",)), Field("name", "name", ("Long Name",)))


class DepartmentImporter(Importer):
    """Departments by their address."""

    kind = "tests.department"
    fields = FIELDS
    needs = (("code",), ("name",))

    def parse(self, row: RowReader) -> Parsed:
        code, name = row.line("code", most=60), row.line("name", most=120)
        if not name:
            row.fail("name", "missing", "A department has a name.")
        return Parsed(row.number, code, {"name": name})

    def load(self, keys: Collection[str], *, lock: bool) -> dict[str, Any]:
        found = Department.objects.filter(slug__in=keys)
        return {one.slug: one for one in (found.select_for_update() if lock else found)}

    def values_of(self, instance: Department) -> Values:
        return {"name": instance.name}

    def prepare(self, records: Sequence[Planned]) -> None:
        """Nothing is referred to."""

    def write(self, records: Sequence[Planned]) -> None:
        for record in records:
            name = record.changes["name"][1]
            if record.instance is None:
                Department.objects.create(slug=record.key, name=name)
            else:
                Department.objects.filter(pk=record.instance.pk).update(name=name)

    def show(self, name: str, value: Any) -> str:
        return str(value or "")


def _make(setup: Setup) -> Importer:
    return DepartmentImporter(source=setup.source, mapping=setup.mapping, by=setup.by)


KIND = ImportKind(
    name="tests.department",
    plural="departments",
    fields=FIELDS,
    needs=DepartmentImporter.needs,
    to_import=Permission.GIVE_ROLES,
    to_read=Permission.READ_IMPORTS,
    make=_make,
)
register(KIND)

staff = [path("departments/imports/", include(screens("tests.department")))]
urlpatterns = [path("", include("chitech.urls")), path("toys/", include((staff, "toys")))]
