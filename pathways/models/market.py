"""What others pay for such work."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.models.guards import one_of
from pathways.models.titles import Title
from pathways.pay import PayUnit

OLD_AFTER = timedelta(days=2 * 365)


@tracked()
class Benchmark(models.Model):
    """What a source says that such work is paid: percentiles in cents of a US dollar per `pay_unit`, as of a day."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="benchmarks", verbose_name=_("title"))
    source = models.CharField(_("source"), max_length=160)
    source_url = models.URLField(_("where to read it"), blank=True)
    market_title = models.CharField(_("what the source calls the job"), max_length=120)
    area = models.CharField(_("area"), max_length=120, blank=True)
    pay_unit = models.CharField(_("pay unit"), max_length=6, choices=PayUnit, default=PayUnit.ANNUAL)
    p25_cents = models.BigIntegerField(_("25th percentile"))
    p50_cents = models.BigIntegerField(_("median"))
    p75_cents = models.BigIntegerField(_("75th percentile"))
    surveyed_on = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("benchmark")
        verbose_name_plural = _("benchmarks")
        ordering = ["title", "-surveyed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "source", "market_title", "surveyed_on"],
                name="benchmark_once_a_survey",
                violation_error_message=_("This figure is there already."),
            ),
            models.CheckConstraint(
                condition=Q(p25_cents__gt=0, p50_cents__gte=F("p25_cents"), p75_cents__gte=F("p50_cents")),
                name="benchmark_percentiles_in_order",
                violation_error_message=_("Percentiles rise from the 25th over the median to the 75th."),
            ),
            one_of("benchmark", "pay_unit", PayUnit.values, _("Pay is a year, an hour or a day.")),
        ]

    def __str__(self) -> str:
        return f"{self.market_title} ({self.source})"

    def is_old_on(self, day: date) -> bool:
        """So old on a day that it says little about today's pay."""
        return day - self.surveyed_on > OLD_AFTER

    @property
    def is_old(self) -> bool:
        return self.is_old_on(timezone.localdate())
