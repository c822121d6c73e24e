"""Whatever file comes, the page says in a sentence what is wrong and what to do, and nothing is kept or written."""

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.imports import journal
from chitech.core.imports.models import Import, ImportFile
from jobs.models import Posting
from tests.conftest import SignIn
from tests.core.imports.files import workbook
from tests.jobs.imports.conftest import HEADERS, csv_text, row
from tests.jobs.imports.screens import LIST, bring_in, latest, match, preview, upload, worked
from tests.pages import parse, text

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


@pytest.fixture
def browser(hr: User, sign_in: SignIn) -> Client:
    return sign_in(hr)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "The file is empty."),
        ("blank.csv", b"\n\n  \n", "The file is empty."),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel (.xls) or password-protected"),
        ("letter.pdf", b"%PDF-1.7 and more", "is a PDF file"),
        ("page.csv", b"<!doctype html><table></table>", "is a HTML or XML file"),
        ("table.xlsx", b"Job ID,Agency\n1,Water\n", "give it the ending .csv"),
        ("table.csv", b"PK\x03\x04 zip", "named like a text file"),
        ("broken.xlsx", b"PK\x03\x04 zip that ends here", "damaged or cut short"),
        ("twice.csv", b"Job ID,job id\n1,2\n", "Two columns have the same name"),
        ("sums.csv", b"Job ID,Agency\n=1+1,Water\n", "holds a formula"),
        ("zero.csv", b"Job ID,Agency\n1,\x00\n", "holds a zero byte"),
    ],
)
def test_a_file_that_cannot_be_read(browser: Client, name: str, content: bytes, said: str) -> None:
    answer = upload(browser, content, name=name, source="My Source")
    assert answer.status_code == 422
    assert said in text(answer)
    (box,) = parse(answer).cssselect("[name=source]")
    assert box.value == "My Source"
    assert not Import.objects.exists()
    assert not ImportFile.objects.exists()


def test_no_file_and_a_name_without_letters(browser: Client) -> None:
    answer = browser.post(f"{LIST}new/", {"source": "***"})
    assert answer.status_code == 422
    assert "Choose the file to import." in text(answer)
    assert "Name the source in letters or digits" in text(answer)


def test_a_file_over_20_mb_is_refused_and_one_of_20_mb_is_not(browser: Client) -> None:
    head = ",".join(HEADERS).encode() + b"\n"
    filler = csv_text(row(**{"Job Description": "x" * 9_000})).split(b"\r\n")[1]
    lines = [
        filler.replace(b"700001", b"%06d" % number, 1) for number in range((20 * MB - len(head)) // (len(filler) + 1))
    ]
    content = head + b"\n".join(lines) + b"\n"
    content += b" " * (20 * MB - len(content))
    answer = upload(browser, content + b"x", name="large.csv", source="large")
    assert answer.status_code == 422
    assert "The file is larger than 20 MB." in text(answer)
    assert not Import.objects.exists()

    run = preview(browser, content, name="large.csv", source="large")
    assert run.file_size == 20 * MB
    assert run.state == "ready", run.message
    assert run.figure("new") == len(lines)
    assert len(browser.get(f"{LIST}{run.pk}/").content) < 200_000
    assert not Posting.objects.exists()


def test_windows_letters_are_asked_for(browser: Client) -> None:
    content = csv_text(row(**{"Job Description": "Café keeper"})).decode().encode("cp1252")
    answer = upload(browser, content)
    assert answer.status_code == 422
    assert "The file is written in other letters. Choose another kind and upload it again" in text(answer)
    run = bring_in(browser, content, encoding="cp1252")
    assert run.state == "applied"
    assert "Café keeper" in Posting.objects.get().what_you_will_do


def test_a_workbook_asks_for_its_sheet_and_lets_one_choose_again(browser: Client) -> None:
    book = workbook(
        [["Notes"], ["nothing here"]], sheet="Read me", more={"Jobs": [list(HEADERS), list(row().values())]}
    )
    answer = upload(browser, book, name="jobs.xlsx")
    run = latest()
    assert answer["Location"] == f"{LIST}{run.pk}/sheet/"
    assert "Which sheet has the table?" in text(browser.get(answer["Location"]))
    assert browser.get(f"{LIST}{run.pk}/", follow=True).redirect_chain[-1][0] == answer["Location"]
    assert browser.post(answer["Location"], {}).status_code == 422
    assert "Choose one of the sheets." in text(browser.post(answer["Location"], {"sheet": "Nowhere"}))

    assert browser.post(answer["Location"], {"sheet": "Read me"}).status_code == 302
    wrong = match(browser)
    assert wrong.status_code == 422
    assert "No column means “The posting’s number” yet." in text(wrong)
    assert "Choose another sheet" in text(wrong)
    assert browser.post(answer["Location"], {"sheet": "Jobs"}).status_code == 302
    assert match(browser).status_code == 302
    assert worked().figure("new") == 1


def test_a_fault_far_down_the_file_stops_the_check_and_the_columns_can_be_matched_again(browser: Client) -> None:
    content = csv_text(*(row(number) for number in range(1, 20)), row(20, Agency="=1+1"))
    assert upload(browser, content).status_code == 302
    assert match(browser).status_code == 302
    run = worked()
    assert run.state == "failed"
    page = text(browser.get(f"{LIST}{run.pk}/"))
    assert "The import stopped" in page
    assert "Row 21, column “Agency” (B) holds a formula." in page
    assert "Change the columns" in page
    assert match(browser).status_code == 302
    assert worked(run).state == "failed"


def test_one_field_is_not_said_by_two_columns(browser: Client) -> None:
    assert upload(browser, csv_text(row())).status_code == 302
    answer = match(browser, **{"column-1": "external_id"})
    assert answer.status_code == 422
    assert "“The posting’s number” is already what “Job ID” means." in text(answer)


def test_a_mistake_of_the_program_is_a_sentence_and_no_half_import(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = preview(browser, csv_text(row()))

    def break_down(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("secret words of the program")

    monkeypatch.setattr(journal, "keep", break_down)
    assert browser.post(f"{LIST}{run.pk}/apply/", {"digest": run.digest}).status_code == 302
    run = worked(run)
    assert run.state == "failed"
    assert not Posting.objects.exists()
    page = text(browser.get(f"{LIST}{run.pk}/"))
    assert "The portal itself made a mistake here" in page
    assert "secret" not in page
