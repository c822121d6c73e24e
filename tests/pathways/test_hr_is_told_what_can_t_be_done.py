"""What can't be taken stays in its box, and what was not done is not said to be done."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import RevisionFactory, TitleFactory
from tests.pages import parse

pytestmark = pytest.mark.django_db


def test_a_remark_that_is_too_long_is_not_lost(sign_in: SignIn, hr: User) -> None:
    draft = RevisionFactory.create(draft=True)
    words = "This duty belongs to another title. " * 70
    answer = sign_in(hr).post(f"/pathways/manage/drafts/{draft.pk}/remark/", {"field": "duties", "text": words})
    assert answer.status_code == 422
    assert words.strip() in answer.text
    assert '<option value="duties" selected>' in answer.text


def test_demands_of_a_draft_are_not_confirmed(sign_in: SignIn, publisher: User) -> None:
    draft = RevisionFactory.create(draft=True)
    day = (timezone.localdate() + timedelta(days=90)).isoformat()
    address = f"/pathways/manage/register/{draft.pk}/confirm/"
    assert "The next look is noted" not in sign_in(publisher).post(address, {"review_on": day}, follow=True).text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("experience_months", "99999999999", "less than or equal to 480"),
        ("demands_review_on", "0001-01-01", "Choose a day to come"),
        ("demands_review_on", "2926-01-01", "Choose a day to come"),
    ],
)
def test_numbers_and_days_that_no_draft_can_have(sign_in: SignIn, hr: User, field: str, value: str, said: str) -> None:
    draft = RevisionFactory.create(draft=True)
    browser, address = sign_in(hr), f"/pathways/manage/drafts/{draft.pk}/"
    (form,) = [each for each in parse(browser.get(address)).forms if each.get("id") == "draft-form"]
    answer = browser.post(address, dict(form.form_values()) | {field: value})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert browser.post(address, dict(form.form_values())).status_code == 302


def test_the_next_look_at_demands_is_one_that_somebody_lives_to_see(sign_in: SignIn, publisher: User) -> None:
    revision = RevisionFactory.create(title=TitleFactory.create(revision=None))
    answer = sign_in(publisher).post(
        f"/pathways/manage/register/{revision.pk}/confirm/", {"review_on": "9999-12-31"}, follow=True
    )
    assert "within ten years" in answer.text


def test_one_title_chosen_twice_is_not_compared(client: Client) -> None:
    TitleFactory.create(code="SWE-P3")
    page = client.get("/pathways/compare/?a=SWE-P3&b=swe-p3").text
    assert "You chose one title twice." in page
    assert "Needed here no more" not in page
