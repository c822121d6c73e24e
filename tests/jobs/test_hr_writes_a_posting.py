"""Writing a posting: what a title fills in, what is typed becomes, and what bad input is told."""

from typing import Any

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from jobs.models import Posting
from tests.conftest import SignIn
from tests.factories import (
    DepartmentFactory,
    FamilyFactory,
    PostingFactory,
    PostingSkillFactory,
    SkillFactory,
    TitleAliasFactory,
    TitleFactory,
)
from tests.pages import form_fields, parse, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(hr: User, sign_in: SignIn) -> Client:
    return sign_in(hr)


def started(browser: Client, **typed: Any) -> dict[str, Any]:
    """The empty form with a name and a department, and what else is typed."""
    fields = form_fields(browser.get("/jobs/manage/new/?blank=1"))
    return {**fields, "business_title": "Bridge data keeper", "department": DepartmentFactory.create().pk, **typed}


def save(browser: Client, **typed: Any) -> Any:
    return browser.post("/jobs/manage/new/", started(browser, **typed))


def test_a_title_fills_in_what_it_knows(browser: Client) -> None:
    title = TitleFactory.create(
        level_number=4, revision__name="Data keeper", revision__pay_min_cents=24_10, revision__pay_max_cents=31_55,
        revision__pay_unit="hourly", revision__experience_months=36, revision__degree_rule="preferred",
    )  # fmt: skip
    fields = form_fields(browser.get("/jobs/manage/new/", {"title": title.code}))
    assert fields["title"] == str(title.pk)
    assert fields["business_title"] == "Data keeper"
    assert (fields["pay_min_cents"], fields["pay_max_cents"], fields["pay_unit"]) == ("24.10", "31.55", "hourly")
    assert (fields["level"], fields["experience_months"], fields["degree_rule"]) == ("4", "36", "preferred")


def test_a_title_is_found_by_an_everyday_word(browser: Client) -> None:
    TitleAliasFactory.create(title__revision__name="Database administrator", name="DBA")
    TitleFactory.create(revision__name="Welder")
    words = text(browser.get("/jobs/manage/new/", {"q": "dba"}))
    assert "Database administrator" in words
    assert "Welder" not in words


def test_a_title_that_does_not_exist_leads_to_the_choice(browser: Client) -> None:
    page = browser.get("/jobs/manage/new/", {"title": "XXX-P9"})
    assert page.status_code == 200
    assert "There is no title with the code “XXX-P9”" in text(page)


def test_a_saved_draft_is_hrs_own_and_leads_to_its_preview(browser: Client, hr: User) -> None:
    answer = save(browser, what_you_will_do="Count bridges.\r\n\r\n- All of them", location="City Hall")
    posting = Posting.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/jobs/manage/{posting.pk}/preview/")
    assert (posting.state, posting.created_by, posting.source) == ("draft", hr, "")
    assert posting.what_you_will_do == "Count bridges.\n\n- All of them"
    page = browser.get(answer["Location"])
    assert "All of them" in text(page)
    assert "The pay range is missing." in text(page)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("24.10", 24_10), ("$84,780", 84_780_00), ("84780.5", 84_780_50), ("$ 1,234,567.89", 1_234_567_89), ("7", 7_00)],
)
def test_pay_is_typed_in_dollars(typed: str, cents: int, browser: Client) -> None:
    assert save(browser, pay_min_cents=typed, pay_max_cents="9,999,999", pay_unit="annual").status_code == 302
    assert Posting.objects.get().pay_min_cents == cents


def test_nobody_is_asked_for_more_experience_than_a_working_life(browser: Client) -> None:
    page = save(browser, experience_months="2400")
    assert (page.status_code, "24 means two years" in text(page)) == (422, True)
    assert save(browser, experience_months="480").status_code == 302


@pytest.mark.parametrize("typed", ["lots", "24,10", "84.780", "-5", "1e5", "٢٤", "12 000", "$", "84,78", "99999999999"])
def test_what_is_no_amount_is_told_so_and_kept(typed: str, browser: Client) -> None:
    page = save(browser, pay_min_cents=typed, pay_max_cents="90,000", pay_unit="annual")
    assert page.status_code == 422
    assert "Write an amount in dollars" in text(page)
    assert form_fields(page)["pay_min_cents"] == typed


@pytest.mark.parametrize(
    ("pay", "sentence"),
    [
        (("0", "90,000", "annual"), "Pay is more than zero."),
        (("50,000", "", "annual"), "Where does the pay end?"),
        (("", "50,000", "annual"), "Where does the pay start?"),
        (("50,000", "60,000", ""), "Choose what the amounts are for"),
        (("60,000", "50,000", "annual"), "Are the two swapped?"),
        (("50,000", "60,000,000", "annual"), "more than any job pays"),
    ],
)
def test_pay_is_a_whole_range(pay: tuple[str, str, str], sentence: str, browser: Client) -> None:
    low, high, unit = pay
    page = save(browser, pay_min_cents=low, pay_max_cents=high, pay_unit=unit)
    assert page.status_code == 422
    assert sentence in text(page)


def test_no_typed_word_is_lost_when_a_form_fails(browser: Client) -> None:
    typed = {
        "business_title": "", "division": "Bureau of “Quotes” & <angles>", "what_helps": "- One\r\n- Two",
        "openings": "none", "closes_at": "2026-02-30", "experience_months": "two years", "skills-3-name": "Juggling",
    }  # fmt: skip
    page = save(browser, **typed)
    assert page.status_code == 422
    kept = form_fields(page)
    for name, value in typed.items():
        assert kept[name] == value
    words = text(page)
    for sentence in (
        "Give the job a name.", "Write how many people are wanted", "Write a date that exists",
        "Write whole months", "There is no skill called “Juggling”",
    ):  # fmt: skip
        assert sentence in words
    assert not Posting.objects.exists()


def test_each_problem_at_the_top_leads_to_its_box(browser: Client) -> None:
    page = parse(save(browser, business_title="", pay_min_cents="lots"))
    targets = [link.get("href").removeprefix("#") for link in page.cssselect(".error-summary a")]
    assert targets == ["id_business_title", "id_pay_min_cents"]
    for target in targets:
        assert page.get_element_by_id(target).get("aria-invalid") == "true"


def test_a_paste_is_not_cut_by_the_browser_but_refused_with_a_sentence(browser: Client) -> None:
    page = save(browser, business_title="Engineer " * 30)
    assert page.status_code == 422
    assert form_fields(page)["business_title"].startswith("Engineer Engineer")
    assert "maxlength" not in page.content.decode()


def test_a_copy_says_the_same_and_has_its_own_days(browser: Client, hr: User) -> None:
    ended = PostingFactory.create(
        closed=True, location="Pier 9", degree_kind="associate", source="NYC", external_id="7"
    )
    PostingSkillFactory.create(posting=ended, skill__name="SQL", level=3, is_essential=False)
    fields = form_fields(browser.get("/jobs/manage/new/", {"copy": ended.pk}))
    assert (fields["opens_at"], fields["closes_at"]) == ("", "")
    assert browser.post("/jobs/manage/new/", fields).status_code == 302
    made = Posting.objects.latest("pk")
    for name in (
        "title",
        "business_title",
        "location",
        "pay_min_cents",
        "benefits",
        "degree_kind",
        "experience_months",
    ):
        assert getattr(made, name) == getattr(ended, name)
    assert (made.state, made.created_by, made.source, made.external_id, made.end_reason) == ("draft", hr, "", "", "")
    assert list(made.skill_list.values_list("skill__name", "level", "is_essential")) == [("SQL", 3, False)]
    for no_posting in ("0", "x", "99999999"):
        assert browser.get("/jobs/manage/new/", {"copy": no_posting}).status_code == 404


def test_a_title_brings_its_own_field_of_work(browser: Client) -> None:
    title = TitleFactory.create()
    assert save(browser, title=title.pk, family=FamilyFactory.create().pk).status_code == 302
    posting = Posting.objects.get()
    assert (posting.title, posting.family, posting.effective_family) == (title, None, title.family)


def test_skills_are_rows_and_a_cleared_row_takes_its_skill_away(browser: Client) -> None:
    posting = PostingFactory.create(draft=True)
    kept = PostingSkillFactory.create(posting=posting, skill__name="SQL", level=3)
    PostingSkillFactory.create(posting=posting, skill__name="COBOL", level=2)
    SkillFactory.create(name="Python")
    url = f"/jobs/manage/{posting.pk}/edit/"
    fields = form_fields(browser.get(url))
    assert (fields["skills-0-name"], fields["skills-0-level"], fields["skills-0-essential"]) == ("SQL", "3", "on")
    fields |= {"skills-1-name": "", "skills-1-level": "", "skills-2-name": "python", "skills-2-level": "1"}
    del fields["skills-2-essential"]
    assert browser.post(url, fields).status_code == 302
    rows = posting.skill_list.order_by("pk").values_list("skill__name", "level", "is_essential")
    assert list(rows) == [("SQL", 3, True), ("Python", 1, False)]
    assert posting.skill_list.filter(pk=kept.pk).exists()  # the row that did not change is the same row


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"skills-0-name": "Juggling", "skills-0-level": "2"}, "There is no skill called “Juggling”."),
        ({"skills-0-name": "sql"}, "Choose how well a person must know “SQL”."),
        ({"skills-0-level": "2"}, "Which skill has this level?"),
        (
            {"skills-0-name": "SQL", "skills-0-level": "2", "skills-1-name": "sql", "skills-1-level": "3"},
            "“SQL” is on the list twice.",
        ),
    ],
)
def test_a_row_that_is_wrong_says_how(rows: dict[str, str], sentence: str, browser: Client) -> None:
    SkillFactory.create(name="SQL")
    page = save(browser, **rows)
    assert page.status_code == 422
    assert sentence in text(page)
    kept = form_fields(page)
    assert all(kept[name] == value for name, value in rows.items())


def test_saving_without_a_change_writes_nothing(browser: Client) -> None:
    posting = PostingFactory.create(draft=True, what_you_will_do="One\n\nTwo")
    PostingSkillFactory.create(posting=posting)
    url = f"/jobs/manage/{posting.pk}/edit/"
    assert browser.post(url, form_fields(browser.get(url))).status_code == 302
    posting.refresh_from_db()
    assert posting.version == 1


def test_what_is_published_goes_live_as_soon_as_it_is_saved(browser: Client, client: Client) -> None:
    posting = PostingFactory.create()
    url = f"/jobs/manage/{posting.pk}/edit/"
    fields = form_fields(browser.get(url)) | {"what_helps": "A love of bridges"}
    assert browser.post(url, fields)["Location"] == f"/jobs/manage/{posting.pk}/"
    assert "A love of bridges" in text(client.get(posting.get_absolute_url()))


def test_a_published_posting_keeps_its_pay_and_what_was_typed(browser: Client) -> None:
    posting = PostingFactory.create()
    url = f"/jobs/manage/{posting.pk}/edit/"
    page = browser.post(url, form_fields(browser.get(url)) | {"benefits": "", "location": "Pier 1"})
    assert page.status_code == 422
    assert "The benefits are missing." in text(page)
    assert form_fields(page)["location"] == "Pier 1"


def test_a_name_that_was_not_saved_is_not_shown_as_if_it_were(browser: Client) -> None:
    posting = PostingFactory.create(draft=True, business_title="Lock keeper")
    url = f"/jobs/manage/{posting.pk}/edit/"
    page = browser.post(url, form_fields(browser.get(url)) | {"business_title": "Bridge keeper", "openings": "0"})
    assert page.status_code == 422
    assert parse(page).cssselect("h1")[0].text_content() == "Edit “Lock keeper”"
    assert form_fields(page)["business_title"] == "Bridge keeper"
