"""Every email with sample data, for those who write them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from chitech.core.outbox import kinds, rendering, wishes
from chitech.core.outbox.kinds import Kind

# The widths at which an email is looked at: a small phone, and what mail programs give it on a desk.
WIDTHS = (320, 600)
# An email brings its own styles and nothing else: no script, no picture from anywhere, and only our own page frames it.
EMAIL_POLICY: Any = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": True,
}


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All kinds of message, by their groups."""
    rows = [(group, [(kind, rendering.sample(kind)) for kind in group.kinds]) for group in wishes.groups()]
    return render(request, "inbox/previews.html", {"groups": rows})


@login_not_required
@require_safe
def email(request: HttpRequest, name: str) -> HttpResponse:
    """One kind: its subject, both widths of the HTML, the text."""
    kind = _kind(name)
    context = {
        "kind": kind,
        "sample": rendering.sample(kind),
        "widths": WIDTHS,
        "sender": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "inbox/preview.html", context)


@login_not_required
@require_safe
@xframe_options_sameorigin
@csp_override(EMAIL_POLICY)
def html(_request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of an email as a mail program gets it: what the frames of the preview show."""
    return HttpResponse(rendering.sample(_kind(name)).html)


def _kind(name: str) -> Kind:
    try:
        return kinds.kind(name)
    except kinds.UnknownKind as unknown:
        raise Http404 from unknown
