"""What the demo's people have kept: searches with an alert, and openings with a star of which something became."""

from datetime import timedelta

from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox.actions import Outgoing, send_many
from jobs.choices import AlertFrequency, State
from jobs.criteria import Criteria
from jobs.models import Posting, SavedSearch
from jobs.querysets import open_at
from jobs.saved import actions, matching, stars

# What one has kept: name, filters, how often it tells.
SEARCHES = (
    ("Data work, part of the week at home", Criteria(family=("data",), work=("hybrid",)), AlertFrequency.AT_ONCE),
    ("No degree, no experience", Criteria(degree=("none",), experience="none"), AlertFrequency.WEEKLY),
)
ALERTED_OF = timedelta(days=5)


def seed_kept(people: list[User]) -> None:
    """Searches that have found something new in the last days, and three stars of which one hears."""
    now = timezone.now()
    for person in people:
        for name, criteria, frequency in SEARCHES:
            search = actions.save(user=person, criteria=criteria, name=name, frequency=frequency)
            SavedSearch.objects.filter(pk=search.pk).update(since=now - ALERTED_OF)
            search.known.all().delete()
            matching.begin(search, opened_until=now - ALERTED_OF)
    SavedSearch.objects.filter(user__in=people).update(due=now)
    matching.match_due()
    _star(people)


def _star(people: list[User]) -> None:
    """One opening that closes within three days, one that was closed early, one that has time."""
    now = timezone.now()
    shown = Posting.objects.visible_to(people[0]).order_by("pk")
    soon = shown.filter(open_at(now), closes_at__lt=now + stars.REMINDED_BEFORE).first()
    ended = shown.filter(state__in=[State.CLOSED, State.CANCELLED]).first()
    quiet = shown.filter(open_at(now), closes_at__gt=now + timedelta(days=14)).first()
    for posting in filter(None, (soon, ended, quiet)):
        for person in people:
            stars.keep(user=person, posting=posting)
    if soon:
        keys = [(person, f"{stars.CLOSING}:{soon.pk}:{soon.closes_at}:{person.pk}") for person in people]
        send_many(stars.CLOSING, (Outgoing(to=one, key=key, context={"posting": soon.pk}) for one, key in keys))
    if ended:
        stars.tell_closed(ended)
