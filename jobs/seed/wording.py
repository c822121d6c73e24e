"""How an opening is put into words: its own story and duties, then what all openings of its kind say.

Where there are several wordings, `pick` always takes the same one for the same opening.
"""

import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from jobs.choices import WorkMode
from pathways.seed import TitleText

TITLE_DUTIES = 4
TITLE_HELPS = 2
LEADING_LEVEL = 5


class Kind(StrEnum):
    """How a person is employed. Its value is the name of a text in `wording.toml`."""

    UNION = "union"
    NON_UNION = "non_union"
    EXEMPT = "exempt"
    APPRENTICE = "apprentice"
    INTERN = "intern"
    PART_TIME = "part_time"
    SEASONAL = "seasonal"
    DAILY = "daily"


@cache
def read(name: str) -> dict[str, Any]:
    """One file of this folder."""
    return tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))


def _words() -> dict[str, Any]:
    return read("wording.toml")


def pick[T](choices: Sequence[T], key: str) -> T:
    """One of the choices: for one key always the same, on every machine and in every run."""
    return choices[crc32(key.encode()) % len(choices)]


def _some(choices: list[str], count: int, key: str) -> list[str]:
    """`count` of the choices in their own order, beginning at a place that depends on the key."""
    start = crc32(key.encode()) % len(choices)
    places = sorted((start + step) % len(choices) for step in range(min(count, len(choices))))
    return [choices[place] for place in places]


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def what_you_will_do(about: str, angle: str, own_duties: list[str], title: TitleText, key: str) -> str:
    """The work and why it matters, this person's part in it, and the duties: those of the post before the title's."""
    duties = own_duties + _some(title.duties, TITLE_DUTIES, f"duties {key}")
    lead_in = pick(_words()["duties"], f"lead-in {key}")
    return f"{about}\n\n{angle}\n\n{lead_in}\n\n{_bullets(duties)}"


def what_you_need(title: TitleText, own_need: str | None) -> str:
    return _bullets([*title.needs, *([own_need] if own_need else [])])


def what_helps(title: TitleText, own_help: str, key: str) -> str:
    helps = [own_help, *_some(title.helps, TITLE_HELPS, f"helps {key}")]
    return f"{_bullets(helps)}\n\n{pick(_words()['extras'], f'extras {key}')}"


def benefits(kind: Kind) -> str:
    text: str = _words()["benefits"][kind]
    return text.strip()


def how_to_apply(kind: Kind, title: TitleText, method: str, *, contact: str, is_for_staff: bool, key: str) -> str:
    """Where, with what, what comes next, and whom to ask: four steps."""
    words = _words()["apply"]
    where = words["staff"] if is_for_staff else words["where"]
    steps = [
        pick(where, f"where {key}"),
        pick(words[_papers(kind, title)], f"papers {key}"),
        words["next"][method],
        pick(words["help"], f"help {key}").format(contact=contact),
    ]
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _papers(kind: Kind, title: TitleText) -> str:
    """Which text says what to send in."""
    if kind in {Kind.DAILY, Kind.SEASONAL}:
        return "casual"
    if title.level == 1:
        return "entry"
    return "lead" if title.level >= LEADING_LEVEL else "practice"


def selection_method(title: TitleText, key: str) -> str:
    """The code of how people are chosen."""
    by = _words()["selection"]
    methods: list[str] = by["level"][str(title.level)]
    if title.level < LEADING_LEVEL and title.family in by["family"]:
        methods = by["family"][title.family]
    return pick(methods, f"method {key}")


def work_mode(title: TitleText) -> str:
    """Hybrid, but for work that is done with the hands or with people."""
    rules = _words()["work_mode"]
    if title.code in rules["hybrid_titles"]:
        return WorkMode.HYBRID
    is_onsite = title.code in rules["onsite_titles"] or title.family in rules["onsite_families"] or title.level == 1
    return WorkMode.ONSITE if is_onsite else WorkMode.HYBRID


def hours(kind: Kind, mode: str, key: str) -> str:
    """For openings that do not say their own."""
    by = _words()["hours"]
    choices: list[str] = by[kind if kind in by else mode]
    return pick(choices, f"hours {key}")
