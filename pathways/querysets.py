"""How titles, their revisions and the moves between them are read."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from pathways.choices import OPEN_STATES, State

if TYPE_CHECKING:
    from pathways.models import Move, Revision, Title  # noqa: F401


class TitleQuerySet(models.QuerySet["Title"]):
    """Titles, and what each of them says."""

    def with_revision(self, on: date | None = None) -> "TitleQuerySet":
        """Add `revision_id`, `name` and `summary` of the revision in force on a day (today in Chicago if not given)."""
        revisions: Any = apps.get_model("pathways", "Revision").objects
        in_force = revisions.filter(title=OuterRef("pk")).in_force_on(on or timezone.localdate())
        return self.annotate(
            revision_id=Subquery(in_force.values("pk")[:1]),
            name=Subquery(in_force.values("name")[:1]),
            summary=Subquery(in_force.values("summary")[:1]),
        )

    def by_ladder(self) -> "TitleQuerySet":
        """In the order a person reads a career: family, level, practice before management."""
        return self.order_by(F("family__order"), F("family__name"), F("level"), F("track").desc(), F("code"))

    def in_use(self, on: date | None = None) -> "TitleQuerySet":
        """Those that say something on a day: approved by then, and not retired."""
        day = on or timezone.localdate()
        revisions: Any = apps.get_model("pathways", "Revision").objects
        return self.filter(pk__in=revisions.in_force_on(day).order_by().values("title"))


class RevisionQuerySet(models.QuerySet["Revision"]):
    """What titles say, said and will say."""

    def approved(self) -> Self:
        """Those that people may read: in force, before or later."""
        return self.filter(state=State.APPROVED)

    def in_force_on(self, day: date) -> Self:
        """At most one a title: the database sees to it."""
        return self.approved().filter(in_force__contains=day)

    def in_force_now(self) -> Self:
        return self.in_force_on(timezone.localdate())

    def being_written(self) -> Self:
        """Drafts, in review or not."""
        return self.filter(state__in=OPEN_STATES)

    def with_demands(self) -> Self:
        """Those that require a degree, or ask for years."""
        return self.filter(Q(degree_rule__in=["required", "required_by_law"]) | Q(experience_months__gt=0))


class MoveQuerySet(models.QuerySet["Move"]):
    """Steps between titles."""

    def in_use(self, on: date | None = None) -> Self:
        """Those of which both ends say something on a day."""
        day = on or timezone.localdate()
        revisions: Any = apps.get_model("pathways", "Revision").objects
        living = revisions.in_force_on(day).order_by().values("title")
        return self.filter(origin__in=living, destination__in=living)
