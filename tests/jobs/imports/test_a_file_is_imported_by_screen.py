"""From the upload to the undo, page by page, without scripts."""

import csv
import io
import json

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.imports.models import ImportedRecord, SavedMapping
from jobs import actions
from jobs.models import Posting, PostingSearch
from tests.conftest import SignIn
from tests.jobs.imports import screens
from tests.jobs.imports.conftest import HEADERS, csv_text, row
from tests.jobs.imports.screens import LIST, bring_in, latest, match, preview, undo, upload, worked
from tests.pages import parse, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(hr: User, sign_in: SignIn) -> Client:
    return sign_in(hr)


def test_a_preview_writes_nothing_and_applying_writes_what_it_showed(browser: Client, hr: User) -> None:
    run = preview(browser, csv_text(row(), row(2), row(2, **{"Posting Type": "Internal"}), row(3, Agency="")))
    assert run.state == "ready"
    page = browser.get(f"{LIST}{run.pk}/")
    assert "This is what would change" in text(page)
    figures = {
        dt.text: dd.text for dt, dd in zip(*(parse(page).cssselect(f".figures {x}") for x in ("dt", "dd")), strict=True)
    }
    assert figures == {
        "New": "2", "Changed": "0", "Unchanged": "0", "Folded into another row": "1", "Exact copies of a row": "0",
        "Rejected": "1",
    }  # fmt: skip
    assert not Posting.objects.exists()
    rejected = text(browser.get(f"{LIST}{run.pk}/", {"show": "rejected"}))
    assert "Row 5 Agency The department is missing. Fill it in." in rejected

    run = screens.apply(browser)
    assert (run.state, run.applied_by) == ("applied", hr)
    assert set(Posting.objects.values_list("external_id", flat=True)) == {"700001", "2"}
    assert "The import is applied" in text(browser.get(f"{LIST}{run.pk}/"))


def test_changes_are_shown_field_by_field(browser: Client) -> None:
    bring_in(browser, csv_text(row(), row(2)))
    run = preview(browser, csv_text(row(**{"Work Location": "City Hall", "Salary Range To": "120000"}), row(2)))
    page = browser.get(f"{LIST}{run.pk}/", {"show": "changed"})
    (item,) = parse(page).cssselect(".import-item")
    assert [" ".join(x.text_content().split()) for x in item.cssselect("del")] == [
        "Was: $84,780.00 – $112,500.00 a year", "Was: 2 North LaSalle Street",
    ]  # fmt: skip
    assert [" ".join(x.text_content().split()) for x in item.cssselect("ins")] == [
        "Becomes: $84,780.00 – $120,000.00 a year", "Becomes: City Hall",
    ]  # fmt: skip


def test_the_columns_of_a_strange_file_are_matched_and_remembered(browser: Client) -> None:
    strange = csv_text(
        {"Kennung": "A-1", "Wo": "Water", "Was": "Pump keeper", "Gehalt": "84780"},
        headers=("Kennung", "Wo", "Was", "Gehalt"),
    )
    assert upload(browser, strange, source="Strange Place").status_code == 302
    answer = match(browser)
    assert answer.status_code == 422
    assert "No column means “The posting’s number” yet. Choose which one does." in text(answer)
    chosen = {"column-0": "external_id", "column-1": "department", "column-2": "business_title"}
    assert match(browser, **chosen).status_code == 302
    run = screens.apply(browser, worked())
    assert run.source == "strange-place"
    posting = Posting.objects.get()
    assert (posting.external_id, posting.business_title, posting.source) == ("A-1", "Pump keeper", "strange-place")

    assert upload(browser, strange.replace(b"Pump keeper", b"Pump master"), source="strange-place").status_code == 302
    page = browser.get(f"{LIST}{latest().pk}/match/")
    assert "These are the choices that Harper HR made for this source" in text(page)
    assert match(browser).status_code == 302
    assert worked().figure("changed") == 1


def test_a_column_that_is_gone_and_one_that_is_new_are_told(browser: Client) -> None:
    bring_in(browser, csv_text(row()))
    headers = (*(h for h in HEADERS if h != "Work Location"), "Division")
    assert upload(browser, csv_text(row(), headers=headers)).status_code == 302
    page = text(browser.get(f"{LIST}{latest().pk}/match/"))
    assert "Columns that the last file had and this one has not: Work Location." in page
    assert "New columns: Division." in page


def test_what_the_file_lacks_is_typed_once_and_published(browser: Client) -> None:
    filled = {"state": "published", "fill-benefits": "Health insurance and a pension."}
    run = bring_in(browser, csv_text(row()), columns=filled)
    assert run.options == {"state": "published"}
    posting = Posting.objects.get()
    assert (posting.state, posting.benefits) == ("published", "Health insurance and a pension.")
    assert "1 published, 1 of the file is listed for the public." in text(browser.get(f"{LIST}{run.pk}/"))


def test_rejected_rows_come_back_mended(browser: Client) -> None:
    run = preview(browser, csv_text(row(), row(2, Agency="", **{"Business Title": "-cmd|' /C calc'!A0"})))
    answer = browser.get(f"{LIST}{run.pk}/rejected.csv")
    assert "attachment" in answer["Content-Disposition"]
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(one["Row"], one["What is wrong"]) for one in table] == [
        ("3", "Agency: The department is missing. Fill it in.")
    ]
    assert table[0]["Business Title"] == "'-cmd|' /C calc'!A0"
    screens.apply(browser)
    mended = answer.content.replace(b",,External", b",Streets,External")
    again = bring_in(browser, mended)
    assert (again.figure("new"), again.figure("rejected")) == (1, 0)
    assert Posting.objects.get(external_id="2").business_title == "-cmd|' /C calc'!A0"


def test_the_report_is_the_one_of_the_command(browser: Client) -> None:
    run = preview(browser, csv_text(row(), row(2, Agency="")))
    report = json.loads(browser.get(f"{LIST}{run.pk}/report.json").content)
    assert {
        "source", "file_sha256", "dry_run", "rows_read", "new", "changed", "unchanged", "folded", "duplicates",
        "rejected", "repaired_cells", "conflicts", "errors",
    } <= set(report)  # fmt: skip
    assert report["dry_run"] is True
    assert report["conflicts"] == []
    assert [(one["row"], one["column"], one["code"]) for one in report["errors"]] == [(3, "Agency", "missing")]
    screens.apply(browser)
    assert json.loads(browser.get(f"{LIST}{run.pk}/report.json").content)["dry_run"] is False


def test_a_preview_that_is_no_longer_true_is_made_again(browser: Client, hr: User) -> None:
    bring_in(browser, csv_text(row()))
    run = preview(browser, csv_text(row(**{"Work Location": "City Hall"})))
    posting = Posting.objects.get()
    actions.update(posting=posting, by=hr, version=posting.version, values={"location": "Elsewhere"})
    run = screens.apply(browser, run)
    assert run.state == "ready"
    assert Posting.objects.get().location == "Elsewhere"
    page = text(browser.get(f"{LIST}{run.pk}/"))
    assert "Something changed here since the preview was made." in page
    assert "Was: Elsewhere Becomes: City Hall" in page
    assert screens.apply(browser, run).state == "applied"
    assert Posting.objects.get().location == "City Hall"


def test_a_preview_that_somebody_made_anew_is_not_applied_blindly(browser: Client) -> None:
    run = preview(browser, csv_text(row()))
    seen = run.digest
    match(browser, **{"fill-city": "Chicago, IL"})
    worked()
    answer = browser.post(f"{LIST}{run.pk}/apply/", {"digest": seen})
    assert answer.status_code == 409
    assert "What you saw has changed" in text(answer)
    assert not Posting.objects.exists()


def test_pressing_apply_twice_is_answered_once(browser: Client) -> None:
    run = preview(browser, csv_text(row()))
    screens.apply(browser)
    answer = browser.post(f"{LIST}{run.pk}/apply/", {"digest": run.digest})
    assert answer.status_code == 409
    assert "This import is now: Applied." in text(answer)


def test_an_abandoned_import_keeps_no_file_and_writes_nothing(browser: Client) -> None:
    run = preview(browser, csv_text(row()))
    assert browser.post(f"{LIST}{run.pk}/abandon/").status_code == 302
    run.refresh_from_db()
    assert (run.state, hasattr(run, "file")) == ("abandoned", False)
    assert browser.post(f"{LIST}{run.pk}/apply/", {"digest": run.digest}).status_code == 409
    assert "Nothing of it was written" in text(browser.get(f"{LIST}{run.pk}/"))


def test_undo_takes_a_whole_first_import_back(browser: Client) -> None:
    run = bring_in(browser, csv_text(row(), row(2)))
    page = text(browser.get(f"{LIST}{run.pk}/undo/"))
    assert "2 new records that nobody has touched are deleted." in page
    assert undo(browser, run).state == "undone"
    assert not Posting.objects.exists()
    assert not PostingSearch.objects.exists()
    assert not ImportedRecord.objects.exists()
    assert "The import is undone" in text(browser.get(f"{LIST}{run.pk}/"))
    assert SavedMapping.objects.exists()
