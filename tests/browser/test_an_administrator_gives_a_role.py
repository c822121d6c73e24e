"""An administrator finds a person, gives them a role, and sends again what the mail server refused."""

import re

import pytest
from django.core import mail

from chitech.core.accounts.models import RoleGrant, User
from chitech.core.outbox import delivery
from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.models import Message
from tests.browser.conftest import DESK, PHONE, OpenPage, overflow, violations


@pytest.mark.parametrize(("width", "js", "dark"), [(DESK, True, False), (PHONE, False, True)])
def test_from_the_search_to_the_email(  # noqa: PLR0917 -- fixtures
    admin: User, seeker: User, open_page: OpenPage, width: int, js: bool, dark: bool
) -> None:
    page = open_page("/people/", width=width, js=js, dark=dark, user=admin)
    page.get_by_label("Name or email address").fill(seeker.email)
    page.locator("main form[method=get] button[type=submit]").click()
    page.locator("#results").get_by_role("link", name=str(seeker)).click()
    page.get_by_role("button", name="Give this role").click()
    assert page.title().startswith("Error: ")
    page.get_by_role("heading", name=re.compile("problems")).wait_for()
    page.get_by_label("Role", exact=True).select_option(label="Mentor")
    page.get_by_label("Reason", exact=True).last.fill("Guides two apprentices")
    page.get_by_role("button", name="Give this role").click()
    page.get_by_text("has the role now: Mentor").wait_for()
    page.get_by_role("heading", name="Mentor", exact=True).wait_for()
    grant = RoleGrant.objects.get(user=seeker)
    assert (grant.role, grant.given_by, grant.reason) == ("mentor", admin, "Guides two apprentices")
    assert overflow(page) == 0

    Message.objects.filter(user=seeker).update(state=Delivery.DEAD, error_code="refused", error="550 no such mailbox")
    page.goto("/manage/messages/")
    page.get_by_text("550 no such mailbox").wait_for()
    if js:
        assert violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name=f"Send again to {seeker.email}").click()
    page.get_by_text("Every message was delivered").wait_for()
    delivery.drain()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([seeker.email], "You have a new role: Mentor")
