"""The history of a posting names who, what, when, from what to what."""

from typing import Any

import pghistory
import pytest
from django.test import Client

from chitech.core.accounts.models import Department, User
from chitech.core.audit import timeline
from jobs import actions, history
from jobs.models import Posting
from pathways.asked import AskedSkill
from tests.conftest import SignIn
from tests.factories import DepartmentFactory, PostingFactory, SkillFactory
from tests.pages import form_fields, text

pytestmark = pytest.mark.django_db


def edit(browser: Client, posting: Posting, **typed: Any) -> None:
    url = f"/jobs/manage/{posting.pk}/edit/"
    assert browser.post(url, form_fields(browser.get(url)) | typed).status_code == 302


def test_a_life_of_a_posting_as_people_read_it(hr: User, publisher: User, sign_in: SignIn) -> None:
    SkillFactory.create(name="SQL")
    writer, other = sign_in(hr), sign_in(publisher)
    fields = form_fields(writer.get("/jobs/manage/new/?blank=1"))
    fields |= {
        "business_title": "Bridge keeper", "department": DepartmentFactory.create(name="Bridges").pk,
        "what_you_will_do": "Keep bridges", "benefits": "A pension", "how_to_apply": "Write to us",
        "pay_min_cents": "50,000", "pay_max_cents": "60,000", "pay_unit": "annual",
    }  # fmt: skip
    writer.post("/jobs/manage/new/", fields)
    posting = Posting.objects.get()
    edit(
        other, posting,
        pay_max_cents="61,000.50", work_mode="hybrid", department=DepartmentFactory.create(name="Tunnels").pk,
        **{"skills-0-name": "SQL", "skills-0-level": "2"},
    )  # fmt: skip
    writer.post(f"/jobs/manage/{posting.pk}/publish/")
    other.post(f"/jobs/manage/{posting.pk}/close/", {"reason": "We found her."})

    told = history.of(posting).entries
    assert [(entry.headline, entry.who) for entry in told] == [
        ("Closed early", "Parker Publisher"),
        ("Published", "Harper HR"),
        ("Edited", "Parker Publisher"),
        ("Created", "Harper HR"),
    ]
    changes = {change.label: (change.before, change.after) for change in told[2].changes}
    assert changes == {
        "Pay to": ("$60,000", "$61,000.50"),
        "Where you work": ("", "Hybrid"),
        "Department": ("Bridges", "Tunnels"),
        "Skill": ("", "SQL, working, essential"),
    }
    assert ("Reason for closing or cancelling", "We found her.") in [(c.label, c.after) for c in told[0].changes]
    page = text(writer.get(f"/jobs/manage/{posting.pk}/"))
    for words in ("By Parker Publisher", "from $60,000", "to $61,000.50", "SQL, working, essential"):
        assert words in page


def test_a_skill_that_went_and_one_that_changed(hr: User) -> None:
    sql, python = SkillFactory.create(name="SQL"), SkillFactory.create(name="Python")
    with pghistory.context(user=hr.pk):
        posting = actions.create(
            by=hr,
            values={"business_title": "Keeper", "department": DepartmentFactory.create()},
            skills=[AskedSkill(sql, 1), AskedSkill(python, 2)],
        )
    with pghistory.context(user=hr.pk):
        actions.update(posting=posting, by=hr, version=1, values={}, skills=[AskedSkill(sql, 4, is_essential=False)])
    entry = history.of(posting).entries[0]
    assert sorted((change.before, change.after) for change in entry.changes) == [
        ("Python, working, essential", ""),
        ("SQL, awareness, essential", "SQL, expert, helpful"),
    ]


def test_a_command_is_told_by_whom_it_names() -> None:
    system = User.objects.system()
    posting = PostingFactory.create(created_by=system)
    (entry,) = history.of(posting).entries
    assert entry.who == "Chi Tech Talent"


def test_a_long_text_shows_where_it_changed(hr: User) -> None:
    posting = PostingFactory.create(draft=True, what_you_need="Much. " * 100 + "A bicycle. " + "More. " * 100)
    with pghistory.context(user=hr.pk):
        values = {"what_you_need": posting.what_you_need.replace("bicycle", "boat")}
        actions.update(posting=posting, by=hr, version=1, values=values)
    (change,) = history.of(posting).entries[0].changes
    assert "A bicycle." in change.before
    assert "A boat." in change.after
    assert max(len(change.before), len(change.after)) < 170


def test_values_are_shown_as_text_and_never_as_markup(hr: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(draft=True)
    edit(sign_in(hr), posting, location="<script>alert(1)</script>")
    page = sign_in(hr).get(f"/jobs/manage/{posting.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_queries_do_not_grow_with_history(hr: User, django_assert_num_queries: Any) -> None:
    posting = PostingFactory.create(draft=True)
    departments = DepartmentFactory.create_batch(12)
    for round_ in (departments[:2], departments[2:]):
        for department in round_:
            posting.refresh_from_db()
            with pghistory.context(user=hr.pk):
                actions.update(posting=posting, by=hr, version=posting.version, values={"department": department})
        with django_assert_num_queries(6):  # events, skill events, people, titles and levels, departments
            told = history.of(posting)
    assert len(told.entries) == 13
    assert Department.objects.count() >= 12


def test_a_long_history_shows_its_latest_part(hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    posting = PostingFactory.create(draft=True)
    for number in range(5):
        with pghistory.context(user=hr.pk):
            actions.update(posting=posting, by=hr, version=number + 1, values={"location": f"Pier {number}"})
    told = timeline.read(posting, history.STORY, limit=3)
    assert told.has_older
    assert [entry.changes[0].after for entry in told.entries] == ["Pier 4", "Pier 3", "Pier 2"]
    assert told.entries[-1].changes[0].before == "Pier 1"
