"""The sheet that ReLU units with two inputs fold over a square: exactly, piece by piece, and as a picture seen from the side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SQUARE = ((-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0))
BORDER = -1  # in place of a unit's number, where an edge lies on the border of the square
LIGHT = np.array([-0.67, 0.45, 0.59])  # of length 1, from the left and behind


@dataclass(frozen=True)
class Unit:
    """A unit that reads two inputs, times its output weight: weight · relu(normal · x + bias), where `normal` has shape (2,)."""

    normal: Array
    bias: float
    weight: float

    def before_relu(self, points: Array) -> Array:
        """Return normal · x + bias, shape (n,), for points of shape (n, 2)."""
        return np.asarray(points @ self.normal + self.bias)


@dataclass(frozen=True)
class Facet:
    """A flat piece of the sheet: its corners, shape (n, 2), and for the edge from each to the next the unit that folds it, or BORDER."""

    corners: Array
    edges: tuple[int, ...]


def unit_at(crease: tuple[float, float], weight: float) -> Unit:
    """Return the unit whose crease runs through a point, square to the way there from (0, 0), and which rises beyond by 1 per unit."""
    distance = float(np.hypot(*crease))
    normal = np.array(crease) / distance if distance else np.zeros(2)
    return Unit(normal, -distance, weight)


def height(units: Sequence[Unit], points: Array) -> Array:
    """Return the sum of the units' outputs, shape (n,), at points of shape (n, 2)."""
    return np.asarray(np.sum([unit.weight * np.maximum(unit.before_relu(points), 0) for unit in units], axis=0))


def facets(units: Sequence[Unit], towards: Array) -> list[Facet]:
    """Return the flat pieces, those that lie furthest against `towards`, a direction of shape (2,), first.

    Each crease in turn cuts every piece in two, and of the two the one on the far side takes the first place. So no piece can hide
    one that comes after it, seen from where `towards` points (Fuchs, Kedem and Naylor, "On visible surface generation", 1980).
    """
    pieces = [Facet(np.array(SQUARE), (BORDER,) * 4)]
    for number, unit in enumerate(units):
        if unit.weight and unit.normal.any():
            far = -1 if unit.normal @ towards > 0 else 1
            cut = [_part(piece, unit, number, side) for piece in pieces for side in (far, -far)]
            pieces = [piece for piece in cut if piece is not None]
    return pieces


def brightness(units: Sequence[Unit], facet: Facet) -> float:
    """Return how much light falls on a piece, from 0 to 1."""
    middle = facet.corners.mean(axis=0, keepdims=True)
    slope = np.sum([unit.weight * unit.normal * (unit.before_relu(middle) > 0) for unit in units], axis=0)
    upright = np.array([-slope[0], -slope[1], 1.0])
    return float(max(upright @ LIGHT / np.linalg.norm(upright), 0))


def _part(piece: Facet, unit: Unit, number: int, side: int) -> Facet | None:
    """Return what lies on one side of a unit's crease, if that is more than a sliver (Sutherland and Hodgman, 1974)."""
    corners, edges = [], []
    depths = side * unit.before_relu(piece.corners)
    for i, edge in enumerate(piece.edges):
        after = (i + 1) % len(depths)
        if depths[i] >= 0:
            corners.append(piece.corners[i])
            edges.append(edge)
        if (depths[i] >= 0) != (depths[after] >= 0):
            way = depths[i] / (depths[i] - depths[after])
            corners.append(piece.corners[i] + way * (piece.corners[after] - piece.corners[i]))
            edges.append(number if depths[i] >= 0 else edge)
    if len(corners) < 3:
        return None
    x, y = np.array(corners).T
    area = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    return Facet(np.array(corners), tuple(edges)) if area > 1e-6 else None
