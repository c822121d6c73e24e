"""A re-import follows the source, and undoes nothing that HR did by hand without saying so (docs/adr/0031)."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.imports.models import ImportedRecord
from jobs import actions
from jobs.models import Posting
from tests.factories import FamilyFactory, RevisionFactory
from tests.jobs.imports.conftest import Import, row

pytestmark = pytest.mark.django_db


def edit(hr: User, **values: object) -> Posting:
    posting = Posting.objects.get()
    return actions.update(posting=posting, by=hr, version=posting.version, values=values)


def test_the_same_file_again_changes_nothing(feed: Import) -> None:
    feed(row(), row(2), row(2, **{"Posting Type": "Internal"}))
    before = list(Posting.objects.order_by("pk").values())
    memory = list(ImportedRecord.objects.order_by("pk").values())
    again = feed(row(), row(2), row(2, **{"Posting Type": "Internal"}))
    assert again.counts == (3, 0, 0, 2, 1, 0, 0)
    assert list(Posting.objects.order_by("pk").values()) == before
    assert list(ImportedRecord.objects.order_by("pk").values()) == memory


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("Work Location", "City Hall", "location", "City Hall"),
        ("Salary Range To", "120000", "pay_max_cents", 12000000),
        ("Post Until", "", "closes_at", None),
        ("Job Category", "Health", "categories", ["Health"]),
        ("Title Code No", "006316", "budget_title_code", "006316"),
        ("Posting Type", "Internal", "audience", "staff"),
    ],
)
def test_one_changed_cell_is_one_changed_posting(
    feed: Import, column: str, cell: str, field: str, value: object
) -> None:
    feed(row(), row(2), row(3))
    outcome = feed(row(), row(2, **{column: cell}), row(3))
    assert outcome.counts == (3, 0, 1, 2, 0, 0, 0)
    posting = Posting.objects.get(external_id="2")
    assert getattr(posting, field) == value
    assert posting.version == 2
    assert feed(row(), row(2, **{column: cell}), row(3)).counts == (3, 0, 0, 3, 0, 0, 0)


def test_what_hr_changed_stays_while_the_source_says_the_same(feed: Import, hr: User) -> None:
    feed(row())
    edit(hr, location="The new pumping station", benefits="A pension.")
    outcome = feed(row())
    assert outcome.counts == (1, 0, 0, 1, 0, 0, 0)
    assert outcome.report["conflicts"] == []
    posting = Posting.objects.get()
    assert (posting.location, posting.benefits) == ("The new pumping station", "A pension.")


def test_another_changed_cell_leaves_the_edited_field_alone(feed: Import, hr: User) -> None:
    feed(row())
    edit(hr, location="The new pumping station")
    outcome = feed(row(**{"Title Code No": "06317"}))
    assert outcome.counts == (1, 0, 1, 0, 0, 0, 0)
    posting = Posting.objects.get()
    assert (posting.location, posting.budget_title_code) == ("The new pumping station", "06317")


def test_a_source_that_changes_the_edited_field_wins_and_says_what_was_lost(feed: Import, hr: User) -> None:
    feed(row())
    edit(hr, location="The new pumping station")
    outcome = feed(row(**{"Work Location": "Jardine plant"}))
    assert outcome.counts == (1, 0, 1, 0, 0, 0, 0)
    assert Posting.objects.get().location == "Jardine plant"
    assert outcome.report["conflicts"] == [
        {"external_id": "700001", "field": "location", "kept": "Jardine plant", "dropped": "The new pumping station"}
    ]


def test_pay_is_followed_as_a_whole(feed: Import, hr: User) -> None:
    """HR changed the top, the source changes the start: taking one of each would make a range that nobody wrote."""
    feed(row())
    edit(hr, pay_max_cents=20_000_000)
    outcome = feed(row(**{"Salary Range From": "90000"}))
    posting = Posting.objects.get()
    assert (posting.pay_min_cents, posting.pay_max_cents) == (9_000_000, 11_250_000)
    assert outcome.report["conflicts"][0]["dropped"] == "$84,780.00 – $200,000.00 a year"


def test_a_posting_that_hr_wrote_with_the_same_number_keeps_its_words(feed: Import, hr: User) -> None:
    feed(row())
    department = Posting.objects.get().department
    posting = actions.create(
        by=hr,
        values={
            "source": "feed",
            "external_id": "2",
            "department": department,
            "business_title": "Mine",
            "location": "",
        },
    )
    outcome = feed(row(), row(2))
    posting.refresh_from_db()
    assert posting.business_title == "Mine"
    assert posting.location == "2 North LaSalle Street"
    assert {c["field"]: c["kept"] for c in outcome.report["conflicts"]} == {"business_title": "Mine"}


def test_a_column_that_appears_later_fills_what_nobody_typed(feed: Import, hr: User, full_mapping: Path) -> None:
    headers = ("Job ID", "Agency", "Business Title")
    feed(row(), headers=headers)
    edit(hr, location="City Hall")
    outcome = feed(row())
    posting = Posting.objects.get()
    assert posting.location == "City Hall"
    assert posting.audience == "public"
    assert posting.budget_title_code == "06316"
    assert [c["field"] for c in outcome.report["conflicts"]] == ["location"]


def test_a_title_that_hr_gave_stays_and_a_field_of_work_does_not_come_beside_it(
    tmp_path: Path, feed: Import, full_mapping: Path, hr: User
) -> None:
    FamilyFactory.create(slug="data")
    mapping = tmp_path / "family.toml"
    mapping.write_text(
        full_mapping.read_text().replace(
            "[columns]", '[values.family]\nHealth = "data"\n"*" = ""\n[columns]\nfamily = "Job Category"'
        )
    )
    options = ("--mapping", str(mapping))
    feed(row(), options=options)
    revision = RevisionFactory.create()
    edit(hr, title=revision.title)
    outcome = feed(row(**{"Job Category": "Health"}), options=options)
    assert outcome.code == 0
    posting = Posting.objects.get()
    assert (posting.title, posting.family) == (revision.title, None)


def test_states_that_people_decided_stay(feed: Import, hr: User, full_mapping: Path) -> None:
    options = ("--mapping", str(full_mapping), "--state", "published")
    feed(row(1), row(2), row(3), options=options)
    cancelled, closed, published = (Posting.objects.get(external_id=str(n)) for n in (1, 2, 3))
    actions.cancel(posting=cancelled, by=hr, reason="No budget.")
    actions.close(posting=closed, by=hr, reason="Enough people.")
    outcome = feed(*(row(n, **{"Work Location": "Elsewhere"}) for n in (1, 2, 3)), options=options)
    assert outcome.counts == (3, 0, 1, 2, 0, 0, 0)
    for posting in (cancelled, closed, published):
        posting.refresh_from_db()
    assert [p.state for p in (cancelled, closed, published)] == ["cancelled", "closed", "published"]
    assert [p.location for p in (cancelled, published)] == [
        "2 North LaSalle Street, Chicago, IL",
        "Elsewhere, Chicago, IL",
    ]


def test_a_published_posting_never_loses_what_people_must_be_told(feed: Import, full_mapping: Path) -> None:
    options = ("--mapping", str(full_mapping), "--state", "published")
    feed(row(), options=options)
    emptied = row(**{"Salary Range From": "0", "Posting Date": "", "Job Description": "", "To Apply": "By post."})
    outcome = feed(emptied, options=options)
    assert outcome.code == 0
    posting = Posting.objects.get()
    assert posting.state == "published"
    assert posting.is_pay_stated
    assert posting.opens_at is not None
    assert posting.what_you_will_do.startswith("You keep")
    assert posting.how_to_apply == "By post."
    assert {c["field"] for c in outcome.report["conflicts"]} == {"pay", "opens_at", "what_you_will_do"}


def test_a_posting_that_people_see_is_not_moved_into_the_future(feed: Import, full_mapping: Path) -> None:
    options = ("--mapping", str(full_mapping), "--state", "published", "--as-of", "2020-01-01")
    feed(row(**{"Posting Date": "11/02/2019", "Post Until": ""}), options=options)
    later = timezone.localdate() + dt.timedelta(days=9)
    outcome = feed(row(**{"Posting Date": later.isoformat(), "Post Until": ""}), options=options)
    assert Posting.objects.get().is_open
    assert [c["field"] for c in outcome.report["conflicts"]] == ["opens_at"]


def test_dates_that_clash_with_a_hand_made_one_are_rejected(feed: Import, hr: User) -> None:
    feed(row())
    edit(hr, closes_at=timezone.now().replace(year=2026, month=11, day=10))
    outcome = feed(row(**{"Posting Date": "11/20/2026"}))
    assert outcome.counts == (1, 0, 0, 0, 0, 0, 1)
    assert outcome.report["errors"][0]["code"] == "dates_order"
    # What was rejected is not remembered: once HR has moved the closing, the source's date comes through.
    edit(hr, closes_at=timezone.now().replace(year=2026, month=12, day=24))
    assert feed(row(**{"Posting Date": "11/20/2026"})).counts == (1, 0, 1, 0, 0, 0, 0)
    opens = Posting.objects.get().opens_at
    assert opens is not None
    assert timezone.localtime(opens).date() == dt.date(2026, 11, 20)


def test_a_title_that_comes_later_takes_the_place_of_the_field_of_work(
    tmp_path: Path, feed: Import, full_mapping: Path
) -> None:
    FamilyFactory.create(slug="data")
    first = tmp_path / "family.toml"
    first.write_text(full_mapping.read_text() + '[values.family]\n"*" = "data"\n')
    first.write_text(first.read_text().replace("[columns]", '[columns]\nfamily = "Job Category"'))
    feed(row(), options=("--mapping", str(first)))
    assert Posting.objects.get().family is not None
    revision = RevisionFactory.create(name="Meter engineer")
    second = tmp_path / "titles.toml"
    second.write_text(f'extends = "{full_mapping.name}"\n[options.titles]\nmatch = ["business_title"]\n')
    outcome = feed(row(), options=("--mapping", str(second)))
    assert outcome.counts == (1, 0, 1, 0, 0, 0, 0)
    posting = Posting.objects.get()
    assert (posting.title, posting.family) == (revision.title, None)
