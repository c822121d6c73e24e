"""What came of a course: whether its assessment was passed, and the certificate. docs/adr/0077."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.models.guards import at_with_by, one_of
from training.choices import Result
from training.models.courses import person
from training.models.enrollments import Enrollment
from training.querysets import CertificateQuerySet


def new_token() -> str:
    """192 random bits: nobody guesses the address of a certificate."""
    return secrets.token_urlsafe(24)


@tracked()
class AssessmentResult(models.Model):
    """What an assessment showed of somebody in a course: the last result; those before it are in its history.

    A course with an assessment is completed with a passed one alone: the database sees to it (migration).
    """

    Result = Result

    enrollment = models.OneToOneField(
        Enrollment, models.CASCADE, related_name="assessment_result", verbose_name=_("enrollment")
    )
    result = models.CharField(_("result"), max_length=7, choices=Result)
    word = models.CharField(_("a word about it"), max_length=500, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = person(is_required=True)

    class Meta:
        verbose_name = _("result of an assessment")
        verbose_name_plural = _("results of assessments")
        constraints = [one_of("assessment_result", "result", Result.values, _("Choose a result."))]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.result}"

    @property
    def is_passed(self) -> bool:
        return self.result == Result.PASSED


# Who reads the history must not come to a certificate by it, nor test emails against what stands for one.
@tracked(exclude=["token", "identity_salt", "identity_hash"])
class Certificate(models.Model):
    """What the city said on a day that somebody has completed: in the words of that day, whatever is renamed later.

    `skills` are rows of `name` and `level`. `identity_hash` stands for the email address that the person had, for
    badges: SHA-256 of the address with `identity_salt`. `is_public`: whether who has the address may read it; the
    person decides. An empty `person_name`: the account was erased.
    """

    enrollment = models.OneToOneField(
        Enrollment, models.PROTECT, related_name="certificate", verbose_name=_("enrollment")
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    is_public = models.BooleanField(_("who has the address may read it"), default=True, db_default=True)

    # What it says
    person_name = models.CharField(_("name"), max_length=200, blank=True)
    course_name = models.CharField(_("course"), max_length=200)
    provider = models.CharField(_("given by"), max_length=120, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=1)
    skills = models.JSONField(_("skills"), default=list)
    assessment = models.TextField(_("what was assessed"), blank=True, default="", db_default="")
    first_day = models.DateField(_("first day"), null=True)
    last_day = models.DateField(_("last day"), null=True)
    identity_salt = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)
    identity_hash = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)

    issued_at = models.DateTimeField(default=timezone.now, editable=False)
    issued_by = person(is_required=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=300, blank=True, default="", db_default="")
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = person()

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            at_with_by("certificate", "revoked"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoke_reason=""),
                name="certificate_revoked_says_why",
                violation_error_message=_("A revoked certificate needs the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_name} ({self.enrollment_id})"

    def get_absolute_url(self) -> str:
        return reverse("training:certificate", args=[self.token])

    @property
    def is_valid(self) -> bool:
        """Whether the city stands for it still."""
        return self.revoked_at is None
