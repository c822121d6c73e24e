"""What previews of the job site's emails are filled with. Nobody's data."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _


def _openings() -> list[dict[str, str]]:
    address = f"{settings.SITE_URL}/jobs/"
    return [
        {
            "name": "Data engineer",
            "pay": "$96,000 – $128,400 a year",
            "department": "Department of Water Management",
            "closes": "Closes in 9 days, Friday 4 December",
            "where": "Hybrid",
            "url": f"{address}1-data-engineer/",
        },
        {
            "name": "Help desk technician",
            "pay": "$24.10 – $31.75 an hour (about $50,128 – $66,040 a year)",
            "department": "Chicago Public Library",
            "closes": "Open until filled",
            "where": "On site",
            "url": f"{address}2-help-desk-technician/",
        },
    ]


def search_alert() -> dict[str, Any]:
    """Two of twenty-three."""
    address = f"{settings.SITE_URL}/jobs/saved/"
    return {
        "search": "Data jobs from home",
        "filters": ["“data”", "Hybrid", "Pays at least $60,000 a year"],
        "count": 23,
        "more": 3,
        "openings": _openings(),
        "url": "/jobs/?q=data&work=hybrid&pay_min=60000&sort=newest",
        "manage_url": f"{address}link/sample/",
        "useful_url": f"{address}useful/sample/?answer=yes",
        "not_useful_url": f"{address}useful/sample/?answer=no",
        "summary": "23 new openings for “Data jobs from home”.",
    }


def confirm_search() -> dict[str, Any]:
    """What an address gets first."""
    return {
        "search": "Data jobs from home",
        "filters": ["“data”", "Hybrid"],
        "frequency": _("Once a day, in the morning"),
        "url": f"{settings.SITE_URL}/jobs/saved/confirm/sample/",
        "days": 7,
    }


def _of_opening(**more: Any) -> dict[str, Any]:
    return {"opening": _openings()[0], "url": "/jobs/1-data-engineer/", **more}


def saved_posting_closing() -> dict[str, Any]:
    """Three days are left."""
    return _of_opening(summary="You saved this opening. Closes in 3 days, Friday 4 December.")


def saved_posting_changed() -> dict[str, Any]:
    """Two changes."""
    return _of_opening(
        changes=[
            {"label": _("Pay"), "before": "$90,000 – $120,000 a year", "after": "$96,000 – $128,400 a year"},
            {"label": _("Closing date"), "before": "Friday 27 November", "after": "Friday 4 December"},
        ],
        summary="Changed: pay, closing date.",
    )


def saved_posting_closed() -> dict[str, Any]:
    """Closed, with its reason."""
    return _of_opening(
        is_cancelled=False, reason="We have enough applicants.", summary="It takes no more applications."
    )
