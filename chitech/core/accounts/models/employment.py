"""Who the city employs, as its payroll tells it: also people who have never signed in."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.querysets import EmploymentQuerySet
from chitech.core.audit.tracking import tracked


@tracked()
class Employment(models.Model):
    """A person's post in the city. It comes from the payroll's file; nobody types it here.

    `title_code` is the payroll's own, as text: what it becomes among the refreshed titles is the crosswalk's matter.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="employments",
        verbose_name=_("account"),
    )
    employee_id = models.CharField(_("employee ID"), max_length=40)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("work email"), blank=True)
    title_code = models.CharField(_("title code"), max_length=40, blank=True)
    title_name = models.CharField(_("title on the payroll"), max_length=200, blank=True)
    department = models.ForeignKey("accounts.Department", models.PROTECT, verbose_name=_("department"))
    manager_employee_id = models.CharField(_("manager's employee ID"), max_length=40, blank=True, db_index=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["name", "employee_id", "-starts_on"]
        indexes = [
            models.Index(Lower("email"), name="employment_email"),
            models.Index(fields=["title_code"], name="employment_title_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(employee_id=""),
                name="employment_with_employee_id",
                violation_error_message=_("An employment needs the employee ID."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="employment_ends_after_start",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.UniqueConstraint(
                fields=["employee_id"],
                condition=Q(ends_on=None),
                name="employment_one_without_end",
                violation_error_message=_("This employee ID has an employment that has not ended."),
            ),
            models.UniqueConstraint(
                fields=["employee_id", "starts_on"],
                name="employment_once_a_start",
                violation_error_message=_("This employee ID has an employment from that day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.employee_id})"

    def is_current(self, on: date | None = None) -> bool:
        """Whether the person is in this post on a day (today if not given). The last day still counts."""
        day = on or timezone.localdate()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def is_ending_open(self) -> bool:
        """Whether its last day can still be said: it has none, or one to come."""
        return self.ends_on is None or self.ends_on >= timezone.localdate()

    @property
    def title(self) -> str:
        """What people call the post; its code, where the payroll gives no name."""
        return self.title_name or self.title_code
