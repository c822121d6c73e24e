"""Tags and filters that draw the look. Each takes what it needs as an argument; none reads the page's context."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chitech.core.design import markdown as markdown_module
from chitech.core.design import phrases

register = template.Library()

SKILL_LEVELS: dict[int, Any] = {
    1: gettext_lazy("Awareness"),
    2: gettext_lazy("Working"),
    3: gettext_lazy("Practitioner"),
    4: gettext_lazy("Expert"),
}


# Width and height by the symbol's kind, in pixels: a page whose style sheet is missing is not filled by one drawing.
_SIZES = {"icon": (20, 20), "stars": (64, 16), "level": (156, 24), "flag": (96, 24)}


@lru_cache(maxsize=128)
def _drawing(symbol: str, css_class: str = "") -> SafeString:
    """A drawing of the sprite, hidden from screen readers: words beside it say the same."""
    width, height = _SIZES[symbol.partition("-")[0]]
    return format_html(
        '<svg{} width="{}" height="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        format_html(' class="{}"', css_class) if css_class else "",
        width,
        height,
        static("img/sprite.svg"),
        symbol,
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """{% icon "print" %}: one of the sprite's icons. `label` is for the rare icon without words beside it."""
    drawing = _drawing(f"icon-{name}", "icon")
    return format_html('{}<span class="usa-sr-only">{}</span>', drawing, label) if label else drawing


@register.simple_tag
def stars_mark() -> SafeString:
    """The flag's four stars as decoration."""
    return _drawing("flag-stars", "stars-mark")


@register.simple_tag
def stars(level: int) -> SafeString:
    """{% stars 3 %}: a skill level, one to four stars filled, with its name."""
    return _stars(int(level), get_language())


@lru_cache(maxsize=64)
def _stars(number: int, _language: str | None) -> SafeString:
    """Drawn once for each level and language: a list shows some sixty."""
    return format_html(
        '<span class="stars">{}<span class="stars__name">{}</span></span>',
        _drawing(f"stars-{number}"),
        SKILL_LEVELS[number],
    )


@register.simple_tag
def level_line(level: Any, family: Any = None) -> SafeString:
    """{% level_line posting.level family %}: where a level stands on the line of seven, in words beside it."""
    return format_html(
        '<span class="level-line {}">{}<span>{}</span></span>',
        line_class(family),
        _drawing(f"level-{level.number}"),
        _("Level %(number)s of 7: %(name)s") % {"number": level.number, "name": level.name},
    )


@register.filter
def line_class(family: Any) -> str:
    """{{ family|line_class }}: sets the family's colour as --line. A posting without a family gets a neutral one."""
    return f"line--{family.color}" if family else "line--none"


@register.simple_tag
def line_bullet(family: Any, *, named: bool = False, small: bool = False, bare: bool = False) -> SafeString:
    """{% line_bullet family %}: the round sign of a family's line, and its name, in sight with `named=True`.

    `bare=True`: the sign alone, where the name stands beside it anyway.
    """
    letter, name = (family.letter, family.name) if family else ("", "")
    return _bullet(line_class(family), letter, name, named=named, small=small, bare=bare or not family)


# Typed: a name that is markup already is another one than a name of the same letters that is to be escaped.
@lru_cache(maxsize=256, typed=True)
def _bullet(line: str, letter: str, name: str, *, named: bool, small: bool, bare: bool) -> SafeString:
    """Drawn once for what it says: a page shows the same few dozens of times."""
    size = " line-bullet--small" if small else ""
    bullet = format_html('<span class="line-bullet{} {}" aria-hidden="true">{}</span>', size, line, letter)
    if bare:
        return bullet
    if named:
        return format_html('<span class="line-name">{}<span>{}</span></span>', bullet, name)
    return format_html('{}<span class="usa-sr-only">{}</span>', bullet, name)


@register.filter
def markdown(text: str) -> SafeString:
    """{{ posting.benefits|markdown }}: inside an element with class "prose"."""
    return markdown_module.render(text)


@register.filter
def pay_range(paid: Any) -> str:
    """{{ posting|pay_range }}: one line, also where pay is not stated."""
    return phrases.pay_range(paid)


@register.filter
def pay_amount(paid: Any) -> str:
    """{{ posting|pay_amount }}: pay in its own unit, or nothing."""
    return phrases.pay_amount(paid)


@register.filter
def pay_a_year(paid: Any) -> str:
    """{{ posting|pay_a_year }}: what hourly or daily pay comes to in a year, or nothing."""
    return phrases.pay_a_year(paid)


@register.filter
def closes_in(closes_at: datetime | None) -> str:
    """{{ posting.closes_at|closes_in }}: "Closes in 5 days, Friday 27 November"."""
    return phrases.closing_phrase(closes_at)


@register.filter
def closes_soon(closes_at: datetime | None) -> bool:
    return phrases.closes_soon(closes_at)


@register.filter
def any_selected(choices: Iterable[Any]) -> bool:
    """Whether a filter's choices have one in use, so that the box around them is drawn open."""
    return any(choice.is_selected for choice in choices)


@register.inclusion_tag("design/_pagination.html")
def pagination(page: Page[Any], query: QueryDict, *, label: str = "", fragments: bool = False) -> dict[str, Any]:
    """{% pagination page request.GET %}: links that keep every other parameter. Nothing where there is one page.

    `label` names it where a page has more than one. With `fragments=True` the links refresh the part of the page around
    them, where that declares an hx-target.
    """
    kept = query.copy()
    kept.pop("page", None)
    start = f"{kept.urlencode()}&" if kept else ""

    def link(number: int | str) -> str:
        return f"?{start}page={number}"

    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "fragments": fragments,
        "label": label or _("Pages of results"),
        "pages": [(number, link(number) if isinstance(number, int) else "") for number in pages],
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("design/_breadcrumbs.html")
def breadcrumbs(*parts: Any) -> dict[str, Any]:
    """{% breadcrumbs _("Jobs") jobs_url posting.business_title %}: label and address in turn, then where one is."""
    *before, here = parts
    return {"crumbs": list(zip(before[::2], before[1::2], strict=True)), "here": here}


@register.inclusion_tag("design/_error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """{% error_summary form %}: at the top of a form that failed. Takes the focus, links to each field at fault."""
    problems: list[tuple[str, Any, Any]] = []
    for form in forms:
        problems += [("", "", message) for message in form.non_field_errors()]
        for field in form:
            # A hidden field's fault is said, but there is nothing to jump to.
            target = "" if field.is_hidden else getattr(field, "first_control_id", field.id_for_label)
            problems += [(target, field.label, message) for message in field.errors]
    return {"problems": problems}


@register.filter(expects_localtime=True)
def clock(value: datetime | None) -> str:
    """{{ meeting.starts|clock }}: "5:00 pm", in the zone of the page, or of a filter before it. Nothing for none."""
    return phrases.clock_time(value, value.tzinfo) if value else ""


@register.filter(expects_localtime=True)
def moment(value: datetime | None, day: str = "j F Y") -> str:
    """{{ message.at|moment }}: "23 November 2026, 5:00 pm", in zones as `clock`. Nothing for none."""
    return phrases.date_and_time(value, day, value.tzinfo) if value else ""
