"""The parts of a list that are drawn many times on a page: written in Python, since a template takes five times as long
for the same words, and these were most of what the list of openings cost (docs/performance.md).
"""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design import phrases
from chitech.core.design.templatetags.design import line_bullet, stars

register = template.Library()

SKILLS_SHOWN = 3
_NOTHING, _PLAIN, _CHECKED = SafeString(""), SafeString(" facet-choice--plain"), SafeString(" checked")


@register.simple_tag
def card_pay(paid: Any) -> SafeString:
    """{% card_pay posting %}: its pay, and a plain sentence where the source did not state it."""
    amount = phrases.pay_amount(paid)
    if not amount:
        sentence = _("Pay not stated by the source")
        return format_html('<p class="posting-card__pay posting-card__pay--unstated">{}</p>', sentence)
    a_year = phrases.pay_a_year(paid)
    more = format_html(" <small>{}</small>", a_year) if a_year else ""
    return format_html('<p class="posting-card__pay">{}{}</p>', amount, more)


@register.simple_tag
def card_meta(posting: Any) -> SafeString:
    """{% card_meta posting %}: department, place of work, level, how many, and whether it is new, as a list."""
    said = [posting.department.name, posting.get_work_mode_display()]
    if posting.level:
        said.append(_("Level %(number)s: %(name)s") % {"number": posting.level.number, "name": posting.level.name})
    if posting.openings > 1:
        openings = ngettext("%(number)s opening", "%(number)s openings", posting.openings)
        said.append(openings % {"number": posting.openings})
    new = format_html('<li class="posting-card__new">{}</li>', _("New today")) if posting.is_new else ""
    return format_html(
        '<ul class="meta">{}{}</ul>', format_html_join("", "<li>{}</li>", ((each,) for each in said if each)), new
    )


@register.simple_tag
def card_skills(skills: Sequence[tuple[str, int]]) -> SafeString:
    """{% card_skills posting.skills %}: the first skills with their stars, and how many more; or nothing."""
    if not skills:
        return _NOTHING
    shown = format_html_join("", "<li>{} {}</li>", ((name, stars(level)) for name, level in skills[:SKILLS_SHOWN]))
    rest = len(skills) - SKILLS_SHOWN
    more = ""
    if rest > 0:
        more = format_html('<li class="skills__more">{}</li>', _("and %(number)s more") % {"number": rest})
    return format_html('<ul class="skills" aria-label="{}">{}{}</ul>', _("Skills"), shown, more)


_CHOICE = (
    '<label class="facet-choice{plain}" data-facet="{name}" data-value="{value}" data-count="{count}">'
    '<input type="{kind}" id="{name}-{value}" form="find" name="{name}" value="{value}"{checked}>{bullet}'
    '<span class="facet-choice__label">{label}</span>'
    '<span class="facet-choice__count">{count}<span class="usa-sr-only"> {openings}</span></span></label>'
)


@register.simple_tag
def facet_choices(facet: Any, choices: Sequence[Any]) -> SafeString:
    """{% facet_choices facet choices %}: check boxes (or radio buttons), each with how many openings it would show."""
    # What is the same for all of them is escaped once, and what is ours not at all.
    always = {
        "name": conditional_escape(facet.name),
        "kind": SafeString("checkbox" if facet.is_multiple else "radio"),
        "openings": conditional_escape(_("openings")),
    }
    return format_html_join(
        "\n",
        _CHOICE,
        (
            {
                **always,
                "plain": _NOTHING if choice.family else _PLAIN,
                "value": choice.value,
                "count": SafeString(choice.count),
                "checked": _CHECKED if choice.is_selected else _NOTHING,
                "bullet": line_bullet(choice.family, small=True, bare=True) if choice.family else _NOTHING,
                "label": choice.label,
            }
            for choice in choices
        ),
    )
