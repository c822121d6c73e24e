"""The read vocabulary of messages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from chitech.core.outbox.choices import Delivery

if TYPE_CHECKING:
    from chitech.core.outbox.models import Message, Suppression  # noqa: F401 - the type of the rows


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages."""

    def inbox_of(self, user: Any) -> Self:
        """What a person's inbox shows, the newest first."""
        return self.filter(user=user, in_inbox=True).order_by("-due_at", "-pk")

    def unread(self) -> Self:
        """What has not been read."""
        return self.filter(read_at=None)

    def dead(self) -> Self:
        """What could not be delivered, the latest first."""
        return self.filter(state=Delivery.DEAD).order_by("-pk")

    def visible_to(self, user: Any) -> Self:
        """A person's own; to those who look after the portal, all."""
        if not user.is_authenticated:
            return self.none()
        return self if may_manage(user) else self.filter(user=user)

    def manageable_by(self, user: Any) -> Self:
        """What this person may look into and send again as an administrator."""
        return self if may_manage(user) else self.none()


def may_manage(user: Any) -> bool:
    """Whether this person looks after everyone's messages."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    """Suppressed addresses."""

    def in_force(self) -> Self:
        """What has not been lifted."""
        return self.filter(lifted_at=None)

    def of(self, addresses: Iterable[str]) -> Self:
        """What concerns these addresses, whatever the case of their letters."""
        wanted = {address.lower() for address in addresses}
        return self.annotate(lower=Lower("address")).filter(Q(lower__in=wanted))
