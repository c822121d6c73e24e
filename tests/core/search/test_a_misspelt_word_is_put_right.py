"""“Did you mean”: unknown words are replaced by the nearest known ones, known words never."""

import pytest

from chitech.core.search.models import Lexeme
from chitech.core.search.spelling import replace_corpus, suggest

pytestmark = pytest.mark.django_db
TEXTS = "VALUES ('Security analyst'), ('Python programmer'), ('Café Database administrator 42'), ('Security engineer')"


@pytest.fixture(autouse=True)
def corpus() -> None:
    replace_corpus("jobs", TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("secuirty", "security"),
        ("pyhton", "python"),
        ("Pyhton", "python"),
        ("databse administrater", "database administrator"),
        ("security analist", "security analyst"),
        ("enginer -analyst", "engineer -analyst"),
    ],
)
def test_near_words(typed: str, meant: str) -> None:
    assert suggest("jobs", typed) == meant


@pytest.mark.parametrize("typed", ["security", "zebra", "xy", "", "4242", "-secuirty", "'; drop table", "工程师"])
def test_nothing_to_put_right(typed: str) -> None:
    assert suggest("jobs", typed) is None


def test_a_corpus_is_replaced_whole_and_others_are_left() -> None:
    replace_corpus("courses", "VALUES ('Welding')")
    assert replace_corpus("jobs", "VALUES ('Gardening for all')") == 3
    assert set(Lexeme.objects.values_list("word", flat=True)) == {"welding", "gardening", "for", "all"}
    assert suggest("jobs", "weldng") is None
    assert suggest("courses", "weldng") == "welding"


def test_accents_and_numbers_are_left_out() -> None:
    words = set(Lexeme.objects.values_list("word", flat=True))
    assert "cafe" in words
    assert "42" not in words
