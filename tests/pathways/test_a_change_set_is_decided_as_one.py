"""A change to many titles is decided as one: no part of it alone, and with what it touches as the publisher saw it."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways import actions, change_sets
from pathways.errors import NotAllowed
from pathways.models import ChangeSet, Revision
from tests.conftest import SignIn
from tests.factories import PostingFactory, RevisionFactory, SkillFactory, TitleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def raises(hr: User) -> ChangeSet:
    """Two titles' pay, in review."""
    for code in ("SWE-P2", "SWE-P3"):
        title = TitleFactory.create(code=code, revision=None)
        skills = [(SkillFactory.create(), 2, True)]
        RevisionFactory.create(title=title, pay_grade="G 08", experience_months=0, skills=skills)
    made = change_sets.of_grades(by=hr, name="Raise", reason="Agreed.", grades=["G 08"], percent=Decimal(2))
    return change_sets.submit(change_set=made, by=hr)


def soon() -> date:
    return timezone.localdate() + timedelta(days=20)


def rename(hr: User, name: str, *, to: str) -> ChangeSet:
    made = change_sets.of_skill_name(by=hr, skill=SkillFactory.create(name=name), new_name=to, reason="Plainer.")
    return change_sets.submit(change_set=made, by=hr)


def confirmed(page: str, **more: str) -> dict[str, str]:
    """The form of the decision, as the page has it."""
    hidden = dict(re.findall(r'type="hidden" name="(version|seen)" value="([^"]*)"', page))
    return hidden | {"confirmed": "on"} | more


def test_a_draft_of_a_set_is_not_approved_alone(raises: ChangeSet, publisher: User) -> None:
    draft = raises.revisions.get(title__code="SWE-P2")
    with pytest.raises(NotAllowed):
        actions.approve(revision=draft, by=publisher, in_force_from=soon())
    change_sets.approve(change_set=raises, by=publisher, in_force_from=soon())
    assert set(raises.revisions.values_list("state", flat=True)) == {"approved"}


def test_a_draft_that_went_back_to_its_writer_is_named(raises: ChangeSet, sign_in: SignIn, publisher: User) -> None:
    draft = raises.revisions.select_related("title").get(title__code="SWE-P3")
    actions.ask_for_changes(revision=draft, by=publisher, note="Too much.")
    address = f"/pathways/manage/sets/{raises.pk}/"
    page = sign_in(publisher).get(address).text
    assert "Changes asked" in page
    answer = sign_in(publisher).post(f"{address}approve/", confirmed(page, in_force_from=soon().isoformat()))
    assert answer.status_code == 422
    assert f"{draft.name}: its writer still works on it." in answer.text
    assert not Revision.objects.approved().filter(change_set=raises).exists()


def test_what_is_touched_by_now_is_looked_at_again(raises: ChangeSet, sign_in: SignIn, publisher: User) -> None:
    address = f"/pathways/manage/sets/{raises.pk}/"
    data = confirmed(sign_in(publisher).get(address).text, in_force_from=soon().isoformat())
    title = raises.revisions.select_related("title").get(title__code="SWE-P3").title
    PostingFactory.create(title=title)
    assert sign_in(publisher).post(f"{address}approve/", data).status_code == 409
    again = confirmed(sign_in(publisher).get(address).text, in_force_from=soon().isoformat())
    assert sign_in(publisher).post(f"{address}approve/", again).status_code == 302


def test_a_skill_has_its_new_name_at_once_and_no_day_is_asked(sign_in: SignIn, hr: User, publisher: User) -> None:
    made = rename(hr, "Helpdesking", to="Helping people")
    address = f"/pathways/manage/sets/{made.pk}/"
    page = sign_in(publisher).get(address).text
    assert "in_force_from" not in page
    assert sign_in(publisher).post(f"{address}approve/", confirmed(page)).status_code == 302
    made.refresh_from_db()
    assert (made.skill and made.skill.name, made.in_force_from) == ("Helping people", timezone.localdate())


def test_two_skills_don_t_get_one_name(sign_in: SignIn, hr: User, publisher: User) -> None:
    first, second = rename(hr, "Helpdesking", to="Helping people"), rename(hr, "Assisting", to="Helping People")
    change_sets.approve(change_set=first, by=publisher, in_force_from=soon())
    address = f"/pathways/manage/sets/{second.pk}/"
    answer = sign_in(publisher).post(f"{address}approve/", confirmed(sign_in(publisher).get(address).text))
    assert answer.status_code == 422
    assert "Another skill is called “Helping People” by now." in answer.text
    second.refresh_from_db()
    assert second.state == "in_review"
