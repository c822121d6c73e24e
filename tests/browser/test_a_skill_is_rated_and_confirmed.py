"""A person rates a skill, their manager confirms it, and the person sees its stars; all of it on a phone, too."""

import pytest
from django.db import connection

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways.frameworks import seeding as frameworks
from pathways.models import ReferenceItem, Skill
from pathways.profiles.actions import ask_for_skill, confirm_skill, record_skill, set_title
from tests.browser.conftest import PHONE, OpenPage, faults
from tests.factories import RevisionFactory, SkillFactory, TitleFactory, UserFactory, led


@pytest.fixture
def manager(transactional_db: None, staff: User) -> User:
    leader: User = UserFactory.create(email="manager@demo.example", name="Mika Manager", roles=[Role.MANAGER])
    led(leader=leader, person=staff)
    return leader


@pytest.fixture
def sql(transactional_db: None) -> Skill:
    skill: Skill = SkillFactory.create(name="SQL", slug="sql")
    return skill


def test_rated_confirmed_and_seen(open_page: OpenPage, staff: User, manager: User, sql: Skill) -> None:
    page = open_page("/pathways/me/", user=staff, width=PHONE)
    page.get_by_role("link", name="Add a skill").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Choose the level that fits best.").wait_for()
    page.get_by_label("Skill").select_option("sql")
    page.get_by_text("Expert: ").click()
    page.get_by_label("What shows it").fill("The permit report is mine.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Your manager has not looked at it yet.").wait_for()

    page = open_page("/pathways/team/", user=manager, width=PHONE)
    page.get_by_text("1 skill waits for your word.").wait_for()
    page.get_by_role("link", name="Stevie Staff").click()
    page.get_by_text("The permit report is mine.").wait_for()
    page.get_by_label("Level that you see").select_option("3")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("link", name="You see another level").wait_for()
    page.get_by_label("A word about it").fill("Nearly: let us look at tuning.")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Your word is saved").wait_for()

    page = open_page("/pathways/me/", user=staff)
    card = page.locator("#skill-sql")
    card.get_by_text("Confirmed by Mika Manager").wait_for()
    assert card.locator(".skill-card__head .stars").inner_text().strip() == "Practitioner"
    assert "Nearly: let us look at tuning." in card.inner_text()


def test_pages_are_accessible(open_page: OpenPage, staff: User, manager: User, hr: User, sql: Skill) -> None:
    title = TitleFactory.create(revision=None)
    needs = [(sql, 2, True), (SkillFactory.create(), 3, True)]
    RevisionFactory.create(title=title, name="Reporter of long and winding numbers", skills=needs)
    set_title(user=staff, title=title, by=manager)
    said = record_skill(user=staff, skill=sql, level=3, source="self", by=staff, url="https://example.org/" + "x" * 90)
    confirm_skill(record=said, by=manager, level=2, word="A word")
    record_skill(user=staff, skill=SkillFactory.create(), level=1, source="self", by=staff)
    ask_for_skill(by=staff, name="Drones", why="Roofs")
    frameworks.seed(by=hr)
    role = ReferenceItem.objects.get(code="data-helper.senior-data-helper")
    home = role.edition.framework.get_absolute_url()
    roads = {
        staff: ["/pathways/me/", f"/pathways/me/?title={title.code}", "/pathways/me/skills/sql/", "/pathways/me/ask/"],
        manager: ["/pathways/team/", f"/pathways/people/{staff.pk}/", f"/pathways/people/{staff.pk}/skills/new/"],
        hr: [
            "/pathways/people/", "/pathways/manage/skills/asked/", "/pathways/frameworks/", home, f"{home}changes/",
            f"{home}roles/{role.code}/", f"{home}roles/{role.code}/copy/", f"{home}skills/sql/",
        ],
    }  # fmt: skip
    found = []
    for person, paths in roads.items():
        page = open_page(paths[0], user=person)
        for path in paths:
            page.goto(path)
            found += faults(page)
    assert not found, "\n".join(found)
    connection.close()
