"""A role that a person has, from when, until when, and who decided it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.querysets import RoleGrantQuerySet
from chitech.core.accounts.roles import GRANTED
from chitech.core.audit.tracking import tracked


@tracked()
class RoleGrant(models.Model):
    """One role of one person, in the whole city or in one department. A grant that has ended stays as a record."""

    class Origin(models.TextChoices):
        """How the grant came about. A sign-on takes away only what a sign-on gave."""

        HAND = "hand", _("given by a person")
        SIGN_ON = "sign_on", _("given by single sign-on")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants", verbose_name=_("person"), db_index=False
    )
    role = models.CharField(_("role"), max_length=24, choices=[(role.value, role.label) for role in GRANTED])
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("department"),
        help_text=_("Empty: in the whole city."),
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until it is taken away."))
    origin = models.CharField(_("origin"), max_length=8, choices=Origin, default=Origin.HAND)
    reason = models.CharField(_("reason"), max_length=300)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    taken_at = models.DateTimeField(_("taken away"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    taken_reason = models.CharField(_("why it was taken away"), max_length=300, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["user"], condition=Q(taken_at=None), name="grant_user_not_taken")]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in GRANTED]),
                name="grant_role_known",
                violation_error_message=_("This role is not known."),
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["hand", "sign_on"]),
                name="grant_origin_known",
                violation_error_message=_("A role is given by a person or by single sign-on."),
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="grant_taken_at_with_by",
                violation_error_message=_("Taking a role away needs who did it and when."),
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | ~Q(taken_reason=""),
                name="grant_taken_with_reason",
                violation_error_message=_("Say why the role is taken away."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="grant_with_reason",
                violation_error_message=_("Say why the person gets the role."),
            ),
            models.UniqueConstraint(
                F("user"),
                F("role"),
                F("department"),
                F("origin"),
                condition=Q(taken_at=None),
                nulls_distinct=False,
                name="grant_once_at_a_time",
                violation_error_message=_("This person has that role there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"

    def is_live(self, on: date | None = None) -> bool:
        """Whether it holds on a day (today if not given). The last day still counts."""
        return self.taken_at is None and (self.ends_on is None or self.ends_on >= (on or timezone.localdate()))
