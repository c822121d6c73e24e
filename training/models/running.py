"""Who came to which meeting, and what people said afterwards."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.models.guards import one_of
from training.choices import Presence
from training.models.enrollments import Enrollment
from training.models.sessions import Meeting

USEFUL = [(1, _("1: not at all")), (2, "2"), (3, "3"), (4, "4"), (5, _("5: very much"))]


@tracked()
class Attendance(models.Model):
    """Whether somebody came to a meeting: the last word of those who marked it (docs/adr/0075).

    `marked_at` is when it was marked, which may be before it reached us; `mark_id` is the number that the device gave
    to the mark. An empty `presence` is a mark that was taken back.
    """

    Presence = Presence

    enrollment = models.ForeignKey(
        Enrollment, models.CASCADE, related_name="attendance", verbose_name=_("enrollment"), db_index=False
    )
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance", verbose_name=_("meeting"))
    presence = models.CharField(_("came"), max_length=4, choices=Presence, blank=True)
    mark_id = models.UUIDField(_("number of the mark"), default=uuid.uuid4, editable=False)
    marked_at = models.DateTimeField(_("marked"), default=timezone.now)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"), db_index=False
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "meeting"],
                name="attendance_once_a_meeting",
                violation_error_message=_("This person is marked for this meeting already."),
            ),
            one_of("attendance", "presence", Presence.values, _("Say whether they came, in part, or not."), blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} at {self.meeting_id}: {self.presence}"


# The words may name people, and go with their writer: they are not in history.
@tracked(exclude=["words"])
class Feedback(models.Model):
    """What somebody said after a session: once for an enrollment. Read by others without a name, and in threes."""

    enrollment = models.OneToOneField(Enrollment, models.CASCADE, related_name="feedback", verbose_name=_("enrollment"))
    useful = models.PositiveSmallIntegerField(_("how useful it was"), choices=USEFUL)
    would_recommend = models.BooleanField(_("would recommend it"))
    words = models.TextField(_("what should change"), max_length=2_000, blank=True, default="", db_default="")
    given = models.DateTimeField(_("given"), db_default=Now())

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__in=[value for value, _label in USEFUL]),
                name="feedback_useful_known",
                violation_error_message=_("Choose a number from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.useful}"
