"""Administrators decide who may do what: with a reason, on record, and never so that nobody is left to decide."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chitech.core.accounts import actions
from chitech.core.accounts.access import may
from chitech.core.accounts.errors import NotAllowed, RefusedError
from chitech.core.accounts.models import RoleGrant, User
from chitech.core.accounts.roles import Permission, Role
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, UserFactory, give
from tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db: None) -> User:
    """Gives roles, and is no superuser."""
    return UserFactory.create(name="Alma Administrator", roles=[Role.ADMINISTRATOR])


def sent(role: Role, **more: str) -> dict[str, str]:
    return {"role": role.value, "department": "", "ends_on": "", "reason": "Leads hiring from May", **more}


class TestGiving:
    def test_it_is_given_on_the_page_with_who_when_and_why(
        self, administrator: User, seeker: User, sign_in: SignIn
    ) -> None:
        browser = sign_in(administrator)
        answer = browser.post(reverse("people:give", args=[seeker.pk]), sent(Role.HR_EDITOR), follow=True)
        assert "Sam Seeker has the role now: HR editor." in text(answer)
        assert "Given by Alma Administrator on" in text(answer)
        assert "Leads hiring from May" in text(answer)
        assert sign_in(seeker).get(reverse("jobs:manage")).status_code == 200

    def test_without_a_reason_nothing_is_given_and_what_was_typed_stays(
        self, administrator: User, seeker: User, sign_in: SignIn
    ) -> None:
        data = sent(Role.HR_EDITOR, ends_on="2031-05-06", reason="  ")
        answer = sign_in(administrator).post(reverse("people:give", args=[seeker.pk]), data)
        assert answer.status_code == 422
        assert "Say in a few words why this person gets the role." in text(answer)
        assert 'value="2031-05-06"' in answer.text
        assert not seeker.grants.exists()

    @pytest.mark.parametrize(
        "data", [{"ends_on": "2020-01-01"}, {"ends_on": "soon"}, {"role": "king"}, {"role": "seeker"}]
    )
    def test_nonsense_is_refused(
        self, data: dict[str, str], administrator: User, seeker: User, sign_in: SignIn
    ) -> None:
        answer = sign_in(administrator).post(reverse("people:give", args=[seeker.pk]), sent(Role.HR_EDITOR) | data)
        assert answer.status_code == 422
        assert not seeker.grants.exists()

    def test_the_same_role_is_not_given_twice(self, administrator: User, seeker: User) -> None:
        actions.give_role(to=seeker, role=Role.MENTOR, by=administrator, reason="Asked")
        with pytest.raises(RefusedError, match="has that role there already"):
            actions.give_role(to=seeker, role=Role.MENTOR, by=administrator, reason="Asked again")
        actions.give_role(
            to=seeker, role=Role.MENTOR, by=administrator, reason="There too", department=DepartmentFactory.create()
        )

    def test_nobody_gives_a_role_to_themselves(self, administrator: User, sign_in: SignIn) -> None:
        answer = sign_in(administrator).post(reverse("people:give", args=[administrator.pk]), sent(Role.HR_EDITOR))
        assert answer.status_code == 422
        assert "can’t give a role to yourself" in text(answer)

    def test_an_auditor_holds_in_the_whole_city(self, administrator: User, seeker: User) -> None:
        with pytest.raises(RefusedError, match="whole city"):
            actions.give_role(
                to=seeker, role=Role.AUDITOR, by=administrator, reason="Audit", department=DepartmentFactory.create()
            )

    def test_only_administrators_give(self, hr: User, seeker: User) -> None:
        with pytest.raises(NotAllowed):
            actions.give_role(to=seeker, role=Role.MENTOR, by=hr, reason="Asked")
        assert not seeker.grants.exists()


class TestTime:
    def test_the_last_day_still_counts_and_the_day_after_does_not(self, seeker: User) -> None:
        today = timezone.localdate()
        grant = give(seeker, Role.HR_EDITOR, ends_on=today)
        assert may(seeker, Permission.WRITE_POSTINGS)
        grant.ends_on = today - timedelta(days=1)
        grant.save()
        seeker.forget_access()
        assert not may(seeker, Permission.WRITE_POSTINGS)

    def test_what_has_lapsed_can_be_given_anew(self, administrator: User, seeker: User) -> None:
        old = give(seeker, Role.MENTOR, ends_on=timezone.localdate() - timedelta(days=3))
        new = actions.give_role(to=seeker, role=Role.MENTOR, by=administrator, reason="A second year")
        old.refresh_from_db()
        assert old.taken_at
        assert new.is_live()


class TestTaking:
    def test_it_is_taken_on_the_page_and_stays_on_record(self, administrator: User, hr: User, sign_in: SignIn) -> None:
        grant = hr.grants.get()
        answer = sign_in(administrator).post(
            reverse("people:take", args=[hr.pk, grant.pk]), {"reason": "Moved to Finance"}, follow=True
        )
        assert "Harper HR no longer has the role: HR editor." in text(answer)
        assert "Moved to Finance" in text(answer)
        assert sign_in(hr).get(reverse("jobs:manage")).status_code == 404

    def test_without_a_reason_the_form_stays_open(self, administrator: User, hr: User, sign_in: SignIn) -> None:
        grant = hr.grants.get()
        answer = sign_in(administrator).post(reverse("people:take", args=[hr.pk, grant.pk]), {"reason": ""})
        assert answer.status_code == 422
        assert "why the role is taken away" in text(answer)
        assert '<details class="decision" open' in answer.text

    def test_another_persons_grant_is_not_found(
        self, administrator: User, hr: User, seeker: User, sign_in: SignIn
    ) -> None:
        grant = hr.grants.get()
        answer = sign_in(administrator).post(reverse("people:take", args=[seeker.pk, grant.pk]), {"reason": "x"})
        assert answer.status_code == 404

    def test_taking_twice_is_told(self, administrator: User, hr: User) -> None:
        grant = hr.grants.get()
        actions.take_role(grant=grant, by=administrator, reason="Moved")
        with pytest.raises(RefusedError, match="meanwhile"):
            actions.take_role(grant=grant, by=administrator, reason="Moved")


class TestTheLastAdministrator:
    def test_cant_be_taken_away(self, administrator: User, sign_in: SignIn) -> None:
        grant = administrator.grants.get()
        answer = sign_in(administrator).post(reverse("people:take", args=[administrator.pk, grant.pk]), {"reason": "x"})
        assert answer.status_code == 409
        assert "last administrator" in text(answer)
        assert may(User.objects.get(pk=administrator.pk), Permission.GIVE_ROLES)

    @pytest.mark.parametrize("other", ["ends", "may not sign in"])
    def test_one_who_will_leave_is_not_enough(self, other: str, administrator: User) -> None:
        colleague = UserFactory.create(is_active=other != "may not sign in")
        give(colleague, Role.ADMINISTRATOR, ends_on=timezone.localdate() if other == "ends" else None)
        with pytest.raises(RefusedError, match="last administrator"):
            actions.take_role(grant=administrator.grants.get(), by=administrator, reason="Tired")

    def test_one_of_two_can_go(self, administrator: User) -> None:
        UserFactory.create(roles=[Role.ADMINISTRATOR])
        actions.take_role(grant=administrator.grants.get(), by=administrator, reason="Tired")
        assert not may(administrator, Permission.GIVE_ROLES)

    def test_ending_all_roles_of_the_last_one_is_refused(self, administrator: User) -> None:
        with pytest.raises(RefusedError):
            actions.end_roles(of=administrator, by=administrator, reason="Left")

    @pytest.mark.django_db(transaction=True)
    def test_two_who_take_each_others_role_at_one_moment_leave_one(self) -> None:
        pair = [UserFactory.create(roles=[Role.ADMINISTRATOR]) for _n in range(2)]
        start, outcomes = threading.Barrier(2), []

        def take(by: User, of: User) -> None:
            try:
                start.wait(60)
                actions.take_role(grant=RoleGrant.objects.get(user=of), by=by, reason="Fallen out")
                outcomes.append("taken")
            except (RefusedError, NotAllowed):
                outcomes.append("refused")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=take, args=args) for args in (pair, pair[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert sorted(outcomes) == ["refused", "taken"]
        assert RoleGrant.objects.lasting_administrators().count() == 1


class TestFinding:
    def test_by_a_part_of_the_name_or_the_address(self, administrator: User, sign_in: SignIn, seeker: User) -> None:
        browser = sign_in(administrator)
        for q in ("seek", "SAM", "seeker@demo", "sam demo.example"):
            assert "Sam Seeker" in text(browser.get(reverse("people:index"), {"q": q})), q
        assert "Nobody was found" in text(browser.get(reverse("people:index"), {"q": "%"}))

    def test_without_words_those_with_a_role_are_shown(
        self, administrator: User, hr: User, seeker: User, sign_in: SignIn
    ) -> None:
        shown = text(sign_in(administrator).get(reverse("people:index")))
        assert "Harper HR" in shown
        assert "Sam Seeker" not in shown

    def test_queries_do_not_grow_with_rows(
        self, administrator: User, sign_in: SignIn, django_assert_max_num_queries: Any
    ) -> None:
        browser: Client = sign_in(administrator)
        for count in (2, 22):
            for _n in range(count):
                UserFactory.create(roles=[Role.MENTOR, Role.STAFF])
            with django_assert_max_num_queries(8):
                browser.get(reverse("people:index"))
