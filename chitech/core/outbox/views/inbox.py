"""The inbox: a person's messages, read and unread."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from chitech.core.outbox import actions, inbox, rendering
from chitech.core.outbox.models import Message


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """All messages of a person, or the unread ones, or those of one group; the newest first."""
    listing = inbox.read(request.GET, user=request.user)
    return render(request, "inbox/list.html", {"listing": listing, "drawn_at": timezone.now().isoformat()})


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One message. Looking at it changes nothing: the page has a button for that, which a script presses."""
    message = get_object_or_404(Message.objects.inbox_of(request.user).select_related("user"), pk=pk)
    return render(request, "inbox/message.html", {"message": message, "shown": rendering.for_page(message)})


@require_POST
def mark_read(request: PersonRequest, pk: int) -> HttpResponse:
    """Note that a message has been read."""
    message = get_object_or_404(Message.objects.inbox_of(request.user), pk=pk)
    actions.mark_read(user=request.user, pks=[message.pk])
    return _back(request, reverse("inbox:message", args=[pk]))


@require_POST
def mark_unread(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a message look new again."""
    message = get_object_or_404(Message.objects.inbox_of(request.user), pk=pk)
    actions.mark_unread(user=request.user, pk=message.pk)
    return _back(request, reverse("inbox:list"))


@require_POST
def mark_all_read(request: PersonRequest) -> HttpResponse:
    """Mark what the page showed the count of: what has come since that page was drawn stays new."""
    drawn_at = inbox.moment(request.POST.get("drawn_at", "")) or timezone.now()
    unread = inbox.of_groups(Message.objects.inbox_of(request.user).unread(), request.POST.get("group", ""))
    there = unread.exclude(routed_at__gt=drawn_at).order_by().values("pk")
    number = actions.mark_read(user=request.user, pks=there)  # type: ignore[arg-type]
    if number:
        said = ngettext("%(count)d message is marked as read.", "%(count)d messages are marked as read.", number)
        messages.success(request, said % {"count": number})
    else:
        messages.info(request, _("There was nothing new to mark as read."))
    return _back(request, reverse("inbox:list"))


def _back(request: PersonRequest, otherwise: str) -> HttpResponse:
    """To the state of the inbox that the person came from."""
    given = request.POST.get("next", "")
    path, _mark, _query = given.partition("?")
    return redirect(given if path == reverse("inbox:list") else otherwise)
