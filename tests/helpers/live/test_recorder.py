"""What an artist draws becomes strokes: their numbers, letters and styles, without a browser."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib import patches
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from helpers.live import recorder
from helpers.live.fonts import font_in_memory
from helpers.live.recorder import Painted, Recorder, Stroke


@pytest.fixture
def figure():
    return Figure(figsize=(4, 3), dpi=100)


@pytest.fixture
def axes(figure):
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))  # 40 to 360 from the left, 30 to 270 from the top
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return axes


@pytest.fixture
def record(figure):
    return Recorder(figure).record


def numbers(stroke: Stroke, columns: int = 2) -> np.ndarray:
    return np.frombuffer(stroke.numbers, "<f4").reshape(-1, columns)


def corners(letters: str, vertices: bytes) -> np.ndarray:
    """Return a path's vertices without that of its end, which means nothing."""
    return np.frombuffer(vertices, "<f4").reshape(-1, 2)[[letter != "Z" for letter in letters]]


def places(stroke: Stroke) -> np.ndarray:
    return numbers(stroke, 3)


# Where


def test_vertices_are_counted_from_the_top_left_corner(axes, record):
    (line,) = axes.plot([0, 0.25, 1], [0, 0.5, 1])
    (stroke,) = record(line)
    assert numbers(stroke) == pytest.approx(np.array([(40, 270), (120, 150), (360, 30)]))
    assert (stroke.letters, stroke.shapes) == ("", ())


def test_a_gap_begins_a_new_part(axes, record):
    (line,) = axes.plot([0, 0.2, 0.4, 0.6, 0.8], [0, 1, np.nan, 1, 0])
    (stroke,) = record(line)
    assert stroke.letters == "MLML"
    assert np.isfinite(numbers(stroke)).all()


def test_nothing_is_drawn_where_there_is_nothing(axes, record):
    assert record(axes.plot([], [])[0]) == ()
    assert record(axes.plot([np.nan], [0], "o-")[0]) == ()
    assert record(axes.text(0.5, 0.5, "")) == ()
    assert record(axes.scatter([], [])) == ()


def test_nothing_is_drawn_of_what_is_hidden(axes, record):
    (line,) = axes.plot([0, 1])
    line.set_visible(False)
    assert record(line) == ()


def test_a_level_line_is_put_on_whole_pixels_as_agg_does(axes, record):
    thin, thick = axes.axhline(0.503, linewidth=0.72), axes.axhline(0.503, linewidth=1.44)  # one pixel and two
    assert numbers(record(thin)[0])[:, 1] % 1 == pytest.approx(0.5)
    assert numbers(record(thick)[0])[:, 1] % 1 == pytest.approx(0)


def test_a_line_far_outside_is_cut_before_it_is_sent(axes, record):
    (line,) = axes.plot([-1e9, 1e9], [0.5, 0.5])
    (stroke,) = record(line)
    assert np.abs(numbers(stroke)).max() < 500


def test_points_that_add_nothing_are_left_out(axes, record):
    x = np.linspace(0, 1, 100_000)
    (line,) = axes.plot(x, 0.5 + 0.3 * np.sin(9 * x))
    (stroke,) = record(line)
    assert 50 < len(numbers(stroke)) < 2_000


def test_a_line_as_if_drawn_by_hand_wanders(axes, record):
    (line,) = axes.plot([0, 1], [0.5, 0.5])
    line.set_sketch_params(4, 40, 2)
    (stroke,) = record(line)
    assert len(numbers(stroke)) > 20
    assert 1 < np.abs(numbers(stroke)[:, 1] - 150).max() < 8
    assert record(line) == (stroke,)


def test_markers_are_one_shape_at_many_places(axes, record):
    (dots,) = axes.plot([0, 0.5, np.nan, 0.7, 1], [0, 0.5, 0.5, np.inf, 1], "o")
    (stroke,) = record(dots)
    assert len(stroke.shapes) == 1
    assert places(stroke) == pytest.approx(np.array([(40, 270, 1), (200, 150, 1), (360, 30, 1)]))


def test_a_marker_that_stands_alone_is_a_path_of_its_own(axes, record):
    (dot,) = axes.plot([0.5], [0.5], "o")
    (stroke,) = record(dot)
    assert not stroke.shapes
    assert stroke.letters.startswith("MC")
    vertices = corners(stroke.letters, stroke.numbers)
    assert (vertices.min(axis=0) + vertices.max(axis=0)) / 2 == pytest.approx([200, 150])


def test_shapes_are_shared_by_all_that_use_them(axes, record):
    one, other = (axes.plot([0, 1], [0, 1], "o", color=colour)[0] for colour in "rb")
    assert record(one)[0].shapes == record(other)[0].shapes


def test_a_scatter_of_one_colour_is_one_stroke_and_of_many_colours_many(axes, record):
    x = np.linspace(0, 1, 7)
    assert len(record(axes.scatter(x, x))) == 1
    assert len(record(axes.scatter(x, x, c=x))) == 7


# Letters and formulas


def test_words_are_glyphs_at_places(axes, record):
    (stroke,) = record(axes.text(0.5, 0.5, "aba", fontsize=72))
    assert len(stroke.shapes) == 3
    assert stroke.shapes[0] is stroke.shapes[2]
    x, y, scale = places(stroke).T
    assert x[0] == pytest.approx(200)
    assert (np.diff(x) > 40).all()
    assert y == pytest.approx(np.full(3, 150))
    assert (scale == 1).all()
    a, b, c, d = stroke.turn
    assert (a, b, c) == (pytest.approx(1), 0, 0)  # shapes are in hundredths of a font of 72 points at 100 pixels an inch
    assert d == -a


def test_turned_words_turn_their_places_and_their_shapes(axes, record):
    (stroke,) = record(axes.text(0.5, 0.5, "ab", fontsize=36, rotation=90))
    x, y, _ = places(stroke).T
    assert x == pytest.approx(np.full(2, x[0]))
    assert y[1] < y[0] - 20
    assert stroke.turn == pytest.approx((0, -0.5, -0.5, 0), abs=1e-6)


def test_each_line_of_words_is_a_stroke(axes, record):
    assert len(record(axes.text(0.5, 0.5, "one\ntwo\nthree"))) == 3


def test_a_fraction_has_a_rule(axes, record):
    glyphs, *rules = record(axes.text(0.5, 0.5, r"$\frac{1}{n}$"))
    assert len(glyphs.shapes) == 2
    (rule,) = rules
    width, height = np.ptp(corners(rule.letters, rule.numbers), axis=0)
    assert width > 5 > 1 > height > 0


def test_the_opacity_of_words_counts(axes, record):
    (stroke,) = record(axes.text(0.5, 0.5, "words", color="#ff0000", alpha=0.4))
    assert stroke.style.fill == "#ff000066"


# Styles


def test_a_line_is_stroked_and_not_filled(axes, record):
    (line,) = axes.plot([0, 1], color="#0072b2", linewidth=3.6, solid_capstyle="projecting", solid_joinstyle="bevel")
    style = record(line)[0].style
    assert (style.stroke, style.fill) == ("#0072b2ff", "")
    assert (style.width, style.cap, style.join) == (5.0, "square", "bevel")
    assert style.dashes == ()


def test_dashes_are_counted_in_pixels(axes, record):
    (line,) = axes.plot([0, 1], linewidth=7.2, linestyle=(0.5, (1, 2, 3, 4)), dash_capstyle="round")
    style = record(line)[0].style
    assert style.dashes == pytest.approx((10, 20, 30, 40))  # ten pixels of width times each
    assert style.dash_offset == pytest.approx(5)
    assert style.cap == "round"


@pytest.mark.parametrize(
    ("options", "fill", "stroke"),
    [
        ({"facecolor": "#112233", "edgecolor": "#445566"}, "#112233ff", "#445566ff"),
        ({"facecolor": "#112233", "edgecolor": "none"}, "#112233ff", ""),
        ({"facecolor": "none", "edgecolor": "#445566"}, "", "#445566ff"),
        ({"facecolor": "#112233", "edgecolor": "#445566", "linewidth": 0}, "#112233ff", ""),
        ({"facecolor": "#112233", "edgecolor": "#445566", "alpha": 0.2}, "#11223333", "#44556633"),
        ({"facecolor": ("#112233", 0.2), "edgecolor": ("#445566", 0.6)}, "#11223333", "#44556699"),
        ({"facecolor": ("#112233", 0.2), "edgecolor": "#445566", "alpha": 1}, "#112233ff", "#445566ff"),
    ],
)
def test_a_patch_is_filled_and_stroked(axes, record, options, fill, stroke):
    (recorded,) = record(axes.add_patch(patches.Circle((0.5, 0.5), 0.2, **options)))
    assert (recorded.style.fill, recorded.style.stroke) == (fill, stroke)
    assert recorded.letters.endswith("Z")


def test_a_clip_is_rounded_to_whole_pixels_as_agg_does(figure, record):
    axes = figure.add_axes((0.1014, 0.1, 0.8, 0.8))  # 40.56 to 360.56
    (line,) = axes.plot([0, 1])
    assert record(line)[0].style.clip == (41, 30, 320, 240)


def test_what_is_not_clipped_has_no_clip(axes, record):
    (line,) = axes.plot([0, 1], clip_on=False)
    assert record(line)[0].style.clip == ()


def test_a_clip_that_is_no_box_is_a_path(axes, record):
    (line,) = axes.plot([0, 1])
    line.set_clip_path(patches.Circle((0.5, 0.5), 0.25, transform=axes.transData))
    clip = record(line)[0].style.clip_path
    assert clip.letters.startswith("MC")
    vertices = corners(clip.letters, clip.vertices)
    assert vertices.min(axis=0) == pytest.approx([120, 90], abs=0.1)
    assert vertices.max(axis=0) == pytest.approx([280, 210], abs=0.1)


# Equal strokes mean that nothing has moved


def test_two_recordings_of_the_same_are_equal_and_hash_alike(axes, record):
    things = [
        axes.plot([0, 1], "o--")[0],
        axes.text(0.5, 0.5, r"a $\sqrt{2}$"),
        axes.add_collection(LineCollection([[(0, 0), (1, 1)]])),
        axes.imshow([[0, 1]]),
        axes.xaxis,
        axes.add_patch(patches.Rectangle((0, 0), 1, 1, hatch="/")),
    ]
    for thing in things:
        assert record(thing) == record(thing)
        assert hash(record(thing)) == hash(record(thing))


@pytest.mark.parametrize(
    "change",
    [
        {"ydata": [0, 0.5]},
        {"color": "#0072b3"},
        {"alpha": 0.99},
        {"linewidth": 1.6},
        {"linestyle": "--"},
        {"marker": "o"},
        {"solid_capstyle": "round"},
        {"clip_on": False},
    ],
)
def test_any_change_that_shows_makes_another_stroke(axes, record, change):
    (line,) = axes.plot([0, 1], color="#0072b2", linewidth=1.5)
    before = record(line)
    line.set(**change)
    assert record(line) != before


# What strokes cannot say


def test_what_strokes_cannot_say_is_kept_and_compared(axes, record):
    image = axes.imshow([[0, 1], [1, 0]])
    before = record(image)
    assert [type(each) for each in before] == [Painted]
    image.set_data([[1, 0], [0, 1]])
    assert record(image) != before

    bar = axes.add_patch(patches.Rectangle((0, 0), 0.5, 0.5, hatch="//"))
    before = record(bar)
    assert [type(each) for each in before] == [Painted]
    bar.set_hatch("x")
    assert record(bar) != before

    mesh = axes.pcolormesh([0, 1], [0, 1], [[0, 1], [1, 0]], shading="gouraud")
    before = record(mesh)
    assert [type(each) for each in before] == [Painted]
    mesh.set_array([[1, 0], [0, 1]])
    assert record(mesh) != before

    (line,) = axes.plot([0, 1])
    line.set_agg_filter(lambda picture, dpi: (picture, 0, 0))
    assert Painted in [type(each) for each in record(line)]


WRITTEN = [
    {"s": "the loss: 0.68 to 1,200", "fontsize": 13, "fontweight": "bold"},
    {"s": "fi AV −1.5\nbelow", "family": "serif", "style": "italic", "rotation": 30, "ha": "right", "va": "top"},
    {"s": "one € of two fonts", "family": ["cmr10", "DejaVu Sans"]},
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_text_is_the_same_from_a_font_in_memory(axes, figure, written, monkeypatch):
    text = axes.text(0.5, 0.5, **written)
    strokes = Recorder(figure).record(text)
    assert strokes
    monkeypatch.setattr(recorder, "font_in_memory", lambda *_: None)  # then it is Matplotlib's
    assert Recorder(figure).record(text) == strokes


def test_a_text_of_two_fonts_is_left_to_matplotlib():
    properties = FontProperties(family=["cmr10", "DejaVu Sans"])
    assert font_in_memory("one", properties) is font_in_memory("two", properties) is not None
    assert font_in_memory("€", properties) is None


def test_a_text_that_is_drawn_again_has_the_same_strokes_and_in_another_font_others(axes, figure):
    recorder, text = Recorder(figure), axes.text(0.5, 0.5, "a b", family="DejaVu Sans")
    first = recorder.record(text)
    assert recorder.record(text) == first == Recorder(figure).record(text)
    text.set_family("DejaVu Serif")
    assert recorder.record(text) == Recorder(figure).record(text) != first
    text.set(family="DejaVu Sans", fontsize=30)
    assert recorder.record(text) == Recorder(figure).record(text) != first
