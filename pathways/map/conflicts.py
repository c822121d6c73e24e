"""Two people changed one move: what each of them has, side by side, and taking over what the other saved."""

from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.http import QueryDict
from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from chitech.core.audit.timeline import in_words
from chitech.core.design.conflicts import Difference
from pathways.map.forms import MoveForm
from pathways.models import Move


class Saved(NamedTuple):
    """Who saved a move last, and when."""

    updated_by: str
    updated_at: datetime | None


def last_saved(move: Move) -> Saved:
    """By its history."""
    event = _events(move).select_related("pgh_context").last()
    who = event.pgh_context.metadata.get("user") if event and event.pgh_context else None
    person = User.objects.filter(pk=who).first() if who else None
    return Saved(str(person or _("The portal itself")), event.pgh_created_at if event else None)


def differences(*, current: Move, version: int, form: MoveForm) -> list[Difference]:
    """Where a valid form, begun on `version`, differs from what is saved now."""
    began_with = _events(current).filter(version=version).last()
    found = []
    for name, typed in form.values().items():
        column: Any = Move._meta.get_field(name)  # noqa: SLF001
        saved = getattr(current, name)
        if saved != typed:
            untouched = began_with is not None and getattr(began_with, name) == typed
            words = (in_words(column, saved, {}), in_words(column, typed, {}))
            found.append(Difference(name, str(form[name].label), *words, only_theirs=untouched))
    return found


def taking_theirs(data: QueryDict, current: Move) -> QueryDict:
    """What was typed, with what is saved in place of the fields that the person ticked (`theirs`)."""
    merged = data.copy()
    for name in set(data.getlist("theirs")) & set(MoveForm.Meta.fields):
        merged[name] = str(getattr(current, name))
    return merged


def _events(move: Move) -> Any:
    events = apps.get_model("pathways", "MoveEvent")._default_manager  # noqa: SLF001
    return events.filter(pgh_obj=move.pk).order_by("pgh_id")
