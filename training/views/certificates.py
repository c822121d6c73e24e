"""Certificates: the page by which anybody who has the address can check one, its PDF, and its badge.

None of them is for search engines. Whose page it is may close it; then it is there for them, for those who lead them
and for who runs training.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from training.certificates import actions
from training.certificates.badge import badge as badge_of
from training.certificates.pdf import certificate_pdf
from training.certificates.wording import said_by
from training.models import Certificate


def _unlisted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No search engine keeps it, and the address, which is the key, goes to no other site."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(*args, **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Referrer-Policy"] = "same-origin"
        return answer

    return answered


def _certificate(request: HttpRequest, token: str) -> Certificate:
    found = Certificate.objects.visible_to(request.user).select_related(
        "issued_by", "enrollment__course", "enrollment__user"
    )
    return get_object_or_404(found, token=token)


@login_not_required
@require_safe
@never_cache
@_unlisted
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What is certified, by whom, since when, and whether it still holds."""
    return _page(request, _certificate(request, token))


def _page(request: HttpRequest, certificate: Certificate, *, status: int = 200) -> HttpResponse:
    context = {
        "certificate": certificate,
        "said": said_by(certificate),
        "is_mine": request.user.pk == certificate.enrollment.user_id,
    }
    return render(request, "training/certificate.html", context, status=status)


@login_not_required
@require_safe
@never_cache
@_unlisted
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """To print and to keep. Gone (410) once it is revoked."""
    certificate = _certificate(request, token)
    if not certificate.is_valid:
        return _page(request, certificate, status=410)
    answer = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="certificate-{certificate.enrollment.course.slug}.pdf"'
    return answer


@login_not_required
@require_safe
@never_cache
@_unlisted
def badge(request: HttpRequest, token: str) -> HttpResponse:
    """The Open Badge, for wallets. Gone (410) once it is revoked."""
    certificate = _certificate(request, token)
    if not certificate.is_valid:
        return _page(request, certificate, status=410)
    dumps = {"indent": 2, "ensure_ascii": False}
    return JsonResponse(badge_of(certificate), json_dumps_params=dumps, content_type="application/ld+json")


@require_POST
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """Let everyone who has the address read one's certificate, or nobody."""
    certificate = get_object_or_404(Certificate.objects.of(request.user), enrollment=pk)
    is_public = request.POST.get("public") == "1"
    actions.set_public(certificate=certificate, by=request.user, is_public=is_public)
    if is_public:
        messages.success(request, _("Whoever has the address can read the certificate now."))
    else:
        messages.success(request, _("Nobody can read the page by its address now, until you open it again."))
    return redirect(certificate)
