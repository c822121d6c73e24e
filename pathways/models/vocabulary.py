"""The words that jobs, pathways and training share: families, levels, skills."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked


class LineColor(models.TextChoices):
    """The colours a family's line can have. Each is a token of the style sheet, 4.5:1 or more under a white letter."""

    BLUE = "blue", _("blue")
    GREEN = "green", _("green")
    RED = "red", _("red")
    ORANGE = "orange", _("orange")
    PURPLE = "purple", _("purple")
    MAGENTA = "magenta", _("magenta")
    TEAL = "teal", _("teal")
    GOLD = "gold", _("gold")
    BROWN = "brown", _("brown")
    SLATE = "slate", _("slate")
    NAVY = "navy", _("navy")
    OLIVE = "olive", _("olive")


@tracked()
class Family(models.Model):
    """A field of work: software, data, cybersecurity. Drawn as a coloured line, told by its name and letter."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    letter = models.CharField(_("letter"), max_length=1, unique=True)
    color = models.CharField(_("colour"), max_length=10, choices=LineColor)
    summary = models.TextField(_("summary"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("family")
        verbose_name_plural = _("families")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(letter__regex=r"^[A-Z]$"),
                name="family_letter_is_a_capital",
                violation_error_message=_("The letter of a family is one capital letter, A to Z."),
            ),
            models.CheckConstraint(
                condition=models.Q(color__in=LineColor.values),
                name="family_color_known",
                violation_error_message=_("Choose one of the line colours."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Level(models.Model):
    """How senior a title is, 1 (entry) to 7 (executive)."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    meaning = models.TextField(_("what it means"))

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__range=(1, 7)),
                name="level_is_1_to_7",
                violation_error_message=_("Levels go from 1 to 7."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"


class SkillLevel(models.IntegerChoices):
    """How well a person can do something. Shown as the flag's stars, one to four filled."""

    AWARENESS = 1, _("awareness")
    WORKING = 2, _("working")
    PRACTITIONER = 3, _("practitioner")
    EXPERT = 4, _("expert")


@tracked()
class Skill(models.Model):
    """Something a person can do, and can learn to do better."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=80)
    group = models.CharField(_("group"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="skill_name_unique_whatever_case",
                violation_error_message=_("There is already a skill with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
