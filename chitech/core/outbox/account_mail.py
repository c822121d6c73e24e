"""The mail of sign-in: codes, links, notices. allauth writes it, the outbox delivers it.

A kind for each of allauth's emails, under allauth's own template names (`account/email/login_code_subject.txt`, ...).
All of it is secret: it is wiped once it is delivered or given up.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chitech.core.outbox import actions
from chitech.core.outbox.kinds import Kind, Templates, register
from chitech.core.outbox.models import Message

# allauth's template prefix: what the email is called.
EMAILS: dict[str, Any] = {
    "account/email/account_already_exists": _("You have an account already"),
    "account/email/code_again": _("Code to show that it is you"),
    "account/email/email_changed": _("Your email address was changed"),
    "account/email/email_confirm": _("Your email address was confirmed"),
    "account/email/email_confirmation": _("Confirm your email address"),
    "account/email/email_confirmation_signup": _("Confirm your email address to sign up"),
    "account/email/email_deleted": _("An email address was removed"),
    "account/email/login_code": _("Code to sign in"),
    "account/email/new_device": _("A sign-in with a new device"),
    "account/email/password_changed": _("Your password was changed"),
    "account/email/password_reset": _("Your password was reset"),
    "account/email/password_reset_code": _("Code to choose a new password"),
    "account/email/password_reset_key": _("Link to choose a new password"),
    "account/email/password_set": _("You have a password now"),
    "account/email/unknown_account": _("No account with this address"),
    "mfa/email/recovery_codes_generated": _("New recovery codes"),
    "mfa/email/totp_activated": _("Authenticator app switched on"),
    "mfa/email/totp_deactivated": _("Authenticator app switched off"),
    "mfa/email/webauthn_added": _("A passkey was added"),
    "mfa/email/webauthn_removed": _("A passkey was removed"),
    "socialaccount/email/account_connected": _("Single sign-on was connected"),
    "socialaccount/email/account_disconnected": _("Single sign-on was disconnected"),
}
# Codes and links die sooner or later; a late one only puzzles people. A notice is of use much longer.
USEFUL_FOR = timedelta(days=1)
_CODES = {"login_code", "code_again", "password_reset_code", "email_confirmation", "email_confirmation_signup"}
USEFUL_FOR_A_CODE = timedelta(hours=1)


def kind_name(template_prefix: str) -> str:
    """`account/email/login_code` is sent as kind `account.login_code`."""
    return f"account.{template_prefix.rpartition('/')[2]}"


def send_account_mail(template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
    """What allauth's adapter calls in `send_mail`. Raises UnknownKind for an email that is not in the list above."""
    user = context.get("user")
    words = {key: _plain(value) for key, value in context.items() if _is_word(value)}
    words |= {"email": email, "user_id": getattr(user, "pk", None)}
    name = kind_name(template_prefix)
    actions.send(kind=name, to=email, key=actions.new_key(name), context=words)


def _is_word(value: Any) -> bool:
    """Whether it can be written down; the request, the person and the site can't."""
    return value is None or isinstance(value, str | int | float | bool | date | datetime | Promise)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Promise | date) else value


def prepare(message: Message) -> dict[str, Any]:
    """The words, with the person and the site that allauth's templates speak of."""
    when = parse_datetime(str(message.context.get("timestamp") or ""))
    return _with_site({**message.context, "timestamp": when, "user": _person(message.context.get("user_id"))})


def _person(pk: int | None) -> Any:
    return get_user_model().objects.filter(pk=pk).first() if pk else None


def _with_site(words: dict[str, Any]) -> dict[str, Any]:
    domain = settings.SITE_URL.partition("://")[2]
    return {**words, "current_site": {"name": "Chi Tech Talent", "domain": domain}}


def sample() -> dict[str, Any]:
    """One sample fits all of them."""
    address = f"{settings.SITE_URL}/accounts/"
    return _with_site(
        {
            "email": "sam@example.org",
            "user": get_user_model()(email="sam@example.org", name="Sam Seeker"),
            "code": "K7D-M2Q",
            "key": "sample",
            "activate_url": f"{address}confirm-email/sample/",
            "password_reset_url": f"{address}password/reset/key/sample/",
            "signup_url": f"{address}signup/",
            "timestamp": datetime(2026, 11, 22, 15, 30, tzinfo=UTC),
            "ip": "192.0.2.1",
            "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "from_email": "sam@example.org",
            "to_email": "sam.seeker@example.org",
            "deleted_email": "sam@old.example.org",
            "provider": "City sign-on",
        }
    )


def register_kinds() -> None:
    """Called when the portal starts."""
    for prefix, label in EMAILS.items():
        name = kind_name(prefix)
        register(
            Kind(
                name=name,
                label=label,
                description=label,
                group=_("Account"),
                always=_("It keeps your account safe."),
                own_templates=Templates(f"{prefix}_subject.txt", f"{prefix}_message.txt", f"{prefix}_message.html"),
                prepare=prepare,
                sample=sample,
                folds=False,
                one_click=False,
                is_public_address_ok=True,
                is_urgent=True,
                is_secret=True,
                useful_for=USEFUL_FOR_A_CODE if name.partition(".")[2] in _CODES else USEFUL_FOR,
            )
        )
