"""The sheet that units fold: its pieces are all of it, each is flat, and none hides one that is drawn after it."""

import numpy as np
import pytest

from helpers.lessons.lesson_02.folded_sheet import Facet, Unit, brightness, facets, height, unit_at

RANDOM = np.random.default_rng(1)
SHEETS = [
    [unit_at(tuple(place), weight) for place, weight in zip(RANDOM.uniform(-1.9, 1.9, (3, 2)), (1.0, 1.0, -1.0), strict=True)]
    for _ in range(20)
]
TOWARDS = [np.array([np.sin(angle), np.cos(angle)]) for angle in RANDOM.uniform(0, 2 * np.pi, 20)]

SEEN = list(zip(SHEETS, TOWARDS, strict=True))


def area(piece: Facet) -> float:
    x, y = piece.corners.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def within(piece: Facet, point: np.ndarray) -> bool:
    ways = np.roll(piece.corners, -1, axis=0) - piece.corners
    to = point - piece.corners
    turns = ways[:, 0] * to[:, 1] - ways[:, 1] * to[:, 0]
    return bool((turns > 0).all() or (turns < 0).all())


def mixed(piece: Facet) -> np.ndarray:
    """Points within a piece, shape (5, 2)."""
    shares = np.random.default_rng(0).dirichlet(np.ones(len(piece.corners)), 5)
    return np.asarray(shares @ piece.corners)


@pytest.mark.parametrize(("units", "towards"), SEEN)
def test_the_pieces_are_flat_and_make_up_the_whole_square(units: list[Unit], towards: np.ndarray) -> None:
    pieces = facets(units, towards)
    assert sum(map(area, pieces)) == pytest.approx(16)
    for piece in pieces:
        plane = np.column_stack([piece.corners, np.ones(len(piece.corners))])
        slope = np.linalg.lstsq(plane, height(units, piece.corners), rcond=None)[0]
        inside = mixed(piece)
        assert height(units, inside) == pytest.approx(np.column_stack([inside, np.ones(5)]) @ slope)
        assert 0 <= brightness(units, piece) <= 1


@pytest.mark.parametrize(("units", "towards"), SEEN)
def test_what_is_nearer_is_drawn_later(units: list[Unit], towards: np.ndarray) -> None:
    pieces = facets(units, towards)
    compared = 0
    for start in np.random.default_rng(2).uniform(-2, 2, (60, 2)):
        nearer = start + 0.8 * towards
        places = [next((i for i, piece in enumerate(pieces) if within(piece, point)), None) for point in (start, nearer)]
        if None not in places:
            assert places[0] <= places[1]
            compared += places[0] < places[1]
    assert compared


def test_each_crease_carries_the_number_of_its_unit() -> None:
    pieces = facets([unit_at((1.0, 0.0), 1.0), unit_at((0.0, 1.0), 1.0)], np.array([0.0, -1.0]))
    for piece in pieces:
        for (x, y), (p, q), edge in zip(piece.corners, np.roll(piece.corners, -1, axis=0), piece.edges, strict=True):
            assert edge == (0 if x == p == 1 else 1 if y == q == 1 else -1)


def test_a_unit_at_the_centre_or_without_output_weight_folds_nothing() -> None:
    assert len(facets([unit_at((0.0, 0.0), 1.0), unit_at((1.0, 0.0), 0.0)], np.array([0.0, -1.0]))) == 1
    assert height([unit_at((0.0, 0.0), 1.0)], np.array([[1.5, 1.0]])).tolist() == [0]
