"""`seed_demo`: once, the same on every run, and only in a demo."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import RoleGrant, User
from chitech.portal import seeding
from jobs.models import Posting, PostingSkill
from pathways.models import Revision, TitleAlias

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
SOME = 60


def _content() -> list[Any]:
    """All that the seed decides: everything but the keys."""
    columns = [
        field.attname
        for field in Posting._meta.concrete_fields
        if field.attname != "id" and not field.is_relation and not field.generated
    ]
    postings = Posting.objects.order_by("department__slug", "business_title")
    return [
        *postings.values_list("department__slug", "title__code", "created_by__email", "published_by__email", *columns),
        *PostingSkill.objects.order_by("posting__business_title", "skill__slug").values_list("skill__slug", "level"),
        *Revision.objects.order_by("title__code", "number").values_list(
            "title__code", "name", "summary", "pay_min_cents"
        ),
        *TitleAlias.objects.order_by("title__code", "name").values_list("title__code", "name", "source"),
        *User.objects.order_by("email").values_list("email", "name", "is_superuser"),
        *RoleGrant.objects.order_by("user__email", "role").values_list("user__email", "role"),
    ]


def _events() -> int:
    """How many changes of postings the history holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jobs_postingevent")
        (count,) = cursor.fetchone()
    return int(count)


def test_a_second_run_changes_nothing(settings: Any) -> None:
    settings.DEMO = True
    call_command("seed_demo", postings=SOME, verbosity=0)
    before, events = _content(), _events()
    assert events == SOME
    out = StringIO()
    call_command("seed_demo", stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert (_content(), _events()) == (before, events)


def test_two_runs_on_one_day_make_the_same() -> None:
    made = []
    for _run in range(2):
        with transaction.atomic():
            assert seeding.seed(today=TODAY, postings=SOME)
            made.append(_content())
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert not Posting.objects.exists()


def test_dates_follow_the_day_it_is_made_on() -> None:
    """Made a year ago, the same openings would lie a year earlier."""
    opened_in_a_run = []
    for day in (TODAY, TODAY - timedelta(days=365)):
        with transaction.atomic():
            seeding.seed(today=day, postings=SOME)
            opened = Posting.objects.exclude(opens_at=None).values_list("business_title", "opens_at")
            opened_in_a_run.append({name: timezone.localdate(at) for name, at in opened})
            transaction.set_rollback(True)
    now, then = opened_in_a_run
    assert {name: day - timedelta(days=365) for name, day in now.items()} == then


def test_what_is_there_already_is_kept(settings: Any) -> None:
    """Someone who signed up, or a posting that was imported, before the demo was made."""
    settings.DEMO = True
    early = User.objects.create_user("hr@demo.example", "another password", name="Early Bird")
    call_command("seed_demo", postings=5, verbosity=0)
    early.refresh_from_db()
    assert (early.name, early.grants.count()) == ("Early Bird", 0)
    assert Posting.objects.filter(created_by=early).count() == 5


def test_fewer_openings_are_made_on_request(settings: Any) -> None:
    settings.DEMO = True
    out = StringIO()
    call_command("seed_demo", "--json", "--postings", "40", stdout=out)
    report = json.loads(out.getvalue())
    assert report["made"] is True
    assert report["counts"]["postings"] == Posting.objects.count() == 40
    assert report["counts"]["postings_by_phase"]["open"] >= 25
    assert report["counts"]["people"] == 18  # eleven who can sign in, seven of their colleagues


@pytest.mark.parametrize("typed", ["-1", "many", "1.5"])
def test_a_strange_number_of_openings_is_refused(settings: Any, typed: str) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="not a number of postings"):
        call_command("seed_demo", f"--postings={typed}")
    assert not User.objects.filter(email__endswith="@demo.example").exists()


def test_it_is_refused_outside_a_demo(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="CHITECH_DEMO=1"):
        call_command("seed_demo")
    assert not User.objects.filter(email__endswith="@demo.example").exists()


def test_each_example_address_answers(settings: Any) -> None:
    settings.DEMO = True
    call_command("seed_demo", postings=SOME, verbosity=0)
    admin, trainer = (browser_of(who) for who in ("admin", "trainer"))
    gone = {"posting_ended", "posting_closed", "posting_cancelled"}
    unseen = {"posting_draft", "posting_scheduled"}
    pages = seeding.report()["pages"]
    assert gone | unseen | {"posting_open", "posting_staff_only", "posting_until_filled"} <= set(pages)
    for name, address in pages.items():
        expected = {410} if name in gone else {404} if name in unseen else {200, 302}
        browser = trainer if address.startswith("/training/") else admin
        assert browser.get(address, secure=True).status_code in expected, (name, address)


def browser_of(who: str) -> Client:
    """A browser in which one of the demo's people is signed in."""
    browser = Client()
    browser.force_login(User.objects.get(email=f"{who}@demo.example"))
    return browser
