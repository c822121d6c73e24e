"""Courses as lists draw them: in Python, as the cards of openings are (`chitech.core.design.templatetags.cards`)."""

from datetime import datetime
from typing import Any

from django import template
from django.templatetags.tz import do_timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design.templatetags.design import line_bullet, line_class, stars
from chitech.core.search.marks import to_html
from training import wording
from training.invitations import city_zone

register = template.Library()
SKILLS_SHOWN = 3
_NOTHING = SafeString("")
hours_phrase = register.filter(wording.hours_phrase)


@register.filter
def city_time(moment: datetime) -> datetime:
    """A moment in the city's zone, for the date filters, which leave it there: a session is where the city is."""
    found: datetime = do_timezone(moment, city_zone())
    return found


@register.filter
def meeting_words(meeting: Any) -> str:
    return wording.meeting_phrase(meeting)


@register.filter
def where_words(session: Any) -> str:
    return wording.where_phrase(session)


@register.filter
def seats_words(session: Any) -> str:
    return wording.seats_phrase(session)


@register.simple_tag
def skill_way(from_level: int, to_level: int) -> SafeString:
    """{% skill_way 1 3 %}: from which level to which a course leads; 0 is the very beginning."""
    if not from_level:
        return format_html('<span class="skill-way"><span>{}</span> {}</span>', _("from the start to"), stars(to_level))
    return format_html(
        '<span class="skill-way">{} <span>{}</span> {}</span>', stars(from_level), _("to"), stars(to_level)
    )


@register.simple_tag
def course_card(course: Any, heading: str = "h3") -> SafeString:
    """{% course_card course %}: one course in a list, a `training.catalogue.cards.Card`."""
    return format_html(
        '<article class="posting-card course-card {line}" data-course-id="{pk}">{bullet}'
        '<{heading} class="posting-card__title"><a href="{url}">{name}</a></{heading}>'
        '<p class="course-card__next">{when}</p>{meta}{why}{skills}</article>',
        line=line_class(course.family),
        pk=course.pk,
        bullet=line_bullet(course.family),
        heading=SafeString(heading if heading in {"h2", "h3", "h4"} else "h3"),
        url=course.get_absolute_url(),
        name=to_html(course.name_marked) if course.name_marked else course.name,
        when=_when(course),
        meta=_meta(course),
        why=format_html('<p class="posting-card__why">… {} …</p>', to_html(course.snippet))
        if course.snippet
        else format_html('<p class="course-card__summary">{}</p>', course.summary),
        skills=_skills(course.skills),
    )


def _when(course: Any) -> SafeString:
    """When it begins next, and whether there is a seat."""
    if course.is_on_demand:
        return format_html("<strong>{}</strong>", _("Begin any time"))
    session = course.next_session
    if session is None:
        return format_html("<span>{}</span>", _("No session to come"))
    more = course.sessions - 1
    others = ngettext("and %(n)s more session", "and %(n)s more sessions", more) % {"n": more} if more else ""
    return format_html(
        '<strong>{}</strong> <span class="seats{}">{}</span>{}',
        wording.dates_phrase(session),
        " seats--full" if session.is_full else "",
        wording.seats_phrase(session),
        format_html(" <small>{}</small>", others) if others else _NOTHING,
    )


def _meta(course: Any) -> SafeString:
    said = [
        hours_phrase(course.hours),
        course.get_format_display() if not course.is_on_demand else "",
        course.get_language_display() if course.language != "en" else "",
        course.provider,
        _("your manager approves") if course.needs_approval else "",
    ]
    return format_html('<ul class="meta">{}</ul>', format_html_join("", "<li>{}</li>", ((s,) for s in said if s)))


def _skills(skills: Any) -> SafeString:
    if not skills:
        return _NOTHING
    shown = format_html_join(
        "", "<li>{} {}</li>", ((each.name, stars(each.to_level)) for each in skills[:SKILLS_SHOWN])
    )
    rest = len(skills) - SKILLS_SHOWN
    more = (
        format_html('<li class="skills__more">{}</li>', _("and %(number)s more") % {"number": rest}) if rest > 0 else ""
    )
    return format_html('<ul class="skills" aria-label="{}">{}{}</ul>', _("Skills that you leave with"), shown, more)


@register.filter
def dollars_of(cents: int) -> str:
    """ "$120" or "$120.50"."""
    return f"${cents // 100:,}" if cents % 100 == 0 else f"${cents / 100:,.2f}"
