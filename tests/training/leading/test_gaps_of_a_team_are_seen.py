"""A manager sees which skill of which title is missing for whom, in shapes and words, with courses that close it."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from chitech.core.accounts.models import Employment, User
from pathways.models import Profile, Revision
from pathways.profiles.actions import confirm_skill, record_skill
from tests.conftest import SignIn
from tests.factories import RevisionFactory, SkillFactory, UserFactory, led
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.leading.matrix import matrix

pytestmark = pytest.mark.django_db


def have(person: User, revision: Revision) -> None:
    Profile.objects.create(
        user=person, title=revision.title, revision=revision, since=timezone.localdate(), origin="set",
        set_at=timezone.now(), set_by=person,
    )  # fmt: skip


@pytest.fixture
def analyst(boss: User, ana: User, ben: User) -> Revision:
    """Ana and Ben are analysts: SQL at 3, maps at 2. Ana says 3 and 1 of herself; Ben's SQL is confirmed."""
    sql, maps = SkillFactory.create(slug="sql", name="SQL"), SkillFactory.create(slug="maps", name="Maps")
    found: Revision = RevisionFactory.create(name="Data analyst", skills=[(sql, 3, True), (maps, 2, False)])
    for person in (ana, ben):
        have(person, found)
    record_skill(user=ana, skill=sql, level=3, source="self", by=ana)
    record_skill(user=ana, skill=maps, level=1, source="self", by=ana)
    confirm_skill(record=record_skill(user=ben, skill=sql, level=3, source="self", by=ben), by=boss)
    return found


def test_each_cell_says_how_far_and_who_says_so(analyst: Revision, boss: User) -> None:
    (table,) = matrix(boss).tables
    cells = {line.post.name: [(c.has, c.needs, c.gap, c.is_own_word) for c in line.cells] for line in table.lines}
    assert cells == {
        "Ana Asks": [(3, 3, 0, True), (1, 2, 1, True)],
        "Ben Behind": [(3, 3, 0, False), (0, 2, 2, False)],
    }


def test_a_gap_is_told_by_words_and_shape(analyst: Revision, boss: User, sign_in: SignIn) -> None:
    page = sign_in(boss).get("/training/team/skills/").text
    for words in ("▲", "1 of 2 levels missing", "2 of 2 levels missing", "their own word", "confirmed", "nothing yet"):
        assert words in page, words
    assert '<th scope="col">SQL' in page
    assert '<th scope="row">' in page


def test_only_gaps_and_only_one_skill(analyst: Revision, ana: User, boss: User, sign_in: SignIn) -> None:
    browser = sign_in(boss)
    gaps = browser.get("/training/team/skills/?gaps=1").text
    assert '<th scope="col">Maps' in gaps
    assert '<th scope="col">SQL' not in gaps
    assert "Ana Asks" in gaps
    maps = analyst.skill_list.get(skill__slug="maps").skill
    record_skill(user=ana, skill=maps, level=2, source="self", by=ana)
    assert "Ana Asks" not in browser.get("/training/team/skills/?gaps=1").text
    one = browser.get("/training/team/skills/?skill=sql").text
    assert '<th scope="col">Maps' not in one
    assert "Nothing is missing here" in browser.get("/training/team/skills/?skill=sql&gaps=1").text


def test_courses_that_lead_far_enough_are_named(analyst: Revision, boss: User, ben: User) -> None:
    maps = analyst.skill_list.get(skill__slug="maps").skill
    far = CourseFactory.create(name="Maps for all", skills=[(maps, 0, 2)])
    CourseFactory.create(name="What is a map", skills=[(maps, 0, 1)])
    CourseFactory.create(name="Draft", skills=[(maps, 0, 4)], draft=True)
    (missing,) = matrix(boss).missing
    assert (missing.people, [*missing.courses]) == (["Ana Asks", "Ben Behind"], [far])
    EnrollmentFactory.create(user=ben, session=SessionFactory.create(course=far))
    (table,) = matrix(boss).tables
    assert [line.cells[1].is_learning for line in table.lines] == [False, True]


def test_only_ones_own_people(analyst: Revision, ana: User, ben: User, boss: User, sign_in: SignIn) -> None:
    above, stranger = UserFactory.create(), UserFactory.create()
    Employment.objects.filter(user=boss).update(manager_employee_id="A-1")
    led(leader=above, person=stranger)
    for who in (above, stranger, ana):
        page = sign_in(who).get("/training/team/skills/").text
        assert "Ben Behind" not in page
        assert b"Ben Behind" not in sign_in(who).get("/training/team/skills.csv").content


def test_who_has_no_title_is_named_apart(analyst: Revision, boss: User, sign_in: SignIn) -> None:
    led(leader=boss, person=UserFactory.create(name="Nora New"))
    found = matrix(boss)
    assert [post.name for post in found.untitled] == ["Nora New"]
    assert found.people == 3


def test_files_hold_the_same_and_no_formula(analyst: Revision, boss: User, ben: User, sign_in: SignIn) -> None:
    Employment.objects.filter(user=ben).update(name='=HYPERLINK("http://x")')
    browser = sign_in(boss)
    rows = list(csv.reader(io.StringIO(browser.get("/training/team/skills.csv").content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Person", "Title", "Skill", "Needed"]
    assert ["Ana Asks", "Data analyst", "Maps", "2", "1", "1", "the person alone", "no"] in rows
    assert any(row[0] == '\'=HYPERLINK("http://x")' for row in rows)
    sheet = load_workbook(io.BytesIO(browser.get("/training/team/skills.xlsx?gaps=1").content)).active
    assert sheet is not None
    values = list(sheet.iter_rows(min_row=2, max_col=8))
    assert {row[2].value for row in values} == {"Maps"}
    assert {row[0].data_type for row in values} == {"s"}
    assert browser.get("/training/team/skills.pdf").status_code == 404


def test_the_page_asks_as_often_for_two_people_as_for_twelve(analyst: Revision, boss: User, sign_in: SignIn) -> None:
    browser, counts = sign_in(boss), []
    for _size in range(2):
        browser.get("/training/team/skills/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/training/team/skills/")
        counts.append(len(queries))
        for number in range(10):
            person = UserFactory.create()
            led(leader=boss, person=person)
            skill = SkillFactory.create()
            have(person, RevisionFactory.create(name=f"Title {number}", skills=[(skill, 2, True)]))
            CourseFactory.create(skills=[(skill, 0, 3)])
    assert counts[0] == counts[1]
