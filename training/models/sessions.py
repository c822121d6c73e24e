"""Sessions: when and where a course is given, for whom, and how many seats there are."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import Department
from chitech.core.audit.tracking import tracked
from pathways.models.guards import at_with_by, one_of
from training.choices import Audience, SessionState
from training.choices import Phase as SessionPhase
from training.models.courses import Course, person
from training.querysets import SessionQuerySet

OFFER_HOURS = 48


# What triggers count is no decision: the history of seats is in the moves of enrollments.
@tracked(exclude=["seats_taken", "waiting", "line_last", "starts", "ends"])
class Session(models.Model):
    """A course on certain dates.

    `seats`: None means no cap, 0 means none. `seats_taken` (held offers count), `waiting`, `line_last`, `starts` and
    `ends` are kept by triggers of the database (migration 0002) and never written here. `waitlist_length`: None means
    that any number may wait, 0 that nobody may. `opens_at` and `closes_at` are the time in which one can enroll; empty
    means from now on, and until the session begins. `sequence` goes up with each change that calendars must learn of.
    """

    State = SessionState
    Audience = Audience
    Phase = SessionPhase

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name=_("course"))
    external_id = models.CharField(_("number at the source"), max_length=60, blank=True, default="", db_default="")

    # For whom
    audience = models.CharField(_("who may come"), max_length=10, choices=Audience, default=Audience.STAFF)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    program = models.SlugField(_("program"), max_length=80, blank=True, default="", db_default="", db_index=False)

    # Where
    room = models.CharField(_("room and address"), max_length=200, blank=True)
    link = models.URLField(_("link for taking part online"), max_length=500, blank=True)
    note = models.TextField(_("what to know before coming"), blank=True)

    # How many
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Leave it empty for no limit. 0 means that there is no seat.")
    )
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, db_default=0, editable=False)
    waitlist_length = models.PositiveIntegerField(
        _("length of the line"), null=True, blank=True, help_text=_("Leave it empty for no limit. 0 means no line.")
    )
    waiting = models.PositiveIntegerField(_("people in line"), default=0, db_default=0, editable=False)
    line_last = models.PositiveIntegerField(_("last number in line"), default=0, db_default=0, editable=False)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"), default=OFFER_HOURS, db_default=OFFER_HOURS
    )

    # When
    opens_at = models.DateTimeField(_("enrollment opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("enrollment closes"), null=True, blank=True)
    starts = models.DateTimeField(_("starts"), null=True, editable=False)
    ends = models.DateTimeField(_("ends"), null=True, editable=False)

    # What people decided
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=SessionState,
        default=SessionState.SCHEDULED,
        db_default=SessionState.SCHEDULED.value,
        editable=False,
    )
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True, default="", db_default="")
    sequence = models.PositiveIntegerField(_("number of changes"), default=0, db_default=0, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = person(is_required=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = person(is_required=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = person()

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts", "pk"]
        indexes = [
            models.Index(fields=["course", "starts"], name="session_of_course"),
            models.Index(fields=["starts"], name="session_starts", condition=Q(state=SessionState.SCHEDULED)),
        ]
        constraints = [
            # What a foreign key of both columns stands on: an enrollment's session is one of its course.
            models.UniqueConstraint(
                fields=["id", "course"],
                name="session_and_course",
                violation_error_message=_("There is already a session with this number."),
            ),
            models.UniqueConstraint(
                fields=["course", "external_id"],
                condition=~Q(external_id=""),
                name="session_once_a_source",
                violation_error_message=_("This course already has a session with this number."),
            ),
            one_of("session", "state", SessionState.values, _("Choose a state.")),
            one_of("session", "audience", Audience.values, _("Choose who may come.")),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats_taken__lte=F("seats")),
                name="session_never_oversold",
                violation_error_message=_("More seats are taken than that."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="session_enrollment_opens_before_it_closes",
                violation_error_message=_("Enrollment closes after it opens."),
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.DEPARTMENT) | Q(department__isnull=False),
                name="session_for_a_department_names_it",
                violation_error_message=_("Say for which department the session is."),
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.PROGRAM) | ~Q(program=""),
                name="session_for_a_program_names_it",
                violation_error_message=_("Say for which program the session is."),
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__range=(1, 336)),
                name="session_offer_hours_in_reason",
                violation_error_message=_("Give people 1 hour to 14 days to answer an offer."),
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CANCELLED) | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="session_cancelled_says_why",
                violation_error_message=_("A cancelled session needs the reason."),
            ),
            at_with_by("session", "cancelled"),
        ]

    def __str__(self) -> str:
        return f"{self.course} ({self.pk})"

    def get_absolute_url(self) -> str:
        return f"{reverse('training:course', args=[self.course.slug])}#session-{self.pk}"

    def phase_at(self, moment: datetime) -> SessionPhase:
        """Where the session is in time at a moment. Mirrors `SessionQuerySet.open`."""
        if self.state == SessionState.CANCELLED:
            return SessionPhase.CANCELLED
        if self.ends is not None and self.ends <= moment:
            return SessionPhase.OVER
        if self.starts is not None and self.starts <= moment:
            return SessionPhase.RUNNING
        if self.closes_at is not None and self.closes_at <= moment:
            return SessionPhase.CLOSED
        return SessionPhase.NOT_OPEN if self.opens_at is not None and self.opens_at > moment else SessionPhase.OPEN

    @property
    def phase(self) -> SessionPhase:
        return self.phase_at(timezone.now())

    @property
    def has_begun(self) -> bool:
        return self.starts is not None and self.starts <= timezone.now()

    @property
    def seats_left(self) -> int | None:
        """How many seats nobody has; None where there is no cap."""
        return None if self.seats is None else max(0, self.seats - self.seats_taken)

    @property
    def is_full(self) -> bool:
        """Whether who comes now has to wait: no seat is left, or others wait for it already."""
        return self.waiting > 0 or self.seats_left == 0

    @property
    def is_line_full(self) -> bool:
        return self.waitlist_length is not None and self.waiting >= self.waitlist_length


@tracked()
class Meeting(models.Model):
    """One time that a session meets. Times are moments; people read them in the city's zone."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="meetings", verbose_name=_("session"))
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))
    topic = models.CharField(_("topic"), max_length=160, blank=True)
    room = models.CharField(_("room, if another one"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts", "pk"]
        constraints = [
            # Checked at the end of the transaction, so that all meetings of a session can move at once.
            ExclusionConstraint(
                name="meetings_of_a_session_do_not_overlap",
                expressions=[
                    ("session", RangeOperators.EQUAL),
                    (Func("starts", "ends", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Two meetings of this session overlap."),
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("A meeting ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.starts:%Y-%m-%d %H:%M}"


@tracked()
class Instructor(models.Model):
    """Who teaches a session: somebody with an account, or a name alone. They take no seat."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="instructors", verbose_name=_("session"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teaches",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        verbose_name = _("instructor")
        verbose_name_plural = _("instructors")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name="instructor_once_a_session",
                violation_error_message=_("This person teaches the session already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
