"""The parts of a list that are drawn many times on a page: written in Python, since a template takes five times as long
for the same words, and these were most of what the list of openings cost (docs/performance.md).
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design import phrases
from chitech.core.design.templatetags.design import line_bullet, line_class, stars
from chitech.core.search.marks import to_html

register = template.Library()

SKILLS_SHOWN = 3
_NOTHING = SafeString("")


def _escaped(value: object) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def _drawn(markup: str, *values: object, **named: object) -> SafeString:
    """`format_html` for values that are text, numbers or drawn already; it asks of each whether it is lazy, too."""
    return SafeString(markup.format(*map(_escaped, values), **{name: _escaped(value) for name, value in named.items()}))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))


@register.simple_tag
def posting_card(posting: Any, heading: str = "h3", own: str = "") -> SafeString:
    """{% posting_card posting %}: one opening in a list, a `jobs.cards.Card` or what looks like one.

    `heading` is the level of its name; `own` what is drawn already for the person who reads (the star).
    """
    family = posting.effective_family
    return _drawn(
        '<article class="posting-card {line}" data-posting-id="{pk}"{place}>{bullet}'
        '<{heading} class="posting-card__title"><a href="{url}">{name}</a></{heading}>{pay}{meta}{why}{skills}'
        '<div class="posting-card__foot">{degree}{closes}{own}</div></article>',
        line=line_class(family),
        pk=posting.pk,
        place=_drawn(' id="opening-{}"', posting.pk) if own else _NOTHING,
        bullet=line_bullet(family),
        heading=heading or "h3",
        url=posting.get_absolute_url(),
        name=to_html(posting.name_marked) if posting.name_marked else posting.business_title,
        pay=_pay(posting),
        meta=_meta(posting),
        why=_why(posting),
        skills=_skills(posting.skills),
        degree=_degree(posting),
        closes=_closes(posting),
        own=own,
    )


def _pay(paid: Any) -> SafeString:
    amount = phrases.pay_amount(paid)
    if not amount:
        sentence = _("Pay not stated by the source")
        return _drawn('<p class="posting-card__pay posting-card__pay--unstated">{}</p>', sentence)
    a_year = phrases.pay_a_year(paid)
    return _drawn(
        '<p class="posting-card__pay">{}{}</p>', amount, _drawn(" <small>{}</small>", a_year) if a_year else _NOTHING
    )


def _meta(posting: Any) -> SafeString:
    """Department, place of work, level, how many, and whether it is new."""
    said = [posting.department.name, posting.get_work_mode_display()]
    if posting.level:
        said.append(_("Level %(number)s: %(name)s") % {"number": posting.level.number, "name": posting.level.name})
    if posting.openings > 1:
        openings = ngettext("%(number)s opening", "%(number)s openings", posting.openings)
        said.append(openings % {"number": posting.openings})
    facts = [_drawn("<li>{}</li>", each) for each in said if each]
    if posting.is_new:
        facts.append(_drawn('<li class="posting-card__new">{}</li>', _("New today")))
    return _drawn('<ul class="meta">{}</ul>', _joined(facts))


def _why(posting: Any) -> SafeString:
    """What a search found, where the name does not show it."""
    parts = []
    if posting.also_called:
        called = _("Also called: %(word)s") % {"word": "\0"}
        before, after = called.split("\0")
        parts.append(_drawn('<p class="posting-card__why">{}<mark>{}</mark>{}</p>', before, posting.also_called, after))
    if posting.snippet:
        parts.append(_drawn('<p class="posting-card__why">… {} …</p>', to_html(posting.snippet)))
    return _joined(parts)


def _skills(skills: Sequence[tuple[str, int]]) -> SafeString:
    """The first skills with their stars, and how many more; or nothing."""
    if not skills:
        return _NOTHING
    shown = [_drawn("<li>{} {}</li>", name, stars(level)) for name, level in skills[:SKILLS_SHOWN]]
    rest = len(skills) - SKILLS_SHOWN
    if rest > 0:
        shown.append(_drawn('<li class="skills__more">{}</li>', _("and %(number)s more") % {"number": rest}))
    return _drawn('<ul class="skills" aria-label="{}">{}</ul>', _("Skills"), _joined(shown))


def _degree(posting: Any) -> SafeString:
    phrase = posting.degree_phrase
    if not phrase:
        return _NOTHING
    asked = " posting-card__degree--asked" if posting.degree_rule != "none" else ""
    return _drawn('<p class="posting-card__degree{}">{}</p>', asked, phrase)


def _closes(posting: Any) -> SafeString:
    soon = " posting-card__soon" if phrases.closes_soon(posting.closes_at) else ""
    return _drawn('<p class="posting-card__closes{}">{}</p>', soon, phrases.closing_phrase(posting.closes_at))


_CHOICE = (
    '<label class="facet-choice{plain}" data-facet="{name}" data-value="{value}" data-count="{count}">'
    '<input type="{kind}" id="{name}-{value}" form="find" name="{name}" value="{value}"{checked}>{bullet}'
    '<span class="facet-choice__label">{label}</span>'
    '<span class="facet-choice__count">{count}<span class="usa-sr-only"> {openings}</span></span></label>'
)


@register.simple_tag
def facet_choices(facet: Any, choices: Sequence[Any], noun: str = "") -> SafeString:
    """{% facet_choices facet choices %}: check boxes (or radio buttons), each with how many openings it would show.

    `noun`: what is counted, where it is not openings.
    """
    kind, openings = "checkbox" if facet.is_multiple else "radio", noun or _("openings")
    return _joined(
        _drawn(
            _CHOICE,
            name=facet.name,
            kind=kind,
            openings=openings,
            plain="" if choice.family else " facet-choice--plain",
            value=choice.value,
            count=choice.count,
            checked=" checked" if choice.is_selected else "",
            bullet=line_bullet(choice.family, small=True, bare=True) if choice.family else _NOTHING,
            label=choice.label,
        )
        for choice in choices
    )
