"""Why an action on an enrollment or a session was refused. Views turn these into pages (`training.wording.refusal`)."""
# ruff: noqa: N818 -- named for what happened, as they read at a raise: `raise NotAllowed(enrollment, "withdraw")`

from collections.abc import Sequence

from training.models import Course, Enrollment, LearningPath, Session


class RefusedError(Exception):
    """An action was refused and has changed nothing."""


class NotAllowed(RefusedError):
    """The table of moves has no such move from where it stands for this person; or someone else was first."""

    def __init__(self, thing: Enrollment | Session | Course | LearningPath | None, action: str) -> None:
        super().__init__(f"{action} is not allowed on {thing!r}")
        self.thing = thing
        self.action = action


class NotPassed(NotAllowed):
    """The course has an assessment, and nobody noted that the person passed it."""


class NotOpen(RefusedError):
    """Nobody can enroll now: enrollment has not opened or has closed, the session has begun or is cancelled."""


class NotForYou(RefusedError):
    """The session is for other people."""


class Teaches(RefusedError):
    """Who teaches a session takes no seat in it."""


class AlreadyIn(RefusedError):
    """The person is in this course already."""


class NoPlace(RefusedError):
    """All seats are taken, and the line is as long as it may be."""


class Overlaps(RefusedError):
    """Meetings are at the same time as those of another session of the person, who has not accepted that."""

    def __init__(self, others: Sequence[Enrollment] = ()) -> None:
        super().__init__(f"overlaps with {len(others)} enrollments")
        self.others = list(others)


class StaleEdit(RefusedError):
    """The session, course or path changed after the person read it. `current` is what the database holds now."""

    def __init__(self, current: Session | Course | LearningPath) -> None:
        super().__init__(f"{current!r} is at version {current.version}")
        self.current = current


class TooFewSeats(RefusedError):
    """More seats are taken than the session would have. Of them `offered` are held offers, `enrolled` can be put back
    in line; `other` seats have been used.
    """

    def __init__(self, *, taken: int, offered: int, enrolled: int) -> None:
        super().__init__(f"{taken} seats are taken")
        self.taken, self.offered, self.enrolled = taken, offered, enrolled
        self.other = taken - offered - enrolled


class CannotPublish(RefusedError):
    """The course or path may not be published, or stay published, like this. `missing` are sentences for people."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"{len(missing)} things are missing")
        self.missing = list(missing)
