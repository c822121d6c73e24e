"""Buttons, actions and the table of moves agree for every state, phase and person."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from chitech.core.accounts.models import User
from jobs import actions
from jobs.choices import State
from jobs.errors import NotAllowed
from jobs.models import Posting
from jobs.moves import MOVES, ONLY_IN_PHASE, Action, moves_for, state_after
from jobs.querysets import PostingQuerySet
from tests.conftest import SignIn
from tests.factories import PostingFactory
from tests.pages import actions as buttons

pytestmark = pytest.mark.django_db

TRAITS = ["draft", "scheduled", "open", "ended", "closed", "cancelled"]
DO: dict[Action, Callable[[Posting, User], Posting]] = {
    Action.EDIT: lambda posting, by: actions.update(
        posting=posting, by=by, version=posting.version, values={"location": "Elsewhere"}
    ),
    Action.PUBLISH: lambda posting, by: actions.publish(posting=posting, by=by),
    Action.CLOSE: lambda posting, by: actions.close(posting=posting, by=by, reason="Enough people"),
    Action.CANCEL: lambda posting, by: actions.cancel(posting=posting, by=by, reason="No money"),
}
LEAVES = {Action.PUBLISH: "jobs:publish", Action.CLOSE: "jobs:close", Action.CANCEL: "jobs:cancel"}


def make(trait: str, **fields: object) -> Posting:
    return PostingFactory.create(**({} if trait == "open" else {trait: True}), **fields)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("trait", TRAITS)
def test_an_action_works_where_the_table_says_so_and_nowhere_else(trait: str, action: Action, hr: User) -> None:
    posting = make(trait)
    expected = (
        state_after(posting.state, action, hr) if ONLY_IN_PHASE.get(action, posting.phase) == posting.phase else None
    )
    assert (action in moves_for(posting, hr)) is (expected is not None)
    if expected is None:
        with pytest.raises(NotAllowed):
            DO[action](posting, hr)
        posting.refresh_from_db()
        assert posting.version == 1
    else:
        assert DO[action](posting, hr).state == expected
        posting.refresh_from_db()
        assert (posting.state, posting.version, posting.updated_by) == (expected, 2, hr)


@pytest.mark.parametrize("trait", TRAITS)
def test_the_page_has_a_button_for_each_move_and_no_other(trait: str, hr: User, sign_in: SignIn) -> None:
    posting = make(trait)
    page = sign_in(hr).get(reverse("jobs:manage-detail", args=[posting.pk]))
    offered = {action for action, name in LEAVES.items() if reverse(name, args=[posting.pk]) in buttons(page)}
    assert offered == set(moves_for(posting, hr)) - {Action.EDIT}
    assert (reverse("jobs:manage-edit", args=[posting.pk]) in page.content.decode()) is (
        Action.EDIT in moves_for(posting, hr)
    )


@pytest.mark.parametrize("action", list(Action))
def test_nobody_else_may_do_anything(action: Action, seeker: User, staff: User, stranger: AnonymousUser) -> None:
    for trait in TRAITS:
        posting = make(trait)
        assert moves_for(posting, stranger) == []
        for person in (seeker, staff):
            assert moves_for(posting, person) == []
            with pytest.raises(NotAllowed):
                DO[action](posting, person)
    with pytest.raises(NotAllowed):
        actions.create(by=staff, values={})


def test_someone_in_hr_who_may_no_longer_sign_in_may_do_nothing(hr: User) -> None:
    hr.is_active = False
    assert moves_for(make("draft"), hr) == []


def test_who_may_edit_is_the_same_in_the_table_and_in_the_queryset(
    hr: User, staff: User, seeker: User, admin: User, stranger: AnonymousUser
) -> None:
    posting = make("draft")
    postings: PostingQuerySet = Posting.objects.all()
    for person in (hr, staff, seeker, admin, stranger):
        assert postings.editable_by(person).exists() is (Action.EDIT in moves_for(posting, person))


def test_no_move_leads_out_of_an_end() -> None:
    assert {state for state, _role, _action in MOVES} == {State.DRAFT, State.PUBLISHED}


def test_an_ending_needs_its_reason(hr: User, sign_in: SignIn) -> None:
    posting = make("open")
    for act in (actions.close, actions.cancel):
        with pytest.raises(ValueError, match="reason"):
            act(posting=posting, by=hr, reason="  ")
    page = sign_in(hr).post(reverse("jobs:close", args=[posting.pk]), {"reason": ""})
    assert page.status_code == 422
    assert "Give the reason in a few words" in page.content.decode()


def test_the_reason_is_kept_with_who_and_when(hr: User, sign_in: SignIn) -> None:
    posting = make("open")
    answer = sign_in(hr).post(reverse("jobs:close", args=[posting.pk]), {"reason": "We found two people."})
    assert answer.status_code == 302
    posting.refresh_from_db()
    assert (posting.state, posting.closed_by, posting.end_reason) == ("closed", hr, "We found two people.")
    assert posting.closed_at is not None


@pytest.mark.parametrize("leaf", ["publish", "close", "cancel"])
def test_an_address_that_acts_answers_only_to_a_post(leaf: str, hr: User, sign_in: SignIn) -> None:
    posting = make("draft")
    assert sign_in(hr).get(reverse(f"jobs:{leaf}", args=[posting.pk])).status_code == 405


def test_coming_too_late_is_said_and_not_done(hr: User, sign_in: SignIn) -> None:
    posting = make("ended")
    page = sign_in(hr).post(reverse("jobs:close", args=[posting.pk]), {"reason": "Late"})
    assert page.status_code == 409
    assert "This posting is now: Closed by its deadline" in page.content.decode()
