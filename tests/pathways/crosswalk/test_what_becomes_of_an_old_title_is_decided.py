"""HR maps an old title or sets it aside; nobody overwrites what they have not seen; the database holds the rules."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pghistory.models
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways.crosswalk import actions
from pathways.crosswalk.actions import Decided, StaleDecision
from pathways.crosswalk.querysets import titles_for_codes
from pathways.errors import Incomplete, NotAllowed
from pathways.models import BudgetTitle, CrosswalkDecision, CrosswalkTarget, Title
from tests.conftest import SignIn
from tests.factories import BudgetLineFactory, TitleFactory, UserFactory
from tests.pages import form_fields

pytestmark = pytest.mark.django_db


def mapped(*titles: Title, **more: Any) -> Decided:
    """A whole decision."""
    usual: dict[str, Any] = {
        "outcome": "mapped", "reason": "The work is the same.", "titles": titles, "effective_on": timezone.localdate(),
        "union_notice": "not_needed", "action_kind": "none", "incumbents": "renamed",
    }  # fmt: skip
    return Decided(**usual | more)


@pytest.fixture
def old() -> BudgetTitle:
    title: BudgetTitle = BudgetLineFactory.create(title__code="0638", title__name="Programmer/Analyst").title
    return title


def test_an_old_title_becomes_several_in_their_order(old: BudgetTitle, hr: User) -> None:
    one, two = TitleFactory.create(), TitleFactory.create()
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(two, one))
    decision = CrosswalkDecision.objects.get(budget_title=old)
    assert [target.title for target in decision.targets.all()] == [two, one]
    assert (decision.changed_by, old.decided_version) == (hr, 1)
    actions.decide(budget_title=old, by=hr, seen=1, decided=mapped(one))
    assert [target.title for target in decision.targets.all()] == [one]
    history = pghistory.models.Events.objects.tracks(decision)
    assert history.count() == 2


def test_who_decides_second_is_told_and_overwrites_nothing(old: BudgetTitle, hr: User, publisher: User) -> None:
    one, two = TitleFactory.create(), TitleFactory.create()
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(one))
    with pytest.raises(StaleDecision):
        actions.decide(budget_title=old, by=publisher, seen=0, decided=mapped(two))
    assert CrosswalkTarget.objects.get().title == one
    with pytest.raises(StaleDecision):
        actions.reopen(budget_title=old, by=publisher, seen=0)


def test_an_opened_one_is_not_mistaken_for_one_never_decided(old: BudgetTitle, hr: User) -> None:
    one = TitleFactory.create()
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(one))
    actions.reopen(budget_title=old, by=hr, seen=1)
    assert not CrosswalkDecision.objects.exists()
    with pytest.raises(StaleDecision):
        actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(one))
    actions.decide(budget_title=old, by=hr, seen=2, decided=mapped(one))


@pytest.mark.parametrize(
    "lacking",
    [
        {"reason": " "}, {"titles": ()}, {"effective_on": None}, {"union_notice": ""}, {"action_kind": ""},
        {"incumbents": ""}, {"union_notice": "given"}, {"union_notified_on": timezone.localdate()},
        {"effective_on": date(26, 1, 1)}, {"effective_on": date(2926, 1, 1)},
        {"union_notice": "given", "union_notified_on": date(2926, 1, 1)},
    ],
)  # fmt: skip
def test_a_mapping_is_whole_or_is_not_kept(old: BudgetTitle, hr: User, lacking: dict[str, Any]) -> None:
    with pytest.raises(Incomplete) as refusal:
        actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(TitleFactory.create(), **lacking))
    assert len(refusal.value.missing) == 1
    assert not CrosswalkDecision.objects.exists()


def test_nothing_is_mapped_to_a_retired_title(old: BudgetTitle, hr: User) -> None:
    gone = TitleFactory.create()
    Title.objects.filter(pk=gone.pk).update(
        retired_on=timezone.localdate(), retired_reason="Merged.", retired_at=timezone.now(), retired_by=hr
    )
    gone.refresh_from_db()
    with pytest.raises(Incomplete):
        actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(gone))


def test_set_aside_needs_a_reason_alone(old: BudgetTitle, hr: User) -> None:
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(TitleFactory.create()))
    aside = Decided(outcome="set_aside", reason="Money, and no title.", union_notice="due")
    decision = actions.decide(budget_title=old, by=hr, seen=1, decided=aside)
    assert (decision.effective_on, decision.union_notice, decision.targets.count()) == (None, "", 0)


def test_only_who_writes_titles_decides(old: BudgetTitle, seeker: User) -> None:
    with pytest.raises(NotAllowed):
        actions.decide(budget_title=old, by=seeker, seen=0, decided=mapped(TitleFactory.create()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "perhaps"}, {"reason": ""}, {"effective_on": None}, {"union_notice": "given"},
        {"outcome": "set_aside"},
    ],
)  # fmt: skip
def test_the_database_refuses_half_a_mapping(old: BudgetTitle, hr: User, wrong: dict[str, Any]) -> None:
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(TitleFactory.create()))
    with pytest.raises(IntegrityError), transaction.atomic():
        CrosswalkDecision.objects.update(**wrong)


def test_the_database_refuses_mapped_without_titles(old: BudgetTitle, hr: User) -> None:
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(TitleFactory.create()))
    with pytest.raises(IntegrityError, match="needs refreshed titles"):
        _to_the_end(lambda: CrosswalkTarget.objects.all().delete())
    with pytest.raises(IntegrityError, match="needs refreshed titles"):
        _to_the_end(lambda: CrosswalkDecision.objects.update(outcome="set_aside", effective_on=None))


def _to_the_end(do: Callable[[], object]) -> None:
    """Do it in a transaction that is checked as a whole."""
    with transaction.atomic():
        do()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_code_stands_for_what_its_newest_name_became(hr: User) -> None:
    before, now, later = (TitleFactory.create() for _each in range(3))
    for year, name, title in ((2015, "Manager of IS Security", before), (2018, "Information Security Manager", now)):
        old = BudgetLineFactory.create(title__code="0614", title__name=name, year=year).title
        actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(title))
    other = BudgetLineFactory.create(title__code="0690", title__name="Help Desk Technician").title
    start = timezone.localdate() + timedelta(days=30)
    actions.decide(budget_title=other, by=hr, seen=0, decided=mapped(later, effective_on=start))
    assert titles_for_codes(["614", "0690", "9999", ""], timezone.localdate()) == {"614": [now.pk]}
    assert titles_for_codes(["0614", "0690"], start) == {"0614": [now.pk], "0690": [later.pk]}
    assert titles_for_codes(["0614"], date(2020, 1, 1)) == {}


def test_hr_decides_on_the_page_and_stale_answers_409(
    sign_in: SignIn, hr: User, publisher: User, old: BudgetTitle
) -> None:
    one = TitleFactory.create()
    address = f"/pathways/manage/crosswalk/{old.pk}/"
    browser = sign_in(hr)
    data = form_fields(browser.get(f"{address}?title={one.code}"), "#decision")
    assert data["title_0"] == one.code  # filled in, and nothing is kept before somebody presses the button
    assert not CrosswalkDecision.objects.exists()
    data |= {
        "reason": "The same work.", "effective_on": "2027-01-01", "union_notice": "due", "action_kind": "none",
        "incumbents": "renamed", "duties": "Write programs\nTest them",
    }  # fmt: skip
    assert browser.post(address, data | {"reason": ""}).status_code == 422
    assert browser.post(address, data | {"effective_on": ""}).status_code == 422
    assert browser.post(address, data).status_code == 302
    old.refresh_from_db()
    assert old.duty_list == ["Write programs", "Test them"]
    second = sign_in(publisher).post(address, data | {"reason": "My own words."})
    assert second.status_code == 409
    text = second.content.decode()
    assert "My own words." in text
    assert "The same work." in text
    assert CrosswalkDecision.objects.get().reason == "The same work."


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_decides() -> None:
    """Two connections at once, each having seen the title open."""
    people = [UserFactory.create(roles=[Role.HR_EDITOR]) for _each in range(2)]
    old = BudgetLineFactory.create().title
    titles = [TitleFactory.create() for _each in range(2)]
    together, outcomes = threading.Barrier(2), []

    def decide(place: int) -> None:
        try:
            mine = BudgetTitle.objects.get(pk=old.pk)
            together.wait(60)
            actions.decide(budget_title=mine, by=people[place], seen=0, decided=mapped(titles[place]))
            outcomes.append(place)
        except StaleDecision:
            outcomes.append(-1)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(outcomes)[0] == -1
    winner = max(outcomes)
    assert winner >= 0
    assert CrosswalkTarget.objects.get().title == titles[winner]
