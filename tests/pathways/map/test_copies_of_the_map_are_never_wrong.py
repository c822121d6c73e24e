"""Strangers get copies of the map. A change of a title, a move or an opening is on it at once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways.models import Move, Revision
from tests.conftest import SignIn
from tests.factories import MoveFactory, PostingFactory, TitleFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def move() -> Move:
    return MoveFactory.create(
        origin=TitleFactory.create(revision__name="Maker"),
        destination=TitleFactory.create(revision__name="Counter"),
        kind="bridge",
    )


def test_the_second_stranger_gets_a_copy(client: Client, move: Move) -> None:
    first = client.get("/pathways/")
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/pathways/")
    assert (len(queries), second.content) == (1, first.content)
    assert client.get("/pathways/", headers={"If-None-Match": second["ETag"]}).status_code == 304


def test_each_change_ends_the_copy(client: Client, move: Move) -> None:
    def now() -> str:
        client.get("/pathways/")
        return client.get("/pathways/").text

    assert "Change to: Counter" in now()
    Revision.objects.filter(name="Counter").update(name="Reckoner")
    assert "Change to: Reckoner" in now()
    posting = PostingFactory.create(title=move.origin)
    assert "1 opening now" in now()
    type(posting).objects.filter(pk=posting.pk).update(closes_at=timezone.now())
    assert "1 opening now" not in now()
    move.delete()
    assert "Change to" not in now()


def test_what_a_filter_shows_is_a_copy_of_its_own(client: Client, move: Move) -> None:
    for _again in range(2):
        assert 'data-count="2"' in client.get("/pathways/").text
        assert 'data-count="1"' in client.get(f"/pathways/?family={move.origin.family.slug}").text


def test_an_address_with_more_in_it_is_shown_to_nobody_else(client: Client, move: Move) -> None:
    assert "who=me" in client.get("/pathways/?view=list&who=me").text
    assert "who=me" not in client.get("/pathways/?view=list").text


def test_who_has_signed_in_gets_a_page_of_their_own(sign_in: SignIn, seeker: User, move: Move) -> None:
    page = sign_in(seeker).get("/pathways/")
    assert "private" in page["Cache-Control"]
    assert seeker.name in page.text or "Sign out" in page.text
