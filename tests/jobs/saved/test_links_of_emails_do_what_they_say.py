"""Signed links: pause, edit, delete, unsubscribe and answer without signing in. Opening a link changes nothing."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox import kinds, rendering
from chitech.core.outbox.models import Message
from jobs import emails
from jobs.models import SavedSearch, SearchAlert
from jobs.saved import tokens
from tests.factories import DepartmentFactory, PostingFactory, UserFactory
from tests.jobs.saved.cast import alerts, look, saved
from tests.pages import actions as forms_of
from tests.pages import form_fields, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    """A browser that no test has excused from the token against forged forms."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def alert() -> Message:
    """An alert to an address, ready to go."""
    search = saved("sam@example.org", name="From home")
    PostingFactory.create(opens_at=timezone.now())
    look()
    return alerts(search)[0]


def search_of(alert: Message) -> SavedSearch:
    return SavedSearch.objects.get(alerts=alert.context["alert"])


def link(alert: Message, name: str) -> str:
    words = emails.search_alert(alert)
    assert words
    return str(words[name]).partition(":8000")[2]


def test_one_click_stops_this_search_and_no_other(strict: Client, alert: Message) -> None:
    other = saved("sam@example.org", q="other")
    mail = rendering.email(alert, kinds.kind(alert.kind), emails.search_alert(alert) or {})
    headers = mail.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").partition(":8000")[2]
    strict.get(address)
    assert search_of(alert).paused is None
    answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert search_of(alert).paused is not None
    other.refresh_from_db()
    assert other.paused is None


def test_who_stops_by_hand_can_undo_it(strict: Client, alert: Message) -> None:
    page = strict.post(link(alert, "unsubscribe_url"), follow=True)
    assert "You get no emails about this search" in text(page)
    resume = next(action for action in forms_of(page) if "resume" in action)
    strict.post(resume, form_fields(page))
    assert search_of(alert).paused is None


def test_pause_edit_and_delete_by_link(client: Client, alert: Message) -> None:
    address = link(alert, "manage_url")
    DepartmentFactory.create(slug="bridges", name="Bridges")
    form = client.get(f"{address}edit/")
    answer = client.post(
        f"{address}edit/", {**form_fields(form), "name": "Bridges", "frequency": "weekly", "department": "bridges"}
    )
    assert answer["Location"] == address
    search = search_of(alert)
    assert (search.name, search.frequency, search.criteria) == ("Bridges", "weekly", {"department": ["bridges"]})
    client.post(f"{address}pause/")
    assert search_of(alert).paused
    assert client.get(f"{address}delete/").status_code == 405
    assert client.post(f"{address}delete/")["Location"] == "/jobs/saved/deleted/"
    assert not SavedSearch.objects.exists()
    assert client.get(address).status_code == 404


def test_other_filters_begin_anew(client: Client, alert: Message) -> None:
    PostingFactory.create(work_mode="remote")
    address = link(alert, "manage_url")
    client.post(f"{address}edit/", {"name": "Remote", "frequency": "at_once", "work": "remote"})
    look()
    assert len(alerts(search_of(alert))) == 1  # what stands there today is known
    answer = client.post(f"{address}edit/", {"name": "Remote", "frequency": "at_once", "pay_min": "lots"})
    assert answer.status_code == 422
    assert "Type whole dollars" in text(answer)


def test_was_it_useful(client: Client, alert: Message) -> None:
    address = link(alert, "useful_url")
    assert address.endswith("?answer=yes")
    page = client.get(address)
    assert SearchAlert.objects.get().was_useful is None  # a program that looks into emails has no opinion
    thanks = client.post(address.partition("?")[0], {**form_fields(page), "answer": "yes"}, follow=True)
    assert "Thank you" in text(thanks)
    assert SearchAlert.objects.get().was_useful is True
    client.post(address.partition("?")[0], {"answer": "no"})
    assert SearchAlert.objects.get().was_useful is False
    assert client.post(address.partition("?")[0], {"answer": "perhaps"}).status_code == 422


def test_a_link_is_for_one_purpose_and_one_address(client: Client, seeker: User) -> None:
    search = saved(seeker)
    manage = tokens.make(search, tokens.MANAGE)
    assert client.get(f"/jobs/saved/link/{manage}/").status_code == 200
    assert client.get(f"/jobs/saved/stop/{manage}/").status_code == 404
    seeker.email = "new@example.org"
    seeker.save()
    assert client.get(f"/jobs/saved/link/{manage}/").status_code == 404


def test_searches_of_others_are_not_there(sign_in: Any, seeker: User) -> None:
    search = saved(UserFactory.create())
    browser = sign_in(seeker)
    assert browser.get(f"/jobs/saved/{search.pk}/edit/").status_code == 404
    for verb in ("pause", "resume", "delete"):
        assert browser.post(f"/jobs/saved/{search.pk}/{verb}/").status_code == 404


def test_the_page_asks_the_same_however_much_it_shows(
    sign_in: Any, seeker: User, django_assert_max_num_queries: Any
) -> None:
    browser = sign_in(seeker)
    for number in range(6):
        saved(seeker, pay_min=50_000 + number)
        posting = PostingFactory.create()
        browser.post(f"/jobs/saved/openings/{posting.pk}/")
        if number in (0, 5):
            browser.get("/jobs/saved/")
            with django_assert_max_num_queries(16):
                page = browser.get("/jobs/saved/")
    assert len(page.context["searches"]) == len(page.context["openings"]) == 6
