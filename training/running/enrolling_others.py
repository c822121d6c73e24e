"""Finding somebody to enroll, and what is said afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chitech.core.accounts.models import Employment, User
from chitech.core.search.query import clean
from training.actions.enrolling import enroll_for
from training.choices import State
from training.errors import AlreadyIn, NoPlace, NotAllowed, NotForYou, NotOpen, Overlaps, RefusedError, Teaches
from training.models import Enrollment, Session
from training.wording import refusal

MOST_FOUND = 20
SHORTEST = 3  # letters: nobody lists everyone


@dataclass(frozen=True)
class Found:
    """People whose name or address has all the words, as choices: (number, name with address and post)."""

    q: str
    choices: list[tuple[int, str]]
    is_too_short: bool = False
    are_more: bool = False


def find(typed: str, session: Session, *, by: User) -> Found:
    """People with an account who are not in the session's course, without who looks. Three queries."""
    q = clean(typed)[0]
    if len(q) < SHORTEST:
        return Found(q, [], is_too_short=bool(q))
    system = User.objects.system()
    known = Enrollment.objects.active().filter(course=session.course_id).values("user")
    people = (
        User.objects.get_queryset()
        .about(q)
        .filter(is_active=True)
        .exclude(pk__in=[system.pk, by.pk])
        .exclude(pk__in=known)
    )
    rows = list(people.order_by("name", "email")[: MOST_FOUND + 1])
    posts = _posts(rows)
    choices = [
        (each.pk, " · ".join(filter(None, [each.name, each.email, posts.get(each.pk)]))) for each in rows[:MOST_FOUND]
    ]
    return Found(q, choices, are_more=len(rows) > MOST_FOUND)


def _posts(people: Sequence[User]) -> dict[int, str]:
    posts = Employment.objects.current().filter(user__in=people).select_related("department")
    return {each.user_id: f"{each.title}, {each.department}" for each in posts if each.user_id is not None}


def enroll(session: Session, person: int, *, by: User, reason: str) -> tuple[str, bool]:
    """Enroll them. What to say, and whether it was done."""
    user = User.objects.get(pk=person)
    try:
        enrollment = enroll_for(user=user, session=session, by=by, reason=reason)
    except Overlaps:
        said = _("%(person)s has another session at that time. They can enroll themselves if they accept that.")
        return said % {"person": user}, False
    except NotAllowed:
        return _("Enroll yourself on the page of the course, as everyone does."), False
    except RefusedError as error:
        return _why(error), False
    if enrollment.state == State.ENROLLED:
        return _("%(person)s has a seat, and is told.") % {"person": user}, True
    return _("All seats are taken: %(person)s is in line, and is told.") % {"person": user}, True


def _why(error: RefusedError) -> str:
    """The refusal as it reads for who enrolls somebody else."""
    match error:
        case AlreadyIn():
            return _("They are in this course already.")
        case NotForYou():
            return _("This session is for other people. Change who may come, or choose another session.")
        case Teaches():
            return _("They teach this session, so they need no seat in it.")
        case NotOpen():
            return _("Enrollment has not opened yet, or the session is over. Its page says when one can enroll.")
        case NoPlace():
            return _("No seat is free, and nobody can wait for one any more. More seats can be given on its page.")
        case _other:
            return refusal(error)
