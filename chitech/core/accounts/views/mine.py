"""My account: who I am to the portal, what it knows of me, and leaving it."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts import hooks, my_data
from chitech.core.accounts.errors import RefusedError
from chitech.core.accounts.forms import DeleteAccountForm, ProfileForm
from chitech.core.accounts.gates import PersonRequest
from chitech.core.accounts.models import DataExport, Employment, RoleGrant, User
from chitech.core.accounts.nudge import make_exports_soon


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: PersonRequest) -> HttpResponse:
    """Name, language and clock; roles and posts; the ways to security, messages and data."""
    if request.method != "POST":
        return _index(request, ProfileForm(instance=request.user))
    # A copy: what fails to be saved must not show up in the header as if it were the name.
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST, instance=person)
    if not form.is_valid():
        return _index(request, form, status=422)
    form.save()
    messages.success(request, _("Saved."))
    answer = redirect("mine:index")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        max_age=31_536_000,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


def _index(request: PersonRequest, form: ProfileForm, *, status: int = 200) -> HttpResponse:
    mine: dict[str, Any] = {
        "form": form,
        "grants": RoleGrant.objects.live().filter(user=request.user).select_related("department"),
        "posts": Employment.objects.current().filter(user=request.user).select_related("department"),
        "export": DataExport.objects.filter(user=request.user).defer("content").first(),
    }
    return render(request, "people/mine.html", mine, status=status)


@require_POST
def ask_for_data(request: PersonRequest) -> HttpResponse:
    """Have an archive made of all that the portal knows of the person."""
    try:
        my_data.ask(request.user)
        make_exports_soon()
        messages.success(
            request, _("We are putting your data together. It takes a minute or so; it waits for you on this page.")
        )
    except RefusedError as refusal:
        messages.info(request, refusal.message)
    return redirect("mine:index")


@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]
def download(request: PersonRequest, pk: int) -> HttpResponse:
    """The archive, for the one person whom it is about."""
    export = get_object_or_404(DataExport, pk=pk, user=request.user, made_on__isnull=False)
    answer = HttpResponse(bytes(export.content or b""), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="my-data-{export.made_on:%Y-%m-%d}.zip"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def delete(request: PersonRequest) -> HttpResponse:
    """What goes and what stays; then, if the person wants it, everything goes."""
    form = DeleteAccountForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            my_data.delete_account(user=request.user)
        except RefusedError as refusal:
            form.add_error(None, refusal.message)
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for having been here."))
            return redirect("home")
    context = {"form": form, "kept": hooks.kept(request.user)}
    return render(request, "people/delete.html", context, status=422 if request.method == "POST" else 200)
