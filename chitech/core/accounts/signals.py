"""What happens when somebody proves an email address: the posts that are theirs get their account."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed
from django.contrib.auth.signals import user_logged_in

from chitech.core.accounts.employments import link_employments
from chitech.core.accounts.models import User


def _on_proof(email_address: EmailAddress, **_more: Any) -> None:
    link_employments(email_address.user)


def _on_change(user: User, **_more: Any) -> None:
    link_employments(user)


def _on_sign_in(user: User, **_more: Any) -> None:
    """The post may have come after the account."""
    link_employments(user)


def connect() -> None:
    email_confirmed.connect(_on_proof, dispatch_uid="link employments: confirmed")
    email_changed.connect(_on_change, dispatch_uid="link employments: changed")
    user_logged_in.connect(_on_sign_in, dispatch_uid="link employments: signed in")
