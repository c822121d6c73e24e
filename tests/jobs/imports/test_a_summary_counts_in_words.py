"""One is one: what the command and the screens say of an import has the right number of everything."""

import re

import pytest

from tests.jobs.imports.conftest import Import, row

pytestmark = pytest.mark.django_db


def test_one_of_each(feed: Import) -> None:
    said = feed(row(**{"Posting Type": "Internal"})).out
    assert "1 row of feed.csv imported from source “feed”" in said
    assert "1 cell with garbled letters was repaired." in said
    assert "1 is for city staff only." in said
    assert not re.search(r"\b1 rows", said)
    assert "1 earlier posting of this source is not in the file; it stays as it is." in feed(row(2)).out


def test_several_of_each(feed: Import) -> None:
    said = feed(row(1), row(2), row(3), row(3)).out
    assert "4 rows of feed.csv imported from source “feed”" in said
    assert "1 exact duplicate\n" in said
    assert "3 earlier postings of this source are not in the file; they stay as they are." in feed(row(9)).out
