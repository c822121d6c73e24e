"""The cast of the tests, and how they come to a page."""

from collections.abc import Callable, Iterator
from datetime import UTC

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django import DjangoDbBlocker

from chitech.core import page_copies
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.devservices.processes import wait_until
from chitech.core.signin.second_step import ASKED_BY_CITY
from pathways.map import kept
from tests.emptying import empty_instead_of_flush
from tests.factories import UserFactory
from tests.own_redis import take_own_redis

SignIn = Callable[[User], Client]


def pytest_configure(config: pytest.Config) -> None:
    """Static files as they were built, for the whole run: without the hashed copies that only a deployment collects."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # A password takes a tenth of a second to check, which is its purpose; hundreds of them take a test run's minutes.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    # How long an example takes says how busy the machine is, and nothing of the code.
    examples.register_profile("in time of its own", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    examples.load_profile("in time of its own")
    empty_instead_of_flush()
    take_own_redis()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a test has killed may be connected for some moments more, and a database in use can't be dropped.

    Only our own: the server's vacuum may be at work here too, may not be ended by us, and gives way by itself.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _one_day() -> None:
    """Tests ask more than once what day it is: one that would begin in a day's last seconds begins in the next day."""
    assert wait_until(lambda: _seconds_left_of_the_day() > 5, 60)


def _seconds_left_of_the_day() -> float:
    """In the city, or in UTC: whichever day ends sooner."""
    moments = [timezone.localtime(timezone=zone) for zone in (UTC, timezone.get_default_timezone())]
    return min(86_400 - (3600 * moment.hour + 60 * moment.minute + moment.second) for moment in moments)


@pytest.fixture(autouse=True)
def _nothing_kept_by_another_test() -> None:
    """Copies of pages, limits on tries, how far an import is: all in Redis, where nothing is undone after a test."""
    cache.clear()
    page_copies.forget_near()
    kept.forget()


@pytest.fixture
def stranger() -> AnonymousUser:
    """Someone who has not signed in. Their browser is pytest-django's `client`."""
    return AnonymousUser()


@pytest.fixture
def seeker(db: None) -> User:
    """Looks for a job; does not work for the city."""
    return UserFactory.create(email="seeker@demo.example", name="Sam Seeker")


@pytest.fixture
def staff(db: None) -> User:
    """Works for the city, and sees the openings for city staff only."""
    return UserFactory.create(email="staff@demo.example", name="Stevie Staff", roles=[Role.STAFF])


@pytest.fixture
def hr(db: None) -> User:
    """Writes, publishes and imports postings."""
    return UserFactory.create(email="hr@demo.example", name="Harper HR", roles=[Role.HR_EDITOR])


@pytest.fixture
def publisher(db: None) -> User:
    """The second person in HR: what one writes, another may publish."""
    return UserFactory.create(email="publisher@demo.example", name="Parker Publisher", roles=[Role.HR_PUBLISHER])


@pytest.fixture
def admin(db: None) -> User:
    """May open Django's administration site."""
    return UserFactory.create(
        email="admin@demo.example",
        name="Ada Admin",
        roles=[Role.ADMINISTRATOR, Role.HR_PUBLISHER],
        is_staff=True,
        is_superuser=True,
    )


def come_in(browser: Client, person: User) -> None:
    """Sign in with all that could be asked for."""
    browser.force_login(person)
    session = browser.session
    session[ASKED_BY_CITY] = True
    session.save()
    UserSession.objects.create(user=person, session_key=session.session_key, ip="192.0.2.1", user_agent="the test's")


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A browser in which a person is signed in, with a second step if it is asked of them: `sign_in(hr).get(...)`."""

    def browser_of(person: User) -> Client:
        browser = Client()
        come_in(browser, person)
        return browser

    return browser_of
