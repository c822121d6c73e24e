"""What a page asks about its reader."""

from typing import Any

from django import template

from chitech.core.accounts import access
from chitech.core.accounts.roles import Permission

register = template.Library()


@register.filter
def may(person: Any, permission: str) -> bool:
    """`{% if user|may:"write_postings" %}`: whether a person may do this anywhere. ValueError if nobody ever could."""
    return access.may(person, Permission(permission))
