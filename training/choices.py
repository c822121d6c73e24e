"""The closed lists of words of training. Each has a constraint in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseState(models.TextChoices):
    """What people decided about a course or a learning path."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class Format(models.TextChoices):
    """How one takes part. A course on demand has no sessions: one begins when one likes."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online, live")
    HYBRID = "hybrid", _("In person and online")
    ON_DEMAND = "on_demand", _("On demand, any time")


class Language(models.TextChoices):
    """The language that a course is given in."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    POLISH = "pl", _("Polish")
    CHINESE = "zh", _("Chinese")
    ARABIC = "ar", _("Arabic")
    SIGN = "ase", _("American Sign Language")


class SessionState(models.TextChoices):
    """What people decided. Whether it has begun or is over is a `Phase`."""

    SCHEDULED = "scheduled", _("Scheduled")
    CANCELLED = "cancelled", _("Cancelled")


class Phase(models.TextChoices):
    """Where a session is in time, computed from its dates at the moment of asking."""

    NOT_OPEN = "not_open", _("Enrollment has not opened")
    OPEN = "open", _("Open for enrollment")
    CLOSED = "closed", _("Enrollment has closed")
    RUNNING = "running", _("Has begun")
    OVER = "over", _("Over")
    CANCELLED = "cancelled", _("Cancelled")


class Audience(models.TextChoices):
    """Who may come to a session."""

    PUBLIC = "public", _("Everyone")
    STAFF = "staff", _("City staff")
    DEPARTMENT = "department", _("Staff of one department")
    PROGRAM = "program", _("Participants of a program")


class State(models.TextChoices):
    """Where an enrollment stands. That an offer has run out is a phase until somebody passes its seat on."""

    REQUESTED = "requested", _("Waits for approval")
    WAITLISTED = "waitlisted", _("In line")
    OFFERED = "offered", _("A seat is held")
    ENROLLED = "enrolled", _("Enrolled")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Session cancelled")
    ATTENDED = "attended", _("Attended")
    PARTLY = "partly", _("Attended in part")
    NO_SHOW = "no_show", _("Did not come")
    COMPLETED = "completed", _("Completed")


# In these a person is in the course: nobody is in one course twice.
ACTIVE = (State.REQUESTED, State.WAITLISTED, State.OFFERED, State.ENROLLED, State.ATTENDED)
# In these a seat is taken. A held offer counts: it is promised. What came of a seat later does not free it.
SEATED = (State.OFFERED, State.ENROLLED, State.ATTENDED, State.PARTLY, State.NO_SHOW, State.COMPLETED)
# In these a person's hours are taken by the session's meetings.
BUSY = (State.ENROLLED, State.ATTENDED, State.PARTLY, State.NO_SHOW, State.COMPLETED)


class Priority(models.IntegerChoices):
    """Who comes first in line; within one kind, who came first. The rule is published (docs/adr/0071)."""

    PUT_BACK = 0, _("had a seat that was taken away")
    PROGRAM = 1, _("takes part in a program")
    IN_PLAN = 2, _("has this skill in their career plan")
    FIRST_COME = 3, _("first come, first served")


class Answer(models.TextChoices):
    """What became of an offer."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered in time")
    TAKEN_BACK = "taken_back", _("Taken back")


class Presence(models.TextChoices):
    """Whether somebody came to one meeting."""

    HERE = "here", _("Here")
    PART = "part", _("In part")
    AWAY = "away", _("Not here")


class Result(models.TextChoices):
    """What an assessment at the end of a course showed."""

    PASSED = "passed", _("Passed")
    NOT_YET = "not_yet", _("Not yet")
