"""Signed links with which whoever got an email does something to a saved search, without signing in.

A link is good for one search, one purpose and the address that it was sent to; nobody can make one up. It ends with the
search, and when the search goes to another address.
"""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from jobs.models import SavedSearch, SearchAlert

CONFIRM, MANAGE, STOP, USEFUL = "confirm", "manage", "stop", "useful"
# A link to confirm is of use as long as what it confirms is kept.
DAYS_TO_CONFIRM = 7


def make(search: SavedSearch, purpose: str, *, number: int = 0) -> str:
    """What stands in a link. `number` is that of an alert, where it is about one."""
    return _signer(purpose).sign_object([search.pk, number, _mark(search)])


def read(token: str, purpose: str) -> SavedSearch | None:
    """The search that a link is about; None for one that we did not make, or that is good no longer."""
    found = _read(token, purpose)
    return found[0] if found else None


def read_alert(token: str) -> SearchAlert | None:
    """The alert that a link of purpose `useful` is about."""
    found = _read(token, USEFUL)
    return SearchAlert.objects.filter(search=found[0], pk=found[1]).select_related("search").first() if found else None


def url(name: str, token: str) -> str:
    """The whole address of a link, for an email."""
    return settings.SITE_URL + reverse(f"jobs:{name}", args=[token])


def _read(token: str, purpose: str) -> tuple[SavedSearch, int] | None:
    lives = DAYS_TO_CONFIRM * 86_400 if purpose == CONFIRM else None
    try:
        pk, number, mark = _signer(purpose).unsign_object(token, max_age=lives)
    except (BadSignature, ValueError, TypeError):
        return None
    search = SavedSearch.objects.select_related("user").filter(pk=pk).first()
    if search is None or not constant_time_compare(mark, _mark(search)):
        return None
    if search.confirmed is None and purpose != CONFIRM:
        return None
    return search, number


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"jobs.saved.{purpose}", sep=".")


def _mark(search: SavedSearch) -> str:
    """Stands for the address without showing it."""
    return salted_hmac("jobs.saved.address", search.owner_address.lower(), algorithm="sha256").hexdigest()[:12]
