"""What could not be delivered, for those who look after the portal."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from chitech.core.outbox import actions, kinds
from chitech.core.outbox.models import MailServer, Message

PAGE_SIZE = 50


@require_safe
@only_with(Permission.READ_MESSAGES)
def dead(request: PersonRequest) -> HttpResponse:
    """Dead letters with their reasons, of all kinds or one; and how the mail server is."""
    letters = Message.objects.readable_by(request.user).dead()
    kind = request.GET.get("kind", "").replace("\0", "")
    found = (letters.filter(kind=kind) if kind else letters).select_related("user", "resent_by")
    context: Mapping[str, Any] = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "kind": kind,
        "kinds": _counted(letters),
        "server": MailServer.objects.first(),
        "may_resend": may(request.user, Permission.RESEND_MESSAGES),
    }
    return render(request, "outbox/manage/dead.html", context)


def _counted(letters: Any) -> list[tuple[str, str, int]]:
    """Name, label and number of the kinds that have dead letters."""
    rows = letters.order_by("kind").values_list("kind").annotate(number=Count("pk"))
    return [(name, _label(name), number) for name, number in rows]


def _label(name: str) -> str:
    try:
        return str(kinds.kind(name).label)
    except kinds.UnknownKind:
        return name


@require_POST
@only_with(Permission.RESEND_MESSAGES)
def resend(request: PersonRequest, pk: int) -> HttpResponse:
    """Send one dead letter again."""
    message = get_object_or_404(Message.objects.readable_by(request.user), pk=pk)
    try:
        actions.resend(message=message, by=request.user)
    except actions.CannotResend:
        messages.error(request, _("This message can’t be sent again: it is on its way, or nothing is left of it."))
    else:
        messages.success(request, _("The message is on its way again."))
    return redirect("outbox:dead")


@require_POST
@only_with(Permission.RESEND_MESSAGES)
def resend_kind(request: PersonRequest) -> HttpResponse:
    """Send all dead letters of one kind again, such as after a mistake in its template was mended."""
    letters = Message.objects.resendable_by(request.user).filter(kind=request.POST.get("kind", "").replace("\0", ""))
    number = actions.resend_many(letters, by=request.user)
    said = ngettext("%(number)d message is on its way again.", "%(number)d messages are on their way again.", number)
    messages.success(request, said % {"number": number})
    return redirect("outbox:dead")
