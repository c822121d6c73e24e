"""Vocabularies of any size, always the same for the same numbers: for tests of the map and for its benchmark.

`python -m bench.cities TITLES` makes the scratch database of the settings one with so many titles, beside the demo's.
"""

import sys
from datetime import date
from random import Random

import django
from django.db.backends.postgresql.psycopg_any import DateRange

if __name__ == "__main__":
    django.setup()

from pathways.models import Family, Level, Move, Revision, RevisionSkill, Skill, Title
from pathways.models.vocabulary import LineColor

LEVELS = ("Entry", "Associate", "Practitioner", "Senior", "Lead", "Principal or Manager", "Executive")
FIELDS = (
    "Software", "Data and analytics", "Cybersecurity", "Infrastructure and cloud", "Product and delivery", "Design",
    "Service desk and support", "Networks and radio", "Mapping", "Enterprise applications", "Quality", "Leadership",
)  # fmt: skip
FIRST = ("Associate", "Senior", "Lead", "Principal", "Regional", "Deputy", "Public health", "", "")
MIDDLE = ("systems", "data services", "accessibility", "network operations", "records", "identity and access", "web")
LAST = ("analyst", "engineer", "administrator", "coordinator", "programme manager", "apprentice", "officer")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# How many of a hundred titles are at each level, from entry to executive.
SHARES = (9, 14, 25, 20, 12, 15, 5)
SINCE = date(2025, 1, 1)


def make_city(families: int, titles: int, *, moves: int | None = None, seed: int = 1) -> list[Title]:
    """So many titles in force, and moves between them: ladders first, then changes. In the families that there are."""
    random = Random(seed)  # noqa: S311 - the same city each time is the point
    if not Level.objects.exists():
        Level.objects.bulk_create([Level(number=n, name=name) for n, name in enumerate(LEVELS, start=1)])
    lines = list(Family.objects.all()[:families]) or Family.objects.bulk_create(
        Family(slug=f"line-{n}", name=FIELDS[n], letter=LETTERS[n], color=LineColor.values[n], summary="Work.", order=n)
        for n in range(families)
    )
    made = []
    for n in range(titles):
        level = random.choices(range(1, 8), SHARES)[0] if n >= 2 * families else 2 + 2 * (n // families)
        track = "M" if level > 5 and random.random() < 0.5 else "P"
        code = f"Z{LETTERS[n % families]}{LETTERS[n // families]}X-{track}{level}"
        made.append(Title(code=code, family=lines[n % families], track=track, level_id=level))
    made = Title.objects.bulk_create(made)
    revisions = Revision.objects.bulk_create(
        Revision(
            title=title, state="approved", name=_name(random), summary="Work.", duties="Work", pay_min_cents=70_000_00,
            pay_max_cents=99_000_00, in_force_from=SINCE, in_force=DateRange(SINCE, None),
        )
        for title in made
    )  # fmt: skip
    skills = Skill.objects.bulk_create(Skill(slug=f"skill-{n}", name=f"Skill number {n}") for n in range(90))
    RevisionSkill.objects.bulk_create(
        RevisionSkill(revision=each, skill=skill, level=random.randint(1, 4), is_essential=random.random() < 0.7)
        for each in revisions
        for skill in random.sample(skills, 7)
    )
    _make_moves(random, made, titles * 3 // 2 if moves is None else moves)
    return made


def _name(random: Random) -> str:
    return " ".join(filter(None, [random.choice(FIRST), random.choice(MIDDLE), random.choice(LAST)])).capitalize()


def _make_moves(random: Random, titles: list[Title], count: int) -> None:
    found: dict[tuple[int, int], str] = {}
    for title in titles:
        above = [each for each in titles if each.family_id == title.family_id and each.level_id > title.level_id]
        if above:
            found[title.pk, min(above, key=lambda each: each.level_id).pk] = "promotion"
    while len(found) < count:
        a, b = random.sample(titles, 2)
        if a.family_id != b.family_id and 0 <= b.level_id - a.level_id <= 1 and (a.pk, b.pk) not in found:
            found[a.pk, b.pk] = random.choice(["bridge", "bridge", "lateral"])
    Move.objects.bulk_create(
        Move(origin_id=a, destination_id=b, kind=kind, typical_months=24) for (a, b), kind in found.items()
    )


def main(titles: int) -> None:
    """Add to the demo what is missing to so many titles, in the same mixture of moves."""
    from bench import filling, scratch  # noqa: PLC0415

    scratch.insist(filling._address())  # noqa: SLF001
    missing = titles - Title.objects.in_use().count()
    make_city(12, missing, moves=missing * 3 // 2)


if __name__ == "__main__":
    main(int(sys.argv[1]))
