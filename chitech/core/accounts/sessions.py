"""Signing people out everywhere."""

from collections.abc import Collection
from datetime import date

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession


def end_sessions(people: Collection[int], *, begun_until: date | None = None) -> int:
    """End the sessions of people, by their primary keys; all, or those begun until a day. Returns how many ended."""
    if not people:
        return 0
    sessions = UserSession.objects.filter(user__in=people)
    if begun_until:
        sessions = sessions.filter(created_at__date__lte=begun_until)
    found = list(sessions)
    get_adapter().end_sessions(found)
    return len(found)
