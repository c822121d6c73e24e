"""Who writes postings for one department writes them there, and sees nothing of the others."""

import pytest
from django.urls import reverse

from chitech.core.accounts.models import Department, User
from chitech.core.accounts.roles import Role
from jobs import actions
from jobs.errors import NotAllowed
from jobs.models import Posting
from jobs.moves import Action, moves_for
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, PostingFactory, UserFactory, give
from tests.pages import parse, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def water(db: None) -> Department:
    return DepartmentFactory.create(name="Water")


@pytest.fixture
def editor(water: Department) -> User:
    """Writes postings for Water, and for nobody else."""
    person = UserFactory.create(name="Wanda Water")
    give(person, Role.HR_EDITOR, department=water)
    return person


def test_the_list_shows_the_departments_own(editor: User, water: Department, sign_in: SignIn) -> None:
    PostingFactory.create(draft=True, department=water, business_title="Pump programmer")
    PostingFactory.create(draft=True, business_title="Bridge programmer")
    shown = text(sign_in(editor).get(reverse("jobs:manage")))
    assert "Pump programmer" in shown
    assert "Bridge programmer" not in shown


def test_another_departments_posting_is_not_found(editor: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(draft=True)
    browser = sign_in(editor)
    for name in ("manage-detail", "manage-edit", "manage-preview"):
        assert browser.get(reverse(f"jobs:{name}", args=[posting.pk])).status_code == 404
    for name in ("publish", "close", "cancel"):
        assert browser.post(reverse(f"jobs:{name}", args=[posting.pk]), {"cancel-reason": "x"}).status_code == 404
    assert moves_for(posting, editor) == []


def test_the_form_offers_only_the_departments_that_they_write_for(editor: User, sign_in: SignIn) -> None:
    DepartmentFactory.create(name="Bridges")
    page = parse(sign_in(editor).get(reverse("jobs:manage-new"), {"blank": "1"}))
    offered = [option.text_content() for option in page.cssselect("select[name=department] option")]
    assert offered == ["Choose", "Water"]


def test_a_posting_cant_be_moved_into_another_department(editor: User, water: Department) -> None:
    posting, bridges = PostingFactory.create(draft=True, department=water), DepartmentFactory.create()
    with pytest.raises(NotAllowed):
        actions.update(posting=posting, by=editor, version=posting.version, values={"department": bridges})
    with pytest.raises(NotAllowed):
        actions.create(by=editor, values={"department": bridges})


def test_a_posting_that_was_moved_away_meanwhile_is_out_of_reach(editor: User, water: Department) -> None:
    posting = PostingFactory.create(draft=True, department=water)
    Posting.objects.filter(pk=posting.pk).update(department=DepartmentFactory.create())
    with pytest.raises(NotAllowed):
        actions.cancel(posting=posting, by=editor, reason="Not needed")


def test_their_own_they_may_edit_and_end(editor: User, water: Department) -> None:
    posting = PostingFactory.create(draft=True, department=water)
    assert Action.EDIT in moves_for(posting, editor)
    assert actions.cancel(posting=posting, by=editor, reason="Not needed").state == "cancelled"


def test_what_is_the_whole_citys_is_not_theirs(editor: User, sign_in: SignIn) -> None:
    browser = sign_in(editor)
    assert browser.get(reverse("why:manage")).status_code == 404
    assert browser.get(reverse("people:index")).status_code == 404


def test_an_auditor_reads_all_of_it_and_changes_nothing(sign_in: SignIn) -> None:
    auditor = UserFactory.create(roles=[Role.AUDITOR])
    posting = PostingFactory.create(draft=True)
    browser = sign_in(auditor)
    page = browser.get(reverse("jobs:manage-detail", args=[posting.pk]))
    assert page.status_code == 200
    assert not parse(page).cssselect("main form[method=post]")
    assert "Copy to a new draft" not in text(page)
    assert "New posting" not in text(browser.get(reverse("jobs:manage")))
    for name in ("publish", "close", "cancel"):
        assert browser.post(reverse(f"jobs:{name}", args=[posting.pk])).status_code == 404
