"""Triggers keep the search rows of courses as a rebuild would make them, whatever table changes."""

from typing import Any

import pytest
from django.db import connection

from tests.factories import FamilyFactory, SkillFactory
from tests.training.catalogue.asking import names
from tests.training_factories import CourseFactory, LearningPathFactory
from training.catalogue.words import refresh_words
from training.models import Course, CourseSearch, CourseSkill, LearningPath, LearningStep

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[Any, ...]]:
    fields = [field.attname for field in CourseSearch._meta.fields]
    return list(CourseSearch.objects.order_by("pk").values_list(*fields))


def test_rows_are_those_of_a_rebuild_after_every_change() -> None:
    family, sql = FamilyFactory.create(name="Data"), SkillFactory.create(name="SQL")
    course = CourseFactory.create(name="Questions", family=family, skills=[(sql, 0, 2)])
    other = CourseFactory.create(name="Charts")
    path = LearningPathFactory.create(name="Into numbers", courses=[course])
    changes: list[Any] = [
        lambda: Course.objects.filter(pk=course.pk).update(name="Answers", hours=9, format="online"),
        lambda: type(sql).objects.filter(pk=sql.pk).update(name="Structured queries"),
        lambda: type(family).objects.filter(pk=family.pk).update(name="Numbers"),
        lambda: CourseSkill.objects.filter(course=course).update(course=other),
        lambda: LearningPath.objects.filter(pk=path.pk).update(name="Into figures"),
        lambda: LearningStep.objects.filter(path=path).update(course=other),
        lambda: LearningStep.objects.filter(path=path).delete(),
        lambda: CourseSkill.objects.filter(course=other).delete(),
        lambda: Course.objects.filter(pk=other.pk).delete(),
    ]
    for number, change in enumerate(changes):
        change()
        kept = rows()
        with connection.cursor() as cursor:
            cursor.execute("SELECT training_refresh_course_search(NULL)")
        assert rows() == kept, f"change {number}"
    assert len(rows()) == 1


def test_a_course_is_found_by_its_skills_and_paths_too() -> None:
    course = CourseFactory.create(name="Questions", skills=[(SkillFactory.create(name="SQL"), 0, 2)])
    LearningPathFactory.create(name="Librarianship", courses=[course])
    CourseFactory.create(name="Charts")
    assert names("q=sql") == names("q=librarianship") == ["Questions"]


def test_a_word_that_is_spelled_wrong_is_put_right(client: Any) -> None:
    CourseFactory.create(name="Cartography for all")
    refresh_words()
    page = client.get("/training/?q=cartografy").text
    assert "Did you mean" in page
    assert "?q=cartography" in page
