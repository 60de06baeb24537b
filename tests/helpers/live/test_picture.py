"""What moves is found out, layers are laid in Matplotlib's order, and what cannot move says so."""

from __future__ import annotations

import itertools
from functools import partial
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import patches
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnnotationBbox, TextArea
from matplotlib.patches import ConnectionPatch

from helpers.live.packets import Packer
from helpers.live.picture import MovingPicture, drawing_order
from helpers.live.recorder import Stroke
from tests.everything import EVERYTHING, in_turn
from tests.helpers.live.screen import Screen, matplotlib_draws, pixels_of


@pytest.fixture
def figure():
    return Figure(figsize=(3.2, 2.4), dpi=100)


@pytest.fixture
def axes(figure):
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return axes


def strokes_of(frame) -> list[Stroke]:
    return [stroke for run in frame for stroke in run]


def settled(picture: MovingPicture, *changes) -> list[int]:
    """Return the picture's version after each of the changes, which are made three times over."""
    versions = []
    for _ in range(3):
        for change in changes:
            change()
            frame = picture.update()
            assert len(frame) == len(picture.layers(1))
            versions.append(picture.version)
    return versions


# What is drawn, and in which order


def test_the_drawing_order_is_matplotlibs(figure):
    left, right = figure.subfigures(1, 2)
    axes = left.subplots(2, 1)
    axes[0].axis("off")
    axes[1].set_frame_on(False)
    axes[1].plot([0, 1], zorder=-1)
    axes[1].inset_axes([0.5, 0.5, 0.4, 0.4]).plot([0, 1])
    right.add_subplot(211, projection="polar")
    right.add_subplot(212).set_visible(False)
    right.text(0.5, 0.5, "words")
    figure.suptitle("title")
    picture = MovingPicture(figure)
    assert np.array_equal(pixels_of(picture.png())[..., :3], matplotlib_draws(figure))


def test_three_dimensional_axes_are_taken_whole(figure):
    axes = figure.add_subplot(projection="3d")
    (line,) = axes.plot([0, 1], [0, 1], [0, 1])
    picture = MovingPicture(figure)
    assert [axes] == [artist for artist in drawing_order(figure) if artist is not figure.patch]
    line.set_data_3d([0, 1], [1, 0], [0, 1])
    picture.update()
    assert picture.moving == {axes}


def test_nothing_moves_until_something_changes(figure, axes):
    axes.plot([0, 1], [0, 1])
    picture = MovingPicture(figure)
    picture.discover([lambda: None])
    version = picture.version
    assert [strokes_of(picture.update()) for _ in range(3)] == [[], [], []]
    assert (picture.moving, picture.version) == (set(), version)
    (layer,) = picture.layers(1)
    assert np.array_equal(pixels_of(layer), pixels_of(picture.png()))


def test_strokes_stay_the_same_objects_where_nothing_is_marked_as_changed(figure, axes):
    below, _, above = (axes.plot([0, 1], [0, height], zorder=height)[0] for height in (3, 4, 5))
    picture = MovingPicture(figure)
    picture.discover([], known=[below, above])
    before = picture.update()
    above.set_ydata([1, 0])
    first, second = picture.update(only=[below, above])
    assert first is before[0]
    assert second != before[1]
    assert (first, second) == picture.update()


def test_layers_lie_as_matplotlib_draws(figure, axes):
    below, between, above = (axes.plot([0, 1], [0, height], zorder=height)[0] for height in (3, 4, 5))
    picture = MovingPicture(figure)
    picture.discover([lambda: (below.set_ydata([1, 0]), above.set_ydata([0, 1]))])
    first, second, *rest = picture.update()
    assert picture.moving == {below, above}
    assert not rest
    assert (len(first), len(second)) == (1, 1)
    bottom, top = (pixels_of(layer) for layer in picture.layers(1))
    assert bottom[..., 3].min() == 255
    assert 0 < np.count_nonzero(top[..., 3]) < 2000, "only the line between the two belongs on the upper layer"
    assert between in set(drawing_order(figure)) - picture.moving


@pytest.mark.parametrize("ratio", in_turn((1,), (1.25,), (1.5,), (2,), (3,)))
def test_layers_have_the_size_that_the_browsers_canvas_has(ratio):
    for width, height in ((3.2, 2.4), (4.35, 4.35 / 1.5), (3.3377, 2.3456), (517 / 100, 3)):
        figure = Figure(figsize=(width, height), dpi=100)
        figure.subplots()
        picture = MovingPicture(figure)
        assert picture.size == (round(100 * width), round(100 * height))
        (layer,) = picture.layers(ratio)
        assert pixels_of(layer).shape[:2] == (int(picture.size[1] * ratio), int(picture.size[0] * ratio))


def test_strokes_and_layers_agree_where_a_size_is_no_whole_number_of_pixels_of():
    figure = Figure(figsize=(3.337, 2.348), dpi=100)
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    (line,) = axes.plot([0, 1], [0.5, 0.5], linewidth=1, snap=False)
    picture = MovingPicture(figure)
    picture.discover([lambda: line.set_color("r")])
    (stroke,) = strokes_of(picture.update())
    (y, _) = np.frombuffer(stroke.numbers, "<f4").reshape(-1, 2)[:, 1]
    height = picture.size[1]
    assert y == pytest.approx(height - axes.transData.transform((0, 0.5))[1], abs=0.01)
    assert figure.bbox.height == pytest.approx(height, abs=1e-6)


def test_pictures_taken_for_another_screen_leave_the_figure_as_it_was(figure, axes):
    (line,) = axes.plot([0, 1])
    picture = MovingPicture(figure)
    picture.discover([lambda: line.set_ydata([1, 0])])
    before, version = picture.update(), picture.version
    picture.layers(2)
    assert (figure.dpi, picture.version) == (100, version)
    assert picture.update() == before
    assert picture.moving == {line}


# What moves


def middle_only(axes, picture, change, *wanted):
    """Check that a change after discovery, which finds nothing, is found by the next update, and what moves then."""
    picture.discover([lambda: None])
    assert picture.moving == set()
    version = picture.version
    picture.update()
    change()
    frame = picture.update()
    assert picture.moving == set(wanted)
    assert picture.version > version
    assert strokes_of(frame)


def test_what_changes_at_one_end_only_moves(figure, axes):
    early, late, still = (axes.plot([0, 1], [0, height])[0] for height in (0.1, 0.2, 0.3))
    picture = MovingPicture(figure)
    picture.discover([lambda: early.set_color("r"), lambda: None, lambda: late.set_linewidth(9)])
    assert picture.moving == {early, late}
    assert still not in picture.moving


def test_what_changes_later_only_is_found_then(figure, axes):
    (line,) = axes.plot([0, 1])
    middle_only(axes, MovingPicture(figure), lambda: line.set_ydata([1, 0]), line)


def test_an_annotation_is_watched_though_its_end_marks_no_change(figure, axes):
    note = axes.annotate("here", (0.2, 0.2), (0.6, 0.6), arrowprops={"arrowstyle": "->"})
    middle_only(axes, MovingPicture(figure), lambda: setattr(note, "xy", (0.4, 0.2)), note)


def test_a_box_of_notes_is_watched_though_its_end_marks_no_change(figure, axes):
    box = axes.add_artist(AnnotationBbox(TextArea("here"), (0.2, 0.2), (0.6, 0.6), arrowprops={"arrowstyle": "->"}))
    middle_only(axes, MovingPicture(figure), lambda: setattr(box, "xy", (0.4, 0.2)), box)


def test_a_connection_is_watched_though_its_ends_mark_no_change(figure, axes):
    connection = axes.add_artist(ConnectionPatch((0.1, 0.1), (0.9, 0.9), "data", "data"))
    middle_only(axes, MovingPicture(figure), lambda: setattr(connection, "xy2", (0.9, 0.1)), connection)


def test_a_tangent_is_watched_though_its_slope_marks_no_change(figure, axes):
    tangent = axes.axline((0.5, 0.5), slope=1)
    middle_only(axes, MovingPicture(figure), lambda: tangent.set_slope(-1), tangent)


def test_limits_move_the_axis_and_the_data_but_not_the_spines(figure, axes):
    (line,) = axes.plot([0, 1], [0, 1])
    middle_only(axes, MovingPicture(figure), lambda: axes.set_ylim(0, 2), line, axes.yaxis)


def test_a_raised_title_is_put_where_matplotlib_has_it_without_a_whole_draw(figure, axes, monkeypatch):
    axes.set_position((0.2, 0.15, 0.7, 0.6))
    across = axes.twiny()
    across.set_axis_off()  # its numbers aren't drawn, and still raise the title
    (line,) = axes.plot([0, 1], [0, 1])
    picture = MovingPicture(figure)

    def move(height):
        line.set_ydata([0, height])
        axes.set_title(f"up to {height}")  # which puts it down again

    picture.discover([partial(move, 0.1), partial(move, 0.2)])
    recorder = Mock(wraps=picture.recorder)
    monkeypatch.setattr(picture, "recorder", recorder)
    monkeypatch.setattr(figure, "draw_without_rendering", lambda: pytest.fail("the whole figure was drawn"))
    for height in (0.3, 0.4):
        move(height)
        picture.update()
    looked_at = [call.args[0] for call in recorder.record.call_args_list]
    assert not any(isinstance(artist, Axis) for artist in looked_at), "the axes' numbers stand still"
    monkeypatch.undo()
    raised = axes.title.get_position()
    figure.draw_without_rendering()
    assert raised == axes.title.get_position()
    assert raised[1] > 1


def test_limits_of_inset_axes_are_watched(figure, axes):
    inner = axes.inset_axes([0.5, 0.5, 0.4, 0.4])
    (line,) = inner.plot([0, 1], [0, 1])
    inner.set(xlim=(0, 1), ylim=(0, 1))
    middle_only(axes, MovingPicture(figure), lambda: inner.set_ylim(0, 2), line, inner.yaxis)


def test_autoscaling_is_noticed_before_anything_is_drawn(figure):
    axes = figure.subplots()
    (line,) = axes.plot([0, 1], [0, 1])
    (other,) = axes.plot([0, 1], [1, 0])

    def change():
        line.set_ydata([1, 5])
        axes.relim()
        axes.autoscale_view()

    middle_only(axes, MovingPicture(figure), change, line, other, axes.yaxis)


def test_only_the_words_of_a_legend_or_an_axis_are_enough(figure, axes):
    axes.plot([0, 1], label="model")
    words = axes.legend(loc="upper left").get_texts()[0]
    picture = MovingPicture(figure)
    middle_only(axes, picture, lambda: words.set_text("another"), axes.get_legend())
    axes.set_xlabel("x")
    picture.update()
    assert picture.moving == {axes.get_legend(), axes.xaxis}


def test_a_mark_of_change_that_is_never_drawn_does_not_count_for_ever(figure, axes):
    (line,) = axes.plot([0, 1])
    picture = MovingPicture(figure)
    picture.discover([lambda: line.set_ydata([1, 0])])
    assert not any(part.stale for inside in picture.inside.values() for part in inside)
    picture.update()
    assert not any(part.stale for inside in picture.inside.values() for part in inside)


# Artists that come and go: the layers must come to rest, or nothing could ever be drawn ahead


def test_an_artist_that_is_made_anew_each_time_needs_no_new_layers(figure, axes):
    kept = [axes.fill_between([0, 1], 0.5)]
    axes.plot([0, 1], "k", zorder=5)

    def change():
        kept.pop().remove()
        kept.append(axes.fill_between([0, 1], np.random.default_rng().random()))

    versions = settled(MovingPicture(figure), change)
    assert len(set(versions)) == 1


def test_artists_that_are_sometimes_missing_need_no_new_layers(figure, axes):
    axes.plot([0, 1], "k", zorder=1)
    axes.plot([1, 0], "k", zorder=5)
    kept = []

    def more():
        kept.append(axes.plot([0, 1], [0.5, 0.5], zorder=3)[0])

    def none():
        while kept:
            kept.pop().remove()

    versions = settled(MovingPicture(figure), more, more, none)
    assert len(set(versions)) == 1


def test_axes_that_are_cleared_each_time_come_to_rest(figure):
    axes = figure.subplots()

    def change():
        axes.cla()
        axes.plot([0, 1], "o-")

    change()
    versions = settled(MovingPicture(figure), change)
    assert len(set(versions[1:])) == 1


def test_axes_that_are_shown_and_hidden_come_to_rest(figure):
    _, middle, _ = figure.subplots(1, 3)
    versions = settled(MovingPicture(figure), lambda: middle.set_visible(False), lambda: middle.set_visible(True))
    assert len(set(versions[2:])) == 1


def test_artists_that_change_places_come_to_rest(figure, axes):
    one, *_ = (axes.plot([0, 1], [0, height], linewidth=5)[0] for height in (0.2, 0.5, 0.8))
    picture = MovingPicture(figure)
    versions = settled(picture, lambda: one.set_zorder(5), lambda: one.set_zorder(1), lambda: one.set_zorder(2))
    assert len(set(versions[3:])) == 1
    assert one in picture.moving


def test_artists_that_are_gone_are_forgotten(figure, axes):
    picture = MovingPicture(figure)
    (line,) = axes.plot([0, 1])
    picture.update()
    line.remove()
    picture.update()
    held = [picture.order, picture.moving, picture.recorded, picture.inside]
    assert not any(line in collection for collection in held)


# Whatever happens, layers and strokes together are Matplotlib's picture


class Follower:
    """Sees what a browser sees of a picture: strokes each time, layers only when there are other ones."""

    def __init__(self, picture: MovingPicture) -> None:
        self.picture, self.screen, self.packer, self.version = picture, Screen(), Packer(), 0

    def see(self) -> np.ndarray:
        frame = self.picture.update()
        packet, buffers = self.packer.pack(strokes_of(frame))
        places = itertools.count()
        message = {"packet": packet, "frame": [[next(places) for _ in run] for run in frame]}
        layers = []
        if self.picture.version != self.version:
            self.version = self.picture.version
            layers = self.picture.layers(1)
            places = [i if layer else 0 for i, layer in enumerate(layers, start=len(buffers))]
            message |= {"size": self.picture.size, "ratio": 1, "layers": places}
        self.screen.receive(message, [*buffers, *layers])
        return self.screen.picture()


numbers = st.integers(0, 5)
things = st.one_of(
    st.tuples(st.just("add"), numbers, numbers),
    st.tuples(st.sampled_from(["remove", "hide", "back"]), numbers),
    st.tuples(st.sampled_from(["move", "colour", "zorder"]), numbers, numbers),
    st.tuples(st.sampled_from(["clear", "limits", "background", "hide axes", "axes zorder"]), numbers),
)
ROUNDING = 4  # of 255: several half transparent layers are each rounded
COLOURS = ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#f0e442"]


class Blocks:
    """Two axes, one over part of the other, with blocks in whole pixels, so that pictures are equal or not."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(1, 0.8), dpi=100)
        self.axes = [self.figure.add_axes((left, 0.1, 0.6, 0.75), xticks=[], yticks=[], xlim=(0, 6), ylim=(0, 6)) for left in (0, 0.4)]
        self.blocks: list[patches.Rectangle] = []
        for place in range(3):
            self.do("add", place, 2 * place)

    def do(self, what: str, which: int, value: int = 0) -> None:
        axes = self.axes[which % 2]
        if what == "add":
            block = patches.Rectangle((which, value), 3, 2, color=COLOURS[which], zorder=value, linewidth=0)
            self.blocks.append(axes.add_patch(block))
        elif what == "clear":
            self.blocks = [block for block in self.blocks if block.axes is not axes]
            axes.cla()
            axes.set(xticks=[], yticks=[], xlim=(0, 6), ylim=(0, 6))
        elif what == "limits":
            axes.set_xlim(-which, 6)
        elif what == "background":
            axes.set_facecolor(COLOURS[which])
        elif what == "hide axes":
            axes.set_visible(not axes.get_visible())
        elif what == "axes zorder":
            axes.set_zorder(which)
        elif self.blocks:
            self.change(self.blocks[which % len(self.blocks)], what, value)

    def change(self, block: patches.Rectangle, what: str, value: int) -> None:
        if what == "remove":
            block.remove()
            self.blocks.remove(block)
        elif what == "hide":
            block.set_visible(not block.get_visible())
        elif what == "back":  # the same object, but drawn after others of its zorder from now on
            axes = block.axes
            block.remove()
            axes.add_patch(block)
        elif what == "move":
            block.set_x(value)
        elif what == "colour":
            block.set_color(COLOURS[value])
        elif what == "zorder":
            block.set_zorder(value)


@settings(max_examples=40 if EVERYTHING else 20)
@given(st.lists(st.lists(things, min_size=1, max_size=3), min_size=1, max_size=6))
def test_whatever_happens_the_picture_is_matplotlibs(updates):
    blocks = Blocks()
    picture = MovingPicture(blocks.figure)
    follower = Follower(picture)
    for update in updates:
        for thing in update:
            blocks.do(*thing)
        seen = follower.see().astype(int)
        assert np.abs(seen - matplotlib_draws(blocks.figure)).max() <= ROUNDING


@settings(max_examples=15 if EVERYTHING else 8)
@given(st.lists(things, min_size=1, max_size=5))
def test_whatever_happens_over_and_over_the_layers_come_to_rest(round_of_things):
    blocks = Blocks()
    picture = MovingPicture(blocks.figure)
    versions = []
    for _ in range(12):
        for thing in round_of_things:
            blocks.do(*thing)
            picture.update()
        versions.append(picture.version)
    assert versions[-1] == versions[-3]


# Sizes


def test_another_size_does_not_make_everything_move(figure, axes):
    (line,) = axes.plot([0, 1])
    axes.imshow(np.eye(2), extent=(0, 1, 0, 1))
    picture = MovingPicture(figure)
    picture.discover([lambda: line.set_ydata([1, 0])])
    version = picture.version
    picture.update()
    figure.set_size_inches(2.6, 2.4)
    picture.lay_out_anew()
    picture.update()
    assert picture.moving == {line}
    assert picture.version > version, "the layers have another size, so they must be sent again"
    assert picture.size == (260, 240)
