"""Django's admin: superusers alone, through the portal's sign-in, and postings there are only to look at."""

import pytest
from django.contrib import admin
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.outbox import delivery
from jobs.models import Posting
from tests.conftest import SignIn
from tests.factories import PostingFactory, PostingSkillFactory, TitleAliasFactory, UserFactory, give

pytestmark = pytest.mark.django_db


def test_a_stranger_signs_in_where_everyone_does(client: Client) -> None:
    answer = client.get("/admin/jobs/posting/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/admin/jobs/posting/")
    answer = client.get("/admin/login/")
    assert answer["Location"].startswith("/accounts/login/")
    assert client.post("/admin/login/", {"username": "admin@demo.example", "password": "x"}).status_code == 302


def test_for_anyone_else_there_is_no_such_page(hr: User, staff: User, seeker: User, sign_in: SignIn) -> None:
    hr.is_staff = True  # Django's own flag is not enough
    hr.save()
    for person in (hr, staff, seeker):
        for url in ("/admin/", "/admin/login/", "/admin/jobs/posting/"):
            assert sign_in(person).get(url).status_code == 404


def test_every_table_opens_for_a_superuser(admin: User, sign_in: SignIn) -> None:
    PostingSkillFactory.create()
    TitleAliasFactory.create()
    browser = sign_in(admin)
    assert browser.get("/admin/").status_code == 200
    for model, its_admin in _tables():
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert browser.get(reverse(f"{names}_changelist")).status_code == 200
        if its_admin.has_add_permission(browser.get("/admin/").wsgi_request):
            assert browser.get(reverse(f"{names}_add")).status_code == 200
        row = model._default_manager.first()
        if row is not None:
            assert browser.get(reverse(f"{names}_change", args=[row.pk])).status_code == 200


def test_postings_can_not_be_changed_past_their_actions(admin: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(draft=True)
    browser = sign_in(admin)
    url = f"/admin/jobs/posting/{posting.pk}/change/"
    assert browser.post(url, {"state": "published"}).status_code == 403
    assert browser.post(url.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert browser.get("/admin/jobs/posting/add/").status_code == 403
    assert Posting.objects.get().state == "draft"


def test_the_last_one_who_can_give_roles_can_not_be_switched_off(admin: User, sign_in: SignIn) -> None:
    browser, url = sign_in(admin), f"/admin/accounts/user/{admin.pk}/change/"
    for less in ({"is_superuser": "on"}, {"is_active": "on"}):
        page = browser.post(url, {"name": "Ada", **less})
        assert "Nobody else could give roles then" in page.text
    admin.refresh_from_db()
    assert admin.is_active
    assert admin.is_superuser
    give(UserFactory.create(), Role.ADMINISTRATOR)
    assert browser.post(url, {"name": "Ada", "is_active": "on"}).status_code == 302
    admin.refresh_from_db()
    assert not admin.is_superuser


def test_an_account_is_neither_deleted_nor_led_to_another_address_there(
    admin: User, seeker: User, sign_in: SignIn
) -> None:
    browser, url = sign_in(admin), f"/admin/accounts/user/{seeker.pk}/"
    assert browser.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    browser.post(f"{url}change/", {"name": "Sam", "is_active": "on", "email": "mallory@evil.example"})
    email = seeker.email
    seeker.refresh_from_db()
    assert (seeker.name, seeker.email) == ("Sam", email)


def test_who_gets_a_password_from_a_superuser_is_told(admin: User, seeker: User, sign_in: SignIn) -> None:
    new = {"usable_password": "true", "password1": "a quite long password 7", "password2": "a quite long password 7"}
    url = f"/admin/accounts/user/{seeker.pk}/password/"
    assert sign_in(admin).post(url, {**new, "password2": "another one"}).status_code == 422
    delivery.drain()
    assert not mail.outbox
    assert sign_in(admin).post(url, new).status_code == 302
    delivery.drain()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [([seeker.email], "Your password is changed")]


def _tables() -> list[tuple[type[models.Model], admin.ModelAdmin]]:
    ours = {"accounts", "pathways", "jobs"}
    return [(model, made) for model, made in admin.site._registry.items() if model._meta.app_label in ours]
