"""On which days sessions can be planned."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from training.invitations import city_zone

# Nobody plans further: a year beyond is a slip of the keys, and calendars would have to know the clocks until then.
FURTHEST = timedelta(days=5 * 366)


def why_not_on(day: date) -> str:
    """Why no meeting can be planned for a day, by the city's calendar. Empty if it can."""
    today = timezone.localdate(timezone=city_zone())
    if day < today:
        return _("This day has passed. Check the year.")
    if day > today + FURTHEST:
        return _("This day is more than five years away. Check the year.")
    return ""
