"""Django's admin: superusers alone, through the portal's sign-in, and postings there are only to look at."""

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from chitech.core.accounts.models import User
from jobs.models import Posting
from tests.conftest import SignIn
from tests.factories import PostingFactory, PostingSkillFactory, TitleAliasFactory

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


def _tables() -> list[tuple[type[models.Model], admin.ModelAdmin]]:
    ours = {"accounts", "pathways", "jobs"}
    return [(model, made) for model, made in admin.site._registry.items() if model._meta.app_label in ours]
