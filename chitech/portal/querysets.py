"""The read vocabulary of pages."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from chitech.core.accounts.models import User


def may_write(person: User | AnonymousUser) -> bool:
    """Whether this person writes the portal's pages: HR, until there are roles (docs/adr/0004)."""
    return bool(person.is_authenticated and person.is_active and person.is_hr)


class PageQuerySet(models.QuerySet):
    """Pages by who may see them."""

    def published(self) -> Self:
        """What everyone may read."""
        return self.filter(is_published=True)

    def parts(self) -> Self:
        """The parts of "Why work here", in their order."""
        return self.filter(kind="part")

    def stories(self) -> Self:
        """What people tell of their work, in order."""
        return self.filter(kind="story")

    def editable_by(self, person: User | AnonymousUser) -> Self:
        """All pages for who writes them; none for anyone else."""
        return self.all() if may_write(person) else self.none()
