"""The write vocabulary of saved searches: one verb each, one transaction."""

from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox.actions import send
from jobs.choices import AlertFrequency
from jobs.criteria import Criteria
from jobs.models import KnownPosting, Posting, SavedSearch, SearchAlert
from jobs.saved import matching, tokens
from jobs.saved.periods import next_due
from jobs.saved.querysets import SavedSearchQuerySet

CONFIRM = "jobs.confirm_search"
# The most searches of one person, and of one address, that are kept.
MOST = 50
# Emails to confirm that one address gets in an hour: nobody is pestered by somebody else's typing.
ASKED_AN_HOUR = 3
# After its closing an opening may be extended for so long without being told as new.
KNOWN_KEPT = timedelta(days=90)
ALERTS_KEPT = timedelta(days=400)


class TooMany(Exception):  # noqa: N818 - reads as what happened
    """There are as many searches as one person may keep."""


class SavedAlready(Exception):  # noqa: N818 - reads as what happened
    """The owner has another search with the same filters."""


@transaction.atomic
def save(*, user: User, criteria: Criteria, name: str, frequency: str) -> SavedSearch:
    """Keep a search of a person. One with the same filters gets the new name and frequency. Raises TooMany."""
    User.objects.select_for_update().get(pk=user.pk)  # of two clicks at once, one counts and one changes
    same = SavedSearch.objects.visible_to(user).filter(fingerprint=criteria.fingerprint).first()
    if same:
        edit(search=same, name=name, frequency=frequency, criteria=criteria)
        return resume(search=same) if same.paused else same
    if SavedSearch.objects.visible_to(user).count() >= MOST:
        raise TooMany
    search = _create(criteria, name=name, frequency=frequency, user=user, confirmed=timezone.now())
    matching.begin(search)
    return search


@transaction.atomic
def ask(*, email: str, criteria: Criteria, name: str, frequency: str) -> SavedSearch | None:
    """Keep a search for a bare address, and ask whether its owner wants it. None where the address was asked too often.

    Callers answer the same in either case: nobody learns which addresses we know.
    """
    email = email.strip().lower()
    _one_at_a_time(email)
    here = SavedSearch.objects.of_address(email)
    lately = here.filter(since__gt=timezone.now() - timedelta(hours=1), confirmed=None).count()
    if lately >= ASKED_AN_HOUR or here.exclude(confirmed=None).count() >= MOST:
        return None
    search = _create(criteria, name=name, frequency=frequency, email=email)
    send(kind=CONFIRM, to=email, key=f"{CONFIRM}:{search.pk}", context={"search": search.pk})
    return search


def _create(criteria: Criteria, **values: object) -> SavedSearch:
    search = SavedSearch.objects.create(criteria=criteria.values(), fingerprint=criteria.fingerprint, **values)
    search.refresh_from_db()
    return search


@transaction.atomic
def confirm(*, search: SavedSearch) -> SavedSearch:
    """The owner of the address wants it. What opened since it was saved is told. Confirming twice changes nothing.

    Where the address has a search with the same filters already, that one goes on, as it is wanted now.
    """
    _one_at_a_time(search.email)
    search = _locked(search)
    if search.confirmed is not None:
        return search
    same = SavedSearch.objects.of_address(search.email).filter(fingerprint=search.fingerprint)
    older = same.exclude(confirmed=None).exclude(pk=search.pk).first()
    if older is not None:
        name, frequency = search.name, search.frequency
        search.delete()
        edit(search=older, name=name, frequency=frequency, criteria=older.asked)
        return resume(search=older) if older.paused else older
    search.confirmed = timezone.now()
    search.save(update_fields=["confirmed"])
    matching.begin(search, opened_until=search.since)
    return search


@transaction.atomic
def edit(*, search: SavedSearch, name: str, frequency: str, criteria: Criteria) -> SavedSearch:
    """Change a search. With other filters it begins anew: what they show today is known.

    Raises SavedAlready.
    """
    current = _locked(search)
    is_other = criteria.fingerprint != current.fingerprint
    if frequency != current.frequency:
        current.frequency = AlertFrequency(frequency)
        current.due = next_due(current, timezone.now(), has_told=False)
    current.name, current.criteria, current.fingerprint = name, criteria.values(), criteria.fingerprint
    try:
        with transaction.atomic():
            current.save(update_fields=["name", "frequency", "criteria", "fingerprint", "due"])
    except IntegrityError:
        raise SavedAlready from None
    if is_other and current.is_active:
        matching.begin(current)
    search.refresh_from_db()
    return search


@transaction.atomic
def pause(*, search: SavedSearch) -> SavedSearch:
    """No alerts until it is resumed. Pausing twice changes nothing."""
    SavedSearch.objects.filter(pk=search.pk, paused=None).update(paused=timezone.now())
    search.refresh_from_db()
    return search


@transaction.atomic
def resume(*, search: SavedSearch) -> SavedSearch:
    """Tell again, of what opens from now on."""
    current = _locked(search)
    if current.paused is not None:
        current.paused = None
        current.save(update_fields=["paused"])
        matching.begin(current)
    search.refresh_from_db()
    return search


def delete(*, search: SavedSearch) -> None:
    """Forget it, with its name, its filters and its address."""
    search.delete()


@transaction.atomic
def take_over(*, user: User) -> int:
    """Make searches of a person's own confirmed address theirs. Returns how many; twins of what they have are dropped.

    Callers make sure that the address is confirmed.
    """
    mine = set(SavedSearch.objects.visible_to(user).values_list("fingerprint", flat=True))
    taken = 0
    for search in takeable(user).select_for_update():
        if search.fingerprint in mine:
            search.delete()
            continue
        search.user, search.email = user, ""
        search.save(update_fields=["user", "email"])
        mine.add(search.fingerprint)
        taken += 1
    return taken


def takeable(user: User) -> SavedSearchQuerySet:
    """Confirmed searches of an address that is now a person's."""
    return SavedSearch.objects.of_address(user.email).exclude(confirmed=None).order_by("pk")


def answer(*, alert: SearchAlert, was_useful: bool) -> None:
    """Count whether an alert was useful. The last answer counts."""
    SearchAlert.objects.filter(pk=alert.pk).update(was_useful=was_useful)


def _one_at_a_time(email: str) -> None:
    """Others who ask for the same address wait for this transaction: so many an hour means so many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"saved search {email.lower()}"])


def _locked(search: SavedSearch) -> SavedSearch:
    return SavedSearch.objects.select_for_update(of=("self",)).select_related("user").get(pk=search.pk)


def forget_old() -> dict[str, int]:
    """Searches that nobody confirmed, what was known of openings that are gone, old alerts. Returns how many."""
    now = timezone.now()
    waiting = SavedSearch.objects.filter(confirmed=None, since__lt=now - timedelta(days=tokens.DAYS_TO_CONFIRM))
    over = Posting.objects.filter(Q(state__in=["closed", "cancelled"]) | Q(closes_at__lt=now - KNOWN_KEPT))
    old = SearchAlert.objects.filter(made__lt=now - ALERTS_KEPT)
    # An alert that is kept for its answer needs its openings no longer than they can be shown.
    known = KnownPosting.objects.filter(posting__in=over.values("pk"))
    return {
        "unconfirmed": waiting.delete()[0],
        "known": known.delete()[0],
        "alerts": old.delete()[0],
        "news": matching.forget_old_news(now),
    }
