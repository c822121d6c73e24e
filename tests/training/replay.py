"""A checker that knows nothing of how seats are given: it replays the move rows of a session and proves each lawful.

Used by the property test and by the proof under load.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from chitech.core.outbox.models import Message
from training.choices import SEATED, Priority, State
from training.models import Enrollment, EnrollmentMove, Offer, Session
from training.moves import MOVES

NO_CAP = 10**9
# What a step must have told its person.
TOLD = {
    ("enroll", State.ENROLLED): "training.confirmed",
    ("enroll", State.WAITLISTED): "training.in_line",
    ("approve", State.ENROLLED): "training.confirmed",
    ("approve", State.WAITLISTED): "training.in_line",
    ("offer", State.OFFERED): "training.offer",
    ("accept", State.ENROLLED): "training.confirmed",
    ("expire", State.WITHDRAWN): "training.offer_ended",
    ("refuse", State.WITHDRAWN): "training.withdrawn",
    ("withdraw", State.WITHDRAWN): "training.withdrawn",
    ("leave", State.WITHDRAWN): "training.withdrawn",
    ("remove", State.WITHDRAWN): "training.removed",
    ("take_back", State.WAITLISTED): "training.in_line",
    ("put_back", State.WAITLISTED): "training.put_back",
    ("cancel", State.CANCELLED): "training.cancelled",
}


@dataclass(frozen=True)
class Seats:
    """How many seats there are from a move on. While they are being lowered (until `by`) the old number still holds."""

    after: int
    by: int
    seats: int | None


@dataclass
class Replay:
    """The state of a session after some of its moves."""

    seats: Sequence[Seats]
    states: dict[int, str] = field(default_factory=dict)
    keys: dict[int, tuple[int, int]] = field(default_factory=dict)
    last_number: int = 0
    faults: list[str] = field(default_factory=list)

    def cap(self, move: int) -> tuple[int, int]:
        """(fewest, most) seats that may hold at this move: two numbers only while they are being lowered."""
        held = [NO_CAP if each.seats is None else each.seats for each in self.seats if each.after < move]
        before = self.seats[max(0, len(held) - 2)]
        now = held[-1]
        lowering = self.seats[len(held) - 1].by >= move
        was = NO_CAP if before.seats is None else before.seats
        return (min(now, was), max(now, was)) if lowering else (now, now)

    @property
    def taken(self) -> int:
        return sum(state in SEATED for state in self.states.values())

    @property
    def line(self) -> list[int]:
        waiting = [pk for pk, state in self.states.items() if state == State.WAITLISTED]
        return sorted(waiting, key=lambda pk: self.keys[pk])

    def step(self, move: EnrollmentMove) -> None:
        """One move: from where it stood, by a move that exists, to a seat that was free or a line that was needed."""
        name = f"move {move.pk} ({move.action} of {move.enrollment_id})"
        before, after = move.from_state, State(move.to_state)
        if self.states.get(move.enrollment_id, "") != before:
            self.faults.append(f"{name} begins at {before}, but it stood at {self.states.get(move.enrollment_id)}")
        start = State(before) if before else None
        if not any(after in to for (of, _who, what), to in MOVES.items() if of == start and what == move.action):
            self.faults.append(f"{name}: no move leads from {before} to {after}")
        fewest, most = self.cap(move.pk)
        line, taken = self.line, self.taken
        if move.action in ("enroll", "approve"):
            if after == State.ENROLLED and (line or taken >= most):
                self.faults.append(f"{name} took a seat past {len(line)} in line, {taken} of {most} taken")
            if after == State.WAITLISTED and not line and taken < fewest:
                self.faults.append(f"{name} waits beside a free seat: {taken} of {fewest} taken")
        if after == State.WAITLISTED and move.action in ("enroll", "approve", "put_back"):
            if (move.line_number or 0) <= self.last_number:
                self.faults.append(f"{name} got number {move.line_number} after {self.last_number}")
            self.last_number = move.line_number or 0
        if move.action == "offer" and (not line or line[0] != move.enrollment_id):
            self.faults.append(f"{name} jumps {line[:1]}")
        self.states[move.enrollment_id] = after
        self.keys[move.enrollment_id] = (move.priority, move.line_number or 0)
        if self.taken > most:
            self.faults.append(f"{name} leaves {self.taken} seats taken of {most}")


def replay(session: Session, seats: Sequence[Seats]) -> list[str]:
    """What is not as it should be with a session: nothing, if all is well."""
    played = Replay(seats)
    moves = list(EnrollmentMove.objects.filter(session=session).order_by("pk"))
    for move in moves:
        played.step(move)
    session.refresh_from_db()
    faults = played.faults
    rows = {each.pk: each for each in Enrollment.objects.filter(session=session)}
    if {pk: each.state for pk, each in rows.items()} != played.states:
        faults.append("the moves do not lead to where the enrollments stand")
    if (session.seats_taken, session.waiting) != (played.taken, len(played.line)):
        faults.append(f"counted {session.seats_taken}, {session.waiting}; there are {played.taken}, {len(played.line)}")
    free = NO_CAP if session.seats is None else session.seats - played.taken
    if session.state == Session.State.SCHEDULED and free > 0 and played.line:
        faults.append(f"{free} seats are free beside {len(played.line)} people in line")
    held = set(Offer.objects.filter(session=session, answer="").values_list("enrollment_id", flat=True))
    if held != {pk for pk, each in rows.items() if each.state == State.OFFERED}:
        faults.append("an offer without its seat, or a seat without its offer")
    if any(each.priority not in Priority.values for each in rows.values()):
        faults.append("a priority that there is none of")
    return faults + _messages(moves, rows)


def _messages(moves: Sequence[EnrollmentMove], rows: dict[int, Enrollment]) -> list[str]:
    """Each step told its person, once, and nobody was told of a step that did not happen."""
    due = Counter(
        (TOLD[move.action, State(move.to_state)], rows[move.enrollment_id].user_id, f"{move.enrollment_id}:{move.pk}")
        for move in moves
        if (move.action, move.to_state) in TOLD
    )
    kinds = set(TOLD.values())
    keys = [f"{kind}:{about}" for kind, _user, about in due]
    written = Message.objects.filter(key__in=keys).values_list("kind", "user_id", "key")
    found = Counter((kind, user, key.partition(":")[2]) for kind, user, key in written)
    every = Message.objects.filter(kind__in=kinds, context__enrollment__in=list(rows)).count()
    faults = [f"not told: {each}" for each in due - found] + [f"told of nothing: {each}" for each in found - due]
    if every != sum(due.values()):
        faults.append(f"{every} messages for {sum(due.values())} steps")
    return faults
