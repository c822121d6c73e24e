"""The badge is a W3C verifiable credential (data model 2.0) as Open Badges 3.0 shapes it; checked in our own words."""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.factories import SkillFactory
from tests.training_factories import CertificateFactory, CourseFactory, EnrollmentFactory, SessionFactory
from training.models import Certificate

pytestmark = pytest.mark.django_db


def is_url(value: Any) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return parts is not None and parts.scheme in {"http", "https"} and bool(parts.netloc)


def faults(credential: dict[str, Any]) -> list[str]:
    """What the two specifications ask of an OpenBadgeCredential and this one lacks."""
    found = []

    def want(rule: str, *, holds: bool) -> None:
        if not holds:
            found.append(rule)

    context = credential.get("@context", [])
    want("the first context is that of credentials 2.0", holds=context[:1] == ["https://www.w3.org/ns/credentials/v2"])
    ours = [each for each in context[1:] if each.startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3.")]
    want("the context of Open Badges 3.0 follows", holds=bool(ours))
    want("types", holds={"VerifiableCredential", "OpenBadgeCredential"} <= set(credential.get("type", [])))
    want("id is an address", holds=is_url(credential.get("id")))
    want("name", holds=bool(credential.get("name")))
    issuer = credential.get("issuer", {})
    want("issuer is a Profile with an id", holds=is_url(issuer.get("id")) and "Profile" in issuer.get("type", []))
    moment = credential.get("validFrom", "")
    want("validFrom is a moment with its zone", holds=datetime.fromisoformat(moment).tzinfo is not None)
    want("nothing of the data model before 2.0", holds="issuanceDate" not in credential)
    subject = credential.get("credentialSubject", {})
    want("the subject is an AchievementSubject", holds="AchievementSubject" in subject.get("type", []))
    people = subject.get("identifier", [])
    want("the subject has an id or an identifier", holds=bool(subject.get("id") or people))
    for each in people:
        whole = each.get("type") == "IdentityObject" and bool(each.get("identityHash") and each.get("identityType"))
        want("an identifier is a whole IdentityObject", holds=whole and isinstance(each.get("hashed"), bool))
    achievement = subject.get("achievement", {})
    want("the achievement has an address", holds=is_url(achievement.get("id")))
    want("the achievement's type", holds="Achievement" in achievement.get("type", []))
    for name in ("name", "description"):
        want(f"the achievement's {name}", holds=bool(achievement.get(name)))
    criteria = achievement.get("criteria", {})
    want("criteria say something", holds=bool(criteria.get("narrative") or criteria.get("id")))
    for each in achievement.get("alignment", []):
        whole = "Alignment" in each.get("type", []) and bool(each.get("targetName")) and is_url(each.get("targetUrl"))
        want("an alignment leads somewhere", holds=whole)
    return found


@pytest.fixture
def given(db: None) -> Certificate:
    course = CourseFactory.create(name="SQL in a day", skills=[(SkillFactory.create(name="SQL"), 0, 2)])
    enrollment = EnrollmentFactory.create(session=SessionFactory.create(course=course), state="completed")
    found: Certificate = CertificateFactory.create(enrollment=enrollment)
    return found


def test_nothing_is_missing(given: Certificate, client: Client) -> None:
    answer = client.get(f"{given.get_absolute_url()}badge.json")
    assert answer["Content-Type"] == "application/ld+json"
    credential = answer.json()
    assert faults(credential) == []
    assert "proof" not in credential
    assert credential["credentialSubject"]["achievement"]["alignment"][0]["targetName"] == "SQL: working"


@pytest.mark.parametrize("part", ["@context", "type", "id", "issuer", "credentialSubject"])
def test_our_check_sees_what_is_missing(given: Certificate, client: Client, part: str) -> None:
    credential = client.get(f"{given.get_absolute_url()}badge.json").json()
    del credential[part]
    assert faults(credential)


def test_the_person_is_a_salted_hash_of_their_address(given: Certificate, client: Client) -> None:
    text = client.get(f"{given.get_absolute_url()}badge.json").text
    person = given.enrollment.user
    assert person.email not in text
    assert str(person) not in text
    hashed = hashlib.sha256(f"{person.email.lower()}{given.identity_salt}".encode()).hexdigest()
    assert f"sha256${hashed}" in text
    assert CertificateFactory.create().identity_salt != given.identity_salt
