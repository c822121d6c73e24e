"""The worksheet as a workbook: out, worked in, and back; what others decided meanwhile is told and not overwritten."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from chitech.core.accounts.models import User
from chitech.core.imports.models import Import
from pathways.crosswalk import actions, sheet, worksheet
from pathways.crosswalk.actions import Decided
from pathways.models import BudgetTitle, CrosswalkDecision
from tests.conftest import SignIn
from tests.factories import BudgetLineFactory, TitleFactory
from tests.jobs.imports import screens
from tests.pathways.crosswalk.conftest import csv_text, position
from tests.pathways.crosswalk.test_what_becomes_of_an_old_title_is_decided import mapped

pytestmark = pytest.mark.django_db
HOME = "/pathways/manage/crosswalk/"


@pytest.fixture(autouse=True)
def _screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "LIST", f"{HOME}worksheets/")


def old(code: str, name: str) -> BudgetTitle:
    title: BudgetTitle = BudgetLineFactory.create(title__code=code, title__name=name).title
    return title


def download(browser: Client) -> Any:
    answer = browser.get(f"{HOME}worksheet.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    return load_workbook(BytesIO(answer.content))


def changed(book: Any, code: str, values: Mapping[str, Any]) -> bytes:
    """The workbook with some cells of one row typed anew."""
    page = book.active
    headers = [cell.value for cell in page[1]]
    row = next(row for row in page.iter_rows(min_row=2) if row[0].value == code)
    for name, value in values.items():
        row[headers.index(name)].value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def bring_in(browser: Client, content: bytes) -> Import:
    return screens.bring_in(browser, content, name="crosswalk.xlsx", source="crosswalk-worksheet")


def decision_cells(title: str, **more: Any) -> dict[str, Any]:
    return {
        "Outcome": "mapped", "Refreshed titles": title, "Reason": "The same work.", "Takes effect on": "2027-01-01",
        "Union notice": "not_needed", "Council or budget action": "none", "Effect on holders": "renamed", **more,
    }  # fmt: skip


def test_a_cell_like_a_formula_leaves_as_text_and_comes_back_as_it_was(sign_in: SignIn, hr: User) -> None:
    title, new = old("0638", "Programmer/Analyst"), TitleFactory.create()
    reason = '=HYPERLINK("http://example.org";"x")'
    actions.decide(budget_title=title, by=hr, seen=0, decided=mapped(new, reason=reason))
    browser = sign_in(hr)
    book = download(browser)
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert reason in [cell.value for cell in cells]
    assert book.active["A2"].value == "0638"  # text, with its zero
    run = bring_in(browser, changed(book, "0638", {}))
    assert (run.figures["unchanged"], run.figures["changed"], run.figures["conflicts"]) == (1, 0, 0)
    assert CrosswalkDecision.objects.get().reason == reason


def test_what_was_decided_in_the_workbook_is_decided_here(sign_in: SignIn, hr: User) -> None:
    title, other = old("0638", "Programmer/Analyst"), old("0690", "Help Desk Technician")
    one, two = TitleFactory.create(), TitleFactory.create()
    browser = sign_in(hr)
    book = download(browser)
    changed(book, "0690", {"Outcome": "set_aside", "Reason": "Printing."})
    content = changed(book, "0638", decision_cells(f"{one.code}; {two.code.lower()}"))
    run = bring_in(browser, content)
    assert (run.state, run.figures["new"], run.figures["rejected"]) == ("applied", 2, 0)
    decision = CrosswalkDecision.objects.get(budget_title=title)
    assert [target.title for target in decision.targets.all()] == [one, two]
    assert decision.changed_by == hr
    assert CrosswalkDecision.objects.get(budget_title=other).outcome == "set_aside"
    screens.undo(browser, run)
    assert not CrosswalkDecision.objects.exists()


def test_a_row_that_somebody_decided_meanwhile_is_a_conflict(sign_in: SignIn, hr: User, publisher: User) -> None:
    title, other = old("0638", "Programmer/Analyst"), old("0690", "Help Desk Technician")
    one, two = TitleFactory.create(), TitleFactory.create()
    browser = sign_in(hr)
    book = download(browser)
    changed(book, "0690", decision_cells(two.code))
    content = changed(book, "0638", decision_cells(two.code))
    actions.decide(budget_title=title, by=publisher, seen=0, decided=mapped(one))
    run = bring_in(browser, content)
    assert CrosswalkDecision.objects.get(budget_title=title).titles.get() == one
    assert CrosswalkDecision.objects.get(budget_title=other).titles.get() == two
    assert run.figures["stale_rows"] == 1
    (item,) = run.items.filter(has_conflicts=True)
    kept = {field: (here, there) for field, _label, here, there in item.conflicts}
    assert kept["titles"] == (one.code, two.code)
    assert "decided by somebody else" in browser.get(f"{HOME}worksheets/{run.pk}/").content.decode()


def test_going_back_to_what_an_older_workbook_said_is_a_change(sign_in: SignIn, hr: User) -> None:
    title, one = old("0638", "Programmer/Analyst"), TitleFactory.create()
    browser = sign_in(hr)
    first = changed(download(browser), "0638", decision_cells(one.code, Reason="First."))
    bring_in(browser, first)
    decided = mapped(one, reason="By hand.")
    actions.decide(budget_title=title, by=hr, seen=1, decided=decided)
    run = bring_in(browser, changed(download(browser), "0638", {"Reason": "First."}))
    assert CrosswalkDecision.objects.get().reason == "First."
    assert run.figures["conflicts"] == 0


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Refreshed titles": "XXX-P9"}, "Refreshed titles"),
        ({"Refreshed titles": ""}, "Outcome"),
        ({"Outcome": "maybe"}, "Outcome"),
        ({"Outcome": ""}, "Outcome"),
        ({"Reason": ""}, "Outcome"),
        ({"Takes effect on": "soon"}, "Takes effect on"),
        ({"Version": ""}, "Version"),
        ({"Code": "9999"}, "Code"),
    ],
)
def test_a_row_that_says_half_is_rejected_with_its_column(
    sign_in: SignIn, hr: User, cells: dict[str, str], column: str
) -> None:
    old("0638", "Programmer/Analyst")
    browser = sign_in(hr)
    content = changed(download(browser), "0638", decision_cells(TitleFactory.create().code) | cells)
    run = bring_in(browser, content)
    assert run.figures["rejected"] == 1
    columns = {error[0] for reject in run.rejects.all() for error in reject.errors}
    assert columns == {column}
    assert not CrosswalkDecision.objects.exists()


def test_every_column_of_the_workbook_is_known_when_it_comes_back() -> None:
    assert len(sheet.headers()) == len(set(sheet.headers())) == 18
    decided = Decided(outcome="set_aside", reason="No title.")
    assert set(actions.PLAIN) <= {one.name for one in sheet.FIELDS}
    assert actions.missing(decided) == []


def test_a_budget_comes_in_by_screen(sign_in: SignIn, hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "LIST", f"{HOME}budgets/")
    browser = sign_in(hr)
    content = csv_text(position("638", "Programmer/Analyst"), position("9906", "Chief Information Officer"))
    run = screens.preview(browser, content, name="2018.csv", source="city-budget", columns={"year": "2018"})
    assert (run.state, BudgetTitle.objects.count()) == ("ready", 0)
    run = screens.apply(browser, run)
    assert (run.figures["new"], BudgetTitle.objects.count()) == (2, 2)
    assert "Budget of 2018: 2 titles under 2 codes" in browser.get(f"{HOME}budgets/{run.pk}/").content.decode()
    assert len(worksheet.read(timezone.localdate())) == 2
    screens.undo(browser, run)
    assert BudgetTitle.objects.count() == 0
