"""Filters of the list of openings, said in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.choices import WorkMode
from jobs.criteria import MULTIPLE, Criteria, Vocabulary
from pathways.models.titles import DegreeRule

_LONGEST_NAME = 120


def in_words(criteria: Criteria, vocabulary: Vocabulary) -> list[str]:
    """One phrase for each thing that is asked for, as the page's own choices are called. Empty for the whole list."""
    named = _names(vocabulary)
    chosen = [f"“{criteria.q}”"] if criteria.q else []
    for name in MULTIPLE:
        asked = getattr(criteria, name)
        chosen += [label for (filter_name, value), label in named.items() if filter_name == name and value in asked]
        gone = [value for value in asked if (name, value) not in named]
        chosen += [_("“%(value)s”, which is no longer a choice") % {"value": value} for value in gone]
    if criteria.experience:
        chosen.append(_("No experience needed"))
    if criteria.pay_min:
        chosen.append(_("Pays at least $%(dollars)s a year") % {"dollars": f"{criteria.pay_min:,}"})
    if criteria.posted:
        days = int(criteria.posted)
        chosen.append(ngettext("In the last 24 hours", "In the last %(days)d days", days) % {"days": days})
    return chosen


def short_name(criteria: Criteria, vocabulary: Vocabulary) -> str:
    """A name for a saved search, until its owner gives it one."""
    name = ", ".join(in_words(criteria, vocabulary)) or _("All openings")
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _names(vocabulary: Vocabulary) -> dict[tuple[str, str], str]:
    return {
        **{("family", each.slug): each.name for each in vocabulary.families},
        **{("department", each.slug): each.name for each in vocabulary.departments},
        **{("level", str(each.number)): str(each) for each in vocabulary.levels},
        **{("work", each.value): str(each.label) for each in WorkMode},
        **{("degree", each.value): str(each.label) for each in DegreeRule},
    }
