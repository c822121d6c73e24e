"""Civil-service facts as data, each with its source and its dates: a second city changes rows, not code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked


class CivilServiceFact(models.Model):
    """One configured rule or term. `in_force_to` is the last day it holds; empty means that it still does."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    explanation = models.TextField(_("in plain words"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("where to read it"), blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(in_force_to__isnull=True)
                | models.Q(in_force_from__isnull=True)
                | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="%(class)s_dates_in_order",
                violation_error_message=_("A rule cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class BargainingUnit(CivilServiceFact):
    """Who bargains for the people in a job, or that nobody does."""

    class Meta(CivilServiceFact.Meta):
        verbose_name = _("bargaining unit")
        verbose_name_plural = _("bargaining units")


@tracked()
class ServiceType(CivilServiceFact):
    """Career service, exempt, and what else a city's rules know."""

    class Meta(CivilServiceFact.Meta):
        verbose_name = _("service type")
        verbose_name_plural = _("service types")


@tracked()
class SelectionMethod(CivilServiceFact):
    """How people are chosen: interview, skills exercise, written test."""

    class Meta(CivilServiceFact.Meta):
        verbose_name = _("selection method")
        verbose_name_plural = _("selection methods")


@tracked()
class ResidencyRule(CivilServiceFact):
    """Where one must live, and by when.

    `must_live_in_city`: whoever has the job lives in the city, even if the work can be done from anywhere.
    """

    must_live_in_city = models.BooleanField(
        _("must live in the city"),
        default=False,
        db_default=False,
        help_text=_("Search engines are told so where an opening is for remote work."),
    )

    class Meta(CivilServiceFact.Meta):
        verbose_name = _("residency rule")
        verbose_name_plural = _("residency rules")
