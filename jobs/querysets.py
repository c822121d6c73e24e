"""How postings are read: who may see them, and which are open at a moment."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from chitech.core.accounts.access import Places, may, places
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from jobs.choices import Audience, Phase, State

if TYPE_CHECKING:
    from jobs.models import Posting, PostingSearch  # noqa: F401


def open_at(moment: datetime) -> Q:
    """Published, past its opening, not yet at its closing. The one meaning of "open", for postings and search rows."""
    return Q(state=State.PUBLISHED, opens_at__lte=moment) & (Q(closes_at__isnull=True) | Q(closes_at__gt=moment))


def audience_of(user: User | AnonymousUser) -> Q:
    """Which audiences a person belongs to. City staff see all; everyone else what the public may apply for."""
    return audience_if(may(user, Permission.SEE_STAFF_OPENINGS))


def audience_if(sees_staff: bool) -> Q:  # noqa: FBT001 - reads as it is said
    """The same where it is known already whether the person sees what is for city staff."""
    return Q() if sees_staff else Q(audience__in=[Audience.PUBLIC, Audience.BOTH])


class PostingQuerySet(models.QuerySet["Posting"]):
    """The read vocabulary of postings."""

    def open(self, at: datetime | None = None) -> Self:
        """Openings that a person can apply for at a moment (now if not given)."""
        return self.filter(open_at(at or timezone.now()))

    def for_audience(self, user: User | AnonymousUser) -> Self:
        return self.filter(audience_of(user))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a person may read on the public site: all that was opened to them, ended ones too (they answer 410)."""
        return self.for_audience(user).filter(
            Q(opens_at__lte=timezone.now(), state__in=[State.PUBLISHED, State.CLOSED])
            | Q(opens_at__lte=timezone.now(), state=State.CANCELLED, published_at__isnull=False)
        )

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """What a person may write: postings of the city, or of the departments for which they have the role."""
        return self._within(places(user, Permission.WRITE_POSTINGS))

    def readable_by(self, user: User | AnonymousUser) -> Self:
        """What a person may read in full, with drafts and history."""
        return self._within(places(user, Permission.READ_POSTINGS))

    def _within(self, where: Places) -> Self:
        return self.all() if where is None else self.filter(department__in=where) if where else self.none()

    def with_phase(self, at: datetime | None = None) -> Self:
        """Add `phase_now`, so that a list can be filtered by it. Mirrors `Posting.phase_at`."""
        moment = at or timezone.now()
        return self.annotate(
            phase_now=Case(
                When(~Q(state=State.PUBLISHED), then="state"),
                When(opens_at__gt=moment, then=Value(Phase.SCHEDULED.value)),
                When(closes_at__lte=moment, then=Value(Phase.ENDED.value)),
                default=Value(Phase.OPEN.value),
                output_field=models.CharField(),
            )
        )

    def for_cards(self) -> Self:
        """All that a card of a list shows, in two queries whatever the number of rows."""
        needed = apps.get_model("jobs", "PostingSkill").objects.select_related("skill")
        skills = models.Prefetch("skill_list", needed)
        return self.select_related("department", "family", "title__family", "level").prefetch_related(skills)

    def for_detail(self) -> Self:
        """All that the page of one posting shows."""
        return self.for_cards().select_related(
            "revision", "bargaining_unit", "service_type", "selection_method", "residency"
        )


class PostingSearchQuerySet(models.QuerySet["PostingSearch"]):
    """The read vocabulary of search rows."""

    def open(self, at: datetime | None = None) -> Self:
        return self.filter(open_at(at or timezone.now()))

    def for_audience(self, user: User | AnonymousUser) -> Self:
        return self.filter(audience_of(user))
