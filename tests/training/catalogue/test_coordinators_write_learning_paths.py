"""Coordinators write learning paths, put their courses in order, publish and retire them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from tests.conftest import SignIn
from tests.factories import UserFactory
from tests.training_factories import CourseFactory, LearningPathFactory
from training.models import LearningPath

pytestmark = pytest.mark.django_db

HOME = "/training/manage/paths/"


def data(*courses: str, **changed: Any) -> dict[str, Any]:
    rows = {f"course-{n}": name for n, name in enumerate(courses)}
    return {"name": "Towards data", "summary": "One after the other.", **rows, **changed}


def names(path: LearningPath) -> list[str]:
    return list(path.steps.order_by("number").values_list("course__name", flat=True))


def test_a_path_is_written_and_published(sign_in: SignIn, coordinator: User) -> None:
    browser = sign_in(coordinator)
    CourseFactory.create(name="Sheets", slug="sheets")
    CourseFactory.create(name="SQL first", slug="sql-first")
    answer = browser.post(f"{HOME}new/", data("sql FIRST", "sheets", **{"note-0": "Tables come first."}))
    path = LearningPath.objects.get()
    assert answer["Location"] == f"{HOME}{path.pk}/"
    assert (path.slug, path.state, names(path)) == ("towards-data", "draft", ["SQL first", "Sheets"])
    assert browser.post(f"{HOME}{path.pk}/publish/", {"version": path.version}).status_code == 302
    assert "Towards data" in browser.get("/training/paths/").content.decode()
    assert "Tables come first." in browser.get("/training/paths/towards-data/").content.decode()
    assert "Towards data" in browser.get(HOME).content.decode()


def test_places_change_the_order_and_an_empty_row_goes(sign_in: SignIn, coordinator: User) -> None:
    courses = [CourseFactory.create(name=name) for name in ("A1", "B1", "C1")]
    path = LearningPathFactory.create(courses=courses)
    sent = data("A1", "", "C1", version=path.version, **{"place-0": "2", "place-1": "5", "place-2": "1"})
    assert sign_in(coordinator).post(f"{HOME}{path.pk}/", sent).status_code == 302
    assert names(path) == ["C1", "A1"]


def test_bad_rows_are_told_and_what_was_typed_is_kept(sign_in: SignIn, coordinator: User) -> None:
    CourseFactory.create(name="Twin", slug="twin")
    CourseFactory.create(name="Twin", slug="twin-2")
    CourseFactory.create(name="Gone", state="retired", retired_at=None)
    CourseFactory.create(name="Real")
    answer = sign_in(coordinator).post(f"{HOME}new/", data("Nowhere", "Twin", "Gone", "Real", "real"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not LearningPath.objects.exists()
    assert "There is no course called “Nowhere”" in page
    assert "Write its address instead: twin, twin-2" in page
    assert "There is no course called “Gone”" in page
    assert "“real” is in the path twice" in page
    assert 'value="Nowhere"' in page


def test_of_two_courses_with_one_name_the_one_in_the_path_stays(sign_in: SignIn, coordinator: User) -> None:
    CourseFactory.create(name="Twin", slug="twin")
    kept = CourseFactory.create(name="Twin", slug="twin-2")
    path = LearningPathFactory.create(courses=[kept])
    assert sign_in(coordinator).post(f"{HOME}{path.pk}/", data("Twin", version=path.version)).status_code == 302
    assert path.steps.get().course == kept


def test_nothing_is_published_without_a_course_that_people_see(sign_in: SignIn, coordinator: User) -> None:
    browser = sign_in(coordinator)
    empty = LearningPathFactory.create(state="draft", courses=[CourseFactory.create(state="draft")])
    answer = browser.post(f"{HOME}{empty.pk}/publish/", {"version": empty.version})
    assert answer.status_code == 422
    assert "at least one published course" in answer.content.decode()
    empty.refresh_from_db()
    assert (empty.state, empty.version) == ("draft", 1)
    shown = LearningPathFactory.create(courses=[CourseFactory.create()])
    assert browser.post(f"{HOME}{shown.pk}/", data(version=shown.version)).status_code == 422
    assert shown.steps.count() == 1


def test_who_was_second_writes_over_nobody(sign_in: SignIn, coordinator: User) -> None:
    browser = sign_in(coordinator)
    course = CourseFactory.create(name="Kept")
    path = LearningPathFactory.create(courses=[course])
    stale = path.version
    assert browser.post(f"{HOME}{path.pk}/", data("Kept", name="First", version=stale)).status_code == 302
    answer = browser.post(f"{HOME}{path.pk}/", data("Kept", name="Second", version=stale))
    assert answer.status_code == 409
    assert "Second" in answer.content.decode()
    assert browser.post(f"{HOME}{path.pk}/retire/", {"version": stale}).status_code == 409
    path.refresh_from_db()
    assert (path.name, path.state) == ("First", "published")


def test_a_retired_path_is_gone_for_people(sign_in: SignIn, coordinator: User) -> None:
    path = LearningPathFactory.create(name="Old way", courses=[CourseFactory.create()])
    assert sign_in(coordinator).post(f"{HOME}{path.pk}/retire/", {"version": path.version}).status_code == 302
    stranger = sign_in(UserFactory.create())
    assert stranger.get(path.get_absolute_url()).status_code == 404
    assert "Old way" not in stranger.get("/training/paths/").content.decode()


def test_an_auditor_reads_the_list_and_changes_nothing(sign_in: SignIn) -> None:
    path = LearningPathFactory.create(name="Read me", courses=[CourseFactory.create()])
    browser = sign_in(UserFactory.create(roles=[Role.AUDITOR]))
    page = browser.get(HOME).content.decode()
    assert "Read me" in page
    assert "New learning path" not in page
    assert browser.get(f"{HOME}{path.pk}/").status_code == 404
    assert browser.post(f"{HOME}{path.pk}/retire/", {"version": path.version}).status_code == 404


def test_the_pages_ask_no_more_questions_for_more_paths_and_courses(sign_in: SignIn, coordinator: User) -> None:
    browser = sign_in(coordinator)
    small = LearningPathFactory.create(courses=[CourseFactory.create()])
    few = [queries(browser, HOME), queries(browser, f"{HOME}{small.pk}/")]
    large = [LearningPathFactory.create(courses=CourseFactory.create_batch(5)) for _n in range(4)]
    assert [queries(browser, HOME), queries(browser, f"{HOME}{large[0].pk}/")] == few


def queries(browser: Client, address: str) -> int:
    """How many questions a page asks of the database, the second time."""
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)
