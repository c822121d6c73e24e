"""Files of frameworks, as they are: long cells, doubles, markers for nothing, strange spaces. Each is counted."""

from pathlib import Path

import openpyxl
import pytest

from pathways.models import ReferenceEdition, ReferenceFramework, ReferenceItem, ReferenceLink, Skill, Title
from tests.factories import TitleFactory
from tests.pathways.frameworks.conftest import Run, row, write_csv

pytestmark = pytest.mark.django_db


def test_each_quirk_is_mended_and_told(bring: Run) -> None:
    outcome = bring(
        row(),
        row(),  # an exact duplicate
        row(Skill_Name="Radio", Skill_Description="MISSING", Skill_Level="Working"),
        row(
            Role="Harbor chief", Role_Description="Leads.", Role_Level="NOT IN USE",
            Role_Level_Description="NOT IN USE", Skill_Level="NOT IN USE", Skill_Level_Description="NOT IN USE",
        ),
        row(Role="Pump\u00a0mender ", Role_Level="Pump mender ", Role_Level_Description="Mends\u200b pumps."),
    )  # fmt: skip
    assert (outcome.code, outcome.counts) == (0, (5, 4, 0, 0, 0, 1, 0))
    assert outcome.told("missing", "not_in_use", "odd_spaces", "stray_spaces") == (1, 4, 2, 1)
    assert outcome.report["multi_line"] == 8
    roles = ReferenceItem.objects.filter(kind="role")
    assert set(roles.values_list("code", flat=True)) == {
        "bridge-keeper.senior-bridge-keeper", "harbor-chief", "pump-mender.pump-mender",
    }  # fmt: skip
    chief = roles.get(code="harbor-chief")
    assert (chief.title, chief.name, chief.group_text, chief.links.get().level) == ("Harbor chief", "", "Leads.", None)
    assert roles.get(group="Pump mender").text == "Mends pumps."
    keeper = roles.get(group="Bridge keeper")
    assert keeper.group_text == "Keeps a bridge.\n\nIn this role you:\n- raise it\n- lower it"
    assert keeper.category is not None
    assert keeper.category.name == "Bridges"
    assert {link.target.name: link.level for link in keeper.links.select_related("target")} == {
        "Hydraulics": 3,
        "Radio": 2,
    }


def test_the_same_file_again_changes_nothing(bring: Run) -> None:
    bring(row(), row(Skill_Name="Radio"))
    again = bring(row(), row(Skill_Name="Radio"))
    assert again.counts == (2, 0, 0, 2, 0, 0, 0)


def test_a_mended_file_of_the_same_edition_changes_what_it_mends(bring: Run) -> None:
    bring(row(), row(Skill_Name="Radio"))
    mended = bring(row(Skill_Level="Expert"), row(Skill_Name="Radio"))
    assert mended.counts == (2, 0, 1, 1, 0, 0, 0)
    assert ReferenceLink.objects.get(target__name="Hydraulics").level == 4
    worded = bring(
        row(Skill_Level="Expert", Role_Description="New words"), row(Skill_Name="Radio", Role_Description="New words")
    )
    assert worded.report["changed"] == 2
    assert ReferenceItem.objects.get(kind="role").group_text == "New words"


def test_rows_that_disagree_about_a_role_are_told(bring: Run) -> None:
    outcome = bring(row(), row(Skill_Name="Radio", Role_Description="Something else"))
    (conflict,) = outcome.report["conflicts"]
    assert (conflict["field"], conflict["dropped"]) == ("role_text", "Something else")
    assert bring(row(), row(Skill_Name="Radio", Role_Description="Something else")).report["changed"] == 0


def test_what_one_row_leaves_out_another_says(bring: Run) -> None:
    bring(row(Skill_Description="MISSING"), row(Role="Pump mender", Role_Level=""))
    assert ReferenceItem.objects.get(kind="skill").text == "Moving heavy things with water."


def test_a_bad_row_is_rejected_alone(bring: Run) -> None:
    outcome = bring(row(), row(Skill_Name="Radio", Skill_Level="Wizard"), row(Skill_Name=""))
    assert (outcome.code, outcome.counts) == (1, (3, 1, 0, 0, 0, 0, 2))
    assert {(error["row"], error["code"]) for error in outcome.report["errors"]} == {
        (3, "unknown_value"),
        (4, "missing"),
    }


def test_the_skill_file_adds_what_levels_mean(bring: Run, run: Run, tmp_path: Path) -> None:
    bring(row())
    levels = {"Awareness": "You know.", "Working": "", "Practitioner": "You mend.", "Expert": "You\n- teach"}
    said = {"Skill Name": "Hydraulics", "Skill Description": "Moving heavy things with water.", **levels}
    file = write_csv(tmp_path / "skills.csv", {**said, "Roles that require Skill": "Bridge keeper"})
    outcome = run(file, "--as", "ddat", "--framework", "Bridges", "--edition", "1")
    assert outcome.counts == (1, 0, 1, 0, 0, 0, 0)
    item = ReferenceItem.objects.get(kind="skill")
    assert (item.levels["3"], item.levels["4"], item.note) == ("You mend.", "You\n- teach", "Bridge keeper")
    assert ReferenceLink.objects.get().level == 3


def test_elements_and_links_make_roles_with_categories(run: Run, tmp_path: Path) -> None:
    def element(kind: str, code: str, title: str = "", text: str = "") -> dict[str, str]:
        names = ("element_type", "element_identifier", "title", "text", "doc_identifier")
        return dict(zip(names, (kind, code, title, text, "X_1"), strict=True))

    elements = write_csv(
        tmp_path / "elements.csv",
        element("category", "BR", "BRIDGES", "All about bridges"),
        element("work_role", "BR-WRL-001", "Keeper\u00a0", "Keeps"),
        element("task", "T0001", "", "Raise the bridge"),
        element("knowledge", "K0001", "", "Knows of water"),
        element("opm_code", "999"),
        element("sort", "S-BR", "0001"),
        element("magic", "M1", "", "Nobody knows"),
    )
    links = write_csv(
        tmp_path / "links.csv",
        *(
            {"source_element_identifier": a, "dest_element_identifier": b, "relationship_identifier": "projection"}
            for a, b in (("BR", "BR-WRL-001"), ("BR-WRL-001", "T0001"), ("BR-WRL-001", "K0001"), ("BR-WRL-001", "K9"))
        ),
    )
    options = ("--as", "nice", "--edition", "1")
    assert run(links, *options).counts == (4, 0, 0, 0, 0, 0, 4)
    assert run(elements, *options).counts == (7, 6, 0, 0, 0, 0, 1)
    outcome = run(links, *options)
    assert (outcome.counts, outcome.report["errors"][0]["value"]) == ((4, 3, 0, 0, 0, 0, 1), "K9")
    role = ReferenceItem.objects.get(kind="role")
    assert role.category is not None
    assert (role.name, role.category.name, role.links.count()) == ("Keeper", "BRIDGES", 2)


def test_sheets_of_a_workbook_come_in_one_by_one(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Roles"
    sheet.append(["Work Role", "Work Role Description", "Work Role ID", None, "Click"])
    sheet.append(["BRIDGES (BR) – All about bridges"])
    sheet.append(["Keeper\u00a0", "Keeps", "BR-WRL-001"])
    words = book.create_sheet("Words")
    words.append(["TKS ID", "TKS Description"])
    words.append(["K0001", "Knows of water"])
    file = tmp_path / "book.xlsx"
    book.save(file)
    options = ("--as", "nice", "--edition", "1")
    assert run(file, *options).code == 2  # which sheet?
    assert run(file, *options, "--sheet", "Roles").counts == (2, 2, 0, 0, 0, 0, 0)
    assert run(file, *options, "--sheet", "Words").counts == (1, 1, 0, 0, 0, 0, 0)
    role = ReferenceItem.objects.get(kind="role")
    assert role.category is not None
    assert (role.name, role.category.code, role.category.text) == ("Keeper", "BR", "All about bridges")


def test_a_framework_that_nobody_knows_needs_its_terms(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "mine.csv", row())
    refused = run(file, "--as", "generic", "--framework", "Mine")
    assert refused.code == 2
    assert "licence" in refused.err
    assert not ReferenceFramework.objects.exists()
    terms = ("--framework", "Mine", "--publisher", "Me", "--licence", "Free", "--attribution", "By me.")
    assert "begins with https" in run(file, "--as", "generic", *terms, "--url", "javascript:alert(1)").err
    assert not ReferenceFramework.objects.exists()
    assert run(file, "--as", "generic", *terms).code == 0
    assert ReferenceEdition.objects.get().name == "1"


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    outcome = run(write_csv(tmp_path / "mine.csv", row()), "--as", "ddat", "--dry-run")
    assert outcome.report["new"] == 1
    assert not ReferenceFramework.objects.exists()


def test_no_import_touches_the_citys_own_words(bring: Run) -> None:
    title = TitleFactory.create(revision__name="Bridge keeper")
    before = list(title.revisions.values())
    bring(row())
    assert list(title.revisions.values()) == before
    assert (Title.objects.count(), Skill.objects.count()) == (1, 0)
