"""Who works with other people's matters signs in with two proofs. The demo's own people are only asked to."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import DECLARED, GRANTED, Role
from chitech.core.signin import second_step
from tests.core.signin.conftest import MakeMember
from tests.core.signin.test_ways_to_sign_in import SECRET
from tests.factories import give

pytestmark = pytest.mark.django_db


def with_one_proof(user: User) -> Client:
    """Signed in by password alone."""
    browser = Client()
    browser.force_login(user)
    return browser


DEMANDING = {Role.HR_EDITOR, Role.HR_PUBLISHER, Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", GRANTED)
def test_it_is_demanded_of_these_roles_and_no_others(role: Role, member: MakeMember) -> None:
    user = member()
    give(user, role)
    answer = with_one_proof(user).get("/jobs/")
    if role in DEMANDING:
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    else:
        assert answer.status_code == 200
    assert DECLARED[role].needs_mfa is (role in DEMANDING)


def test_nothing_else_is_done_before(member: MakeMember) -> None:
    user = member()
    give(user, Role.HR_EDITOR)
    browser = with_one_proof(user)
    answer = browser.post("/jobs/manage/new/?blank", {"business_title": "Bridge keeper"})
    assert answer["Location"] == "/accounts/2fa/"
    for address in ["/accounts/2fa/", "/accounts/email/", "/accounts/sessions/", "/accounts/logout/"]:
        assert browser.get(address).status_code == 200, address
    fragment = browser.get("/jobs/", headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == "/accounts/2fa/"


def test_once_set_up_the_person_goes_on_to_where_they_were(member: MakeMember) -> None:
    user = member()
    give(user, Role.HR_EDITOR)
    browser = with_one_proof(user)
    browser.get("/jobs/manage/?state=draft")
    assert "asks for a second step" in browser.get("/accounts/2fa/").text
    TOTP.activate(user, SECRET)
    assert 'href="/jobs/manage/?state=draft"' in browser.get("/accounts/2fa/").text
    assert browser.get("/jobs/manage/").status_code == 200


def test_the_last_one_can_not_be_taken_away(member: MakeMember) -> None:
    user = member()
    give(user, Role.AUDITOR)
    TOTP.activate(user, SECRET)
    browser = with_one_proof(user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 4e9, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    page = browser.get("/accounts/2fa/totp/deactivate/")
    assert "Add another one first" in page.text
    browser.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=user).exists()


def test_the_demos_people_are_offered_it_and_no_more(hr: User, settings: Any) -> None:
    settings.DEMO = True
    assert with_one_proof(hr).get("/jobs/manage/").status_code == 200
    settings.DEMO = False
    assert with_one_proof(hr).get("/jobs/manage/")["Location"] == "/accounts/2fa/"


def test_the_administration_site_is_behind_the_same_step(member: MakeMember) -> None:
    user = member("root@city.example", is_superuser=True, is_staff=True)
    assert with_one_proof(user).get("/admin/")["Location"] == "/accounts/2fa/"
    TOTP.activate(user, SECRET)
    assert with_one_proof(user).get("/admin/").status_code == 200


def test_a_role_taken_away_asks_no_more(member: MakeMember) -> None:
    user = member()
    assert not second_step.must_have(user)
    grant = give(user, Role.ANALYST)
    assert second_step.must_have(User.objects.get(pk=user.pk))
    grant.delete()
    assert not second_step.must_have(User.objects.get(pk=user.pk))


def test_an_unconfirmed_address_sets_nothing_up(client: Client, member: MakeMember) -> None:
    user = member()
    EmailAddress.objects.filter(user=user).update(verified=False)
    answer = with_one_proof(user).get("/accounts/2fa/totp/activate/", follow=True)
    assert "Confirm your email address first." in answer.text
