"""Pay: units and their yearly equivalent. Amounts are whole cents of a US dollar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PayUnit(models.TextChoices):
    """What one amount of pay is for."""

    ANNUAL = "annual", _("a year")
    HOURLY = "hourly", _("an hour")
    DAILY = "daily", _("a day")


# How many of a unit make a year of full-time work: 52 weeks of 40 hours, or of 5 days.
# (5 U.S.C. 5504(b) divides by 2,087 for federal pay; cities and Google's JobPosting reader use 2,080.)
UNITS_A_YEAR: dict[str, int] = {PayUnit.ANNUAL: 1, PayUnit.HOURLY: 2080, PayUnit.DAILY: 260}


def annual_cents(cents: int, unit: str) -> int:
    """The yearly equivalent, in cents, of `cents` per `unit` for someone who works full time."""
    return cents * UNITS_A_YEAR[unit]
