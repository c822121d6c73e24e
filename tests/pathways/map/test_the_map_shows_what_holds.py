"""The map shows the titles in force with what is so at this moment, to each person their own; a list says the same."""

import gc
import gzip
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.cities import make_city
from chitech.core.accounts.models import User
from pathways.map import kept, version
from pathways.map.graph import Graph
from pathways.map.kept import CareerMap
from pathways.models import Move, Profile, Title
from pathways.profiles.actions import record_skill
from tests.conftest import SignIn
from tests.factories import (
    FamilyFactory,
    LevelFactory,
    MoveFactory,
    PostingFactory,
    RevisionFactory,
    SkillFactory,
    TitleFactory,
)


@pytest.fixture
def ladder(db: None) -> list[Title]:
    """Two lines: Web with three titles of levels 2 to 4, and Data with one, to which one can change."""
    web, data = FamilyFactory.create(name="Web", slug="web", letter="W"), FamilyFactory.create(name="Data", slug="data")
    names = ["Junior maker", "Maker", "Senior maker"]
    titles = [
        TitleFactory.create(family=web, level_number=n, code=f"WEB-P{n}", revision__name=name)
        for n, name in enumerate(names, start=2)
    ]
    titles.append(TitleFactory.create(family=data, level_number=3, code="DAT-P3", revision__name="Counter"))
    MoveFactory.create(origin=titles[0], destination=titles[1])
    MoveFactory.create(origin=titles[1], destination=titles[3], kind="bridge")
    return titles


def drawn(text: str) -> dict[str, str]:
    """The stations of the drawing: code -> what a screen reader hears."""
    svg = text[text.index('<svg class="map') :].split("</svg>", maxsplit=1)[0]
    return dict(re.findall(r'href="/pathways/titles/([^/]+)/" data-stop="\d+" aria-label="([^"]+)"', svg))


def listed(text: str) -> list[str]:
    """The titles of the list, by code."""
    return re.findall(r'<li id="stop-\d+"><a href="/pathways/titles/([^/]+)/">', text)


def test_drawing_and_list_say_the_same(client: Client, ladder: list[Title]) -> None:
    PostingFactory.create_batch(2, title=ladder[1])
    PostingFactory.create(title=ladder[1], ended=True)
    text = client.get("/pathways/").text
    assert set(drawn(text)) == set(listed(text)) == {"WEB-P2", "WEB-P3", "WEB-P4", "DAT-P3"}
    assert drawn(text)["WEB-P3"] == (
        "Maker. level 3, Professional. $84,780 – $112,500 a year. 2 openings now. Change to: Counter"
    )
    assert text.count("2 openings now") == 3  # in the drawing, in the list, and of all together


def test_what_is_not_in_force_is_no_station(client: Client, ladder: list[Title]) -> None:
    today = timezone.localdate()
    later = TitleFactory.create(family=ladder[0].family, revision=None, code="WEB-P3B")
    RevisionFactory.create(title=later, in_force_from=today + timedelta(days=9))
    RevisionFactory.create(title=TitleFactory.create(revision=None, code="WEB-P3C"), draft=True)
    assert {"WEB-P3B", "WEB-P3C"}.isdisjoint(drawn(client.get("/pathways/").text))
    assert "WEB-P3B" in {each.code for each in kept.career_map(today + timedelta(days=10)).graph.stations}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("family=web", {"WEB-P2", "WEB-P3", "WEB-P4"}),
        ("level=3", {"WEB-P3", "DAT-P3"}),
        ("level=3&level=4&family=web", {"WEB-P3", "WEB-P4"}),
        ("q=senior", {"WEB-P4"}),
        ("openings=1", {"WEB-P3"}),
        ("family=nonsense&level=12&view=odd", {"WEB-P2", "WEB-P3", "WEB-P4", "DAT-P3"}),
    ],
)
def test_filters_leave_stations_out(client: Client, ladder: list[Title], asked: str, found: set[str]) -> None:
    PostingFactory.create(title=ladder[1])
    text = client.get(f"/pathways/?{asked}").text
    assert set(drawn(text)) == set(listed(text)) == found
    # What is left out stays on its line as a dot.
    assert text.count("map__dot") == 4 - len(found)
    assert set(listed(client.get(f"/pathways/?{asked}&view=list").text)) == found


def test_a_move_is_drawn_only_between_stations_that_are_shown(client: Client, ladder: list[Title]) -> None:
    hop = f'data-hop="{ladder[1].pk} {ladder[3].pk}"'
    assert hop in client.get("/pathways/").text
    assert hop not in client.get("/pathways/?family=web").text


def test_a_change_of_the_vocabulary_is_on_the_map_at_once(client: Client, ladder: list[Title]) -> None:
    before, first = version.current(), kept.career_map(timezone.localdate())
    assert kept.career_map(timezone.localdate()) is first
    Move.objects.all().delete()
    assert version.current() != before
    assert "Change to" not in drawn(client.get("/pathways/").text)["WEB-P3"]
    seen = version.current()
    revision = RevisionFactory.create(title=TitleFactory.create(revision=None), draft=True)
    revision.summary = "A draft is nobody's business."
    seen_with_title = version.current()
    revision.save()
    assert seen != seen_with_title == version.current()


def test_a_person_sees_where_they_stand_and_what_they_share(
    sign_in: SignIn, staff: User, hr: User, ladder: list[Title]
) -> None:
    skills = SkillFactory.create_batch(4)
    later = timezone.localdate() - timedelta(days=3)
    RevisionFactory.create(
        title=ladder[3], number=2, name="Counter", in_force_from=later, skills=[(skill, 2, True) for skill in skills]
    )
    for skill in skills[:2]:
        record_skill(user=staff, skill=skill, level=1, source="self", by=staff)
    now = timezone.now()
    Profile.objects.create(
        user=staff, title=ladder[0], revision=ladder[0].revisions.get(), since=later, origin="chosen", set_at=now,
        set_by=hr,
    )  # fmt: skip
    text = sign_in(staff).get("/pathways/").text
    assert "You are here" in drawn(text)["WEB-P2"]
    assert "You have 2 of its 4 skills" in drawn(text)["DAT-P3"]
    assert set(drawn(sign_in(staff).get("/pathways/?skills=mine").text)) == {"DAT-P3"}
    assert "You are here" not in sign_in(hr).get("/pathways/").text


def test_names_are_escaped(client: Client, db: None) -> None:
    title = TitleFactory.create(revision__name='<b>"&', family__name="<i>Odd")
    MoveFactory.create(origin=TitleFactory.create(), destination=title, kind="lateral")
    text = client.get("/pathways/").text
    assert "<b>" not in text
    assert "<i>" not in text
    assert "&lt;b&gt;&quot;&amp;" in text


def test_only_what_a_stranger_may_apply_for_now_is_counted(client: Client, ladder: list[Title]) -> None:
    PostingFactory.create(title=ladder[1])
    PostingFactory.create(title=ladder[1], audience="staff")
    PostingFactory.create(title=ladder[1], ended=True)
    PostingFactory.create(title=ladder[1], opens_at=timezone.now() + timedelta(hours=1))
    PostingFactory.create(title=TitleFactory.create(revision=None, code="OLD-P3"))  # a title that is not on the map
    assert "4 titles, 1 opening now" in re.sub(r"openings? now", "opening now", client.get("/pathways/").text)
    PostingFactory.create(title=ladder[3])
    assert "1 opening now" in drawn(client.get("/pathways/").text)["DAT-P3"]


def test_the_place_of_a_large_piece_is_not_typed_in(client: Client, ladder: list[Title]) -> None:
    text = client.get("/pathways/?q=<!--piece drawing-->").text
    assert "&lt;!--piece drawing--&gt;" in text
    assert "<!--piece" not in text
    assert '<svg class="map' not in text  # no title is called so
    assert client.get("/pathways/").text.count('<svg class="map') == 1


def test_a_large_map_is_light_and_takes_as_many_queries(client: Client, db: None) -> None:
    make_city(12, 150)
    PostingFactory.create(title=Title.objects.all()[3])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get("/pathways/")
    assert len(queries) <= 10
    assert len(gzip.compress(page.content)) < 100_000
    with CaptureQueriesContext(connection) as again:
        client.get("/pathways/")
    assert len(again) == 1  # a copy: how fresh the vocabulary and the openings are
    assert len(drawn(page.text)) == 150


def test_an_old_map_goes_at_once_and_is_no_garbage_to_look_for(client: Client, ladder: list[Title]) -> None:
    kept.forget()
    gc.collect()
    gc.disable()
    try:
        assert client.get("/pathways/").status_code == 200
        kept.forget()
        assert not [each for each in gc.get_objects() if isinstance(each, Graph | CareerMap)]
    finally:
        gc.enable()


def test_titles_of_one_level_alone_are_a_line_too(client: Client, db: None) -> None:
    family = FamilyFactory.create()
    LevelFactory.create(number=3)
    for _n in range(6):
        TitleFactory.create(family=family)
    assert len(drawn(client.get("/pathways/").text)) == 6


def test_an_empty_vocabulary_has_a_page(client: Client, db: None) -> None:
    assert client.get("/pathways/").status_code == 200
