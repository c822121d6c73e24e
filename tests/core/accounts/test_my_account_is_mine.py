"""A person sees what the portal knows of them, puts it right, takes it along, and can leave."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chitech.core.accounts import hooks, my_data
from chitech.core.accounts.models import DataExport, Employment, User
from chitech.core.accounts.roles import Role
from chitech.core.accounts.tasks import forget_data_exports, make_data_exports
from chitech.core.audit.models import Erasure
from jobs import actions as jobs
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, PostingFactory, UserFactory
from tests.pages import lately, text

pytestmark = pytest.mark.django_db


class TestProfile:
    def test_name_and_clock_are_saved(self, seeker: User, sign_in: SignIn) -> None:
        data = {"name": " Sam  Q.\u200b Seeker ", "language": "en", "time_zone": "America/Denver"}
        answer = sign_in(seeker).post(reverse("mine:index"), data, follow=True)
        assert "Saved." in text(answer)
        seeker.refresh_from_db()
        assert (seeker.name, seeker.time_zone) == ("Sam Q. Seeker", "America/Denver")

    @pytest.mark.parametrize("wrong", [{"time_zone": "Moon/Base"}, {"language": "tlh"}, {"name": "x" * 151}])
    def test_nonsense_is_refused_and_nothing_typed_is_lost(
        self, wrong: dict[str, str], seeker: User, sign_in: SignIn
    ) -> None:
        data = {"name": "Samantha", "language": "en", "time_zone": "America/Denver"} | wrong
        answer = sign_in(seeker).post(reverse("mine:index"), data)
        assert answer.status_code == 422
        assert data["name"] in answer.text
        seeker.refresh_from_db()
        assert seeker.name == "Sam Seeker"

    def test_a_stranger_is_led_to_sign_in(self, client: Client) -> None:
        assert client.get(reverse("mine:index"))["Location"] == "/accounts/login/?next=/account/"


class TestMyData:
    def test_it_is_made_by_the_worker_and_waits_for_its_person(self, hr: User, sign_in: SignIn) -> None:
        EmailAddress.objects.create(user=hr, email=hr.email, verified=True, primary=True)
        browser = lately(sign_in(hr))
        assert "We have been putting it together" in text(browser.post(reverse("mine:ask-for-data"), follow=True))
        make_data_exports()
        export = DataExport.objects.get()
        assert "Download: your data of" in text(browser.get(reverse("mine:index")))
        answer = browser.get(reverse("mine:download", args=[export.pk]))
        assert answer["Cache-Control"] == "private, no-store"
        packed = zipfile.ZipFile(io.BytesIO(answer.content))
        data = json.loads(packed.read("data.json"))
        assert data["account"]["profile"][0]["email"] == hr.email
        assert data["account"]["roles"][0]["role"] == "hr_editor"
        assert data["account"]["email_addresses"] == [{"email": hr.email, "verified": True, "primary": True}]
        assert "password" not in str(data)

    def test_whoever_is_not_sure_to_be_the_person_shows_it_first(self, hr: User, sign_in: SignIn) -> None:
        hr.set_password("a long enough password")
        hr.save()
        my_data.ask(hr)
        make_data_exports()
        answer = sign_in(hr).get(reverse("mine:download", args=[DataExport.objects.get().pk]))
        assert answer["Location"].startswith("/accounts/reauthenticate/")

    def test_nobody_else_gets_it(self, hr: User, admin: User, sign_in: SignIn) -> None:
        my_data.ask(hr)
        make_data_exports()
        address = reverse("mine:download", args=[DataExport.objects.get().pk])
        assert lately(sign_in(admin)).get(address).status_code == 404

    def test_asking_twice_makes_one(self, seeker: User, sign_in: SignIn) -> None:
        browser = sign_in(seeker)
        browser.post(reverse("mine:ask-for-data"))
        assert "is being put together already" in text(browser.post(reverse("mine:ask-for-data"), follow=True))
        assert DataExport.objects.count() == 1
        assert my_data.make_waiting() == 1

    def test_each_apps_files_are_in_it_under_safe_names(self, seeker: User, monkeypatch: pytest.MonkeyPatch) -> None:
        section = hooks.Section("letters", [{"n": 1}], [hooks.File("../../etc/passwd", b"dear city")])
        part = hooks.PersonalData("toy", sections=lambda _user: [section])
        monkeypatch.setitem(hooks._parts, "toy", part)
        packed = zipfile.ZipFile(io.BytesIO(my_data.archive(seeker)))
        assert packed.namelist() == ["data.json", "toy/letters/1-_.._etc_passwd"]
        assert json.loads(packed.read("data.json"))["toy"] == {"letters": [{"n": 1}]}

    def test_it_is_forgotten_after_a_week(self, seeker: User) -> None:
        my_data.ask(seeker)
        make_data_exports()
        forget_data_exports()
        assert DataExport.objects.exists()
        DataExport.objects.update(made_on=timezone.now() - timedelta(days=7, minutes=1))
        forget_data_exports()
        assert not DataExport.objects.exists()


class TestLeaving:
    def test_the_account_goes_with_what_history_knew(self, seeker: User, sign_in: SignIn) -> None:
        seeker.name = "Samuel Seeker"
        seeker.save()
        EmailAddress.objects.create(user=seeker, email=seeker.email, verified=True, primary=True)
        elsewhere, here = sign_in(seeker), lately(sign_in(seeker))
        assert elsewhere.get(reverse("mine:index")).status_code == 200
        answer = here.post(reverse("mine:delete"), {"email": "SEEKER@demo.example"}, follow=True)
        assert "Your account is deleted." in answer.text
        assert elsewhere.get(reverse("mine:index")).status_code == 302
        gone = User.objects.get(pk=seeker.pk)
        assert (gone.email, gone.name, gone.is_active) == (f"deleted-{gone.pk}@chitech.invalid", "", False)
        assert not EmailAddress.objects.filter(user=gone).exists()
        events = apps.get_model("accounts", "UserEvent").objects.filter(pgh_obj_id=seeker.pk)
        assert events.count() >= 3
        assert "seeker@demo" not in str(list(events.values()))
        assert "Samuel" not in str(list(events.values()))
        erased = Erasure.objects.get(table="accounts_userevent")
        assert (erased.about, erased.columns, erased.erased_by) == (f"person {gone.pk}", ["email", "name"], gone)
        assert erased.rule
        assert erased.rows == events.count()

    def test_another_address_deletes_nothing(self, seeker: User, sign_in: SignIn) -> None:
        answer = lately(sign_in(seeker)).post(reverse("mine:delete"), {"email": "someone@else.example"})
        assert answer.status_code == 422
        assert "This is not the address of your account." in text(answer)
        assert User.objects.get(pk=seeker.pk).is_active

    def test_the_last_administrator_is_asked_to_find_another_first(self, sign_in: SignIn) -> None:
        administrator = UserFactory.create(roles=[Role.ADMINISTRATOR])
        answer = lately(sign_in(administrator)).post(reverse("mine:delete"), {"email": administrator.email})
        assert answer.status_code == 422
        assert "last administrator" in text(answer)
        assert User.objects.get(pk=administrator.pk).is_active

    def test_what_must_stay_is_named_with_its_rule_and_stays(self, hr: User, sign_in: SignIn) -> None:
        department = DepartmentFactory.create()
        Employment.objects.create(
            user=hr, employee_id="0042", name="Harper HR", department=department, starts_on="2020-01-01"
        )
        posting = PostingFactory.create(draft=True)
        jobs.cancel(posting=posting, by=hr, reason="Not needed")
        browser = lately(sign_in(hr))
        page = text(browser.get(reverse("mine:delete")))
        assert "Your posts in the city" in page
        assert "Local Records Act" in page
        assert browser.post(reverse("mine:delete"), {"email": hr.email}).status_code == 302
        posting.refresh_from_db()
        assert posting.cancelled_by_id == hr.pk
        assert Employment.objects.get().user is None
        assert not hr.grants.live().exists()
