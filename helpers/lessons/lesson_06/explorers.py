"""Choose a learning rate: every rate at once, five ways to go, schedules, and a gallery of loss curves."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from helpers import plots
from helpers.backprop import random_parameters
from helpers.lessons.lesson_03.explorers import least_absolute
from helpers.live import LiveFigure, Log, live, still
from helpers.loss import mean_absolute_error
from helpers.model import quadratic

Array = NDArray[np.float64]

STEPS = 300
LATE = 50  # of these steps, the last ones, which are compared with as many before them
GRID = np.linspace(-2.2, 2.2, 120)
UNITS = 8
SEED = 16
TOO_HIGH = 100  # times the loss at the start
LOSSES = {"mean absolute error": False, "mean squared error": True}
MODELS = {"quadratic": False, "1-8-1 network": True}
TOP = 1e3  # of the axis of the loss


@dataclass(frozen=True)
class Runs:
    """Descents with many rates at once: the losses, shape (rates, steps + 1), and what the figure shows of each."""

    losses: Array
    fits: Array  # (rates, grid), at the end
    paths: Array  # (rates, steps + 1, 3), of a quadratic
    silent: Array  # (rates,), the units of a network that are silent on all measurements at the end


def choose_a_rate(x: Array, y: Array) -> LiveFigure:
    """Show what any rate does, for two losses and two models: the path from above, the loss by step, the fit; x and y are (n,)."""
    rate = Log(0.001, 10, 81)
    rates = np.geomspace(rate.low, rate.high, rate.count)
    kinds = {False: quadratic_runs, True: network_runs}
    runs = {(loss, model): kinds[model](x, y, rates, loss) for loss in LOSSES.values() for model in MODELS.values()}
    figure, (path, by_step, fit) = plots.panels("from above", "", "fit", size=(9.6, 3.8))
    plots.landscape(x, y, 1.0, path)
    (way,) = path.plot([0], [0], color=plots.PATH, linewidth=1.4)
    cover = path.add_patch(Rectangle((-0.5, -0.5), 1.6, 1.6, transform=path.transAxes, facecolor="white", zorder=6, clip_on=False))
    no_map = path.text(0.5, 0.5, "25 parameters\nhave no map", transform=path.transAxes, ha="center", va="center", zorder=7)
    by_step.set(xlabel="step", ylabel="loss", yscale="log", xlim=(0, STEPS), ylim=(0.4, TOP))
    (losses,) = by_step.plot([0], [1], color=plots.LOSS, linewidth=1.6)
    beyond = by_step.text(0.5, 0.5, "beyond all bounds", transform=by_step.transAxes, ha="center", va="center")
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    steps = np.arange(STEPS + 1)

    @live(figure, ahead=True, rate=rate, loss=LOSSES, model=MODELS)
    def redraw(rate: float = 0.1, loss: bool = False, model: bool = False) -> str:
        run, place = runs[loss, model], int(np.abs(np.log(rates / rate)).argmin())
        found = run.losses[place]
        shown = np.where(np.isfinite(found) & (found < 10 * TOP), found, np.nan)
        state = state_of(found, int(run.silent[place]), UNITS if model else 0)
        way.set_data(*(run.paths[place, :, :2].T if not model else ([], [])))
        losses.set_data(steps, shown)
        curve.set_ydata(run.fits[place])
        cover.set_visible(model)
        no_map.set_visible(model)
        beyond.set_visible(state == "blows up")
        by_step.set_title(f"{state}: {_said(found[-1])}")
        lost = "" if np.isfinite(found[-1]) else f", from step {int(np.argmin(np.isfinite(found)))} on"
        return f"with the rate {rate:.3g} the descent {state}; the loss after {STEPS} steps is {_said(found[-1])}{lost}"

    return redraw


def state_of(losses: Array, silent: int = 0, units: int = 0) -> str:
    """Return what a descent does, in words, from its losses, shape (steps + 1,), and from how many of its units ended silent.

    It blows up if the loss at the end is no number, or more than 100 times that at the start. It dies if more than half of the units
    are silent on all measurements at the end. Otherwise take the mean of the last 50 losses and of the 50 before: it crawls if the mean
    still falls, by more than 1 % and by more than half of what the last 50 losses differ among themselves. It bounces if these differ
    by more than 5 % of their mean, or if it is still above half of the loss at the start, when it jumps between places that are equally
    bad. If nothing of this holds, it arrives.
    """
    late, before = losses[-LATE:], losses[-2 * LATE : -LATE]
    if not np.isfinite(late).all() or late[-1] > TOO_HIGH * losses[0]:
        return "blows up"
    if silent > units / 2:
        return "dies"
    fall, spread = before.mean() - late.mean(), np.ptp(late)
    if fall > 0.01 * late.mean() and fall > spread / 2:
        return "crawls"
    return "bounces" if spread > 0.05 * late.mean() or late.mean() > losses[0] / 2 else "arrives"


def quadratic_runs(x: Array, y: Array, rates: Array, squared: bool, steps: int = STEPS) -> Runs:
    """Return descents of the quadratic from (0, 0, 0) with all rates at once, on the mean squared or absolute error."""
    powers = np.stack([x**2, x, np.ones_like(x)])
    place = np.zeros((len(rates), 3))
    losses, paths = np.empty((len(rates), steps + 1)), np.empty((len(rates), steps + 1, 3))
    with np.errstate(all="ignore"):  # a rate that is too high overflows, which is what is to be seen
        for step in range(steps + 1):
            misses = place @ powers - y
            losses[:, step] = (misses**2 if squared else np.abs(misses)).mean(axis=1)
            paths[:, step] = place
            place = place - rates[:, None] * ((2 * misses if squared else np.sign(misses)) @ powers.T / len(x))
        fits = paths[:, -1] @ np.stack([GRID**2, GRID, np.ones_like(GRID)])
    return Runs(losses, _drawable(fits), np.clip(np.nan_to_num(paths, nan=1e6), -1e6, 1e6), np.zeros(len(rates)))


def network_runs(x: Array, y: Array, rates: Array, squared: bool, steps: int = STEPS, seed: int = SEED) -> Runs:
    """Return descents of a 1-8-1 network from one random start with all rates at once, on the mean squared or absolute error."""
    W1, b1, W2, b2 = (np.repeat(part[None], len(rates), axis=0) for part in random_parameters(seed, UNITS))
    inputs, targets, rate = x[:, None], y[:, None], rates[:, None, None]
    losses = np.empty((len(rates), steps + 1))
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            z = inputs @ W1 + b1[:, None]
            hidden = np.maximum(z, 0)
            misses = hidden @ W2 + b2[:, None] - targets
            losses[:, step] = (misses**2 if squared else np.abs(misses)).mean(axis=(1, 2))
            if step == steps:
                break
            upstream = (2 * misses if squared else np.sign(misses)) / len(x)
            back = (upstream @ W2.transpose(0, 2, 1)) * (z > 0)
            W2, b2 = W2 - rate * (hidden.transpose(0, 2, 1) @ upstream), b2 - rates[:, None] * upstream.sum(axis=1)
            W1, b1 = W1 - rate * (inputs.T @ back), b1 - rates[:, None] * back.sum(axis=1)
        fits = (np.maximum(GRID[:, None] @ W1 + b1[:, None], 0) @ W2 + b2[:, None])[..., 0]
    silent = (z <= 0).all(axis=1).sum(axis=1).astype(float)
    return Runs(losses, _drawable(fits), np.zeros((len(rates), steps + 1, 3)), silent)


def loss_after(rates: Array, losses: Array) -> LiveFigure:
    """Show the loss against the rate after a number of steps that the reader chooses; losses have shape (rates, steps + 1)."""
    _, axes = plots.blank()
    (line,) = axes.plot(rates, losses[:, 0], ".-", color=plots.LOSS)
    axes.set(xlabel="rate", ylabel="mean absolute error", xscale="log", ylim=(0, 8))
    best = axes.axvline(rates[0], color=plots.MODEL, linestyle="--", linewidth=1.4)

    @live(axes.figure, after=[1, 10, 100, losses.shape[1] - 1])
    def redraw(after: int = 10) -> str:
        line.set_ydata(losses[:, after])
        rate = rates[losses[:, after].argmin()]
        best.set_xdata([rate, rate])
        axes.set_title(f"After {after} {'step' if after == 1 else 'steps'} the loss is least at the rate {rate:.2g}")
        return f"after {after} steps the rate {rate:.2g} has the least loss, {losses[:, after].min():.3f}"

    return redraw


def compare_schedules(x: Array, y: Array, paths: Mapping[str, Array]) -> LiveFigure:
    """Show how far above the least possible loss two descents are, step by step; paths have shape (steps + 1, 3), x and y (n,)."""
    _, axes = plots.blank()
    least = mean_absolute_error(quadratic(x, *least_absolute(x, y)), y)
    for (name, path), (colour, dash) in zip(paths.items(), ((plots.OTHER_MODEL, "--"), (plots.LOSS, "-")), strict=True):
        above = [max(float(mean_absolute_error(quadratic(x, *place), y) - least), 1e-12) for place in path]
        axes.plot(np.arange(len(path)), above, dash, color=colour, linewidth=1.4, label=name)
    axes.set(xlabel="step", ylabel="MAE above the least possible", yscale="log", ylim=(1e-9, 10))
    axes.set_title("A constant rate hovers; a halved one comes down")
    plots.legend(axes, "lower left")
    return still(axes.figure, "with a constant rate the loss hovers above the least possible one; with halving it comes ever closer to it")


def gallery(x: Array, y: Array) -> LiveFigure:
    """Show eight loss curves, lettered A to H, without their rates; x and y have shape (n,)."""
    curves = gallery_curves(x, y)
    figure, all_axes = plots.panels(*curves, rows=2, size=(9.6, 5.2))
    for axes, (letter, losses) in zip(all_axes, curves.items(), strict=True):
        axes.plot(np.arange(len(losses)), losses, color=plots.LOSS, linewidth=1.3)
        axes.set(xlabel="step", yscale="log" if letter == "B" else "linear")
        if letter != "B":
            axes.set_ylim(0, None)
    return still(figure, "eight curves of a loss by step, lettered A to H")


def gallery_curves(x: Array, y: Array) -> dict[str, Array]:
    """Return the losses of the eight descents of the gallery, each of shape (steps + 1,)."""
    settings = {
        "A": (quadratic_runs, 0.004, False),
        "B": (quadratic_runs, 0.24, True),
        "C": (quadratic_runs, 0.1, False),
        "D": (quadratic_runs, 1.0, False),
        "E": (network_runs, 2.0, False),
        "F": (quadratic_runs, 0.05, True),
        "G": (network_runs, 0.5, False),
        "H": (quadratic_runs, 0.0005, True),
    }
    return {letter: run(x, y, np.array([rate]), squared).losses[0] for letter, (run, rate, squared) in settings.items()}


def least_absolute_from_0(x: Array, y: Array) -> Array:
    """Return a and b of a x² + b x with the least mean absolute error, shape (2,); x and y have shape (n,).

    As in `least_absolute`, one of the best runs through as many measurements as it has parameters, two, so try all of them.
    """
    powers = np.stack([x**2, x], axis=1)
    pairs = np.array([pair for pair in itertools.combinations(range(len(x)), 2) if x[pair[0]] != x[pair[1]]])
    fits = np.linalg.solve(powers[pairs], y[pairs][..., None])[..., 0].astype(np.float64)
    best: Array = fits[np.abs(fits @ powers.T - y).mean(axis=1).argmin()]
    return best


def stopping_curves(speed: Array, distance: Array, fits: Mapping[str, Array]) -> LiveFigure:
    """Show stopping distances against speed, with quadratics down to a standing car; each fit has shape (3,), speed, distance (n,)."""
    _, axes = plots.measurements(speed, distance)
    along = np.linspace(0, speed.max() + 0.5, 200)
    for (name, fit), (colour, dash) in zip(fits.items(), ((plots.OTHER_MODEL, "--"), (plots.MODEL, "-")), strict=True):
        plots.curve(along, quadratic(along, *fit), axes, colour=colour, label=name).set_linestyle(dash)
    axes.set(xlabel="speed in mph", ylabel="stopping distance in ft", xlim=(-0.5, speed.max() + 0.7), ylim=(-5, None))
    axes.set_title("A car that stands needs no way to stop")
    plots.legend(axes, "upper left")
    return still(axes.figure, "stopping distances against speed, with a quadratic that does not start at 0, and one without a constant")


def _drawable(fits: Array) -> Array:
    return np.clip(np.nan_to_num(fits, nan=1e6), -1e6, 1e6)


def _said(loss: float) -> str:
    return "nan" if not np.isfinite(loss) else f"{loss:.3g}" if loss < 1e4 else f"{loss:.0e}"
