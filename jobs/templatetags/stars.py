"""The star beside an opening."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def star(posting: Any, csrf_token: str = "", here: str = "") -> SafeString:
    """{% star posting csrf_token here %}: saves an opening, or takes it off. `here`: the list to come back to.

    Nothing where `jobs.saved.stars.mark` has not said what to draw. For who has not signed in it is a plain link, so
    that a copy of the page holds nothing of anybody.
    """
    state = getattr(posting, "star", "")
    if not state:
        return SafeString("")
    drawing = format_html(
        '<svg width="20" height="20" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/sprite.svg"),
        "star" if state == "on" else "star-outline",
    )
    about = format_html('<span class="usa-sr-only">: {}</span>', posting.business_title)
    if state == "ask":
        address = reverse("jobs:star", args=[posting.pk]) + (f"?{urlencode({'next': here})}" if here else "")
        return format_html('<a class="star" rel="nofollow" href="{}">{}{}{}</a>', address, drawing, _("Save"), about)
    is_on = state == "on"
    return format_html(
        '<form class="star-form" method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}"><button class="star{}" type="submit">{}{}{}</button></form>',
        reverse("jobs:unstar" if is_on else "jobs:star", args=[posting.pk]),
        csrf_token,
        here,
        " star--on" if is_on else "",
        drawing,
        _("Saved, take off") if is_on else _("Save"),
        about,
    )
