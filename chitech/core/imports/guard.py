"""Who comes to the import screens: those who may import this kind. For anyone else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from chitech.core.accounts.models import User
from chitech.core.imports import registry
from chitech.core.imports.models import Import
from chitech.core.imports.registry import ImportKind


class ImportRequest(HttpRequest):
    """A request of someone who may import."""

    user: User
    kind: ImportKind


def only_importers[**P](view: Callable[Concatenate[ImportRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let those in who may import this kind, and give the view the kind."""

    @wraps(view)
    def guarded(request: ImportRequest, kind: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.kind = registry.named(kind)
        if not request.kind.may_import(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def only_readers[**P](view: Callable[Concatenate[ImportRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let those in who may read what was imported, and give the view the kind."""

    @wraps(view)
    def guarded(request: ImportRequest, kind: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.kind = registry.named(kind)
        if not request.kind.may_read(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def find(request: ImportRequest, pk: int) -> Import:
    """An import that the person may see, of the kind of these screens; else it is not there."""
    here = Import.objects.visible_to(request.user).filter(kind=request.kind.name)
    return get_object_or_404(here.select_related("uploaded_by", "applied_by", "undone_by", "abandoned_by"), pk=pk)


def address(request: HttpRequest, name: str, *args: Any) -> str:
    """An address of these same screens, wherever they are mounted."""
    assert request.resolver_match is not None
    return reverse(f"{request.resolver_match.namespace}:{name}", args=args)


def frame(request: ImportRequest) -> dict[str, Any]:
    """What every page of these screens needs: the kind, and its own addresses."""
    assert request.resolver_match is not None
    return {
        "kind": request.kind,
        "screens": request.resolver_match.namespace,
        "list_url": address(request, "list"),
        "may_import": request.kind.may_import(request.user),
    }
