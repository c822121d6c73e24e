"""A course for search engines: JSON-LD of schema.org's Course and CourseInstance.

Rules: https://schema.org/Course, https://schema.org/CourseInstance and
https://developers.google.com/search/docs/appearance/structured-data/course-info. Only what the page shows to everyone:
sessions for city staff, and the link for taking part, are left out.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from chitech.core.design.page_meta import absolute
from training.catalogue.reading import CoursePage
from training.choices import Audience, Format
from training.invitations import city_zone
from training.models import Session

MODES = {
    Format.IN_PERSON: ["Onsite"],
    Format.ONLINE: ["Online"],
    Format.HYBRID: ["Blended"],
    Format.ON_DEMAND: ["Online"],
}
# What could end the script element, or begin a comment in it, is written as JSON escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def data_block(page: CoursePage) -> SafeString:
    """The text of the page's `application/ld+json` element. Empty for what is not published."""
    if not page.course.is_published:
        return SafeString("")
    text = json.dumps(course_data(page), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - nothing is left in it that HTML knows


def course_data(page: CoursePage) -> dict[str, Any]:
    """The course as schema.org's Course."""
    course = page.course
    provider = (
        {"@type": "Organization", "name": course.provider}
        if course.provider
        else {"@type": "Organization", "name": settings.CITY_NAME, "sameAs": settings.CITY_URL}
    )
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.name,
        "description": course.summary,
        "url": absolute(course.get_absolute_url()),
        "provider": provider,
        "inLanguage": course.language,
        "timeRequired": duration(course.hours),
        "teaches": [each.skill.name for each in page.skills],
        # Nobody who comes pays for it: the city does.
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "USD"},
    }
    if page.outcomes:
        facts["abstract"] = "; ".join(page.outcomes)
    if course.prerequisites:
        facts["coursePrerequisites"] = course.prerequisites
    facts["hasCourseInstance"] = list(_instances(page))
    return {name: value for name, value in facts.items() if value not in ("", [])}


def _instances(page: CoursePage) -> Iterable[dict[str, Any]]:
    course = page.course
    common = {"@type": "CourseInstance", "courseMode": MODES[Format(course.format)], "inLanguage": course.language}
    if course.is_on_demand:
        yield common | {"courseWorkload": duration(course.hours)}
        return
    for session in page.sessions:
        if session.audience == Audience.PUBLIC and session.starts and session.ends:
            yield common | _dates(session)


def _dates(session: Session) -> dict[str, Any]:
    zone = city_zone()
    starts, ends = (timezone.localtime(each, zone) for each in (session.starts, session.ends) if each)
    minutes = sum(int((each.ends - each.starts).total_seconds() // 60) for each in session.meetings.all())
    facts: dict[str, Any] = {
        "startDate": starts.isoformat(timespec="minutes"),
        "endDate": ends.isoformat(timespec="minutes"),
        "courseWorkload": duration(Decimal(minutes) / 60),
        "instructor": [{"@type": "Person", "name": each.name} for each in session.instructors.all()],
    }
    if session.room:
        facts["location"] = {"@type": "Place", "name": session.room, "address": _city()}
    if session.seats is not None:
        facts["maximumAttendeeCapacity"] = session.seats
        facts["remainingAttendeeCapacity"] = session.seats_left
    return {name: value for name, value in facts.items() if value not in ("", [])}


def _city() -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "addressLocality": settings.CITY_LOCALITY,
        "addressRegion": settings.CITY_REGION,
        "addressCountry": settings.CITY_COUNTRY,
    }


def duration(hours: Decimal) -> str:
    """ISO 8601: "PT6H", "PT1H30M"."""
    minutes = int(hours * 60)
    whole, rest = divmod(minutes, 60)
    return f"PT{f'{whole}H' if whole or not rest else ''}{f'{rest}M' if rest else ''}"
