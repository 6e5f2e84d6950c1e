"""A map of centres as the server draws it: points fitted into a frame, without tiles and without outline.

Equirectangular: degrees of longitude are shortened as they are at the middle latitude of the points, so that shapes
look as they do on any map of France. North is up.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 720.0, 640.0, 14.0
SMALLEST_ACROSS, SMALLEST_DOWN = 0.04, 0.01
"""Degrees: points closer than a town are not spread over the whole frame, they stand in the middle of a low one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of the drawing."""

    width: int
    height: int


def place_points(positions: Mapping[str, tuple[float, float]]) -> tuple[Frame, dict[str, tuple[int, int]]]:
    """Place points (name → latitude, longitude in degrees) on a drawing as wide as the page and no higher than wide."""
    if not positions:
        return Frame(round(WIDTH), 0), {}
    middle = sum(latitude for latitude, _ in positions.values()) / len(positions)
    shortened = math.cos(math.radians(middle))
    flat = {name: (longitude * shortened, -latitude) for name, (latitude, longitude) in positions.items()}
    left, across = _fit_axis([x for x, _ in flat.values()], SMALLEST_ACROSS)
    top, down = _fit_axis([y for _, y in flat.values()], SMALLEST_DOWN)
    scale = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / down)
    points = {
        name: (round(MARGIN + (x - left) * scale), round(MARGIN + (y - top) * scale)) for name, (x, y) in flat.items()
    }
    return Frame(round(across * scale + 2 * MARGIN), round(down * scale + 2 * MARGIN)), points


def _fit_axis(values: Collection[float], smallest: float) -> tuple[float, float]:
    """Say where an axis begins and how long it is, so that it holds every value, as much before as after them."""
    first = min(values)
    last = max(values)
    span = max(last - first, smallest)
    return (first + last - span) / 2, span
