"""The list, who comes to it, how far an import has come, and what is forgotten in time."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.imports import actions, progress
from chitech.core.imports.models import Import, ImportFile, ImportItem, ImportReject
from chitech.core.imports.progress import Step
from tests.conftest import SignIn
from tests.factories import ImportFactory, UserFactory
from tests.jobs.imports.conftest import csv_text, row
from tests.jobs.imports.screens import LIST, bring_in, latest, match, preview, upload
from tests.pages import parse, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(hr: User, sign_in: SignIn) -> Client:
    return sign_in(hr)


def test_an_empty_list_says_how_to_begin(browser: Client) -> None:
    assert "Nothing has been imported yet" in text(browser.get(LIST))


def test_the_newest_comes_first_with_who_source_file_and_counts(browser: Client) -> None:
    bring_in(browser, csv_text(row(1), row(2, Agency="")))
    upload(browser, csv_text(row(3)), name="later.csv", source="other")
    first, second = parse(browser.get(LIST)).cssselect("tbody tr")
    assert [cell in " ".join(first.text_content().split()) for cell in ("later.csv", "from other", "Not finished")]
    words = " ".join(second.text_content().split())
    for said in ("feed.csv", "from feed", "Applied", "1 new, 0 changed, 0 unchanged, 1 rejected", "Harper HR"):
        assert said in words


def test_it_asks_as_much_of_the_database_for_many_as_for_few(browser: Client) -> None:
    counts = []
    for _size in range(2):
        ImportFactory.create_batch(10, applied=True)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize("show", ["new", "changed", "conflicts", "rejected"])
def test_a_preview_asks_as_much_for_many_rows_as_for_few(browser: Client, show: str) -> None:
    counts = []
    for size in (2, 12):
        rows = [row(number) for number in range(size)]
        bring_in(browser, csv_text(*rows), source=f"s{size}")
        changed = [{**one, "Work Location": "City Hall"} for one in rows]
        bad = [row(100 + number, Agency="") for number in range(size)]
        run = preview(browser, csv_text(*changed, *bad), source=f"s{size}")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"{LIST}{run.pk}/", {"show": show}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def test_an_auditor_reads_all_and_touches_nothing(browser: Client, sign_in: SignIn) -> None:
    run = bring_in(browser, csv_text(row(1)))
    auditor = sign_in(UserFactory.create(email="auditor@demo.example", roles=[Role.AUDITOR]))
    page = auditor.get(f"{LIST}{run.pk}/")
    assert "The import is applied" in text(page)
    assert parse(page).cssselect("main form") == []
    assert "Undo this import" not in text(page)
    assert "Import a file" not in text(auditor.get(LIST))
    assert auditor.get(f"{LIST}new/").status_code == 404
    for leaf in ("apply", "abandon", "undo"):
        assert auditor.post(f"{LIST}{run.pk}/{leaf}/").status_code == 404
    unfinished = ImportFactory.create()
    assert auditor.get(f"{LIST}{unfinished.pk}/").status_code == 200


@pytest.mark.parametrize("leaf", ["apply", "abandon"])
def test_an_address_that_acts_answers_only_to_a_post(browser: Client, leaf: str) -> None:
    run = ImportFactory.create(ready=True)
    assert browser.get(f"{LIST}{run.pk}/{leaf}/").status_code == 405


def test_the_progress_page_reloads_itself_and_speaks(browser: Client) -> None:
    upload(browser, csv_text(row(1)))
    match(browser)
    run = latest()
    progress.watcher(run.pk)(Step.READING, 500, 1000)
    page = browser.get(f"{LIST}{run.pk}/")
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.content.decode()
    assert "Reading the rows 500 of 1,000" in text(page)
    part = browser.get(f"{LIST}{run.pk}/", {"said": "opening-0"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "hx-swap-oob" in part.content.decode()
    again = browser.get(f"{LIST}{run.pk}/", {"said": "reading-2"}, headers={"HX-Request": "true"})
    assert "hx-swap-oob" not in again.content.decode()
    Import.objects.filter(pk=run.pk).update(state="failed")
    done = browser.get(f"{LIST}{run.pk}/", {"said": "reading-2"}, headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == f"{LIST}{run.pk}/"
    progress.clear(run.pk)


def test_files_and_cells_are_forgotten_in_time_and_what_undo_needs_is_not(browser: Client) -> None:
    old = bring_in(browser, csv_text(row(1)))
    last = bring_in(browser, csv_text(row(1, **{"Work Location": "City Hall"}), row(2, Agency="")))
    waiting = preview(browser, csv_text(row(3)))
    actions.forget_old()
    assert ImportFile.objects.count() == 3
    _age(days=8)
    actions.forget_old()
    assert list(ImportFile.objects.values_list("owner", flat=True)) == [waiting.pk]
    assert ImportReject.objects.get(owner=last).cells == []
    assert ImportReject.objects.get(owner=last).errors
    last.refresh_from_db()
    assert last.samples == []
    _age(days=91)
    actions.forget_old()
    assert set(ImportItem.objects.values_list("owner", flat=True)) == {last.pk, waiting.pk}
    assert browser.get(f"{LIST}{old.pk}/").status_code == 200
    assert browser.get(f"{LIST}{last.pk}/undo/").status_code == 200
    assert browser.get(f"{LIST}{waiting.pk}/match/").status_code == 302


def _age(*, days: int) -> None:
    moment: Any = timezone.now() - timedelta(days=days)
    Import.objects.update(uploaded_at=moment, asked_at=moment)
