"""From the day after the last one a person's roles do not hold; sessions end; the portal is never orphaned."""

from datetime import date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client
from django.utils import timezone

from chitech.core.accounts import employments
from chitech.core.accounts.access import may
from chitech.core.accounts.errors import NotAllowed, RefusedError
from chitech.core.accounts.models import Employment, RoleGrant, User
from chitech.core.accounts.roles import Permission, Role
from chitech.core.accounts.tasks import follow_departures
from tests.conftest import SignIn
from tests.core.accounts.staff.lists import Payroll, post, row
from tests.factories import EmploymentFactory, UserFactory, give
from tests.pages import text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def editor(db: None) -> User:
    """Writes postings, and works for the city since 2019."""
    person = UserFactory.create(name="Eda Editor")
    give(person, Role.HR_EDITOR, given_at=timezone.now() - 90 * DAY)
    EmploymentFactory.create(user=person, employee_id="00001", starts_on=date(2019, 3, 4))
    return person


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def writes(person: User) -> bool:
    return may(fresh(person), Permission.WRITE_POSTINGS)


class TestByDate:
    def test_the_last_day_still_counts(self, editor: User) -> None:
        Employment.objects.update(ends_on=timezone.localdate())
        assert writes(editor)
        assert Role.STAFF in fresh(editor).access.roles

    def test_the_day_after_nothing_holds_and_no_job_has_run(self, editor: User) -> None:
        Employment.objects.update(ends_on=timezone.localdate() - DAY)
        assert not writes(editor)
        assert list(fresh(editor).access.roles) == [Role.SEEKER]

    def test_who_never_worked_here_keeps_what_they_were_given(self) -> None:
        partner = UserFactory.create(roles=[Role.PARTNER])
        assert Role.PARTNER in fresh(partner).access.roles

    def test_a_role_that_was_given_after_leaving_holds(self, editor: User) -> None:
        Employment.objects.update(ends_on=timezone.localdate() - 2 * DAY)
        give(editor, Role.MENTOR, given_at=timezone.now())
        assert set(fresh(editor).access.roles) == {Role.SEEKER, Role.MENTOR}

    def test_a_role_of_the_citys_sign_on_never_outlives_the_post(self, editor: User) -> None:
        Employment.objects.update(ends_on=timezone.localdate() - 2 * DAY)
        give(editor, Role.MANAGER, origin="sign_on")
        assert Role.MANAGER not in fresh(editor).access.roles

    def test_a_new_post_without_a_gap_keeps_roles(self, editor: User) -> None:
        Employment.objects.update(ends_on=timezone.localdate() - 2 * DAY)
        EmploymentFactory.create(user=editor, employee_id="00001", starts_on=timezone.localdate() - DAY)
        assert writes(editor)

    def test_roles_from_before_a_gap_do_not_come_back_with_a_new_post(self, editor: User) -> None:
        Employment.objects.update(ends_on=timezone.localdate() - 100 * DAY)
        RoleGrant.objects.update(given_at=timezone.now() - 200 * DAY)
        EmploymentFactory.create(user=editor, employee_id="00001", starts_on=timezone.localdate() - DAY)
        assert set(fresh(editor).access.roles) == {Role.SEEKER, Role.STAFF}

    def test_the_page_of_a_person_tells_it_as_past(self, editor: User, admin: User, sign_in: SignIn) -> None:
        Employment.objects.update(ends_on=timezone.localdate() - DAY)
        page = text(sign_in(admin).get(f"/people/{editor.pk}/"))
        assert "No role: a seeker" in page


class TestByHand:
    def test_an_end_in_the_past_takes_roles_and_sessions_at_once(
        self, editor: User, admin: User, sign_in: SignIn
    ) -> None:
        browser, other = sign_in(editor), sign_in(UserFactory.create())
        employments.end_employment(employment=post("00001"), by=admin, on=timezone.localdate() - DAY, reason="Retired")
        grant = editor.grants.get()
        assert (grant.taken_by, grant.taken_reason) == (admin, "The last post in the city has ended.")
        assert "_auth_user_id" not in browser.session
        assert "_auth_user_id" in other.session

    def test_an_end_to_come_takes_nothing_yet(self, editor: User, admin: User, sign_in: SignIn) -> None:
        browser = sign_in(editor)
        employments.end_employment(employment=post("00001"), by=admin, on=timezone.localdate(), reason="Retires")
        assert writes(editor)
        assert editor.grants.get().taken_at is None
        assert "_auth_user_id" in browser.session

    def test_the_clock_tidies_up_once_the_day_has_passed(self, editor: User, sign_in: SignIn) -> None:
        browser = sign_in(editor)
        Employment.objects.update(ends_on=timezone.localdate() - DAY)
        _begun(browser, timezone.now() - 2 * DAY)
        follow_departures()
        assert editor.grants.get().taken_at is not None
        assert "_auth_user_id" not in browser.session
        follow_departures()

    def test_only_who_may_import_staff_ends_a_post(self, editor: User, staff: User) -> None:
        with pytest.raises(NotAllowed):
            employments.end_employment(employment=post("00001"), by=staff, on=timezone.localdate(), reason="No")

    def test_it_is_done_on_the_page_with_a_reason(self, editor: User, hr: User, sign_in: SignIn) -> None:
        browser, address = sign_in(hr), f"/people/staff/{post('00001').pk}/"
        assert (
            browser.post(f"{address}end/", {"last_day": timezone.localdate().isoformat(), "reason": ""}).status_code
            == 422
        )
        early = browser.post(f"{address}end/", {"last_day": "2018-01-01", "reason": "Gone"})
        assert (early.status_code, "before the first day" in text(early)) == (422, True)
        answer = browser.post(f"{address}end/", {"last_day": "2026-01-31", "reason": "Gone"}, follow=True)
        assert "Ended" in text(answer)
        again = browser.post(f"{address}end/", {"last_day": "2026-01-31", "reason": "Gone"})
        assert again.status_code == 409


class TestWhomThePortalNeeds:
    def test_what_was_given_before_anyone_knew_that_they_had_left_ends_too(self, editor: User, admin: User) -> None:
        give(editor, Role.TRAINING_COORDINATOR, given_at=timezone.now())
        employments.end_employment(
            employment=post("00001"), by=admin, on=timezone.localdate() - 30 * DAY, reason="Told late"
        )
        assert not editor.grants.filter(taken_at=None).exists()

    @pytest.fixture
    def alma(self, db: None) -> User:
        person = UserFactory.create(name="Alma", roles=[Role.ADMINISTRATOR])
        EmploymentFactory.create(user=person, employee_id="00007", name="Alma", starts_on=date(2019, 3, 4))
        return person

    @pytest.mark.parametrize("days", [-1, 30])
    def test_the_last_administrator_does_not_leave(self, alma: User, hr: User, days: int) -> None:
        with pytest.raises(RefusedError, match="last administrator"):
            employments.end_employment(
                employment=post("00007"), by=hr, on=timezone.localdate() + days * DAY, reason="Gone"
            )
        assert post("00007").ends_on is None

    def test_one_of_two_may_leave_and_then_the_other_may_not(self, alma: User, hr: User) -> None:
        other = UserFactory.create(roles=[Role.ADMINISTRATOR])
        EmploymentFactory.create(user=other, employee_id="00008")
        employments.end_employment(
            employment=post("00008"), by=hr, on=timezone.localdate() + 30 * DAY, reason="Moves away"
        )
        with pytest.raises(RefusedError):
            employments.end_employment(employment=post("00007"), by=hr, on=timezone.localdate() - DAY, reason="Gone")

    def test_a_superuser_does_not_leave_before_that_is_taken_away(self, admin: User, hr: User) -> None:
        EmploymentFactory.create(user=admin, employee_id="00009")
        with pytest.raises(RefusedError, match="superuser"):
            employments.end_employment(employment=post("00009"), by=hr, on=timezone.localdate() - DAY, reason="Gone")

    def test_a_file_does_not_fail_over_them_and_tells_it(self, alma: User, payroll: Payroll) -> None:
        report = payroll.send(row("00007", TERM_DATE="2026-01-31", JOB_CODE="0635", EMPLOYEE_NAME="Alma"), row("00001"))
        assert (payroll.exit_code, report["held_back"]) == (0, ["Alma (the last administrator)"])
        (conflict,) = report["conflicts"]
        assert (conflict["external_id"], conflict["dropped"]) == ("00007 2019-03-04", "2026-01-31")
        assert (post("00007").ends_on, post("00007").title_code) == (None, "0635")
        assert Role.ADMINISTRATOR in fresh(alma).access.roles

    def test_two_administrators_who_leave_in_one_file_both_wait(self, alma: User, payroll: Payroll) -> None:
        other = UserFactory.create(name="Otto", roles=[Role.ADMINISTRATOR])
        EmploymentFactory.create(user=other, employee_id="00008", starts_on=date(2019, 3, 4))
        report = payroll.send(row("00007", TERM_DATE="2026-01-31"), row("00008", TERM_DATE="2026-01-31"))
        assert len(report["held_back"]) == 2
        assert not Employment.objects.exclude(ends_on=None).exists()


def test_an_import_ends_sessions_and_roles(editor: User, payroll: Payroll, sign_in: SignIn) -> None:
    browser = sign_in(editor)
    report = payroll.send(row("00001", TERM_DATE="2026-01-31"))
    assert (report["roles_ended"], report["sessions_ended"]) == (1, 1)
    assert "_auth_user_id" not in browser.session


class TestLinking:
    def test_a_post_finds_the_account_of_its_verified_address(self, seeker: User, payroll: Payroll) -> None:
        EmailAddress.objects.create(user=seeker, email="Sam@City.example", verified=True, primary=True)
        report = payroll.send(row("00001", WORK_EMAIL="SAM@city.example"))
        assert (post("00001").user, report["linked"]) == (seeker, 1)
        assert Role.STAFF in fresh(seeker).access.roles

    def test_an_address_that_nobody_has_proven_links_nothing(self, seeker: User, payroll: Payroll) -> None:
        EmailAddress.objects.create(user=seeker, email="sam@city.example", verified=False, primary=True)
        payroll.send(row("00001", WORK_EMAIL="sam@city.example"))
        assert post("00001").user is None

    def test_it_is_linked_when_the_person_signs_in_later(self, seeker: User, client: Client) -> None:
        EmploymentFactory.create(email="seeker@demo.example")
        EmailAddress.objects.create(user=seeker, email="Seeker@demo.example", verified=True, primary=True)
        client.force_login(seeker)
        assert Role.STAFF in fresh(seeker).access.roles

    def test_a_shared_address_says_nothing_about_who_somebody_is(self, seeker: User, payroll: Payroll) -> None:
        EmailAddress.objects.create(user=seeker, email="desk@city.example", verified=True, primary=True)
        payroll.send(row("00001", WORK_EMAIL="desk@city.example"), row("00002", WORK_EMAIL="desk@city.example"))
        assert not Employment.objects.exclude(user=None).exists()

    def test_an_address_of_someone_who_has_left_is_not_theirs_who_has_it_now(self, seeker: User) -> None:
        EmploymentFactory.create(email="seeker@demo.example", ends_on=date(2020, 1, 1))
        EmailAddress.objects.create(user=seeker, email="seeker@demo.example", verified=True, primary=True)
        assert employments.link_employments(seeker) == 0

    def test_a_post_that_has_an_account_keeps_it(self, seeker: User, staff: User) -> None:
        EmploymentFactory.create(email="seeker@demo.example", user=staff)
        EmailAddress.objects.create(user=seeker, email="seeker@demo.example", verified=True, primary=True)
        assert employments.link_employments(seeker) == 0

    def test_the_citys_sign_on_knows_them_by_number(self, seeker: User) -> None:
        EmploymentFactory.create(employee_id="00001", starts_on=date(2010, 1, 1), ends_on=date(2012, 1, 1))
        EmploymentFactory.create(employee_id="00001")
        assert employments.link_employments(seeker, employee_id="00001") == 2
        assert Role.STAFF in seeker.access.roles


def _begun(browser: Client, moment: datetime) -> None:
    """As if the session of a browser had begun then, where a list of sessions knows it."""
    listed = "allauth.usersessions"
    if apps.is_installed(listed):
        sessions = apps.get_model(listed.rpartition(".")[2], "UserSession").objects
        sessions.filter(session_key=browser.session.session_key).update(created_at=moment)
