"""Where the values of a computational graph stand: inputs on the left, the end on the right, few crossings.

Columns by longest ways, then rows by the mean place of the neighbours (Sugiyama, Tagawa and Toda, "Methods for visual understanding
of hierarchical system structures", 1981).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

Point = tuple[float, float]
Wire = tuple[int, int]  # the place of a value, and which of its parents
Stand = tuple[int, ...]  # a value, (place,), or a point of a long wire, (place, parent, column)
SWEEPS = 12
BULGE = 0.3  # rows, where two wires join the same two values


def layout(parents: Sequence[Sequence[int]]) -> tuple[list[Point], dict[Wire, list[Point]]]:
    """Return where each value stands, and the way of each wire from parent to value: columns and rows, both counted from 0.

    `parents` holds for each value the places of its parents. The end is the first, and each value stands after all that it is a
    parent of.
    """
    columns = _columns(parents)
    ways: dict[Wire, list[Stand]] = {}
    for place, each in enumerate(parents):
        for which, parent in enumerate(each):
            joints = [(place, which, column) for column in range(columns[parent] + 1, columns[place])]
            ways[place, which] = [(parent,), *joints, (place,)]
    rows = _rows(columns, list(ways.values()))
    points = [(float(column), rows[place,]) for place, column in enumerate(columns)]
    drawn = {wire: [(float(columns[at[0]] if len(at) == 1 else at[2]), rows[at]) for at in way] for wire, way in ways.items()}
    for (place, which), way in drawn.items():
        if len(way) == 2 and list(parents[place]).count(parents[place][which]) > 1:
            (x, y), (to_x, to_y) = way
            way.insert(1, ((x + to_x) / 2, (y + to_y) / 2 + (BULGE if which else -BULGE)))
    return points, drawn


def _columns(parents: Sequence[Sequence[int]]) -> list[int]:
    """Return the column of each value: as many before the end's as the longest way to the end has wires."""
    far = [0] * len(parents)
    for place, each in enumerate(parents):
        for parent in each:
            far[parent] = max(far[parent], far[place] + 1)
    return [max(far) - each for each in far]


def _rows(columns: Sequence[int], ways: Sequence[Sequence[Stand]]) -> dict[Stand, float]:
    """Return the row of each value and of each joint of a long wire."""
    standing: list[list[Stand]] = [[] for _ in range(max(columns) + 1)]
    for place, column in enumerate(columns):
        standing[column].append((place,))
    near: dict[Stand, list[Stand]] = {}
    for way in ways:
        for joint in way[1:-1]:
            standing[joint[2]].append(joint)
        for one, other in itertools.pairwise(way):
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
    rows = {each: float(row) for column in standing for row, each in enumerate(column)}
    for sweep in range(2 * SWEEPS):
        for those in standing[:: 1 if sweep % 2 else -1]:
            _settle(those, near, rows, may_change_places=sweep < SWEEPS)
    least = min(rows.values())
    return {each: row - least for each, row in rows.items()}


def _settle(column: list[Stand], near: Mapping[Stand, Sequence[Stand]], rows: dict[Stand, float], may_change_places: bool) -> None:
    """Move what stands in a column to the mean row of its neighbours, as far as there is room."""
    wanted = {each: float(np.mean([rows[other] for other in near.get(each, [each])])) for each in column}
    if may_change_places:
        column.sort(key=wanted.__getitem__)
    rows.update(zip(column, _apart([wanted[each] for each in column]), strict=True))


def _apart(wanted: Sequence[float]) -> list[float]:
    """Return rows at least 1 apart, in this order, and on average where they are wanted."""
    placed: list[float] = []
    for each in wanted:
        placed.append(max(each, placed[-1] + 1) if placed else each)
    shift = float(np.mean(wanted) - np.mean(placed))
    return [each + shift for each in placed]
