"""Signed links with which whoever got an email answers an offer, or a calendar program reads somebody's training.

A link is good for one offer, or for one calendar address; nobody can make one up. That of an offer ends with it.
"""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from training.models import CalendarLink, Offer


def offer_token(offer: Offer) -> str:
    return _signer("offer").sign_object([offer.pk, offer.enrollment_id])


def offer_of(token: str) -> Offer | None:
    """The offer that a link is about, answered or not; None for a link that we did not make."""
    found = _read("offer", token)
    if not isinstance(found, list):
        return None
    rows = Offer.objects.select_related("enrollment__user", "enrollment__course", "enrollment__session")
    return rows.filter(pk=found[0], enrollment=found[1]).first()


def offer_url(offer: Offer) -> str:
    """The whole address, for an email."""
    return settings.SITE_URL + reverse("training:offer", args=[offer_token(offer)])


def calendar_url(link: CalendarLink) -> str:
    """The whole address that a calendar program subscribes to."""
    token = _signer("calendar").sign_object([link.user_id, link.nonce.hex])
    return settings.SITE_URL + reverse("training:calendar", args=[token])


def calendar_of(token: str) -> CalendarLink | None:
    """Whose calendar an address opens; None once it was taken back or made anew."""
    found = _read("calendar", token)
    if not isinstance(found, list):
        return None
    return (
        CalendarLink.objects.select_related("user")
        .filter(user=found[0], nonce=UUID(hex=found[1]), user__is_active=True)
        .first()
    )


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"training.{purpose}", sep=".")


def _read(purpose: str, token: str) -> object:
    try:
        return _signer(purpose).unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
