"""The read vocabulary of pages."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission


def may_write(person: User | AnonymousUser) -> bool:
    """Whether this person writes the portal's pages."""
    return may(person, Permission.WRITE_PAGES)


def may_read(person: User | AnonymousUser) -> bool:
    """Whether this person reads pages that are not published yet."""
    return may(person, Permission.READ_PAGES)


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

    def readable_by(self, person: User | AnonymousUser) -> Self:
        """All pages, drafts too, for who writes or audits them; what is published for anyone else."""
        return self.all() if may_read(person) else self.published()

    def editable_by(self, person: User | AnonymousUser) -> Self:
        """All pages for who writes them; none for anyone else."""
        return self.all() if may_write(person) else self.none()
