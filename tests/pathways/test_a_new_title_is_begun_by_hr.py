"""HR begins a title that is new: its draft goes the way of every draft, and nobody outside sees it before."""

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways import actions
from pathways.asked import AskedSkill
from pathways.frameworks.forms import label_of, titles_to_write
from pathways.models import Family, Revision, Title
from tests.conftest import SignIn
from tests.factories import FamilyFactory, LevelFactory, SkillFactory, TitleFactory

pytestmark = pytest.mark.django_db
NEW = "/pathways/manage/titles/new/"


@pytest.fixture
def typed() -> dict[str, str]:
    LevelFactory.create(number=3)
    return {
        "family": str(FamilyFactory.create(name="Robotics").pk), "code": "rob-m3", "name": "Robot repair lead",
        "pay_min_cents": "70,000", "pay_max_cents": "90,000", "pay_unit": "annual",
    }  # fmt: skip


@pytest.fixture
def hr_browser(sign_in: SignIn, hr: User) -> Client:
    return sign_in(hr)


def test_a_new_title_is_written_reviewed_and_in_force(
    typed: dict[str, str], sign_in: SignIn, hr: User, publisher: User
) -> None:
    assert NEW in sign_in(hr).get("/pathways/manage/").text
    answer = sign_in(hr).post(NEW, typed)
    draft = Revision.objects.get(title__code="ROB-M3")
    assert answer["Location"] == f"/pathways/manage/drafts/{draft.pk}/"
    assert (draft.title.track, draft.title.level.number, draft.state) == ("M", 3, "draft")
    for address in (answer["Location"], f"/pathways/manage/drafts/{draft.pk}/review/", "/pathways/manage/"):
        assert "Robot repair lead" in sign_in(hr).get(address).text
    room = sign_in(hr).get("/pathways/manage/titles/ROB-M3/")
    assert 'href="/pathways/titles/ROB-M3/"' not in room.text
    assert sign_in(hr).get("/pathways/titles/ROB-M3/").status_code == 404
    skills = [AskedSkill(SkillFactory.create(), 2, is_essential=True)]
    values = {"summary": "Mends robots.", "duties": "Mend robots"}
    actions.update_draft(revision=draft, by=hr, version=draft.version, values=values, skills=skills)
    assert sign_in(hr).post(f"/pathways/manage/drafts/{draft.pk}/submit/").status_code == 302
    draft.refresh_from_db()
    confirmed = {"in_force_from": timezone.localdate().isoformat(), "confirmed": "on", "version": str(draft.version)}
    assert sign_in(publisher).get(f"/pathways/manage/drafts/{draft.pk}/review/").status_code == 200
    decided = sign_in(publisher).post(f"/pathways/manage/drafts/{draft.pk}/approve/", confirmed | {"seen": ""})
    assert decided.status_code == 302
    assert "Robot repair lead" in sign_in(publisher).get("/pathways/titles/ROB-M3/").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "ROBOT-3", "A code looks like"),
        ("code", "ROB-P9", "A code looks like"),
        ("code", "ROB-P4", "no such level"),
        ("name", "", "Write the name"),
        ("family", "", "Choose the field of work"),
        ("pay_max_cents", "9,000", "Are the two swapped?"),
        ("pay_min_cents", "much", "Write an amount in dollars"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    field: str, value: str, sentence: str, typed: dict[str, str], hr_browser: Client
) -> None:
    answer = hr_browser.post(NEW, typed | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "90,000" in answer.text or field == "pay_max_cents"
    assert not Title.objects.exists()


def test_the_letters_of_a_code_are_those_of_its_field(typed: dict[str, str], hr_browser: Client) -> None:
    robots, other = Family.objects.get(name="Robotics"), FamilyFactory.create(name="Tunnels")
    TitleFactory.create(code="TUN-P3", family=other)
    assert "TUN stands for another field: Tunnels." in hr_browser.post(NEW, typed | {"code": "TUN-M3"}).text
    TitleFactory.create(code="RBT-P3", family=robots)
    assert "Codes of Robotics begin with RBT." in hr_browser.post(NEW, typed).text
    assert hr_browser.post(NEW, typed | {"code": "RBT-M3"}).status_code == 302


def test_a_code_is_used_once(typed: dict[str, str], sign_in: SignIn, hr: User) -> None:
    sign_in(hr).post(NEW, typed)
    again = sign_in(hr).post(NEW, typed)
    assert again.status_code == 422
    assert "Another title has this code" in again.text


def test_what_is_begun_can_take_words_of_a_framework(typed: dict[str, str], hr_browser: Client) -> None:
    hr_browser.post(NEW, typed)
    assert [(each.code, label_of(each)) for each in titles_to_write()] == [("ROB-M3", "Robot repair lead (ROB-M3)")]


def test_a_first_draft_that_was_withdrawn_can_be_begun_again(typed: dict[str, str], sign_in: SignIn, hr: User) -> None:
    sign_in(hr).post(NEW, typed)
    first = Revision.objects.get()
    actions.update_draft(revision=first, by=hr, version=first.version, values={"summary": "Kept words."})
    sign_in(hr).post(f"/pathways/manage/drafts/{first.pk}/withdraw/")
    sign_in(hr).post("/pathways/manage/titles/ROB-M3/start/")
    assert Revision.objects.being_written().get().summary == "Kept words."
