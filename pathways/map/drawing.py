"""The layout as SVG, in pieces: a filter, openings and "you are here" join them anew without laying out again.

What a screen reader hears is a nested list: lines, and in each its stations, links that say all that is shown of them.
All else is hidden from it. Values come from the vocabulary and are escaped here, once.
"""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.map import words
from pathways.map.graph import Hop
from pathways.map.layout import FAMILY_LEADING, LEADING, LEFT, SIGN, TYPE, ColumnDrawn, Layout, LineDrawn, Spot
from pathways.map.shown import Shown, Words, address

# A six-pointed star around 0, 0, as on the city's flag.
STAR = "M0-10 2.5-4.3 8.7-5 5 0 8.7 5 2.5 4.3 0 10-2.5 4.3-8.7 5-5 0-8.7-5-2.5-4.3Z"
_LEVEL_TYPE = 15.0


class _Stop(NamedTuple):
    """A station as a link, around what holds now or for one person; and as a mere dot, where a filter leaves it out."""

    pk: int
    start: str
    steps: str
    mark: str
    end: str
    dot: str

    def drawn(self, shown: Shown) -> str:
        if not shown.has(self.pk):
            return self.dot
        facts = "".join(f". {escape(fact)}" for fact in shown.facts(self.pk))
        here = self.mark if self.pk == shown.here else ""
        return f"{self.start}{facts}{self.steps}{here}{self.end}"


@dataclass(frozen=True, slots=True)
class _DrawnLine:
    """A family: its coloured line with its sign, and its stations."""

    pk: int
    name: str
    line: str
    stops: tuple[_Stop, ...]

    def drawn(self, shown: Shown) -> str:
        """The stations: a list within the list of lines. A line of which nothing is left is only its dots."""
        parts = "".join(stop.drawn(shown) for stop in self.stops)
        count = sum(shown.has(stop.pk) for stop in self.stops)
        if not count:
            return parts
        said = ngettext("%(name)s: %(n)s title", "%(name)s: %(n)s titles", count) % {"name": self.name, "n": count}
        return f'<g role="listitem"><g role="list" aria-label="{escape(said)}">{parts}</g></g>'


class Drawing:
    """The map of one version of the vocabulary, on one day, in one language."""

    def __init__(self, said: Words, layout: Layout) -> None:
        self.words = said
        self.width, self.height = round(layout.width), round(layout.height)
        self._ground = "".join(_column(each, layout.height, place) for place, each in enumerate(layout.columns))
        self._hops = [(each.hop, _hop(each.hop, each.path)) for each in layout.transfers]
        self._lines = [self._line(each) for each in layout.lines]

    def svg(self, shown: Shown) -> SafeString:
        """The whole drawing. Transfers lie under the lines, and the lines under the stations."""
        hops = "".join(markup for hop, markup in self._hops if shown.has(hop.origin) and shown.has(hop.destination))
        lines = "".join(line.line for line in self._lines)
        stops = "".join(line.drawn(shown) for line in self._lines)
        faded = " map--filtered" if shown.only is not None else ""
        # On paper a tall one takes the whole height, with the page's words beside it.
        shape = " map--tall" if self.height >= self.width else ""
        return mark_safe(  # noqa: S308 - every value in it is escaped above
            f'<svg class="map{shape}{faded}" viewBox="0 0 {self.width} {self.height}" data-map role="group"'
            f' aria-label="{escape(_("Career map"))}"><g aria-hidden="true">{self._ground}'
            f'<g class="map__hops">{hops}</g>{lines}</g>'
            f'<g role="list" aria-label="{escape(_("Lines"))}">{stops}</g></svg>'
        )

    def _line(self, drawn: LineDrawn) -> _DrawnLine:
        line, y = drawn.line, f"{drawn.y:g}"
        pieces = "".join(f'<path d="{piece}"/>' for piece in drawn.pieces)
        top = drawn.y + 6 - FAMILY_LEADING * (len(drawn.name) - 1) / 2
        rows = "".join(
            f'<tspan x="{SIGN + 22}" y="{top + FAMILY_LEADING * place:g}">{escape(row)}</tspan>'
            for place, row in enumerate(drawn.name)
        )
        return _DrawnLine(
            line.pk,
            line.name,
            f'<g class="map__line line--{line.color}">'
            f'<g class="map__pieces"><path class="map__lead" d="M{LEFT - 2} {y}H{drawn.starts_at:g}"/>{pieces}</g>'
            f'<circle cx="{SIGN}" cy="{y}" r="15"/>'
            f'<text class="map__letter" x="{SIGN}" y="{drawn.y + 5.5:g}">{escape(line.letter)}</text>'
            f'<text class="map__family">{rows}</text></g>',
            tuple(self._stop(spot) for spot in drawn.spots),
        )

    def _stop(self, spot: Spot) -> _Stop:
        station, x, y = spot.station, f"{spot.x:g}", f"{spot.y:g}"
        pk, name_x, name_y = station.pk, spot.name_x, spot.name_y
        # A name without anything to escape has no rows with any.
        names = spot.name if self.words.html_name[pk] == station.name else [escape(row) for row in spot.name]
        # With a space between: what is seen must be what is said, and two rows are two words.
        rows = " ".join(
            [f'<tspan x="{name_x:g}" y="{name_y + LEADING * place:g}">{row}</tspan>' for place, row in enumerate(names)]
        )
        wide = max([words.width(row, TYPE) for row in spot.name])
        steps = self.words.html_steps(station)
        ring, radius = (" map__ring--change", 8) if spot.is_interchange else ("", 6)
        return _Stop(
            pk,
            f'<g role="listitem"><a class="map__stop" href="{address(station)}" data-stop="{pk}"'
            f' aria-label="{self.words.html_of[pk]}',
            f'{f". {steps}" if steps else ""}"><rect class="map__hit" x="{spot.x - 12:g}" y="{spot.y - 12:g}"'
            f' width="{wide + 19:.0f}" height="{24 + LEADING * len(names)}" rx="6"/>'
            f'<circle class="map__ring{ring}" cx="{x}" cy="{y}" r="{radius}"/>',
            f'<circle class="map__here" cx="{x}" cy="{y}" r="12.5"/>'
            f'<path class="map__star" d="{STAR}" transform="translate({x} {y})"/>',
            f'<text class="map__name" aria-hidden="true">{rows}</text></a></g>',
            f'<circle class="map__dot" cx="{x}" cy="{y}" r="3.5" aria-hidden="true"/>',
        )


def _hop(hop: Hop, path: str) -> str:
    return f'<path class="map__hop map__hop--{hop.kind}" d="{path}" data-hop="{hop.origin} {hop.destination}"/>'


def _column(column: ColumnDrawn, height: float, place: int) -> str:
    """The ground of a level, every other one a little darker, and its name above and below."""
    left, wide = column.left, column.right - column.left
    band = f'<rect class="map__band" x="{left:g}" y="0" width="{wide:g}" height="{height:g}"/>'
    rows = words.broken(column.name, _LEVEL_TYPE, column.right - column.x - 24)
    x = column.x - 6

    def named(y: float) -> str:
        parts = "".join(f'<tspan x="{x + 19:g}" y="{y + 17 * n:g}">{escape(row)}</tspan>' for n, row in enumerate(rows))
        number = f'<tspan class="map__number" x="{x:g}" y="{y:g}">{column.level}</tspan>'
        return f'<text class="map__level">{number}{parts}</text>'

    return f"{band if place % 2 else ''}{named(28)}{named(height - 26)}"
