"""Many descents at once, one for each rate, and what each of them does, in a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.backprop import random_parameters

Array = NDArray[np.float64]

STEPS = 300
LATE = 50  # the last steps, which are compared with as many before them
GRID = np.linspace(-2.2, 2.2, 45)
UNITS = 8
SEED = 16
TOO_HIGH = 100  # times the loss at the start
FAR = 1e6  # where numbers that are drawn end
CRAWLS, ARRIVES, BOUNCES, BLOWS_UP, DIES = "crawls", "arrives", "bounces", "blows up", "dies"


@dataclass(frozen=True)
class Runs:
    """Descents with many rates at once: the loss at every step, and at some steps, the stops, what else a figure shows.

    Shapes: losses (rates, steps + 1), fits (rates, stops, grid), paths (rates, steps + 1, 3) of a quadratic, silent (rates,), how many
    units of a network are silent on all measurements at the end; weights and biases (rates, stops, units) of a network's first layer.
    """

    losses: Array
    fits: Array
    paths: Array
    silent: Array
    weights: Array
    biases: Array


def state_of(losses: Array, silent: int = 0, units: int = 0) -> str:
    """Return what a descent does, in a word, from its losses, shape (steps + 1,), and from how many of its units ended silent.

    It blows up if one of the last 50 losses is no number, or if the last is more than 100 times the first. It dies if more than half
    of the units are silent on all measurements at the end. Otherwise take the mean of the last 50 losses and of the 50 before: it crawls
    if the mean still falls, by more than 1 % and by more than half the spread of the last 50 losses. It bounces if their spread is more
    than 5 % of their mean, or if their mean is above half of the loss at the start, when it jumps between places that are equally bad.
    If none of this holds, it arrives.
    """
    late, before = losses[-LATE:], losses[-2 * LATE : -LATE]
    if not np.isfinite(late).all() or late[-1] > TOO_HIGH * losses[0]:
        return BLOWS_UP
    if silent > units / 2:
        return DIES
    fall, spread = before.mean() - late.mean(), np.ptp(late)
    if fall > 0.01 * late.mean() and fall > spread / 2:
        return CRAWLS
    return BOUNCES if spread > 0.05 * late.mean() or late.mean() > losses[0] / 2 else ARRIVES


def quadratic_runs(x: Array, y: Array, rates: Array, squared: bool, steps: int = STEPS, stops: Sequence[int] = (STEPS,)) -> Runs:
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
        fits = paths[:, [stop for stop in stops if stop <= steps]] @ np.stack([GRID**2, GRID, np.ones_like(GRID)])
    none = np.zeros((len(rates), 0, 0))
    return Runs(losses, drawable(fits), drawable(paths), np.zeros(len(rates)), none, none)


def network_runs(
    x: Array, y: Array, rates: Array, squared: bool, steps: int = STEPS, seed: int = SEED, stops: Sequence[int] = (STEPS,)
) -> Runs:
    """Return descents of a 1-8-1 network from one random start with all rates at once, on the mean squared or absolute error."""
    W1, b1, W2, b2 = (np.repeat(part[None], len(rates), axis=0) for part in random_parameters(seed, UNITS))
    inputs, targets, rate = x[:, None], y[:, None], rates[:, None, None]
    losses, kept = np.empty((len(rates), steps + 1)), []
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            z = inputs @ W1 + b1[:, None]
            hidden = np.maximum(z, 0)
            misses = hidden @ W2 + b2[:, None] - targets
            losses[:, step] = (misses**2 if squared else np.abs(misses)).mean(axis=(1, 2))
            if step in stops:
                fit = (np.maximum(GRID[:, None] @ W1 + b1[:, None], 0) @ W2 + b2[:, None])[..., 0]
                kept.append((fit, W1[:, 0], b1))
            upstream = (2 * misses if squared else np.sign(misses)) / len(x)
            back = (upstream @ W2.transpose(0, 2, 1)) * (z > 0)
            silent = (z <= 0).all(axis=1).sum(axis=1).astype(float)
            W2, b2 = W2 - rate * (hidden.transpose(0, 2, 1) @ upstream), b2 - rates[:, None] * upstream.sum(axis=1)
            W1, b1 = W1 - rate * (inputs.T @ back), b1 - rates[:, None] * back.sum(axis=1)
    fits, weights, biases = (np.stack(each, axis=1) for each in zip(*kept, strict=True)) if kept else (np.zeros((len(rates), 0, 0)),) * 3
    return Runs(losses, drawable(fits), np.zeros((len(rates), steps + 1, 3)), silent, weights, biases)


def network_end(x: Array, y: Array, rate: float, squared: bool) -> str:
    """Return in words where the network's loss is after all steps with a rate, and how many units are dead, or when it becomes nan."""
    runs = network_runs(x, y, np.array([rate]), squared)
    losses, dead = runs.losses[0], runs.silent[0]
    if np.isnan(losses).any():
        return f"nan from step {np.isnan(losses).argmax()} on"
    return f"{losses[-1]:.3f}, {dead:.0f} of {UNITS} units dead"


def drawable(numbers: Array) -> Array:
    """Return the numbers with those that no picture could show moved to its edge."""
    return np.clip(np.nan_to_num(numbers, nan=FAR), -FAR, FAR)
