"""What people say about a draft, and changes to many titles that are decided as one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.choices import ChangeSetKind, State
from pathways.models.guards import at_with_by, one_of
from pathways.models.revisions import Revision
from pathways.models.vocabulary import Skill

_USER = settings.AUTH_USER_MODEL


@tracked()
class RevisionComment(models.Model):
    """A remark at a field of a draft (`field` is its name; empty for the whole). Settled remarks stay readable."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="comments")
    field = models.CharField(_("about"), max_length=40, blank=True)
    text = models.TextField(_("remark"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["created_at"]
        constraints = [at_with_by("revisioncomment", "settled")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def field_label(self) -> str:
        """What it is about, as people read it."""
        columns: dict[str, Any] = {column.name: column for column in Revision._meta.get_fields()}  # noqa: SLF001
        return str(getattr(columns.get(self.field), "verbose_name", self.field)).capitalize()


@tracked()
class ChangeSet(models.Model):
    """One change to many titles, reviewed as one: their pay grades (drafts that name this set), or a skill's name."""

    State = State

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("what it changes"), max_length=10, choices=ChangeSetKind)
    reason = models.TextField(_("what changes, and why"))
    skill = models.ForeignKey(Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill"))
    new_name = models.CharField(_("new name of the skill"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=13, choices=State, default=State.DRAFT, editable=False)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    confirmed_impact = models.JSONField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    asked_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("change set")
        verbose_name_plural = _("change sets")
        ordering = ["-created_at"]
        constraints = [
            one_of("changeset", "kind", ChangeSetKind.values, _("Choose what it changes.")),
            one_of("changeset", "state", State.values, _("Choose a state.")),
            models.CheckConstraint(
                condition=~Q(kind=ChangeSetKind.SKILL_NAME) | (Q(skill__isnull=False) & ~Q(new_name="")),
                name="changeset_names_its_skill",
                violation_error_message=_("Choose the skill, and write its new name."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(created_by=models.F("approved_by")),
                name="changeset_not_approved_by_its_writer",
                violation_error_message=_("Whoever wrote a change set cannot approve it."),
            ),
            *(at_with_by("changeset", verb) for verb in ("submitted", "asked", "approved", "withdrawn")),
        ]

    def __str__(self) -> str:
        return self.name
