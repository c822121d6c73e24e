"""The nested list that says the same as the drawing: families, levels, titles with all that is known of them."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chitech.core.design.templatetags.design import line_bullet, stars
from pathways.map.graph import Graph, Line, Station
from pathways.map.shown import Shown, Words, address
from pathways.models import SkillLevel


class Listing:
    """The list of one version of the vocabulary, on one day, in one language."""

    def __init__(self, graph: Graph, said: Words) -> None:
        self._words = said
        self._stars = {level: stars(level) for level in SkillLevel.values}
        self._more, self._of = escape(_("Skills and next steps")), escape(_("of %(name)s"))
        self._signs = {line.pk: f"{line_bullet(line, small=True)} " for line in graph.lines}
        self._skill_names = {
            name: escape(name) for name in {need.name for station in graph.stations for need in station.needs}
        }
        # Each title is led to from some others.
        self._links = {
            pk: f'<a href="{address(station)}">{said.html_name[pk]}</a>' for pk, station in said.by_pk.items()
        }
        # Translated once for all lines.
        names = {n: _("Level %(n)s: %(name)s") % {"n": n, "name": name} for n, name in graph.levels.items()}
        self._heads = {
            n: f'<li class="rung"><h3 class="rung__level">{escape(name)}</h3><ul class="rung__titles">'
            for n, name in names.items()
        }
        self._lines = [(line, self._family(line)) for line in graph.lines]

    def html(self, shown: Shown) -> SafeString:
        """All families of which something is shown."""
        found = "".join(
            f'{start}<ol class="rungs">{"".join(self._rungs(rungs, shown))}</ol></section>'
            for line, (start, rungs) in self._lines
            if any(shown.has(station.pk) for station in line.stations)
        )
        return mark_safe(found)  # noqa: S308 - every value in it is escaped below

    def _family(self, line: Line) -> tuple[str, list[tuple[str, list[tuple[int, str, str]]]]]:
        """A family's heading; and its levels, each with its titles in two parts."""
        start = (
            f'<section class="family-line line--{line.color}" aria-labelledby="family-{line.slug}">'
            f'<h2 id="family-{line.slug}">{line_bullet(line, named=True)}</h2>'
            f'<p class="muted">{escape(line.summary)}</p>'
        )
        rungs = []
        for level, stations in groupby(sorted(line.stations, key=lambda each: each.level), key=lambda each: each.level):
            rungs.append((self._heads[level], [(each.pk, *self._title(each)) for each in stations]))
        return start, rungs

    def _rungs(self, rungs: list[tuple[str, list[tuple[int, str, str]]]], shown: Shown) -> Iterator[str]:
        for head, titles in rungs:
            stops = "".join(self._stop(*title, shown) for title in titles if shown.has(title[0]))
            if stops:
                yield f"{head}{stops}</ul></li>"

    @staticmethod
    def _stop(pk: int, start: str, end: str, shown: Shown) -> str:
        facts = "".join(f'<strong class="rung__fact">{escape(fact)}</strong>' for fact in shown.facts(pk))
        return f"{start}{facts}{end}"

    def _title(self, station: Station) -> tuple[str, str]:
        steps = "".join(
            f"<p>{label}: {', '.join([self._link(each, station) for each in found])}</p>"
            for label, found in self._words.next_steps(station)
        )
        more = f'<ul class="skills-by-level">{self._skills_of(station)}</ul>{steps}'
        of_title = f'<span class="usa-sr-only"> {self._of % {"name": self._words.html_name[station.pk]}}</span>'
        return (
            f'<li id="stop-{station.pk}">{self._links[station.pk]}<small>{escape(station.pay)}</small>',
            f"<details><summary>{self._more}{of_title}</summary>{more}</details></li>",
        )

    def _skills_of(self, station: Station) -> str:
        """The essential skills by level, the highest first: one row of stars for all skills of a level."""
        by_level: dict[int, list[str]] = {}
        for _pk, name, level, is_essential in station.needs:
            if is_essential:
                by_level.setdefault(level, []).append(self._skill_names[name])
        return "".join(
            [
                f"<li>{self._stars[level]} <span>{', '.join(by_level[level])}</span></li>"
                for level in sorted(by_level, reverse=True)
            ]
        )

    def _link(self, to: Station, here: Station) -> str:
        """A title to go to; one of another family with the sign of its line."""
        return f"{self._signs[to.line] if to.line != here.line else ''}{self._links[to.pk]}"
