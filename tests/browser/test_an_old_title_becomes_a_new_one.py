"""From the worksheet to the person: HR maps an old title, takes the worksheet out and back in; staff read and ask."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from chitech.core.accounts.models import User
from pathways.crosswalk import actions
from pathways.crosswalk.seeding import seed_scope
from pathways.models import BudgetTitle, CrosswalkDecision, Title, TitleChangeRule
from tests.browser.conftest import DESK, PHONE, OpenPage, faults, violations
from tests.factories import (
    BudgetLineFactory,
    EmploymentFactory,
    RevisionFactory,
    SkillFactory,
    TitleAliasFactory,
    TitleFactory,
)
from tests.pathways.crosswalk.test_what_becomes_of_an_old_title_is_decided import mapped


@pytest.fixture
def old(transactional_db: None, staff: User) -> BudgetTitle:
    seed_scope()
    title: BudgetTitle = BudgetLineFactory.create(title__code="0638", title__name="Programmer/Analyst").title
    BudgetLineFactory.create(title=title, year=2017, positions=4)
    BudgetLineFactory.create(title__code="0690", title__name="Help Desk Technician")
    BudgetLineFactory.create(title__code="0691", title__name="Help Desk Lead", year=2017)
    EmploymentFactory.create(user=staff, title_code="638", title_name="Programmer/Analyst")
    TitleChangeRule.objects.create(kind="stays", code="pay", name="Your pay step", source="Agreement")
    TitleChangeRule.objects.create(kind="appeal", code="talk", name="Talk first", source="Agreement")
    return title


@pytest.fixture
def new(old: BudgetTitle) -> Title:
    title: Title = TitleFactory.create(revision=None)
    RevisionFactory.create(title=title, name="Software developer", skills=[(SkillFactory.create(name="SQL"), 3, True)])
    TitleAliasFactory.create(title=title, name="Programmer/Analyst", source="Chicago budget")
    return title


@pytest.mark.parametrize(("width", "js"), [(DESK, True), (PHONE, False)])
@pytest.mark.usefixtures("old")
def test_hr_maps_it_and_its_holder_asks(
    open_page: OpenPage, new: Title, hr: User, staff: User, width: int, *, js: bool
) -> None:
    page = open_page("/pathways/manage/crosswalk/", width=width, js=js, user=hr)
    page.get_by_text("0 of 3 mapped, 0% of positions").wait_for()
    page.get_by_role("link", name="Programmer/Analyst").first.click()
    page.get_by_text("“Programmer/Analyst” is known as a word for it").wait_for()
    page.get_by_role("link", name=f"Fill in {new.code}").click()
    assert page.get_by_label("It becomes", exact=True).input_value() == new.code
    page.get_by_label("Why", exact=True).fill("The work is the same.")
    page.get_by_label("Takes effect on").fill("2027-01-01")
    page.get_by_label("Notice to the union").select_option("due")
    page.get_by_label("Council or budget action").select_option("budget")
    page.get_by_label("Effect on those who hold it").select_option("moved")
    page.get_by_label("Duties of the old title").fill("Write programs")
    page.get_by_role("button", name="Keep this decision").click()
    page.get_by_text("1 of 3 mapped, 50% of positions").wait_for()

    page = open_page("/pathways/my-title/", width=width, js=js, user=staff)
    for words in (
        "takes effect on 1 January 2027",
        "Write programs",
        "Software developer",
        "Your pay step",
        "Talk first",
    ):
        page.get_by_text(words).first.wait_for()
    page.get_by_label("Your question").fill("Does my seniority stay?")
    page.get_by_role("button", name="Ask about Programmer/Analyst").click()
    page.get_by_text("Waits for an answer").wait_for()

    page = open_page("/pathways/manage/crosswalk/questions/", width=width, js=js, user=hr)
    page.get_by_label("Your answer").fill("Yes, it does.")
    page.get_by_role("button", name=f"Answer {staff}").click()
    page.get_by_text("Nobody waits at this moment.").wait_for()
    page = open_page("/pathways/my-title/", width=width, js=js, user=staff)
    page.get_by_text("Yes, it does.").wait_for()


@pytest.mark.usefixtures("old", "workers")
def test_the_worksheet_goes_out_is_worked_in_and_comes_back(
    open_page: OpenPage, new: Title, hr: User, tmp_path: Path
) -> None:
    page = open_page("/pathways/manage/crosswalk/", user=hr)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a workbook").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    sheet: Any = book.active
    headers = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "0690")
    for name, value in {"Outcome": "set_aside", "Reason": "=Printing"}.items():
        row[headers.index(name)].value = value
        row[headers.index(name)].data_type = "s"
    file = tmp_path / "crosswalk.xlsx"
    book.save(file)
    page.get_by_role("link", name="Bring a workbook back in").click()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload and go on").click()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="This is what would change").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Apply the import").click()
    page.get_by_role("heading", name="The import is applied").wait_for()
    assert CrosswalkDecision.objects.get().reason == "=Printing"


def test_it_can_be_decided_with_the_keyboard_alone(open_page: OpenPage, old: BudgetTitle, hr: User) -> None:
    page = open_page(f"/pathways/manage/crosswalk/{old.pk}/", user=hr)
    page.get_by_label("It is set aside").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("No title.")
    button = page.get_by_role("button", name="Keep this decision")
    for _press in range(30):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("Kept: 0638").wait_for()
    assert CrosswalkDecision.objects.get().outcome == "set_aside"


def test_pages_are_accessible(open_page: OpenPage, new: Title, hr: User, staff: User) -> None:
    old = BudgetTitle.objects.get(code="0638")
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(new))
    question = actions.ask(budget_title=old, by=staff, text="When?")
    actions.answer(question=question, by=hr, text="Soon.")
    actions.ask(budget_title=old, by=staff, text="And then?")
    found = []
    home = "/pathways/manage/crosswalk/"
    undecided = BudgetTitle.objects.get(code="0690").pk
    for user, paths in (
        (hr, (home, f"{home}{old.pk}/", f"{home}{undecided}/", f"{home}years/", f"{home}questions/",
              f"{home}budgets/new/", f"{home}worksheets/new/")),
        (staff, ("/pathways/my-title/", "/pathways/old-titles/?q=programmer")),
    ):  # fmt: skip
        page = open_page(paths[0], user=user)
        for path in paths:
            page.goto(path)
            found += faults(page)
    assert found == []
