"""A closed posting is never shown as open, even for a second."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from jobs.choices import Phase
from jobs.models import Posting, PostingSearch
from tests.factories import PostingFactory, TitleFactory

pytestmark = pytest.mark.django_db


def test_the_second_of_closing_is_closed() -> None:
    now = timezone.now()
    posting = PostingFactory.create(opens_at=now - timedelta(days=1), closes_at=now)
    just_before = now - timedelta(microseconds=1)
    assert posting.phase_at(just_before) is Phase.OPEN
    assert posting.phase_at(now) is Phase.ENDED
    assert Posting.objects.open(just_before).count() == PostingSearch.objects.open(just_before).count() == 1
    assert Posting.objects.open(now).count() == PostingSearch.objects.open(now).count() == 0


def test_the_second_of_opening_is_open() -> None:
    now = timezone.now()
    PostingFactory.create(opens_at=now, closes_at=None)
    assert Posting.objects.open(now).exists()
    assert not Posting.objects.open(now - timedelta(microseconds=1)).exists()


@pytest.mark.parametrize("trait", ["draft", "scheduled", "ended", "closed", "cancelled"])
def test_what_is_not_open_is_on_no_page(client: Client, trait: str) -> None:
    title = TitleFactory.create()
    PostingFactory.create(title=title, business_title="Still open")
    PostingFactory.create(title=title, business_title="Not for you", **{trait: True})
    shown = Posting.objects.get(business_title="Still open")
    for page in ["/", "/jobs/", "/jobs/?q=not+for+you", shown.get_absolute_url()]:
        assert "Not for you" not in client.get(page).text.replace("not for you", ""), page


@pytest.mark.parametrize(
    ("trait", "status"), [("draft", 404), ("scheduled", 404), ("ended", 410), ("closed", 410), ("cancelled", 410)]
)
def test_its_own_address_answers_what_it_is(client: Client, trait: str, status: int) -> None:
    posting = PostingFactory.create(**{trait: True})
    answer = client.get(posting.get_absolute_url())
    assert answer.status_code == status
    if status == 410:
        assert posting.business_title in answer.text
        assert "data-posting-id" not in answer.text


def test_a_posting_cancelled_before_it_was_published_was_never_there(client: Client) -> None:
    posting = PostingFactory.create(cancelled=True, published_at=None, published_by=None)
    assert client.get(posting.get_absolute_url()).status_code == 404


def test_a_closed_one_offers_what_is_open_instead(client: Client) -> None:
    title = TitleFactory.create()
    gone = PostingFactory.create(title=title, closed=True)
    PostingFactory.create(title=title, business_title="The same work, open")
    answer = client.get(gone.get_absolute_url())
    assert answer.status_code == 410
    assert "The same work, open" in answer.text
    assert "We have enough applicants." in answer.text


def test_phase_in_the_query_is_phase_in_python() -> None:
    for trait in ["", "draft", "scheduled", "ended", "closed", "cancelled"]:
        PostingFactory.create(**({trait: True} if trait else {}))
    moments = [timezone.now() + timedelta(days=days) for days in (-60, -2, 0, 4, 30)]
    for moment in moments:
        for posting in Posting.objects.with_phase(moment):
            assert posting.phase_now == posting.phase_at(moment).value  # type: ignore[attr-defined]
    assert Posting.objects.visible_to(AnonymousUser()).count() == 4
