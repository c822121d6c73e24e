"""Refreshed titles, what each says from a date on, and the old or everyday words for them."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.models.vocabulary import Family, Level
from pathways.pay import PayUnit
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
    """A refreshed job title: a family at a level on a track. What it says is in its revisions."""

    class Track(models.TextChoices):
        PRACTICE = "P", _("Practice")
        MANAGEMENT = "M", _("Management")

    code = models.CharField(_("code"), max_length=9, unique=True)
    family = models.ForeignKey(Family, models.PROTECT, related_name="titles", verbose_name=_("family"))
    track = models.CharField(_("track"), max_length=1, choices=Track)
    level = models.ForeignKey(Level, models.PROTECT, related_name="titles", verbose_name=_("level"))

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
        ]

    def __str__(self) -> str:
        return self.code


@tracked()
class Revision(models.Model):
    """What a title says from a date on: its name, what the job is, and what it pays.

    Pay is in cents of a US dollar in `pay_unit`. The Pathways issue lets this grow (duties, review, approval).
    """

    title = models.ForeignKey(Title, models.PROTECT, related_name="revisions", verbose_name=_("title"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    name = models.CharField(_("name"), max_length=80)
    summary = models.TextField(_("summary"))
    pay_grade = models.CharField(_("pay grade"), max_length=20, blank=True)
    pay_min_cents = models.BigIntegerField(_("pay from"))
    pay_max_cents = models.BigIntegerField(_("pay to"))
    pay_unit = models.CharField(_("pay unit"), max_length=6, choices=PayUnit, default=PayUnit.ANNUAL)
    degree_rule = models.CharField(_("degree rule"), max_length=15, choices=DegreeRule, default=DegreeRule.NONE)
    degree_kind = models.CharField(
        _("which degree"), max_length=12, choices=DegreeKind, blank=True, default="", db_default=""
    )
    degree_reason = models.CharField(_("why a degree is asked for"), max_length=300, blank=True)
    degree_equivalent = models.CharField(_("what counts instead"), max_length=300, blank=True)
    experience_months = models.PositiveSmallIntegerField(_("experience asked, in months"), default=0)
    in_force_from = models.DateField(_("in force from"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["title", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "number"],
                name="revision_number_once_a_title",
                violation_error_message=_("This title already has a revision with this number."),
            ),
            models.UniqueConstraint(
                fields=["title", "in_force_from"],
                name="revision_one_start_a_day",
                violation_error_message=_("Another revision of this title starts on this day."),
            ),
            models.CheckConstraint(
                condition=models.Q(pay_min_cents__gt=0, pay_max_cents__gte=models.F("pay_min_cents")),
                name="revision_pay_is_a_range",
                violation_error_message=_("Pay starts above zero, and its top is not below its start."),
            ),
            models.CheckConstraint(
                condition=models.Q(pay_unit__in=PayUnit.values),
                name="revision_pay_unit_known",
                violation_error_message=_("Pay is a year, an hour or a day."),
            ),
            models.CheckConstraint(
                condition=models.Q(degree_rule__in=DegreeRule.values),
                name="revision_degree_rule_known",
                violation_error_message=_("Choose one of the degree rules."),
            ),
            models.CheckConstraint(
                condition=models.Q(degree_kind__in=[*DegreeKind.values, ""]),
                name="revision_degree_kind_known",
                violation_error_message=_("Choose which degree is meant."),
            ),
            models.CheckConstraint(
                condition=~models.Q(degree_rule="required")
                | (~models.Q(degree_reason="") & ~models.Q(degree_equivalent="")),
                name="revision_required_degree_is_explained",
                violation_error_message=_("A required degree needs a reason, and what counts instead."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
