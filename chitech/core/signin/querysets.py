"""Who may read a kept form."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone


def hash_of(cookie: str) -> str:
    """What the database knows of a browser's cookie."""
    return hashlib.sha256(f"kept-form:{cookie}".encode()).hexdigest()


class KeptFormQuerySet(QuerySet[Any]):
    """The read vocabulary of kept forms."""

    def of(self, *, user: Any, cookie: str) -> "KeptFormQuerySet":
        """This person's, from this browser, not yet forgotten. Another person at the same computer gets none."""
        if not user.is_authenticated or not cookie:
            return self.none()
        return self.filter(user_id=user.pk, browser=hash_of(cookie), kept_until__gt=timezone.now())

    def outdated(self) -> "KeptFormQuerySet":
        """Nobody can read them any more."""
        return self.filter(kept_until__lte=timezone.now())
