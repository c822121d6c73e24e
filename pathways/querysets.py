"""How titles are read."""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

if TYPE_CHECKING:
    from pathways.models import Title  # noqa: F401


class TitleQuerySet(models.QuerySet["Title"]):
    """Titles, and what each of them says."""

    def with_revision(self, on: date | None = None) -> "TitleQuerySet":
        """Add `revision_id`, `name` and `summary` of the revision in force on a day (today in Chicago if not given)."""
        day = on or timezone.localdate()
        revisions = apps.get_model("pathways", "Revision").objects
        in_force = revisions.filter(title=OuterRef("pk"), in_force_from__lte=day).order_by("-in_force_from")
        return self.annotate(
            revision_id=Subquery(in_force.values("pk")[:1]),
            name=Subquery(in_force.values("name")[:1]),
            summary=Subquery(in_force.values("summary")[:1]),
        )

    def by_ladder(self) -> "TitleQuerySet":
        """In the order a person reads a career: family, level, practice before management."""
        return self.order_by(F("family__order"), F("family__name"), F("level"), F("track").desc(), F("code"))
