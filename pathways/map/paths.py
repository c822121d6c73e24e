"""Lines of straight pieces with rounded corners, as SVG path data."""

from collections.abc import Sequence
from math import hypot

type Point = tuple[float, float]


def rounded(points: Sequence[Point], radius: float) -> str:
    """Through all points, each corner rounded as far as its sides allow."""
    points = _without_repeats(points)
    x, y = points[0]
    parts = [f"M{_n(x)} {_n(y)}"]
    for before, (x, y), after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (bx, by) = _towards(x, y, before, radius), _towards(x, y, after, radius)
        parts.append(f"L{_n(ax)} {_n(ay)}Q{_n(x)} {_n(y)} {_n(bx)} {_n(by)}")
    x, y = points[-1]
    parts.append(f"L{_n(x)} {_n(y)}")
    return "".join(parts)


def _towards(x: float, y: float, end: Point, radius: float) -> Point:
    """The point `radius` away from a corner on the way to `end`, at most half the way."""
    dx, dy = end[0] - x, end[1] - y
    length = hypot(dx, dy)
    part = min(radius, length / 2) / length
    return x + dx * part, y + dy * part


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    return [point for place, point in enumerate(points) if not place or point != points[place - 1]]


def _n(value: float) -> str:
    """A number as short as half a pixel allows."""
    return f"{round(value * 2) / 2:g}"
