"""Read handwriting: digits as pictures, three losses side by side, and where a network goes wrong."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from numpy.typing import NDArray

from helpers import plots
from helpers.classify import Layer, random_layers, train
from helpers.data import digits
from helpers.lessons.lesson_09.three_losses import EPOCHS, HELD_OUT, LOSSES, SIZES, trainings
from helpers.live import LiveFigure, Log, Steps, live, still

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

STOPS = (0, 1, 2, 4, 8, 14, 20, 30)
RATES = np.geomspace(0.03, 3, 5)
LOOKS = ((plots.LOSS, "--"), (plots.OTHER_MODEL, "-."), (plots.MODEL, "-"))
SHORT = ("MAE", "MSE", "cross-entropy")
GAP = 1  # between pictures, in pixels of theirs
INK = plt.get_cmap("Greys")
SIGNED = plt.get_cmap("RdBu_r")


def trained_before() -> list[Layer]:
    """Return the layers of a network that was trained on the first eleven of the fourteen forms."""
    images, labels = digits()
    return train(images[:-HELD_OUT], np.eye(10)[labels[:-HELD_OUT]], random_layers(SIZES), rate=0.3, epochs=30)


def show_digits(images: Array, labels: Labels, columns: int = 10) -> LiveFigure:
    """Show images, shape (n, 64), each with its label above it."""
    axes = _paper(columns, -(-len(images) // columns), words=2)  # room for a line, on a phone too
    _draw_tiles(axes, images, columns, INK, 0, 1, words=2)
    for place, label in enumerate(labels):
        _word(axes, place, columns, str(label), words=2)
    listed = ", ".join(map(str, labels))
    return still(axes.figure, f"{len(images)} handwritten digits of 8 by 8 pixels: {listed}")


def show_mistakes(images: Array, p: Array, labels: Labels, count: int = 10) -> LiveFigure:
    """Show the images that a network is surest of and wrong about; p holds its probabilities, shape (n, 10)."""
    said, columns = p.argmax(axis=1), 5
    wrong = np.flatnonzero(said != labels)
    surest = wrong[np.argsort(-p[wrong].max(axis=1), kind="stable")][:count]
    axes = _paper(columns, -(-len(surest) // columns), words=2)
    _draw_tiles(axes, images[surest], columns, INK, 0, 1, words=2)
    for place, image in enumerate(surest):
        _word(axes, place, columns, f"“{said[image]}”, {p[image].max():.0%}\nit is {labels[image]}", words=2)
    listed = "; ".join(f"{labels[each]} taken for {said[each]}, {p[each].max():.0%} sure" for each in surest)
    return still(axes.figure, f"The {len(surest)} surest mistakes: {listed}")


def show_weights(layers: Sequence[Layer], columns: int = 8, count: int = 16) -> LiveFigure:
    """Show the weights of those units of the first layer that the next one listens to most, each as a picture of 8 by 8."""
    (W, _), (V, _), *_ = layers
    busiest = np.argsort(-np.linalg.norm(W, axis=0) * np.linalg.norm(V, axis=1), kind="stable")[:count]
    axes = _paper(columns, -(-len(busiest) // columns), words=0)
    most = float(np.abs(W[:, busiest]).max())
    _draw_tiles(axes, W[:, busiest].T, columns, SIGNED, -most, most, words=0)
    axes.set_title("Red: ink here makes the unit speak. Blue: ink here silences it.", fontsize=11)
    return still(axes.figure, f"The weights of {len(busiest)} units as pictures of 8 by 8, red where positive and blue where negative")


def show_confusions(p: Array, labels: Labels) -> LiveFigure:
    """Show how often each digit is taken for each other; p holds probabilities, shape (n, 10)."""
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (labels, p.argmax(axis=1)), 1)
    wrong = np.where(np.eye(10, dtype=bool), 0, counts)
    with plt.rc_context(plots.STYLE):
        figure, axes = plt.subplots(figsize=(4.6, 4.2))
        axes.pcolormesh(np.arange(-0.5, 10), np.arange(-0.5, 10), wrong, cmap="Oranges", vmin=0, vmax=max(1.6 * wrong.max(), 1))
        axes.set(xticks=range(10), yticks=range(10), xlabel="what the network says", ylabel="what it is")
        axes.set_aspect("equal")
        axes.invert_yaxis()
        axes.grid(False)
        for (row, column), count in np.ndenumerate(counts):
            if count:
                axes.text(column, row, str(count), ha="center", va="center", fontsize=9.5, color="#999999" if row == column else "#000000")
        row, column = np.unravel_index(wrong.argmax(), wrong.shape)
        axes.set_title(f"{wrong.sum()} of {len(labels)} wrong, most often a {row} read as {column}")
    return still(figure, f"{wrong.sum()} of {len(labels)} digits are read wrongly; most often a {row} as a {column}, {wrong.max()} times")


def compare_losses(images: Array, labels: Labels) -> LiveFigure:
    """Show how the same network learns to read under three losses, epoch by epoch, at the rate that the reader chooses."""
    right, said = trainings(images, labels, RATES)
    digit = labels[np.random.default_rng(0).permutation(len(images))[-HELD_OUT]]
    with plt.rc_context(plots.STYLE):
        figure, axes = plt.subplot_mosaic([["right", each] for each in SHORT], figsize=(plots.COLUMN, 3.7), width_ratios=(1.7, 1))
        lines = [axes["right"].plot([], [], color=color, linestyle=dash)[0] for color, dash in LOOKS]
        names = [
            axes["right"].text(0, 0, name, color=color, fontsize=10, va="center") for name, (color, _) in zip(SHORT, LOOKS, strict=True)
        ]
        axes["right"].set(xlim=(0, EPOCHS * 1.32), ylim=(0, 1.03), xlabel="epochs", xticks=range(0, EPOCHS + 1, 10))
        axes["right"].yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        bars = [axes[name].bar(range(10), np.zeros(10), color=color) for name, (color, _) in zip(SHORT, LOOKS, strict=True)]
        for name in SHORT:
            axes[name].set(ylim=(-0.2, 1.1), yticks=(0, 1), xticks=range(10) if name == SHORT[-1] else ())
            axes[name].tick_params(labelsize=8.5)
        axes[SHORT[0]].set_title(f"outputs for a {digit}", fontsize=11)
        axes["right"].set_title("held-out digits read rightly", fontsize=11)

    moved = [*lines, *names, *itertools.chain(*bars)]
    steps, rates = Steps(0, EPOCHS, stops=STOPS, seconds=0.7), Log(RATES[0], RATES[-1], len(RATES))

    @live(figure, ahead=True, moves={"step": moved, "rate": moved}, step=steps, rate=rates)
    def redraw(step: int = 0, rate: float = 0.3) -> str:
        at = int(np.argmin(np.abs(np.log(RATES) - np.log(rate))))
        reached = right[:, at, step]
        heights = _apart(reached, 0.07)
        for place in range(len(LOSSES)):
            lines[place].set_data(range(step + 1), right[place, at, : step + 1])
            names[place].set_position((step + 0.6, heights[place]))
            for bar, height in zip(bars[place], said[place, at, step], strict=True):
                bar.set_height(float(np.clip(height, -0.2, 1.1)))
        listed = ", ".join(f"{name} {share:.0%}" for name, share in zip(SHORT, reached, strict=True))
        return f"after {step} epoch{'s' * (step != 1)} at rate {rate:.2g}: {listed}"

    return redraw


def _apart(heights: Array, least: float) -> Array:
    """Return heights at least so far apart, in the same order."""
    moved: Array = np.array(heights)
    order = np.argsort(moved, kind="stable")
    for below, above in itertools.pairwise(order):
        moved[above] = max(moved[above], moved[below] + least)
    return moved - max(0.0, float(moved.max()) - 1)


# Many small pictures on one sheet.


def _paper(columns: int, rows: int, words: int) -> Axes:
    wide = 7.2
    high = wide / (columns * (8 + GAP)) * rows * (8 + GAP + 1.5 * words) + 0.35
    with plt.rc_context(plots.STYLE):
        axes = plt.figure(figsize=(wide, high)).add_subplot()
    axes.set(xlim=(0, columns * (8 + GAP)), ylim=(rows * (8 + GAP + 1.5 * words), 0))
    axes.set_aspect("equal")
    axes.set_axis_off()
    return axes


def _corner(place: int, columns: int, words: int) -> tuple[float, float]:
    row, column = divmod(place, columns)
    return column * (8 + GAP) + GAP / 2, row * (8 + GAP + 1.5 * words) + GAP / 2 + 1.5 * words


def _draw_tiles(axes: Axes, images: Array, columns: int, colours: Colormap, low: float, high: float, words: int = 1) -> None:
    for place, image in enumerate(images):
        x, y = _corner(place, columns, words)
        axes.pcolormesh(x + np.arange(9), y + np.arange(9), image.reshape(8, 8), cmap=colours, vmin=low, vmax=high)
        axes.plot(x + np.array([0, 8, 8, 0, 0]), y + np.array([0, 0, 8, 8, 0]), color="#bbbbbb", linewidth=0.7)


def _word(axes: Axes, place: int, columns: int, text: str, words: int = 1) -> None:
    x, y = _corner(place, columns, words)
    axes.text(x + 4, y - 0.4, text, ha="center", va="bottom", fontsize=10, linespacing=1.1)
