"""The closed lists of words of titles."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """What people have decided about a revision or a change set. From when on it holds is told by its dates."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_ASKED = "changes_asked", _("Changes asked")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A revision in one of these is being worked on; a title has at most one of them at a time.
OPEN_STATES = (State.DRAFT, State.IN_REVIEW, State.CHANGES_ASKED)


class Phase(models.TextChoices):
    """Where an approved revision is in time; the others are where their state says."""

    UPCOMING = "upcoming", _("Holds later")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Held before")


class Basis(models.TextChoices):
    """On what a demand for a degree or for years rests."""

    LAW = "law", pgettext_lazy("why something is asked for", "A law")
    LICENCE = "licence", pgettext_lazy("why something is asked for", "A licence")
    OTHER = "other", pgettext_lazy("why something is asked for", "The work itself")


class EquivalentKind(models.TextChoices):
    """What kind of thing counts in place of a degree or of years."""

    YEARS = "years", _("Years of practice")
    APPRENTICESHIP = "apprenticeship", _("An apprenticeship")
    CERTIFICATE = "certificate", _("A certificate")
    ASSESSMENT = "assessment", _("A skills assessment")


class MoveKind(models.TextChoices):
    """How two titles lie to each other."""

    PROMOTION = "promotion", _("Promotion")
    LATERAL = "lateral", _("Sideways move")
    BRIDGE = "bridge", _("Bridge to another field")


class MoveHow(models.TextChoices):
    """How a person gets from one title to the next."""

    COMPETITIVE = "competitive", _("You apply, and the best fit is chosen")
    AUTOMATIC = "automatic", _("It comes by itself after the time is served")
    RECLASSIFICATION = "reclassification", _("The post is looked at again and gets the new title")


class ChangeSetKind(models.TextChoices):
    """What a change set changes on many titles at once."""

    GRADES = "grades", _("Pay grades of many titles")
    SKILL_NAME = "skill_name", _("The name of a skill")


class ProfileOrigin(models.TextChoices):
    """How we know which refreshed title a person has."""

    CROSSWALK = "crosswalk", _("from the title on the payroll")
    CHOSEN = "chosen", _("chosen by the person, of those that the old title became")
    SET = "set", _("set by the manager or by HR")


class RecordSource(models.TextChoices):
    """Who says that a person has a skill. Each says it once for a skill; saying it again replaces what it said."""

    SELF = "self", pgettext_lazy("who says that a person has a skill", "The person")
    MANAGER = "manager", pgettext_lazy("who says that a person has a skill", "The manager")
    COURSE = "course", pgettext_lazy("who says that a person has a skill", "A course")
    ASSESSMENT = "assessment", pgettext_lazy("who says that a person has a skill", "An assessment")


class SkillAnswer(models.TextChoices):
    """What HR says to a person who misses a skill in the vocabulary."""

    NEW = "new", _("It is a new skill now")
    EXISTING = "existing", _("It is there under another name")
    NO = "no", _("It does not become a skill")


class ItemKind(models.TextChoices):
    """What a framework of others names."""

    CATEGORY = "category", _("Category")
    ROLE = "role", _("Role")
    SKILL = "skill", _("Skill")
    KNOWLEDGE = "knowledge", _("Knowledge")
    TASK = "task", _("Task")
    AREA = "area", _("Competency area")
    OCCUPATION = "occupation", _("Occupation code")
    SORT = "sort", _("Place in the order")


class Closeness(models.TextChoices):
    """How a title of the city lies to a role of a framework."""

    SAME = "same", _("The same work")
    NEAR = "near", _("Much the same work")
    PART = "part", _("Shares a part of the work")
