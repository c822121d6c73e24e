"""Every page of HR's answers, in every state of a posting."""

import pytest
from django.urls import reverse

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import PostingFactory, PostingSkillFactory, TitleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("trait", ["draft", "unpaid", "scheduled", "ended", "closed", "cancelled", None])
def test_pages_of_one_posting(trait: str | None, hr: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(**({trait: True} if trait else {}), created_by=hr)
    PostingSkillFactory.create(posting=posting)
    browser = sign_in(hr)
    for name in ("manage-detail", "manage-preview"):
        page = browser.get(reverse(f"jobs:{name}", args=[posting.pk]))
        assert page.status_code == 200
        assert posting.business_title in page.content.decode()
    page = browser.get(reverse("jobs:manage-edit", args=[posting.pk]))
    assert page.status_code == (302 if trait in {"closed", "cancelled"} else 200)


def test_the_list_and_a_new_posting(hr: User, sign_in: SignIn) -> None:
    PostingFactory.create()
    title = TitleFactory.create(revision__name="Water data keeper")
    browser = sign_in(hr)
    assert "Manage postings" in browser.get("/jobs/manage/").content.decode()
    assert "Water data keeper" in browser.get("/jobs/manage/new/").content.decode()
    page = browser.get("/jobs/manage/new/", {"title": title.code}).content.decode()
    assert 'value="Water data keeper"' in page
    assert 'value="84,780"' in page
