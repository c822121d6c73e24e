"""Who has the address of a certificate reads what is certified and whether it still holds; nobody else finds it."""

import re

import pytest
from django.apps import apps
from django.test import Client

from chitech.core.accounts import hooks
from chitech.core.accounts.models import User
from chitech.core.audit.models import Erasure
from pathways.models import SkillRecord
from pathways.profiles.actions import record_skill
from pathways.profiles.querysets import levels_of
from tests.conftest import SignIn
from tests.factories import led
from tests.training.certificates.conftest import begun
from tests.training.helpers import told
from training.actions.completing import complete
from training.certificates import actions
from training.errors import NotAllowed
from training.models import Certificate, CourseSkill, Enrollment

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(plain: Enrollment, coordinator: User) -> Certificate:
    complete(enrollment=plain, by=coordinator, evidence="A report")
    return Certificate.objects.get(enrollment=plain)


def test_a_stranger_reads_it_by_its_address_alone(given: Certificate, client: Client) -> None:
    answer = client.get(given.get_absolute_url())
    assert answer.status_code == 200
    for words in ("Valid", "Ana Asks", "SQL in a day", "SQL 4", "working", "6 hours", "Toni Trainer"):
        assert words.lower() in answer.text.lower(), words
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in answer.text
    assert answer["Referrer-Policy"] == "same-origin"
    assert client.get(f"/training/certificates/{given.token[:-1]}/").status_code == 404
    assert client.get("/training/certificates/AAAA/badge.json").status_code == 404


def test_the_address_holds_128_random_bits_at_least_and_is_in_no_history(given: Certificate) -> None:
    assert len(given.token) * 6 >= 128
    assert re.fullmatch(r"[\w-]+", given.token)
    event = apps.get_model("training", "CertificateEvent").objects.get(pgh_obj_id=given.pk)
    assert not hasattr(event, "token")
    assert not hasattr(event, "identity_hash")


def test_it_keeps_the_words_of_its_day(given: Certificate, client: Client) -> None:
    course = given.enrollment.course
    course.skill_list.all().delete()
    type(course).objects.filter(pk=course.pk).update(name="Renamed", hours=90)
    page = client.get(given.get_absolute_url()).text
    assert "SQL in a day" in page
    assert "Renamed" not in page
    assert "6 hours" in page


def test_the_profile_leads_to_it(given: Certificate, ana: User, sign_in: SignIn) -> None:
    record = SkillRecord.objects.get(user=ana)
    assert (record.source, record.url) == ("course", given.get_absolute_url())
    browser = sign_in(ana)
    assert given.get_absolute_url() in browser.get("/pathways/me/").text
    assert given.get_absolute_url() in browser.get("/training/my/").text
    assert given.get_absolute_url() in browser.get(f"/training/my/{given.enrollment_id}/").text


def test_its_person_closes_and_opens_the_page(given: Certificate, ana: User, ben: User, sign_in: SignIn) -> None:
    here, stranger = f"/training/my/{given.enrollment_id}/certificate/", Client()
    assert sign_in(ben).post(here, {"public": "0"}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.set_public(certificate=given, by=ben, is_public=False)
    browser = sign_in(ana)
    assert browser.post(here, {"public": "0"}).status_code == 302
    for leaf in ("", "certificate.pdf", "badge.json"):
        assert stranger.get(given.get_absolute_url() + leaf).status_code == 404, leaf
        assert browser.get(given.get_absolute_url() + leaf).status_code == 200, leaf
    led(leader=ben, person=ana)
    assert sign_in(ben).get(given.get_absolute_url()).status_code == 200
    browser.post(here, {"public": "1"})
    assert stranger.get(given.get_absolute_url()).status_code == 200


def test_a_revoked_one_says_so_and_has_no_pdf(
    given: Certificate, ana: User, coordinator: User, sign_in: SignIn, client: Client
) -> None:
    browser, here = sign_in(coordinator), f"/training/completing/{given.enrollment_id}/revoke/"
    assert browser.post(here, {"reason": " "}).status_code == 422
    assert browser.post(here, {"reason": "The wrong Ana"}).status_code == 302
    page = client.get(given.get_absolute_url())
    assert page.status_code == 200
    assert "no longer stands for this certificate" in page.text
    assert "The wrong Ana" not in page.text
    assert "The wrong Ana" in sign_in(ana).get(given.get_absolute_url()).text
    for leaf in ("certificate.pdf", "badge.json"):
        assert client.get(given.get_absolute_url() + leaf).status_code == 410
    assert told(ana)[-1] == "certificate_revoked"
    assert browser.post(here, {"reason": "Again"}).status_code == 409


def test_with_a_revoked_one_goes_what_the_course_said_of_skills(
    given: Certificate, ana: User, coordinator: User, sign_in: SignIn
) -> None:
    skill = SkillRecord.objects.get(user=ana, source="course").skill
    record_skill(user=ana, skill=skill, level=1, source="self", by=ana)
    assert levels_of([ana.pk])[ana.pk] == {skill.pk: 2}
    actions.revoke(certificate=given, by=coordinator, reason="The wrong Ana")
    assert levels_of([ana.pk])[ana.pk] == {skill.pk: 1}
    assert "Shown by a course" not in sign_in(ana).get(f"/pathways/me/skills/{skill.slug}/").text


def test_another_course_that_holds_takes_its_place_with_its_own_day(
    given: Certificate, ana: User, coordinator: User
) -> None:
    first = SkillRecord.objects.get(user=ana, source="course")
    later = begun(ana, name="More SQL", hours=30)
    later.course.skill_list.all().delete()
    CourseSkill.objects.create(course=later.course, skill=first.skill, from_level=2, to_level=3)
    complete(enrollment=later, by=coordinator)
    assert levels_of([ana.pk])[ana.pk] == {first.skill_id: 3}
    actions.revoke(certificate=later.certificate, by=coordinator, reason="Not there")
    now = SkillRecord.objects.get(user=ana, source="course")
    assert (now.level, now.url, now.recorded_at) == (2, given.get_absolute_url(), given.issued_at)


def test_of_several_others_the_highest_takes_its_place(given: Certificate, ana: User, coordinator: User) -> None:
    skill = SkillRecord.objects.get(user=ana, source="course").skill
    taken = []
    for name, hours, level in (("More SQL", 30, 3), ("All of SQL", 60, 4)):
        each = begun(ana, name=name, hours=hours)
        each.course.skill_list.all().delete()
        CourseSkill.objects.create(course=each.course, skill=skill, from_level=1, to_level=level)
        taken.append(complete(enrollment=each, by=coordinator))
    more, everything = (each.certificate for each in taken)
    actions.revoke(certificate=everything, by=coordinator, reason="Not there")
    assert SkillRecord.objects.values_list("level", "url").get(user=ana, source="course") == (
        3, more.get_absolute_url(),
    )  # fmt: skip


def test_only_who_runs_training_revokes(given: Certificate, ana: User, ben: User) -> None:
    for who in (ana, ben):
        with pytest.raises(NotAllowed):
            actions.revoke(certificate=given, by=who, reason="Why not")
    assert Certificate.objects.get().is_valid


def test_with_the_account_its_name_and_its_page_go(given: Certificate, ana: User, client: Client) -> None:
    sections = {each.name: each.rows for each in hooks.personal_data(ana)["training"]}
    assert sections["certificates"][0]["name"] == "Ana Asks"
    assert any("certificate" in str(each.what) for each in hooks.kept(ana))
    hooks.erase(ana)
    given.refresh_from_db()
    assert (given.person_name, given.identity_hash, given.identity_salt) == ("", "", "")
    assert client.get(given.get_absolute_url()).status_code == 404
    events = apps.get_model("training", "CertificateEvent").objects.filter(pgh_obj_id=given.pk)
    assert set(events.values_list("person_name", flat=True)) == {""}
    assert Erasure.objects.filter(columns=["person_name"]).exists()
