"""What can't be taken stays in its box, and what was not done is not said to be done."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import RevisionFactory, TitleFactory

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


def test_one_title_chosen_twice_is_not_compared(client: Client) -> None:
    TitleFactory.create(code="SWE-P3")
    page = client.get("/pathways/compare/?a=SWE-P3&b=swe-p3").text
    assert "You chose one title twice." in page
    assert "Needed here no more" not in page
