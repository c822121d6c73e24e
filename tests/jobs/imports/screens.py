"""The import screens as a person uses them, with the worker's part done when it is asked for."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client

from chitech.core.imports import work
from chitech.core.imports.models import Import
from tests.pages import form_fields

LIST = "/jobs/manage/imports/"


def upload(browser: Client, content: bytes, *, name: str = "feed.csv", source: str = "feed", **more: str) -> Any:
    """Upload a file: the answer of the page."""
    file = SimpleUploadedFile(name, content)
    return browser.post(f"{LIST}new/", {"file": file, "source": source, **more})


def latest() -> Import:
    run = Import.objects.order_by("pk").last()
    assert run is not None
    return run


def match(browser: Client, **changes: str) -> HttpResponseBase:
    """Send the form of columns as it was offered, with some choices changed."""
    address = f"{LIST}{latest().pk}/match/"
    data = form_fields(browser.get(address), "main form.match-form")
    return browser.post(address, {**data, **changes})


def preview(browser: Client, content: bytes, *, columns: dict[str, str] | None = None, **how: str) -> Import:
    """From a file to its preview."""
    assert upload(browser, content, **how).status_code == 302
    assert match(browser, **(columns or {})).status_code == 302
    return worked()


def apply(browser: Client, run: Import | None = None) -> Import:
    """Press "Apply", and let the worker work."""
    run = run or latest()
    answer = browser.post(f"{LIST}{run.pk}/apply/", {"digest": run.digest})
    assert answer.status_code == 302, answer.status_code
    return worked(run)


def bring_in(browser: Client, content: bytes, **how: Any) -> Import:
    """A whole import."""
    return apply(browser, preview(browser, content, **how))


def undo(browser: Client, run: Import) -> Import:
    """Undo it, as the page offers to."""
    address = f"{LIST}{run.pk}/undo/"
    assert browser.post(address, form_fields(browser.get(address), "main form[method=post]")).status_code == 302
    return worked(run)


def worked(run: Import | None = None) -> Import:
    """The import after a worker has done what it waits for."""
    run = run or latest()
    assert work.take_up(run.pk)
    run.refresh_from_db()
    return run
