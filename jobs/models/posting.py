"""An opening, as people read it and as the database guards it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import Department
from chitech.core.audit.tracking import tracked
from jobs.choices import Audience, EmploymentType, State, WorkMode
from jobs.choices import Phase as PostingPhase
from jobs.querysets import PostingQuerySet
from jobs.wording import degree_phrase, experience_phrase
from pathways.models import (
    BargainingUnit,
    Family,
    Level,
    ResidencyRule,
    Revision,
    SelectionMethod,
    ServiceType,
    Skill,
    SkillLevel,
    Title,
)
from pathways.models.titles import DegreeKind, DegreeRule
from pathways.pay import UNITS_A_YEAR, PayUnit


def slug_of(name: str) -> str:
    """The name of a job as a part of an address; never empty."""
    return slugify(name)[:80].strip("-") or "posting"


def _one_of(
    field: str, values: Sequence[str], *, name: str, message: Any, blank: bool = False
) -> models.CheckConstraint:
    """A column that holds one of a closed list, and `""` where nothing is stated."""
    allowed = [*values, ""] if blank else list(values)
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name, violation_error_message=message)


def _at_with_by(verb: str) -> models.CheckConstraint:
    """Every `x_at` has its `x_by`."""
    return models.CheckConstraint(
        condition=Q(**{f"{verb}_at__isnull": True, f"{verb}_by__isnull": True})
        | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
        name=f"posting_{verb}_at_with_by",
        violation_error_message=_("A date of a decision needs the person who decided."),
    )


def _annual(field: str) -> Case:
    """The yearly equivalent of a pay column, in cents; null where pay is not stated."""
    return Case(
        *(When(pay_unit=unit, then=F(field) * Value(times)) for unit, times in UNITS_A_YEAR.items()),
        default=None,
        output_field=models.BigIntegerField(),
    )


# The yearly equivalents are computed by the database from columns that the history holds.
@tracked(exclude=["annual_min_cents", "annual_max_cents"])
class Posting(models.Model):
    """An opening.

    Body sections are markdown. Pay is in cents of a US dollar per `pay_unit`; all three pay columns are empty when the
    source did not state it. `closes_at` empty means open until filled. Empty text in a choice means "not stated".
    """

    State = State
    Phase = PostingPhase
    WorkMode = WorkMode
    EmploymentType = EmploymentType
    Audience = Audience

    # What it is
    source = models.CharField(_("source"), max_length=60, blank=True)
    external_id = models.CharField(_("number at the source"), max_length=60, blank=True)
    title = models.ForeignKey(
        Title, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("title")
    )
    # What the title said when the posting was published. That it is of this title, the database checks with a key of
    # both columns (migration 0008); it moves by `actions.repin` alone.
    revision = models.ForeignKey(
        Revision,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="postings",
        db_index=False,
        db_constraint=False,
        verbose_name=_("revision of the title"),
    )
    family = models.ForeignKey(
        Family,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("field of work"),
        help_text=_("Only for a posting without a title; a title brings its own."),
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="postings", verbose_name=_("department"))
    division = models.CharField(_("division"), max_length=160, blank=True)
    business_title = models.CharField(_("name of the job"), max_length=160)
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("level"))
    categories = ArrayField(
        models.CharField(max_length=120), verbose_name=_("categories at the source"), default=list, blank=True
    )

    # What it says
    what_you_will_do = models.TextField(_("what you will do"), blank=True)
    what_you_need = models.TextField(_("what you need"), blank=True)
    what_helps = models.TextField(_("what helps"), blank=True)
    benefits = models.TextField(_("benefits"), blank=True)
    how_to_apply = models.TextField(_("how to apply"), blank=True)

    # What it pays
    pay_min_cents = models.BigIntegerField(_("pay from"), null=True, blank=True)
    pay_max_cents = models.BigIntegerField(_("pay to"), null=True, blank=True)
    pay_unit = models.CharField(_("pay unit"), max_length=6, choices=PayUnit, blank=True)
    annual_min_cents = models.GeneratedField(
        expression=_annual("pay_min_cents"), output_field=models.BigIntegerField(null=True), db_persist=True
    )
    annual_max_cents = models.GeneratedField(
        expression=_annual("pay_max_cents"), output_field=models.BigIntegerField(null=True), db_persist=True
    )

    # How and where one works
    openings = models.PositiveSmallIntegerField(_("openings"), default=1)
    employment_type = models.CharField(
        _("employment"), max_length=14, choices=EmploymentType, default=EmploymentType.FULL_TIME
    )
    hours_or_shift = models.CharField(_("hours or shift"), max_length=300, blank=True)
    work_mode = models.CharField(_("where you work"), max_length=6, choices=WorkMode, blank=True)
    location = models.CharField(_("location"), max_length=200, blank=True)

    # What it asks for
    experience_months = models.PositiveSmallIntegerField(
        _("experience asked, in months"), null=True, blank=True, help_text=_("0 means that none is needed.")
    )
    degree_rule = models.CharField(_("degree rule"), max_length=15, choices=DegreeRule, blank=True)
    degree_kind = models.CharField(
        _("which degree"), max_length=12, choices=DegreeKind, blank=True, default="", db_default=""
    )
    degree_reason = models.CharField(_("why a degree is asked for"), max_length=300, blank=True)
    degree_equivalent = models.CharField(_("what counts instead"), max_length=300, blank=True)
    skills = models.ManyToManyField(Skill, through="PostingSkill", related_name="postings", verbose_name=_("skills"))

    # Who may see it, and when
    audience = models.CharField(_("who may apply"), max_length=6, choices=Audience, default=Audience.BOTH)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)

    # Civil-service facts
    budget_title_code = models.CharField(_("budget title code"), max_length=20, blank=True)
    schedule_grade = models.CharField(_("schedule and grade"), max_length=40, blank=True)
    bargaining_unit = models.ForeignKey(
        BargainingUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bargaining unit")
    )
    service_type = models.ForeignKey(
        ServiceType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service type")
    )
    selection_method = models.ForeignKey(
        SelectionMethod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("how people are chosen"),
    )
    residency = models.ForeignKey(
        ResidencyRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("residency")
    )
    residency_note = models.TextField(_("residency, in the source's words"), blank=True)

    # What people decided
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    end_reason = models.CharField(_("reason for closing or cancelling"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="posting_once_a_source",
                violation_error_message=_("There is already a posting with this number from this source."),
            ),
            models.CheckConstraint(
                condition=Q(revision__isnull=True) | Q(title__isnull=False),
                name="posting_revision_only_with_title",
                violation_error_message=_("A posting pins a revision of its own title."),
            ),
            models.CheckConstraint(
                condition=Q(title__isnull=True) | Q(family__isnull=True),
                name="posting_family_only_without_title",
                violation_error_message=_(
                    "A posting with a title has that title's field of work; leave the field empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(pay_min_cents__isnull=True, pay_max_cents__isnull=True, pay_unit="")
                | Q(
                    pay_min_cents__isnull=False,
                    pay_max_cents__isnull=False,
                    pay_min_cents__gt=0,
                    pay_max_cents__gte=F("pay_min_cents"),
                    pay_unit__in=PayUnit.values,
                ),
                name="posting_pay_whole_or_absent",
                violation_error_message=_(
                    "Give the whole pay range (from, to and unit, with the top not below the start), or none of it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(openings__gte=1),
                name="posting_openings_at_least_one",
                violation_error_message=_("There is at least one opening."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="posting_closes_after_opening",
                violation_error_message=_("A posting closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(state="published", published_at__isnull=False, opens_at__isnull=False)
                | Q(state="closed", published_at__isnull=False, opens_at__isnull=False, closed_at__isnull=False)
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="posting_state_has_its_dates",
                violation_error_message=_("A published posting needs the day it opens; an ended one the day it ended."),
            ),
            # Illinois Equal Pay Act, 820 ILCS 112/10(b-25): pay scale and benefits in every posting.
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(pay_min_cents__isnull=False) & ~Q(benefits="")),
                name="posting_published_with_pay_and_benefits",
                violation_error_message=_("A posting cannot be published without its pay range and benefits."),
            ),
            _one_of("state", State.values, name="posting_state_known", message=_("Choose a state.")),
            _one_of(
                "pay_unit", PayUnit.values, name="posting_pay_unit_known", message=_("Choose a pay unit."), blank=True
            ),
            _one_of(
                "employment_type",
                EmploymentType.values,
                name="posting_employment_known",
                message=_("Choose the employment."),
            ),
            _one_of(
                "work_mode",
                WorkMode.values,
                name="posting_work_mode_known",
                message=_("Choose where people work."),
                blank=True,
            ),
            _one_of(
                "degree_rule",
                DegreeRule.values,
                name="posting_degree_rule_known",
                message=_("Choose a degree rule."),
                blank=True,
            ),
            _one_of(
                "degree_kind",
                DegreeKind.values,
                name="posting_degree_kind_known",
                message=_("Choose which degree is meant."),
                blank=True,
            ),
            _one_of("audience", Audience.values, name="posting_audience_known", message=_("Choose who may apply.")),
            _at_with_by("published"),
            _at_with_by("closed"),
            _at_with_by("cancelled"),
        ]
        indexes = [
            models.Index(fields=["title", "state"], name="posting_by_title"),
            models.Index(fields=["revision"], name="posting_by_revision"),
            # HR's list: its three orders, and all of its counts from this index alone.
            models.Index(fields=["-updated_at", "-id"], name="posting_by_update"),
            models.Index(fields=["closes_at", "id"], name="posting_by_closing"),
            models.Index(fields=["business_title", "id"], name="posting_by_name"),
            models.Index(fields=["state", "source", "department", "opens_at", "closes_at"], name="posting_by_phase"),
        ]

    def __str__(self) -> str:
        return self.business_title

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", kwargs={"pk": self.pk, "slug": self.slug})

    @property
    def slug(self) -> str:
        """The readable part of the address; it may change, the number never does."""
        return slug_of(self.business_title)

    def phase_at(self, moment: datetime) -> PostingPhase:
        """Where the posting is in time at `moment`. Mirrors `PostingQuerySet.with_phase`."""
        if self.state != State.PUBLISHED:
            return PostingPhase(self.state)
        if self.opens_at is not None and self.opens_at > moment:
            return PostingPhase.SCHEDULED
        if self.closes_at is not None and self.closes_at <= moment:
            return PostingPhase.ENDED
        return PostingPhase.OPEN

    @property
    def phase(self) -> PostingPhase:
        return self.phase_at(timezone.now())

    @property
    def is_open(self) -> bool:
        return self.phase is PostingPhase.OPEN

    @property
    def is_of_the_city(self) -> bool:
        """Written here, or imported from a source that is this city's own (setting OWN_SOURCES)."""
        return not self.source or self.source in settings.OWN_SOURCES

    @property
    def is_pay_stated(self) -> bool:
        return self.pay_min_cents is not None

    @property
    def effective_family(self) -> Family | None:
        """The field of work: the title's, else the posting's own."""
        return self.title.family if self.title else self.family

    @property
    def degree_phrase(self) -> str:
        return degree_phrase(self)

    @property
    def experience_phrase(self) -> str:
        return experience_phrase(self.experience_months)

    @property
    def is_new(self) -> bool:
        """Opened today, by Chicago's calendar."""
        return self.opens_at is not None and timezone.localdate(self.opens_at) == timezone.localdate()


@tracked()
class PostingSkill(models.Model):
    """A skill that a posting asks for, at a level; essential, or helpful only."""

    posting = models.ForeignKey(Posting, models.CASCADE, related_name="skill_list")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel)
    is_essential = models.BooleanField(_("essential"), default=True)

    class Meta:
        verbose_name = _("skill of a posting")
        verbose_name_plural = _("skills of postings")
        ordering = ["-is_essential", "-level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "skill"],
                name="posting_skill_once",
                violation_error_message=_("This skill is already on the list."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=SkillLevel.values),
                name="posting_skill_level_known",
                violation_error_message=_("A skill's level is 1 to 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"
