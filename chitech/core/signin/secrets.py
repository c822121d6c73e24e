"""Keeps small secrets unreadable in the database."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _box(purpose: str) -> MultiFernet:
    """A lock made of SECRET_KEY (and of the keys before it, for reading) for one purpose alone."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (hmac.new(key.encode(), f"chitech.{purpose}".encode(), hashlib.sha256).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


def seal(text: str, *, purpose: str) -> str:
    """What only this portal can read again, with the same purpose."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str | None:
    """The text that was sealed; None if it was not by us, for this, with a key that we still have."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None
