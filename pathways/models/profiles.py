"""What the city knows of a member of staff: their refreshed title, and their skills. docs/adr/0068."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.choices import ProfileOrigin, RecordSource, SkillAnswer
from pathways.models.guards import at_with_by, one_of
from pathways.models.revisions import Revision
from pathways.models.titles import Title
from pathways.models.vocabulary import Skill, SkillLevel
from pathways.profiles.querysets import ProfileQuerySet, SkillRecordQuerySet, SkillRequestQuerySet

_USER = settings.AUTH_USER_MODEL


@tracked()
class Profile(models.Model):
    """A person's refreshed title: since when, and what it said when they came to it (`revision`, pinned).

    `title_code` is the payroll's code that it was found by; "" where a person chose. The database holds title and
    revision together (migration): a profile can't pin another title's revision.
    """

    Origin = ProfileOrigin

    user = models.OneToOneField(_USER, models.CASCADE, related_name="profile", verbose_name=_("person"))
    title = models.ForeignKey(Title, models.PROTECT, related_name="profiles", verbose_name=_("title"))
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", verbose_name=_("what the title said"), db_index=False
    )
    since = models.DateField(_("since"))
    origin = models.CharField(_("how we know"), max_length=9, choices=ProfileOrigin)
    title_code = models.CharField(_("title code on the payroll"), max_length=40, blank=True, default="", db_default="")
    set_at = models.DateTimeField(_("set"))
    set_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", db_index=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            one_of("profile", "origin", ProfileOrigin.values, _("Choose how the title is known.")),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.title_id}"


@tracked()
class SkillRecord(models.Model):
    """Someone says that a person has a skill at a level: the person, their manager, a course, an assessment.

    `level` is what the source says now. What a manager confirmed of it stands apart (`confirmed_level`), so that rating
    oneself anew never erases it. Which level counts is told by `pathways.profiles.counting.counted`.
    """

    Source = RecordSource

    user = models.ForeignKey(_USER, models.CASCADE, related_name="skill_records", verbose_name=_("person"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="records", verbose_name=_("skill"))
    source = models.CharField(_("who says so"), max_length=10, choices=RecordSource)
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel)
    evidence = models.TextField(_("what shows it"), blank=True, default="", db_default="")
    url = models.URLField(_("link to it"), max_length=500, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", db_index=False)
    confirmed_level = models.PositiveSmallIntegerField(
        _("confirmed level"), choices=SkillLevel, null=True, editable=False
    )
    confirmed_word = models.TextField(_("what the manager says"), blank=True, default="", db_default="", editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    confirmed_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", editable=False, db_index=False)

    objects = SkillRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill record")
        verbose_name_plural = _("skill records")
        ordering = ["skill__name", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "skill", "source"],
                name="skill_record_once_a_source",
                violation_error_message=_("This is said already. Change what is there."),
            ),
            one_of("skill_record", "source", RecordSource.values, _("Choose who says so.")),
            models.CheckConstraint(
                condition=Q(level__in=SkillLevel.values),
                name="skill_record_level_known",
                violation_error_message=_("A skill has a level from 1 to 4."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_level__in=SkillLevel.values) | Q(confirmed_level__isnull=True),
                name="skill_record_confirmed_level_known",
                violation_error_message=_("A skill has a level from 1 to 4."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_level__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_level__isnull=False, confirmed_at__isnull=False),
                name="skill_record_confirmed_with_level",
                violation_error_message=_("Who confirms says which level."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("user")),
                name="skill_record_confirmed_by_another",
                violation_error_message=_("Nobody confirms their own skills."),
            ),
            models.CheckConstraint(
                condition=~Q(source="self") | Q(recorded_by=F("user")),
                name="skill_record_self_by_oneself",
                violation_error_message=_("Only the person can say this in their own name."),
            ),
            models.CheckConstraint(
                condition=~Q(source="manager") | ~Q(recorded_by=F("user")),
                name="skill_record_manager_is_another",
                violation_error_message=_("Nobody is their own manager."),
            ),
            at_with_by("skill_record", "confirmed"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.skill_id} at {self.level} ({self.source})"

    @property
    def is_waiting(self) -> bool:
        """Whether the person has said something that their manager has not looked at since."""
        if self.source != RecordSource.SELF:
            return False
        return self.confirmed_at is None or self.recorded_at > self.confirmed_at

    @property
    def said_by_others(self) -> datetime | None:
        """When someone other than the person stood for it; None where nobody does."""
        return self.confirmed_at if self.source == RecordSource.SELF else self.recorded_at


@tracked()
class SkillRequest(models.Model):
    """A person misses a skill in the vocabulary. HR answers: a new skill, one that is there, or no, with the reason."""

    Answer = SkillAnswer

    name = models.CharField(_("skill"), max_length=80)
    why = models.TextField(_("what it is, and where you use it"))
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(_USER, models.PROTECT, related_name="skill_requests", verbose_name=_("asked by"))
    answer = models.CharField(_("answer"), max_length=8, choices=SkillAnswer, blank=True, default="", db_default="")
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill"), db_index=False
    )
    reason = models.TextField(_("what HR says"), blank=True, default="", db_default="")
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = SkillRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("asked-for skill")
        verbose_name_plural = _("asked-for skills")
        ordering = ["asked_at", "pk"]
        constraints = [
            one_of("skill_request", "answer", SkillAnswer.values, _("Choose an answer."), blank=True),
            models.CheckConstraint(
                condition=Q(answer="", skill__isnull=True, answered_at__isnull=True)
                | Q(answer__in=["new", "existing"], skill__isnull=False, answered_at__isnull=False)
                | (Q(answer="no", skill__isnull=True, answered_at__isnull=False) & ~Q(reason="")),
                name="skill_request_answer_whole",
                violation_error_message=_("An answer names the skill, or says why there is none."),
            ),
            at_with_by("skill_request", "answered"),
        ]
        indexes = [models.Index(fields=["asked_at"], name="skill_request_open", condition=Q(answered_at__isnull=True))]

    def __str__(self) -> str:
        return self.name
