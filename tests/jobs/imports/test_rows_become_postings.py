"""What a row of a feed becomes: folded, cleaned, dated, paid, classified."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chitech.core.accounts.models import Department, User
from chitech.core.accounts.roles import Role
from jobs.models import Posting, PostingSearch
from pathways.models import ServiceType
from tests.factories import DepartmentFactory, RevisionFactory, TitleAliasFactory, UserFactory
from tests.jobs.imports.conftest import HEADERS, Import, Outcome, row

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")


def the_posting() -> Posting:
    return Posting.objects.get()


def test_a_row_becomes_a_clean_draft(feed: Import) -> None:
    outcome = feed(row())
    assert outcome.code == 0
    assert outcome.counts == (1, 1, 0, 0, 0, 0, 0)
    assert outcome.report["repaired_cells"] == 1
    posting = the_posting()
    assert (posting.source, posting.external_id, posting.state) == ("feed", "700001", "draft")
    assert posting.department.name == "Department of Water Management"
    assert posting.department.slug == "department-of-water-management"
    assert posting.business_title == "Meter engineer"
    assert posting.what_you_will_do == "You keep the city’s meters honest.\n\n- Read them.\n- Mend them."
    assert (posting.pay_min_cents, posting.pay_max_cents, posting.pay_unit) == (8478000, 11250000, "annual")
    assert posting.annual_min_cents == 8478000
    assert posting.budget_title_code == "06316"
    assert posting.categories == ["Green Jobs", "Health"]
    assert posting.audience == "public"
    assert posting.opens_at == dt.datetime(2026, 11, 2, 0, 0, tzinfo=CHICAGO)
    assert posting.closes_at == dt.datetime(2090, 12, 15, 23, 59, tzinfo=CHICAGO)
    assert posting.created_by == User.objects.system()
    assert PostingSearch.objects.get().posting == posting


def test_rows_for_staff_and_for_the_public_fold_into_one_and_the_public_one_leads(feed: Import) -> None:
    inside = row(**{"Posting Type": "Internal", "Post Until": "12/01/2090", "Work Location": "Room 12"})
    outcome = feed(inside, row())
    assert outcome.counts == (2, 1, 0, 0, 1, 0, 0)
    posting = the_posting()
    assert posting.audience == "both"
    assert posting.closes_at is not None
    assert posting.closes_at.astimezone(CHICAGO).date() == dt.date(2090, 12, 15)
    assert posting.location == "2 North LaSalle Street"
    assert outcome.report["conflicts"] == [
        {"external_id": "700001", "field": "location", "kept": "2 North LaSalle Street", "dropped": "Room 12"},
        {"external_id": "700001", "field": "closes_at", "kept": "2090-12-15", "dropped": "2090-12-01"},
    ]


def test_a_row_for_staff_alone_is_for_staff(feed: Import) -> None:
    outcome = feed(row(**{"Posting Type": "Internal"}))
    assert the_posting().audience == "staff"
    assert outcome.report["staff_only"] == 1


def test_exact_duplicates_are_counted_and_left_out(feed: Import) -> None:
    outcome = feed(row(), row(**{"Posting Type": "Internal"}), row(), row(), row(2))
    assert outcome.counts == (5, 2, 0, 0, 1, 2, 0)
    assert outcome.report["conflicts"] == []


def test_pay_from_zero_is_not_stated_and_never_zero(feed: Import) -> None:
    outcome = feed(row(**{"Salary Range From": "0", "Salary Range To": "178000"}))
    assert outcome.code == 0
    posting = the_posting()
    assert not posting.is_pay_stated
    assert (posting.pay_min_cents, posting.pay_max_cents, posting.pay_unit) == (None, None, "")
    assert outcome.report["without_pay"] == 1


@pytest.mark.parametrize(
    ("lowest", "highest", "frequency", "expected"),
    [
        ("$29.95", "34.4411", "Hourly", (2995, 3444, "hourly")),
        ("410", "410", "Daily", (41000, 41000, "daily")),
        ("84,780.50", "$112,500", "Annual", (8478050, 11250000, "annual")),
        ("", "", "", (None, None, "")),
        ("", "50000", "Annual", (None, None, "")),
    ],
)
def test_pay_in_every_unit(
    feed: Import, lowest: str, highest: str, frequency: str, expected: tuple[object, ...]
) -> None:
    feed(row(**{"Salary Range From": lowest, "Salary Range To": highest, "Salary Frequency": frequency}))
    posting = the_posting()
    assert (posting.pay_min_cents, posting.pay_max_cents, posting.pay_unit) == expected


def test_without_a_business_title_the_civil_service_title_serves(feed: Import) -> None:
    feed(row(**{"Business Title": " "}))
    assert the_posting().business_title == "Water Meter Engineer"


def test_hours_too_long_for_a_line_are_kept_whole_in_the_text(feed: Import) -> None:
    hours = "Monday to Friday, nine to five. " * 12 + "And the last Sunday."
    feed(row(**{"Hours/Shift": hours}))
    posting = the_posting()
    assert len(posting.hours_or_shift) <= 300
    assert posting.hours_or_shift.endswith("…")
    assert posting.what_you_will_do.endswith("And the last Sunday.")


def test_a_department_is_matched_by_its_name_or_address(feed: Import) -> None:
    known = DepartmentFactory.create(name="Department of Water Management", slug="water")
    feed(row())
    assert the_posting().department == known
    assert Department.objects.count() == 1


def test_a_renamed_department_is_still_the_same(feed: Import) -> None:
    feed(row())
    Department.objects.update(name="Water")
    outcome = feed(row())
    assert outcome.counts == (1, 0, 0, 1, 0, 0, 0)
    assert Department.objects.count() == 1


def test_a_title_is_given_only_where_the_mapping_allows_it_and_only_by_an_exact_name(
    tmp_path: Path, feed: Import, full_mapping: Path
) -> None:
    revision = RevisionFactory.create(name="Meter Engineer")
    TitleAliasFactory.create(title=revision.title, name="gauge keeper")
    feed(row())
    assert the_posting().title is None
    allowing = tmp_path / "allowing.toml"
    allowing.write_text(
        'extends = "full.toml"\n[options.titles]\nmatch = ["business_title"]\nonly_categories = ["Health"]\n'
    )
    rows = [
        row(1),
        row(2, **{"Business Title": "Gauge  Keeper"}),
        row(3, **{"Business Title": "Senior meter engineer"}),
        row(4, **{"Job Category": "Legal"}),
    ]
    feed(*rows, options=("--mapping", str(allowing)))
    by_number = {p.external_id: p.title for p in Posting.objects.exclude(external_id="700001")}
    assert by_number == {"1": revision.title, "2": revision.title, "3": None, "4": None}


def test_two_titles_of_one_name_give_none(tmp_path: Path, feed: Import, full_mapping: Path) -> None:
    RevisionFactory.create(name="Meter engineer")
    RevisionFactory.create(name="Meter engineer")
    allowing = tmp_path / "allowing.toml"
    allowing.write_text('extends = "full.toml"\n[options.titles]\nmatch = ["business_title"]\n')
    feed(row(), options=("--mapping", str(allowing)))
    assert the_posting().title is None


def test_a_classification_becomes_a_service_type_of_its_source(feed: Import) -> None:
    headers = (*HEADERS, "Title Classification")
    feed(row(**{"Title Classification": "Competitive-1"}), headers=headers)
    service = the_posting().service_type
    assert service is not None
    assert (service.name, service.source) == ("Competitive", "feed")
    assert feed(row(**{"Title Classification": "Competitive-1"}), headers=headers).counts == (1, 0, 0, 1, 0, 0, 0)
    assert ServiceType.objects.count() == 1


def test_defaults_fill_what_a_source_leaves_out(feed: Import, full_mapping: Path) -> None:
    feed(row(**{"To Apply": ""}), options=("--mapping", str(full_mapping)))
    posting = the_posting()
    assert posting.benefits == "Health insurance and a pension."
    assert posting.how_to_apply == "Ask for number 700001."
    assert posting.location == "2 North LaSalle Street, Chicago, IL"


def test_columns_that_nobody_reads_are_told(feed: Import) -> None:
    outcome = feed(row(Colour="red"), headers=(*HEADERS, "Colour"))
    assert outcome.report["unused_columns"] == ["Colour"]
    assert "Colour" in outcome.out


def test_words_that_the_portal_does_not_have_are_told_and_leave_the_field_empty(feed: Import) -> None:
    outcome = feed(row(**{"Field of Work": "Alchemy"}), headers=(*HEADERS, "Field of Work"))
    assert outcome.report["unknown_words"] == {"family": ["Alchemy"]}
    assert the_posting().family is None


def test_a_dry_run_says_the_same_and_writes_nothing(feed: Import) -> None:
    rows = [row(), row(2), row(2, **{"Posting Type": "Internal"}), row(3, **{"Posting Date": "soon"})]
    dry = feed(*rows, options=("--dry-run",))
    assert dry.code == 1
    assert dry.report["dry_run"] is True
    assert not Posting.objects.exists()
    assert not Department.objects.exists()
    assert not ServiceType.objects.exists()
    wet = feed(*rows)
    assert wet.counts == dry.counts == (4, 2, 0, 0, 1, 0, 1)


def test_postings_that_are_no_longer_in_the_file_stay_and_are_told(feed: Import) -> None:
    feed(row(), row(2))
    outcome = feed(row())
    assert outcome.report["not_in_file"] == 1
    assert Posting.objects.count() == 2


def test_the_same_number_from_two_sources_is_two_postings(feed: Import) -> None:
    feed(row())
    other: Outcome = feed(row(), options=("--source", "other"))
    assert other.counts == (1, 1, 0, 0, 0, 0, 0)
    assert set(Posting.objects.values_list("source", flat=True)) == {"feed", "other"}


def test_a_person_of_hr_can_be_named_and_nobody_else(feed: Import) -> None:
    person = UserFactory.create(email="hr@demo.example", roles=[Role.HR_EDITOR])
    UserFactory.create(email="seeker@demo.example")
    refused = feed(row(), options=("--by", "seeker@demo.example"))
    assert refused.code == 2
    assert "seeker@demo.example" in refused.err
    feed(row(), options=("--by", "HR@demo.example"))
    assert the_posting().created_by == person
