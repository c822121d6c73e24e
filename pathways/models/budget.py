"""Old titles as the city's budget has them, year by year."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.crosswalk.querysets import BudgetLineQuerySet, BudgetTitleQuerySet
from pathways.models.guards import one_of

BUDGET_CODE_PATTERN = r"^[0-9A-Z]{4,8}$"


class BudgetPayUnit(models.TextChoices):
    """What one amount of a budget's pay is for. A budget also knows pay by the month."""

    ANNUAL = "annual", _("a year")
    MONTHLY = "monthly", _("a month")
    HOURLY = "hourly", _("an hour")
    DAILY = "daily", _("a day")


class ScopeKind(models.TextChoices):
    """By what an old title is told to be one of technology."""

    CODE_PREFIX = "code_prefix", _("Codes that start with")
    CODE = "code", _("The code")
    DEPARTMENT = "department", _("Every position of the department")


@tracked()
class BudgetTitle(models.Model):
    """An old title: a code with a name, whatever the year. A code that was renamed has a row for each of its names.

    `code` is text: its leading zeros belong to it, and some have a letter. `decided_version` counts what was decided
    about it in the crosswalk, so that nobody overwrites what they have not seen. `duties` are what its holders do
    today, one a line: no budget says it, so HR does.
    """

    code = models.CharField(_("title code"), max_length=8)
    name = models.CharField(_("title in the budget"), max_length=120)
    duties = models.TextField(
        _("duties of the old title"), blank=True, default="", db_default="", help_text=_("One a line.")
    )
    decided_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = BudgetTitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget title")
        verbose_name_plural = _("budget titles")
        ordering = ["code", "name"]
        constraints = [
            models.UniqueConstraint(
                "code",
                Lower("name"),
                name="budgettitle_once_a_code_and_name",
                violation_error_message=_("This code has this name already."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=BUDGET_CODE_PATTERN),
                name="budgettitle_code_well_formed",
                violation_error_message=_("A title code has 4 to 8 digits and capital letters, with its zeros."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def duty_list(self) -> list[str]:
        """Its duties, one by one."""
        return [line for line in (raw.strip() for raw in self.duties.splitlines()) if line]


@tracked()
class BudgetLine(models.Model):
    """What the budget of one year has for an old title.

    `schedule` and `grade` are those of most of its positions. `positions` are full positions; amounts of money that a
    budget keeps under a title code (adjustments, hours) are none. Pay is in cents of a US dollar per `pay_unit`.
    `department_codes` have no leading zeros. `posts` has what the figures come from: for each department and grade
    `{"code", "department", "grade", "unit", "pay_unit", "positions", "pay_min_cents", "pay_max_cents"}`.
    A line that a later file of the same year no longer names stays, with `is_listed` false.
    """

    title = models.ForeignKey(BudgetTitle, models.PROTECT, related_name="lines", verbose_name=_("budget title"))
    year = models.PositiveSmallIntegerField(_("budget year"))
    schedule = models.CharField(_("schedule"), max_length=4, blank=True)
    grade = models.CharField(_("grade"), max_length=6, blank=True)
    bargaining_unit = models.CharField(_("bargaining unit in the budget"), max_length=10, blank=True)
    positions = models.PositiveIntegerField(_("budgeted positions"), default=0)
    pay_unit = models.CharField(_("pay unit"), max_length=7, choices=BudgetPayUnit, default=BudgetPayUnit.ANNUAL)
    pay_min_cents = models.BigIntegerField(_("pay from"), null=True, blank=True)
    pay_max_cents = models.BigIntegerField(_("pay to"), null=True, blank=True)
    department_codes = ArrayField(models.CharField(max_length=10), verbose_name=_("department codes"), default=list)
    posts = models.JSONField(_("positions by department and grade"), default=list)
    is_listed = models.BooleanField(_("in the budget"), default=True, db_default=True)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["-year", "title"]
        indexes = [models.Index(fields=["year", "title"], name="budgetline_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "year"],
                name="budgetline_once_a_year",
                violation_error_message=_("This title has a line for this year already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)),
                name="budgetline_year_in_reason",
                violation_error_message=_("A budget year goes from 1990 to 2100."),
            ),
            models.CheckConstraint(
                condition=Q(pay_min_cents__isnull=True, pay_max_cents__isnull=True)
                | Q(pay_min_cents__gte=0, pay_max_cents__gte=F("pay_min_cents")),
                name="budgetline_pay_is_a_range",
                violation_error_message=_("Pay does not end below its start."),
            ),
            one_of("budgetline", "pay_unit", BudgetPayUnit.values, _("Pay is a year, a month, an hour or a day.")),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"

    @property
    def schedule_grade(self) -> str:
        """Schedule and grade as a budget writes them: "G 06"."""
        return " ".join(part for part in (self.schedule, self.grade) if part)

    @property
    def departments(self) -> list[dict[str, Any]]:
        """Name and positions of each department, the largest first."""
        found: dict[str, dict[str, Any]] = {}
        for post in self.posts:
            known = found.setdefault(post["code"], {"name": post["department"], "positions": 0})
            known["positions"] += post["positions"]
        return sorted(found.values(), key=lambda one: (-one["positions"], one["name"]))


@tracked()
class CrosswalkScope(models.Model):
    """What makes an old title one of technology, so that it is on the crosswalk's worksheet. Any row that fits will do.

    Rows are data: another city has other codes. What Chicago's rows give for 2011 to 2018 is in docs/adr/0064.
    """

    kind = models.CharField(_("rule"), max_length=11, choices=ScopeKind)
    value = models.CharField(_("code"), max_length=10)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("crosswalk scope")
        verbose_name_plural = _("crosswalk scopes")
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                name="crosswalkscope_once",
                violation_error_message=_("This rule is there already."),
            ),
            one_of("crosswalkscope", "kind", ScopeKind.values, _("Choose the kind of rule.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"
