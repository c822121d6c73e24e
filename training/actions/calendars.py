"""A person's private calendar address: made, made anew, taken back."""

import uuid

from chitech.core.accounts.models import User
from training.models import CalendarLink


def open_calendar(*, user: User) -> CalendarLink:
    """Give the person an address; one that they had ends."""
    link, _is_new = CalendarLink.objects.update_or_create(user=user, defaults={"nonce": uuid.uuid4()})
    return link


def close_calendar(*, user: User) -> bool:
    """End the address. False if there was none."""
    deleted, _by_model = CalendarLink.objects.filter(user=user).delete()
    return bool(deleted)
