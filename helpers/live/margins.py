"""Room at the edges of a figure for the numbers and labels beside its axes.

Matplotlib leaves a share of the figure's width for them, whatever they are, so a narrow figure cuts them off, and −100000 becomes
00000. Where that happens, all axes are drawn in a little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.transforms import Bbox

from helpers.live.recorder import Recording, Shape, Stroke

MARGIN = 2.0  # pixels between what would be cut off and the edge
LEAST = 0.2  # of the figure's width and height, which the axes together keep


class Margins:
    """The room that has been made at the edges of a figure."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.moved: dict[Axes, tuple[Bbox, Bbox]] = {}  # where axes were, and where they are now
        self.lacked: list[float] = []  # by how much, at each try until there was enough
        self.hopeless = False

    def give_back(self) -> None:
        """Put all axes back to where they were, but for those that somebody else has moved since."""
        for axes, (before, after) in self.moved.items():
            if axes.figure is self.figure and np.array_equal(axes.get_position(original=True).get_points(), after.get_points()):
                axes.set_position(before)
        self.moved.clear()
        self.lacked, self.hopeless = [], False

    def make_room(self, recorded: Mapping[Artist, Recording]) -> bool:
        """Draw the axes in so far that nothing beside them is cut off, and return whether that was necessary.

        `recorded` is what each artist draws. A figure with a layout engine sees to that itself.
        """
        if self.hopeless or self.figure.get_layout_engine() is not None or self.figure.subfigs:
            return False
        over = self._cut_off(recorded)
        if over.max() <= 1:
            self.lacked = []
            return False
        if self.lacked and over.sum() > 0.7 * self.lacked[-1]:  # narrower axes do not help, as with a legend that is wider than they are
            self.give_back()
            self.hopeless = True
            return True
        self.lacked.append(over.sum())
        width, height = self.figure.bbox.size
        left, right, bottom, top = np.where(over > 1, over + MARGIN, 0) / [width, width, height, height]
        return self._draw_in(left, right, bottom, top)

    def _cut_off(self, recorded: Mapping[Artist, Recording]) -> np.ndarray:
        """Return how many pixels are beyond the left, right, bottom and top edge."""
        width, height = self.figure.bbox.size
        boxes = [*_beside_axes(recorded), np.array([(0, 0), (width, height)])]
        (left, top), (right, bottom) = np.min(boxes, axis=0)[0], np.max(boxes, axis=0)[1]
        return np.array([-left, right - width, bottom - height, -top])

    def _draw_in(self, left: float, right: float, bottom: float, top: float) -> bool:
        places = {axes: axes.get_position(original=True).frozen() for axes in self.figure.axes}
        all_of_them = Bbox.union(list(places.values()))
        wide, high = all_of_them.width - left - right, all_of_them.height - bottom - top
        if min(wide, high) < LEAST:
            self.hopeless = True
            return False
        scale = np.array([wide / all_of_them.width, high / all_of_them.height])
        for axes, place in places.items():
            after = Bbox(all_of_them.p0 + [left, bottom] + (place.get_points() - all_of_them.p0) * scale)
            before, _ = self.moved.get(axes, (place, after))
            axes.set_position(after)
            self.moved[axes] = before, after
        return True


def _beside_axes(recorded: Mapping[Artist, Recording]) -> Iterator[np.ndarray]:
    """Yield the corners of all words and legends beside axes, [[left, top], [right, bottom]] in pixels from the top left corner."""
    for artist, recording in recorded.items():
        if isinstance(artist, (Axis, Legend)):
            for stroke in recording:
                if isinstance(stroke, Stroke) and stroke.turn != (1.0, 0.0, 0.0, 1.0):  # words; only they are turned
                    yield _corners(stroke)
                elif isinstance(stroke, Stroke) and not stroke.shapes and isinstance(artist, Legend):  # its frame
                    vertices = np.frombuffer(stroke.numbers, "<f4").reshape(-1, 2)[:-1]  # the last only closes it
                    yield np.array([vertices.min(axis=0), vertices.max(axis=0)])


def _corners(stroke: Stroke) -> np.ndarray:
    a, b, c, d = stroke.turn
    places = np.frombuffer(stroke.numbers, "<f4").reshape(-1, 3)
    points = np.array([_corners_of(shape) for shape in stroke.shapes]) @ np.array([[a, b], [c, d]])
    points = points * places[:, None, 2:] + places[:, None, :2]
    return np.array([points.min(axis=(0, 1)), points.max(axis=(0, 1))])


@lru_cache(maxsize=1000)
def _corners_of(shape: Shape) -> np.ndarray:
    vertices = np.frombuffer(shape.vertices, "<f4").reshape(-1, 2)
    if not len(vertices):
        return np.zeros((4, 2))
    (left, bottom), (right, top) = vertices.min(axis=0), vertices.max(axis=0)
    return np.array([(left, bottom), (left, top), (right, bottom), (right, top)])
