"""The page of one opening says what a person needs to decide, pay first."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from jobs.finding import neighbours_of
from jobs.models import Posting
from tests.factories import FamilyFactory, LevelFactory, PostingFactory, PostingSkillFactory, SkillFactory, TitleFactory

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(html.fromstring(answer.text).get_element_by_id("main").text_content().split())


def test_it_says_pay_level_experience_degree_place_and_closing(client: Client) -> None:
    day = timezone.localdate() + timedelta(days=5)
    posting = PostingFactory.create(
        level=LevelFactory.create(number=3, name="Practitioner"),
        pay_min_cents=24_10,
        pay_max_cents=31_00,
        pay_unit="hourly",
        experience_months=18,
        degree_rule="required",
        degree_reason="The state licenses this work.",
        degree_equivalent="Four years of practice.",
        work_mode="hybrid",
        closes_at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=CHICAGO),
    )
    said = words(client, posting.get_absolute_url())
    for fact in [
        "$24.10 – $31.00 an hour",
        "about $50,128 – $64,480 a year",
        "Level 3 of 7: Practitioner",
        "1 year and 6 months of experience",
        "The state licenses this work.",
        "Four years of practice.",
        "Hybrid",
        "Closes in 5 days",
        posting.how_to_apply,
    ]:
        assert fact in said, fact
    assert said.index("$24.10") < said.index("Level 3") < said.index("What you will do")


def test_a_wrong_or_missing_slug_leads_to_the_right_one(client: Client) -> None:
    posting = PostingFactory.create(business_title="Network engineer")
    for address in [f"/jobs/{posting.pk}/", f"/jobs/{posting.pk}-old-name/"]:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, f"/jobs/{posting.pk}-network-engineer/")


def test_a_name_without_latin_letters_still_has_an_address(client: Client) -> None:
    posting = PostingFactory.create(business_title="工程师")
    assert client.get(posting.get_absolute_url()).status_code == 200


def test_an_opening_for_city_staff_is_not_there_for_others(client: Client, staff, sign_in) -> None:  # type: ignore[no-untyped-def]
    posting = PostingFactory.create(audience="staff")
    assert client.get(posting.get_absolute_url()).status_code == 404
    assert sign_in(staff).get(posting.get_absolute_url()).status_code == 200


def test_markdown_is_drawn_and_html_is_not(client: Client) -> None:
    posting = PostingFactory.create(
        what_you_will_do="**Mend** the net\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))"
    )
    answer = client.get(posting.get_absolute_url()).text
    assert "<strong>Mend</strong>" in answer
    assert "<script>alert" not in answer
    assert 'href="javascript' not in answer


def test_other_openings_of_the_title_and_similar_ones_are_offered(client: Client) -> None:
    family = FamilyFactory.create()
    title, other = TitleFactory.create(family=family), TitleFactory.create(family=family)
    posting = PostingFactory.create(title=title, business_title="This one")
    PostingFactory.create(title=title, business_title="Same title elsewhere")
    PostingFactory.create(title=other, business_title="Neighbouring work")
    PostingFactory.create(business_title="Far away work")
    said = words(client, posting.get_absolute_url())
    assert "Same title elsewhere" in said
    assert "Neighbouring work" in said
    assert "Far away work" not in said


def test_similar_openings_begin_with_the_nearest_level_and_among_these_with_the_newest(client: Client) -> None:
    family, now = FamilyFactory.create(), timezone.now()

    def opening(name: str, level: int | None, days: int) -> Posting:
        number = LevelFactory.create(number=level) if level else None
        opens_at = now - timedelta(days=days)
        return PostingFactory.create(title=None, family=family, level=number, business_title=name, opens_at=opens_at)

    this = opening("This one", 4, 1)
    for name, level, days in [("Far", 7, 1), ("Old", 4, 9), ("New", 4, 2), ("Above", 5, 8), ("Unknown", None, 1)]:
        opening(name, level, days)
    assert [each.business_title for each in neighbours_of(this, user=AnonymousUser()).similar] == [
        "New", "Old", "Above", "Far",
    ]  # fmt: skip


def test_queries_do_not_grow_with_rows(client: Client) -> None:
    title = TitleFactory.create()
    posting = PostingFactory.create(title=title)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(posting.get_absolute_url()).status_code == 200
        return len(queries)

    for _row in range(2):
        PostingFactory.create(title=title)
        PostingFactory.create(title=TitleFactory.create(family=title.family))
        PostingSkillFactory.create(posting=posting, skill=SkillFactory.create())
    few = asked()
    for _row in range(20):
        PostingFactory.create(title=title)
        PostingFactory.create(title=TitleFactory.create(family=title.family))
        PostingSkillFactory.create(posting=posting, skill=SkillFactory.create())
    assert few == asked() <= 8


def test_of_another_citys_posting_we_do_not_say_who_employs(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    ours = PostingFactory.create()
    theirs = PostingFactory.create(source="other-city", external_id="1")
    assert "application/ld+json" in client.get(ours.get_absolute_url()).text
    page = client.get(theirs.get_absolute_url()).text
    assert "application/ld+json" not in page
    assert settings.CITY_NAME not in " ".join(html.fromstring(page).get_element_by_id("main").text_content().split())
    settings.OWN_SOURCES = ["other-city"]
    settings.RELEASE = "another"  # copies of the page as it was are not asked
    assert "application/ld+json" in client.get(theirs.get_absolute_url()).text
