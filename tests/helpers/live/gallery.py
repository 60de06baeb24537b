"""Kinds of artists, from Matplotlib's gallery, and random changes of all that they let be set.

`python -m tests.helpers.live.gallery --seed 1 --seconds 60` compares a live figure with a fresh draw after every change, and says what
differs. The same seed makes the same changes.
"""

from __future__ import annotations

import argparse
import copy
import inspect
import random
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches, patheffects
from matplotlib.artist import Artist, ArtistInspector
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredText, AnnotationBbox, TextArea

from helpers.live.picture import MovingPicture, parts
from tests.helpers.live.pixels import complaint
from tests.helpers.live.screen import matplotlib_draws
from tests.helpers.live.test_picture import Follower

X = np.linspace(0, 1, 20)
GRID = np.outer(np.sin(3 * X), np.cos(3 * X))
CORNERS = [0, 1, 1, 0], [0, 0, 1, 1]
GALLERY: dict[str, Callable[[Axes], Any]] = {
    "plot": lambda ax: ax.plot(X, X**2, "o-", label="a"),
    "dashes": lambda ax: ax.plot(X, X**2, "--", linewidth=3),
    "step": lambda ax: ax.step(X, X),
    "axhline": lambda ax: ax.axhline(0.4),
    "axline": lambda ax: ax.axline((0, 0), slope=0.7),
    "axvspan": lambda ax: ax.axvspan(0.2, 0.4, alpha=0.5),
    "scatter": lambda ax: ax.scatter(X, X**2),
    "scatter of colours": lambda ax: ax.scatter(X, X**2, c=X, s=99 * X),
    "bar": lambda ax: ax.bar([0, 1, 2], [1, 3, 2]),
    "barh hatched": lambda ax: ax.barh([0, 1, 2], [1, 3, 2], hatch="/"),
    "hist": lambda ax: ax.hist(np.sin(9 * X), bins=5),
    "errorbar": lambda ax: ax.errorbar(X, X, 0.1, capsize=3),
    "stem": lambda ax: ax.stem(X, X**2),
    "fill_between": lambda ax: ax.fill_between(X, X, X**2),
    "stackplot": lambda ax: ax.stackplot(X, X, X**2),
    "contour": lambda ax: ax.contour(GRID),
    "contourf": lambda ax: ax.contourf(GRID),
    "pcolormesh": lambda ax: ax.pcolormesh(GRID),
    "gouraud": lambda ax: ax.pcolormesh(GRID, shading="gouraud"),
    "imshow": lambda ax: ax.imshow(GRID, aspect="auto"),
    "quiver": lambda ax: ax.quiver(X[::4], X[::4], X[::4], 1 - X[::4]),
    "streamplot": lambda ax: ax.streamplot(X, X, GRID, GRID.T, density=0.4).lines,
    "text": lambda ax: ax.text(0.3, 0.5, r"words and $\sqrt{x}$"),
    "annotate": lambda ax: ax.annotate("here", (0.2, 0.2), (0.6, 0.6), arrowprops={"arrowstyle": "->"}),
    "box of notes": lambda ax: ax.add_artist(AnnotationBbox(TextArea("note"), (0.2, 0.2), (0.6, 0.6), arrowprops={"arrowstyle": "->"})),
    "legend": lambda ax: [ax.plot(X, X, label="a line"), ax.legend()],
    "title": lambda ax: [ax.set_title("title"), ax.set_xlabel("x label")],
    "ticks": lambda ax: ax.set_xticks([0, 0.5, 1], labels=["a", "b", "c"]),
    "table": lambda ax: ax.table([["a", "b"], ["c", "d"]], loc="center"),
    "pie": lambda ax: ax.pie([1, 2, 3], labels=["a", "b", "c"]),
    "box plot": lambda ax: ax.boxplot([X, X**2]),
    "violin": lambda ax: ax.violinplot([X, X**2]),
    "polygon": lambda ax: ax.add_patch(patches.Polygon([(0, 0), (1, 0), (0.5, 1)])),
    "ellipse": lambda ax: ax.add_patch(patches.Ellipse((0.5, 0.5), 0.6, 0.3, angle=20)),
    "wedge": lambda ax: ax.add_patch(patches.Wedge((0.5, 0.5), 0.4, 20, 200)),
    "arc": lambda ax: ax.add_patch(patches.Arc((0.5, 0.5), 0.6, 0.3, theta2=200)),
    "fancy arrow": lambda ax: ax.add_patch(patches.FancyArrowPatch((0.1, 0.1), (0.8, 0.7), mutation_scale=20)),
    "fancy box": lambda ax: ax.add_patch(patches.FancyBboxPatch((0.2, 0.2), 0.4, 0.3, boxstyle="round,pad=0.1")),
    "line collection": lambda ax: ax.add_collection(LineCollection([[(0, 0), (1, 1)], [(0, 1), (1, 0)]], array=[0, 1])),
    "patch collection": lambda ax: ax.add_collection(PatchCollection([patches.Circle((0.3, 0.3), 0.2)], facecolor="C1")),
    "polygon collection": lambda ax: ax.add_collection(PolyCollection([[(0, 0), (1, 0), (0.5, 1)]])),
    "path effects": lambda ax: ax.plot(X, X, path_effects=[patheffects.withStroke(linewidth=6, foreground="w")]),
    "inset": lambda ax: ax.inset_axes((0.5, 0.5, 0.4, 0.4)).plot(X, X),
    "twin": lambda ax: ax.twinx().plot(X, 100 * X, "r"),
    "colour bar": lambda ax: ax.figure.colorbar(ax.imshow(GRID, aspect="auto")),
    "polar": lambda ax: ax.plot(6 * X, X),
    "3d": lambda ax: ax.plot(X, X**2, X**3),
    "stairs": lambda ax: ax.stairs([1, 3, 2], [0, 1, 2, 3], fill=True),
    "events": lambda ax: ax.eventplot([X, X**2]),
    "broken bars": lambda ax: ax.broken_barh([(0, 0.3), (0.5, 0.4)], (0.2, 0.3)),
    "hlines": lambda ax: ax.hlines(X[::4], 0, X[::4], colors=["C0", "C1"]),
    "hexbin": lambda ax: ax.hexbin(X, X**2, gridsize=5),
    "barbs": lambda ax: ax.barbs(X[::4], X[::4], 30 * X[::4], 20 - 20 * X[::4]),
    "quiver key": lambda ax: ax.quiverkey(ax.quiver(X[::4], X[::4], X[::4], X[::4]), 0.5, 0.9, 1, "key"),
    "triangles": lambda ax: [ax.triplot(*CORNERS), ax.tripcolor(*CORNERS, [1, 2, 3, 4])],
    "connection": lambda ax: ax.add_artist(patches.ConnectionPatch((0.1, 0.1), (0.8, 0.8), "axes fraction", "data", arrowstyle="->")),
    "arrow": lambda ax: ax.arrow(0.1, 0.1, 0.5, 0.4, width=0.02),
    "anchored text": lambda ax: ax.add_artist(AnchoredText("a note", loc="upper left")),
    "figure's words": lambda ax: [ax.figure.suptitle("above all"), ax.figure.supxlabel("below all"), ax.figure.text(0.1, 0.9, "words")],
    "figure's legend": lambda ax: [ax.plot(X, X, label="a line"), ax.figure.legend(loc="upper right")],
    "grid": lambda ax: [ax.grid(True, linestyle=":"), ax.minorticks_on(), ax.tick_params(direction="in", length=8)],
    "dates": lambda ax: ax.plot(np.datetime64("2026-01-01") + np.arange(20), X),
    "polar bars": lambda ax: ax.bar(6 * X[::4], X[::4], width=0.5),
    "3d surface": lambda ax: ax.plot_surface(*np.meshgrid(X[::4], X[::4]), GRID[::4, ::4]),
    "3d scatter": lambda ax: ax.scatter(X, X**2, X**3, c=X),
    "3d bars": lambda ax: ax.bar3d([0, 1], [0, 1], [0, 0], 0.5, 0.5, [1, 2]),
    "log": lambda ax: [ax.plot(X + 0.1, X + 0.1), ax.set(xscale="log", yscale="log")],
}
PROJECTIONS = {"polar": "polar", "polar bars": "polar", **dict.fromkeys(("3d", "3d surface", "3d scatter", "3d bars"), "3d")}

# What a setter may be given. Each is tried for its name first, and then whatever the setter takes.
COLOURS = ["C3", "#00aa55", (0.2, 0.3, 0.9, 0.5), "none"]
VALUES: dict[str, list[Any]] = {
    "alpha": [0.3, 1, None],
    "visible": [True, False],
    "zorder": [0, 1, 5],
    "linewidth": [0.5, 3, 8],
    "linewidths": [0.5, 3],
    "linestyle": ["-", "--", ":", (0, (3, 1))],
    "linestyles": ["-", "--"],
    "marker": ["o", "s", "*", "", "x"],
    "markersize": [3, 12],
    "hatch": ["/", "xx", None],
    "capstyle": ["butt", "round", "projecting"],
    "joinstyle": ["miter", "round", "bevel"],
    "drawstyle": ["default", "steps-mid"],
    "fillstyle": ["full", "left", "none"],
    "text": ["other words", r"$\frac{1}{2}$", "two\nlines", ""],
    "fontsize": [6, 14, 20],
    "rotation": [0, 30, 90],
    "horizontalalignment": ["left", "center", "right"],
    "verticalalignment": ["top", "center", "baseline"],
    "weight": ["normal", "bold"],
    "style": ["normal", "italic"],
    "family": ["sans-serif", "serif", "monospace"],
    "cmap": ["viridis", "gray", "RdBu"],
    "clim": [(0, 1), (-0.5, 0.5)],
    "interpolation": ["nearest", "bilinear"],
    "label": ["another label", "_hidden"],
    "snap": [None, True, False],
    "clip_on": [True, False],
    "sketch_params": [None, 2],
    "xscale": ["linear", "symlog"],
    "yscale": ["linear", "symlog"],
    "xlim": [(0, 2), (-1, 1), (1, 0)],
    "ylim": [(0, 2), (-1, 1), (1, 0)],
    "aspect": ["auto", "equal", 2],
    "box_aspect": [None, 0.5, 1],
    "facecolor": COLOURS,
    "frame_on": [True, False],
    "axis_on": [True, False],
    "title": ["a title", "$\\frac{a}{b}$", ""],
    "xlabel": ["an x label", ""],
    "ylabel": ["a y label", ""],
    "xticks": [[0, 1], [0.2, 0.4, 0.6], []],
    "yticks": [[0, 1], [0.2, 0.4, 0.6], []],
    "loc": ["best", "upper left", "center"],
    "ncols": [1, 2],
    "boxstyle": ["round", "sawtooth", "square,pad=0.5"],
    "arrowstyle": ["->", "-|>", "fancy"],
    "connectionstyle": ["arc3", "arc3,rad=0.4"],
    "theta_offset": [0, 1, 2],
    "theta_direction": [1, -1],
    "position": [(0.3, 0.3), (0.6, 0.5)],
    "x": [0.1, 0.7],
    "y": [0.1, 0.7],
    "angle": [0, 45, 120],
    "width": [0.1, 0.5],
    "height": [0.1, 0.9],
    "radius": [0.1, 0.4],
    "theta1": [0, 100],
    "theta2": [150, 350],
    "urls": [],
    "url": [],
    "gid": [],
    "picker": [],
    "figure": [],
    "transform": [],
    "animated": [],  # Matplotlib leaves these to the reader's own drawing
    "rasterized": [],
    "agg_filter": [],
    "in_layout": [],
    "mouseover": [],
}
for name in ("color", "edgecolor", "markerfacecolor", "markeredgecolor", "edgecolors", "facecolors", "backgroundcolor"):
    VALUES[name] = COLOURS


def figure_of(kind: str) -> Figure:
    """Return a new figure with this kind of artist, and something that stands still before and behind it."""
    figure = Figure(figsize=(3, 2.4), dpi=100)
    axes = figure.add_axes((0.25, 0.2, 0.55, 0.55), projection=PROJECTIONS.get(kind))
    GALLERY[kind](axes)
    return figure


def settable(artist: Artist) -> list[str]:
    """Return the names of what can be set."""
    return [name for name in ArtistInspector(artist).get_setters() if name in VALUES or hasattr(artist, f"get_{name}")]


def new_value(artist: Artist, name: str, chance: random.Random) -> Any:
    """Return a value for what is set by this name: one of a list, or its value now, a little changed."""
    if name in VALUES:
        return chance.choice(VALUES[name])
    getter = getattr(artist, f"get_{name}")
    if any(parameter.default is parameter.empty for parameter in inspect.signature(getter).parameters.values()):
        raise ValueError("it is no plain value")
    now = getter()
    if isinstance(now, bool):
        return not now
    if isinstance(now, (int, float)):
        return now * chance.choice([0.5, 1.5]) + chance.choice([0, 0.1])
    if isinstance(now, np.ndarray) and now.dtype.kind in "fi":
        return now * chance.choice([0.5, 0.9]) + chance.choice([0, 0.1])
    if isinstance(now, (list, tuple)) and now and all(isinstance(each, (int, float)) for each in now):
        return type(now)(each * chance.choice([0.5, 1.5]) for each in now)
    raise ValueError("it is no plain value")


Change = tuple[int, str, Any]


def changes_of(kind: str, chance: random.Random, count: int) -> list[Change]:
    """Return changes that Matplotlib can draw: the index of an artist in the figure, the name of what is set, and its new value."""
    artists, found = artists_of(kind), []
    for _ in range(10 * count):
        place = chance.randrange(1, len(artists))
        names = settable(artists[place])
        if not names or len(found) == count:
            continue
        name = chance.choice(names)
        try:
            change = place, name, new_value(artists[place], name, chance)
            apply(artists, change)
            matplotlib_draws(artists[0])
        except Exception:
            artists = replay(kind, found)
            continue
        found.append(change)
    return found


def artists_of(kind: str) -> list[Any]:
    """Return a new figure, drawn once, and everything inside it."""
    figure = figure_of(kind)
    figure.draw_without_rendering()
    return list(parts(figure))


def apply(artists: list[Artist], change: Change) -> None:
    """Make one change; the value is a copy, because some setters keep it."""
    place, name, value = change
    getattr(artists[place], f"set_{name}")(copy.deepcopy(value))


def replay(kind: str, changes: list[Change]) -> list[Any]:
    """Return a new figure after all these changes, and everything inside it."""
    artists = artists_of(kind)
    for change in changes:
        apply(artists, change)
    return artists


def differences(kind: str, changes: list[Change]) -> Iterator[str]:
    """Yield a sentence for the first moment at which a live figure shows something else than Matplotlib draws."""
    artists = artists_of(kind)
    picture = MovingPicture(artists[0])
    follower = Follower(picture)
    for done in range(len(changes) + 1):
        if done:
            apply(artists, changes[done - 1])
        seen = follower.see()
        if picture.margins.moved:
            return  # nothing is cut off, as it is by Matplotlib alone
        wanted = matplotlib_draws(replay(kind, changes[:done])[0])
        if what := complaint(seen, wanted, few=40):
            yield f"{kind}: {what} after {[(type(artists[place]).__name__, name, value) for place, name, value in changes[:done]]}"
            return


def compare(seed: int, seconds: float, kinds: list[str] | None = None) -> tuple[int, list[str]]:
    """Return how many rounds were compared in this time, and all that differed. A round is one kind of artist and six changes."""
    started, rounds, found = time.monotonic(), 0, []
    chance = random.Random(seed)
    with matplotlib.rc_context({"text.hinting": "no_hinting"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while time.monotonic() - started < seconds:
            kind = chance.choice(kinds or list(GALLERY))
            changes = changes_of(kind, chance, 6)
            rounds += 1
            try:
                found += differences(kind, changes)
            except Exception:
                found.append(f"{kind}: {changes}\n{traceback.format_exc()}")
            plt.close("all")
    return rounds, found


def main() -> int:
    """Compare for some time, say what differs, and return how many did."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kind", action="append", choices=list(GALLERY))
    asked = parser.parse_args()
    rounds, found = compare(asked.seed, asked.seconds, asked.kind)
    print(*found, sep="\n")
    print(f"seed {asked.seed}, {rounds} rounds in {asked.seconds:g} s, {len(found)} differences")
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
