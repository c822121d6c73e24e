"""The administration site: for superusers alone, and reached through the portal's own sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class AdministrationSite(admin.AdminSite):
    """Django's admin, for the few tables that have no page of their own yet. Named by `AdministrationConfig`."""

    site_header = _("Chi Tech Talent administration")
    site_title = _("Chi Tech Talent administration")
    index_title = _("Tables")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def admin_view[V: Callable[..., Any]](self, view: V, cacheable: bool = False) -> V:  # noqa: FBT001, FBT002
        """For someone signed in who may not come in, there is no such page. (Strangers are led away before this.)"""
        inside = super().admin_view(view, cacheable)

        @wraps(inside)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request):
                raise Http404
            return inside(request, *args, **kwargs)

        return guarded  # type: ignore[return-value]

    def get_urls(self) -> list[Any]:
        """Strangers go to the portal's sign-in at once; Django would lead them over the admin's own."""
        urls = super().get_urls()
        for pattern in urls:
            view: Any = getattr(pattern, "callback", None)
            if hasattr(view, "login_url"):
                view.login_url = settings.LOGIN_URL
        return urls

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """No sign-in of its own: one that could be tried without limits would be a way around the portal's."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        return secure_admin_login(super().login)(request, extra_context)  # type: ignore[no-any-return]
