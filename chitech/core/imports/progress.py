"""How far an import has come, for the person who watches. Kept in the cache: losing it loses nothing."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

_SECONDS_BETWEEN = 0.5
_KEPT_SECONDS = 3600


class Step(models.TextChoices):
    """What is going on."""

    WAITING = "waiting", _("Waiting for its turn")
    OPENING = "opening", _("Opening the file")
    READING = "reading", _("Reading the rows")
    COMPARING = "comparing", _("Comparing with what is here")
    WRITING = "writing", _("Writing")
    KEEPING = "keeping", _("Writing the report")
    UNDOING = "undoing", _("Putting back")


# step, how many are done, how many there are (0: nobody knows)
type Watch = Callable[[Step, int, int], None]


def unwatched(_step: Step, _done: int, _total: int) -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The last that was heard."""

    step: Step = Step.WAITING
    done: int = 0
    total: int = 0

    @property
    def mark(self) -> str:
        """What is worth saying aloud: the step, and each quarter of it."""
        return f"{self.step}-{self.done * 4 // self.total if self.total else 0}"


def watcher(pk: int) -> Watch:
    """Keeps the progress of one import where the web server finds it, twice a second at most."""
    told: dict[str, Any] = {"step": None, "at": 0.0}

    def tell(step: Step, done: int, total: int) -> None:
        now = time.monotonic()
        if step == told["step"] and now - told["at"] < _SECONDS_BETWEEN:
            return
        told.update(step=step, at=now)
        with suppress(RedisError):
            cache.set(_place(pk), [step.value, done, total], _KEPT_SECONDS)

    return tell


def read(pk: int) -> Progress:
    """How far an import has come; waiting, if nothing was heard of it."""
    found = None
    with suppress(RedisError):
        found = cache.get(_place(pk))
    return Progress(Step(found[0]), found[1], found[2]) if found else Progress()


def clear(pk: int) -> None:
    """Begin anew."""
    with suppress(RedisError):
        cache.delete(_place(pk))


def _place(pk: int) -> str:
    return f"import-progress:{pk}"
