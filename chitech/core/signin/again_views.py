"""Showing once more who one is, by a code from the email; and choosing a password, which asks for that."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.views import BaseReauthenticateView, password_set
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import authenticated_user
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chitech.core.signin import again
from chitech.core.signin.forms import CodeAgainForm


@method_decorator(never_cache, name="dispatch")
class ByCodeView(BaseReauthenticateView):
    """First a button that sends the code, since opening a page sends nothing; then the field for it."""

    http_method_names = ["get", "head", "post"]
    form_class = CodeAgainForm
    template_name = "account/reauthenticate_by_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.process = again.CodeAgain.resume(request)
        if request.POST.get("action") == "send":
            return self._send(request)
        if self.process is None:
            messages.error(request, _("That code is too old. Ask for a new one."))
            return self._from_the_start()
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        return answer

    def _send(self, request: HttpRequest) -> HttpResponse:
        if again.may_send(request):
            again.CodeAgain.begin(request)
            messages.success(request, _("Sent. Look in your mailbox, and in the folder for spam."))
        else:
            messages.error(request, get_adapter().error_messages["rate_limited"])
        return self._from_the_start()

    def _from_the_start(self) -> HttpResponse:
        return HttpResponseRedirect(self.passthrough_next_url(reverse("signin:by-code")))

    def get_form_kwargs(self) -> dict[str, Any]:
        process = again.CodeAgain.resume(self.request)
        return {**super().get_form_kwargs(), "code": process.code if process else ""}

    def form_valid(self, form: CodeAgainForm) -> HttpResponse:
        assert self.process is not None
        self.process.finish()
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: CodeAgainForm) -> HttpResponse:
        assert self.process is not None
        if self.process.record_invalid_attempt():
            answer: HttpResponse = super().form_invalid(form)
            return answer
        messages.error(self.request, _("That was wrong too often. Ask for a new code."))
        return self._from_the_start()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_sent = again.CodeAgain.resume(self.request) is not None
        return {**super().get_context_data(**kwargs), "is_sent": is_sent, "email": self.request.user.email}


by_code = ByCodeView.as_view()


def choose_password(request: HttpRequest) -> HttpResponseBase:
    """allauth lets whoever holds the device choose one, and with it pass as the person ever after."""
    if not authenticated_user(request).has_usable_password() and _is_asked(request):
        if request.method != "POST":
            raise ReauthenticationRequired
        # allauth would keep what was posted, in the session, until it is resumed: no place for a password.
        return HttpResponseRedirect(request.get_full_path())
    answer: HttpResponseBase = password_set(request)
    return answer


def _is_asked(request: HttpRequest) -> bool:
    try:
        return bool(is_reauthentication_required(request, app="allauth.account"))
    except ReauthenticationRequired:
        return True
