"""Whatever a person types or pastes into the search box, Postgres accepts what we make of it."""

import pytest
from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chitech.core.accounts.models import Department
from chitech.core.search.query import MAX_LENGTH, clean, parse, text_query
from tests.factories import DepartmentFactory

NASTY = [
    "'",
    "'; drop table jobs_posting; --",
    '"',
    '"""',
    "\\",
    "\\'",
    "a & b | !c <-> (d)",
    ":*",
    "a:*",
    "a:ABCD",
    "<->",
    "<2>",
    "!!!",
    "((((",
    "-",
    "--",
    '-"',
    "- -",
    "the",
    "-the",
    "%",
    "_",
    "\x00",
    "a\x00b",
    "\U0001f600",
    "👩‍💻 engineer",
    "مهندس شبكات",
    "\u202eevil",
    "工程师",
    "\ud800",
    "x" * 10_000,
    "word " * 2_000,
    "c# c++ .net node.js",
    "{}{}",
    "%s %(x)s",
    "e-mail",
    "http://example.org/?a=b",
    "’ “ ”",
]


def _matches(text: str) -> bool:
    """Run the query against a document. Raises what Postgres raises."""
    query = text_query(clean(text)[0])
    rows = Department.objects.annotate(
        document=SearchVector(Cast(Value("network engineer"), TextField()), config="chitech_en")
    )
    return rows.filter(document=query).exists() if query is not None else True


@pytest.mark.django_db
@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:20]))
def test_nasty_text_is_only_text(text: str) -> None:
    DepartmentFactory.create()
    _matches(text)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("'\"\\&|!()<>:*-% \x00ab")), max_size=80))
def test_random_text_is_only_text(text: str) -> None:
    _matches(text)


@pytest.mark.parametrize(
    ("text", "kept", "was_cut"),
    [
        ("  two   words ", "two words", False),
        ("a\x00b\tc", "ab c", False),
        ("x" * 200, "x" * MAX_LENGTH, False),
        ("x" * 201, "x" * MAX_LENGTH, True),
        ("\ud800a", "a", False),
    ],
)
def test_text_is_cleaned_and_cut(text: str, kept: str, was_cut: bool) -> None:
    assert clean(text) == (kept, was_cut)


def test_quotes_minus_and_the_word_being_typed_are_understood() -> None:
    quoted, unwanted, unwanted_phrase, last = parse('"incident response" -manager -"on call" secur')
    assert (quoted.text, quoted.is_phrase, quoted.is_unwanted) == ("incident response", True, False)
    assert (unwanted.text, unwanted.is_unwanted) == ("manager", True)
    assert (unwanted_phrase.text, unwanted_phrase.is_phrase, unwanted_phrase.is_unwanted) == ("on call", True, True)
    assert (last.text, last.is_prefix) == ("secur", True)


def test_a_minus_inside_a_word_excludes_nothing() -> None:
    (term,) = parse("e-mail")
    assert not term.is_unwanted


def test_a_quote_never_closed_is_not_a_phrase() -> None:
    assert [t.text for t in parse('"incident response')] == ["incident", "response"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("Résumé reviewer", "resume"),
        ("Resume reviewer", "résumé"),
        ("C# developer", "c#"),
        ("C++ developer", "C++"),
        (".NET developer", ".net"),
        ("ASP.NET developer", "asp.net"),
        ("Programming in Python", "programs"),
        ("Security analyst", "secur"),
        ("Network security", "security/network"),
        ("Python and SQL", "sql.python"),
        ("Python and SQL", "sql/pyth"),
        ("Python developer", "<python>"),
        ("Wi-Fi engineer", "wifi"),
        ("Front-end developer", "frontend"),
        ("Front-end developer", "front-end"),
        ("IT support", "IT"),
        ("Security analyst", "sec\u200burity"),
        ("Mail http://x.example/security here", "security"),
    ],
)
def test_what_people_write_in_many_ways_matches(document: str, text: str) -> None:
    DepartmentFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('chitech_en', chitech_search_text(%s))", [document])
        (vector,) = cursor.fetchone()
    rows = Department.objects.annotate(document=Cast(Value(vector), SearchVector(F("name")).output_field))
    assert rows.filter(document=text_query(text)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "text"), [("C developer", "c#"), ("Java developer", "javascript"), ("It is here", "IT")]
)
def test_near_misses_stay_misses(document: str, text: str) -> None:
    DepartmentFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('chitech_en', chitech_search_text(%s))", [document])
        (vector,) = cursor.fetchone()
    rows = Department.objects.annotate(document=Cast(Value(vector), SearchVector(F("name")).output_field))
    assert not rows.filter(document=text_query(text)).exists()
