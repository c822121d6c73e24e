"""What a title says from a date on, and the decisions that put it in force."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.choices import OPEN_STATES, Basis, EquivalentKind, State
from pathways.choices import Phase as RevisionPhase
from pathways.models.guards import at_with_by, one_of
from pathways.models.titles import DegreeKind, DegreeRule, Title
from pathways.models.vocabulary import Skill, SkillLevel
from pathways.pay import PayUnit
from pathways.querysets import RevisionQuerySet

_USER = settings.AUTH_USER_MODEL


def _person() -> Any:
    """Who took a decision. Nothing is looked up by it, so it has no index."""
    return models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", editable=False, db_index=False)


@tracked()
class Revision(models.Model):
    """What a title says from a date on: its name, what the job is, what it asks for and what it pays.

    Pay is in cents of a US dollar in `pay_unit`; `pay_steps` are the amounts of the grade's steps, from the first to
    the last, and empty where the pay is an open range. `duties` has one duty a line.
    `in_force` runs from the revision's first day to the day before the next one's (its upper bound, not included);
    `pathways.actions` alone moves it. Rows without `approved_by` were taken over when revisions began.
    `updated_at` and `updated_by` tell of the last change to the words, not of decisions.
    """

    State = State
    Phase = RevisionPhase

    title = models.ForeignKey(Title, models.PROTECT, related_name="revisions", verbose_name=_("title"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("begun from"),
        editable=False,
        db_index=False,
    )
    change_set = models.ForeignKey(
        "pathways.ChangeSet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        editable=False,
        db_index=False,
    )

    # What the job is
    name = models.CharField(_("name"), max_length=80)
    summary = models.TextField(_("summary"))
    duties = models.TextField(_("duties"), blank=True, default="", db_default="")
    working_conditions = models.TextField(_("working conditions"), blank=True, default="", db_default="")
    change_note = models.TextField(_("what changes, and why"), blank=True, default="", db_default="")

    # What it pays
    pay_grade = models.CharField(_("pay grade"), max_length=20, blank=True)
    pay_min_cents = models.BigIntegerField(_("pay from"))
    pay_max_cents = models.BigIntegerField(_("pay to"))
    pay_unit = models.CharField(_("pay unit"), max_length=6, choices=PayUnit, default=PayUnit.ANNUAL)
    pay_steps = ArrayField(
        models.BigIntegerField(), verbose_name=_("pay steps"), blank=True, default=list, db_default=models.Value("{}")
    )

    # What it asks for
    skills = models.ManyToManyField(
        Skill, through="pathways.RevisionSkill", related_name="revisions", verbose_name=_("skills")
    )
    experience_months = models.PositiveSmallIntegerField(_("experience asked, in months"), default=0)
    experience_basis = models.CharField(
        _("experience rests on"), max_length=7, choices=Basis, blank=True, default="", db_default=""
    )
    experience_reason = models.CharField(
        _("why experience is asked for"), max_length=300, blank=True, default="", db_default=""
    )
    experience_equivalent_kind = models.CharField(
        _("kind of what counts instead of experience"),
        max_length=14,
        choices=EquivalentKind,
        blank=True,
        default="",
        db_default="",
    )
    experience_equivalent = models.CharField(
        _("what counts instead of experience"), max_length=300, blank=True, default="", db_default=""
    )
    degree_rule = models.CharField(_("degree rule"), max_length=15, choices=DegreeRule, default=DegreeRule.NONE)
    degree_kind = models.CharField(
        _("which degree"), max_length=12, choices=DegreeKind, blank=True, default="", db_default=""
    )
    degree_basis = models.CharField(
        _("the degree rests on"), max_length=7, choices=Basis, blank=True, default="", db_default=""
    )
    degree_reason = models.CharField(_("why a degree is asked for"), max_length=300, blank=True)
    degree_equivalent_kind = models.CharField(
        _("kind of what counts instead of a degree"),
        max_length=14,
        choices=EquivalentKind,
        blank=True,
        default="",
        db_default="",
    )
    degree_equivalent = models.CharField(_("what counts instead"), max_length=300, blank=True)
    demands_owner = models.ForeignKey(
        _USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers for what is asked"),
        db_index=False,
    )
    demands_review_on = models.DateField(_("asked again on"), null=True, blank=True)

    # What people decided
    state = models.CharField(
        _("state"), max_length=13, choices=State, default=State.DRAFT, db_default=State.DRAFT.value, editable=False
    )
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force = DateRangeField(_("in force"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    confirmed_impact = models.JSONField(null=True, blank=True, editable=False)
    review_note = models.TextField(_("what the reviewer says"), blank=True, default="", db_default="", editable=False)
    created_at = models.DateTimeField(null=True, editable=False)
    created_by = _person()
    updated_at = models.DateTimeField(null=True, editable=False)
    updated_by = _person()
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = _person()
    asked_at = models.DateTimeField(null=True, editable=False)
    asked_by = _person()
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = _person()
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = _person()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["title", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "number"],
                name="revision_number_once_a_title",
                violation_error_message=_("This title already has a revision with this number."),
            ),
            models.UniqueConstraint(
                fields=["title", "in_force_from"],
                name="revision_one_start_a_day",
                violation_error_message=_("Another revision of this title starts on this day."),
            ),
            # A posting's pair of title and revision points here, so that it can't pin another title's revision.
            models.UniqueConstraint(
                fields=["title", "id"],
                name="revision_known_by_its_title",
                violation_error_message=_("This revision is there already."),
            ),
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(state__in=OPEN_STATES),
                name="revision_one_draft_a_title",
                violation_error_message=_("Someone is already working on a new revision of this title."),
            ),
            ExclusionConstraint(
                name="revision_one_in_force_a_day",
                expressions=[("title", RangeOperators.EQUAL), ("in_force", RangeOperators.OVERLAPS)],
                condition=Q(state=State.APPROVED),
                violation_error_message=_("Another revision of this title holds on some of these days."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.APPROVED,
                    in_force_from__isnull=False,
                    in_force__isnull=False,
                    in_force__startswith=F("in_force_from"),
                )
                | (~Q(state=State.APPROVED) & Q(in_force_from__isnull=True, in_force__isnull=True)),
                name="revision_approved_with_its_days",
                violation_error_message=_("An approved revision holds from a day on, and no other one does."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.IN_REVIEW) | Q(submitted_at__isnull=False),
                name="revision_in_review_was_submitted",
                violation_error_message=_("A revision is reviewed after someone has submitted it."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (
                    (Q(created_by__isnull=True) | ~Q(created_by=F("approved_by")))
                    & (Q(updated_by__isnull=True) | ~Q(updated_by=F("approved_by")))
                ),
                name="revision_not_approved_by_its_writer",
                violation_error_message=_("Whoever wrote a revision cannot approve it."),
            ),
            models.CheckConstraint(
                condition=Q(pay_min_cents__gt=0, pay_max_cents__gte=F("pay_min_cents")),
                name="revision_pay_is_a_range",
                violation_error_message=_("Pay starts above zero, and its top is not below its start."),
            ),
            one_of("revision", "pay_unit", PayUnit.values, _("Pay is a year, an hour or a day.")),
            one_of("revision", "degree_rule", DegreeRule.values, _("Choose one of the degree rules.")),
            one_of("revision", "degree_kind", DegreeKind.values, _("Choose which degree is meant."), blank=True),
            one_of("revision", "degree_basis", Basis.values, _("Choose what it rests on."), blank=True),
            one_of("revision", "experience_basis", Basis.values, _("Choose what it rests on."), blank=True),
            one_of("revision", "degree_equivalent_kind", EquivalentKind.values, _("Choose what counts."), blank=True),
            one_of(
                "revision", "experience_equivalent_kind", EquivalentKind.values, _("Choose what counts."), blank=True
            ),
            one_of("revision", "state", State.values, _("Choose a state.")),
            models.CheckConstraint(
                condition=~Q(degree_rule="required")
                | Q(state__in=[*OPEN_STATES, State.WITHDRAWN])
                | (~Q(degree_reason="") & ~Q(degree_equivalent="")),
                name="revision_required_degree_is_explained",
                violation_error_message=_("A required degree needs a reason, and what counts instead."),
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True)
                | (Q(degree_rule__in=["none", "preferred"]) & Q(experience_months=0))
                | Q(demands_owner__isnull=False, demands_review_on__isnull=False),
                name="revision_demands_are_answered_for",
                violation_error_message=_("What a title asks for needs someone who answers for it, and a review date."),
            ),
            *(
                at_with_by("revision", verb)
                for verb in ("created", "updated", "submitted", "asked", "approved", "withdrawn")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('pathways:history', args=[self.title.code])}#revision-{self.number}"

    @property
    def duty_list(self) -> list[str]:
        """Its duties, one by one."""
        return [line for line in (raw.strip() for raw in self.duties.splitlines()) if line]

    @property
    def is_open(self) -> bool:
        """Still being worked on."""
        return self.state in OPEN_STATES

    @property
    def in_force_to(self) -> date | None:
        """The day on which it holds no more; None where no end is known."""
        return self.in_force.upper if self.in_force else None

    def phase_on(self, day: date) -> RevisionPhase | str:
        """Where it is on a day."""
        if self.state != State.APPROVED or self.in_force_from is None:
            return str(self.state)
        if self.in_force_from > day:
            return RevisionPhase.UPCOMING
        ended = self.in_force_to is not None and self.in_force_to <= day
        return RevisionPhase.SUPERSEDED if ended else RevisionPhase.IN_FORCE

    @property
    def phase(self) -> RevisionPhase | str:
        return self.phase_on(timezone.localdate())

    @property
    def phase_label(self) -> str:
        """The phase as people read it."""
        phase = self.phase
        return str(phase.label if isinstance(phase, RevisionPhase) else self.get_state_display())

    @property
    def asks_for_a_degree(self) -> bool:
        return self.degree_rule in {DegreeRule.REQUIRED, DegreeRule.REQUIRED_BY_LAW}


@tracked()
class RevisionSkill(models.Model):
    """A skill that a title needs, how well, and whether one must have it from the start."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="skill_list")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel)
    is_essential = models.BooleanField(_("essential"), default=True, db_default=True)

    class Meta:
        verbose_name = _("skill of a revision")
        verbose_name_plural = _("skills of a revision")
        ordering = ["-is_essential", "-level", "skill__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "skill"],
                name="revision_skill_once",
                violation_error_message=_("This skill is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=SkillLevel.values),
                name="revision_skill_level_known",
                violation_error_message=_("A skill has a level from 1 to 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} ({self.get_level_display()})"
