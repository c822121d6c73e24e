"""The real files of two governments, with their counts. Skipped where they are not at hand."""

from pathlib import Path

import pytest

from pathways.models import ReferenceItem, ReferenceLink
from tests.pathways.frameworks.conftest import Run

pytestmark = pytest.mark.django_db


def test_the_uk_framework(data: Path, run: Run) -> None:
    roles, skills = (data / "uk-ddat" / f"uk_gdad_pcf_{name}.csv" for name in ("role", "skill"))
    first = run(roles, "--as", "ddat")
    assert (first.code, first.counts) == (0, (1825, 1809, 0, 0, 0, 16, 0))
    assert first.told("roles", "skills", "missing", "not_in_use") == (205, 188, 325, 112)
    assert first.told("odd_spaces", "stray_spaces", "conflicts") == (26, 116, [])
    assert run(roles, "--as", "ddat").counts == (1825, 0, 0, 1809, 0, 16, 0)
    assert run(skills, "--as", "ddat").counts == (188, 0, 188, 0, 0, 0, 0)
    assert run(skills, "--as", "ddat").counts == (188, 0, 0, 188, 0, 0, 0)
    kinds = {kind: ReferenceItem.objects.filter(kind=kind).count() for kind in ("category", "role", "skill")}
    assert kinds == {"category": 8, "role": 205, "skill": 188}
    assert ReferenceLink.objects.filter(level=None).count() == 28
    for item in ReferenceItem.objects.all():
        assert not {"\u00a0", "\u200b"} & set(item.title + item.text + item.group_text)
        assert "MISSING" not in item.text
        assert item.title == item.title.strip()


def test_the_nice_framework(data: Path, run: Run) -> None:
    folder, options = data / "nice", ("--as", "nice", "--edition", "2.1.0")
    assert run(folder / "derived_nice_elements.csv", *options).counts == (2290, 2290, 0, 0, 0, 0, 0)
    assert run(folder / "derived_nice_relationships.csv", *options).counts == (5460, 5460, 0, 0, 0, 0, 0)
    roles = ReferenceItem.objects.filter(kind="role")
    assert roles.count() == 41
    assert not roles.filter(category=None).exists()
    assert not ReferenceLink.objects.filter(source__kind="area").exists()


@pytest.mark.parametrize(
    ("sheet", "rows", "odd"),
    [
        ("v2.1.0 Work Roles + Categories", 46, 18),
        ("v2.1.0 TKS Statements", 2148, 1),
        ("Competency Area Catalog", 11, 0),
    ],
)
def test_the_sheets_of_nice(data: Path, run: Run, sheet: str, rows: int, odd: int) -> None:
    book = data / "nice" / "NICE_Framework_Components_v2.1.0.xlsx"
    outcome = run(book, "--as", "nice", "--edition", "2.1.0", "--sheet", sheet)
    assert outcome.counts == (rows, rows, 0, 0, 0, 0, 0)
    assert outcome.report["odd_spaces"] == odd
