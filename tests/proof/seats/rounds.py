"""One round: a session with 30 seats, and 500 people who want one; in every other round all else happens too."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from tests.factories import UserFactory
from tests.proof.seats.crowd import Browser, Line, Pressed, all_at_once
from tests.training.replay import Seats, replay
from tests.training_factories import EnrollmentFactory, SessionFactory
from training.actions.deciding import approve
from training.actions.offering import pass_on_due
from training.actions.running import Lowering, set_seats
from training.actions.steps import lock
from training.choices import State
from training.errors import RefusedError
from training.models import Enrollment, EnrollmentMove, Offer, Session

SEATS = 30
REQUESTS = 12
# How many people's own pages are read at the end.
READ = 25


@dataclass
class Outcome:
    """What came of a round. `faults` is empty if all is well."""

    name: str
    asked: int
    enrolled: int
    waiting: int
    moves: int
    seconds: float
    faults: list[str] = field(default_factory=list)


def play(number: int, port: int, browsers: Sequence[Browser], coordinator: User) -> Outcome:
    """One round; the odd ones are mixed."""
    is_mixed = number % 2 == 1
    # Each on a day of its own: who has a seat in one may go for the next.
    session = SessionFactory.create(seats=SEATS, days=30 + number)
    by_person = {browser.person: browser for browser in browsers}
    line, seats = Line(port), [Seats(-1, -1, SEATS)]
    began = time.monotonic()
    turmoil = (
        Turmoil(session, coordinator=coordinator, line=line, by_person=by_person, seats=seats, number=number)
        if is_mixed
        else None
    )
    order = list(browsers)
    random.Random(number).shuffle(order)
    if turmoil:
        turmoil.start()
    pressed = all_at_once(line, order, f"/training/sessions/{session.pk}/enroll/")
    if turmoil:
        pressed += turmoil.finish()
    seconds = time.monotonic() - began
    faults = [f"{each.path} answered {each.status}" for each in pressed if each.status == 0 or each.status >= 500]
    faults += replay(session, seats)
    if not is_mixed:
        faults += _exactly(session, len(browsers)) + _in_order(session, pressed)
    faults += _pages(session, line, by_person)
    session.refresh_from_db()
    return Outcome(
        "mixed" if is_mixed else "all at once",
        len(pressed),
        Enrollment.objects.filter(session=session, state=State.ENROLLED).count(),
        session.waiting,
        EnrollmentMove.objects.filter(session=session).count(),
        seconds,
        faults,
    )


def _exactly(session: Session, people: int) -> list[str]:
    """30 have a seat, the others stand in line with the numbers 1 to 470."""
    rows = Enrollment.objects.filter(session=session)
    enrolled = rows.filter(state=State.ENROLLED).count()
    numbers = sorted(
        number or 0 for number in rows.filter(state=State.WAITLISTED).values_list("line_number", flat=True)
    )
    if (enrolled, numbers) == (SEATS, list(range(1, people - SEATS + 1))):
        return []
    return [f"{enrolled} have a seat, and {len(numbers)} numbers are given out"]


def _in_order(session: Session, pressed: Sequence[Pressed]) -> list[str]:
    """Nobody stands before somebody who had their answer before they asked."""
    times = {each.person: each for each in pressed}
    line = Enrollment.objects.in_line().filter(session=session).values_list("user_id", flat=True)
    faults, latest = [], 0.0
    for person in line:
        if times[person].ended < latest:
            faults.append(f"{person} stands behind somebody who asked after their answer")
        latest = max(latest, times[person].began)
    return faults


def _pages(session: Session, line: Line, by_person: dict[int, Browser]) -> list[str]:
    """What people read on their page is what they have."""
    rows = Enrollment.objects.filter(session=session, user__in=by_person).order_by("?")[:READ]
    faults = []
    for row in rows:
        status, text = line.read(by_person[row.user_id], f"/training/my/{row.pk}/")
        said = f'state--{row.state}"' in text
        if status != 200 or not said:
            faults.append(f"the page of {row.pk} ({row.state}) answered {status} and says something else")
    return faults


class Turmoil:
    """All that happens at once with the asking: seats come back, offers are answered or not, seats come and go."""

    def __init__(
        self,
        session: Session,
        *,
        coordinator: User,
        line: Line,
        by_person: dict[int, Browser],
        seats: list[Seats],
        number: int,
    ) -> None:
        self.session, self.coordinator, self.line, self.by_person = session, coordinator, line, by_person
        self.seats, self.pressed = seats, []  # type: list[Seats], list[Pressed]
        self.over = threading.Event()
        self.chance = random.Random(number)
        self.faults: list[BaseException] = []
        self.requests = [
            EnrollmentFactory.create(session=session, user=UserFactory.create(), state=State.REQUESTED)
            for _ in range(REQUESTS)
        ]
        work = (self.give_back, self.answer, self.sweep, self.change_seats, self.decide)
        self.threads = [threading.Thread(target=self._run, args=(each,)) for each in work]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def finish(self) -> list[Pressed]:
        """Let it go on a moment longer than the asking, then let everything come to rest."""
        time.sleep(0.5)
        self.over.set()
        for thread in self.threads:
            thread.join(60)
        for request in self.requests:
            if Enrollment.objects.filter(pk=request.pk, state=State.REQUESTED).exists():
                approve(enrollment=request, by=self.coordinator)
        Offer.objects.filter(session=self.session, answer="").update(held_until=timezone.now())
        pass_on_due()
        if self.faults:
            raise self.faults[0]
        return self.pressed

    def _run(self, work: object) -> None:
        try:
            while not self.over.is_set():
                work()  # type: ignore[operator]
                time.sleep(self.chance.uniform(0.001, 0.02))
        except BaseException as error:  # told by the thread that waits
            self.faults.append(error)
        finally:
            connection.close()

    def _press(self, row: Enrollment, verb: str) -> None:
        if browser := self.by_person.get(row.user_id):
            self.pressed.append(self.line.press(browser, f"/training/my/{row.pk}/{verb}/"))

    def _any(self, state: State) -> Enrollment | None:
        return Enrollment.objects.filter(session=self.session, state=state).order_by("?").first()

    def give_back(self) -> None:
        """A seat or a place in line."""
        if self.chance.random() < 0.5 and (row := self._any(State.ENROLLED)):
            self._press(row, "withdraw")
        elif row := self._any(State.WAITLISTED):
            self._press(row, "leave")

    def answer(self) -> None:
        """Yes, no, or nothing until it is too late."""
        if row := self._any(State.OFFERED):
            match self.chance.choice(["accept", "accept", "refuse", "late"]):
                case "late":
                    Offer.objects.filter(enrollment=row, answer="").update(held_until=timezone.now())
                case verb:
                    self._press(row, verb)

    def sweep(self) -> None:
        pass_on_due()

    def change_seats(self) -> None:
        """More or fewer. The row is held around it, so that the checker knows between which moves it happened."""
        seats = self.chance.randrange(SEATS - 6, SEATS + 7)
        with transaction.atomic():
            held = lock(self.session.pk)
            assert held is not None
            before = self._last_move()
            lowers = held.taken > seats
            try:
                set_seats(session=self.session, by=self.coordinator, seats=seats, lowering=Lowering.LAST_TO_LINE)
            except RefusedError:
                return
            self.seats.append(Seats(before, self._last_move() if lowers else before, seats))
        time.sleep(0.05)

    def _last_move(self) -> int:
        moves = EnrollmentMove.objects.filter(session=self.session).order_by("-pk")
        return moves.values_list("pk", flat=True).first() or 0

    def decide(self) -> None:
        if self.requests:
            approve(enrollment=self.requests.pop(), by=self.coordinator)
