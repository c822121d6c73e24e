"""Who is missing from a list of everyone: proposed for ending, ended only as a person has said (docs/adr/0056)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from chitech.core.accounts.models import Employment
from chitech.core.imports.models import ImportedRecord
from chitech.core.imports.plan import fingerprint

# From here on, so many people missing are more likely a broken file than people who left.
STERN_SHARE = 0.10
STERN_COUNT = 10


@dataclass(frozen=True)
class Choice:
    """What a person has said about those who are missing.

    `digest` is that of the list that they saw: what they said holds for no other. `left_out` are employments, by
    primary key, that go on; all others of the list end on `last_day`.
    """

    digest: str = ""
    left_out: frozenset[int] = frozenset()
    last_day: date | None = None

    def as_options(self) -> dict[str, str]:
        """As an import keeps it."""
        return {
            "ending": self.digest,
            "left_out": " ".join(map(str, sorted(self.left_out))),
            "last_day": self.last_day.isoformat() if self.last_day else "",
        }

    @classmethod
    def read(cls, options: Mapping[str, str]) -> "Choice":
        day = options.get("last_day", "")
        return cls(
            digest=options.get("ending", ""),
            left_out=frozenset(map(int, options.get("left_out", "").split())),
            last_day=date.fromisoformat(day) if day else None,
        )


@dataclass
class Missing:
    """The posts of today that a list of everyone does not name. `of` is how many this source is expected to name.

    `elsewhere` counts those that only other sources have named: this one says nothing about them.
    """

    posts: list[Employment] = field(default_factory=list)
    of: int = 0
    elsewhere: int = 0

    @property
    def digest(self) -> str:
        return fingerprint(sorted(post.pk for post in self.posts))


def find(posts: Iterable[tuple[str, Employment]], *, named: set[str], kind: str, source: str) -> Missing:
    """Those of these posts (with their keys) that go on today and whose employee no row names."""
    today = timezone.localdate()
    remembered = ImportedRecord.objects.filter(kind=kind).values_list("external_id", "source")
    own: set[str] = set()
    others: set[str] = set()
    for key, where in remembered.iterator():
        (own if where == source else others).add(key)
    missing = Missing()
    for key, post in posts:
        if not post.is_current(today):
            continue
        if key in others and key not in own:
            missing.elsewhere += post.employee_id not in named
            continue
        missing.of += 1
        if post.employee_id not in named:
            missing.posts.append(post)
    return missing


def is_stern(missing: int, of: int) -> bool:
    """Whether so many are missing that it must be confirmed apart."""
    return missing >= STERN_COUNT and missing > of * STERN_SHARE


def proposed_last_day() -> date:
    """The day before: who is not in today's list did not begin this day."""
    return timezone.localdate() - timedelta(days=1)
