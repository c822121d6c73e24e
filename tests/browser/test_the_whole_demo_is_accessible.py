"""axe finds nothing on any page of the demo, as somebody who may see all of them; and none is wider than a phone.

What `seed_demo --json` names is what is looked at: a page that is new there is looked at from then on.
"""

from pathlib import PurePosixPath

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.portal import seeding
from tests.browser.conftest import OpenPage, faults
from tests.factories import MessageFactory, give

# Read by machines.
NO_PAGES = {"livez", "readyz", "robots", "sitemap", "feed", "feed_search", "picture", "courses_feed", "courses_ics"}
# Looked at as each stranger sees them.
SIGNED_OUT = {"account_login", "account_signup"}


@pytest.fixture
def demo(transactional_db: None) -> dict[str, str]:
    """The demo, with a letter that could not be delivered; its pages by name."""
    seeding.seed(today=timezone.localdate())
    everyone = User.objects.get(email="admin@demo.example")
    # Or the tools of other roles would be looked at as pages that are not found.
    for role in set(Role) - {Role.SEEKER, *everyone.grants.values_list("role", flat=True)}:
        give(everyone, role)
    MessageFactory.create(
        user=User.objects.get(email="seeker@demo.example"),
        state="dead",
        error_code="refused",
        error="550 No such mailbox",
    )
    pages: dict[str, str] = seeding.report()["pages"]
    return {name: path for name, path in pages.items() if name not in NO_PAGES and not is_file(path)}


def is_file(path: str) -> bool:
    """An address that answers with a file: a feed, a picture, a sheet."""
    return PurePosixPath(path.partition("?")[0]).suffix != ""


# In parts, so that no worker is left alone with a long one at the end.
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_fault(demo: dict[str, str], open_page: OpenPage, part: int) -> None:
    admin = User.objects.get(email="admin@demo.example")
    page, stranger = open_page("/account/", user=admin), open_page("/")
    found = [
        fault
        for name, path in list(demo.items())[part::PARTS]
        for fault in faults_of(stranger if name in SIGNED_OUT else page, path)
    ]
    assert not found, "\n".join(found)


def faults_of(page: Page, path: str) -> list[str]:
    """What is wrong with one page: how it answers, and how it is laid out."""
    answer = page.goto(path)
    status = answer.status if answer else 0
    # The pages of an opening that has ended, and of one that is not out yet, are pages too.
    return [*([f"{path} answers {status}"] if status not in {200, 404, 410} else []), *faults(page)]
