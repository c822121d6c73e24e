"""HR maps a strange file, sees a diff, applies it and undoes it: with and without scripts, on a phone too."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from chitech.core.accounts.models import User
from chitech.core.imports import actions
from chitech.core.imports.models import Import
from jobs.models import Posting
from tests.browser.conftest import DESK, PHONE, OpenPage, faults

STRANGE = "Kennung;Amt;Was;Wo\nA-1;Water;Pump keeper;City Hall\nA-2;Water;Pipe finder;The Loop\n;Water;Nobody;\n"
MEANINGS = {"Kennung": "The posting’s number", "Amt": "Department", "Was": "Name of the job", "Wo": "Location"}
LATER = STRANGE.replace("City Hall", "Navy Pier") + "A-3;Water;Meter reader;The Loop\n"
pytestmark = pytest.mark.usefixtures("workers")


def looked_at(page: Page, *, js: bool) -> None:
    """Nothing is wrong with it, on a phone or a desk: one of the journeys is enough, one with scripts as axe is one."""
    if js and page.viewport_size and page.viewport_size["width"] == DESK:
        assert faults(page) == []


def upload(page: Page, folder: Path, content: str) -> None:
    file = folder / "strange.csv"
    file.write_text(content)
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Source").fill("Strange Place")
    page.get_by_role("button", name="Upload and go on").click()
    page.get_by_role("heading", name="Match the columns").wait_for()


def arrive(page: Page, heading: str) -> None:
    """Wait for the page that comes after the work; it comes by itself, whether by script or by reloading."""
    page.get_by_role("heading", name=heading, exact=True).wait_for()


@pytest.mark.parametrize(("width", "js"), [(DESK, True), (PHONE, True), (PHONE, False)])
def test_from_a_strange_file_to_its_undoing(
    hr: User, open_page: OpenPage, tmp_path: Path, width: int, js: bool
) -> None:
    page = open_page("/jobs/manage/imports/", width=width, js=js, user=hr)
    looked_at(page, js=js)
    page.get_by_role("link", name="Import a file").click()
    page.get_by_role("button", name="Upload and go on").click()
    assert "Choose the file to import." in page.locator(".error-summary").inner_text()
    looked_at(page, js=js)
    upload(page, tmp_path, STRANGE)

    page.get_by_role("button", name="Show what would change").click()
    assert "No column means “The posting’s number” yet." in page.locator(".error-summary").inner_text()
    looked_at(page, js=js)
    for column, meaning in MEANINGS.items():
        page.get_by_label(f"What “{column}” means", exact=True).select_option(label=meaning)
    page.get_by_role("button", name="Show what would change").click()
    arrive(page, "This is what would change")
    assert not Posting.objects.exists()
    looked_at(page, js=js)
    page.get_by_role("navigation", name="Lists of rows").get_by_role("link", name="Rejected 1").click()
    assert "Every posting needs its number." in page.get_by_role("table").inner_text()
    looked_at(page, js=js)
    page.get_by_role("button", name="Apply the import").click()
    arrive(page, "The import is applied")
    assert Posting.objects.count() == 2
    looked_at(page, js=js)

    page.get_by_role("link", name="Imports of postings").first.click()
    page.get_by_role("link", name="Import a file").click()
    upload(page, tmp_path, LATER)
    assert "These are the choices that Harper HR made for this source" in page.locator("main").inner_text()
    page.get_by_role("button", name="Show what would change").click()
    arrive(page, "This is what would change")
    item = page.locator("[data-external-id='A-1']")
    assert item.locator("del").inner_text().split()[-2:] == ["City", "Hall"]
    assert item.locator("ins").inner_text().split()[-2:] == ["Navy", "Pier"]
    looked_at(page, js=js)
    page.get_by_role("button", name="Apply the import").click()
    arrive(page, "The import is applied")
    assert Posting.objects.count() == 3

    page.get_by_role("link", name="Undo this import").click()
    said = page.locator("main").inner_text()
    assert "1 new record that nobody has touched is deleted." in said
    assert "1 record gets back what it held (fields: 1)." in said
    looked_at(page, js=js)
    page.get_by_role("button", name="Undo the import").click()
    arrive(page, "The import is undone")
    looked_at(page, js=js)
    assert dict(Posting.objects.values_list("external_id", "location")) == {"A-1": "City Hall", "A-2": "The Loop"}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_of_the_work_and_of_what_stopped(
    hr: User, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(actions, "call_worker", lambda pk, **_options: None)
    run = actions.upload(kind="jobs.posting", by=hr, name="a.csv", content=b"Job ID,Agency,Title\n1,W,T\n", source="s")
    Import.objects.filter(pk=run.pk).update(state="checking", asked_at=run.uploaded_at, asked_by=hr)
    page = open_page(f"/jobs/manage/imports/{run.pk}/", width=width, user=hr)
    assert "Waiting for its turn" in page.locator("main").inner_text()
    looked_at(page, js=True)
    with page.expect_request(lambda request: "said=" in request.url):
        pass
    assert page.evaluate("document.querySelector('#said').getAttribute('role')") == "status"
    Import.objects.filter(pk=run.pk).update(state="failed", message="Row 2 holds a formula.")
    arrive(page, "The import stopped")
    looked_at(page, js=True)
