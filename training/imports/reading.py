"""One row of a catalogue into plain values."""

import re
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from chitech.core.imports.plan import Values
from chitech.core.imports.readers.table import text_of
from chitech.core.imports.rows import RowReader
from training.choices import Audience, Format, Language
from training.invitations import city_zone

_SKILL = re.compile(r"^(?P<name>.+?)(?:\s*[:(]?\s*(?:(?P<low>[0-3])\s*(?:-|–|to)\s*)?(?P<high>[1-4])\)?)?$")
_TIME = re.compile(
    r"^(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?::\d\d)?\s*(?P<half>[ap])?\.?\s*m?\.?$", re.IGNORECASE
)
_MOST_HOURS = Decimal(2000)


def words_of(choices: Any) -> dict[str, str]:
    """The words of a closed list, by value and by name."""
    known = {str(value).casefold(): str(value) for value in choices.values}
    return known | {str(label).casefold(): str(value) for value, label in choices.choices}


FORMATS = words_of(Format) | {
    "classroom": "in_person", "in class": "in_person", "virtual": "online", "webinar": "online", "blended": "hybrid",
    "self-paced": "on_demand", "elearning": "on_demand", "e-learning": "on_demand", "on demand": "on_demand",
}  # fmt: skip
LANGUAGES = words_of(Language)
AUDIENCES = words_of(Audience) | {"public": "public", "everyone": "public", "all": "public", "staff": "staff"}


def read(row: RowReader, *, skills: Mapping[str, str], families: Mapping[str, str]) -> tuple[str, Values]:
    """The key of a row's course, and what the row says. `skills` and `families`: words in small letters -> slugs."""
    name = row.line("name", most=120)
    if not name:
        row.fail("name", "missing", _("There is no name. Fill it in."))
    said: Values = {"name": name}
    for field in ("summary", "outcomes", "prerequisites", "accessibility"):
        if row.provides(field):
            said[field] = row.markdown(field)
    if not said.get("summary"):
        row.fail("summary", "missing", _("There is no summary. Say what the course is."))
    said["hours"] = _hours(row)
    if row.provides("format"):
        said["format"] = row.choice("format", FORMATS) or Format.IN_PERSON.value
    if row.provides("language"):
        said["language"] = row.choice("language", LANGUAGES) or Language.ENGLISH.value
    if row.provides("provider"):
        said["provider"] = row.line("provider", most=120)
    if row.provides("cost_cents"):
        said["cost_cents"] = row.cents("cost_cents") or 0
    if row.provides("family"):
        said["family"] = row.term("family", families)
    if row.provides("skills"):
        said["skills"] = _skills(row, skills)
    if row.provides("session_day"):
        said["sessions"] = _sessions(row)
    key = row.line("external_id", most=60) or slugify(name)[:60]
    return key, said


def _hours(row: RowReader) -> str | None:
    """Hours with at most one decimal, as text: "6", "1.5"."""
    text = text_of(row.cell("hours")).strip().lower().removesuffix("hours").removesuffix("h").strip()
    if not text:
        row.fail("hours", "missing", _("Say how many hours the course takes."))
        return None
    try:
        hours = Decimal(text).quantize(Decimal("0.1"))
    except InvalidOperation:
        hours = Decimal(0)
    if not 0 < hours <= _MOST_HOURS:
        row.fail("hours", "bad_number", _("Write the hours as a number above 0, such as 6 or 1.5."), text)
        return None
    return f"{hours.normalize():f}"


def _skills(row: RowReader, known: Mapping[str, str]) -> list[list[Any]]:
    """[slug, from, to] of each skill, by slug. An unknown skill rejects the row: people would not find the course."""
    found: dict[str, list[Any]] = {}
    for part in re.split(r"[;|\n]", text_of(row.cell("skills"))):
        text = " ".join(part.split())
        match = _SKILL.match(text)
        if not text or match is None:
            continue
        # A name may end in a number of its own.
        slug = known.get(text.casefold()) or known.get(match["name"].casefold())
        whole = text.casefold() in known
        low, high = (0, 1) if whole else (int(match["low"] or 0), int(match["high"] or 1))
        if slug is None:
            sentence = _("There is no skill called “%(name)s”. Use the name that the portal has.")
            row.fail("skills", "unknown_skill", sentence % {"name": match["name"]}, text)
        elif low >= high:
            row.fail("skills", "bad_levels", _("A course leads to a higher level than one brings."), text)
        else:
            found[slug] = [slug, low, high]
    return [found[slug] for slug in sorted(found)]


def _sessions(row: RowReader) -> list[dict[str, Any]]:
    """The session of the row, if it has one: number, beginning, end, seats, room, audience."""
    day = row.day("session_day")
    if day is None:
        return []
    starts, ends = _clock(row, "session_from"), _clock(row, "session_to")
    if starts is None or ends is None or ends <= starts:
        row.fail("session_from", "bad_time", _("Say from when to when the session meets, such as 9:00 and 12:00."))
        return []
    zone = city_zone()
    number = row.line("session_id", most=60) or f"{day.isoformat()} {starts:%H:%M}"
    return [
        {
            "number": number,
            "starts": datetime.combine(day, starts, zone).isoformat(),
            "ends": datetime.combine(day, ends, zone).isoformat(),
            "seats": row.whole("session_seats", least=0, most=100_000),
            "room": row.line("session_room", most=200),
            "audience": _audience(row),
        }
    ]


def _audience(row: RowReader) -> str:
    """Who may come; a file can't name departments and programs, so those are for a person to say."""
    said = row.choice("session_audience", AUDIENCES) or Audience.STAFF.value
    if said in {Audience.DEPARTMENT, Audience.PROGRAM}:
        row.fail("session_audience", "unknown_value", _("A file can say “public” or “staff”. Set the rest by hand."))
        return Audience.STAFF.value
    return said


def _clock(row: RowReader, name: str) -> time | None:
    cell = row.cell(name)
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    match = _TIME.match(text_of(cell).strip())
    if match is None:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
