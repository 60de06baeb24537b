"""Still figures and the one style sheet of the series.

Every colour means one thing in all lessons, and is also told apart by shape or dash. The colours are those of Okabe and Ito,
"Color universal design", 2008, which readers with the common kinds of colour vision can tell apart. Their orange and their sky blue
are too pale for lines on white paper, so a brown and a deeper blue stand in for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.contour import QuadContourSet
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from numpy.typing import NDArray

Array = NDArray[np.float64]

DATA = "#000000"  # dots
MODEL = "#0072B2"  # solid line
OTHER_MODEL = "#6B4300"  # dashed line, where a model is compared with another
LOSS = "#D55E00"  # sticks, and dashed lines
GRADIENT = "#009E73"  # arrows
PATH = "#CC79A7"  # a line with small dots
TRACE = "#2F9BD6"  # where something has been before: thin, dotted
UNITS = (("#9A4585", "--"), ("#8A6400", "-."), ("#52646F", ":"))  # the units of a layer, each with its dash

COLUMN = 7.4  # inches: how wide a lesson's text is where notebooks are read, so that a figure isn't laid out anew there

STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#555555",
    "axes.grid": True,
    "axes.labelsize": 11,
    "axes.prop_cycle": cycler(color=[MODEL, LOSS, GRADIENT, PATH]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 12,
    "figure.constrained_layout.use": True,
    "figure.dpi": 100,
    "figure.facecolor": "#ffffff",
    "figure.figsize": (6.4, 4.0),
    "font.family": "DejaVu Sans",  # comes with Matplotlib, so pictures are the same everywhere
    "font.size": 11,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.8,
    "legend.fontsize": 10.5,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "lines.markersize": 6,
    "text.color": "#000000",
    "text.usetex": False,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5,
}
# Hinted, "=" and "−" come out bold at some sizes. This counts when a text is drawn, not when it is made, so it can't stand in STYLE.
plt.rcParams["text.hinting"] = "none"


def blank() -> tuple[Figure, Axes]:
    """Return a new figure in the style of the series and its axes."""
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots()
    return figure, axes


def panels(*titles: str, height: float, width: float = COLUMN, rows: int = 1) -> tuple[Figure, list[Axes]]:
    """Return a new figure in the style of the series with axes side by side, one for each title, and these axes, row by row.

    The titles are shared out evenly among the rows; width and height are in inches.
    """
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(rows, len(titles) // rows, squeeze=False, figsize=(width, height))
        for each, title in zip(axes.flat, titles, strict=True):
            each.set_title(title)
    return figure, list(axes.flat)


def measurements(x: Array, y: Array, ax: Axes | None = None) -> tuple[Figure, Axes]:
    """Return a figure and its axes with the measurements as dots, with some room around them for a model.

    Shapes: x and y are (n,). With `ax`, draw there instead of in a new figure. The axes are labelled for the marble of
    `helpers.data.measurements`; label them anew for other measurements.
    """
    ax = ax or _new_axes()
    room = 0.18 * (y.max() - y.min())
    with plt.rc_context(STYLE):
        ax.plot(x, y, "o", color=DATA, zorder=3, label="measurements")
        ax.set(xlabel="time x (s)", ylabel="distance y (cm)")
        ax.set(xlim=(x.min() - 0.2, x.max() + 0.2), ylim=(y.min() - room, y.max() + room))
    return _figure(ax), ax


def curve(x: Array, y: Array, ax: Axes | None = None, colour: str = MODEL, label: str = "model") -> Line2D:
    """Return the line of a model's predictions y at the inputs x, both of shape (n,)."""
    with plt.rc_context(STYLE):
        (line,) = (ax or _new_axes()).plot(x, y, color=colour, label=label)
    return line


def sticks(
    x: Array, predictions: Array, targets: Array, ax: Axes | None = None, colour: str = LOSS, linewidth: float = 2.2
) -> Line2D:
    """Return the residuals as upright sticks from each measurement to the model above or below it; all shapes (n,).

    They are one line with gaps, which a live figure draws several times as fast as twenty lines.
    """
    with plt.rc_context(STYLE):
        (drawn,) = (ax or _new_axes()).plot([], [], color=colour, linewidth=linewidth, solid_capstyle="butt", label="residuals")
    move_sticks(drawn, x, predictions, targets)
    return drawn


def move_sticks(drawn: Line2D, x: Array, predictions: Array, targets: Array) -> None:
    """Let sticks that `sticks` drew end at other predictions; all shapes (n,)."""
    gaps = np.full(len(x), np.nan)
    drawn.set_data(np.column_stack([x, x, gaps]).ravel(), np.column_stack([targets, predictions, gaps]).ravel())


def landscape(x: Array, y: Array, c: float = 1.0, ax: Axes | None = None) -> Axes:
    """Return axes with the mean absolute error of a quadratic as a map over a and b, with lines of equal loss; x and y are (n,)."""
    return _map(lambda misses: np.abs(misses).mean(axis=-1), [0.75, 1, 1.5, 2, 3, 4, 5, 6, 7, 8], (1, 2, 4), (x, y, c), ax)


def landscape_of_squares(x: Array, y: Array, c: float = 1.0, ax: Axes | None = None) -> Axes:
    """Return axes with the mean squared error of a quadratic as a map over a and b, with lines of equal loss; x and y are (n,)."""
    return _map(lambda misses: (misses**2).mean(axis=-1), [1, 2, 4, 8, 16, 32, 64], (2, 8, 32), (x, y, c), ax)


def _map(
    loss: Callable[[Array], Array], levels: Sequence[float], named: Sequence[float], of: tuple[Array, Array, float], ax: Axes | None
) -> Axes:
    """Return axes with a loss over a and b; `loss` makes it of the residuals, which lie along the last axis."""
    ax = ax or _new_axes()
    x, y, c = of
    a, b = np.meshgrid(np.linspace(-1.1, 7.1, 83), np.linspace(-3.1, 7.1, 103))
    heights = loss(a[..., None] * x**2 + b[..., None] * x + c - y)
    with plt.rc_context(STYLE):
        lines = contours(a, b, heights, levels, ax)
        ax.set(xlabel="a", ylabel="b", xlim=(-1.1, 7.1), ylim=(-3.1, 7.1))
        # All levels may be named: Matplotlib 3.10 asked for some, with places given, ends in an IndexError.
        ax.clabel(lines, fmt="%g", fontsize=10, manual=_where_named(a, b, heights, named))
    return ax


def contours(a: Array, b: Array, heights: Array, levels: Sequence[float], ax: Axes) -> QuadContourSet:
    """Return the lines of equal loss of a map that is tinted between them; a, b and heights have one shape of two dimensions."""
    ax.contourf(a, b, heights, levels=[0, *levels, heights.max() + 1], cmap="Oranges", alpha=0.6)
    return ax.contour(a, b, heights, levels=levels, colors=LOSS, linewidths=0.9)


def _where_named(a: Array, b: Array, heights: Array, levels: Sequence[float]) -> list[tuple[float, float]]:
    """Return a point for each level that the map reaches, straight above the lowest point: there its name is cut off by no edge."""
    row, column = np.unravel_index(heights.argmin(), heights.shape)
    upwards = heights[row:, column]
    return [(float(a[row, column]), float(np.interp(level, upwards, b[row:, column]))) for level in levels if level > upwards[0]]


def creases(x: Array, y: Array, c: float, ax: Axes) -> LineCollection:
    """Return the creases of `landscape`, a thin line for each measurement; x and y are (n,), no x is 0."""
    lines = [np.stack(crease(at, target, c), axis=1) for at, target in zip(x, y, strict=True)]
    with plt.rc_context(STYLE):
        drawn = LineCollection(lines, colors=DATA, linewidths=0.5, alpha=0.55)
        ax.add_collection(drawn, autolim=False)
    return drawn


def crease(x: float, y: float, c: float) -> tuple[Array, Array]:
    """Return a and b, two of each, of quadratics that run through the measurement (x, y): the ends of a line across `landscape`."""
    a = np.array([-2.0, 8.0])
    return a, (y - c - a * x**2) / x


class LineLabel(Annotation):
    """Words at a point of a line, in its colour, that follow the line wherever it is moved to."""

    def __init__(self, line: Line2D, text: str, at: float, **style: Any) -> None:
        """Take the words, and how far along the line's points they stand: 0 is the first, 1 the last."""
        self.line, self.at = line, at
        super().__init__(text, (0, 0), color=line.get_color(), textcoords="offset points", annotation_clip=True, **style)

    def draw(self, renderer: Any) -> None:
        """Draw the words where the line is now, unless that is outside the axes."""
        self._follow()
        super().draw(renderer)

    def update_positions(self, renderer: Any) -> None:
        """Stand where the line is now: Matplotlib asks for this before it measures the words."""
        self._follow()
        super().update_positions(renderer)

    def _follow(self) -> None:
        x, y = self.line.get_data()
        self.xy = tuple(np.asarray(each, float)[round(self.at * (len(x) - 1))] for each in (x, y))


def label(line: Line2D, text: str, at: float = 1.0, offset: tuple[float, float] = (0, 6), side: str = "right") -> LineLabel:
    """Return words beside a line, in its colour, that follow it in a live figure too; a legend is not needed then.

    `at` says how far along the line's points, from 0 to 1; `offset` is in points to the right and up; `side` is the end of the words
    that stands there, "left" or "right".
    """
    with plt.rc_context(STYLE):
        words = LineLabel(line, text, at, xytext=offset, horizontalalignment=side, fontsize=10.5)
        line.axes.add_artist(words)
    return words


def legend(ax: Axes, place: str = "best") -> Legend:
    """Return a legend of what is labelled in the axes, at a place such as "upper center"."""
    with plt.rc_context(STYLE):
        return ax.legend(loc=place)


def equalities(parameters: Mapping[str, float], decimals: int = 2) -> str:
    """Return parameters as a title shows them: "a = 3.00, b = −2.00"."""
    return ", ".join(f"{name} = {value:.{decimals}f}" for name, value in parameters.items()).replace("-", "−")


def _new_axes() -> Axes:
    _, axes = blank()
    return axes


def _figure(axes: Axes) -> Figure:
    return axes.get_figure(root=True)
