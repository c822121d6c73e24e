"""How imports are read: who may see them, which can be undone, which are waiting for a worker."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from chitech.core.accounts.models import User
from chitech.core.imports import registry
from chitech.core.imports.states import WORKING, State

if TYPE_CHECKING:
    from chitech.core.imports.models import Import  # noqa: F401


class ImportQuerySet(models.QuerySet["Import"]):
    """The read vocabulary of imports."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the kinds whose imports a person may read."""
        return self.filter(kind__in=[kind.name for kind in registry.every() if kind.may_read(user)])

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Those of the kinds that a person may import."""
        return self.filter(kind__in=[kind.name for kind in registry.every() if kind.may_import(user)])

    def working(self) -> Self:
        """Those of which a worker has to do something."""
        return self.filter(state__in=WORKING)

    def undoable(self, among: Collection[State] = (State.APPLIED,)) -> Self:
        """Applied, and nothing of the same source was applied after it, not even what was undone since."""
        later = self.model._default_manager.filter(  # noqa: SLF001
            kind=OuterRef("kind"),
            source=OuterRef("source"),
            applied_at__gt=OuterRef("applied_at"),
        )
        return self.filter(~Exists(later), state__in=among)

    def untouched_since(self, moment: datetime) -> Self:
        """Those about which nobody has decided anything since a moment."""
        return self.filter(
            Q(asked_at=None) | Q(asked_at__lt=moment),
            Q(abandoned_at=None) | Q(abandoned_at__lt=moment),
            uploaded_at__lt=moment,
        )

    def for_list(self) -> Self:
        """All that a line of the list shows, in one query."""
        return self.select_related("uploaded_by", "applied_by").defer("mapping", "headers", "samples")
