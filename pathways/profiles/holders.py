"""Who holds a title: what a revision touches among staff. Counted by department, never by name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.accounts.models import Employment
from pathways import hooks
from pathways.models import Revision

MOST_DEPARTMENTS = 20


def impact(revisions: Sequence[Revision]) -> Mapping[int, list[hooks.Impact]]:
    """Staff of today who hold the titles, by department. One query, however many people there are.

    What is confirmed is kept for ever and read by others than HR: names are not in it. HR finds them by the link.
    """
    by_title = {revision.title_id: revision for revision in revisions}
    rows = (
        Employment.objects.current()
        .filter(user__profile__title__in=by_title)
        .order_by()
        .values("user__profile__title", "department__name")
        .annotate(n=Count("user", distinct=True))
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        found[row["user__profile__title"]].append((row["n"], row["department__name"]))
    return {by_title[pk].pk: [_of(by_title[pk], places)] for pk, places in found.items()}


def _of(revision: Revision, places: list[tuple[int, str]]) -> hooks.Impact:
    count = sum(n for n, _name in places)
    url = f"{reverse('pathways:people')}?title={revision.title.code}"
    items = [
        hooks.Link(text=name, url=url, note=ngettext("%(n)s person", "%(n)s people", n) % {"n": n})
        for n, name in sorted(places, key=lambda place: (-place[0], place[1]))[:MOST_DEPARTMENTS]
    ]
    return hooks.Impact(
        key="holders",
        label=ngettext("%(n)s member of staff holds this title", "%(n)s members of staff hold this title", count)
        % {"n": count},
        count=count,
        items=items,
        explanation=_("They keep the revision that they came to the title with; from its day on this one holds."),
    )
