"""The star beside an opening."""

from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@lru_cache(maxsize=2)
def _drawing(symbol: str) -> SafeString:
    return format_html(
        '<svg width="20" height="20" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/sprite.svg"),
        symbol,
    )


@lru_cache(maxsize=128)
def _link(here: str, _language: str | None) -> tuple[str, str, str]:
    """What stands before, between and after number and name in the link of who has not signed in.

    The same for all openings of a list: working it out for each took a tenth of the time of the page.
    """
    before, after = reverse("jobs:star", args=[0]).rsplit("0", 1)
    back = f"?{urlencode({'next': here})}" if here else ""
    return (
        f'<a class="star" rel="nofollow" href="{escape(before)}',
        f'{escape(after + back)}">{_drawing("star-outline")}{escape(_("Save"))}<span class="usa-sr-only">: ',
        "</span></a>",
    )


@register.simple_tag
def star(posting: Any, csrf_token: str = "", here: str = "") -> SafeString:
    """{% star posting csrf_token here %}: saves an opening, or takes it off. `here`: the list to come back to.

    Nothing where `jobs.saved.stars.mark` has not said what to draw. For who has not signed in it is a plain link, so
    that a copy of the page holds nothing of anybody.
    """
    state = getattr(posting, "star", "")
    if not state:
        return SafeString("")
    if state == "ask":
        start, middle, end = _link(here, get_language())
        # Safe: the parts of the link are escaped where they are made, a number has nothing to escape.
        return SafeString(f"{start}{int(posting.pk)}{middle}{escape(posting.business_title)}{end}")
    is_on = state == "on"
    return format_html(
        '<form class="star-form" method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}"><button class="star{}" type="submit">{}{}{}</button></form>',
        reverse("jobs:unstar" if is_on else "jobs:star", args=[posting.pk]),
        csrf_token,
        here,
        " star--on" if is_on else "",
        _drawing("star" if is_on else "star-outline"),
        _("Saved, take off") if is_on else _("Save"),
        format_html('<span class="usa-sr-only">: {}</span>', posting.business_title),
    )
