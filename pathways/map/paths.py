"""Lines of straight pieces with rounded corners, as SVG path data."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

type Point = tuple[float, float]

# Five digits are finer than any screen. One formatting for a whole line is faster than one for each number.
_POINT = "%.5g %.5g"
_CORNER = f"L{_POINT}Q{_POINT} {_POINT}"


def rounded(points: Sequence[Point], radius: float) -> str:
    """Through all points, each corner rounded as far as its sides allow."""
    points = [point for place, point in enumerate(points) if not place or point != points[place - 1]]
    far = [hypot(x - bx, y - by) for (x, y), (bx, by) in pairwise(points)]
    (ax, ay), last = points[0], points[-1]
    numbers = [ax, ay]
    # So far from each corner its curve begins and ends: at most half the way to the next point.
    shares = [radius / each if each > 2 * radius else 0.5 for each in far]
    for (x, y), (bx, by), (a, b) in zip(points[1:], points[2:], pairwise(shares), strict=False):
        numbers += (x + (ax - x) * a, y + (ay - y) * a, x, y, x + (bx - x) * b, y + (by - y) * b)
        ax, ay = x, y
    return f"M{_POINT}{_CORNER * (len(far) - 1)}L{_POINT}" % (*numbers, *last)
