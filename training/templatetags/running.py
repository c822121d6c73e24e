"""Figures as bars. A number stands beside each: the bar is for the eye alone, and says nothing by color alone."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_NOTHING = SafeString("")


@register.simple_tag
def share_bar(percent: int | None) -> SafeString:
    """{% share_bar 63 %}: how much of the whole; nothing where nobody knows."""
    if percent is None:
        return _NOTHING
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar__ground" width="100" height="10"></rect>'
        '<rect class="bar__value" width="{}" height="10"></rect></svg>',
        max(0, min(100, percent)),
    )


@register.simple_tag
def against_bar(wanted: int, room: int | None, most: int) -> SafeString:
    """{% against_bar 12 8 20 %}: people as a bar, seats as a line across it, on the scale of `most`."""
    if not most:
        return _NOTHING
    mark = format_html(
        '<rect class="bar__mark" x="{}" width="1.5" height="10"></rect>', min(98.5, round(100 * room / most, 1))
    ) if room is not None else _NOTHING  # fmt: skip
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar__ground" width="100" height="10"></rect>'
        '<rect class="bar__value" y="2" width="{}" height="6"></rect>{}</svg>',
        min(100, round(100 * wanted / most, 1)),
        mark,
    )


@register.filter
def percent(value: int | None) -> str:
    """ "63%"; a dash where nobody knows."""
    return "–" if value is None else f"{value}%"
