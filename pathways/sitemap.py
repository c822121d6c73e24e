"""The pages of careers that the public may find, for the sitemap."""

from collections.abc import Iterator
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from pathways.map.version import VERSION
from pathways.models import Revision, Title

# Another answer after every change of what stands in the sitemap: for `jobs.catalogue.read`, which asks it in passing.
STAMPS = (VERSION,)


def pages() -> Iterator[tuple[str, datetime | None]]:
    """The path of each page, and when it last changed: when words were approved, or came into force. One query."""
    today = timezone.localdate()
    said = Revision.objects.approved().filter(title__in=Title.objects.in_use(today)).order_by("title__code")
    changed: dict[str, datetime] = {}
    for code, first_day, approved_at in said.values_list("title__code", "in_force_from", "approved_at"):
        moments = [approved_at] if approved_at else []
        if first_day and first_day <= today:
            moments.append(timezone.make_aware(datetime.combine(first_day, time.min)))
        if code in changed:
            moments.append(changed[code])
        if moments:
            changed[code] = max(moments)
    if not changed:  # nothing to find
        return
    for name in ("pathways:index", "pathways:degrees"):
        yield reverse(name), max(changed.values())
    yield reverse("pathways:old-titles"), None
    for code, moment in changed.items():
        yield reverse("pathways:title", args=[code]), moment
