"""Figures as readers bring them: whatever their function does to Matplotlib, the live figure shows Matplotlib's picture."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import patches, ticker, transforms
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers.live import LiveFigure, frames_ahead
from tests.everything import EVERYTHING, in_turn
from tests.helpers.live.pixels import complaint
from tests.helpers.live.screen import Screen, matplotlib_draws, pixels_of

pytestmark = pytest.mark.usefixtures("unhinted")

x = np.linspace(0, 10, 100)
Function = Callable[[float], Any]
READERS: dict[str, Callable[[], tuple[Figure, Function]]] = {}


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    plt.close("all")
    yield
    plt.close("all")


def readers(make: Callable[[], tuple[Figure, Function]]) -> Callable[[], tuple[Figure, Function]]:
    READERS[make.__name__] = make
    return make


def small(**options: Any) -> tuple[Figure, Any]:
    """Return a figure with room for its numbers, because Matplotlib alone would cut them off."""
    figure, axes = plt.subplots(figsize=(3.2, 2.4), dpi=100, **options)
    if figure.get_layout_engine() is None:
        figure.subplots_adjust(left=0.25, bottom=0.15)
    return figure, axes


# A draw inside the function takes away the marks of change.


@readers
def clock_hand_and_draw_idle() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
    (hand,) = ax.plot([0, 0], [0, 1], linewidth=3)

    def redraw(turn: float) -> None:
        hand.set_data([0, np.sin(np.radians(turn))], [0, np.cos(np.radians(turn))])
        fig.canvas.draw_idle()

    return fig, redraw


@readers
def clock_hand_and_draw() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
    (hand,) = ax.plot([0, 0], [0, 1], linewidth=3)

    def redraw(turn: float) -> None:
        hand.set_data([0, np.sin(np.radians(turn))], [0, np.cos(np.radians(turn))])
        FigureCanvasAgg(fig).draw()

    return fig, redraw


@readers
def clock_hand_and_savefig() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
    (hand,) = ax.plot([0, 0], [0, 1], linewidth=3)

    def redraw(turn: float) -> None:
        hand.set_data([0, np.sin(np.radians(turn))], [0, np.cos(np.radians(turn))])
        fig.savefig(io.BytesIO(), dpi=150)

    return fig, redraw


@readers
def clock_hand_and_draw_artist() -> tuple[Figure, Function]:
    fig, ax = small()
    (hand,) = ax.plot([0, 1], [0, 1], linewidth=3)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()

    def redraw(turn: float) -> None:
        hand.set_ydata([0, 1 - abs(turn - 180) / 180])
        hand.draw(canvas.get_renderer())

    return fig, redraw


@readers
def ticks_and_draw() -> tuple[Figure, Function]:
    fig, ax = small()

    def redraw(turn: float) -> None:
        ax.set_xticks([0, 0.5, 1], labels=["0", f"{turn % 360:g}", "1"])
        FigureCanvasAgg(fig).draw()

    return fig, redraw


@readers
def note_at_one_stop() -> tuple[Figure, Function]:
    fig, ax = small()
    note = ax.text(0.5, 0.5, "")

    def redraw(turn: float) -> None:
        note.set_text("halfway round" if turn == 180 else "")
        FigureCanvasAgg(fig).draw()

    return fig, redraw


# What changes without a mark, and is at both ends as at the start.


@readers
def turned_in_3d() -> tuple[Figure, Function]:
    fig, ax = small(subplot_kw={"projection": "3d"})
    ax.plot(np.sin(x), np.cos(x), x)
    return fig, lambda turn: ax.view_init(30, turn % 360)


@readers
def offsets_in_3d() -> tuple[Figure, Function]:
    fig, ax = small(subplot_kw={"projection": "3d"})
    dots = ax.scatter(np.sin(x), np.cos(x), x, depthshade=False)

    def redraw(turn: float) -> None:
        angle = np.radians(turn % 360)
        dots._offsets3d = np.sin(x + angle), np.cos(x + angle), x

    return fig, redraw


@readers
def rectangle_angle() -> tuple[Figure, Function]:
    fig, ax = small()
    bar = ax.add_patch(patches.Rectangle((0.4, 0.4), 0.3, 0.1))

    def redraw(turn: float) -> None:
        bar.angle = turn % 360

    return fig, redraw


@readers
def arc_theta() -> tuple[Figure, Function]:
    fig, ax = small()
    arc = ax.add_patch(patches.Arc((0.5, 0.5), 0.6, 0.6, linewidth=4))

    def redraw(turn: float) -> None:
        arc.theta1 = turn % 360

    return fig, redraw


@readers
def kept_transform() -> tuple[Figure, Function]:
    fig, ax = small()
    turned = transforms.Affine2D()
    ax.add_patch(patches.Rectangle((0.4, 0.4), 0.3, 0.1, transform=turned + ax.transData))
    return fig, lambda turn: turned.clear().rotate_deg_around(0.5, 0.5, turn % 360)


@readers
def polar_offset() -> tuple[Figure, Function]:
    fig, ax = small(subplot_kw={"projection": "polar"})
    ax.plot(x, x)
    return fig, lambda turn: ax.set_theta_offset(np.radians(turn % 360))


@readers
def formatter_with_a_memory() -> tuple[Figure, Function]:
    fig, ax = small()
    factor = [1.0]
    ax.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{factor[0] * value:.0f}"))

    def redraw(turn: float) -> None:
        factor[0] = 1 + turn % 360

    return fig, redraw


# What only a whole draw does.


@readers
def aspect() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.plot([0, 1], [0, 1])
    return fig, lambda turn: ax.set_aspect("equal" if turn == 180 else "auto")


@readers
def box_aspect() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.plot([0, 1], [0, 1])
    return fig, lambda turn: ax.set_box_aspect(0.5 if turn == 180 else None)


@readers
def title_over_ticks() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set_position((0.15, 0.1, 0.7, 0.6))
    ax.set_title("a title")
    return fig, lambda turn: ax.xaxis.tick_top() if turn == 180 else ax.xaxis.tick_bottom()


@readers
def deep_title() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set_position((0.15, 0.1, 0.7, 0.6))
    return fig, lambda turn: ax.set_title(r"$\frac{\frac{1}{a}}{\frac{b}{c}}$" if turn == 180 else "plain")


@readers
def hidden_title_without_words() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set_position((0.15, 0.1, 0.7, 0.6))
    ax.set_title("a title")
    left = ax.set_title("", loc="left")
    return fig, lambda turn: left.set_visible(turn != 180)  # Matplotlib then raises the title


@readers
def best_legend() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    (line,) = ax.plot([0, 0.5, 1], [1, 0, 0], label="curve", linewidth=3)
    ax.legend(loc="best")
    return fig, lambda turn: line.set_ydata([0, 0, 1] if turn == 180 else [1, 0, 0])


# Sizes, and what is cut off.


@readers
def size_in_inches() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.plot([0, 1], [0, 1])
    ax.imshow(np.eye(3), extent=(0, 1, 0, 1), aspect="auto")
    return fig, lambda turn: fig.set_size_inches(3 + turn / 360, 2.4)


# Numbers that float32 cannot hold.


@readers
def bar_to_the_sky() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set(xlim=(0, 2), ylim=(0, 1))
    (bar,) = ax.bar([1], [0.5], edgecolor="k")
    return fig, lambda turn: bar.set_height(1e40 if turn == 180 else 0.5)


@readers
def polygon_to_the_sky() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set(xlim=(0, 2), ylim=(0, 1))
    tent = ax.add_patch(patches.Polygon([(0, 0), (1, 0.5), (2, 0)]))
    return fig, lambda turn: tent.set_xy([(0, 0), (1, 1e40 if turn == 180 else 0.5), (2, 0)])


@readers
def filled_to_the_sky() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set(xlim=(0, 10), ylim=(-1, 1))
    kept = [ax.fill_between(x, np.sin(x))]

    def redraw(turn: float) -> None:
        kept.pop().remove()
        kept.append(ax.fill_between(x, np.sin(x) * (1e40 if turn == 180 else 1), color="C0"))

    return fig, redraw


@readers
def dots_to_the_sky() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.set(xlim=(0, 10), ylim=(-1, 1))
    dots = ax.scatter(x, np.sin(x))
    return fig, lambda turn: dots.set_offsets(np.column_stack([x, np.sin(x) * (1e40 if turn == 180 else 1)]))


# pyplot.


@readers
def pyplot_anew() -> tuple[Figure, Function]:
    fig, ax = small()
    del ax

    def redraw(turn: float) -> None:
        plt.cla()
        plt.plot(x, np.sin(x + np.radians(turn)))
        plt.title(f"turned by {turn:g}")
        plt.show()

    return fig, redraw


# What is no strokes, or too many.


@readers
def image() -> tuple[Figure, Function]:
    fig, ax = small()
    ax.plot([0, 3], [0, 3], "r", zorder=3)
    picture = ax.imshow(np.eye(3), extent=(0, 3, 0, 3))
    return fig, lambda turn: picture.set_data(np.roll(np.eye(3), int(turn // 90), axis=0))


@readers
def hatched_bar() -> tuple[Figure, Function]:
    fig, ax = small()
    bar = ax.add_patch(patches.Rectangle((0.1, 0.1), 0.5, 0.5, hatch="//", facecolor="w", edgecolor="k"))
    return fig, lambda turn: bar.set_height(0.5 - abs(turn - 180) / 800)


@readers
def smooth_mesh() -> tuple[Figure, Function]:
    fig, ax = small()
    mesh = ax.pcolormesh([0, 1], [0, 1], [[0, 1], [1, 0]], shading="gouraud")
    return fig, lambda turn: mesh.set_array([[turn / 360, 1], [1, 0]])


@readers
def many_cells() -> tuple[Figure, Function]:
    fig, ax = small()
    mesh = ax.pcolormesh(np.outer(np.sin(x), np.cos(x)))
    return fig, lambda turn: mesh.set_array(np.outer(np.sin(x + turn), np.cos(x)))


@readers
def many_coloured_dots() -> tuple[Figure, Function]:
    fig, ax = small()
    chance = np.random.default_rng(1)
    dots = ax.scatter(*chance.random((2, 1000)), c=chance.random(1000), s=9)
    return fig, lambda turn: dots.set_array(np.roll(np.arange(1000) / 1000, int(turn)))


@readers
def constrained_layout_with_an_image() -> tuple[Figure, Function]:
    fig, ax = small(layout="constrained")
    ax.imshow(np.eye(3), aspect="auto")
    return fig, lambda turn: ax.set_ylim(0, 10 ** (1 + turn // 90))


# Each is much like another one that is drawn daily.
RARE = (
    *("clock_hand_and_draw_idle", "clock_hand_and_draw_artist", "offsets_in_3d", "arc_theta", "box_aspect", "deep_title"),
    *("bar_to_the_sky", "dots_to_the_sky", "many_cells", "constrained_layout_with_an_image"),
)
DAILY = [name for name in READERS if name not in RARE]
RARELY = [pytest.param(name, marks=pytest.mark.weekly) for name in RARE]
STOPS = (90.0, 180.0, 360.0, 180.0) if EVERYTHING else (180.0, 360.0, 180.0)  # where the control goes, from 0


# Daily each figure is drawn in one of these two ways: when its control moves, or ahead.
@pytest.mark.parametrize("ratio", [pytest.param(1, marks=pytest.mark.weekly), 2])
@pytest.mark.parametrize("name", [*in_turn(*((name,) for name in DAILY), first=1), *RARELY])
def test_the_live_figure_shows_what_matplotlib_draws(name: str, ratio: int) -> None:
    figure, redraw = READERS[name]()
    widget = LiveFigure(figure, lambda turn=0.0: redraw(turn), turn=(0.0, 360.0, 90.0))
    screen = Screen(ratio).connect(widget)
    wanted = {stop: drawn_afresh(name, stop, ratio) for stop in set(STOPS)}
    for stop in STOPS:
        widget.turn = stop
        assert screen.messages[-1][0]["error"] == ""
        assert complaint(screen.picture(), wanted[stop], ratio, few=30) == "", stop
    widget.close()


def drawn_afresh(name: str, stop: float, ratio: int = 1) -> np.ndarray:
    """Return what Matplotlib alone draws of a new figure of this name, where nothing was drawn before."""
    fresh, redraw = READERS[name]()
    redraw(stop)
    fresh.set_dpi(100 * ratio)
    picture = matplotlib_draws(fresh)
    plt.close(fresh)
    return picture


@pytest.mark.parametrize("name", [case for case in [*in_turn(*((name,) for name in DAILY)), *RARELY] if case.values != ("size_in_inches",)])
def test_frames_drawn_ahead_show_it_too(name: str) -> None:
    figure, redraw = READERS[name]()
    widget = LiveFigure(figure, lambda turn=0.0: redraw(turn), ahead=True, turn=(0.0, 360.0, 90.0))
    screen = Screen().connect(widget)
    for stop in STOPS[:-1]:
        screen.look_up(int(stop // 90))
        assert complaint(screen.picture(), drawn_afresh(name, stop), few=30) == "", stop
    widget.close()


def test_a_size_that_changes_is_not_drawn_ahead_and_says_what_to_do() -> None:
    figure, redraw = size_in_inches()
    with pytest.raises(ValueError, match=r"a figure whose size changes cannot be drawn ahead: use ahead=False\."):
        LiveFigure(figure, lambda turn=0.0: redraw(turn), ahead=True, turn=(0.0, 360.0, 90.0))


def test_too_many_megabytes_of_pictures_are_not_drawn_ahead_and_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames_ahead, "MOST_MEGABYTES", 0.001)
    figure, redraw = image()
    with pytest.raises(ValueError, match=r"too much to draw ahead: use fewer or coarser controls, or ahead=False\."):
        LiveFigure(figure, lambda turn=0.0: redraw(turn), ahead=True, turn=(0.0, 360.0, 90.0))


# Cut off


def wide_numbers() -> tuple[Figure, Function]:
    fig, ax = plt.subplots(figsize=(6.4, 3), dpi=100)
    ax.set_ylabel("a label")
    return fig, lambda high: ax.set(ylim=(-(10**high), 0), yticks=[-(10**high), 0])


def legend_outside() -> tuple[Figure, Function]:
    fig, ax = plt.subplots(figsize=(6.4, 3), dpi=100)
    (line,) = ax.plot([0, 1], [0, 1], label="a curve with a long name")
    ax.legend(bbox_to_anchor=(1.02, 1), loc="upper left")
    return fig, lambda high: line.set_ydata([0, high])


def numbers_only() -> tuple[Figure, Function]:
    fig, ax = plt.subplots(figsize=(6.4, 3), dpi=100)
    return fig, lambda high: ax.set(ylim=(-(10**high), 0), yticks=[-(10**high), 0])


IN_PAIRS = [  # each figure and each width meets both ways daily
    pytest.param(make, width, ahead, marks=[] if (place + nth + ahead) % 3 == 0 else [pytest.mark.weekly])
    for place, make in enumerate((wide_numbers, numbers_only, legend_outside))
    for nth, width in enumerate((900, 560, 400))
    for ahead in (False, True)
]


@pytest.mark.parametrize(("make", "width", "ahead"), IN_PAIRS)
def test_nothing_beside_the_axes_is_cut_off(make: Callable[[], tuple[Figure, Function]], width: int, ahead: bool) -> None:
    figure, redraw = make()
    widget = LiveFigure(figure, lambda high: redraw(high), ahead=ahead, high=(1, 5))
    screen = Screen().connect(widget)
    widget._handle_custom_msg({"kind": "hello", "view": "narrow", "serial": -1, "ratio": 1, "width": width}, [])
    for high in (5, 1, 5):
        widget.high = high
        if ahead:
            screen.look_up(high - 1)
        picture = screen.picture()
        assert picture.shape[1] == min(width, 640)
        edge = np.concatenate([picture[:2].ravel(), picture[-2:].ravel(), picture[:, :2].ravel(), picture[:, -2:].ravel()])
        assert edge.min() == 255, "words reach over the edge"
        assert complaint(picture, pixels_of(widget.png())[..., :3], few=30) == ""
    widget.close()


def test_a_wide_figure_is_as_matplotlib_draws_it_again_after_a_narrow_view() -> None:
    figure, redraw = wide_numbers()
    figure.subplots_adjust(left=0.2)
    widget = LiveFigure(figure, lambda high: redraw(high), high=(1, 5))
    widget.high = 4
    for width in (400, 900):
        widget._handle_custom_msg({"kind": "hello", "view": "one", "serial": -1, "ratio": 1, "width": width}, [])
    fresh, redraw_fresh = wide_numbers()
    fresh.subplots_adjust(left=0.2)
    redraw_fresh(4)
    assert complaint(Screen().connect(widget).picture(), matplotlib_draws(fresh)) == ""


def test_a_legend_wider_than_the_figure_does_not_squeeze_the_axes() -> None:
    figure, axes = plt.subplots(figsize=(4, 3), dpi=100)
    (line,) = axes.plot([0, 1], label="words " * 20)
    axes.legend(loc="upper left")
    before = axes.get_position().bounds
    widget = LiveFigure(figure, lambda a: line.set_ydata([0, a]), a=(1, 5))
    for a in (2, 3, 4):
        widget.a = a
    assert axes.get_position().bounds == pytest.approx(before)


# Speed: never slower than twice what Matplotlib alone takes


def cells_100_by_100() -> tuple[Figure, Function]:
    fig, ax = plt.subplots(figsize=(6.4, 4.8), dpi=100)
    mesh = ax.pcolormesh(np.outer(np.sin(x), np.cos(x)))
    return fig, lambda t: mesh.set_array(np.outer(np.sin(x + t), np.cos(x)))


def dots(count: int) -> tuple[Figure, Function]:
    fig, ax = plt.subplots(figsize=(6.4, 4.8), dpi=100)
    chance = np.random.default_rng(1)
    scatter = ax.scatter(*chance.random((2, count)), c=chance.random(count), s=9)
    colours = chance.random(count)
    return fig, lambda t: scatter.set_array(np.roll(colours, int(100 * t)))


HEAVY: dict[str, Callable[[], tuple[Figure, Function]]] = {
    "100 × 100 cells": cells_100_by_100,
    "20,000 colours": partial(dots, 20_000),
    "5,000 colours": partial(dots, 5_000),
}


def quickest(do: Callable[[int], object], times: int = 5) -> float:
    """Return the least seconds of processor that this takes."""
    taken = []
    for turn in range(times):
        started = time.process_time()
        do(turn)
        taken.append(time.process_time() - started)
    return min(taken)


@pytest.mark.parametrize("kind", in_turn(*((kind,) for kind in HEAVY)))
def test_what_is_much_takes_at_most_twice_the_time_of_a_picture(kind: str) -> None:
    figure, redraw = HEAVY[kind]()
    widget = LiveFigure(figure, lambda t: redraw(t), t=(0.0, 1.0))
    sent: list[int] = []
    widget.send = lambda message, buffers=(): sent.append(sum(map(len, buffers)))
    widget.t = 0.9  # what moves is known from now on
    live = quickest(lambda turn: setattr(widget, "t", turn / 10))
    fresh, redraw_fresh = HEAVY[kind]()

    def by_matplotlib_alone(turn: int) -> None:
        redraw_fresh(turn / 10)
        fresh.savefig(io.BytesIO(), format="png", dpi=100)

    assert live < 2 * quickest(by_matplotlib_alone)
    assert max(sent[1:]) < 500_000


@pytest.mark.browser
@pytest.mark.parametrize("name", ["image", "many_coloured_dots", "hatched_bar", "polygon_to_the_sky"])
def test_a_browser_shows_it_too(name: str, canvas: Callable[..., np.ndarray]) -> None:
    figure, redraw = READERS[name]()
    widget = LiveFigure(figure, lambda turn=0.0: redraw(turn), turn=(0.0, 360.0, 90.0))
    screen = Screen(2).connect(widget)
    for stop in (90.0, 180.0):
        widget.turn = stop
    assert complaint(canvas(screen.messages), drawn_afresh(name, 180.0, 2), 2, few=30) == ""
