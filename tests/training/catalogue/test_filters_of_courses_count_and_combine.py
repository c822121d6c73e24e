"""Filters narrow the catalogue; the number beside a choice is what choosing it would show, to the one who asks."""

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from tests.factories import FamilyFactory, SkillFactory
from tests.training.catalogue.asking import counts, names, results
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.choices import Audience

pytestmark = pytest.mark.django_db

FACETS = ("skill", "level", "when", "seats", "format", "family", "hours", "language")


@pytest.fixture(autouse=True)
def world() -> None:
    """Two fields, two skills; sessions near and far, full, for staff, on demand, and none."""
    data, maps = (FamilyFactory.create(slug=slug, name=slug.title()) for slug in ("data", "maps"))
    sql, charts = (SkillFactory.create(slug=slug, name=slug.title()) for slug in ("sql", "charts"))
    near = CourseFactory.create(name="Near", family=data, hours=3, skills=[(sql, 0, 1)])
    SessionFactory.create(course=near, days=5)
    full = CourseFactory.create(name="Full", family=data, hours=8, skills=[(sql, 1, 3), (charts, 0, 1)])
    EnrollmentFactory.create(session=SessionFactory.create(course=full, days=20, seats=1))
    inside = CourseFactory.create(name="Inside", family=maps, hours=30, skills=[(charts, 0, 2)], language="es")
    SessionFactory.create(course=inside, days=6, audience=Audience.STAFF)
    CourseFactory.create(name="Anytime", family=maps, hours=50, format="on_demand", skills=[(sql, 0, 2)])
    CourseFactory.create(name="Never", hours=4)
    CourseFactory.create(name="Draft", draft=True, skills=[(sql, 0, 4)])


def test_what_begins_soonest_comes_first_then_what_can_begin_any_time() -> None:
    assert names("") == ["Near", "Full", "Anytime", "Inside", "Never"]


def test_a_session_for_staff_counts_for_staff_alone(staff: User) -> None:
    assert names("when=7") == ["Near"]
    assert names("when=7", staff) == ["Near", "Inside"]
    assert counts("", "when") == {"7": 1, "30": 2, "90": 2}
    assert counts("", "when", staff) == {"7": 2, "30": 3, "90": 3}


def test_a_free_seat_is_one_that_nobody_has_or_a_course_on_demand() -> None:
    assert names("seats=free") == ["Near", "Anytime"]
    assert counts("", "seats") == {"free": 2}
    assert names("seats=free&when=30") == ["Near"]


def test_a_card_names_the_first_session_that_is_asked_for() -> None:
    course = CourseFactory.create(name="Twice")
    EnrollmentFactory.create(session=SessionFactory.create(course=course, days=3, seats=1))
    later = SessionFactory.create(course=course, days=40, seats=1)

    def named(address: str) -> tuple[bool, int]:
        card = next(card for card in results(address).courses if card.name == "Twice")
        assert card.next_session is not None
        return card.next_session == later, card.sessions

    assert named("") == (False, 2)
    assert named("when=90") == (False, 2)
    assert named("seats=free") == (True, 2)
    assert named("seats=free&when=90") == (True, 2)
    assert named("q=twice&seats=free") == (True, 2)


def test_skill_and_level_are_asked_of_one_and_the_same_skill() -> None:
    assert names("skill=sql&level=1") == ["Near"]
    assert set(names("skill=charts")) == {"Full", "Inside"}
    # "Full" brings charts to 1 and SQL to 3: not charts to 3.
    assert names("skill=charts&level=3") == []
    assert counts("skill=charts", "level") == {"1": 1, "2": 1, "3": 0, "4": 0}


def test_every_count_is_what_the_choice_would_show(staff: User) -> None:
    for start in (
        "",
        "family=data",
        "skill=sql",
        "skill=sql&level=3",
        "skill=sql&seats=free",
        "level=1",
        "when=7",
        "when=7&seats=free",
        "level=1&hours=half-day",
        "when=30&family=data&format=online",
    ):
        for facet in FACETS:
            for value, count in counts(start, facet, staff).items():
                kept = "&".join(part for part in start.split("&") if part and not part.startswith(f"{facet}="))
                assert results(f"{kept}&{facet}={value}", staff).count == count, (start, facet, value)


def test_hours_stand_in_one_span() -> None:
    assert counts("", "hours") == {"half-day": 2, "day": 1, "week": 1, "more": 1}
    assert set(names("hours=half-day&hours=day")) == {"Near", "Never", "Full"}


def test_what_we_do_not_know_is_left_out_and_named() -> None:
    found = results("skill=juggling&level=9&when=soon&seats=free&seats=all&page=x&family=data")
    assert [course.name for course in found.courses] == ["Near", "Full"]
    said = " ".join(found.criteria.notices)
    for word in ("juggling", "“9”", "soon", "all", "“x”"):
        assert word in said


def test_past_the_end_is_the_last_page() -> None:
    assert results("page=999").page.number == 1


def test_a_draft_is_found_by_nobody(staff: User) -> None:
    assert "Draft" not in names("", staff)
    assert "Draft" not in names("q=draft", staff)


def test_an_empty_list_says_which_choice_to_take_away_whatever_the_choices(client: Client) -> None:
    page = client.get("/training/?q=near&format=online&family=data&language=en&hours=half_day&skill=sql&when=30")
    assert page.status_code == 200
    assert "the choice under “How”" in page.text


def test_a_search_of_stop_words_lists_what_begins_soonest(client: Client) -> None:
    page = client.get("/training/", {"q": "the", "sort": "best"})
    assert page.context["results"].count == len(page.context["results"].courses) == 5


def test_a_page_beyond_the_last_shows_the_last(client: Client) -> None:
    CourseFactory.create_batch(17)  # and five that are there
    results = client.get("/training/", {"page": "9"}).context["results"]
    assert (results.page.number, len(results.courses)) == (2, 2)
