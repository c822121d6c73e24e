"""The write vocabulary of pages: one verb each, one transaction, the change with its history."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.portal.errors import NotAllowed, StaleEdit
from chitech.portal.models import Page
from chitech.portal.querysets import may_write


@transaction.atomic
def create_page(*, by: User, values: Mapping[str, Any]) -> Page:
    """Write a new page. `values` are its columns. Raises NotAllowed for anyone but HR."""
    if not may_write(by):
        raise NotAllowed
    return Page.objects.create(**values, created_by=by, updated_by=by)


@transaction.atomic
def update_page(*, page: Page, by: User, version: int, values: Mapping[str, Any]) -> Page:
    """Save an edit of `version`. What changes nothing writes nothing.

    Raises NotAllowed for anyone but HR, and StaleEdit if the page has changed since that version: two people at once
    are told of each other, and nothing is overwritten unread.
    """
    if not may_write(by):
        raise NotAllowed
    current = Page.objects.get(pk=page.pk)
    changed = {name: value for name, value in values.items() if getattr(current, name) != value}
    if not changed:
        return current
    moved = Page.objects.filter(pk=current.pk, version=version).update(
        **changed, version=F("version") + 1, updated_at=timezone.now(), updated_by=by
    )
    current.refresh_from_db()
    if not moved:
        raise StaleEdit(current)
    return current
