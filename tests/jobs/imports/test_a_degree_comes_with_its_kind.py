"""A file may say which degree a job asks for, in the words that people use for it."""

import pytest

from jobs.models import Posting
from tests.jobs.imports.conftest import HEADERS, Import, row

pytestmark = pytest.mark.django_db
WITH_DEGREE = (*HEADERS, "Degree", "Degree Kind")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("GED", "high_school"),
        ("Associate's Degree", "associate"),
        ("Bachelor’s", "bachelor"),
        ("Bachelor’s degree", "bachelor"),
        ("Master's", "postgraduate"),
        ("professional certificate", "certificate"),
        ("", ""),
    ],
)
def test_it_is_read(feed: Import, written: str, kind: str) -> None:
    outcome = feed(row(**{"Degree": "Preferred", "Degree Kind": written}), headers=WITH_DEGREE)
    assert outcome.code == 0
    assert Posting.objects.get().degree_kind == kind
    again = feed(row(**{"Degree": "Preferred", "Degree Kind": written}), headers=WITH_DEGREE)
    assert again.report["unchanged"] == 1


def test_a_strange_one_is_named_with_its_row(feed: Import) -> None:
    outcome = feed(row(**{"Degree Kind": "Wizardry"}), headers=WITH_DEGREE)
    assert outcome.code == 1
    (error,) = outcome.report["errors"]
    assert (error["column"], error["code"], error["value"]) == ("Degree Kind", "unknown_value", "Wizardry")
