"""A certificate as an Open Badge 3.0: a W3C verifiable credential without a signature, to take into a wallet.

Without one it proves nothing by itself: who wants to be sure asks the page of the certificate, to which `id` leads.
The person is named by a salted hash of their email address alone (1EdTech, Open Badges 3.0, IdentityObject).
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _

from training.certificates.wording import said_by
from training.models import Certificate
from training.wording import hours_phrase

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def badge(certificate: Certificate) -> dict[str, Any]:
    """The credential, as JSON holds it. It comes with `issued_by` and `enrollment__course`."""
    said, course = said_by(certificate), certificate.enrollment.course
    page = settings.SITE_URL + certificate.get_absolute_url()
    narrative = certificate.assessment or _("Took part in the whole course.")
    achievement: dict[str, Any] = {
        "id": settings.SITE_URL + course.get_absolute_url(),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": certificate.course_name,
        "description": _summary(certificate),
        "criteria": {"narrative": narrative},
        "alignment": [_alignment(each.name, each.level_name) for each in said.skills],
    }
    return {
        "@context": CONTEXTS,
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.course_name,
        "issuer": {
            "id": settings.SITE_URL + "/",
            "type": ["Profile"],
            "name": settings.CITY_NAME,
            "url": settings.CITY_URL,
        },
        "validFrom": _moment(certificate.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "emailAddress",
                    "hashed": True,
                    "salt": certificate.identity_salt,
                    "identityHash": f"sha256${certificate.identity_hash}",
                }
            ],
            "achievement": achievement,
        },
        "evidence": [{"id": page, "type": ["Evidence"], "name": said.heading}],
    }


def _summary(certificate: Certificate) -> str:
    """What the course was, without a word about the person."""
    hours = hours_phrase(certificate.hours)
    if not certificate.skills:
        return _("A course of %(hours)s.") % {"hours": hours}
    skills = ", ".join(str(each["name"]) for each in certificate.skills)
    return _("A course of %(hours)s that teaches: %(skills)s.") % {"hours": hours, "skills": skills}


def _alignment(skill: str, level: str) -> dict[str, Any]:
    where = f"{reverse('training:list')}?{urlencode({'q': skill})}"
    return {
        "type": ["Alignment"],
        "targetName": f"{skill}: {level}",
        "targetCode": slugify(skill),
        "targetUrl": settings.SITE_URL + where,
    }


def _moment(moment: datetime) -> str:
    """As XML Schema writes a moment, with its zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
