"""A later edition says what came, changed and went; what HR linked and wrote stays."""

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from pathways.frameworks import actions, comparing
from pathways.models import ReferenceFramework, ReferenceItem, Revision, TitleReference
from tests.conftest import SignIn
from tests.factories import SkillFactory, TitleFactory
from tests.pathways.frameworks.conftest import Run, row

pytestmark = pytest.mark.django_db
ROLE = "bridge-keeper.senior-bridge-keeper"


def test_added_changed_and_retired(bridges: ReferenceFramework, bring: Run) -> None:
    bring(
        row(Skill_Level="Expert", Role_Level_Description="Other words"),
        row(Role="Pump mender", Role_Level="", Skill_Name="Pumps"),
        edition="2",
    )
    second, first = bridges.editions.all()
    assert (first.name, second.name) == ("1", "2")
    roles, skills = comparing.between(first, second)
    assert [item.title for item in roles.added] == ["Pump mender"]
    assert [one.item.title for one in roles.changed] == ["Senior bridge keeper"]
    what = " ".join(roles.changed[0].what)
    assert "“Hydraulics”: practitioner became expert" in what
    assert "no longer has “Talking on the radio”" in what
    assert [item.title for item in skills.added] == ["Pumps"]
    assert [item.title for item in skills.retired] == ["Talking on the radio"]
    backwards = comparing.between(second, first)
    assert [item.title for item in backwards[0].retired] == ["Pump mender"]


def test_the_first_edition_stays_as_it_was(bridges: ReferenceFramework, bring: Run) -> None:
    before = list(ReferenceItem.objects.order_by("pk").values())
    bring(row(Role_Level_Description="Other words"), edition="2")
    assert list(ReferenceItem.objects.filter(edition__name="1").order_by("pk").values()) == before


def test_hr_sees_which_titles_to_look_at(bridges: ReferenceFramework, bring: Run, hr: User, sign_in: SignIn) -> None:
    title = TitleFactory.create(revision__name="Keeper of city bridges")
    actions.link_title(title=title, framework=bridges, role_code=ROLE, closeness="same", by=hr)
    bring(row(Role="Pump mender", Role_Level=""), edition="2")
    address = f"{bridges.get_absolute_url()}changes/"
    page = sign_in(hr).get(address).text
    assert "Titles of the city to look at" in page
    assert "its role is not in the new edition" in page
    assert "Titles of the city to look at" not in Client().get(address).text
    assert TitleReference.objects.get().role_code == ROLE


def test_the_page_of_a_title_leads_to_the_roles_like_it(bridges: ReferenceFramework, bring: Run, hr: User) -> None:
    title = TitleFactory.create()
    other = TitleFactory.create()
    actions.link_title(title=title, framework=bridges, role_code=ROLE, closeness="near", note="Fewer bridges", by=hr)
    bring(row(Role_Level_Description="Other words"), edition="2")
    page = Client().get(title.get_absolute_url()).text
    assert f'<a href="/pathways/frameworks/{bridges.slug}/roles/{ROLE}/">Senior bridge keeper</a>' in page
    assert 'href="/pathways/frameworks/"' in page
    assert "Much the same work. Fewer bridges" in " ".join(page.split())
    assert "Similar work elsewhere" not in Client().get(other.get_absolute_url()).text


def test_hr_copies_into_a_draft_and_nothing_of_it_is_lost(
    bridges: ReferenceFramework, hr: User, sign_in: SignIn, bring: Run
) -> None:
    title = TitleFactory.create()
    hydraulics, own = SkillFactory.create(name="Hydraulics"), SkillFactory.create(name="Patience")
    now = title.revisions.get()
    now.skill_list.create(skill=own, level=2)
    browser, address = sign_in(hr), f"{bridges.get_absolute_url()}roles/{ROLE}/copy/"
    page = browser.get(address).text
    assert "raise it" in page
    assert browser.post(address, {"title": title.code}).status_code == 422
    link = ReferenceItem.objects.get(code=ROLE).links.get(target__name="Hydraulics")
    sent = {"title": title.code, "duties": ["0"], f"skill-{link.pk}": hydraulics.slug}
    assert browser.post(address, sent).status_code == 302
    draft = Revision.objects.being_written().get()
    assert draft.duties == f"{now.duties}\nraise it"
    assert {(row.skill.name, row.level) for row in draft.skill_list.all()} == {("Patience", 2), ("Hydraulics", 3)}
    assert bridges.attribution in draft.change_note
    draft.duties = "Our own words"
    draft.save()
    bring(row(Role_Description="- something new"), edition="2")
    draft.refresh_from_db()
    assert draft.duties == "Our own words"
    assert browser.post(f"{bridges.get_absolute_url()}roles/{ROLE}/copy/?edition=1", sent).status_code == 302
    draft.refresh_from_db()
    assert draft.duties == "Our own words\nraise it"
    assert draft.change_note.count(bridges.attribution) == 1


def test_a_title_in_review_is_left_alone(bridges: ReferenceFramework, hr: User, sign_in: SignIn) -> None:
    title = TitleFactory.create()
    browser, address = sign_in(hr), f"{bridges.get_absolute_url()}roles/{ROLE}/copy/"
    browser.post(address, {"title": title.code, "duties": ["0"]})
    Revision.objects.being_written().update(state="in_review", submitted_at="2026-11-22T12:00Z", submitted_by=hr)
    assert browser.post(address, {"title": title.code, "duties": ["1"]}).status_code == 422


def test_hr_links_and_unlinks(bridges: ReferenceFramework, hr: User, staff: User, sign_in: SignIn) -> None:
    title = TitleFactory.create(revision__name="Keeper of city bridges")
    address = f"{bridges.get_absolute_url()}roles/{ROLE}/"
    assert sign_in(staff).post(f"{address}link/", {"title": title.code, "closeness": "same"}).status_code == 404
    browser = sign_in(hr)
    assert browser.post(f"{address}link/", {"title": "", "closeness": "same"}).status_code == 422
    assert browser.post(f"{address}link/", {"title": title.code, "closeness": "part"}).status_code == 302
    assert "Keeper of city bridges" in Client().get(address).text
    reference = TitleReference.objects.get()
    assert browser.post(f"{address}links/{reference.pk}/end/").status_code == 302
    assert not TitleReference.objects.exists()
