"""Who comes to the import screens of a kind, and what every page of them needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from chitech.core.accounts.gates import only_with
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from chitech.core.imports.models import Import
from chitech.core.imports.registry import ImportKind


class ImportRequest(HttpRequest):
    """A request of someone who may import."""

    user: User
    kind: ImportKind


def mounted(kind: ImportKind, permission: Permission, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of these screens for one kind, and for those with a permission. For anyone else it does not exist."""

    @wraps(view)
    def of_kind(request: ImportRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.kind = kind
        return view(request, *args, **kwargs)

    return only_with(permission)(of_kind)  # type: ignore[arg-type]


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
