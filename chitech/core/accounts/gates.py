"""Pages that exist only for some people."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import Http404, HttpRequest, HttpResponse

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission


class PersonRequest(HttpRequest):
    """A request of someone who has signed in."""

    user: User


def only_with[**P](
    permission: Permission,
) -> Callable[[Callable[Concatenate[PersonRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """The page does not exist for anyone without this permission: 404. (A stranger is led to the sign-in before.)

    Which objects they see is for the querysets to say.
    """

    def decorator(view: Callable[Concatenate[PersonRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may(request.user, permission):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorator
