"""The read vocabulary of what people keep."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from chitech.core.accounts.models import User

if TYPE_CHECKING:
    from jobs.models import SavedPosting, SavedSearch  # noqa: F401 - the types of the rows


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Saved searches."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A person's own. Nobody else ever reads what somebody looks for."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def of_address(self, email: str) -> Self:
        """Those of a bare address, whatever the case of its letters."""
        return self.exclude(email="").filter(email__iexact=email.strip())

    def active(self) -> Self:
        """Those that tell of new openings."""
        return self.filter(Q(user=None) | Q(user__is_active=True), confirmed__isnull=False, paused=None)

    def due(self, now: datetime) -> Self:
        """Those that are to be looked at."""
        return self.active().filter(due__lte=now)

    def newest_first(self) -> Self:
        return self.order_by("-since", "-pk")


class SavedPostingQuerySet(models.QuerySet["SavedPosting"]):
    """Openings with a star."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A person's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()
