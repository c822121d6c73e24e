"""Openings with a star: keeping them, and telling people what becomes of them.

Material is what makes someone apply or not: the pay, the closing date, where the work is, the degree, the experience
and the kind of employment. Better words for the same job are not told.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox.actions import Outgoing, send_many
from jobs.models import Posting, SavedPosting
from jobs.querysets import open_at

CLOSING, CHANGED, CLOSED = "jobs.saved_posting_closing", "jobs.saved_posting_changed", "jobs.saved_posting_closed"
REMINDED_BEFORE = timedelta(days=3)
# What is told, by what it is called in the message; columns that say one thing together are told together.
MATERIAL: dict[str, tuple[str, ...]] = {
    "pay": ("pay_min_cents", "pay_max_cents", "pay_unit"),
    "closes": ("closes_at",),
    "work_mode": ("work_mode",),
    "location": ("location",),
    "degree": ("degree_rule", "degree_kind"),
    "experience": ("experience_months",),
    "employment": ("employment_type",),
}
_REMINDERS_AT_ONCE = 5_000


def keep(*, user: User, posting: Posting) -> bool:
    """Give an opening a person's star. False if it had it already."""
    _saved, is_new = SavedPosting.objects.get_or_create(user=user, posting=posting)
    return is_new


def drop(*, user: User, pk: int) -> bool:
    """Take the star away. False if there was none."""
    return bool(SavedPosting.objects.filter(user=user, posting=pk).delete()[0])


def mark(postings: Iterable[Any], user: Any) -> None:
    """Tell cards what to draw, as `star`: "on", "off", or "ask" for who has not signed in. One query at most."""
    shown = list(postings)
    starred: set[int] = set()
    if user.is_authenticated and shown:
        mine = SavedPosting.objects.filter(user=user, posting__in=[each.pk for each in shown])
        starred = set(mine.values_list("posting_id", flat=True))
    for each in shown:
        each.star = "ask" if not user.is_authenticated else "on" if each.pk in starred else "off"


def material_changes(before: Posting, after: Posting) -> dict[str, list[Any]]:
    """What of an opening changed that people must hear of: the values before, as JSON can hold them."""
    changed = {}
    for name, columns in MATERIAL.items():
        was = [getattr(before, column) for column in columns]
        if was != [getattr(after, column) for column in columns]:
            changed[name] = [each.isoformat() if isinstance(each, datetime) else each for each in was]
    return changed


def tell_changes(changes: Mapping[int, tuple[int, Mapping[str, Any]]]) -> int:
    """Write to everyone with a star on these openings: by number, the new version and `material_changes`.

    In the transaction of the change; one query and one INSERT, however many openings and people. Returns how many.
    """
    changes = {pk: change for pk, change in changes.items() if change[1]}
    if not changes:
        return 0
    return send_many(
        CHANGED,
        (
            Outgoing(
                to=user,
                key=f"{CHANGED}:{posting}:{changes[posting][0]}:{user}",
                context={"posting": posting, "before": changes[posting][1]},
            )
            for posting, user in _fans(changes)
        ),
    )


def tell_closed(posting: Posting) -> int:
    """Write to everyone with a star on an opening that was closed early or cancelled. Returns how many."""
    return send_many(
        CLOSED,
        (
            Outgoing(to=user, key=f"{CLOSED}:{posting.pk}:{user}", context={"posting": posting.pk})
            for _posting, user in _fans([posting.pk])
        ),
    )


def _fans(postings: Iterable[int]) -> list[tuple[int, int]]:
    rows = SavedPosting.objects.filter(posting__in=list(postings), user__is_active=True)
    return list(rows.values_list("posting_id", "user_id").order_by("pk"))


def remind(now: datetime | None = None) -> int:
    """Write to people whose openings close within three days, once for each closing date. Returns how many.

    Who starred an opening when it had fewer than three days left has read when it closes, and is not told again.
    """
    moment = now or timezone.now()
    written = 0
    while batch := _remind_some(moment):
        written += batch
    return written


@transaction.atomic
def _remind_some(moment: datetime) -> int:
    soon = Posting.objects.filter(open_at(moment), closes_at__lte=moment + REMINDED_BEFORE)
    waiting = SavedPosting.objects.filter(
        ~Q(reminded_for=F("posting__closes_at")) | Q(reminded_for=None),
        posting__in=soon,
        user__is_active=True,
        since__lt=F("posting__closes_at") - REMINDED_BEFORE,
    )
    rows = waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    taken = list(rows.values_list("pk", "user_id", "posting_id", "posting__closes_at")[:_REMINDERS_AT_ONCE])
    if not taken:
        return 0
    starred = SavedPosting.objects.filter(pk__in=[pk for pk, *_rest in taken])
    # As it was read, so that a date that is moved meanwhile is told in its turn.
    closing = Case(*(When(posting=posting, then=Value(at)) for posting, at in {(row[2], row[3]) for row in taken}))
    starred.update(reminded_for=closing)
    send_many(
        CLOSING,
        (
            Outgoing(
                to=user, key=f"{CLOSING}:{posting}:{closes_at:%Y-%m-%dT%H:%M}:{user}", context={"posting": posting}
            )
            for _pk, user, posting, closes_at in taken
        ),
    )
    return len(taken)
