"""Courses as an Atom feed, with the filters of the list. Shows what everyone may see, whoever asks."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chitech.core.design.atom import Feed, tag, xml
from chitech.core.design.page_meta import absolute
from training.catalogue.criteria import Criteria, Vocabulary
from training.catalogue.facets import count_facets
from training.catalogue.finding import chips, matching
from training.models import Course
from training.wording import hours_phrase

MOST_ENTRIES = 50


def write(criteria: Criteria, *, vocabulary: Vocabulary, now: datetime) -> str:
    """The newest published courses that match, as a feed. Three queries."""
    asked = criteria.plain()
    feed = Feed(
        title=xml(title_of(asked, vocabulary, now)),
        link=absolute(reverse("training:list") + asked.query_string()),
        description=None,
        language=get_language(),
        author_name=settings.CITY_NAME,
        author_link=settings.CITY_URL,
        subtitle=_("Courses for technology work in the city."),
        feed_url=absolute(reverse("training:feed") + asked.query_string()),
        feed_guid=tag(f"training{asked.query_string()}"),
    )
    found = matching(asked, vocabulary, now, AnonymousUser()).order_by().values("pk")
    courses = (
        Course.objects.published().filter(pk__in=found).select_related("family").prefetch_related("skill_list__skill")
    )
    for course in courses.order_by("-published_at", "-pk")[:MOST_ENTRIES]:
        feed.add_item(**_entry(course))
    return feed.writeString("utf-8")


def title_of(criteria: Criteria, vocabulary: Vocabulary, now: datetime) -> str:
    """Names the filters, for whoever follows several feeds must tell them apart."""
    if not criteria.in_use:
        return _("Technology courses")
    _count, facets = count_facets(criteria, vocabulary, now, AnonymousUser())
    return f"{_('Technology courses')}: {', '.join(chip.label for chip in chips(criteria, facets))}"


def _entry(course: Course) -> dict[str, Any]:
    return {
        "title": xml(course.name),
        "link": absolute(course.get_absolute_url()),
        "description": xml(escape(course.summary)),
        "content": xml(_content(course)),
        "unique_id": tag(f"training/{course.pk}"),
        "pubdate": course.published_at,
        "updateddate": max(course.updated_at, course.published_at or course.updated_at),
        "categories": [xml(course.family.name)] if course.family else [],
    }


def _content(course: Course) -> str:
    """What one learns, and the facts that one chooses by."""
    facts = [hours_phrase(course.hours), course.get_format_display(), course.get_language_display(), course.provider]
    facts += [f"{each.skill.name}: {each.get_to_level_display()}" for each in course.skill_list.all()]
    return format_html(
        "<p>{}</p><ul>{}</ul><ul>{}</ul>",
        course.summary,
        format_html_join("", "<li>{}</li>", ((line,) for line in course.outcomes.splitlines() if line.strip())),
        format_html_join("", "<li>{}</li>", ((fact,) for fact in facts if fact)),
    )
