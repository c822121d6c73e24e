"""What Training tells Pathways: courses on a title's page, beside missing skills, and in a revision's impact."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chitech.core.accounts.models import User
from pathways import hooks
from pathways.models import Revision
from tests.conftest import SignIn
from tests.factories import RevisionFactory, SkillFactory
from tests.training_factories import CourseFactory, LearningPathFactory
from training import title_hooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Revision:
    """A title that needs SQL at 2, with a course that leads there, one that begins there, and a draft."""
    sql = SkillFactory.create(slug="sql", name="SQL")
    revision = RevisionFactory.create(skills=[(sql, 2, True)])
    course = CourseFactory.create(name="Questions", skills=[(sql, 0, 2)])
    CourseFactory.create(name="Beyond", skills=[(sql, 2, 3)])
    CourseFactory.create(name="Hidden", draft=True, skills=[(sql, 0, 2)])
    LearningPathFactory.create(name="Into data", title=revision.title, courses=[course])
    return revision


def test_a_titles_page_leads_to_courses_that_help(client: Client, analyst: Revision) -> None:
    page = client.get(f"/pathways/titles/{analyst.title.code}/").text
    assert "1 course for its skills" in page
    for text in ("Questions", "Into data", "/training/?skill=sql"):
        assert text in page
    for text in ("Beyond", "Hidden"):
        assert text not in page


def test_those_that_teach_most_come_first_and_all_are_counted() -> None:
    skills = SkillFactory.create_batch(3)
    title = RevisionFactory.create(skills=[(skill, 2, True) for skill in skills]).title
    for n in (1, 2, 3, 1):
        CourseFactory.create(name=f"Teaches {n}", skills=[(skill, 0, 2) for skill in skills[:n]])
    (fact,) = title_hooks.courses_for([title.pk], True)[title.pk]
    assert [(link.text, link.note) for link in fact.links] == [
        ("Teaches 3", "3 skills"),
        ("Teaches 2", "2 skills"),
        ("Teaches 1", "1 skill"),
    ]
    assert (fact.count, fact.label) == (4, "4 courses for its skills")
    assert fact.more_url.count("skill=") == 3


def test_a_missing_skill_leads_to_its_courses(sign_in: SignIn, staff: User, analyst: Revision) -> None:
    page = sign_in(staff).get(f"/pathways/me/?title={analyst.title.code}").text
    assert "2 courses" in page
    assert "/training/?skill=sql" in page


def test_a_new_revision_counts_the_courses_of_its_skills(analyst: Revision) -> None:
    draft = RevisionFactory.create(title=analyst.title, number=2, draft=True)
    (impact,) = [each for each in hooks.revision_impact(draft) if each.key == "courses"]
    assert impact.count == 2
    assert {item.text for item in impact.items} == {"Questions", "Beyond"}
    assert impact.more == 0


def test_hr_can_open_the_courses_that_a_revision_touches(analyst: Revision, sign_in: SignIn, publisher: User) -> None:
    draft = RevisionFactory.create(title=analyst.title, number=2, draft=True)
    (impact,) = [each for each in hooks.revision_impact(draft) if each.key == "courses"]
    assert [sign_in(publisher).get(item.url).status_code for item in impact.items] == [200, 200]


def test_what_is_counted_and_not_listed_is_said(analyst: Revision, sign_in: SignIn, publisher: User) -> None:
    skill = analyst.skill_list.get().skill
    for _n in range(20):
        CourseFactory.create(skills=[(skill, 0, 2)])
    draft = RevisionFactory.create(title=analyst.title, number=2, draft=True)
    page = sign_in(publisher).get(f"/pathways/manage/drafts/{draft.pk}/review/").text
    assert "and 2 more" in page


def test_many_titles_cost_what_one_does(analyst: Revision) -> None:
    def cost(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as captured:
            title_hooks.courses_for(ids, True)
        return len(captured)

    one = cost([analyst.title_id])
    skill = analyst.skill_list.get().skill
    more = [RevisionFactory.create(skills=[(skill, 3, True)]).title_id for _ in range(4)]
    assert cost([analyst.title_id, *more]) == one == 1
