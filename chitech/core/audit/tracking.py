"""`@tracked`: the one way a model gets its history.

Insert, update and delete events are written by database triggers, so raw SQL and bulk updates are seen too. The events
are append-only: the database refuses to change one (PGHISTORY_APPEND_ONLY).
"""

from collections.abc import Callable, Sequence
from typing import cast

import pghistory
import pgtrigger
from django.db import models


def tracked[M: models.Model](*, exclude: Sequence[str] = ()) -> Callable[[type[M]], type[M]]:
    """Track every insert, update and delete of a model.

    `exclude` names columns that must never enter history (passwords, tokens, last sign-ins).
    Triggers work once a statement, not once a row: an import of thousands of rows pays for them once.
    """
    trackers = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    track = pghistory.track(*trackers, exclude=list(exclude), level=pgtrigger.Statement)
    return cast("Callable[[type[M]], type[M]]", track)


def tracked_links[M: models.Model](through: type[M]) -> type[M]:
    """Track a many-to-many table through a proxy of it: links that are made, changed and taken away."""
    trackers = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return cast("type[M]", pghistory.track(*trackers, obj_field=None, level=pgtrigger.Statement)(through))
