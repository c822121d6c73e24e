"""Tags and filters that say what titles say."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pathways import wording
from pathways.models import Revision

register = template.Library()

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 640, 200, 40, 12, 30


@register.filter
def dollars(cents: int) -> str:
    """{{ 8478000|dollars }}: "$84,780"."""
    return f"${cents / 100:,.2f}".removesuffix(".00")


@register.filter
def experience(revision: Revision) -> str:
    return wording.experience_phrase(revision.experience_months)


@register.filter
def degree(revision: Revision) -> str:
    return wording.degree_phrase(revision)


@register.filter
def time_span(months: int) -> str:
    """{{ 18|time_span }}: "1 year and 6 months"."""
    return wording.time_phrase(months)


@register.filter
def sides(comparison: Any) -> list[Revision]:
    """The two revisions of a comparison."""
    return [comparison.a, comparison.b]


@register.simple_tag
def trend_chart(points: Sequence[Any]) -> SafeString:
    """{% trend_chart points %}: the share of titles that require a degree, as a line. The table below says the same."""
    top = max(10, *(point.percent for point in points))
    wide = (_WIDTH - _LEFT - 16) / max(1, len(points) - 1)

    def place(number: int) -> tuple[int, int]:
        high = (_HEIGHT - _TOP - _BOTTOM) * (1 - points[number].percent / top)
        return round(_LEFT + number * wide), round(_TOP + high)

    places = [place(number) for number in range(len(points))]
    return format_html(
        '<svg class="trend" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line class="trend__axis" x1="{}" y1="{}" x2="{}" y2="{}"></line>'
        '<polyline class="trend__line" points="{}"></polyline>{}</svg>',
        _WIDTH,
        _HEIGHT,
        _("Share of titles that require a degree: from %(first)s%% to %(last)s%%")
        % {"first": points[0].percent, "last": points[-1].percent},
        _LEFT - 8,
        _HEIGHT - _BOTTOM + 4,
        _WIDTH,
        _HEIGHT - _BOTTOM + 4,
        " ".join(f"{x},{y}" for x, y in places),
        format_html_join(
            "",
            '<circle class="trend__dot" cx="{}" cy="{}" r="5"></circle>'
            '<text x="{}" y="{}" text-anchor="middle">{}%</text>',
            ((x, y, x, y + 22, point.percent) for (x, y), point in zip(places, points, strict=True)),
        ),
    )


@register.filter
def seen(impact: Any) -> str:
    """{{ impact|seen }}: what the page showed, so that the decision knows whether it is still so."""
    return ",".join(f"{each.key}:{each.count}" for each in impact)


@register.filter
def budget_pay(line: Any) -> str:
    """{{ line|budget_pay }}: "$84,780 to $100,200 a year"; a dash where the budget has no pay for it."""
    if line is None or not getattr(line, "pay_min_cents", None):
        return "–"
    low, high = dollars(line.pay_min_cents), dollars(line.pay_max_cents)
    unit = line.get_pay_unit_display()
    if low == high:
        return _("%(pay)s %(unit)s") % {"pay": low, "unit": unit}
    return _("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": unit}


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """{{ best|of:row.pk }}: what a mapping has under a key, or nothing."""
    return mapping.get(key)
