"""The closed lists of words of the crosswalk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What becomes of an old title."""

    MAPPED = "mapped", _("Mapped to refreshed titles")
    SET_ASIDE = "set_aside", _("Set aside")


class UnionNotice(models.TextChoices):
    """Whether the union must be told of the change, and was."""

    NOT_NEEDED = "not_needed", _("No notice needed")
    DUE = "due", _("Notice still to give")
    GIVEN = "given", _("Notice given")


class ActionKind(models.TextChoices):
    """What must be passed before the change can take effect."""

    NONE = "none", _("No action needed")
    BUDGET = "budget", _("Budget action")
    COUNCIL = "council", _("City council action")


class Effect(models.TextChoices):
    """What the change means for those who hold the old title."""

    RENAMED = "renamed", _("A new name, nothing else changes")
    MOVED = "moved", _("Everyone moves to the new title with their pay step kept")
    ASSESSED = "assessed", _("Each post is looked at, and gets the title that fits its work")
    CHOICE = "choice", _("Each person may choose to move or to stay")
    VACANT = "vacant", _("Nobody holds it")
