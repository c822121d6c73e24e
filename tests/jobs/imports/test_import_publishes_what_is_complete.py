"""`--state published` lists what may be listed, keeps the rest as drafts, and counts each reason."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from jobs.models import Posting
from jobs.publishing import missing_to_publish
from tests.jobs.imports.conftest import Import, row

pytestmark = pytest.mark.django_db


def test_each_reason_to_stay_a_draft_is_counted(feed: Import, full_mapping: Path) -> None:
    outcome = feed(
        row(1),
        row(2, **{"Posting Type": "Internal"}),
        row(3, **{"Salary Range From": "0"}),
        row(4, **{"Post Until": "", "Posting Date": "08/23/2026"}),
        row(5, **{"Post Until": "", "Posting Date": "08/24/2026"}),
        row(6, **{"Posting Date": "10/01/2026", "Post Until": "11/21/2026"}),
        row(7, **{"Posting Date": "10/01/2026", "Post Until": "11/22/2026"}),
        row(8, **{"Posting Date": ""}),
        row(9, **{"Job Description": ""}),
        options=("--mapping", str(full_mapping), "--state", "published"),
    )
    assert outcome.code == 0
    assert outcome.report["published"] == 4
    assert outcome.report["listed"] == 3
    assert outcome.report["staff_only"] == 1
    assert outcome.report["kept_as_draft"] == {
        "no_pay": 1, "undated_old": 1, "already_closed": 1, "no_first_day": 1, "incomplete": 1,
    }  # fmt: skip
    published = set(Posting.objects.filter(state="published").values_list("external_id", flat=True))
    assert published == {"1", "2", "5", "7"}
    visible = Posting.objects.for_audience(AnonymousUser()).filter(state="published")
    assert set(visible.values_list("external_id", flat=True)) == {"1", "5", "7"}


def test_without_benefits_nothing_is_published(feed: Import) -> None:
    outcome = feed(row(), options=("--state", "published"))
    assert outcome.report["kept_as_draft"] == {"no_benefits": 1}
    assert Posting.objects.get().state == "draft"


def test_drafts_are_published_by_a_later_import_that_says_so(feed: Import, full_mapping: Path) -> None:
    feed(row(), row(2, **{"Salary Range From": "0"}))
    outcome = feed(
        row(), row(2, **{"Salary Range From": "0"}), options=("--mapping", str(full_mapping), "--state", "published")
    )
    assert outcome.counts == (2, 0, 2, 0, 0, 0, 0)
    assert outcome.report["published"] == 1
    posting = Posting.objects.get(external_id="700001")
    assert posting.state == "published"
    assert posting.published_by == posting.updated_by
    assert posting.published_at is not None
    again = feed(
        row(), row(2, **{"Salary Range From": "0"}), options=("--mapping", str(full_mapping), "--state", "published")
    )
    assert again.counts == (2, 0, 0, 2, 0, 0, 0)
    assert (again.report["published"], again.report["already_published"]) == (0, 1)


def test_an_import_of_drafts_never_takes_a_posting_back(feed: Import, full_mapping: Path) -> None:
    feed(row(), options=("--mapping", str(full_mapping), "--state", "published"))
    feed(row(**{"Work Location": "Elsewhere"}), options=("--mapping", str(full_mapping)))
    assert Posting.objects.get().state == "published"


def test_what_the_import_publishes_the_page_would_publish_too(feed: Import, full_mapping: Path) -> None:
    feed(row(1), row(2, **{"Post Until": ""}), options=("--mapping", str(full_mapping), "--state", "published"))
    for posting in Posting.objects.filter(state="published"):
        assert missing_to_publish(posting, at=posting.opens_at) == []
    assert Posting.objects.filter(state="published").count() == 2
