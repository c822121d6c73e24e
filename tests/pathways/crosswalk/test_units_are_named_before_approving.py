"""A publisher sees which bargaining units a revision concerns before it is approved."""

import pytest

from chitech.core.accounts.models import User
from pathways import hooks
from pathways.models import CrosswalkDecision, CrosswalkTarget
from tests.conftest import SignIn
from tests.factories import BudgetLineFactory, BudgetTitleFactory, RevisionFactory, TitleFactory

pytestmark = pytest.mark.django_db


def test_units_of_the_newest_budget_are_to_be_notified(sign_in: SignIn, hr: User) -> None:
    title = TitleFactory.create()
    draft = RevisionFactory.create(title=title, number=2, draft=True)
    for code, units in (("0638", {2017: "4", 2018: "1"}), ("0636", {2018: "1"}), ("0610", {2017: "9", 2018: ""})):
        old = BudgetTitleFactory.create(code=code, name=f"Old {code}")
        decision = CrosswalkDecision.objects.create(
            budget_title=old, outcome="mapped", reason="The same work.", changed_by=hr, effective_on="2026-01-01",
            union_notice="due", action_kind="none", incumbents="moved",
        )  # fmt: skip
        CrosswalkTarget.objects.create(decision=decision, title=title, order=0)
        for year, unit in units.items():
            BudgetLineFactory.create(title=old, year=year, bargaining_unit=unit)
    (impact,) = [each for each in hooks.revision_impact(draft) if each.key == "units"]
    (found,) = impact.items
    assert (impact.count, found.text, found.note) == (
        1,
        "Bargaining unit 1 of the budget",
        "0636 Old 0636; 0638 Old 0638",
    )
    page = sign_in(hr).get(f"/pathways/manage/drafts/{draft.pk}/review/").text
    assert "1 bargaining unit to notify" in page
