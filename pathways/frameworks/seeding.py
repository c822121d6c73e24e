"""A small framework of a made-up town, so that the demo has one to read. Real ones come by `import_framework`."""

from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.imports import machine, readers
from chitech.core.imports.command import LIMITS
from chitech.core.imports.mapping import guess_mapping
from pathways import seed as texts
from pathways.frameworks.fields import FIELDS
from pathways.frameworks.importer import FrameworkImporter
from pathways.models import ReferenceFramework, Title, TitleReference

OPTIONS = {
    "preset": "generic",
    "edition": "1",
    "name": "Small Town Skills (an example)",
    "publisher": "Nobody: this framework is made up for the demonstration",
    "licence": "Free to use",
    "attribution": "Made up for Chi Tech Talent.",
}


def seed(*, by: User) -> None:
    """The example, and one title of the city that is like one of its roles. Nothing where there is any framework."""
    if ReferenceFramework.objects.exists():
        return
    path = texts.FOLDER / "example_framework.csv"
    table = readers.read_table(readers.load(path, limits=LIMITS), name=path.name, limits=LIMITS)
    mapping = guess_mapping(table.headers, FIELDS)
    importer = FrameworkImporter(source="example", mapping=mapping, by=by, options=OPTIONS)
    machine.run(importer, table)
    title, framework = Title.objects.filter(code="DAT-P3").first(), importer.framework
    if title and framework:
        code = "data-helper.senior-data-helper"
        # Not by the action: where an account of that name was there before the demo, it has no role.
        TitleReference.objects.create(
            title=title, framework=framework, role_code=code, closeness="near", linked_at=timezone.now(), linked_by=by
        )
