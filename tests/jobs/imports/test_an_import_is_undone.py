"""Undoing puts back what the import wrote, keeps what people have done since, and says both beforehand (ADR 0033)."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import ProtectedError
from django.test import Client

from chitech.core.accounts.models import User
from chitech.core.imports.models import ImportedRecord
from jobs import actions
from jobs.imports import PostingImporter
from jobs.models import Posting, PostingSearch
from pathways.asked import AskedSkill
from tests.conftest import SignIn
from tests.factories import SkillFactory
from tests.jobs.imports import screens
from tests.jobs.imports.conftest import Import as Command
from tests.jobs.imports.conftest import csv_text, row
from tests.jobs.imports.screens import LIST, bring_in, latest, undo, worked
from tests.pages import form_fields, parse, text

pytestmark = pytest.mark.django_db
PUBLISH = {"state": "published", "fill-benefits": "Health insurance and a pension."}


@pytest.fixture
def browser(hr: User, sign_in: SignIn) -> Client:
    return sign_in(hr)


def edit(by: User, number: str, **values: object) -> Posting:
    posting = Posting.objects.get(external_id=number)
    return actions.update(posting=posting, by=by, version=posting.version, values=values)


def memory() -> list[dict[str, Any]]:
    return [dict(one) for one in ImportedRecord.objects.order_by("external_id").values("external_id", "fingerprints")]


def columns(*names: str) -> list[tuple[Any, ...]]:
    return list(Posting.objects.order_by("external_id").values_list(*names))


def test_everything_is_as_it_was_before(browser: Client) -> None:
    names = [
        field.attname for field in Posting._meta.concrete_fields
        if field.name not in {"version", "updated_at", "updated_by"}
    ]  # fmt: skip
    bring_in(browser, csv_text(row(1), row(2)))
    before, remembered = columns(*names), memory()
    second = csv_text(
        row(1, **{"Work Location": "City Hall", "Salary Range To": "120000", "Post Until": "12/20/2090"}),
        row(2, **{"Job Description": "Other words.", "Job Category": "Health"}),
        row(3),
    )
    run = bring_in(browser, second)
    assert (run.figure("new"), run.figure("changed")) == (1, 2)
    assert columns(*names) != before
    run = undo(browser, run)
    assert run.state == "undone"
    assert columns(*names) == before
    assert memory() == remembered
    again = bring_in(browser, second)
    assert (again.figure("new"), again.figure("changed")) == (1, 2)


def test_what_somebody_edited_since_stays_and_is_named(browser: Client, publisher: User) -> None:
    bring_in(browser, csv_text(row(1)))
    run = bring_in(browser, csv_text(row(1, **{"Work Location": "City Hall", "Post Until": "12/20/2090"}), row(2)))
    edit(publisher, "1", location="Navy Pier")
    edit(publisher, "2", division="Tunnels")
    page = browser.get(f"{LIST}{run.pk}/undo/")
    said = text(page)
    assert "1 record gets back what it held (fields: 1)." in said
    assert "2 records keep what somebody has done to them since." in said
    items = {item.get("data-external-id"): item.text_content() for item in parse(page).cssselect(".import-item")}
    assert "Edited since, and so left as they are: location." in " ".join(items["1"].split())
    assert "Somebody has edited it since." in items["2"]

    undo(browser, run)
    first = Posting.objects.get(external_id="1")
    assert first.location == "Navy Pier"
    assert first.closes_at is not None
    assert first.closes_at.day == 16  # 11:59 pm of the 15th in Chicago
    assert Posting.objects.get(external_id="2").division == "Tunnels"
    result = text(browser.get(f"{LIST}{run.pk}/"))
    assert "Partly put back" in result
    assert "Left alone" in text(browser.get(f"{LIST}{run.pk}/", {"show": "new"}))


def test_a_skill_that_somebody_added_counts_as_an_edit(browser: Client, hr: User) -> None:
    run = bring_in(browser, csv_text(row(1)))
    posting = Posting.objects.get()
    skills = [AskedSkill(SkillFactory.create(), 2)]
    actions.update(posting=posting, by=hr, version=posting.version, values={}, skills=skills)
    undo(browser, run)
    assert Posting.objects.get().skill_list.count() == 1


def test_what_the_import_published_is_cancelled_and_its_number_is_free(browser: Client, client: Client) -> None:
    run = bring_in(browser, csv_text(row(1)), columns=PUBLISH)
    posting = Posting.objects.get()
    assert client.get(posting.get_absolute_url()).status_code == 200
    assert "1 record that the import made public is ended." in text(browser.get(f"{LIST}{run.pk}/undo/"))
    undo(browser, run)
    posting.refresh_from_db()
    assert (posting.state, posting.end_reason) == ("cancelled", "The import that published this posting was undone.")
    gone = client.get(posting.get_absolute_url())
    assert gone.status_code == 410
    assert not PostingSearch.objects.filter(posting=posting, state="published").exists()
    assert "Service" not in text(client.get("/jobs/"))

    again = bring_in(browser, csv_text(row(1)), columns=PUBLISH)
    assert again.figure("new") == 1
    anew = Posting.objects.get(external_id="1")
    assert (anew.state, anew.pk != posting.pk) == ("published", True)


def test_a_draft_that_the_import_published_comes_back_as_a_draft(browser: Client, hr: User) -> None:
    bring_in(browser, csv_text(row(1)))
    skills = [AskedSkill(SkillFactory.create(name="SQL"), 3)]
    posting = Posting.objects.get()
    actions.update(posting=posting, by=hr, version=1, values={"division": "Tunnels"}, skills=skills)
    run = bring_in(browser, csv_text(row(1, **{"Work Location": "City Hall"})), columns=PUBLISH)
    assert Posting.objects.get().state == "published"
    undo(browser, run)
    ended = Posting.objects.get(pk=posting.pk)
    assert (ended.state, ended.external_id) == ("cancelled", "")
    draft = Posting.objects.get(external_id="1")
    assert (draft.state, draft.location, draft.division, draft.benefits) == (
        "draft", "2 North LaSalle Street", "Tunnels", "",
    )  # fmt: skip
    assert [str(one.skill) for one in draft.skill_list.all()] == ["SQL"]


def test_what_people_ended_stays_as_they_left_it(browser: Client, hr: User) -> None:
    run = bring_in(browser, csv_text(row(1)), columns=PUBLISH)
    posting = Posting.objects.get()
    actions.close(posting=posting, by=hr, reason="We found two people.")
    assert "Somebody has ended it since." in text(browser.get(f"{LIST}{run.pk}/undo/"))
    undo(browser, run)
    posting.refresh_from_db()
    assert (posting.state, posting.end_reason) == ("closed", "We found two people.")


def test_an_edit_after_the_look_asks_for_another_look(browser: Client, publisher: User) -> None:
    run = bring_in(browser, csv_text(row(1)))
    address = f"{LIST}{run.pk}/undo/"
    seen = form_fields(browser.get(address), "main form[method=post]")
    edit(publisher, "1", location="Navy Pier")
    answer = browser.post(address, seen)
    assert answer.status_code == 409
    assert "What you saw has changed" in text(answer)
    assert Posting.objects.get().location == "Navy Pier"


def test_an_edit_between_the_button_and_the_worker_is_not_overwritten(browser: Client, publisher: User) -> None:
    run = bring_in(browser, csv_text(row(1)))
    address = f"{LIST}{run.pk}/undo/"
    assert browser.post(address, form_fields(browser.get(address), "main form[method=post]")).status_code == 302
    edit(publisher, "1", location="Navy Pier")
    run = worked(run)
    assert run.state == "applied"
    assert "Something changed here since you looked." in text(browser.get(f"{LIST}{run.pk}/"))
    assert Posting.objects.get().location == "Navy Pier"


def test_only_the_last_import_of_a_source_can_be_undone(browser: Client) -> None:
    first = bring_in(browser, csv_text(row(1)))
    other = bring_in(browser, csv_text(row(1)), source="other")
    second = bring_in(browser, csv_text(row(1, **{"Work Location": "City Hall"})))
    assert "It can no longer be undone" in text(browser.get(f"{LIST}{first.pk}/"))
    assert browser.get(f"{LIST}{first.pk}/undo/").status_code == 302
    assert browser.post(f"{LIST}{first.pk}/undo/", {"digest": first.digest}).status_code == 409
    assert "Undo this import" in text(browser.get(f"{LIST}{other.pk}/"))
    undo(browser, second)
    assert Posting.objects.get(source="feed").location == "2 North LaSalle Street"
    assert browser.get(f"{LIST}{first.pk}/undo/").status_code == 302
    undo(browser, other)
    assert set(Posting.objects.values_list("source", flat=True)) == {"feed"}


def test_an_import_of_the_command_stands_in_the_list_and_ends_the_undo_of_the_one_before(
    browser: Client, feed: Command
) -> None:
    first = bring_in(browser, csv_text(row(1)))
    assert feed(row(1, **{"Work Location": "City Hall"}), row(2)).code == 0
    run = latest()
    assert (run.state, run.source, run.file_name) == ("applied", "feed", "feed.csv")
    page = text(browser.get(LIST))
    assert "1 new, 1 changed, 0 unchanged, 0 rejected" in page
    assert "It can no longer be undone" in text(browser.get(f"{LIST}{first.pk}/"))
    undo(browser, run)
    assert columns("external_id", "location") == [("1", "2 North LaSalle Street")]


def test_history_says_who_undid_it(browser: Client, hr: User) -> None:
    run = bring_in(browser, csv_text(row(1)))
    pk = Posting.objects.get().pk
    undo(browser, run)
    events = apps.get_model("jobs", "PostingEvent").objects.filter(pgh_obj_id=pk).order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete"]
    assert events[1].pgh_context.metadata["user"] == hr.pk
    states = apps.get_model("imports", "ImportEvent").objects.filter(pgh_obj_id=run.pk).order_by("pgh_id")
    seen = list(dict.fromkeys(states.values_list("state", flat=True)))
    assert seen == ["uploaded", "checking", "ready", "applying", "applied", "undoing", "undone"]


def test_what_depends_on_a_record_keeps_it(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands for what later rooms will hang on a posting: the database refuses one, the others go."""
    run = bring_in(browser, csv_text(row(1), row(2), row(3)))
    delete = PostingImporter.delete

    def refuse_two(self: PostingImporter, instances: Any) -> None:
        if any(one.external_id == "2" for one in instances):
            raise ProtectedError("somebody applied", set())
        delete(self, instances)

    monkeypatch.setattr(PostingImporter, "delete", refuse_two)
    undo(browser, run)
    assert columns("external_id") == [("2",)]
    assert "Something that came later depends on it." in text(browser.get(f"{LIST}{run.pk}/", {"show": "new"}))
    assert screens.latest().state == "undone"
