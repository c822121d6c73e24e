"""What one person's map shows of all that is drawn, and how stations are put into words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pathways.choices import MoveKind
from pathways.map.graph import Graph, Station


@dataclass(frozen=True, slots=True)
class Shown:
    """Which stations are shown (None: all), openings by title, where the person is, and what they know of the skills
    that a title asks for: how many of how many.
    """

    only: Collection[int] | None = None
    openings: Mapping[int, int] = field(default_factory=dict)
    here: int | None = None
    skills: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def has(self, pk: int) -> bool:
        return self.only is None or pk in self.only

    def facts(self, pk: int) -> list[str]:
        """What holds now or for this person alone."""
        facts = []
        if pk == self.here:
            facts.append(_("You are here"))
        if n := self.openings.get(pk, 0):
            facts.append(_openings_now(n, get_language()))
        if pk in self.skills:
            known, asked = self.skills[pk]
            facts.append(_("You have %(known)s of its %(asked)s skills") % {"known": known, "asked": asked})
        return facts


@lru_cache(maxsize=1024)
def _openings_now(n: int, _language: str | None) -> str:
    return ngettext("%(n)s opening now", "%(n)s openings now", n) % {"n": n}


def address(station: Station) -> str:
    return _address(station.code)


@lru_cache(maxsize=1024)
def _address(code: str) -> str:
    return reverse("pathways:title", args=[code])


class Words:
    """The stations of a graph in words; those called `html_` are escaped, here and once."""

    def __init__(self, graph: Graph) -> None:
        self.levels = graph.levels
        # Translated once for all stations.
        levels = {n: escape(_("level %(n)s, %(name)s") % {"n": n, "name": name}) for n, name in graph.levels.items()}
        kinds = {
            MoveKind.PROMOTION.value: _("Next"),
            MoveKind.LATERAL.value: _("Sideways"),
            MoveKind.BRIDGE.value: _("Change to"),
        }
        self.by_pk = {station.pk: station for station in graph.stations}
        self.html_name = {pk: escape(station.name) for pk, station in self.by_pk.items()}
        pays = {pay: escape(pay) for pay in {station.pay for station in self.by_pk.values()}}
        # What stays the same whoever asks: name, level, pay.
        self.html_of = {
            pk: ". ".join(filter(None, (self.html_name[pk], levels[station.level], pays[station.pay])))
            for pk, station in self.by_pk.items()
        }
        self._html_kinds = {kind: escape(label) for kind, label in kinds.items()}
        self._leads: dict[int, dict[str, list[Station]]] = {}
        for hop in graph.hops:
            by_kind = self._leads.setdefault(hop.origin, {})
            by_kind.setdefault(hop.kind, []).append(self.by_pk[hop.destination])

    def next_steps(self, station: Station) -> list[tuple[str, list[Station]]]:
        """Where one goes from a station, by the kind of move. The kind's name is escaped."""
        found = self._leads.get(station.pk)
        return [(label, found[kind]) for kind, label in self._html_kinds.items() if kind in found] if found else []

    def html_steps(self, station: Station) -> str:
        """The same as a sentence."""
        return ". ".join(
            f"{label}: {', '.join([self.html_name[each.pk] for each in stations])}"
            for label, stations in self.next_steps(station)
        )
