"""Lines of straight pieces with rounded corners, as SVG path data."""

from collections.abc import Sequence
from math import hypot

type Point = tuple[float, float]


def rounded(points: Sequence[Point], radius: float) -> str:
    """Through all points, each corner rounded as far as its sides allow. Five digits are finer than any screen."""
    points = [point for place, point in enumerate(points) if not place or point != points[place - 1]]
    (x, y), last = points[0], len(points) - 1
    parts = [f"M{x:.5g} {y:.5g}"]
    for place in range(1, last):
        x, y = points[place]
        (ax, ay), (bx, by) = points[place - 1], points[place + 1]
        before, after = hypot(ax - x, ay - y), hypot(bx - x, by - y)
        # So far from the corner the curve begins and ends: at most half the way to the next point.
        a, b = min(radius / before, 0.5), min(radius / after, 0.5)
        parts.append(
            f"L{x + (ax - x) * a:.5g} {y + (ay - y) * a:.5g}"
            f"Q{x:.5g} {y:.5g} {x + (bx - x) * b:.5g} {y + (by - y) * b:.5g}"
        )
    x, y = points[last]
    parts.append(f"L{x:.5g} {y:.5g}")
    return "".join(parts)
