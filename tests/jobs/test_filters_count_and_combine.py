"""Filters narrow the list; the number beside a choice is what choosing it would show."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone

from jobs import finding, loosening
from jobs.criteria import Criteria, Vocabulary
from jobs.finding import Results
from jobs.models import Posting
from tests.factories import DepartmentFactory, FamilyFactory, LevelFactory, PostingFactory, TitleFactory

pytestmark = pytest.mark.django_db


def results(address: str) -> Results:
    vocabulary = Vocabulary.load()
    criteria = Criteria.read(QueryDict(address), vocabulary)
    return finding.find(criteria, user=AnonymousUser(), vocabulary=vocabulary, now=timezone.now())


def names(address: str) -> list[str]:
    return [posting.business_title for posting in results(address).postings]


def counts(address: str, facet: str) -> dict[str, int]:
    return next({c.value: c.count for c in f.choices} for f in results(address).facets if f.name == facet)


@pytest.fixture
def world() -> None:
    """Two families, two departments, every work mode, three levels."""
    software, data = (FamilyFactory.create(slug=slug, name=slug.title()) for slug in ("software", "data"))
    water, parks = (DepartmentFactory.create(slug=slug, name=slug.title()) for slug in ("water", "parks"))
    levels = [LevelFactory.create(number=n) for n in (1, 2, 3)]
    rows: list[tuple[str, Any, Any, Any, str, str, int, int]] = [
        ("A", software, water, levels[0], "onsite", "none", 0, 50_000_00),
        ("B", software, parks, levels[1], "hybrid", "none", 12, 80_000_00),
        ("C", data, water, levels[1], "hybrid", "preferred", 24, 90_000_00),
        ("D", data, parks, levels[2], "remote", "required", 36, 120_000_00),
    ]
    for days, (name, family, department, level, work, degree, months, pay) in enumerate(rows):
        PostingFactory.create(
            business_title=name,
            title=TitleFactory.create(family=family, level=level),
            department=department,
            level=level,
            work_mode=work,
            degree_rule=degree,
            experience_months=months,
            pay_min_cents=pay - 10_000_00,
            pay_max_cents=pay,
            opens_at=timezone.now() - timedelta(days=days * 5, hours=1),
            closes_at=timezone.now() + timedelta(days=20 - days) if name != "A" else None,
        )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "ABCD"),
        ("family=software", "AB"),
        ("family=software&family=data", "ABCD"),
        ("department=water", "AC"),
        ("level=1&level=3", "AD"),
        ("work=hybrid", "BC"),
        ("work=hybrid&work=remote", "BCD"),
        ("degree=none", "AB"),
        ("experience=none", "A"),
        ("pay_min=80000", "BCD"),
        ("pay_min=%2480%2C001", "CD"),
        ("posted=7", "AB"),
        ("posted=1", "A"),
        ("family=data&work=hybrid&department=water", "C"),
        ("family=software&work=remote", ""),
    ],
)
def test_filters_narrow(world: None, address: str, expected: str) -> None:
    assert sorted(names(address)) == list(expected)


@pytest.mark.parametrize(
    ("address", "expected"),
    [("sort=newest", "ABCD"), ("sort=closing", "DCBA"), ("sort=pay", "DCBA"), ("", "ABCD"), ("sort=best", "ABCD")],
)
def test_sorts(world: None, address: str, expected: str) -> None:
    assert names(address) == list(expected)


def test_a_facet_ignores_its_own_choice_and_heeds_all_others(world: None) -> None:
    assert counts("family=software", "family") == {"software": 2, "data": 2}
    assert counts("family=software", "work") == {"onsite": 1, "hybrid": 1, "remote": 0}
    assert counts("family=software&work=hybrid", "family") == {"software": 1, "data": 1}
    assert counts("work=hybrid", "experience") == {"none": 0}
    assert counts("posted=1", "posted") == {"1": 1, "7": 2, "30": 4}
    assert counts("pay_min=100000", "degree") == {"none": 0, "preferred": 0, "required": 1, "required_by_law": 0}


def test_every_number_beside_a_choice_is_what_choosing_it_shows(world: None) -> None:
    for start in ["", "work=hybrid", "family=data&pay_min=85000", "experience=none", "posted=7&degree=none"]:
        for facet in results(start).facets:
            base = QueryDict(start, mutable=True)
            base.pop(facet.name, None)
            for choice in facet.choices:
                chosen = base.copy()
                chosen.appendlist(facet.name, choice.value)
                assert results(chosen.urlencode()).count == choice.count, (start, facet.name, choice.value)


def test_pay_not_stated_is_left_out_by_a_least_pay(hr: Any) -> None:
    PostingFactory.create(business_title="Paid")
    assert names("pay_min=1") == ["Paid"]
    posting = PostingFactory.create(business_title="Unpaid", unpaid=True)
    assert Posting.objects.get(pk=posting.pk).annual_max_cents is None


def test_hourly_and_daily_pay_compare_by_the_year() -> None:
    PostingFactory.create(business_title="Hourly", pay_min_cents=20_00, pay_max_cents=25_00, pay_unit="hourly")
    PostingFactory.create(business_title="Daily", pay_min_cents=300_00, pay_max_cents=300_00, pay_unit="daily")
    assert names("pay_min=52000&sort=pay") == ["Daily", "Hourly"]
    assert names("pay_min=52001") == ["Daily"]


@pytest.mark.parametrize(
    "address",
    [
        "family=nonsense",
        "level=9",
        "level=abc",
        "work=moon",
        "degree=phd",
        "posted=2",
        "experience=some",
        "sort=luck",
        "pay_min=lots",
        "pay_min=-5",
        "pay_min=99999999999999999999",
        "pay_min=%D9%A3",
    ],
)
def test_an_unknown_value_is_left_out_and_said(world: None, address: str) -> None:
    shown = results(address)
    assert shown.count == 4
    assert len(shown.criteria.notices) == 1


def test_past_the_end_shows_the_last_page() -> None:
    title = TitleFactory.create()
    for number in range(23):
        PostingFactory.create(title=title, business_title=f"Job {number}")
    last = results("page=99")
    assert (last.page.number, len(last.postings), last.count) == (2, 3, 23)
    assert results("page=0").page.number == results("page=x").page.number == results("page=-1").page.number == 1


def test_an_address_is_read_and_written_back(world: None) -> None:
    vocabulary = Vocabulary.load()
    criteria = Criteria.read(
        QueryDict("work=remote&work=hybrid&q=data+base&family=data&pay_min=80%2C000&sort=pay&page=2&bogus=1"),
        vocabulary,
    )
    address = criteria.query_string()
    assert address == "?q=data+base&family=data&work=hybrid&work=remote&pay_min=80000&sort=pay&page=2"
    assert Criteria.read(QueryDict(address[1:]), vocabulary) == criteria


def test_when_nothing_matches_it_says_what_to_loosen_and_offers_the_nearest(world: None) -> None:
    vocabulary = Vocabulary.load()
    criteria = Criteria.read(QueryDict("family=software&work=remote&pay_min=70000"), vocabulary)
    asked: dict[str, Any] = {"user": AnonymousUser(), "vocabulary": vocabulary, "now": timezone.now()}
    assert finding.find(criteria, **asked).count == 0
    assert {(each.url, each.count) for each in loosening.loosenings(criteria, **asked)} == {
        ("?family=software&pay_min=70000", 1),
        ("?work=remote&pay_min=70000", 1),
    }
    assert next(p.business_title for p in loosening.nearest(criteria, **asked)) in {"B", "D"}
