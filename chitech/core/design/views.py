"""The gallery of components, and the page of a form that came without its token."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chitech.core.design import examples


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages."""
    return render(request, "design/gallery.html", examples.context())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """Named by CSRF_FAILURE_VIEW. `reason` is for the log; the person reads what to do."""
    return render(request, "403_csrf.html", status=403)
