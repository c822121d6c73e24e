"""An open posting for search engines: JSON-LD of schema.org's JobPosting, as Google reads it.

Rules: https://schema.org/JobPosting and https://developers.google.com/search/docs/appearance/structured-data/job-posting.
Nothing is said here that the page does not show, and what the posting does not state is left out. Decisions: ADR 0040.
"""

import html
import json
import re
from typing import Any

import nh3
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chitech.core.design import markdown
from chitech.core.design.page_meta import absolute
from chitech.core.design.phrases import pay_range
from jobs.choices import Audience, EmploymentType, WorkMode
from jobs.models import Posting
from pathways.models.titles import DegreeKind, DegreeRule
from pathways.pay import PayUnit

NO_REQUIREMENTS = "no requirements"
EMPLOYMENT_TYPES = {
    EmploymentType.FULL_TIME.value: "FULL_TIME",
    EmploymentType.PART_TIME.value: "PART_TIME",
    EmploymentType.TEMPORARY.value: "TEMPORARY",
    EmploymentType.SEASONAL.value: "TEMPORARY",
    EmploymentType.APPRENTICESHIP.value: "OTHER",  # neither Google nor schema.org has a word for it
    EmploymentType.INTERNSHIP.value: "INTERN",
}
PAY_UNITS = {PayUnit.ANNUAL.value: "YEAR", PayUnit.HOURLY.value: "HOUR", PayUnit.DAILY.value: "DAY"}
CREDENTIALS = {
    DegreeKind.HIGH_SCHOOL.value: "high school",
    DegreeKind.ASSOCIATE.value: "associate degree",
    DegreeKind.BACHELOR.value: "bachelor degree",
    DegreeKind.POSTGRADUATE.value: "postgraduate degree",
    DegreeKind.CERTIFICATE.value: "professional certificate",
}
# What could end the script element, or begin a comment in it, is written as JSON escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_STREET = re.compile(r"(?:^|, )(\d+\S* \S.*)$")


def data_block(posting: Posting) -> SafeString:
    """The text of the page's `application/ld+json` element. Empty for what search engines are not to show.

    Also for what another city's feed brought: a JobPosting must name its employer and city, and we know only ours.

    Reads what `Posting.objects.for_detail()` fetches.
    """
    if not posting.is_open or posting.audience == Audience.STAFF or not posting.is_of_the_city:
        return SafeString("")
    text = json.dumps(job_posting(posting), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - nothing is left in it that HTML knows


def job_posting(posting: Posting) -> dict[str, Any]:
    """The posting as a JobPosting. The posting is open, so it has an opening date."""
    opens_at = posting.opens_at or posting.created_at
    facts: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.business_title,
        "description": _description(posting),
        "url": absolute(posting.get_absolute_url()),
        "identifier": _identifier(posting),
        "datePosted": timezone.localtime(opens_at).isoformat(timespec="seconds"),
        "hiringOrganization": _organization(),
        "employmentUnit": {"@type": "Organization", "name": _unit(posting)},
        "employmentType": EMPLOYMENT_TYPES[posting.employment_type],
        "totalJobOpenings": posting.openings,
        "directApply": False,  # one applies as the posting says, not on this page
    }
    if posting.closes_at is not None:
        facts["validThrough"] = timezone.localtime(posting.closes_at).isoformat(timespec="seconds")
    facts |= _place(posting) | _pay(posting) | _requirements(posting)
    if posting.hours_or_shift:
        facts["workHours"] = posting.hours_or_shift
    if posting.benefits:
        facts["jobBenefits"] = _plain(posting.benefits)
    skills = [need.skill.name for need in posting.skill_list.all()]
    if skills:
        facts["skills"] = skills
    return facts


def _description(posting: Posting) -> str:
    """All that the page says, in its own sections. Google keeps paragraphs and lists, and drops headings."""
    facts = [
        pay_range(posting),
        f"{posting.get_employment_type_display()}. {posting.hours_or_shift}".removesuffix(". "),
        ". ".join(part for part in (posting.get_work_mode_display(), posting.location) if part),
        posting.experience_phrase,
        posting.degree_phrase,
        f"{posting.residency.name}. {posting.residency.explanation}" if posting.residency else "",
    ]
    sections = [
        (_("What you will do"), posting.what_you_will_do),
        (_("What you need"), posting.what_you_need),
        (_("What helps"), posting.what_helps),
        (_("Benefits"), posting.benefits),
        (_("Where you must live"), posting.residency_note),
        (_("How to apply"), posting.how_to_apply),
    ]
    return format_html(
        "<ul>{}</ul>{}",
        format_html_join("", "<li>{}</li>", ((fact,) for fact in facts if fact)),
        format_html_join(
            "",
            "<p><strong>{}</strong></p>{}",
            ((heading, markdown.render(text)) for heading, text in sections if text),
        ),
    )


def _plain(text: str) -> str:
    """Markdown as lines of plain text."""
    lines = html.unescape(nh3.clean(markdown.render(text), tags=set())).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _identifier(posting: Posting) -> dict[str, str]:
    """The number under which the opening is known where it came from, else its number here."""
    name, value = settings.CITY_NAME, str(posting.pk)
    if posting.external_id:
        name, value = posting.source or name, posting.external_id
    return {"@type": "PropertyValue", "name": name, "value": value}


def _organization() -> dict[str, str]:
    return {
        "@type": "Organization",
        "name": settings.CITY_NAME,
        "sameAs": settings.CITY_URL,
        "logo": absolute(static("img/touch-icon.png")),
    }


def _unit(posting: Posting) -> str:
    return ", ".join(part for part in (posting.department.name, posting.division) if part)


def _city() -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "addressLocality": settings.CITY_LOCALITY,
        "addressRegion": settings.CITY_REGION,
        "addressCountry": settings.CITY_COUNTRY,
    }


def _place(posting: Posting) -> dict[str, Any]:
    """Where one works; for remote work, where one may live meanwhile.

    Hybrid work is not TELECOMMUTE: Google keeps that for work that is never at a place. A residency rule that asks for
    the city is said as it is, so that nobody far away is shown a job that they would have to move for.
    """
    if posting.work_mode == WorkMode.REMOTE:
        if posting.residency is not None and posting.residency.must_live_in_city:
            name = f"{settings.CITY_LOCALITY}, {settings.CITY_REGION}, {settings.CITY_COUNTRY}"
            where = {"@type": "City", "name": name, "address": _city()}
        else:
            where = {"@type": "Country", "name": settings.CITY_COUNTRY}
        return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": where}
    place: dict[str, Any] = {"@type": "Place", "address": _city()}
    if posting.location:
        place["name"] = posting.location
        street = _STREET.search(posting.location)
        if street:
            place["address"]["streetAddress"] = street[1].removesuffix(f", {settings.CITY_LOCALITY}")
    return {"jobLocation": place}


def _pay(posting: Posting) -> dict[str, Any]:
    low, high = posting.pay_min_cents, posting.pay_max_cents
    if low is None or high is None:
        return {}
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": PAY_UNITS[posting.pay_unit]}
    if low == high:
        value["value"] = _dollars(low)
    else:
        value |= {"minValue": _dollars(low), "maxValue": _dollars(high)}
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": "USD", "value": value}}


def _dollars(cents: int) -> int | float:
    whole, rest = divmod(cents, 100)
    return cents / 100 if rest else whole


def _requirements(posting: Posting) -> dict[str, Any]:
    """Experience and degree. A degree that only helps is no requirement."""
    found: dict[str, Any] = {}
    months, kind = posting.experience_months, CREDENTIALS.get(posting.degree_kind)
    if months is not None:
        found["experienceRequirements"] = (
            {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months} if months else NO_REQUIREMENTS
        )
    if posting.degree_rule in {DegreeRule.NONE, DegreeRule.PREFERRED}:
        found["educationRequirements"] = NO_REQUIREMENTS
    elif posting.degree_rule and kind:
        found["educationRequirements"] = {"@type": "EducationalOccupationalCredential", "credentialCategory": kind}
        # Google takes "true" only beside months of experience. Where a law asks for the degree, practice is not enough.
        if posting.degree_rule == DegreeRule.REQUIRED_BY_LAW:
            found["experienceInPlaceOfEducation"] = False
        elif months and posting.degree_equivalent.strip():
            found["experienceInPlaceOfEducation"] = True
            found["experienceRequirements"]["description"] = posting.degree_phrase
    return found
