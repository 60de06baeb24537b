"""What a live figure sends draws the same picture as Matplotlib: on a screen made of Agg, and in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache, partial

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.transforms import Affine2D

from helpers.live import LiveFigure
from tests.everything import EVERYTHING, in_turn
from tests.helpers.live.pixels import complaint
from tests.helpers.live.scenes import SCENES, Scene
from tests.helpers.live.screen import Drawing, Screen, matplotlib_draws, pixels_of

pytestmark = pytest.mark.usefixtures("unhinted")

START = 0.0
STOPS = {1: 0.62, 2: 0.37}  # pixels to a CSS pixel, and where the control then goes


# Each is much like another one that is drawn daily.
RARE = (
    *("line", "line_with_round_dashes", "line_with_alpha", "line_with_many_points", "step", "straight_lines_across", "scatter", "sticks"),
    *("level_sticks", "collection_of_patches", "bars", "thin_triangles", "annotation", "text_in_the_axes", "several_axes", "another_order"),
    *("limits", "more_and_more_artists", "only_in_the_middle", "place_of_axes"),
)
assert set(RARE) <= set(SCENES)
DAILY = [name for name in SCENES if name not in RARE]
RARELY = [pytest.param(name, marks=pytest.mark.weekly) for name in RARE]


@dataclass(frozen=True)
class Play:
    """A screen of one ratio while a live figure's control went from the start to a stop, and what was wanted there."""

    scene: Scene
    ratio: int
    screen: Screen
    wanted: np.ndarray
    own: np.ndarray  # the live figure's own PNG, at ratio 1

    def complaint(self, got: np.ndarray) -> str:
        return complaint(got, self.wanted, self.ratio, few=self.scene.few)


@cache
def play_of(name: str, ratio: int) -> Play:
    """Return what the scene's live figure sends to a screen of this ratio. It is made once, for all tests of this scene."""
    scene, stop = SCENES[name], STOPS[ratio]
    figure, redraw = scene.figure()
    widget = LiveFigure(figure, lambda t: redraw(t), t=(0.0, 1.0))
    widget.t = START
    screen = Screen(ratio).connect(widget)
    widget.t = stop
    assert screen.messages[-1][0]["error"] == ""
    del widget.send  # this screen has seen enough
    fresh, redraw_fresh = scene.figure(ratio)
    redraw_fresh(stop)
    play = Play(scene, ratio, screen, matplotlib_draws(fresh), pixels_of(widget.png())[..., :3])
    widget.close()
    return play


def plays(name: str) -> list[Play]:
    """Return a scene on screens of either ratio; daily on one of them, and the next scene on the other."""
    return [play_of(name, ratio) for ratio in (STOPS if EVERYTHING else [1 + DAILY.index(name) % 2 if name in DAILY else 1])]


def some_scenes(every: int, first: int = 0) -> pytest.MarkDecorator:
    """Try each second, fifth … scene daily, and all of them weekly."""
    return pytest.mark.parametrize("name", [*in_turn(*((name,) for name in DAILY), every=every, first=first), *RARELY])


@some_scenes(every=2)
def test_the_strokes_draw_what_matplotlib_draws(name):
    for play in plays(name):
        assert play.complaint(play.screen.picture()) == ""


@some_scenes(every=2)
def test_the_png_is_what_matplotlib_draws(name):
    play = play_of(name, 1)
    assert np.array_equal(play.own, play.wanted)


@pytest.mark.browser
def test_while_new_layers_are_decoded_the_old_picture_stays_whole(canvas_while_decoding):
    figure, axes = plt.subplots()
    (line,) = axes.plot([0, 1], [0, 1])
    bar = axes.axvspan(0.4, 0.6, color="orange")

    def redraw(stop: int = 0) -> None:
        line.set_ydata([stop, 1])
        axes.set_title(f"MAE {5.62 + stop}" if stop < 2 else f"c = 1, and {stop} of other letters")
        bar.set_alpha(0.5 if stop == 2 else 1)  # moves at a stop that is not looked at beforehand, so all is sent anew

    widget = LiveFigure(figure, redraw, stop=(0, 4, 1))
    screen = Screen().connect(widget)
    widget.stop = 1
    widget.stop = 2
    assert "layers" in screen.messages[-1][0]
    before, meanwhile, after = canvas_while_decoding(screen.messages)
    assert (meanwhile == before).all()
    assert (after != before).any()


@pytest.mark.browser
@some_scenes(every=2, first=1)
def test_a_browser_draws_what_matplotlib_draws(name, canvas):
    for play in plays(name):
        assert play.complaint(canvas(play.screen.messages)) == ""


# The tolerance is sharp: pictures that are almost right are told apart.


def spoilt(play: Play, change: Callable[[Drawing], Drawing]) -> np.ndarray:
    """Return the picture with every moving stroke changed."""
    screen = copy(play.screen)
    screen.frame = [[change(drawing) for drawing in run] for run in screen.frame]
    return screen.picture()


def shifted(x: float, y: float, drawing: Drawing) -> Drawing:
    return Drawing(drawing.style, tuple((path, place + Affine2D().translate(x, y)) for path, place in drawing.paths))


def restyled(drawing: Drawing, **style: object) -> Drawing:
    return Drawing(drawing.style | style, drawing.paths)


@some_scenes(every=5)
def test_two_pixels_are_too_many(name):
    sides = [(2, 0), (0, 2), (-2, 0), (0, -2)]  # a line that runs level looks the same a little to its right
    for play in plays(name):
        assert any(play.complaint(spoilt(play, partial(shifted, *side))) for side in sides)


@pytest.mark.parametrize("shift", [(2, 0), (-2, 0), (0, 2), (0, -2)])
@pytest.mark.parametrize("name", ["line_with_dashes", "line_with_markers", "scatter_of_colours", "shapes", "titles", "legend"])
def test_two_pixels_to_any_side_are_too_many(name, shift):
    for play in plays(name):
        assert play.complaint(spoilt(play, partial(shifted, *shift)))


def test_a_missing_dash_is_noticed():
    play = play_of("line_with_dashes", 1)
    assert play.complaint(spoilt(play, partial(restyled, dashes=[])))
    assert play.complaint(spoilt(play, lambda drawing: restyled(drawing, dash_offset=drawing.style["dash_offset"] + 4)))


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("line", {"stroke": "#0072ffff"}),
        ("line", {"stroke": "#0072b2b0"}),
        ("line", {"width": 1.5}),
        ("scatter", {"fill": "#4090b2ff"}),
        ("titles", {"fill": "#707070ff"}),
        ("line_with_round_dashes", {"cap": "butt"}),
        ("sharp_corners", {"join": "round"}),
        ("thin_triangles", {"join": "round"}),
        ("clipped_by_a_circle", {"clip_path": None}),
        ("line_that_leaves_the_axes", {"clip": []}),
    ],
)
def test_a_wrong_style_is_noticed(name, style):
    play = play_of(name, 1)
    assert play.complaint(spoilt(play, lambda drawing: restyled(drawing, **style)))


@pytest.mark.parametrize("name", ["under_what_stands_still", "still_between_two_that_move", "under_the_grid"])
def test_a_wrong_order_is_noticed(name):
    for play in plays(name):
        screen = copy(play.screen)
        screen.frame = [*([] for _ in screen.frame[1:]), [drawing for run in screen.frame for drawing in run]]
        assert play.complaint(screen.picture())
