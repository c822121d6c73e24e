"""The screens serve whatever kind registers, with its own permission and its own address."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import clear_url_caches, set_urlconf

from chitech.core.accounts.models import Department, User
from chitech.core.imports import registry, work
from chitech.core.imports.models import Import
from tests.conftest import SignIn
from tests.pages import form_fields, text

pytestmark = pytest.mark.django_db
LIST = "/toys/departments/imports/"


@pytest.fixture(autouse=True)
def toys(settings: object) -> Iterator[None]:
    from tests.core.imports import toy  # noqa: PLC0415 -- it registers itself, for these tests alone

    registry.register(toy.KIND)
    settings.ROOT_URLCONF = "tests.core.imports.toy"  # type: ignore[attr-defined]
    clear_url_caches()
    yield
    registry.forget("tests.department")
    set_urlconf(None)
    clear_url_caches()


def bring_in(browser: Client, content: bytes) -> Import:
    """From the file to its end, by the buttons."""
    file = SimpleUploadedFile("departments.csv", content)
    answer = browser.post(f"{LIST}new/", {"file": file, "source": "payroll"})
    assert answer.status_code == 302
    address = answer["Location"]
    assert browser.post(address, form_fields(browser.get(address), "main form.match-form")).status_code == 302
    run = Import.objects.latest("pk")
    assert work.take_up(run.pk)
    run.refresh_from_db()
    assert browser.post(f"{LIST}{run.pk}/apply/", {"digest": run.digest}).status_code == 302
    assert work.take_up(run.pk)
    run.refresh_from_db()
    return run


def test_it_is_previewed_applied_shown_and_undone(admin: User, sign_in: SignIn) -> None:
    browser = sign_in(admin)
    Department.objects.create(slug="water", name="Watr")
    run = bring_in(browser, b"Short Name,Long Name\nwater,Water\nparks,Parks\nnone,\n")
    assert (run.state, run.kind, run.figure("rejected")) == ("applied", "tests.department", 1)
    # A first word about a field that holds something is no order to change it (ADR 0031); the second one is.
    run = bring_in(browser, b"Short Name,Long Name\nwater,Water Management\nparks,Parks\n")
    assert dict(Department.objects.values_list("slug", "name")) == {"water": "Water Management", "parks": "Parks"}
    page = text(browser.get(f"{LIST}{run.pk}/"))
    assert "Was: Watr Becomes: Water Management" in page
    address = f"{LIST}{run.pk}/undo/"
    assert browser.post(address, form_fields(browser.get(address), "main form[method=post]")).status_code == 302
    assert work.take_up(run.pk)
    assert dict(Department.objects.values_list("slug", "name")) == {"water": "Watr", "parks": "Parks"}
    assert "Imports of departments" in text(browser.get(LIST))


def test_kinds_do_not_mix(admin: User, hr: User, sign_in: SignIn) -> None:
    run = bring_in(sign_in(admin), b"Short Name,Long Name\nparks,Parks\n")
    assert sign_in(hr).get(f"/jobs/manage/imports/{run.pk}/").status_code == 404
    assert sign_in(hr).get(f"{LIST}new/").status_code == 404
    assert sign_in(hr).get(f"{LIST}{run.pk}/").status_code == 200  # HR may read what was imported
    assert sign_in(hr).post(f"{LIST}{run.pk}/undo/").status_code == 404
