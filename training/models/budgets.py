"""What a department or a team may spend on training in a fiscal year. docs/adr/0078."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import Department
from chitech.core.audit.tracking import tracked
from training.models.courses import person


@tracked()
class TrainingBudget(models.Model):
    """Cents of US dollars for seats in one fiscal year: of a department, or of the people whom `leader` leads.

    A fiscal year is named by the calendar year in which it ends.
    """

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="training_budgets",
        verbose_name=_("team of"),
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    amount_cents = models.BigIntegerField(_("budget"))
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    set_by = person(is_required=True)

    class Meta:
        verbose_name = _("training budget")
        verbose_name_plural = _("training budgets")
        ordering = ["-fiscal_year", "department__name", "leader__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "fiscal_year"],
                name="training_budget_once_a_department",
                violation_error_message=_("This department has a budget for this year already."),
            ),
            models.UniqueConstraint(
                fields=["leader", "fiscal_year"],
                name="training_budget_once_a_team",
                violation_error_message=_("This team has a budget for this year already."),
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False, leader=None) | Q(department=None, leader__isnull=False),
                name="training_budget_of_a_department_or_a_team",
                violation_error_message=_("A budget is either a department’s or a team’s."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gte=0),
                name="training_budget_not_negative",
                violation_error_message=_("A budget is 0 or more."),
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__range=(2000, 2200)),
                name="training_budget_year_in_reason",
                violation_error_message=_("Give the year with four digits."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department or self.leader}, {self.fiscal_year}"
