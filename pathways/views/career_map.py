"""The career map, for everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pathways.map import page


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """All titles as stations of lines, or as a list, narrowed by what the address asks for."""
    shown = page.build(request.GET, request.user, timezone.localdate())
    return render(request, "pathways/map.html", {"map": shown})
