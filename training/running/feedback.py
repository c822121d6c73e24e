"""Feedback after a session: three questions, one answer, and nobody's answer to be told from the others.

The answer can be changed for a while: people see only later what a course was good for, or press send too soon.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from training.choices import State
from training.errors import NotAllowed
from training.models import Enrollment, Feedback, Session
from training.models.running import USEFUL

# From so many answers on they are shown. With fewer, whoever runs a session could tell who said what.
SHOWN_FROM = 3
CHANGED_FOR = timedelta(days=14)
_WAS_THERE = (State.ENROLLED, State.ATTENDED, State.PARTLY, State.COMPLETED)


def may_give(enrollment: Enrollment) -> bool:
    """Whether its person can say how it was: they were there, it is over, and they have not said it."""
    return was_there(enrollment) and not hasattr(enrollment, "feedback")


def may_change(enrollment: Enrollment) -> bool:
    """Whether its person has said how it was, and can still say it anew."""
    given = getattr(enrollment, "feedback", None)
    return given is not None and was_there(enrollment) and given.given > timezone.now() - CHANGED_FOR


def was_there(enrollment: Enrollment) -> bool:
    """Whether the course is over for who had a seat in it, and came as far as we know."""
    if enrollment.state not in _WAS_THERE:
        return False
    if enrollment.session is None:
        return enrollment.state == State.COMPLETED
    return enrollment.session.ends is not None and enrollment.session.ends <= timezone.now()


@transaction.atomic
def give(*, enrollment: Enrollment, by: User, useful: int, would_recommend: bool, words: str = "") -> Feedback:
    """Say how it was, or say it anew for `CHANGED_FOR` after that.

    Raises NotAllowed for somebody else, before the end, and later on.
    """
    if enrollment.user_id != by.pk or not was_there(enrollment):
        raise NotAllowed(enrollment, "feedback")
    says = {"useful": useful, "would_recommend": would_recommend, "words": words.strip()}
    mine = Feedback.objects.filter(enrollment=enrollment)
    if mine.filter(given__gt=timezone.now() - CHANGED_FOR).update(**says):
        return mine.get()
    try:
        with transaction.atomic():
            return Feedback.objects.create(enrollment=enrollment, **says)
    except IntegrityError as error:
        raise NotAllowed(enrollment, "feedback") from error


@dataclass(frozen=True)
class Summary:
    """What people said of a session. Nothing but `is_shown` False while there are fewer answers than `SHOWN_FROM`.

    `useful` are (label, how many) from 5 down; `words` stand in the order of the alphabet, which tells nothing of when.
    """

    is_shown: bool = False
    count: int = 0
    useful: Sequence[tuple[str, int]] = ()
    average: float = 0
    recommend: int = 0
    words: Sequence[str] = ()


def summary(session: Session) -> Summary:
    """Read it, in one query."""
    answers = list(
        Feedback.objects.filter(enrollment__session=session).values_list("useful", "would_recommend", "words")
    )
    if len(answers) < SHOWN_FROM:
        return Summary()
    counts = Counter(useful for useful, _recommend, _words in answers)
    return Summary(
        is_shown=True,
        count=len(answers),
        useful=[(str(label), counts[value]) for value, label in reversed(USEFUL)],
        average=sum(useful for useful, _recommend, _words in answers) / len(answers),
        recommend=sum(recommend for _useful, recommend, _words in answers),
        words=sorted((words for _useful, _recommend, words in answers if words), key=str.casefold),
    )
