"""A saved opening tells when it is about to close, changes materially, or closes early."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox.models import Message
from jobs import actions
from jobs.models import Posting, SavedPosting
from jobs.saved import stars
from tests.factories import PostingFactory, UserFactory
from tests.jobs.saved.cast import said
from tests.pages import parse

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kept(user: User, posting: Posting, *, ago: timedelta = timedelta(days=10)) -> SavedPosting:
    stars.keep(user=user, posting=posting)
    SavedPosting.objects.filter(user=user, posting=posting).update(since=timezone.now() - ago)
    return SavedPosting.objects.get(user=user, posting=posting)


def told(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("pk"))


def test_three_days_before_it_closes_once_for_each_date(seeker: User, hr: User) -> None:
    now = timezone.now()
    posting = PostingFactory.create(closes_at=now + 4 * DAY)
    kept(seeker, posting)
    stars.remind(now)
    assert not told(stars.CLOSING)
    stars.remind(now + 1.5 * DAY)
    stars.remind(now + 2 * DAY)
    (message,) = told(stars.CLOSING)
    assert message.user == seeker
    assert said(message) is None  # today it closes in four days: what is said is true when it is sent
    Posting.objects.update(closes_at=now + 2 * DAY)
    words = said(message)
    assert words
    assert "Closes in 2 days" in words["summary"]
    Posting.objects.update(closes_at=now + 20 * DAY)  # extended: told again in its time
    stars.remind(now + 18 * DAY)
    assert len(told(stars.CLOSING)) == 2


def test_who_saves_it_on_its_last_day_knows(seeker: User) -> None:
    posting = PostingFactory.create(closes_at=timezone.now() + 2 * DAY)
    kept(seeker, posting, ago=timedelta())
    stars.remind()
    assert not told(stars.CLOSING)


def test_many_are_reminded_in_few_queries(django_assert_max_num_queries: Any) -> None:
    posting = PostingFactory.create(closes_at=timezone.now() + 2 * DAY)
    for _number in range(20):
        kept(UserFactory.create(), posting)
    with django_assert_max_num_queries(12):
        assert stars.remind() == 20


def test_a_material_change_is_told_as_it_was_and_as_it_is(seeker: User, hr: User) -> None:
    posting = PostingFactory.create(location="City Hall")
    kept(seeker, posting)
    changes = {"pay_max_cents": 120_000_00, "location": "Pier 4", "what_helps": "Better words"}
    actions.update(posting=posting, by=hr, version=posting.version, values=changes)
    (message,) = told(stars.CHANGED)
    words = said(message)
    assert words
    assert words["changes"] == [
        {"label": "Pay", "before": "$84,780 – $112,500 a year", "after": "$84,780 – $120,000 a year"},
        {"label": "Location", "before": "City Hall", "after": "Pier 4"},
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("pay_min_cents", 90_000_00), ("work_mode", "remote"), ("location", "Elsewhere"), ("degree_rule", "preferred"),
        ("experience_months", 36), ("employment_type", "part_time"), ("closes_at", 20 * DAY),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_what_is_material(seeker: User, hr: User, column: str, value: Any) -> None:
    posting = PostingFactory.create()
    kept(seeker, posting)
    if column == "closes_at":  # a moment in a test's name would be another one in each process
        value = timezone.now() + value
    actions.update(posting=posting, by=hr, version=posting.version, values={column: value})
    (message,) = told(stars.CHANGED)
    words = said(message)
    assert words
    assert len(words["changes"]) == 1


def test_what_is_not_material_is_not_told(seeker: User, hr: User) -> None:
    posting = PostingFactory.create()
    kept(seeker, posting)
    values = {"what_you_will_do": "Other words", "division": "Pipes", "benefits": "More rest"}
    actions.update(posting=posting, by=hr, version=posting.version, values=values)
    assert not Message.objects.exists()


def test_a_change_that_was_taken_back_is_not_told(seeker: User, hr: User) -> None:
    posting = PostingFactory.create(location="City Hall")
    kept(seeker, posting)
    posting = actions.update(posting=posting, by=hr, version=posting.version, values={"location": "Pier 4"})
    actions.update(posting=posting, by=hr, version=posting.version, values={"location": "City Hall"})
    assert said(told(stars.CHANGED)[0]) is None


@pytest.mark.parametrize("end", [actions.close, actions.cancel])
def test_an_early_end_is_told_with_its_reason(seeker: User, hr: User, end: Any) -> None:
    posting = PostingFactory.create()
    kept(seeker, posting)
    end(posting=posting, by=hr, reason="The budget went away.")
    (message,) = told(stars.CLOSED)
    words = said(message)
    assert words
    assert words["reason"] == "The budget went away."
    assert words["is_cancelled"] is (end is actions.cancel)


def test_without_the_star_nothing_more_is_said(seeker: User, hr: User) -> None:
    posting = PostingFactory.create()
    kept(seeker, posting)
    actions.close(posting=posting, by=hr, reason="Enough")
    stars.drop(user=seeker, pk=posting.pk)
    assert said(told(stars.CLOSED)[0]) is None


def test_a_stranger_is_led_to_the_sign_in_and_back(client: Client, sign_in: Any, seeker: User) -> None:
    posting = PostingFactory.create()
    for address in ("/jobs/", posting.get_absolute_url()):
        (link,) = parse(client.get(address)).cssselect("a.star")[:1]
        assert not parse(client.get(address)).cssselect("main form.star-form")  # the page is a copy for everyone
    answer = client.get(link.get("href"))
    assert answer["Location"] == f"/accounts/login/?next=/jobs/saved/openings/{posting.pk}/"
    browser = sign_in(seeker)
    assert "Save this opening" in browser.get(link.get("href")).text
    assert not SavedPosting.objects.exists()
    back = browser.post(link.get("href"), {"next": "/jobs/?q=water"})
    assert back["Location"] == f"/jobs/?q=water#opening-{posting.pk}"
    assert SavedPosting.objects.get().user == seeker


def test_the_star_beside_an_opening(sign_in: Any, seeker: User) -> None:
    posting, browser = PostingFactory.create(), sign_in(seeker)
    (form,) = parse(browser.get("/jobs/?work=hybrid")).cssselect("form.star-form")
    browser.post(form.get("action"), {"next": "https://evil.example/"})
    assert SavedPosting.objects.count() == 1
    (form,) = parse(browser.get("/jobs/")).cssselect("form.star-form")
    assert form.cssselect(".star--on")
    answer = browser.post(form.get("action"), {"next": "https://evil.example/"})
    assert answer["Location"].startswith(posting.get_absolute_url())
    assert not SavedPosting.objects.exists()


def test_drafts_and_internal_openings_cannot_be_saved(sign_in: Any, seeker: User) -> None:
    browser = sign_in(seeker)
    for hidden in (PostingFactory.create(draft=True), PostingFactory.create(audience="staff")):
        assert browser.post(f"/jobs/saved/openings/{hidden.pk}/").status_code == 404
