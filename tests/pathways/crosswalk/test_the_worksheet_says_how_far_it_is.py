"""The worksheet: progress in titles and positions, suggestions that explain themselves, and what does not fit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways.crosswalk import actions, suggestions, worksheet
from pathways.crosswalk.actions import Decided
from pathways.models import BudgetTitle, CrosswalkDecision, Revision, Title
from tests.conftest import SignIn
from tests.factories import BudgetLineFactory, EmploymentFactory, RevisionFactory, TitleAliasFactory, TitleFactory
from tests.pathways.crosswalk.test_what_becomes_of_an_old_title_is_decided import mapped

pytestmark = pytest.mark.django_db
LIST = "/pathways/manage/crosswalk/"


def old(code: str, name: str, positions: int = 5, year: int = 2018) -> BudgetTitle:
    title: BudgetTitle = BudgetLineFactory.create(
        title__code=code, title__name=name, positions=positions, year=year
    ).title
    return title


def aside(title: BudgetTitle, hr: User) -> None:
    decided = Decided(outcome="set_aside", reason="No title.")
    actions.decide(budget_title=title, by=hr, seen=title.decided_version, decided=decided)


def test_progress_counts_titles_and_positions(sign_in: SignIn, hr: User) -> None:
    titles = [old(f"06{n}", f"Programmer {n}", positions=n) for n in range(10, 14)]
    gone = old("0699", "Key puncher", positions=50, year=2011)
    new = TitleFactory.create()
    for title in (titles[2], titles[3], gone):
        actions.decide(budget_title=title, by=hr, seen=0, decided=mapped(new))
    aside(titles[0], hr)
    progress = worksheet.progress(worksheet.read(timezone.localdate()))
    assert (progress.titles, progress.mapped, progress.set_aside, progress.open) == (5, 3, 1, 1)
    # 12 and 13 of 11, 12 and 13; what was set aside and what the newest budget no longer has do not count.
    assert (progress.positions, progress.positions_mapped, progress.percent) == (36, 25, 69)
    assert "3 of 5 mapped, 69% of positions" in sign_in(hr).get(LIST).content.decode()


def test_states_words_and_order_narrow_the_list(sign_in: SignIn, hr: User) -> None:
    few, many = old("0610", "Web author", positions=1), old("0620", "Web developer", positions=9)
    aside(few, hr)
    browser = sign_in(hr)

    def codes(**asked: str) -> list[str]:
        return [row.title.code for row in browser.get(LIST, asked).context["page"]]

    assert codes() == ["0620", "0610"]
    assert codes(sort="code") == ["0610", "0620"]
    assert codes(state="open") == ["0620"]
    assert codes(state="set_aside") == ["0610"]
    assert codes(q="web AUTHOR") == ["0610"]
    assert codes(q="0620") == ["0620"]
    assert codes(state="nonsense", sort="nonsense") == ["0620", "0610"]
    assert many.code == "0620"


def test_the_worksheet_asks_as_often_for_many_as_for_few(sign_in: SignIn, hr: User) -> None:
    browser = sign_in(hr)
    counts = []
    for begin, end in ((10, 14), (14, 60)):
        for n in range(begin, end):
            title = old(f"06{n}", f"Programmer {n}")
            EmploymentFactory.create(title_code=title.code, title_name=title.name)
            if n % 2:
                actions.decide(budget_title=title, by=hr, seen=0, decided=mapped(TitleFactory.create()))
        browser.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = browser.get(LIST)
        counts.append(len(asked))
    assert len(page.context["page"]) == 25
    assert counts[0] == counts[1] < 25, counts


def test_suggestions_are_ranked_and_say_why() -> None:
    developer = TitleFactory.create(revision__name="Software developer", revision__pay_grade="G 06")
    analyst = TitleFactory.create(revision__name="Data base administrator")
    RevisionFactory.create(name="Nurse", title=TitleFactory.create(revision=None))
    TitleAliasFactory.create(title=developer, name="Programmer/Analyst", source="Chicago budget")
    line = BudgetLineFactory.create(title__name="Programmer/Analyst - Per Agreement", schedule="G", grade="06")
    pool = suggestions.Pool.read(timezone.localdate())
    (first,) = pool.suggest(line.title, line)
    assert first.code == developer.code
    assert "“Programmer/Analyst” is known as a word for it (Chicago budget)." in first.reasons
    assert "It has the same pay grade, G 06." in first.reasons
    assert any("covers" in reason for reason in first.reasons)
    senior = BudgetLineFactory.create(title__name="Senior Data Base Administrator")
    found = pool.suggest(senior.title, senior)
    assert found[0].code == analyst.code
    assert "administrator, database" in found[0].reasons[0]
    nothing = BudgetLineFactory.create(title__name="Zookeeper")
    assert pool.suggest(nothing.title, nothing) == []  # equal pay alone is no reason


def test_a_suggestion_is_never_applied_by_itself(sign_in: SignIn, hr: User) -> None:
    developer = TitleFactory.create(revision__name="Web developer")
    title = old("0648", "Web Developer")
    page = sign_in(hr).get(LIST).content.decode()
    assert f"Perhaps Web developer ({developer.code})" in page
    sign_in(hr).get(f"{LIST}{title.pk}/?title={developer.code}")
    assert not CrosswalkDecision.objects.exists()


def conflicts_of(title: BudgetTitle) -> list[str]:
    return next(row.conflicts for row in worksheet.read(timezone.localdate()) if row.title == title)


def test_a_set_aside_title_that_somebody_holds_is_a_conflict(hr: User) -> None:
    title = old("0690", "Help Desk Technician")
    EmploymentFactory.create(title_code="690", title_name="HELP DESK TECHNICIAN")
    aside(title, hr)
    assert conflicts_of(title) == ["It is set aside, and 1 person holds the title."]


def test_names_of_a_code_that_part_ways_are_a_conflict(hr: User) -> None:
    before, now = old("0614", "Informatn Security Mgr", year=2017), old("0614", "Information Security Manager")
    apart = old("0614", "Safety Specialist", year=2011)
    one, two = TitleFactory.create(), TitleFactory.create()
    for title, new in ((before, one), (now, two), (apart, TitleFactory.create())):
        actions.decide(budget_title=title, by=hr, seen=0, decided=mapped(new))
    assert conflicts_of(now) == ["The same code as “Informatn Security Mgr” goes another way."]
    assert conflicts_of(apart) == []  # another title, of another time
    actions.decide(budget_title=before, by=hr, seen=1, decided=mapped(two))
    assert conflicts_of(now) == []


def test_less_pay_a_late_notice_and_a_retired_title_are_conflicts(hr: User) -> None:
    title, new = old("0638", "Programmer/Analyst"), TitleFactory.create()
    Revision.objects.filter(title=new).update(pay_min_cents=50_000_00, pay_max_cents=60_000_00)
    yesterday = timezone.localdate() - timedelta(days=1)
    decided = mapped(new, union_notice="due", effective_on=yesterday)
    actions.decide(budget_title=title, by=hr, seen=0, decided=decided)
    Title.objects.filter(pk=new.pk).update(
        retired_on=timezone.localdate(), retired_reason="Merged.", retired_at=timezone.now(), retired_by=hr
    )
    told = " ".join(conflicts_of(title))
    assert "below the $80,000" in told
    assert "union has still not been notified" in told
    assert f"{new.code} is retired" in told
