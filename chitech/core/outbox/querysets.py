"""The read vocabulary of messages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from chitech.core.accounts.access import Person, may
from chitech.core.accounts.roles import Permission
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

    def visible_to(self, user: Person) -> Self:
        """A person's own; to those who look after messages, all."""
        if may(user, Permission.READ_MESSAGES):
            return self
        return self.filter(user=user) if user.is_authenticated else self.none()

    def readable_by(self, user: Person) -> Self:
        """Everyone's messages, for those who look after them; nothing for anyone else."""
        return self if may(user, Permission.READ_MESSAGES) else self.none()

    def resendable_by(self, user: Person) -> Self:
        """Dead letters that this person may send again."""
        if not may(user, Permission.RESEND_MESSAGES):
            return self.none()
        return self.filter(state=Delivery.DEAD, is_secret=False)


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    """Suppressed addresses."""

    def in_force(self) -> Self:
        """What has not been lifted."""
        return self.filter(lifted_at=None)

    def of(self, addresses: Iterable[str]) -> Self:
        """What concerns these addresses, whatever the case of their letters."""
        wanted = {address.lower() for address in addresses}
        return self.annotate(lower=Lower("address")).filter(Q(lower__in=wanted))
