"""The career map, for everyone."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chitech.core import page_copies
from chitech.core.design import pieces
from pathways import hooks, page_meta
from pathways.map import page, version

# Of longer addresses no copies are kept: nobody asks for the same one again.
_LONGEST = 400


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """All titles as stations of lines, or as a list, narrowed by what the address asks for. Strangers get copies."""

    def key(_version: str) -> str | None:
        asked = repr(sorted((name, *request.GET.getlist(name)) for name in request.GET))
        # Links of the page carry the address on: one with anything unknown in it is nobody else's.
        is_known = page.ASKED.issuperset(request.GET)
        return f"map:{asked}" if is_known and len(asked) <= _LONGEST else None

    return page_copies.answer(request, read_state=_state, key=key, build=lambda: _build(request))


def _build(request: HttpRequest) -> HttpResponse:
    shown, large = page.build(request.GET, request.user, timezone.localdate())
    meta = page_meta.of_page(
        "pathways:index",
        title=_("Careers in city technology"),
        description=_("Every technology job of the city on one map: what each pays and asks for, and where it leads."),
        asked=request.GET,
        known=page.ASKED,
    )
    return pieces.render(request, "pathways/map.html", {"map": shown, "meta": meta}, large)


def _state(now: datetime) -> page_copies.State:
    """The vocabulary's version with that of what upper floors say of titles. One short query."""
    return hooks.freshness(now, also=[version.VERSION])
