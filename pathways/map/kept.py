"""The map of the vocabulary's version, kept by this process until another version, day or language is asked for."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from pathways.map import graph, layout, version
from pathways.map.drawing import Drawing
from pathways.map.graph import Graph
from pathways.map.listing import Listing
from pathways.map.shown import Words


@dataclass(frozen=True, slots=True)
class CareerMap:
    """All that is the same for everybody who asks."""

    graph: Graph
    drawing: Drawing
    listing: Listing


_kept: tuple[tuple[str, date, str | None], CareerMap] | None = None


def career_map(day: date) -> CareerMap:
    """The map of a day. One short query; six if this process has not drawn this version yet.

    The version is read first: a map drawn from older data than its version can't be kept under a newer one.
    """
    global _kept  # noqa: PLW0603
    asked = (version.current(), day, get_language())
    if _kept is None or _kept[0] != asked:
        found = graph.load(day)
        said = Words(found)
        _kept = asked, CareerMap(found, Drawing(said, layout.lay_out(found)), Listing(found, said))
    return _kept[1]


def forget() -> None:
    """Let this process forget its map. For tests, in which versions come back with an emptied database."""
    global _kept  # noqa: PLW0603
    _kept = None
