"""Which steps between titles people took, by the payroll. Shown apart from the moves that HR designed."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import Lag

from chitech.core.accounts.models import Employment
from pathways.models import ObservedMove
from pathways.models.observed import FEWEST
from pathways.profiles import finding

# What was long ago says little about what one can do now.
YEARS = 5


@transaction.atomic
def recount(*, today: date) -> int:
    """Count the steps of the last `YEARS` years anew. Returns how many pairs of titles are kept.

    A step is a post that began after another one of the same person, where both posts stand for exactly one refreshed
    title each, and not for the same: a change of the code alone, when a title was renamed, is none. A person who took
    the same step twice counts once.
    """
    of_person, in_turn = F("employee_id"), F("starts_on").asc()
    posts = Employment.objects.filter(starts_on__lte=today).annotate(
        code_before=Window(Lag("title_code"), partition_by=of_person, order_by=in_turn),
        name_before=Window(Lag("title_name"), partition_by=of_person, order_by=in_turn),
    )
    steps = (
        posts.filter(code_before__isnull=False, starts_on__gte=today.replace(year=today.year - YEARS, day=1))
        .order_by()
        .values_list("employee_id", "code_before", "name_before", "title_code", "title_name")
    )
    changes = {step for step in steps if step[1:3] != step[3:5]}
    ends = list({end for step in changes for end in (step[1:3], step[3:5])})
    stand_in = [
        Employment(pk=pk, title_code=code, title_name=name, starts_on=today) for pk, (code, name) in enumerate(ends)
    ]
    found = finding.titles_of(stand_in, today)
    title = {end: found[pk].only for pk, end in enumerate(ends) if pk in found}
    people: dict[tuple[int, int], set[str]] = defaultdict(set)
    for employee, *codes in changes:
        origin, destination = title.get((codes[0], codes[1])), title.get((codes[2], codes[3]))
        if origin and destination and origin != destination:
            people[origin, destination].add(employee)
    ObservedMove.objects.all().delete()
    kept = [
        ObservedMove(origin_id=origin, destination_id=destination, people=len(who))
        for (origin, destination), who in sorted(people.items())
        if len(who) >= FEWEST
    ]
    ObservedMove.objects.bulk_create(kept, batch_size=1000)
    return len(kept)
