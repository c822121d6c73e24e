"""What one person's map shows of all that is drawn, and how stations are put into words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.choices import MoveKind
from pathways.map.graph import Graph, Hop, Station


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
            facts.append(ngettext("%(n)s opening now", "%(n)s openings now", n) % {"n": n})
        if pk in self.skills:
            known, asked = self.skills[pk]
            facts.append(_("You have %(known)s of its %(asked)s skills") % {"known": known, "asked": asked})
        return facts


def address(station: Station) -> str:
    return _address(station.code)


@lru_cache(maxsize=1024)
def _address(code: str) -> str:
    return reverse("pathways:title", args=[code])


class Words:
    """The stations of a graph in words."""

    def __init__(self, graph: Graph) -> None:
        self.levels = graph.levels
        # Translated once for all stations.
        self._levels = {n: _("level %(n)s, %(name)s") % {"n": n, "name": name} for n, name in graph.levels.items()}
        self._kinds = {
            MoveKind.PROMOTION.value: _("Next"),
            MoveKind.LATERAL.value: _("Sideways"),
            MoveKind.BRIDGE.value: _("Change to"),
        }
        self.by_pk = {station.pk: station for station in graph.stations}
        self.lines = {line.pk: line for line in graph.lines}
        self.leads: dict[int, list[Hop]] = {}
        for hop in graph.hops:
            self.leads.setdefault(hop.origin, []).append(hop)

    def next_steps(self, station: Station) -> list[tuple[str, list[Station]]]:
        """Where one goes from a station, by the kind of move."""
        found: dict[str, list[Station]] = {}
        for hop in self.leads.get(station.pk, ()):
            found.setdefault(hop.kind, []).append(self.by_pk[hop.destination])
        return [(label, found[kind]) for kind, label in self._kinds.items() if kind in found]

    def of(self, station: Station) -> str:
        """What stays the same whoever asks: name, level, pay."""
        return ". ".join(filter(None, [station.name, self._levels[station.level], station.pay]))

    def steps(self, station: Station) -> str:
        return ". ".join(
            f"{label}: {', '.join(each.name for each in stations)}" for label, stations in self.next_steps(station)
        )
