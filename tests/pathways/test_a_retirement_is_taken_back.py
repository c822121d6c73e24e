"""A day that was mistyped, or a title that is needed again: a publisher takes its retirement back."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways import actions
from pathways.errors import NotAllowed
from pathways.models import Revision, Title
from tests.conftest import SignIn
from tests.factories import TitleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def title(publisher: User) -> Title:
    title = TitleFactory.create(code="SWE-P3", revision__name="Keeper of code")
    return actions.retire(title=title, by=publisher, on=timezone.localdate(), reason="A slip.")


def test_until_its_day_has_passed_what_it_says_holds_on(sign_in: SignIn, publisher: User, title: Title) -> None:
    assert title not in Title.objects.in_use()
    browser, room = sign_in(publisher), "/pathways/manage/titles/SWE-P3/"
    assert f"{room}bring-back/" in browser.get(room).text
    assert "stays in use" in browser.post(f"{room}bring-back/", follow=True).text
    title.refresh_from_db()
    assert (title.retired_on, title.retired_by, title.retired_reason) == (None, None, "")
    assert title in Title.objects.in_use(timezone.localdate() + timedelta(days=4000))
    assert "Retire this title" in browser.get(room).text
    assert "not retired" in browser.post(f"{room}bring-back/", follow=True).text


def test_days_without_the_title_stay_as_they_were(sign_in: SignIn, publisher: User, hr: User, title: Title) -> None:
    """Six days after it went, it comes back with a new revision; what the past days said is not written again."""
    day, gone = date(2020, 1, 1), timezone.localdate() - timedelta(days=6)
    Title.objects.filter(pk=title.pk).update(retired_on=gone)
    Revision.objects.filter(title=title).update(in_force_from=day, in_force=DateRange(day, gone))
    told = sign_in(publisher).post("/pathways/manage/titles/SWE-P3/bring-back/", follow=True).text
    assert "Start a revision" in told
    assert title not in Title.objects.in_use(gone)
    assert title not in Title.objects.in_use()
    assert actions.start_draft(title=title, by=hr).name == "Keeper of code"


def test_only_a_publisher_brings_a_title_back(sign_in: SignIn, hr: User, title: Title) -> None:
    assert "bring-back" not in sign_in(hr).get("/pathways/manage/titles/SWE-P3/").text
    with pytest.raises(NotAllowed):
        actions.bring_back(title=title, by=hr)
