"""Messages between a person, their manager and HR, and a skill that is missing."""

import pytest
from django.apps import apps

from chitech.core.accounts import hooks
from chitech.core.accounts.models import User
from chitech.core.accounts.my_data import delete_account
from chitech.core.outbox.models import Message
from pathways.errors import Incomplete, NotAllowed
from pathways.models import Profile, Skill, SkillRecord, SkillRequest
from pathways.profiles import emails
from pathways.profiles.actions import answer_request, ask_for_skill, confirm_skill, record_skill, set_title
from tests.factories import SkillFactory, TitleFactory


def told(person: User, kind: str) -> list[Message]:
    return list(Message.objects.filter(user=person, kind=f"pathways.{kind}").order_by("pk"))


def test_the_manager_is_told_once_a_day_however_many_skills(staff: User, manager: User, sql: Skill) -> None:
    for skill in (sql, SkillFactory.create(name="Zoning")):
        record_skill(user=staff, skill=skill, level=3, source="self", by=staff)
    (message,) = told(manager, "skills_waiting")
    context = emails.waiting_context(message)
    assert context is not None
    assert (context["count"], context["skills"]) == (2, "SQL, Zoning")
    for record in SkillRecord.objects.all():
        confirm_skill(record=record, by=manager)
    assert emails.waiting_context(message) is None


def test_the_person_is_told_what_the_manager_says(staff: User, manager: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=4, source="self", by=staff)
    confirm_skill(record=said, by=manager, level=3, word="Nearly.")
    (message,) = told(staff, "skill_confirmed")
    context = emails.confirmed_context(message)
    assert context is not None
    assert (context["level"], context["said"], context["word"]) == ("practitioner", "expert", "Nearly.")


def test_a_missing_skill_is_asked_for_and_answered(staff: User, hr: User, publisher: User, sql: Skill) -> None:
    asked = ask_for_skill(by=staff, name=" Drone  mapping ", why="Roofs.")
    assert asked.name == "Drone mapping"
    assert len(told(hr, "skill_asked")) == len(told(publisher, "skill_asked")) == 1
    with pytest.raises(NotAllowed):
        answer_request(request=asked, by=staff, answer="no", reason="No.")
    with pytest.raises(Incomplete):
        answer_request(request=asked, by=hr, answer="no")
    with pytest.raises(Incomplete):
        answer_request(request=asked, by=hr, answer="existing")
    done = answer_request(request=asked, by=hr, answer="new", name="Mapping with drones", group="Maps")
    assert Skill.objects.get(slug="mapping-with-drones") == done.skill
    assert len(told(staff, "skill_answered")) == 1
    with pytest.raises(NotAllowed):
        answer_request(request=asked, by=publisher, answer="existing", skill=sql)


def test_what_is_there_or_asked_for_already_is_not_asked_again(staff: User, sql: Skill) -> None:
    for name in ("sql", "Drones", "drones"):
        if name == "Drones":
            ask_for_skill(by=staff, name=name, why="Roofs.")
            continue
        with pytest.raises(Incomplete):
            ask_for_skill(by=staff, name=name, why="Roofs.")


def test_a_new_skill_that_is_there_is_refused_and_asked_again(staff: User, hr: User, sql: Skill) -> None:
    asked = ask_for_skill(by=staff, name="Structured query language", why="Reports.")
    with pytest.raises(Incomplete):
        answer_request(request=asked, by=hr, answer="new", name="sql")
    asked.refresh_from_db()
    assert asked.answer == ""


def test_all_of_it_is_handed_out_and_goes_with_the_account(staff: User, manager: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=2, source="self", by=staff, evidence="A secret report")
    confirm_skill(record=said, by=manager, word="A secret word")
    set_title(user=staff, title=TitleFactory.create(), by=manager)
    ask_for_skill(by=staff, name="Secret art", why="A secret reason")
    sections = {section.name: section.rows for section in hooks.personal_data(staff)["pathways"]}
    assert sections["skills"][0]["evidence"] == "A secret report"
    assert sections["title"][0]["set_by"] == "Mika Manager"
    assert sections["skills_asked_for"][0]["why"] == "A secret reason"
    assert [str(each.what) for each in hooks.kept(manager)]
    delete_account(user=staff)
    assert not any(model.objects.exists() for model in (Profile, SkillRecord, SkillRequest))
    for name in ("SkillRecordEvent", "SkillRequestEvent"):
        events = apps.get_model("pathways", name)._default_manager
        assert events.exists()
        assert "ecret" not in str(list(events.values()))
