"""What becomes of an import: the states, and which move leads from where to where."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What people decided, and what came of it. In three of them a worker has something to do."""

    UPLOADED = "uploaded", _("Not finished")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Ready to apply")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Stopped")
    ABANDONED = "abandoned", _("Abandoned")


class Verb(models.TextChoices):
    """What a person can ask of an import."""

    MATCH = "match", _("Match the columns")
    APPLY = "apply", _("Apply")
    UNDO = "undo", _("Undo")
    ABANDON = "abandon", _("Abandon")


# From which states a person may ask for what, and which state follows. Everybody who may import may do all of it.
MOVES: dict[Verb, tuple[frozenset[State], State]] = {
    Verb.MATCH: (frozenset({State.UPLOADED, State.READY, State.FAILED}), State.CHECKING),
    Verb.APPLY: (frozenset({State.READY}), State.APPLYING),
    Verb.UNDO: (frozenset({State.APPLIED}), State.UNDOING),
    Verb.ABANDON: (frozenset({State.UPLOADED, State.CHECKING, State.READY, State.FAILED}), State.ABANDONED),
}

WORKING = frozenset({State.CHECKING, State.APPLYING, State.UNDOING})
EDITABLE = MOVES[Verb.MATCH][0]
ENDED = frozenset({State.APPLIED, State.UNDONE, State.ABANDONED})
