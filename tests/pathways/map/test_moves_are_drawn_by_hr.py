"""HR draws the moves of the map. Of two at once the second is told; nobody else may."""

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways.errors import NotAllowed
from pathways.map import actions
from pathways.models import Move, Title
from tests.conftest import SignIn
from tests.factories import MoveFactory, TitleFactory, give


@pytest.fixture
def titles(db: None) -> tuple[Title, Title]:
    return TitleFactory.create(revision__name="Maker"), TitleFactory.create(level_number=4, revision__name="Senior")


def typed(titles: tuple[Title, Title], **more: object) -> dict[str, object]:
    ends = {"origin": titles[0].pk, "destination": titles[1].pk}
    return {**ends, "kind": "promotion", "how": "competitive", "typical_months": 24, "note": "", **more}


def test_a_move_is_added_changed_and_removed(sign_in: SignIn, hr: User, titles: tuple[Title, Title]) -> None:
    browser = sign_in(hr)
    assert browser.post("/pathways/manage/moves/add/", typed(titles)).status_code == 302
    move = Move.objects.get()
    assert (move.origin, move.destination, move.version) == (*titles, 1)
    address = f"/pathways/manage/moves/{move.pk}/"
    changed = {"version": 1, "kind": "bridge", "how": "automatic", "typical_months": 30, "note": "New."}
    assert browser.post(address, changed).status_code == 302
    move.refresh_from_db()
    assert (move.kind, move.how, move.typical_months, move.note, move.version) == ("bridge", "automatic", 30, "New.", 2)
    assert "Maker" in browser.get("/pathways/manage/moves/").text
    assert browser.post(f"{address}remove/", {"version": 2}).status_code == 302
    assert not Move.objects.exists()


def test_the_second_of_two_editors_is_shown_the_difference(
    client: Client, sign_in: SignIn, hr: User, publisher: User, titles: tuple[Title, Title]
) -> None:
    move = MoveFactory.create(origin=titles[0], destination=titles[1], kind="promotion", typical_months=24, note="")
    address, mine = f"/pathways/manage/moves/{move.pk}/", {"version": 1, "kind": "promotion", "how": "competitive"}
    theirs = mine | {"typical_months": 60, "note": "Theirs."}
    mine |= {"typical_months": 24, "note": "Mine."}
    give(publisher, Role.HR_EDITOR)
    assert sign_in(publisher).post(address, theirs).status_code == 302
    browser = sign_in(hr)
    # What can't be saved yet does not forget on what it began: it would be saved over the other's words.
    assert 'name="version" value="1"' in browser.post(address, mine | {"typical_months": "soon"}).text
    answer = browser.post(address, mine)
    assert answer.status_code == 409
    assert f"{publisher} saved it on" in answer.text
    found = {each.name: (each.saved, each.typed, each.only_theirs) for each in answer.context["differences"]}
    assert found == {"typical_months": ("60", "24", True), "note": ("Theirs.", "Mine.", False)}
    assert answer.context["form"]["note"].value() == "Mine."
    assert 'name="version" value="2"' in answer.text
    # A button that was pressed on what is no more takes nothing off the map.
    assert "It was not removed" in browser.post(f"{address}remove/", {"version": 1}).text
    assert browser.post(address, mine | {"version": 2, "theirs": "typical_months"}).status_code == 302
    move.refresh_from_db()
    assert (move.typical_months, move.note, move.version) == (60, "Mine.", 3)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": "bridge", "destination": "same family"}, "bridge leads to another field"),
        ({"origin": "swapped"}, "promotion leads to a higher level"),
        ({"typical_months": 900}, "0 to 240"),
        ({"kind": ""}, "required"),
        ({"destination": ""}, "required"),
    ],
)
def test_what_does_not_fit_is_said(
    sign_in: SignIn, hr: User, titles: tuple[Title, Title], more: dict[str, object], said: str
) -> None:
    near = TitleFactory.create(family=titles[0].family, level_number=4)
    if more.get("origin") == "swapped":
        more = {"origin": titles[1].pk, "destination": titles[0].pk}
    if more.get("destination") == "same family":
        more = {**more, "destination": near.pk}
    answer = sign_in(hr).post("/pathways/manage/moves/add/", typed(titles, **more))
    assert answer.status_code == 422
    assert said in answer.text
    assert not Move.objects.exists()


def test_a_move_is_drawn_once(sign_in: SignIn, hr: User, titles: tuple[Title, Title]) -> None:
    MoveFactory.create(origin=titles[0], destination=titles[1])
    answer = sign_in(hr).post("/pathways/manage/moves/add/", typed(titles))
    assert (answer.status_code, "already a move" in answer.text) == (422, True)


def test_only_who_writes_titles_draws_moves(client: Client, staff: User, titles: tuple[Title, Title]) -> None:
    move = MoveFactory.create(origin=titles[0], destination=titles[1])
    with pytest.raises(NotAllowed):
        actions.change_move(move=move, by=staff, version=1, values={"typical_months": 1})
    with pytest.raises(NotAllowed):
        actions.remove_move(move=move, by=staff, version=1)
    with pytest.raises(NotAllowed):
        actions.add_move(move=Move(origin=titles[1], destination=titles[0], kind="lateral", typical_months=1), by=staff)


def test_the_list_of_moves_takes_as_many_queries_for_many(
    sign_in: SignIn, hr: User, titles: tuple[Title, Title], django_assert_max_num_queries: object
) -> None:
    browser, counts = sign_in(hr), []
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for _round in range(2):
        for _n in range(4):
            MoveFactory.create(origin=titles[0])
        browser.get("/pathways/manage/moves/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/pathways/manage/moves/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_moves_of_one_title(sign_in: SignIn, hr: User, titles: tuple[Title, Title]) -> None:
    MoveFactory.create(origin=titles[0], destination=titles[1])
    MoveFactory.create()
    page = sign_in(hr).get(f"/pathways/manage/moves/?title={titles[0].code}")
    assert len(page.context["rows"]) == 1
