"""A manager's people: their skills against what their titles need."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chitech.core.accounts.gates import PersonRequest
from training.leading import sheet
from training.leading.matrix import Matrix, matrix

FILES = {"csv": (sheet.as_csv, sheet.CSV), "xlsx": (sheet.as_xlsx, sheet.XLSX)}


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """People by title, with a cell for each skill: what is there, what is needed, what is missing."""
    found = _matrix(request)
    slug, gaps_only = _asked(request)
    context = {
        "matrix": found,
        "skill": next((each for each in found.skills if each.slug == slug), None),
        "gaps_only": gaps_only,
        "query": request.GET.urlencode(),
    }
    return render(request, "training/team_skills.html", context)


def _asked(request: PersonRequest) -> tuple[str, bool]:
    return request.GET.get("skill", "").replace("\0", "")[:80], request.GET.get("gaps") == "1"


def _matrix(request: PersonRequest) -> Matrix:
    slug, gaps_only = _asked(request)
    return matrix(request.user, skill=slug, gaps_only=gaps_only)


@require_safe
def export(request: PersonRequest, kind: str) -> HttpResponse:
    """What the page shows, as a file."""
    if kind not in FILES:
        raise Http404
    written, content_type = FILES[kind]
    name = _("team-skills")
    return HttpResponse(
        written(_matrix(request)),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
