"""Scenes with one kind of moving artist each: a name, and a function that fills a figure and returns what redraws it.

A redraw takes one number from 0 to 1. Calling it on a new figure gives the picture that a live figure must reach, whatever it
showed before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib import patches, patheffects
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure
from matplotlib.path import Path

from tests.helpers.live.pixels import FEW as FEW_PIXELS

Redraw = Callable[[float], object]

GRID = np.linspace(0, 1, 60)
FEW = np.linspace(0.08, 0.92, 12)
SIZE = (3.2, 2.4)  # inches of 100 CSS pixels


@dataclass(frozen=True)
class Scene:
    """`fill` draws on a figure and returns its redraw function; `few` is how many pixels may differ together."""

    fill: Callable[[Figure], Redraw]
    few: int = FEW_PIXELS

    def figure(self, ratio: float = 1) -> tuple[Figure, Redraw]:
        """Return a new figure and its redraw function, `ratio` pixels to a CSS pixel."""
        figure = Figure(figsize=SIZE, dpi=100 * ratio)
        return figure, self.fill(figure)


SCENES: dict[str, Scene] = {}


def scene(fill: Callable[[Figure], Redraw]) -> Callable[[Figure], Redraw]:
    SCENES[fill.__name__] = Scene(fill)
    return fill


def rounded(few: int) -> Callable[[Callable[[Figure], Redraw]], Callable[[Figure], Redraw]]:
    """Register a scene of much that Agg rounds to whole pixels: dots with dark edges; before Matplotlib 3.11, each letter of a formula."""

    def register(fill: Callable[[Figure], Redraw]) -> Callable[[Figure], Redraw]:
        SCENES[fill.__name__] = Scene(fill, few)
        return fill

    return register


def wave(t: float, x: np.ndarray = GRID) -> np.ndarray:
    return 0.5 + 0.35 * np.sin(5 * x + 2.3 * t)


def square(figure: Figure):
    """Return axes from 0 to 1 both ways, with a grid and dots that stand still."""
    axes = figure.subplots()
    axes.grid(True)
    axes.plot(FEW, 0.5 + 0.2 * np.cos(9 * FEW), "k.", zorder=3)
    axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 0.4, 0.8], yticks=[0, 0.5, 1])
    return axes


# Lines


@scene
def line(figure):
    (curve,) = square(figure).plot(GRID, wave(0), color="#0072b2", linewidth=2.2)
    return lambda t: curve.set_ydata(wave(t))


@scene
def line_with_markers(figure):
    (curve,) = square(figure).plot(FEW, wave(0, FEW), "o-", color="#0072b2", markeredgecolor="k", markersize=8)
    return lambda t: curve.set_ydata(wave(t, FEW))


@scene
def many_kinds_of_markers(figure):
    axes = square(figure)
    rows = [axes.plot(FEW, 0 * FEW, marker, markersize=9, markeredgewidth=1.5)[0] for marker in "s^x+D*|_"]

    def redraw(t):
        for row, height in zip(rows, np.linspace(0.05, 0.8, len(rows)), strict=True):
            row.set_ydata(height + 0.13 * t + 0 * FEW)

    return redraw


@scene
def one_marker(figure):
    (dot,) = square(figure).plot([0.1], [0.1], "o", color="#d55e00", markersize=14, markeredgecolor="k", markeredgewidth=2)
    return lambda t: dot.set_data([0.1 + 0.63 * t], [0.1 + 0.71 * t])


@scene
def line_with_dashes(figure):
    (curve,) = square(figure).plot(GRID, wave(0), "--", color="#d55e00", linewidth=3)
    (dots,) = square(figure).plot(GRID, wave(0), ":", color="#009e73", linewidth=3)

    def redraw(t):
        curve.set_ydata(wave(t))
        dots.set_ydata(wave(t + 1))
        dots.set_dashes([8 + t, 4, 2, 4])

    return redraw


@scene
def line_with_round_dashes(figure):
    (curve,) = square(figure).plot(GRID, wave(0), linewidth=6, linestyle=(3, (2, 3)), dash_capstyle="round", alpha=0.8)
    return lambda t: curve.set_ydata(wave(t))


@scene
def line_with_alpha(figure):
    (curve,) = square(figure).plot(FEW, wave(0, FEW), "s-", color="#a0207a", alpha=0.5, linewidth=8, markersize=12)
    return lambda t: curve.set_ydata(wave(t, FEW))


@scene
def line_with_many_points(figure):
    x = np.linspace(0, 1, 5000)
    (curve,) = square(figure).plot(x, wave(0, x), linewidth=1)
    return lambda t: curve.set_ydata(wave(t, x) + 0.05 * np.sin(400 * x))


@scene
def line_with_gaps(figure):
    (curve,) = square(figure).plot(GRID, wave(0), "o-", markersize=4, linewidth=2)
    return lambda t: curve.set_ydata(np.where(np.sin(40 * GRID + 9 * t) > -0.5, wave(t), np.nan))


@scene
def line_that_leaves_the_axes(figure):
    (curve,) = square(figure).plot(FEW, wave(0, FEW), "o-", linewidth=5, markersize=10)
    return lambda t: curve.set_ydata(0.5 + 1.8 * t * np.sin(12 * FEW))


@scene
def step(figure):
    (curve,) = square(figure).step(FEW, wave(0, FEW), where="mid", linewidth=2)
    return lambda t: curve.set_ydata(wave(t, FEW))


@scene
def error_bars(figure):
    bars = square(figure).errorbar(FEW, wave(0, FEW), 0.1, fmt="o", capsize=4)

    def redraw(t):
        middle, (low, high), (sticks,) = bars
        y = wave(t, FEW)
        middle.set_ydata(y)
        low.set_ydata(y - 0.1)
        high.set_ydata(y + 0.1)
        sticks.set_segments([[(x, at - 0.1), (x, at + 0.1)] for x, at in zip(FEW, y, strict=True)])

    return redraw


@scene
def straight_lines_across(figure):
    axes = square(figure)
    level, upright = axes.axhline(0.2, color="k", linewidth=1), axes.axvline(0.2, color="#d55e00", linestyle="--")
    band = axes.axvspan(0.1, 0.2, color="#56b4e9", alpha=0.4)
    slanted = axes.axline((0, 0), slope=1, color="#009e73")

    def redraw(t):
        level.set_ydata([0.2 + 0.513 * t] * 2)
        upright.set_xdata([0.2 + 0.613 * t] * 2)
        band.set_x(0.1 + 0.33 * t)
        slanted.set_slope(1 - 1.5 * t)

    return redraw


@scene
def sharp_corners(figure):
    axes = square(figure)
    (zigzag,) = axes.plot(FEW, 0 * FEW, linewidth=9, solid_joinstyle="miter")
    (blunt,) = axes.plot(FEW, 0 * FEW, linewidth=9, solid_joinstyle="bevel", solid_capstyle="round")

    def redraw(t):
        zigzag.set_ydata(0.7 + (0.02 + 0.2 * t) * (-1) ** np.arange(len(FEW)) * FEW)
        blunt.set_ydata(0.3 + (0.02 + 0.2 * t) * (-1) ** np.arange(len(FEW)) * FEW)

    return redraw


# Collections


@rounded(15)
def scatter(figure):
    dots = square(figure).scatter(FEW, wave(0, FEW), color="#0072b2", s=50, edgecolor="k")
    return lambda t: dots.set_offsets(np.column_stack([FEW, wave(t, FEW)]))


@scene
def scatter_of_colours(figure):
    dots = square(figure).scatter(FEW, wave(0, FEW), c=FEW, s=60, cmap="viridis", vmin=0, vmax=1)

    def redraw(t):
        dots.set_offsets(np.column_stack([FEW, wave(t, FEW)]))
        dots.set_array((FEW + t) % 1)

    return redraw


@scene
def scatter_of_sizes(figure):
    dots = square(figure).scatter(FEW, wave(0, FEW), s=20 + 0 * FEW, marker="^", alpha=0.6)

    def redraw(t):
        dots.set_offsets(np.column_stack([FEW, wave(t, FEW)]))
        dots.set_sizes(20 + 300 * t * FEW)

    return redraw


@scene
def sticks(figure):
    lines = square(figure).vlines(FEW, 0.5, wave(0, FEW), color="#d55e00", linewidth=2.2)
    return lambda t: lines.set_segments([[(x, 0.5), (x, y)] for x, y in zip(FEW, wave(t, FEW), strict=True)])


@scene
def level_sticks(figure):
    axes = square(figure)
    kept = [axes.hlines(FEW, 0.3, 0.4, color="#0072b2")]

    def redraw(t):
        kept.pop().remove()
        kept.append(axes.hlines(FEW, 0.3 - 0.2 * t, 0.5 + 0.4 * t * FEW, color="#0072b2", linewidth=4, linestyle="--"))

    return redraw


@scene
def lines_of_many_colours(figure):
    ends = np.column_stack([FEW, wave(0, FEW)])
    lines = square(figure).add_collection(LineCollection(np.stack([ends[:-1], ends[1:]], axis=1), cmap="plasma", linewidths=5))
    lines.set(array=FEW[1:], capstyle="round")

    def redraw(t):
        ends = np.column_stack([FEW, wave(t, FEW)])
        lines.set_segments(np.stack([ends[:-1], ends[1:]], axis=1))
        lines.set_array(FEW[1:] ** (1 + t))

    return redraw


@scene
def filled_between(figure):
    axes = square(figure)
    kept = [axes.fill_between(GRID, 0.5, wave(0), alpha=0.5)]

    def redraw(t):
        kept.pop().remove()
        kept.append(axes.fill_between(GRID, 0.5, wave(t), alpha=0.5, color="#009e73", linewidth=0))

    return redraw


@scene
def contour_lines(figure):
    axes = square(figure)
    x, y = np.meshgrid(GRID, GRID)
    kept = []

    def redraw(t):
        while kept:
            kept.pop().remove()
        kept.append(axes.contour(GRID, GRID, np.hypot(x - 0.2 - 0.5 * t, y - 0.4), levels=[0.1, 0.2, 0.4], linewidths=2))

    redraw(0)
    return redraw


@scene
def arrows_of_a_field(figure):
    x, y = np.meshgrid(FEW[::3], FEW[::3])
    arrows = square(figure).quiver(x, y, 1 + 0 * x, 0 * y, color="#009e73", scale=8, width=0.015)
    return lambda t: arrows.set_UVC(np.cos(6 * x + 3 * t), np.sin(4 * y + 3 * t))


@scene
def collection_of_patches(figure):
    axes = square(figure)
    circles = [patches.Circle((x, 0.5), 0.04) for x in FEW]
    collection = axes.add_collection(PatchCollection(circles, facecolor="#e69f00", edgecolor="k", linewidths=1.5))

    def redraw(t):
        collection.set_paths([patches.Ellipse((x, 0.5 + 0.3 * t * x), 0.06 + 0.1 * t, 0.08) for x in FEW])
        collection.set_alpha(0.9 - 0.5 * t)

    return redraw


# Patches


@scene
def bars(figure):
    bars = square(figure).bar(FEW, 0.1, width=0.05, color="#56b4e9", edgecolor="k")

    def redraw(t):
        for bar, height in zip(bars, wave(t, FEW), strict=True):
            bar.set_height(height)

    return redraw


@scene
def shapes(figure):
    axes = square(figure)
    circle = axes.add_patch(patches.Circle((0.2, 0.2), 0.1, facecolor="#e69f00", edgecolor="k", linewidth=3))
    triangle = axes.add_patch(patches.Polygon([(0.5, 0.2), (0.7, 0.2), (0.6, 0.5)], facecolor="none", edgecolor="#d55e00", linewidth=4))
    sector = axes.add_patch(patches.Wedge((0.3, 0.7), 0.2, 0, 90, facecolor="#009e73", alpha=0.5))
    plate = axes.add_patch(patches.FancyBboxPatch((0.6, 0.6), 0.2, 0.1, "round,pad=0.03", facecolor="w", edgecolor="k"))

    def redraw(t):
        circle.set_center((0.2 + 0.3 * t, 0.2))
        triangle.set_xy([(0.5, 0.2), (0.7, 0.2), (0.6 + 0.2 * t, 0.5 + 0.3 * t)])
        sector.set_theta2(90 + 200 * t)
        plate.set_x(0.6 - 0.2 * t)

    return redraw


@scene
def thin_triangles(figure):
    """Corners of 39, 19 and 6 degrees: Agg cuts off those that reach further than the line is wide, in pixels, times half its width."""
    axes = square(figure)
    needles = [axes.add_patch(patches.Polygon([(x, 0.1), (x + 0.1, 0.1), (x, 0.2)], fill=False, linewidth=3)) for x in (0.1, 0.5, 0.8)]

    def redraw(t):
        for needle, width in zip(needles, (0.263, 0.126, 0.037), strict=True):
            (left, bottom), *_ = needle.get_xy()
            needle.set_xy([(left, bottom), (left + width, bottom), (left + width / 2, bottom + 0.45 + 0.1 * t)])

    return redraw


@scene
def arrows(figure):
    axes = square(figure)
    wide = axes.arrow(0.1, 0.1, 0.3, 0.3, width=0.03, length_includes_head=True, color="#0072b2")
    fancy = axes.add_patch(patches.FancyArrowPatch((0.5, 0.1), (0.6, 0.9), arrowstyle="-|>", mutation_scale=20, color="#d55e00"))

    def redraw(t):
        wide.set_data(dx=0.3 + 0.3 * t, dy=0.3 - 0.4 * t)
        fancy.set_positions((0.5, 0.1 + 0.2 * t), (0.9, 0.9 - 0.3 * t))

    return redraw


@scene
def clipped_by_a_circle(figure):
    axes = square(figure)
    hole = patches.Circle((0.5, 0.5), 0.3, transform=axes.transData)
    (curve,) = axes.plot(GRID, wave(0), linewidth=12)
    curve.set_clip_path(hole)
    dots = axes.scatter(FEW, wave(0, FEW), s=100, color="#d55e00")
    star = Path.unit_regular_star(5, 0.4)
    dots.set_clip_path(Path(star.vertices * 0.5 + 0.5, star.codes), axes.transAxes)

    def redraw(t):
        curve.set_ydata(wave(t))
        dots.set_offsets(np.column_stack([FEW, wave(t + 0.5, FEW)]))

    return redraw


# Text


@scene
def annotation(figure):
    note = square(figure).annotate(
        "here", (0.2, 0.2), (0.5, 0.8), arrowprops={"arrowstyle": "->", "color": "#d55e00"}, bbox={"facecolor": "#f0e442"}
    )

    def redraw(t):
        note.xy = (0.2 + 0.6 * t, 0.2 + 0.3 * t)
        note.set_text(f"here: {t:.2f}")

    return redraw


@scene
def annotation_of_which_only_the_end_moves(figure):
    note = square(figure).annotate("minimum", (0.2, 0.2), (0.5, 0.8), arrowprops={"width": 2, "headwidth": 9, "color": "#0072b2"})

    def redraw(t):
        note.xy = (0.2 + 0.6 * t, 0.2 + 0.3 * t)

    return redraw


@scene
def text_in_the_axes(figure):
    axes = square(figure)
    upright = axes.text(0.1, 0.1, "", rotation=90, fontsize=11)
    slanted = axes.text(0.5, 0.3, "", rotation=30, color="#d55e00", alpha=0.4, fontsize=16, fontweight="bold")
    lines = axes.text(0.95, 0.95, "", ha="right", va="top", fontfamily="serif", style="italic", bbox={"boxstyle": "round", "alpha": 0.5})

    def redraw(t):
        upright.set_text(f"height {t:.3f}")
        slanted.set_text(f"slope −{t:.2f}")
        slanted.set_x(0.5 - 0.2 * t)
        lines.set_text(f"one {t:.1f}\nand two\nand thre{'e' * int(4 * t)}")

    return redraw


@rounded(40)
def formulas(figure):
    axes = square(figure)
    formula = axes.text(0.1, 0.6, "", fontsize=18)
    turned = axes.text(0.6, 0.2, "", fontsize=14, rotation=-40, color="#0072b2")

    def redraw(t):
        formula.set_text(rf"$\frac{{1}}{{n}} \sum_i |r_i| = {t:.2f}$")
        turned.set_text(rf"$\sqrt{{x^2 + {t:.1f}}}$ and words")

    return redraw


@scene
def text_with_an_outline(figure):
    words = square(figure).text(0.1, 0.5, "", fontsize=24, color="w")
    words.set_path_effects([patheffects.withStroke(linewidth=4, foreground="k")])
    return lambda t: words.set_text(f"t = {t:.2f}")


@scene
def titles(figure):
    axes = square(figure)
    figure.subplots_adjust(bottom=0.25)  # room for the label, which Matplotlib alone cuts off

    def redraw(t):
        axes.set_title(f"MAE {5.4 - 3 * t:.2f}", loc="left")
        axes.set_title(f"b = −{t:.2f}", loc="right", color="#d55e00", fontsize=9)
        axes.set_xlabel(f"x up to {t:.1f}")
        figure.suptitle(f"step {100 * t:.0f}", fontweight="bold")
        figure.texts[0].set_text("in the corner" if t > 0.5 else "")

    figure.text(0.01, 0.02, "corner")
    return redraw


@scene
def legend(figure):
    axes = square(figure)
    (curve,) = axes.plot(GRID, wave(0), label="model")
    axes.legend(loc="upper right")

    def redraw(t):
        curve.set(ydata=wave(t), label=f"model {t:.2f}", color="#0072b2" if t < 0.5 else "#d55e00")
        axes.legend(loc="upper right")

    return redraw


@scene
def words_of_a_legend(figure):
    axes = square(figure)
    axes.plot(GRID, wave(0), label="model")
    words = axes.legend(loc="lower left").get_texts()[0]
    return lambda t: words.set_text(f"loss {t:.3f}")


# Axes


@scene
def log_axes(figure):
    axes = figure.subplots()
    figure.subplots_adjust(left=0.2)
    axes.set(xscale="log", yscale="log", xlim=(0.01, 1), ylim=(0.001, 10))
    axes.grid(which="both", color="#dddddd")
    x = np.geomspace(0.01, 1, 50)
    (curve,) = axes.plot(x, x, "o-", markersize=3)
    return lambda t: curve.set_ydata(x ** (1 + 2 * t) - 0.001 * t)


@scene
def twin_axes(figure):
    left = square(figure)
    right = left.twinx()
    right.set_ylim(0, 10)
    (one,), (two,) = left.plot(GRID, wave(0), linewidth=4), right.plot(GRID, 10 * wave(1), color="#d55e00", linewidth=4)

    def redraw(t):
        one.set_ydata(wave(t))
        two.set_ydata(10 * wave(1 - t))

    return redraw


@scene
def several_axes(figure):
    left, right = figure.subplots(1, 2)
    left.set(xlim=(0, 1), ylim=(0, 1))
    right.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    (curve,) = left.plot(GRID, wave(0))
    (dot,) = right.plot(0, 0.1, "o", markersize=12)

    def redraw(t):
        curve.set_ydata(wave(t))
        dot.set_data([t], [0.1 + 0.5 * t])
        right.set_title(f"t = {t:.2f}")

    return redraw


@scene
def inset_axes(figure):
    outer = square(figure)
    inner = outer.inset_axes([0.5, 0.55, 0.4, 0.4])
    inner.set(xlim=(0, 1), ylim=(0, 1))
    (one,), (two,) = outer.plot(GRID, wave(0)), inner.plot(GRID, wave(0))

    def redraw(t):
        one.set_ydata(wave(t))
        two.set_ydata(wave(2 * t))

    return redraw


@scene
def subfigures(figure):
    left, right = figure.subfigures(1, 2)
    right.set_facecolor("#eeeeee")
    axes = left.subplots(), right.subplots()
    curves = [one.plot(GRID, wave(0))[0] for one in axes]
    for one in axes:
        one.set(ylim=(0, 1))

    def redraw(t):
        curves[0].set_ydata(wave(t))
        curves[1].set_ydata(wave(1 - t))
        left.suptitle(f"left {t:.1f}")

    return redraw


@rounded(40)
def polar_axes(figure):
    axes = figure.add_subplot(projection="polar")
    axes.set_rlim(0, 1)
    (curve,) = axes.plot(6 * GRID, wave(0), linewidth=2)
    return lambda t: curve.set_ydata(wave(t))


@scene
def image_that_stands_still(figure):
    axes = figure.subplots()
    picture = axes.imshow(np.outer(FEW, FEW), extent=(0, 1, 0, 1), aspect="auto", origin="lower")
    figure.colorbar(picture)
    (curve,) = axes.plot(GRID, wave(0), color="w", linewidth=3)
    return lambda t: curve.set_ydata(wave(t))


# What lies over what


@scene
def under_what_stands_still(figure):
    axes = square(figure)
    axes.plot(GRID, 0.5 + 0 * GRID, color="k", linewidth=12, zorder=2.5)
    (curve,) = axes.plot(GRID, wave(0), color="#e69f00", linewidth=12, zorder=2.1)
    return lambda t: curve.set_ydata(wave(t))


@scene
def still_between_two_that_move(figure):
    axes = square(figure)
    axes.bar(FEW, 0.9, width=0.04, color="#999999", zorder=5)
    (below,) = axes.plot(GRID, wave(0), color="#0072b2", linewidth=12, zorder=4)
    (above,) = axes.plot(GRID, wave(0), color="#d55e00", linewidth=6, zorder=6)

    def redraw(t):
        below.set_ydata(wave(t))
        above.set_ydata(wave(1.5 * t))

    return redraw


@scene
def under_the_grid(figure):
    axes = square(figure)
    axes.set_axisbelow(False)
    axes.grid(True, color="k", linewidth=3)
    kept = axes.add_patch(patches.Rectangle((0.1, 0.1), 0.3, 0.3, color="#56b4e9", zorder=1))
    return lambda t: kept.set_xy((0.1 + 0.4 * t, 0.1 + 0.3 * t))


@scene
def another_order(figure):
    axes = square(figure)
    (one,) = axes.plot(FEW, FEW, linewidth=15)
    (two,) = axes.plot(FEW, 1 - FEW, linewidth=15)

    def redraw(t):
        one.set_zorder(2 + 4 * t)
        two.set_zorder(6 - 4 * t)

    return redraw


# Everything else that may change


@scene
def limits(figure):
    axes = square(figure)
    axes.plot(GRID, wave(0), "o-", markersize=3)

    def redraw(t):
        axes.set_xlim(-t, 1 + t)
        axes.set_ylim(-2 * t, 1)

    return redraw


@scene
def limits_of_inset_axes(figure):
    inner = square(figure).inset_axes([0.5, 0.55, 0.4, 0.4])
    inner.plot(GRID, wave(0))
    return lambda t: inner.set_xlim(-t, 1 + t)


@scene
def limits_that_follow_the_data(figure):
    axes = figure.subplots()
    (curve,) = axes.plot(GRID, wave(0))
    axes.plot(FEW, wave(0.5, FEW), "ko")

    def redraw(t):
        curve.set_ydata((1 + 3 * t) * wave(t))
        axes.relim()
        axes.autoscale_view()

    return redraw


@scene
def scale_of_an_axis(figure):
    axes = figure.subplots()
    figure.subplots_adjust(left=0.25)
    axes.plot(1 + GRID, 1 + wave(0))
    axes.set(xlim=(1, 2), ylim=(1, 2))
    return lambda t: axes.set_yscale("log" if t > 0.3 else "linear")


@scene
def ticks(figure):
    axes = square(figure)

    def redraw(t):
        axes.set_xticks([0, t, 1], ["zero", "here", "one"])
        axes.yaxis.grid(t < 0.5)

    return redraw


@scene
def everything_anew(figure):
    axes = figure.subplots()

    def redraw(t):
        axes.cla()
        axes.plot(GRID, wave(t), "--", linewidth=3)
        axes.plot(FEW, wave(t, FEW), "o")
        axes.set(ylim=(0, 1), title=f"{t:.2f}")

    redraw(0)
    return redraw


@scene
def more_and_more_artists(figure):
    axes = square(figure)
    kept = []

    def redraw(t):
        while kept:
            kept.pop().remove()
        kept.extend(axes.plot(GRID, wave(s), linewidth=2, color=(s, 0, 1 - s))[0] for s in np.linspace(0, t, 1 + int(10 * t)))
        kept.append(axes.text(0.5, 0.1, f"{len(kept)} lines"))

    redraw(0)
    return redraw


@scene
def shown_and_hidden(figure):
    left, right = figure.subplots(1, 2)
    (early,), (late,) = left.plot(GRID, GRID, linewidth=5), left.plot(GRID, 1 - GRID, linewidth=5)
    right.plot(GRID, GRID)

    def redraw(t):
        early.set_visible(t < 0.3)
        late.set_visible(t > 0.3)
        right.set_visible(t > 0.3)

    return redraw


@scene
def colours_only(figure):
    axes = square(figure)
    (curve,) = axes.plot(GRID, wave(0), linewidth=5, color="k")

    def redraw(t):
        curve.set_color((t, 0, 1 - t))
        axes.set_facecolor((1, 1 - 0.3 * t, 1))
        axes.spines["left"].set(color="#d55e00" if t > 0.3 else "k", linewidth=1 + 2 * t)

    return redraw


@scene
def only_in_the_middle(figure):
    axes = square(figure)
    (curve,) = axes.plot(GRID, wave(0), linewidth=3)
    words = axes.text(0.1, 0.1, "at an end")

    def redraw(t):
        curve.set_ydata(wave(0) if t in (0, 1) else wave(t))
        words.set_text("at an end" if t in (0, 1) else f"between: {t:.2f}")

    return redraw


@scene
def place_of_axes(figure):
    axes = square(figure)
    return lambda t: axes.set_position([0.2 + 0.2 * t, 0.2, 0.5, 0.6 - 0.2 * t])


@scene
def equal_aspect(figure):
    axes = square(figure)
    axes.set_aspect("equal")
    circle = axes.add_patch(patches.Circle((0.5, 0.5), 0.2, fill=False, linewidth=2))

    def redraw(t):
        circle.set_radius(0.2 + 0.2 * t)
        axes.set_xlim(0, 1 + 2 * t)

    return redraw
