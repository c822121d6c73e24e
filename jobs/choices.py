"""The closed lists of words that a posting chooses from. Each has a constraint in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What people decided. What time alone decides (scheduled, closed by its deadline) is a `Phase`."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed early")
    CANCELLED = "cancelled", _("Cancelled")


class Phase(models.TextChoices):
    """Where a posting is in time, computed from its state and dates at the moment of asking."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    OPEN = "open", _("Open")
    ENDED = "ended", _("Closed by its deadline")
    CLOSED = "closed", _("Closed early")
    CANCELLED = "cancelled", _("Cancelled")


class WorkMode(models.TextChoices):
    ONSITE = "onsite", _("On site")
    HYBRID = "hybrid", _("Hybrid")
    REMOTE = "remote", _("Remote")


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", _("Full time")
    PART_TIME = "part_time", _("Part time")
    TEMPORARY = "temporary", _("Temporary")
    SEASONAL = "seasonal", _("Seasonal")
    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
    INTERNSHIP = "internship", _("Internship")


class Audience(models.TextChoices):
    """Who may apply, and so who sees it."""

    PUBLIC = "public", _("The public")
    STAFF = "staff", _("City staff only")
    BOTH = "both", _("City staff and the public")


class AlertFrequency(models.TextChoices):
    """How soon a saved search tells of new openings."""

    AT_ONCE = "at_once", _("At once, when an opening appears")
    DAILY = "daily", _("Once a day, in the morning")
    WEEKLY = "weekly", _("Once a week, on Monday morning")
