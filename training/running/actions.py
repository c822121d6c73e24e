"""What is done with many people of a roster at once. Each is done for itself: who can't be holds up nobody else."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from chitech.core.outbox import actions as outbox
from chitech.core.outbox.actions import Outgoing
from training import telling
from training.actions import completing, leaving
from training.choices import State
from training.errors import NotAllowed, RefusedError
from training.models import Enrollment, Session
from training.moves import Action, Actor, is_in_time, states_for
from training.running.attendance import grid_of
from training.wording import refusal

# Nobody writes to them: they are out of it.
NOT_WRITTEN_TO = (State.WITHDRAWN, State.DECLINED, State.CANCELLED)


@dataclass
class Done:
    """How many it was done for, and for whom not, with the reason: (name, why)."""

    count: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def mark_all(*, enrollments: Sequence[Enrollment], outcome: Action, by: User) -> Done:
    """Note the same outcome for all of them (`completing.MARKS`)."""
    return _each(enrollments, outcome, by, lambda each: completing.mark(enrollment=each, outcome=outcome, by=by))


def confirm_suggested(*, session: Session, enrollments: Sequence[Enrollment], by: User) -> Done:
    """Note for each what follows from the marks of the meetings. Who has nothing to confirm is left out."""
    grid, done = grid_of(session), Done()
    for outcome in completing.MARKS:
        rows = [each for each in enrollments if grid.suggested(each.pk, each.state) == outcome]
        one = mark_all(enrollments=rows, outcome=outcome, by=by)
        done.count += one.count
        done.refused += one.refused
    return done


def complete_all(*, enrollments: Sequence[Enrollment], by: User) -> Done:
    """The course is done for all of them: its skills come onto their profiles."""
    return _each(enrollments, Action.COMPLETE, by, lambda each: completing.complete(enrollment=each, by=by))


def remove_all(*, enrollments: Sequence[Enrollment], by: User, reason: str) -> Done:
    """Cancel their places, for a reason that they read. ValueError without one.

    Who waits goes first: else somebody would be offered a seat that the next step takes away.
    """
    in_turn = sorted(enrollments, key=lambda each: each.state != State.WAITLISTED)
    return _each(in_turn, Action.REMOVE, by, lambda each: leaving.remove(enrollment=each, by=by, reason=reason))


def _each(enrollments: Sequence[Enrollment], action: Action, by: User, verb: Callable[[Enrollment], object]) -> Done:
    done = Done()
    for each in enrollments:
        try:
            verb(each)
        except RefusedError as error:
            done.refused.append((str(each.user), why_not(each, action, by) or refusal(error)))
        else:
            done.count += 1
    return done


def why_not(enrollment: Enrollment, action: Action, by: User) -> str:
    """Why a step can't be taken, in the words of who would take it. Empty where the table of moves knows no reason."""
    if action != Action.REMOVE and enrollment.user_id == by.pk:
        return _("Nobody marks themselves.")
    if action == Action.REMOVE and not may(by, Permission.RUN_TRAINING):
        return _("Only who runs training cancels places.")
    state = Enrollment.objects.values_list("state", flat=True).get(pk=enrollment.pk)
    if state not in states_for(action, Actor.COORDINATOR):
        return _("Now: %(state)s.") % {"state": State(state).label}
    moment = timezone.now()
    starts = enrollment.session.starts if enrollment.session else None
    if not is_in_time(action, enrollment, moment) or (action == Action.COMPLETE and starts and starts > moment):
        begun = action == Action.REMOVE
        return _("The session has begun.") if begun else _("The session has not begun yet.")
    return ""


def tell_all(*, session: Session, enrollments: Sequence[Enrollment], by: User, words: str, batch: uuid.UUID) -> Done:
    """Write to all of them. The same `batch` writes to each once, however often its form arrives.

    Raises NotAllowed; ValueError without words.
    """
    if not words.strip():
        raise ValueError("A message needs its words.")
    if not Session.objects.run_by(by).filter(pk=session.pk).exists():
        raise NotAllowed(session, "tell")
    told = [each for each in enrollments if each.state not in NOT_WRITTEN_TO]
    kind, about = telling.FROM_COORDINATOR, {"words": words.strip(), "from": by.pk}
    written = outbox.send_many(
        kind,
        [
            Outgoing(to=each.user_id, key=f"{kind}:{each.pk}:{batch}", context={"enrollment": each.pk, **about})
            for each in told
        ],
    )
    left = [each for each in enrollments if each.state in NOT_WRITTEN_TO]
    gone = [(str(each.user), _("Now: %(state)s.") % {"state": State(each.state).label}) for each in left]
    return Done(written, gone)
