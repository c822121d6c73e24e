"""Refreshed titles, and the old or everyday words for them. What a title says is in its revisions."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.models.guards import at_with_by
from pathways.models.vocabulary import Family, Level
from pathways.querysets import TitleQuerySet

CODE_PATTERN = r"^[A-Z]{2,4}-[PM][1-7][A-Z]?$"


class DegreeRule(models.TextChoices):
    """What a job says about degrees. `required` must say why and what counts instead."""

    NONE = "none", _("No degree asked")
    PREFERRED = "preferred", _("Degree preferred")
    REQUIRED = "required", _("Degree required")
    REQUIRED_BY_LAW = "required_by_law", _("Degree required by law")


class DegreeKind(models.TextChoices):
    """Which degree a degree rule speaks of. Search engines know these five and no others."""

    HIGH_SCHOOL = "high_school", _("High school diploma")
    ASSOCIATE = "associate", _("Associate degree")
    BACHELOR = "bachelor", _("Bachelor’s degree")
    POSTGRADUATE = "postgraduate", _("Postgraduate degree")
    CERTIFICATE = "certificate", _("Professional certificate")


@tracked()
class Title(models.Model):
    """A refreshed job title: a family at a level on a track. What it says is in its revisions.

    A retired title is not used from `retired_on` on. What stands in its place is its `successor`; where nothing does,
    `retired_reason` says why. A new level is a new title with this one as its successor's predecessor.
    """

    class Track(models.TextChoices):
        PRACTICE = "P", _("Practice")
        MANAGEMENT = "M", _("Management")

    code = models.CharField(_("code"), max_length=9, unique=True)
    family = models.ForeignKey(Family, models.PROTECT, related_name="titles", verbose_name=_("family"))
    track = models.CharField(_("track"), max_length=1, choices=Track)
    level = models.ForeignKey(Level, models.PROTECT, related_name="titles", verbose_name=_("level"))
    retired_on = models.DateField(_("retired on"), null=True, blank=True, editable=False)
    retired_reason = models.CharField(
        _("why it was retired"), max_length=300, blank=True, default="", db_default="", editable=False
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
        editable=False,
        db_index=False,
    )
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=CODE_PATTERN),
                name="title_code_well_formed",
                violation_error_message=_("A code looks like SWE-P3: 2 to 4 letters, a dash, P or M, the level."),
            ),
            models.CheckConstraint(
                condition=models.Q(track__in=["P", "M"]),
                name="title_track_known",
                violation_error_message=_("Choose the practice or the management track."),
            ),
            models.CheckConstraint(
                condition=models.Q(retired_on__isnull=True, successor__isnull=True)
                | (
                    models.Q(retired_on__isnull=False)
                    & (models.Q(successor__isnull=False) | ~models.Q(retired_reason=""))
                ),
                name="title_retired_with_successor_or_reason",
                violation_error_message=_("A retired title needs a successor, or the reason why there is none."),
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | ~models.Q(successor=models.F("id")),
                name="title_not_its_own_successor",
                violation_error_message=_("A title cannot succeed itself."),
            ),
            at_with_by("title", "retired"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("pathways:title", args=[self.code])


@tracked()
class TitleAlias(models.Model):
    """An old or everyday word for a title, so that "DBA" finds it. `source` says where the word is used."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="aliases", verbose_name=_("title"))
    name = models.CharField(_("word"), max_length=120)
    source = models.CharField(_("source"), max_length=80)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "title",
                name="alias_once_a_title",
                violation_error_message=_("This title already has this alias."),
            ),
        ]
        indexes = [models.Index(Lower("name"), name="alias_name_whatever_case")]

    def __str__(self) -> str:
        return self.name
