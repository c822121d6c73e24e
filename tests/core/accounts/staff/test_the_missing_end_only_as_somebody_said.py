"""Whom a list of everyone does not name is proposed for ending, and goes on until a person has looked and confirmed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chitech.core.accounts import employments
from chitech.core.accounts.models import Employment, User
from tests.conftest import SignIn
from tests.core.accounts.staff.lists import SCREENS, Payroll, apply, csv_of, latest, post, preview, row, worked
from tests.factories import EmploymentFactory
from tests.pages import form_fields, parse, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(hr: User, sign_in: SignIn) -> Client:
    return sign_in(hr)


@pytest.fixture
def three(payroll: Payroll) -> Payroll:
    """The payroll, which has listed three people before."""
    payroll.send(row("00001"), row("00002"), row("00003"))
    return payroll


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def going_on() -> set[str]:
    return set(Employment.objects.filter(ends_on=None).values_list("employee_id", flat=True))


class TestByCommand:
    def test_a_list_of_some_says_nothing_about_others(self, three: Payroll) -> None:
        report = three.send(row("00001"))
        assert report["missing"] == 0
        assert len(going_on()) == 3

    def test_they_are_listed_and_go_on(self, three: Payroll) -> None:
        report = three.send(row("00001"), "--everyone")
        assert (three.exit_code, report["missing"], report["missing_of"], report["missing_ended"]) == (0, 2, 3, 0)
        assert [name for _pk, name, _words in report["missing_posts"]] == ["00002", "00003"]
        assert len(going_on()) == 3

    def test_they_end_with_the_code_of_a_dry_run(self, three: Payroll) -> None:
        code = three.send(row("00001"), "--everyone", "--dry-run")["missing_digest"]
        report = three.send(row("00001"), "--everyone", "--end-absent", code, "--keep", "00003")
        assert (three.exit_code, report["missing_ended"]) == (0, 1)
        assert going_on() == {"00001", "00003"}
        assert post("00002").ends_on == yesterday()

    def test_a_last_day_can_be_named(self, three: Payroll) -> None:
        code = three.send(row("00001"), row("00003"), "--everyone", "--dry-run")["missing_digest"]
        three.send(row("00001"), row("00003"), "--everyone", "--end-absent", code, "--last-day", "2026-01-31")
        assert post("00002").ends_on == date(2026, 1, 31)

    def test_another_list_than_the_confirmed_one_refuses_the_file(self, three: Payroll) -> None:
        code = three.send(row("00001"), row("00002"), "--everyone", "--dry-run")["missing_digest"]
        three.send(row("00001", JOB_CODE="9999"), "--everyone", "--end-absent", code)
        assert three.exit_code == 2
        assert len(going_on()) == 3
        assert post("00001").title_code == "0638"

    @pytest.mark.parametrize("options", [("--end-absent", "1234"), ("--everyone", "--keep", "00001"),
                                         ("--everyone", "--end-absent", "12", "--keep", "77777")])  # fmt: skip
    def test_options_that_would_have_no_effect_are_refused(self, three: Payroll, options: tuple[str, ...]) -> None:
        three.send(row("00001", JOB_CODE="9999"), *options)
        assert three.exit_code == 2
        assert post("00001").title_code == "0638"

    def test_who_stands_in_a_rejected_row_is_not_missing(self, three: Payroll) -> None:
        report = three.send(row("00001"), row("00002", HIRE_DATE="soon"), row("3"), "--everyone")
        assert (report["rejected"], report["missing"]) == (2, 0)

    def test_nobody_is_proposed_while_a_row_could_be_anybodys(self, three: Payroll) -> None:
        report = three.send(row("00001"), row("00002", EMPL_ID=""), "--everyone")
        assert (report["missing"], report["unread_ids"]) == (0, 1)

    def test_people_of_another_source_are_not_missing(self, three: Payroll) -> None:
        three.send(row("00009"), "--source", "library")
        report = three.send(row("00001"), row("00002"), row("00003"), "--everyone")
        assert (report["missing"], report["elsewhere"]) == (0, 1)

    def test_who_begins_later_is_not_missing(self, three: Payroll) -> None:
        EmploymentFactory.create(employee_id="00009", starts_on=timezone.localdate() + timedelta(days=9))
        assert three.send(row("00001"), row("00002"), row("00003"), "--everyone")["missing"] == 0

    def test_who_was_ended_by_mistake_comes_back_with_the_next_list(self, three: Payroll) -> None:
        some = row("00001"), row("00002")
        code = three.send(*some, "--everyone", "--dry-run")["missing_digest"]
        three.send(*some, "--everyone", "--end-absent", code)
        assert going_on() == {"00001", "00002"}
        report = three.send(*some, row("00003"), "--everyone")
        assert report["changed"] == 1
        assert len(going_on()) == 3

    def test_who_was_ended_by_hand_stays_ended_and_that_is_told(self, three: Payroll, admin: User) -> None:
        employments.end_employment(employment=post("00003"), by=admin, on=yesterday(), reason="Gone")
        report = three.send(row("00001"), row("00002"), row("00003"), "--everyone")
        (conflict,) = report["conflicts"]
        assert (conflict["external_id"], conflict["kept"]) == ("00003 2019-03-04", yesterday().isoformat())
        assert going_on() == {"00001", "00002"}


class TestByScreen:
    def test_applying_unseen_ends_nobody(self, three: Payroll, browser: Client) -> None:
        run = preview(browser, csv_of(row("00001"), row("00002", JOB_CODE="0635")), everyone="yes")
        page = text(browser.get(f"{SCREENS}{run.pk}/"))
        assert "1 person is missing from the file" in page
        assert "Nothing happens to them as long as nobody has looked at the list" in page
        assert "Not in the file" in page
        apply(browser)
        assert post("00002").title_code == "0635"
        assert len(going_on()) == 3

    def test_the_list_is_looked_at_chosen_from_and_applied(self, three: Payroll, browser: Client) -> None:
        run = preview(browser, csv_of(row("00001")), everyone="yes")
        address = f"/people/staff/imports/{run.pk}/missing/"
        offered = form_fields(browser.get(address))
        assert offered["last_day"] == yesterday().isoformat()
        answer = browser.post(address, {**offered, "stays": str(post("00003").pk), "go": "confirm"})
        assert answer.status_code == 302
        assert len(going_on()) == 3
        run = worked()
        assert "1 post ends when you apply" in text(browser.get(f"{SCREENS}{run.pk}/"))
        absent = browser.get(f"{SCREENS}{run.pk}/", {"show": "absent"})
        shown = [item.get("data-external-id") for item in parse(absent).cssselect(".import-item")]
        assert shown == ["00002 2019-03-04", "00003 2019-03-04"]
        ticked = parse(browser.get(address)).cssselect("input[name=stays][checked]")
        assert [box.get("value") for box in ticked] == [str(post("00003").pk)]
        apply(browser)
        assert going_on() == {"00001", "00003"}

    def test_what_was_confirmed_can_be_taken_back(self, three: Payroll, browser: Client) -> None:
        run = preview(browser, csv_of(row("00001")), everyone="yes")
        address = f"/people/staff/imports/{run.pk}/missing/"
        browser.post(address, {**form_fields(browser.get(address)), "go": "confirm"})
        assert worked().figure("missing_ended") == 2
        browser.post(address, {**form_fields(browser.get(address)), "go": "nobody"})
        assert worked().figure("missing_ended") == 0

    def test_undoing_gives_the_posts_back(self, three: Payroll, browser: Client) -> None:
        run = preview(browser, csv_of(row("00001"), row("00009")), everyone="yes")
        address = f"/people/staff/imports/{run.pk}/missing/"
        browser.post(address, {**form_fields(browser.get(address)), "go": "confirm"})
        worked()
        apply(browser)
        assert going_on() == {"00001", "00009"}
        undo = f"{SCREENS}{run.pk}/undo/"
        assert browser.post(undo, form_fields(browser.get(undo))).status_code == 302
        assert worked().state == "undone"
        assert going_on() == {"00001", "00002", "00003"}
        assert not Employment.objects.filter(employee_id="00009").exists()

    def test_a_list_that_has_changed_meanwhile_ends_nobody(self, three: Payroll, browser: Client) -> None:
        run = preview(browser, csv_of(row("00001")), everyone="yes")
        address = f"/people/staff/imports/{run.pk}/missing/"
        browser.post(address, {**form_fields(browser.get(address)), "go": "confirm"})
        run = worked()
        EmploymentFactory.create(employee_id="00007", name="New Hire")
        browser.post(f"{SCREENS}{run.pk}/apply/", {"digest": run.digest})
        run = worked()
        assert run.state == "ready"
        assert "The list has changed since you confirmed it" in text(browser.get(f"{SCREENS}{run.pk}/"))
        assert len(going_on()) == 4
        stale = browser.post(address, {"digest": "old", "last_day": yesterday().isoformat(), "go": "confirm"})
        assert stale.status_code == 409

    def test_very_many_are_confirmed_apart(self, payroll: Payroll, browser: Client) -> None:
        payroll.send(*(row(f"{number:05d}") for number in range(1, 41)))
        run = preview(browser, csv_of(*(row(f"{number:05d}") for number in range(1, 31))), everyone="yes")
        address = f"/people/staff/imports/{run.pk}/missing/"
        page = browser.get(address)
        assert "These are very many" in text(page)
        answer = browser.post(address, {**form_fields(page), "go": "confirm"})
        assert answer.status_code == 422
        assert "Ask the payroll first, then tick this box." in text(answer)
        assert browser.post(address, {**form_fields(page), "go": "confirm", "sure": "on"}).status_code == 302

    def test_ticks_go_along_from_page_to_page(self, payroll: Payroll, browser: Client) -> None:
        posts = EmploymentFactory.create_batch(105)
        run = preview(browser, csv_of(row("00001")), everyone="yes")
        address = f"/people/staff/imports/{run.pk}/missing/"
        first = posts[0].pk
        answer = browser.post(
            address, {**form_fields(browser.get(address)), "stays": str(first), "go": "2"}, follow=True
        )
        assert len(parse(answer).cssselect("tbody tr")) == 5
        kept = form_fields(answer)
        assert kept["stays"] == str(first)
        browser.post(address, {**kept, "go": "confirm", "sure": "on"})
        assert worked().figure("missing_ended") == 104

    def test_the_page_is_for_those_who_import(
        self, three: Payroll, browser: Client, staff: User, sign_in: SignIn
    ) -> None:
        run = preview(browser, csv_of(row("00001")), everyone="yes")
        assert sign_in(staff).get(f"/people/staff/imports/{run.pk}/missing/").status_code == 404
        assert latest().pk == run.pk
