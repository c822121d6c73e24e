"""Who came to which meeting, and what follows from it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from training.choices import BUSY, Presence, SessionState, State
from training.models import Attendance, Meeting, Session
from training.moves import Action

# People come early: so long before a meeting begins they can be marked.
EARLY = timedelta(hours=2)
# An outcome may follow from marks while it stands like this.
OPEN_STATES = (State.ENROLLED, State.ATTENDED, State.PARTLY, State.NO_SHOW)


@dataclass(frozen=True)
class Grid:
    """The marks of a session. `counted` are the meetings at which anybody was marked: who has no mark there was away.

    `is_whole`: the last meeting has begun, so that an outcome can follow.
    """

    meetings: Sequence[Meeting]
    counted: frozenset[int]
    marks: Mapping[int, Mapping[int, str]]
    is_whole: bool

    def came(self, enrollment: int) -> list[str]:
        """A person's presence at each counted meeting, in their order."""
        own = self.marks.get(enrollment, {})
        return [own.get(each.pk) or Presence.AWAY for each in self.meetings if each.pk in self.counted]

    def suggested(self, enrollment: int, state: str) -> Action | None:
        """What follows from the marks. None while meetings are to come, without marks, or where it stands so."""
        came = self.came(enrollment)
        if not came or not self.is_whole or state not in OPEN_STATES:
            return None
        outcome = _outcome(came)
        return None if _STANDS[outcome] == state else outcome

    @property
    def uncounted(self) -> list[Meeting]:
        """Meetings that were, at which nobody was marked."""
        now = timezone.now()
        return [each for each in self.meetings if each.pk not in self.counted and each.starts <= now]


_STANDS = {Action.ATTENDED: State.ATTENDED, Action.PARTLY: State.PARTLY, Action.NO_SHOW: State.NO_SHOW}


def _outcome(came: Collection[str]) -> Action:
    if all(each == Presence.HERE for each in came):
        return Action.ATTENDED
    return Action.NO_SHOW if all(each == Presence.AWAY for each in came) else Action.PARTLY


def grid_of(session: Session, enrollments: Iterable[int] | None = None) -> Grid:
    """The marks of a session: of these enrollments, or of all. Three queries."""
    meetings = list(Meeting.objects.filter(session=session).order_by("starts", "pk"))
    said = Attendance.objects.filter(meeting__in=[each.pk for each in meetings]).exclude(presence="").order_by()
    counted = frozenset(said.values_list("meeting", flat=True).distinct())
    if enrollments is not None:
        said = said.filter(enrollment__in=list(enrollments))
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    for enrollment, meeting, presence in said.values_list("enrollment", "meeting", "presence"):
        marks[enrollment][meeting] = presence
    return Grid(meetings, counted, marks, is_whole=bool(meetings) and meetings[-1].starts <= timezone.now())


def closed_because(meeting: Meeting, moment: datetime) -> str:
    """Why nobody can be marked at a meeting now; empty if they can."""
    if meeting.session.state == SessionState.CANCELLED:
        return _("The session was cancelled.")
    if meeting.starts - EARLY > moment:
        return _("Check-in opens two hours before the meeting begins.")
    return ""


def refused_because(enrollment: tuple[int, str] | None, by: int) -> str:
    """Why somebody can't be marked: (person, state) of their enrollment. Empty if they can."""
    if enrollment is None:
        return _("They are not on the list of this session.")
    person, state = enrollment
    if state not in BUSY:
        return _("They have no seat in this session: %(state)s.") % {"state": State(state).label}
    return _("Nobody marks themselves. Ask somebody else to do it.") if person == by else ""
