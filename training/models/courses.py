"""Courses: what one learns in them, and in which order they lead to a title."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.models import Family, Skill, SkillLevel, Title
from pathways.models.guards import at_with_by, one_of
from training.choices import CourseState, Format, Language
from training.querysets import CourseQuerySet, LearningPathQuerySet


def person(*, is_required: bool = False) -> Any:
    """Who took a decision. Nothing is looked up by it, so it has no index."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=not is_required,
        related_name="+",
        editable=False,
        db_index=False,
    )


@tracked()
class Course(models.Model):
    """Something that teaches skills from a level to a level.

    `outcomes` has one thing a line that people will be able to do. `cost_cents` is what one seat costs the city, in
    cents of a US dollar. `break_even_size`: from how many people on a session is worth its cost. `interest_threshold`:
    at how many interested people the coordinators are told. A course on demand has no sessions.
    """

    State = CourseState
    Format = Format
    Language = Language

    # What it is
    source = models.CharField(_("source"), max_length=60, blank=True, default="", db_default="")
    external_id = models.CharField(_("number at the source"), max_length=60, blank=True, default="", db_default="")
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.TextField(_("summary"))
    outcomes = models.TextField(_("what people will be able to do"), help_text=_("One thing a line."))
    family = models.ForeignKey(
        Family, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name=_("field of work")
    )
    skills = models.ManyToManyField(
        Skill, through="training.CourseSkill", related_name="courses", verbose_name=_("skills")
    )

    # How it is given
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=1)
    format = models.CharField(_("format"), max_length=9, choices=Format, default=Format.IN_PERSON)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.ENGLISH)
    provider = models.CharField(_("provider"), max_length=120, blank=True)
    prerequisites = models.TextField(_("what one should know or have before"), blank=True)
    accessibility = models.TextField(_("accessibility"), blank=True)
    cost_cents = models.BigIntegerField(_("cost to the city for one seat"), default=0)
    break_even_size = models.PositiveSmallIntegerField(
        _("break-even size"), default=0, help_text=_("From how many people on a session is worth its cost.")
    )
    interest_threshold = models.PositiveSmallIntegerField(
        _("tell us at so many interested people"), default=8, help_text=_("0: never.")
    )

    # Who decides, and how it ends
    needs_approval = models.BooleanField(_("the manager approves"), default=False)
    approval_days = models.PositiveSmallIntegerField(
        _("days to approve"), default=5, help_text=_("After these the request goes to the manager’s manager.")
    )
    assessment = models.TextField(
        _("assessment"),
        blank=True,
        help_text=_("What is assessed at the end, and what is needed to pass. Empty: taking part is enough."),
    )

    # What people decided
    state = models.CharField(
        _("state"), max_length=9, choices=CourseState, default=CourseState.DRAFT, db_default=CourseState.DRAFT.value
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = person(is_required=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = person(is_required=True)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = person()
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = person()

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="course_once_a_source",
                violation_error_message=_("There is already a course with this number from this source."),
            ),
            one_of("course", "state", CourseState.values, _("Choose a state.")),
            one_of("course", "format", Format.values, _("Choose a format from the list.")),
            one_of("course", "language", Language.values, _("Choose a language from the list.")),
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="course_takes_time",
                violation_error_message=_("Say how many hours the course takes: more than 0."),
            ),
            models.CheckConstraint(
                condition=Q(cost_cents__gte=0),
                name="course_cost_not_negative",
                violation_error_message=_("The cost is 0 or more."),
            ),
            models.CheckConstraint(
                condition=Q(approval_days__range=(1, 60)),
                name="course_approval_days_in_reason",
                violation_error_message=_("Give managers 1 to 60 days to approve."),
            ),
            at_with_by("course", "published"),
            at_with_by("course", "retired"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == CourseState.PUBLISHED

    @property
    def is_on_demand(self) -> bool:
        """Whether one enrolls in the course itself, without a session."""
        return self.format == Format.ON_DEMAND


@tracked()
class CourseSkill(models.Model):
    """A skill that a course teaches. `from_level` is what one brings (0: nothing), `to_level` what one leaves with."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="skill_list", verbose_name=_("course"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="course_list", verbose_name=_("skill"))
    from_level = models.PositiveSmallIntegerField(_("from level"), default=0)
    to_level = models.PositiveSmallIntegerField(_("to level"), choices=SkillLevel)

    class Meta:
        verbose_name = _("skill of a course")
        verbose_name_plural = _("skills of a course")
        ordering = ["-to_level", "skill__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "skill"],
                name="course_skill_once",
                violation_error_message=_("This course teaches this skill already."),
            ),
            models.CheckConstraint(
                condition=Q(to_level__in=SkillLevel.values),
                name="course_skill_to_level_known",
                violation_error_message=_("Choose a level from 1 to 4."),
            ),
            models.CheckConstraint(
                condition=Q(from_level__lt=F("to_level")),
                name="course_skill_goes_up",
                violation_error_message=_("A course leads to a higher level than one brings."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.from_level}-{self.to_level}"


@tracked()
class LearningPath(models.Model):
    """Courses in an order, towards a title."""

    State = CourseState

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.TextField(_("summary"))
    title = models.ForeignKey(
        Title, models.PROTECT, null=True, blank=True, related_name="learning_paths", verbose_name=_("towards the title")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=CourseState, default=CourseState.DRAFT, db_default=CourseState.DRAFT.value
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = person(is_required=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = person(is_required=True)

    objects = LearningPathQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")
        ordering = ["name", "pk"]
        constraints = [one_of("learning_path", "state", CourseState.values, _("Choose a state."))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:path", args=[self.slug])


@tracked()
class LearningStep(models.Model):
    """One course of a learning path. `number` counts from 1."""

    path = models.ForeignKey(LearningPath, models.CASCADE, related_name="steps", verbose_name=_("learning path"))
    course = models.ForeignKey(Course, models.PROTECT, related_name="steps", verbose_name=_("course"))
    number = models.PositiveSmallIntegerField(_("number"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("step of a learning path")
        verbose_name_plural = _("steps of a learning path")
        ordering = ["path", "number"]
        constraints = [
            # Checked at the end of the transaction, so that two steps can change places.
            models.UniqueConstraint(
                fields=["path", "number"],
                name="learning_step_number_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another step has this number."),
            ),
            models.UniqueConstraint(
                fields=["path", "course"],
                name="learning_step_course_once",
                violation_error_message=_("This course is in the path already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path_id} {self.number}"
