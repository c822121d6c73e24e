"""No posting is published without pay and benefits (820 ILCS 112/10), and each refusal says what to do."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from chitech.core.accounts.models import User
from jobs import actions
from jobs.errors import CannotPublish
from jobs.models import Posting
from jobs.publishing import missing_to_publish
from tests.conftest import SignIn
from tests.factories import PostingFactory
from tests.pages import text

pytestmark = pytest.mark.django_db
REQUIRED = {
    "degree_rule": "required",
    "degree_kind": "bachelor",
    "degree_reason": "Signs off bridge plans",
    "degree_equivalent": "Four years of practice",
}
UNPAID = {"pay_min_cents": None, "pay_max_cents": None, "pay_unit": ""}


def test_a_complete_draft_lacks_nothing() -> None:
    assert missing_to_publish(PostingFactory.build(draft=True, title=None, level=None, department=None)) == []


@pytest.mark.parametrize(
    ("lack", "sentence"),
    [
        (UNPAID, "The pay range is missing."),
        ({"benefits": " \n"}, "The benefits are missing."),
        ({"what_you_will_do": ""}, "“What you will do” is empty."),
        ({"how_to_apply": ""}, "“How to apply” is empty."),
        ({**REQUIRED, "degree_reason": ""}, "but not why"),
        ({**REQUIRED, "degree_equivalent": ""}, "Say what counts instead"),
        ({**REQUIRED, "degree_kind": ""}, "but which one?"),
        ({"degree_rule": "required_by_law", "degree_kind": "bachelor"}, "Name the law"),
        ({"closes_at": timezone.now() - timedelta(minutes=1)}, "The closing date has passed."),
        (
            {"opens_at": timezone.now() + timedelta(days=9), "closes_at": timezone.now() + timedelta(days=8)},
            "would close before it opens",
        ),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(lack: dict[str, object], sentence: str) -> None:
    posting = PostingFactory.build(draft=True, title=None, level=None, department=None, **lack)
    (said,) = missing_to_publish(posting)
    assert sentence in said


def test_a_degree_with_its_reason_is_fine() -> None:
    for rule, kind, reason, instead in (
        ("required", "associate", "Signs off bridge plans", "Four years of practice"),
        ("required_by_law", "bachelor", "225 ILCS 340, Structural Engineering Practice Act", ""),
        ("preferred", "", "", ""),
    ):
        posting = PostingFactory.build(
            draft=True, title=None, level=None, department=None,
            degree_rule=rule, degree_kind=kind, degree_reason=reason, degree_equivalent=instead,
        )  # fmt: skip
        assert missing_to_publish(posting) == []


def test_the_action_refuses_and_changes_nothing(hr: User) -> None:
    posting = PostingFactory.create(unpaid=True, benefits="")
    with pytest.raises(CannotPublish) as refusal:
        actions.publish(posting=posting, by=hr)
    assert len(refusal.value.missing) == 2
    posting.refresh_from_db()
    assert (posting.state, posting.version) == ("draft", 1)


def test_the_page_says_what_is_missing_and_keeps_it_a_draft(hr: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(unpaid=True, benefits="")
    page = sign_in(hr).post(reverse("jobs:publish", args=[posting.pk]))
    assert page.status_code == 422
    assert "The pay range is missing." in text(page)
    assert "The benefits are missing." in text(page)
    assert Posting.objects.get().state == "draft"


@pytest.mark.parametrize("lack", [UNPAID, {"benefits": ""}])
def test_the_database_refuses_too(lack: dict[str, object]) -> None:
    posting = PostingFactory.create()
    with pytest.raises(IntegrityError, match="posting_published_with_pay_and_benefits"), transaction.atomic():
        Posting.objects.filter(pk=posting.pk).update(**lack)


def test_an_edit_can_not_take_the_pay_from_a_published_posting(hr: User) -> None:
    posting = PostingFactory.create()
    with pytest.raises(CannotPublish):
        actions.update(posting=posting, by=hr, version=1, values=UNPAID)
    posting.refresh_from_db()
    assert posting.is_pay_stated


def test_publishing_opens_at_once_where_no_day_is_given(hr: User) -> None:
    posting = actions.publish(posting=PostingFactory.create(draft=True, opens_at=None), by=hr)
    assert posting.is_open
    assert posting.published_by == hr
    assert posting.opens_at == posting.published_at


def test_a_day_that_has_passed_means_now_but_an_import_keeps_its_day(hr: User) -> None:
    past, future = timezone.now() - timedelta(days=9), timezone.now() + timedelta(days=3)
    ours = actions.publish(posting=PostingFactory.create(draft=True, opens_at=past), by=hr)
    assert ours.opens_at == ours.published_at
    theirs = actions.publish(posting=PostingFactory.create(draft=True, opens_at=past, source="NYC"), by=hr)
    assert theirs.opens_at == past
    later = actions.publish(posting=PostingFactory.create(draft=True, opens_at=future), by=hr)
    assert (later.phase, later.opens_at) == ("scheduled", future)
