"""A skill is said by the person, their manager or a course; which level counts follows one rule."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from chitech.core.accounts.models import User
from pathways.errors import NotAllowed
from pathways.models import Skill, SkillRecord
from pathways.profiles.actions import confirm_skill, record_skill
from pathways.profiles.querysets import levels_of
from tests.factories import SkillFactory, UserFactory


def level(person: User, skill: Skill) -> int | None:
    return levels_of([person.pk])[person.pk].get(skill.pk)


def test_ones_own_word_counts_where_nobody_else_has_spoken(staff: User, sql: Skill) -> None:
    record_skill(user=staff, skill=sql, level=2, source="self", by=staff, evidence="I keep the reports.")
    assert level(staff, sql) == 2
    record_skill(user=staff, skill=sql, level=3, source="self", by=staff, evidence="I tune them, too.")
    assert level(staff, sql) == 3
    assert SkillRecord.objects.get().evidence == "I tune them, too."


def test_rating_oneself_anew_never_erases_what_was_confirmed(staff: User, manager: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=3, source="self", by=staff)
    confirmed = confirm_skill(record=said, by=manager, level=2, word="Close.")
    assert level(staff, sql) == 2
    again = record_skill(user=staff, skill=sql, level=4, source="self", by=staff)
    assert level(staff, sql) == 2
    assert (again.confirmed_by, again.confirmed_at, again.confirmed_word) == (manager, confirmed.confirmed_at, "Close.")
    assert again.is_waiting
    confirm_skill(record=again, by=manager)
    assert level(staff, sql) == 4


def test_a_course_raises_and_never_lowers(staff: User, manager: User, hr: User, sql: Skill) -> None:
    confirm_skill(record=record_skill(user=staff, skill=sql, level=3, source="self", by=staff), by=manager)
    record_skill(user=staff, skill=sql, level=1, source="course", by=hr)
    assert level(staff, sql) == 3
    record_skill(user=staff, skill=sql, level=4, source="course", by=hr)
    assert level(staff, sql) == 4
    record_skill(user=staff, skill=sql, level=2, source="course", by=hr)
    assert SkillRecord.objects.get(source="course").level == 4
    record_skill(user=staff, skill=sql, level=3, source="manager", by=manager)
    assert level(staff, sql) == 3


def test_only_todays_manager_confirms(staff: User, manager: User, hr: User, seeker: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=3, source="self", by=staff)
    for person in (staff, hr, seeker):
        with pytest.raises(NotAllowed):
            confirm_skill(record=said, by=person)
        with pytest.raises(NotAllowed):
            record_skill(user=staff, skill=sql, level=1, source="manager", by=person)
    with pytest.raises(NotAllowed):
        record_skill(user=staff, skill=sql, level=1, source="self", by=manager)
    post = staff.employments.get()
    post.ends_on = post.starts_on + timedelta(days=1)
    post.save()
    with pytest.raises(NotAllowed):
        confirm_skill(record=said, by=manager)


def test_the_database_holds_it_too(staff: User, manager: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=3, source="self", by=staff)
    rows = SkillRecord.objects.filter(pk=said.pk)
    for wrong in (
        {"level": 5},
        {"source": "rumour"},
        {"recorded_by": manager},
        {"source": "manager"},
        {"confirmed_at": said.recorded_at, "confirmed_by": staff, "confirmed_level": 3},
        {"confirmed_at": said.recorded_at, "confirmed_by": manager},
        {"confirmed_level": 2},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_who_said_what_when_is_kept(staff: User, manager: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=1, source="self", by=staff)
    confirm_skill(record=said, by=manager)
    record_skill(user=staff, skill=sql, level=3, source="self", by=staff)
    events = apps.get_model("pathways", "SkillRecordEvent")._default_manager.order_by("pgh_id")
    assert list(events.values_list("level", "confirmed_by")) == [(1, None), (1, manager.pk), (3, manager.pk)]


def test_saying_the_same_again_changes_nothing(staff: User, sql: Skill) -> None:
    first = record_skill(user=staff, skill=sql, level=1, source="self", by=staff)
    assert record_skill(user=staff, skill=sql, level=1, source="self", by=staff).recorded_at == first.recorded_at


def test_many_people_are_read_in_one_query(staff: User, sql: Skill, django_assert_num_queries: object) -> None:
    people = [staff, *UserFactory.create_batch(3)]
    for person in people:
        for skill in (sql, SkillFactory.create()):
            record_skill(user=person, skill=skill, level=2, source="self", by=person)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = levels_of([person.pk for person in people])
    assert all(len(levels) == 2 for levels in found.values())
    assert levels_of([0]) == {0: {}}
