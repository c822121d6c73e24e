"""Reference frameworks of others (a government's role and skill catalogue) beside the city's own. docs/adr/0069.

What a framework says is the text of a file that can be imported again: items and links have no history of their own.
What the city decides about it, a `TitleReference`, has.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.choices import Closeness, ItemKind
from pathways.models.guards import one_of
from pathways.models.titles import Title
from pathways.models.vocabulary import SkillLevel

_USER = settings.AUTH_USER_MODEL


@tracked()
class ReferenceFramework(models.Model):
    """A framework by its name, who publishes it, and under which terms. `attribution` stands on each of its pages."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=150, unique=True)
    publisher = models.CharField(_("publisher"), max_length=150)
    url = models.URLField(_("where it is published"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=150)
    licence_url = models.URLField(_("text of the licence"), max_length=300, blank=True)
    attribution = models.CharField(_("attribution"), max_length=300)

    class Meta:
        verbose_name = _("reference framework")
        verbose_name_plural = _("reference frameworks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pathways:framework", args=[self.slug])


@tracked()
class ReferenceEdition(models.Model):
    """One edition of a framework. The one that was added last is the newest."""

    framework = models.ForeignKey(ReferenceFramework, models.CASCADE, related_name="editions")
    name = models.CharField(_("edition"), max_length=40)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "name"],
                name="reference_edition_once",
                violation_error_message=_("This framework has an edition of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReferenceItem(models.Model):
    """A role, a skill, a category or whatever else a framework names. `code` tells it from others in every edition.

    A role that comes in levels is an item for each level: `group` is the role, `name` the role at that level.
    `levels` has what a skill means at each level, by the level's number as text; `note` is a remark of the framework.
    """

    Kind = ItemKind

    edition = models.ForeignKey(ReferenceEdition, models.CASCADE, related_name="items", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind)
    code = models.CharField(_("code"), max_length=160)
    name = models.CharField(_("name"), max_length=300, blank=True)
    text = models.TextField(_("what it says"), blank=True)
    group = models.CharField(_("role"), max_length=200, blank=True)
    group_text = models.TextField(_("what the role is"), blank=True)
    category = models.ForeignKey("self", models.SET_NULL, null=True, related_name="roles")
    note = models.TextField(_("remark"), blank=True)
    levels = models.JSONField(_("levels"), default=dict)

    class Meta:
        verbose_name = _("reference item")
        verbose_name_plural = _("reference items")
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "code"],
                name="reference_item_once",
                violation_error_message=_("This edition has that already."),
            ),
            one_of("reference_item", "kind", ItemKind.values, _("Choose what it is.")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is called; its text, where it has no name."""
        return self.name or self.group or self.text or self.code


class ReferenceLink(models.Model):
    """One item refers to another: a role needs a skill (at a level, with what that means), a category has a role."""

    source = models.ForeignKey(ReferenceItem, models.CASCADE, related_name="links", db_index=False)
    target = models.ForeignKey(ReferenceItem, models.CASCADE, related_name="linked_from")
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel, null=True)
    text = models.TextField(_("what that means"), blank=True)

    class Meta:
        verbose_name = _("reference link")
        verbose_name_plural = _("reference links")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"],
                name="reference_link_once",
                violation_error_message=_("These are linked already."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=SkillLevel.values) | Q(level__isnull=True),
                name="reference_link_level_known",
                violation_error_message=_("A skill has a level from 1 to 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.target_id}"


@tracked()
class TitleReference(models.Model):
    """HR says that a title of the city is like a role of a framework, whatever the edition (`role_code`)."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="references", verbose_name=_("title"))
    framework = models.ForeignKey(ReferenceFramework, models.CASCADE, related_name="titles")
    role_code = models.CharField(_("role"), max_length=160)
    closeness = models.CharField(_("how close"), max_length=5, choices=Closeness)
    note = models.CharField(_("note"), max_length=300, blank=True, default="", db_default="")
    linked_at = models.DateTimeField(_("linked"))
    linked_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("link to a reference role")
        verbose_name_plural = _("links to reference roles")
        ordering = ["title__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "framework", "role_code"],
                name="title_reference_once",
                violation_error_message=_("This title is linked to this role already."),
            ),
            one_of("title_reference", "closeness", Closeness.values, _("Choose how close they are.")),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} {self.role_code}"
