"""Put the demo's staff (`seed/staff.toml`) into the database: invented people in titles of the city's real budget."""

import random
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from chitech.core.accounts.models import Department, Employment, User

_TEAM_LIKES = "manager"  # the one of those who can sign in whose team gets further people
_TEAM_SIZE = 7
_ENDED_EACH = 25


def seed(*, today: date, people: Mapping[str, User], domain: str) -> None:
    """About 200 posts, each with its manager; a few have ended. Adds nothing where there are any.

    `people` are those who can sign in, by what they show. Needs the departments.
    """
    if Employment.objects.exists():
        return
    written = tomllib.loads((Path(__file__).parent / "seed" / "staff.toml").read_text("utf-8"))
    departments = dict(Department.objects.values_list("slug", "pk"))
    posts = [*_known(written, people, today), *_city(written, today, domain)]
    Employment.objects.bulk_create(
        Employment(department_id=departments[slug], **post) for slug, post in posts if slug in departments
    )


def _known(written: Mapping[str, Any], people: Mapping[str, User], today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The posts of those who can sign in. Their numbers follow their order."""
    numbers = {who: f"{100_001 + place}" for place, who in enumerate(written["people"])}
    for place, (who, (code, title, slug, leader)) in enumerate(written["people"].items()):
        user = people[who]
        leader_id = numbers[leader] if leader else ""
        yield (
            slug,
            {
                "user": user,
                "employee_id": numbers[who],
                "name": str(user),
                "email": user.email,
                "title_code": code,
                "title_name": title,
                "manager_employee_id": leader_id,
                "starts_on": today - timedelta(days=400 + 211 * place),
            },
        )


def _city(written: Mapping[str, Any], today: date, domain: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everyone else, the same on every run."""
    chance = random.Random(312)  # noqa: S311 -- a demo, no secret
    names = _names(written, chance)
    numbers = count(100_101)
    weights = written["titles"]
    codes, shares = list(weights), [weight for _name, weight in weights.values()]

    def someone(code: str, title: str, manager: str) -> dict[str, Any]:
        name, number = next(names), next(numbers)
        starts_on = today - timedelta(days=chance.randrange(60, 9_000))
        ended = number % _ENDED_EACH == 0
        return {
            "employee_id": str(number),
            "name": name,
            "email": f"{slugify(name).replace('-', '.')}@{domain}",
            "title_code": code,
            "title_name": title,
            "manager_employee_id": manager,
            "starts_on": starts_on,
            "ends_on": today - timedelta(days=chance.randrange(1, 60)) if ended else None,
        }

    def one_of_a_team(manager: str) -> dict[str, Any]:
        code = chance.choices(codes, shares)[0]
        return someone(code, weights[code][0], manager)

    chief, home = written["chief"], written["chief"]["department"]
    head = someone(chief["code"], chief["name"], "") | {"ends_on": None}
    yield home, head
    leads = [someone(lead["code"], lead["name"], head["employee_id"]) | {"ends_on": None} for lead in written["lead"]]
    yield from ((home, lead) for lead in leads)
    team = [lead["employee_id"] for lead in leads]
    known = f"{100_001 + list(written['people']).index(_TEAM_LIKES)}"
    for slug, size in written["departments"].items():
        if slug == home:
            yield from ((slug, one_of_a_team(known)) for _one in range(_TEAM_SIZE))
            yield from ((slug, one_of_a_team(team[place % len(team)])) for place in range(size - _TEAM_SIZE))
            continue
        director = someone(written["director"]["code"], written["director"]["name"], head["employee_id"])
        yield slug, director | {"ends_on": None}
        yield from ((slug, one_of_a_team(director["employee_id"])) for _one in range(size))


def _names(written: Mapping[str, Any], chance: random.Random) -> Iterator[str]:
    """Names, none twice."""
    every = [f"{first} {last}" for first in written["first_names"] for last in written["last_names"]]
    chance.shuffle(every)
    return iter(every)
