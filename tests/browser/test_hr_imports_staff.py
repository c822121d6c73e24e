"""HR imports a list of everyone, sees who is missing, keeps one of them, and ends the others' posts."""

from datetime import date
from pathlib import Path

import pytest

from chitech.core.accounts.models import Employment, User
from tests.browser.conftest import DESK, PHONE, OpenPage, faults
from tests.core.accounts.staff.lists import csv_of, row
from tests.factories import EmploymentFactory

pytestmark = pytest.mark.usefixtures("workers")


@pytest.mark.parametrize(("width", "js"), [(DESK, True), (PHONE, False)])
def test_from_the_list_to_who_is_missing(hr: User, open_page: OpenPage, tmp_path: Path, width: int, js: bool) -> None:
    for number, name in (("00001", "Jane A O'Brien"), ("00002", "Stays Here"), ("00003", "Left Long-Ago")):
        EmploymentFactory.create(employee_id=number, name=name, starts_on=date(2019, 3, 4))
    file = tmp_path / "staff.csv"
    file.write_bytes(csv_of(row("00001"), row("00004", EMPLOYEE_NAME="NEW, NORA"), row("")))

    def looked_at() -> None:
        if js:
            assert faults(page) == []

    page = open_page("/people/staff/", width=width, js=js, user=hr)
    assert page.locator("#result-count").inner_text() == "3 posts"
    looked_at()
    page.get_by_role("link", name="Import a staff list").click()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Source").fill("payroll")
    page.get_by_role("button", name="Upload and go on").click()
    page.locator("label", has_text="Everyone who works for the city").click()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="This is what would change").wait_for()
    # One row names nobody: it could be anybody's, so nobody is proposed.
    assert "1 row has no readable employee ID" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="See who is missing").count() == 0

    file.write_bytes(csv_of(row("00001"), row("00004", EMPLOYEE_NAME="NEW, NORA")))
    page.goto("/people/staff/imports/new/")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Source").fill("payroll")
    page.get_by_role("button", name="Upload and go on").click()
    page.locator("label", has_text="Everyone who works for the city").click()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="2 people are missing from the file").wait_for()
    looked_at()
    page.get_by_role("link", name="See who is missing").click()
    looked_at()
    page.locator("label", has_text="Stays: Stays Here").click()
    assert page.get_by_label("Stays: Stays Here").is_checked()
    page.get_by_role("button", name="End the posts of all others").click()
    page.get_by_role("heading", name="1 post ends when you apply").wait_for()
    assert not Employment.objects.exclude(ends_on=None).exists()
    page.get_by_role("button", name="Apply the import").click()
    page.get_by_role("heading", name="The import is applied").wait_for()
    looked_at()

    page.goto("/people/staff/")
    names = page.locator("tbody th a").all_inner_texts()
    assert names == ["Jane A O'Brien", "Nora New", "Stays Here"]
    page.get_by_label("Works here").select_option("Ended")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Left Long-Ago").click()
    looked_at()
    assert "Ended" in page.locator("main").inner_text()
