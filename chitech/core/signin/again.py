"""Who has neither a password nor a second step shows once more who they are: by a code that goes to their address.

allauth asks for a password or a second step before locks are changed, and lets everyone pass who has neither. Most
people here have neither: they sign in with emailed codes, or come through the city's sign-on.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import ratelimit
from allauth.core.internal.httpkit import authenticated_user
from django.http import HttpRequest

# Shown by these ways lately, they need not show it again: each one was as good as a new code is.
_WAYS = {"code", "socialaccount"}
_STATE = "code_again"


def by_code_alone(user: Any) -> bool:
    """Is there no other way to ask this person than by a code to their address?"""
    return bool(user.is_authenticated and not get_reauthentication_flows(user))


def is_due(request: HttpRequest | None) -> bool:
    """Must this person, who can be asked by a code alone, be asked now?"""
    if request is None or not by_code_alone(request.user):
        return False
    shown = [record["at"] for record in get_authentication_records(request, request.user) if record["method"] in _WAYS]
    return not shown or time.time() - shown[-1] >= app_settings.REAUTHENTICATION_TIMEOUT


def may_send(request: HttpRequest) -> bool:
    """Counts: so many emails of this kind go to a person in a minute and in an hour."""
    return bool(ratelimit.consume(request, action="code_again", user=request.user))


class CodeAgain(AbstractCodeVerificationProcess):
    """One code: where it stands in the session, how often it may be tried, and how long it works."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=request.user,
        )

    @classmethod
    def begin(cls, request: HttpRequest) -> None:
        """Email a new code; one from before works no longer."""
        user = authenticated_user(request)
        process = cls(request, cls.initial_state(user=user, email=user.email))
        process.state["code"] = get_adapter().generate_login_code()
        process.send()
        process.persist()

    @classmethod
    def resume(cls, request: HttpRequest) -> "CodeAgain | None":
        """The code that was sent to this person and still works."""
        state = request.session.get(_STATE)
        if not state or state.get("user_id") != cls.initial_state(user=request.user)["user_id"]:
            return None
        process: CodeAgain | None = cls(request, state).abort_if_invalid()
        return process

    def finish(self) -> None:
        """The right code was typed in: they have shown who they are."""
        self.abort()
        record_authentication(self.request, self.request.user, "code", email=self.state["email"], reauthenticated=True)

    def send(self) -> None:
        get_adapter().send_mail("account/email/code_again", self.state["email"], {"code": self.code})

    def persist(self) -> None:
        self.request.session[_STATE] = self.state

    def abort(self) -> None:
        self.request.session.pop(_STATE, None)
