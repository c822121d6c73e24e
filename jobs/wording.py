"""How a posting's facts are said to people, in one place for cards, pages and print."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.design.phrases import long_date
from pathways.wording import degree_phrase, experience_phrase

__all__ = ["apply_by", "degree_phrase", "experience_phrase"]


def apply_by(closes_at: datetime | None) -> str:
    """Until when one can apply, in words that are as true on another day."""
    if closes_at is None:
        return _("Open until filled")
    return _("Apply by %(date)s") % {"date": long_date(timezone.localdate(closes_at))}
