"""What every app knows of a person: handed out to them, and taken away with them.

Each app registers itself in `AppConfig.ready`; nothing here knows which apps there are.

    register(PersonalData("jobs", sections=jobs.personal_data.sections, keeps=..., erase=...))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chitech.core.accounts.models import User


@dataclass(frozen=True)
class File:
    """A file of a person, such as a résumé. `name` is what it is called in the archive, without folders."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Section:
    """One kind of thing that is known of a person: rows of plain values (what JSON can hold, and dates)."""

    name: str
    rows: Sequence[dict[str, Any]]
    files: Sequence[File] = ()


@dataclass(frozen=True)
class Kept:
    """What stays when an account is deleted, and the rule that demands it. Both are for the person to read."""

    what: Any
    rule: Any


def _nothing(_user: "User") -> list[Any]:
    return []


def _nothing_to_erase(_user: "User") -> None:
    return None


@dataclass(frozen=True)
class PersonalData:
    """One app's part. `sections` reads, `keeps` says what will stay, `erase` removes the rest in the caller's
    transaction and redacts its history (`audit.actions.erase`).
    """

    app: str
    sections: Callable[["User"], Sequence[Section]] = field(default=_nothing)
    keeps: Callable[["User"], Sequence[Kept]] = field(default=_nothing)
    erase: Callable[["User"], None] = field(default=_nothing_to_erase)


_parts: dict[str, PersonalData] = {}


def register(part: PersonalData) -> None:
    """Make an app's part known. Raises ValueError if another one has its name."""
    if _parts.setdefault(part.app, part) != part:
        raise ValueError(f"There is personal data of {part.app!r} already.")


def personal_data(user: "User") -> dict[str, list[Section]]:
    """All that is known of a person, by app."""
    return {name: list(part.sections(user)) for name, part in sorted(_parts.items())}


def kept(user: "User") -> list[Kept]:
    """What stays when this person's account is deleted."""
    return [item for _name, part in sorted(_parts.items()) for item in part.keeps(user)]


def erase(user: "User") -> None:
    """Remove what the apps know of a person. Call it in a transaction; the account itself goes afterwards."""
    for _name, part in sorted(_parts.items()):
        part.erase(user)
