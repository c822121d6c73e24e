"""Who has a seat, who waits for one, and each step of how that came about."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.models.guards import at_with_by, one_of
from training.choices import ACTIVE, Answer, Priority, State
from training.models.courses import Course, person
from training.models.sessions import Meeting, Session
from training.querysets import EnrollmentQuerySet, OfferQuerySet


@tracked()
class Enrollment(models.Model):
    """A person's way through a course: from asking to having the skill. `training.actions` alone moves it.

    `session` is empty for a course on demand. `priority` and `line_number` order the line while it waits; numbers are
    given out in turn under the session's row lock. `approval_due`: until when a manager is to decide; `escalated`: when
    it went on to the next one. Whoever comes again after leaving has a new row, at the end of the line.
    """

    State = State
    Priority = Priority

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrollments", verbose_name=_("person"), db_index=False
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="enrollments", verbose_name=_("course"), db_index=False
    )
    # That it is one of the course, the database checks with a key of both columns (migration 0002).
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, related_name="enrollments", verbose_name=_("session"), db_index=False
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.FIRST_COME, db_default=Priority.FIRST_COME.value
    )
    line_number = models.PositiveIntegerField(_("number in line"), null=True)
    overlap_accepted = models.BooleanField(
        _("knows that it overlaps with another session"), default=False, db_default=False
    )
    note = models.CharField(_("why they ask"), max_length=500, blank=True, default="", db_default="")
    asked = models.DateTimeField(_("asked"), db_default=Now())
    since = models.DateTimeField(_("in this state since"), db_default=Now())
    approval_due = models.DateTimeField(_("approval due"), null=True)
    escalated = models.DateTimeField(_("went on to the next manager"), null=True)
    calendar_uid = models.UUIDField(_("number in calendars"), default=uuid.uuid4, editable=False)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["-asked", "-pk"]
        indexes = [
            models.Index(fields=["user", "-asked"], name="enrollment_of_person"),
            models.Index(fields=["session", "state"], name="enrollment_of_session"),
            models.Index(fields=["course", "state"], name="enrollment_of_course"),
            models.Index(
                fields=["session", "priority", "line_number"],
                name="enrollment_line",
                condition=Q(state=State.WAITLISTED),
            ),
            models.Index(fields=["approval_due"], name="enrollment_waits", condition=Q(state=State.REQUESTED)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"],
                condition=Q(state__in=[state.value for state in ACTIVE]),
                name="enrollment_once_a_course",
                violation_error_message=_("You are in this course already."),
            ),
            models.UniqueConstraint(
                fields=["session", "line_number"],
                condition=Q(state=State.WAITLISTED),
                name="enrollment_one_a_place",
                violation_error_message=_("Somebody has this number in line already."),
            ),
            one_of("enrollment", "state", State.values, _("Choose a state.")),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values),
                name="enrollment_priority_known",
                violation_error_message=_("Choose a priority."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITLISTED) | Q(session__isnull=False, line_number__isnull=False),
                name="enrollment_in_line_has_its_number",
                violation_error_message=_("Who waits has a session and a number in its line."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OFFERED) | Q(session__isnull=False),
                name="enrollment_offer_is_of_a_session",
                violation_error_message=_("A seat is held in a session."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REQUESTED) | Q(approval_due__isnull=False),
                name="enrollment_request_has_its_deadline",
                violation_error_message=_("A request has a day by which it is decided."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.course_id}: {self.state}"


class EnrollmentMove(models.Model):
    """One step of an enrollment: who took it, when, from which state to which, and why. Written with the step.

    Rows of one session are numbered in the order in which the steps happened: each is written while the session's row
    is locked. `priority` and `line_number` are those after the step. That makes them fit to be replayed.
    """

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="moves", verbose_name=_("enrollment"))
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="+", db_index=False)
    action = models.CharField(_("step"), max_length=20)
    from_state = models.CharField(_("from"), max_length=10, choices=State, blank=True)
    to_state = models.CharField(_("to"), max_length=10, choices=State)
    priority = models.PositiveSmallIntegerField(_("priority"))
    line_number = models.PositiveIntegerField(_("number in line"), null=True)
    moved_at = models.DateTimeField(_("when"), db_default=Now())
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False
    )
    why = models.CharField(_("why"), max_length=500, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("step of an enrollment")
        verbose_name_plural = _("steps of an enrollment")
        ordering = ["pk"]
        indexes = [models.Index(fields=["session", "id"], name="enrollment_move_of_session")]
        constraints = [
            one_of("enrollment_move", "from_state", State.values, _("Choose a state."), blank=True),
            one_of("enrollment_move", "to_state", State.values, _("Choose a state.")),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.from_state} -> {self.to_state}"


class EnrollmentMeeting(models.Model):
    """An hour that somebody's enrollment takes. Triggers write these rows (migration 0002).

    Two guarded rows of one person never overlap. Rows of an overlap that the person accepted are not guarded, nor those
    that came to overlap because somebody moved a session.
    """

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="meeting_rows")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    during = DateTimeRangeField(_("during"))
    is_guarded = models.BooleanField(_("must not overlap"), default=True)

    class Meta:
        verbose_name = _("hour of an enrollment")
        verbose_name_plural = _("hours of an enrollment")
        indexes = [models.Index(fields=["user"], name="enrollment_meeting_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "meeting"],
                name="enrollment_meeting_once",
                violation_error_message=_("This hour is taken by this enrollment already."),
            ),
            ExclusionConstraint(
                name="enrollment_meetings_do_not_overlap",
                expressions=[("user", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(is_guarded=True),
                violation_error_message=_("This overlaps with another session of yours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.meeting_id}"


@tracked()
class Offer(models.Model):
    """A freed seat that is held for the next in line until a time. The seat counts as taken meanwhile."""

    Answer = Answer

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="offers", verbose_name=_("enrollment"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="offers", verbose_name=_("session"))
    made = models.DateTimeField(_("made"), db_default=Now())
    held_until = models.DateTimeField(_("held until"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True, default="", db_default="")
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = person()

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["held_until"], name="offer_open", condition=Q(answer=""))]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=Q(answer=""),
                name="offer_one_at_a_time",
                violation_error_message=_("A seat is held for this person already."),
            ),
            one_of("offer", "answer", Answer.values, _("Choose an answer."), blank=True),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="offer_answer_has_its_time",
                violation_error_message=_("An answer has the time when it was given."),
            ),
            at_with_by("offer", "answered"),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} until {self.held_until:%Y-%m-%d %H:%M}"

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it can be accepted at a moment: nobody has answered, and its time is not over."""
        return self.answer == "" and self.held_until > moment

    @property
    def is_open(self) -> bool:
        return self.is_open_at(timezone.now())


class Interest(models.Model):
    """Somebody would come to a course that has no session for them. Goes when they take it back or enroll."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="interests", verbose_name=_("course"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="interests", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "user"],
                name="interest_once",
                violation_error_message=_("We have noted your interest already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.course_id}"
