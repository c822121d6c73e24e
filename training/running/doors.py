"""Who opens the pages of a session that is run: who may by their role, and whoever teaches it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from chitech.core.accounts.gates import PersonRequest
from chitech.core.accounts.roles import Permission
from training.models import Session

type View[**P] = Callable[Concatenate[PersonRequest, Session, P], HttpResponse]


def of_session[**P](permission: Permission) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """The view gets the session whose number is in the address. It does not exist (404) for anyone who neither has the
    permission nor teaches it.
    """

    def decorator(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: PersonRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            found = Session.objects.run_by(request.user, permission).select_related("course")
            return view(request, get_object_or_404(found, pk=pk), *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorator


who_reads = of_session(Permission.READ_TRAINING)
who_runs = of_session(Permission.RUN_TRAINING)
