"""Whatever people, managers, coordinators and the clock do in whatever order: seats, the line and messages hold."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from tests.factories import UserFactory
from tests.training.helpers import let_time_pass
from tests.training.replay import Seats, replay
from tests.training_factories import EnrollmentFactory, SessionFactory
from training import hooks
from training.actions.deciding import approve, decline
from training.actions.enrolling import enroll, enroll_for
from training.actions.leaving import leave, remove, withdraw
from training.actions.offering import accept, pass_on_due, refuse
from training.actions.running import Lowering, cancel_session, set_seats
from training.choices import State
from training.errors import AlreadyIn, NoPlace, NotAllowed, NotOpen, TooFewSeats
from training.models import Enrollment, EnrollmentMove, Offer, Session

PEOPLE = 6
ENDED = (State.CANCELLED, State.WITHDRAWN, State.DECLINED)


class Line(RuleBasedStateMachine):
    """A session with a few seats, and a few people who want one."""

    session: Session
    people: list[User]
    coordinator: User

    @initialize(seats=st.sampled_from([2, 1, 3, 0, None]), length=st.sampled_from([None, 3, 0]))
    def begin(self, seats: int | None, length: int | None) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()
        self.session = SessionFactory.create(seats=seats, waitlist_length=length)
        self.people = [UserFactory.create() for _ in range(PEOPLE)]
        self.coordinator = UserFactory.create(roles=[Role.TRAINING_COORDINATOR])
        self.seats = [Seats(-1, -1, seats)]
        # The last but one takes part in a program.
        hooks.programs[:] = [lambda people: {self.people[-2].pk: ["interns"]}]
        for person in self.people[: PEOPLE - 2]:
            with suppress(NoPlace):
                enroll(user=person, session=self.session)

    def teardown(self) -> None:
        hooks.programs.clear()
        if hasattr(self, "point"):
            try:
                self.the_session_is_cancelled()
            finally:
                transaction.set_rollback(True)
                self.point.__exit__(None, None, None)

    def one(self, number: int, state: State) -> Enrollment | None:
        """One of those who stand like that, whatever the number."""
        found = list(Enrollment.objects.filter(session=self.session, state=state).select_related("user").order_by("pk"))
        return found[number % len(found)] if found else None

    def last_move(self) -> int:
        return EnrollmentMove.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    @rule(who=st.integers(0, PEOPLE - 1))
    def somebody_asks(self, who: int) -> None:
        with suppress(AlreadyIn, NoPlace, NotOpen):
            enroll(user=self.people[who], session=self.session)

    @rule(who=st.integers(0, PEOPLE - 1), yes=st.booleans())
    def a_manager_decides(self, who: int, yes: bool) -> None:
        if Enrollment.objects.active().filter(user=self.people[who]).exists():
            return
        asked = EnrollmentFactory.create(session=self.session, user=self.people[who], state=State.REQUESTED)
        if yes:
            approve(enrollment=asked, by=self.coordinator)
        else:
            decline(enrollment=asked, by=self.coordinator, reason="Not now")

    @rule(who=st.integers(0, PEOPLE - 1))
    def somebody_withdraws(self, who: int) -> None:
        if mine := self.one(who, State.ENROLLED):
            withdraw(enrollment=mine, by=mine.user)

    @rule(who=st.integers(0, PEOPLE - 1))
    def somebody_leaves_the_line(self, who: int) -> None:
        if mine := self.one(who, State.WAITLISTED):
            leave(enrollment=mine, by=mine.user)

    @rule(who=st.integers(0, PEOPLE - 1), answer=st.sampled_from(["yes", "no", "none", "late"]))
    def an_offer_is_answered(self, who: int, answer: str) -> None:
        mine = self.one(who, State.OFFERED)
        if mine is None:
            return
        match answer:
            case "yes":
                accept(enrollment=mine, by=mine.user)
            case "no":
                refuse(enrollment=mine, by=mine.user)
            case _late_or_none:
                let_time_pass(Offer.objects.get(enrollment=mine, answer=""))
                if answer == "late":
                    with pytest.raises(NotAllowed):
                        accept(enrollment=mine, by=mine.user)
                pass_on_due()

    @rule(who=st.integers(0, PEOPLE - 1))
    def a_coordinator_enrolls_somebody(self, who: int) -> None:
        with suppress(AlreadyIn, NoPlace, NotOpen):
            enroll_for(user=self.people[who], session=self.session, by=self.coordinator, reason="Their team needs it")

    @rule(who=st.integers(0, PEOPLE - 1), state=st.sampled_from([State.ENROLLED, State.OFFERED, State.WAITLISTED]))
    def a_coordinator_cancels_a_place(self, who: int, state: State) -> None:
        if theirs := self.one(who, state):
            remove(enrollment=theirs, by=self.coordinator, reason="A smaller room")

    @rule(seats=st.sampled_from([1, 2, 3, 4, 0, None]), lowering=st.sampled_from(list(Lowering)))
    def seats_change(self, seats: int | None, lowering: Lowering) -> None:
        before = self.last_move()
        self.session.refresh_from_db()
        lowers = seats is not None and self.session.seats_taken > seats
        try:
            set_seats(session=self.session, by=self.coordinator, seats=seats, lowering=lowering)
        except TooFewSeats:
            assert lowers
        else:
            self.seats.append(Seats(before, self.last_move() if lowers else before, seats))

    def the_session_is_cancelled(self) -> None:
        """The last step of each example."""
        cancel_session(session=self.session, by=self.coordinator, reason="The room is flooded")
        assert replay(self.session, self.seats) == []
        assert not Enrollment.objects.filter(session=self.session).exclude(state__in=ENDED).exists()

    @invariant()
    def each_step_was_lawful(self) -> None:
        if hasattr(self, "session"):
            assert replay(self.session, self.seats) == []


@pytest.fixture
def own_connection(db: None) -> Iterator[None]:
    """Each example rolls back what it wrote, within the test's own transaction."""
    assert connection.in_atomic_block
    yield
    hooks.programs.clear()


@pytest.mark.usefixtures("own_connection")
def test_seats_order_and_messages_hold_whatever_happens() -> None:
    quick: Any = settings(
        max_examples=12,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],  # a failure is told at once
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Line, settings=quick)


@pytest.mark.django_db
def test_the_checker_sees_a_seat_too_many_and_a_jump() -> None:
    """A proof that can't fail proves nothing."""
    session = SessionFactory.create(seats=1)
    first = enroll(user=UserFactory.create(), session=session)
    second = enroll(user=UserFactory.create(), session=session)
    third = enroll(user=UserFactory.create(), session=session)
    assert replay(session, [Seats(-1, -1, 1)]) == []
    assert any("took a seat" in fault for fault in replay(session, [Seats(-1, -1, 0)]))
    Enrollment.objects.filter(pk=first.pk).update(state=State.WITHDRAWN)
    Enrollment.objects.filter(pk=third.pk).update(state=State.OFFERED)
    common = {"session": session, "moved_by": third.user, "priority": 3, "moved_at": timezone.now()}
    EnrollmentMove.objects.create(
        enrollment=first, action="withdraw", from_state="enrolled", to_state="withdrawn", **common
    )
    EnrollmentMove.objects.create(
        enrollment=third, action="offer", from_state="waitlisted", to_state="offered", line_number=2, **common
    )
    faults = replay(session, [Seats(-1, -1, 1)])
    assert any(f"jumps [{second.pk}]" in fault for fault in faults)
    assert any("not told" in fault for fault in faults)
