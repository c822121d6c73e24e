"""What came, went and was renamed between two years; 2017 to 2018 was worked out by hand."""

from pathlib import Path

import pytest

from chitech.core.accounts.models import User
from pathways.crosswalk import years
from tests.conftest import SignIn
from tests.pathways.crosswalk.conftest import Budget, position

pytestmark = pytest.mark.django_db
BEFORE = [
    position("614", "Informatn Security Mgr"), position("625", "Chief Programmer/Analyst", count="9"),
    position("648", "WEB DEVELOPER"), position("683", "Telephone Operator"), position("641", "Forensic Data Analyst"),
]  # fmt: skip
AFTER = [
    position("0614", "Information Security Manager"), position("0625", "Chief Programmer/Analyst", count="7"),
    position("0648", "Web Developer"), position("0646", "Enterprise Support Manager"),
    position("0655", "Forensic Data Analyst", count="1"),
]  # fmt: skip


@pytest.fixture
def two(budget: Budget) -> None:
    budget(2017, *BEFORE)
    budget(2018, *AFTER)


@pytest.mark.usefixtures("two")
def test_the_report_tells_came_went_and_renamed() -> None:
    report = years.between(2017, 2018)
    assert [(each.code, each.same_name) for each in report.came] == [("0646", ""), ("0655", "0641")]
    assert [(each.code, each.same_name) for each in report.went] == [("0641", "0655"), ("0683", "")]
    (renamed,) = report.renamed  # other capital letters are no other name, lost zeros no other code
    assert (renamed.code, renamed.before, renamed.after) == (
        "0614", ["Informatn Security Mgr"], ["Information Security Manager"]
    )  # fmt: skip
    assert report.kept == 2


@pytest.mark.usefixtures("two")
def test_hr_reads_it_and_one_budget_alone_is_no_fault(sign_in: SignIn, hr: User, budget: Budget) -> None:
    browser = sign_in(hr)
    page = browser.get("/pathways/manage/crosswalk/years/")
    assert (page.context["earlier"], page.context["later"]) == (2017, 2018)
    assert 'data-came="2" data-went="2" data-renamed="1"' in page.content.decode()
    same = browser.get("/pathways/manage/crosswalk/years/", {"from": "2018", "to": "2018"})
    assert same.status_code == 200
    assert same.context["report"] is None


def test_2017_to_2018_as_worked_out_by_hand(budget: Budget, real_budgets: Path) -> None:
    for year in (2017, 2018):
        budget(year, real_budgets / f"{year}.csv")
    report = years.between(2017, 2018)
    assert (len(report.came), len(report.went), len(report.renamed), report.kept) == (32, 38, 27, 1151)
    technology = years.between(2017, 2018, only_scope=True)
    assert [each.code for each in technology.came] == ["0644", "0646", "0681"]
    assert technology.went == []
    assert [(each.code, each.before[0]) for each in technology.renamed] == [
        ("0614", "Informatn Security Mgr"), ("0631", "It Solution Architect"),
        ("0676", "Web Developer/Administrator-CPL"), ("0677", "IT-Security Specialist"),
    ]  # fmt: skip
    assert technology.came[0].same_name == "0625"
