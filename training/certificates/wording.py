"""What a certificate says: on its page, in its PDF and in its badge alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pathways.models import SkillLevel
from training.invitations import city_zone
from training.models import Certificate
from training.wording import hours_phrase


@dataclass(frozen=True)
class SkillSaid:
    """A skill at a level from 1 to 4, and what that level is called."""

    name: str
    level: int
    level_name: str


@dataclass(frozen=True)
class Said:
    """A certificate in words. `facts` are short: hours, dates, who gave the course."""

    issuer: str
    heading: str
    person: str
    course: str
    sentence: str
    facts: Sequence[str]
    skills: Sequence[SkillSaid]
    signed: str


def said_by(certificate: Certificate) -> Said:
    """All words of a certificate. It comes with `issued_by`."""
    person, course = certificate.person_name, certificate.course_name
    sentence = _("%(city)s certifies that %(person)s has completed the course “%(course)s”.") % {
        "city": settings.CITY_NAME,
        "person": person,
        "course": course,
    }
    given_by = _("given by %(provider)s") % {"provider": certificate.provider} if certificate.provider else ""
    facts = [hours_phrase(certificate.hours), _days(certificate.first_day, certificate.last_day), given_by]
    if certificate.assessment:
        facts.append(_("assessment passed"))
    return Said(
        issuer=settings.CITY_NAME,
        heading=_("Certificate"),
        person=person,
        course=course,
        sentence=sentence,
        facts=[fact for fact in facts if fact],
        skills=[
            SkillSaid(str(each["name"]), int(each["level"]), str(SkillLevel(int(each["level"])).label))
            for each in certificate.skills
        ],
        signed=_signed(certificate),
    )


def _days(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    if last is None or last == first:
        return _("on %(day)s") % {"day": day_of(first)}
    return _("from %(first)s to %(last)s") % {"first": day_of(first), "last": day_of(last)}


def day_of(day: date) -> str:
    """ "27 November 2026": a certificate is read in other years, too."""
    return date_format(day, "j F Y")


def _signed(certificate: Certificate) -> str:
    """Who said so. The name of an account that is closed is left out: it is nobody's any more."""
    day = day_of(timezone.localdate(certificate.issued_at, city_zone()))
    if not certificate.issued_by.is_active:
        return _("Issued on %(day)s by %(city)s") % {"day": day, "city": settings.CITY_NAME}
    return _("Issued on %(day)s by %(person)s for %(city)s") % {
        "day": day,
        "person": certificate.issued_by,
        "city": settings.CITY_NAME,
    }
