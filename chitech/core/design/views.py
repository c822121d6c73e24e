"""The gallery of components."""

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
