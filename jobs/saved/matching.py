"""Saved searches against openings: who is told of what. docs/adr/0055.

What makes an alert right are two unique constraints and nothing else: an opening is known to a search once, and a
search has one alert a period. All the rest is speed: only openings that changed or opened since a search was last
looked at are compared with it, searches with the same filters are compared once, and no pair of search and opening ever
comes to Python.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

import structlog
from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from chitech.core.accounts.access import who_may
from chitech.core.accounts.roles import Permission
from chitech.core.outbox.actions import Outgoing, send_many
from jobs.choices import AlertFrequency, State
from jobs.criteria import Vocabulary
from jobs.finding import matching
from jobs.models import PostingNews, PostingSearch, SavedSearch, SearchAlert
from jobs.querysets import audience_if
from jobs.saved.periods import next_due, period_of
from jobs.saved.querysets import SavedSearchQuerySet

ALERT = "jobs.search_alert"
# Searches in one transaction. Others wait for its locks at most as long as it takes: about a second.
BATCH = 500
# After so many that can't be looked at, the fault is not theirs.
MOST_BROKEN = 20
# Distinct searches in one statement.
ARMS = 100
# How long changes of openings are remembered. Longer than a week, so that a weekly search finds all of its own.
NEWS_KEPT = timedelta(days=15)
log = structlog.get_logger("chitech.alerts")


@dataclass(frozen=True)
class Moment:
    """One look at the openings: when, and which transactions it is sure to have seen."""

    now: datetime
    # Every transaction with a lower number has ended: what it did is seen by every query from now on.
    horizon: int
    newest_change: int
    newest_opening: datetime | None

    @classmethod
    def take(cls, now: datetime | None = None) -> "Moment":
        """Read where things stand. Everything that is compared must be read after this."""
        now = now or timezone.now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            (horizon,) = cursor.fetchone()
        opened = PostingSearch.objects.filter(state=State.PUBLISHED, opens_at__lte=now).aggregate(at=Max("opens_at"))
        newest = PostingNews.objects.aggregate(newest=Max("transaction"))["newest"]
        return cls(now, horizon, newest or 0, opened["at"])

    @property
    def nothing_new(self) -> Q:
        """Searches that have seen all there is, as far as is remembered."""
        opened = Q(seen_until__gte=self.newest_opening) if self.newest_opening else Q(seen_until__isnull=False)
        # A number from the future: the database was restored into a new cluster, whose count began anew.
        here = Q(seen_before__gt=self.newest_change, seen_before__lte=self.horizon)
        return here & opened & Q(seen_until__gt=self.now - NEWS_KEPT)


@dataclass
class Outcome:
    """What a run did."""

    looked_at: int = 0
    alerts: int = 0
    told: int = 0
    broken: list[int] = field(default_factory=list)


def match_due(now: datetime | None = None) -> Outcome:
    """Look at every search that is due, and write its alert where there is something new.

    Any number of these may run at once: each takes searches that no other one holds. What dies half-way has written
    whole batches, and the rest is due still.
    """
    moment, done = Moment.take(now), Outcome()
    vocabulary = Vocabulary.load()
    after, alone = 0, 0
    while True:
        try:
            last = _next_batch(moment, vocabulary, done, after, size=1 if alone else BATCH)
        except OperationalError:
            raise  # the database is gone: everything is due still
        except Exception:
            # One of them can't be read. Taken one by one, it holds up nobody but itself.
            log.exception("alerts.batch_failed", after=after, alone=bool(alone))
            if not alone:
                alone = BATCH
                continue
            last = _set_aside(moment, after, done)
            if len(done.broken) >= MOST_BROKEN:
                raise  # it is not them, it is us
        if not last:
            return done
        after, alone = last, max(0, alone - 1)


def _due(moment: Moment, after: int) -> SavedSearchQuerySet:
    due = SavedSearch.objects.due(moment.now).filter(pk__gt=after)
    return due.exclude(moment.nothing_new, frequency=AlertFrequency.AT_ONCE).order_by("pk")


def _set_aside(moment: Moment, after: int, done: Outcome) -> int:
    """Try the next one again in an hour. Returns its number, or 0."""
    pk = _due(moment, after).values_list("pk", flat=True).first() or 0
    SavedSearch.objects.filter(pk=pk).update(due=moment.now + timedelta(hours=1))
    done.broken += [pk] if pk else []
    return pk


@transaction.atomic
def _next_batch(moment: Moment, vocabulary: Vocabulary, done: Outcome, after: int, *, size: int) -> int:
    """Look at some. Returns the number of the last one; 0 where none is left."""
    locked = _due(moment, after).select_for_update(of=("self",), skip_locked=True)
    taken = list(locked.select_related("user__contact_settings")[:size])
    if not taken:
        return 0
    staff = who_may(Permission.SEE_STAFF_OPENINGS, [s.user_id for s in taken if s.user_id])
    periods = {search.pk: period_of(search, moment.now) for search in taken}
    # They are locked: nobody writes an alert for one of them meanwhile.
    earlier = SearchAlert.objects.filter(search__in=periods, period__in=set(periods.values()))
    had = {pk for pk, period in earlier.values_list("search_id", "period") if periods[pk] == period}
    told = _tell([search for search in taken if search.pk not in had], periods, staff, moment, vocabulary)
    for search in taken:
        search.due = next_due(search, moment.now, has_told=search.pk in told or search.pk in had)
        if search.pk not in had:  # else what is new waits for the next period
            search.seen_before, search.seen_until = moment.horizon, moment.now
            search.sees_staff = search.user_id in staff
    _write_progress(taken)
    done.looked_at += len(taken)
    done.alerts += len(told)
    done.told += sum(told.values())
    return taken[-1].pk


def _tell(
    searches: list[SavedSearch], periods: dict[int, str], staff: set[int], moment: Moment, vocabulary: Vocabulary
) -> dict[int, int]:
    """Write the alerts of these searches. Returns how many openings each one tells that tells any."""
    ids = dict(zip((search.pk for search in searches), _alert_ids(len(searches)), strict=True))
    told: dict[int, int] = {}
    for openings, some in _by_openings(searches, staff, moment):
        if openings is None or openings:
            told |= remember(some, ids, staff=staff, among=openings, vocabulary=vocabulary, now=moment.now)
    SearchAlert.objects.bulk_create(
        [SearchAlert(pk=ids[pk], search_id=pk, period=periods[pk], made=moment.now) for pk in told]
    )
    owners = {search.pk: search.user_id or search.email for search in searches}
    send_many(ALERT, (_message(pk, owners[pk], ids[pk], periods[pk]) for pk in told))
    return told


def _message(search: int, to: int | str, alert: int, period: str) -> Outgoing:
    return Outgoing(to=to, key=f"{ALERT}:{search}:{period}", context={"alert": alert})


def _alert_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('jobs_searchalert', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [number for (number,) in cursor.fetchall()]


def _by_openings(
    searches: Iterable[SavedSearch], staff: set[int], moment: Moment
) -> Iterable[tuple[list[int] | None, list[SavedSearch]]]:
    """Searches with the openings that may be new to them; None: any may be.

    Those that were looked at at different times share what is new to the one that is furthest behind: what is known to
    a search is never told again, so that more to compare changes nothing.
    """
    behind, up_to_date = list[SavedSearch](), list[SavedSearch]()
    for search in searches:
        has_become_staff = search.user_id in staff and not search.sees_staff
        (behind if has_become_staff or not _can_follow(search, moment) else up_to_date).append(search)
    if behind:
        yield None, behind
    if up_to_date:
        yield _new_since(up_to_date, moment), up_to_date


def _can_follow(search: SavedSearch, moment: Moment) -> bool:
    """Whether what happened since the search was looked at is still remembered, in numbers of this cluster."""
    if search.seen_before is None or search.seen_until is None:
        return False
    return search.seen_before <= moment.horizon and search.seen_until > moment.now - NEWS_KEPT


def _new_since(searches: Sequence[SavedSearch], moment: Moment) -> list[int]:
    """Openings that changed, or whose time has come, since the first of these searches was looked at."""
    transaction_id = min(search.seen_before or 0 for search in searches)
    opened_after = min(search.seen_until or moment.now for search in searches)
    changed = PostingNews.objects.filter(transaction__gte=transaction_id).values_list("posting_id", flat=True)
    opened = PostingSearch.objects.filter(
        state=State.PUBLISHED, opens_at__gt=opened_after, opens_at__lte=moment.now
    ).values_list("pk", flat=True)
    return sorted({*changed.distinct(), *opened})


def remember(
    searches: Iterable[SavedSearch],
    alerts: dict[int, int],
    *,
    staff: set[int],
    among: list[int] | None,
    vocabulary: Vocabulary,
    now: datetime,
    opened_until: datetime | None = None,
) -> dict[int, int]:
    """Note what is open, matches and was not known yet, as told by each search's alert (none: known when it was saved).

    `among`: only these openings (None: all). `opened_until`: only what had opened by then. Returns how many there were,
    by search, without those that had none.
    """
    groups: dict[tuple[str, bool], list[SavedSearch]] = defaultdict(list)
    for search in searches:
        groups[search.fingerprint, search.user_id in staff].append(search)
    openings = PostingSearch.objects.open(now)
    if opened_until is not None:
        openings = openings.filter(opens_at__lte=opened_until)
    visible = {sees_staff: openings.filter(audience_if(sees_staff)) for sees_staff in (False, True)}
    found: dict[int, int] = {}
    for some in batched(groups.items(), ARMS):
        arms, parameters = list[str](), list[Any]()
        members = list[tuple[int, int, int | None]]()
        for (_fingerprint, sees_staff), same in some:
            arm = _arm(matching(visible[sees_staff], same[0].asked, vocabulary, now), len(arms))
            if arm:
                members += [(len(arms), search.pk, alerts.get(search.pk)) for search in same]
                arms.append(arm[0])
                parameters += arm[1]
        if arms:
            found |= _insert(arms, parameters, members, among)
    return found


def _arm(openings: Any, number: int) -> tuple[str, list[Any]] | None:
    """The page's own query as a part of a larger one; None for a search that can match nothing (a field is gone)."""
    try:
        sql, parameters = openings.values("pk").query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return f"SELECT {number} AS arm, pk FROM ({sql}) AS found (pk)", list(parameters)  # noqa: S608 - compiled by Django


# The rows of some openings. What is added to a document changes nothing but that it is unpacked once for all searches.
_COLUMNS = ", ".join(
    "document || ''::tsvector AS document" if field.column == "document" else str(field.column)
    for field in PostingSearch._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    if field.column != "body"  # what snippets are cut from; nothing is found by it
)


def _insert(
    arms: list[str], parameters: list[Any], members: list[tuple[int, int, int | None]], among: list[int] | None
) -> dict[int, int]:
    """One statement for many searches. Where only some openings are asked about, their rows stand in for the table: the
    arms are the page's queries, letter for letter, over fewer rows."""
    fresh, given = "", list[Any]()
    if among is not None:
        rows = f"SELECT {_COLUMNS} FROM jobs_postingsearch WHERE posting_id = ANY(%s)"  # noqa: S608 - our columns
        fresh = f"jobs_postingsearch AS MATERIALIZED ({rows}), "
        given = [among]
    numbers, searches, alerts = (list(column) for column in zip(*members, strict=True))
    statement = (
        f"WITH {fresh}found AS ({' UNION ALL '.join(arms)}), written AS ("  # noqa: S608 - compiled by Django
        "INSERT INTO jobs_knownposting (search_id, posting_id, alert_id) "
        "SELECT member.search, found.pk, member.alert FROM found "
        "JOIN unnest(%s::int[], %s::bigint[], %s::bigint[]) AS member (arm, search, alert) USING (arm) "
        "ON CONFLICT DO NOTHING RETURNING search_id) "
        "SELECT search_id, count(*) FROM written GROUP BY search_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *parameters, numbers, searches, alerts])
        return dict(cursor.fetchall())


def _write_progress(searches: list[SavedSearch]) -> None:
    """One UPDATE for the batch."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_savedsearch AS search SET due = given.due, seen_before = given.seen_before, "
            "seen_until = given.seen_until, sees_staff = given.sees_staff "
            "FROM unnest(%s::bigint[], %s::timestamptz[], %s::bigint[], %s::timestamptz[], %s::boolean[]) "
            "AS given (id, due, seen_before, seen_until, sees_staff) WHERE search.id = given.id",
            [
                [each.pk for each in searches],
                [each.due for each in searches],
                [each.seen_before for each in searches],
                [each.seen_until for each in searches],
                [each.sees_staff for each in searches],
            ],
        )


def begin(search: SavedSearch, *, opened_until: datetime | None = None) -> None:
    """Take a search up: what stands in its list now is known, and it tells of what comes after.

    `opened_until`: what opened later is told, too (while a new search waited for its confirmation). In a transaction.
    """
    moment = Moment.take()
    staff = who_may(Permission.SEE_STAFF_OPENINGS, [search.user_id] if search.user_id else [])
    remember(
        [search], {}, staff=staff, among=None, vocabulary=Vocabulary.load(), now=moment.now, opened_until=opened_until
    )
    search.sees_staff = search.user_id in staff
    search.due = next_due(search, moment.now, has_told=False)
    search.seen_before, search.seen_until = moment.horizon, moment.now
    if opened_until is not None:
        search.seen_before = None  # look once at every opening
    search.save(update_fields=["sees_staff", "due", "seen_before", "seen_until"])


def forget_old_news(now: datetime | None = None) -> int:
    """Keep the table of changes short. Returns how many went."""
    gone, _by_model = PostingNews.objects.filter(
        at__lt=(now or timezone.now()) - NEWS_KEPT - timedelta(days=1)
    ).delete()
    return gone
