"""Signing people out everywhere."""

from collections.abc import Collection
from datetime import date

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone


def end_sessions(people: Collection[int], *, begun_until: date | None = None) -> int:
    """End the sessions of people, by their primary keys; all, or those begun until a day. Returns how many ended."""
    if not people:
        return 0
    if apps.is_installed("allauth.usersessions"):
        return _end_known(people, begun_until)
    return _end_found({str(pk) for pk in people})


def _end_known(people: Collection[int], begun_until: date | None) -> int:
    from allauth.usersessions.adapter import get_adapter  # noqa: PLC0415 -- only there where the app is installed
    from allauth.usersessions.models import UserSession  # noqa: PLC0415

    sessions = UserSession.objects.filter(user__in=people)
    if begun_until:
        sessions = sessions.filter(created_at__date__lte=begun_until)
    found = list(sessions)
    get_adapter().end_sessions(found)
    return len(found)


def _end_found(people: set[str]) -> int:
    """Without a list of sessions: look into each."""
    store = SessionStore()
    rows = Session.objects.filter(expire_date__gt=timezone.now()).values_list("session_key", "session_data")
    theirs = [key for key, data in rows.iterator() if store.decode(data).get(SESSION_KEY) in people]
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)
