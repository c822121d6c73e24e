"""How courses, sessions and enrollments are read: who may see them, and what is open at a moment."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.models import Employment, User
from chitech.core.accounts.roles import Permission
from training import hooks
from training.choices import ACTIVE, SEATED, Audience, CourseState, SessionState, State

if TYPE_CHECKING:
    from training.models import Certificate, Course, Enrollment, LearningPath, Offer, Session  # noqa: F401


class CourseQuerySet(models.QuerySet["Course"]):
    """The read vocabulary of courses."""

    def published(self) -> Self:
        return self.filter(state=CourseState.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a person may read: published ones, and drafts and retired ones for who runs training."""
        return self.all() if may(user, Permission.READ_TRAINING) else self.published()

    def editable_by(self, user: User | AnonymousUser) -> Self:
        return self.all() if may(user, Permission.RUN_TRAINING) else self.none()


class LearningPathQuerySet(models.QuerySet["LearningPath"]):
    """The read vocabulary of learning paths."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.all() if may(user, Permission.READ_TRAINING) else self.filter(state=CourseState.PUBLISHED)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        return self.all() if may(user, Permission.RUN_TRAINING) else self.none()


def open_at(moment: datetime) -> Q:
    """Sessions in which one can enroll at a moment. The one meaning of "open", for lists and for the action."""
    return (
        Q(state=SessionState.SCHEDULED)
        & (Q(opens_at=None) | Q(opens_at__lte=moment))
        & (Q(closes_at=None) | Q(closes_at__gt=moment))
        & (Q(starts=None) | Q(starts__gt=moment))
    )


class SessionQuerySet(models.QuerySet["Session"]):
    """The read vocabulary of sessions."""

    def open_at_the_door(self, moment: datetime | None = None) -> Self:
        """Those to which a coordinator can still let somebody in: enrollment has opened, the last meeting not ended."""
        now = moment or timezone.now()
        opened, lasts = Q(opens_at=None) | Q(opens_at__lte=now), Q(ends=None) | Q(ends__gt=now)
        return self.filter(opened, lasts, state=SessionState.SCHEDULED)

    def scheduled(self) -> Self:
        return self.filter(state=SessionState.SCHEDULED)

    def open(self, at: datetime | None = None) -> Self:
        """Those in which one can enroll at a moment (now if not given)."""
        return self.filter(open_at(at or timezone.now()))

    def upcoming(self, at: datetime | None = None) -> Self:
        """Those that have not begun, with those whose dates are not known yet."""
        return self.scheduled().filter(Q(starts=None) | Q(starts__gt=at or timezone.now()))

    def with_free_seats(self) -> Self:
        """Those in which who comes now gets a seat at once."""
        return self.filter(Q(seats=None) | Q(seats__gt=F("seats_taken")), waiting=0)

    def for_audience(self, user: User | AnonymousUser) -> Self:
        """Those to which a person may come."""
        if may(user, Permission.READ_TRAINING):
            return self
        allowed = Q(audience=Audience.PUBLIC)
        if isinstance(user, User) and user.is_active:
            posts = Employment.objects.current().filter(user=user)
            if may(user, Permission.SEE_STAFF_OPENINGS):
                allowed |= Q(audience=Audience.STAFF)
            allowed |= Q(audience=Audience.DEPARTMENT, department__in=posts.order_by().values("department"))
            if programs := hooks.programs_of([user.pk]).get(user.pk):
                allowed |= Q(audience=Audience.PROGRAM, program__in=programs)
        return self.filter(allowed)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a person may read: sessions of courses that they see, to which they may come."""
        shown = self if may(user, Permission.READ_TRAINING) else self.filter(course__state=CourseState.PUBLISHED)
        return shown.for_audience(user)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        return self.all() if may(user, Permission.RUN_TRAINING) else self.none()

    def run_by(self, user: User | AnonymousUser, permission: Permission = Permission.RUN_TRAINING) -> Self:
        """All for who has the permission; else those that a person teaches."""
        if may(user, permission):
            return self.all()
        return self.filter(pk__in=user.teaches.order_by().values("session")) if user.is_authenticated else self.none()


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    """The read vocabulary of enrollments."""

    def active(self) -> Self:
        """Those in which somebody is in a course, or on the way into it."""
        return self.filter(state__in=ACTIVE)

    def seated(self) -> Self:
        """Those that take a seat; a held offer does."""
        return self.filter(state__in=SEATED)

    def in_line(self) -> Self:
        """Those who wait, the next one first."""
        return self.filter(state=State.WAITLISTED).order_by("priority", "line_number", "pk")

    def of(self, user: User | AnonymousUser) -> Self:
        """A person's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def decided_by(self, user: User | AnonymousUser) -> Self:
        """Of the people whom a person leads, and of those whose manager let the time pass; for who runs training, what
        nobody has decided in time and what nobody leads. Decided ones too, for who comes a moment late.
        """
        if not user.is_authenticated:
            return self.none()
        led = Employment.objects.current().led_by(user)
        below = Employment.objects.current().filter(
            manager_employee_id__in=led.order_by().values("employee_id"), user__isnull=False
        )
        mine = Q(user__in=led.filter(user__isnull=False).order_by().values("user")) | Q(
            user__in=below.order_by().values("user"), escalated__isnull=False
        )
        if may(user, Permission.RUN_TRAINING):
            led_by_someone = Employment.objects.current().filter(user__isnull=False).exclude(manager_employee_id="")
            mine |= Q(escalated__isnull=False) | ~Q(user__in=led_by_someone.order_by().values("user"))
        return self.filter(mine, approval_due__isnull=False).exclude(user=user)

    def requests_led_by(self, user: User | AnonymousUser) -> Self:
        """What waits for a person's decision."""
        return self.decided_by(user).filter(state=State.REQUESTED)

    def markable_by(self, user: User | AnonymousUser) -> Self:
        """Those of whom a person says who came and who completed: all for who runs training, and of the sessions that
        they teach. Never their own.
        """
        if not user.is_authenticated:
            return self.none()
        others = self.exclude(user=user)
        return others if may(user, Permission.RUN_TRAINING) else others.filter(session__instructors__user=user)

    def to_complete(self, at: datetime | None = None) -> Self:
        """Those that can be completed from a moment on (now if not given): their session has begun, or has none."""
        begun = Q(session=None) | Q(session__starts=None) | Q(session__starts__lte=at or timezone.now())
        return self.filter(begun, state__in=[State.ENROLLED, State.ATTENDED])

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A person's own; all for who may read training."""
        return self.all() if may(user, Permission.READ_TRAINING) else self.of(user)


class OfferQuerySet(models.QuerySet["Offer"]):
    """The read vocabulary of offers."""

    def open(self, at: datetime | None = None) -> Self:
        """Those that can be accepted at a moment (now if not given)."""
        return self.filter(answer="", held_until__gt=at or timezone.now())

    def run_out(self, at: datetime | None = None) -> Self:
        """Those whose time is over and whose seat has not been passed on."""
        return self.filter(answer="", held_until__lte=at or timezone.now())


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """The read vocabulary of certificates."""

    def of(self, user: User | AnonymousUser) -> Self:
        """A person's own, of an account that was not erased."""
        return self.filter(enrollment__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those that their people let everyone read; one's own, one's people's, and all for who may read training."""
        there = self.exclude(person_name="")
        if may(user, Permission.READ_TRAINING):
            return there
        allowed = Q(is_public=True)
        if user.is_authenticated:
            led = Employment.objects.current().led_by(user).filter(user__isnull=False)
            allowed |= Q(enrollment__user=user) | Q(enrollment__user__in=led.order_by().values("user"))
        return there.filter(allowed)
