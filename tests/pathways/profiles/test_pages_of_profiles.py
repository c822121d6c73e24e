"""The pages of profiles: a person's own, their manager's, HR's."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways import hooks
from pathways.models import Skill, SkillRecord, SkillRequest
from pathways.profiles.actions import confirm_skill, record_skill, set_title
from tests.conftest import SignIn
from tests.factories import EmploymentFactory, RevisionFactory, SkillFactory, TitleFactory, UserFactory


def test_a_person_rates_themselves_and_takes_it_back(sign_in: SignIn, staff: User, sql: Skill) -> None:
    browser = sign_in(staff)
    assert browser.post("/pathways/me/skills/new/", {"skill": "sql", "level": ""}).status_code == 422
    sent = {"skill": "sql", "level": "3", "evidence": "The permit report", "url": "https://example.org/r"}
    answer = browser.post("/pathways/me/skills/new/", sent)
    assert answer["Location"] == "/pathways/me/#skill-sql"
    page = browser.get("/pathways/me/").text
    assert "The permit report" in page
    assert "Practitioner" in page
    assert "checked" in browser.get("/pathways/me/skills/sql/").text
    assert browser.post("/pathways/me/skills/sql/take-back/").status_code == 302
    assert not SkillRecord.objects.exists()


def test_a_link_that_runs_a_script_is_refused(sign_in: SignIn, staff: User, sql: Skill) -> None:
    sent = {"skill": "sql", "level": "3", "url": "javascript:alert(1)"}
    assert sign_in(staff).post("/pathways/me/skills/new/", sent).status_code == 422


def test_what_was_confirmed_cannot_be_taken_back(sign_in: SignIn, staff: User, manager: User, sql: Skill) -> None:
    confirm_skill(record=record_skill(user=staff, skill=sql, level=2, source="self", by=staff), by=manager)
    sign_in(staff).post("/pathways/me/skills/sql/take-back/")
    assert SkillRecord.objects.exists()


def test_my_skills_stand_against_my_title_and_any_other(
    sign_in: SignIn, staff: User, manager: User, sql: Skill
) -> None:
    python, design = SkillFactory.create(name="Python"), SkillFactory.create(name="Design")
    mine = TitleFactory.create(revision=None)
    RevisionFactory.create(title=mine, name="Reporter", skills=[(sql, 2, True), (python, 3, True), (design, 1, False)])
    other = TitleFactory.create(revision=None)
    RevisionFactory.create(title=other, name="Painter of maps", skills=[(design, 4, True)])
    set_title(user=staff, title=mine, by=manager)
    for skill, level in ((sql, 3), (python, 1)):
        record_skill(user=staff, skill=skill, level=level, source="self", by=staff)
    page = sign_in(staff).get(f"/pathways/me/?title={other.code}").text
    assert "1 of 3 skills are there" in page
    assert "0 of 1 skills are there" in page
    assert "Painter of maps" in page
    assert "There is no title in use with the code" in sign_in(staff).get("/pathways/me/?title=XXX-P1").text


def test_a_manager_confirms_or_says_why_not(sign_in: SignIn, staff: User, manager: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=3, source="self", by=staff)
    browser, address = sign_in(manager), f"/pathways/people/{staff.pk}/skills/{said.pk}/confirm/"
    assert "1 skill waits" in browser.get("/pathways/team/").text
    wordless = browser.post(address, {"seen": "3", "level": "2", "word": ""})
    assert wordless.status_code == 422
    assert "Say why" in wordless.text
    assert browser.post(address, {"seen": "2", "level": "2", "word": "I see two."}).status_code == 409
    said.refresh_from_db()
    assert said.confirmed_level is None
    assert browser.post(address, {"seen": "3", "level": "2", "word": "I see two."}).status_code == 302
    assert "I see two." in sign_in(staff).get("/pathways/me/").text


def test_a_manager_names_a_skill_and_sets_a_title(sign_in: SignIn, staff: User, manager: User, sql: Skill) -> None:
    title, browser = TitleFactory.create(revision__name="Map painter"), sign_in(manager)
    sent = {"skill": "sql", "level": "2", "evidence": "Seen it"}
    assert browser.post(f"/pathways/people/{staff.pk}/skills/new/", sent).status_code == 302
    assert browser.post(f"/pathways/people/{staff.pk}/title/", {"title": title.code}).status_code == 302
    page = sign_in(staff).get("/pathways/me/").text
    assert "Named by Mika Manager" in page
    assert "Map painter" in page


def test_a_profile_is_a_404_for_everyone_else(sign_in: SignIn, staff: User, manager: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=3, source="self", by=staff)
    colleague = UserFactory.create(roles=[Role.MANAGER])
    EmploymentFactory.create(user=colleague)
    for person in (colleague, UserFactory.create(roles=[Role.ADMINISTRATOR], email="a@demo.example")):
        browser = sign_in(person)
        assert browser.get(f"/pathways/people/{staff.pk}/").status_code == 404
        address = f"/pathways/people/{staff.pk}/skills/{said.pk}/confirm/"
        assert browser.post(address, {"level": 3, "seen": 3}).status_code == 404
        assert browser.post(f"/pathways/people/{staff.pk}/title/", {"title": "X"}).status_code == 404


def test_hr_sees_and_sets_and_never_confirms(sign_in: SignIn, staff: User, manager: User, hr: User, sql: Skill) -> None:
    said = record_skill(user=staff, skill=sql, level=3, source="self", by=staff)
    browser = sign_in(hr)
    assert staff.name in browser.get("/pathways/people/").text
    assert "Confirm<" not in browser.get(f"/pathways/people/{staff.pk}/").text
    address = f"/pathways/people/{staff.pk}/skills/{said.pk}/confirm/"
    assert browser.post(address, {"level": 3, "seen": 3}).status_code == 404


def test_hr_answers_on_its_page(sign_in: SignIn, staff: User, hr: User, sql: Skill) -> None:
    sign_in(staff).post("/pathways/me/ask/", {"name": "Drones", "why": "Roofs"})
    asked, browser = SkillRequest.objects.get(), sign_in(hr)
    assert "Roofs" in browser.get("/pathways/manage/skills/asked/").text
    address = f"/pathways/manage/skills/asked/{asked.pk}/answer/"
    assert browser.post(address, {"answer": "no", "reason": ""}).status_code == 422
    assert browser.post(address, {"answer": "existing", "skill": "sql", "reason": "Near."}).status_code == 302
    assert "Near." in sign_in(staff).get("/pathways/me/").text


@pytest.fixture
def readers(staff: User, manager: User, hr: User) -> dict[str, User]:
    """Whose page is read by whom."""
    own = {"/pathways/team/": manager, "/pathways/people/{}/": manager}
    return {**own, "/pathways/people/": hr, "/pathways/me/": staff}


@pytest.mark.parametrize("address", ["/pathways/team/", "/pathways/people/", "/pathways/people/{}/", "/pathways/me/"])
def test_queries_do_not_grow_with_rows(
    sign_in: SignIn, readers: dict[str, User], address: str, django_assert_max_num_queries: Any
) -> None:
    staff, manager = readers["/pathways/me/"], readers["/pathways/team/"]
    post, title, reader = staff.employments.get(), TitleFactory.create(), readers[address]
    browser, counts = sign_in(reader), []
    for size in (1, 6):
        for _more in range(size):
            other = UserFactory.create()
            EmploymentFactory.create(
                user=other, department=post.department, manager_employee_id=post.manager_employee_id
            )
            set_title(user=other, title=title, by=manager)
            for person in (other, staff):
                record_skill(user=person, skill=SkillFactory.create(), level=2, source="self", by=person)
        with django_assert_max_num_queries(40) as seen:
            assert browser.get(address.format(staff.pk)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1], counts


def test_a_revision_counts_who_holds_its_title_and_names_nobody(staff: User, manager: User) -> None:
    title = TitleFactory.create()
    gone = UserFactory.create()
    post = EmploymentFactory.create(user=gone, department=staff.employments.get().department)
    for person, by in ((staff, manager),):
        set_title(user=person, title=title, by=by)
    draft = RevisionFactory.create(title=title, number=2, draft=True)
    (impact,) = [each for each in hooks.revision_impact(draft) if each.key == "holders"]
    assert impact.count == 1
    assert staff.name not in str(hooks.as_kept([impact]))
    staff.employments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert not [each for each in hooks.revision_impact(draft) if each.key == "holders"]
    assert post.is_current()
