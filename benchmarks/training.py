"""Training steps per second: the lessons' own code, PyTorch eager where it is installed, and scalar engines; and a sweep of rates.

All do the same: a step of gradient descent on the mean absolute error, in float64, on one core. `helpers` runs the very functions
that the lessons show. Each figure is the best of interleaved rounds, because other work on the machine can only slow a round down.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.plain_engine import PlainValue
from helpers.backprop import backpropagate, random_parameters
from helpers.data import measurements
from helpers.descent import gradient_descent, mae_gradient, step, sweep
from helpers.engine import Value
from helpers.loss import mean_absolute_error
from helpers.model import quadratic

RATE = 0.01
UNITS = (2, 8, 32, 128)
POINTS = (20, 1000)
ENGINE_UNITS = (2, 8)
AGAINST_TORCH = 8  # times its steps per second, with 8 units and 20 points
AGAINST_LOOP = 20  # times as fast as the loop over the rates


@dataclass(frozen=True)
class Speed:
    """How often a second one way does one thing, and how often its peers do it, of which there may be none on this machine."""

    what: str
    ours: float
    peers: tuple[float, ...]

    @property
    def ratios(self) -> list[float]:
        """How many times as often as each peer ours does it."""
        return [self.ours / peer for peer in self.peers]


def torch_or_none() -> Any:
    """Return PyTorch, on one thread, or None where it is not installed."""
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        return None
    torch.set_num_threads(1)  # faster than several at these sizes
    return torch


def training_speeds(rounds: int, seconds: float) -> list[Speed]:
    """Return the steps a second of `helpers` and of PyTorch eager, for the quadratic and for networks of several sizes.

    PyTorch runs as its users write it, with a module, a loss and an optimizer, and as bare tensors with nothing around them.
    """
    torch = torch_or_none()
    speeds = []
    for points in POINTS:
        x, y = _points(points)
        peers = [_torch_usual(torch, x, y, None), _torch_quadratic(torch, x, y)] if torch else []
        speeds.append(_compare(f"quadratic, {points} points", [_quadratic(x, y), *peers], rounds, seconds))
        for units in UNITS:
            peers = [_torch_usual(torch, x, y, units), _torch_network(torch, x, y, units)] if torch else []
            speeds.append(_compare(f"1-{units}-1 network, {points} points", [_network(x, y, units), *peers], rounds, seconds))
    return speeds


def engine_speeds(rounds: int, seconds: float) -> list[Speed]:
    """Return the steps a second of the lessons' engine and of one that is written in the plainest way, on 20 points."""
    x, y = measurements()
    speeds = []
    for units in ENGINE_UNITS:
        ways = [_scalar(kind, x.tolist(), y.tolist(), units) for kind in (Value, PlainValue)]
        speeds.append(_compare(f"1-{units}-1 network, 20 points", ways, rounds, seconds))
    return speeds


def sweep_speed(rounds: int, seconds: float) -> Speed:
    """Return how often a second 200 rates are tried for 200 steps, all at once and in a loop."""
    x, y = measurements()
    rates = np.geomspace(0.001, 10, 200)

    def loop() -> None:
        for rate in rates:
            path = gradient_descent(lambda p: mae_gradient(p, x, y), np.zeros(3), rate, 200)
            [mean_absolute_error(quadratic(x, *place), y) for place in path]

    return _compare("200 rates by 200 steps", [lambda: sweep(rates, 200, x, y), loop], rounds, seconds)


def _points(count: int) -> tuple[np.ndarray, np.ndarray]:
    if count == 20:
        return measurements()
    x = np.linspace(-2, 2, count)
    return x, quadratic(x, 3, 2, 1) + np.random.default_rng(0).normal(0, 1, count)


def _quadratic(x: np.ndarray, y: np.ndarray) -> Callable[[], object]:
    place = np.zeros(3)

    def one_step() -> None:
        nonlocal place
        place = step(place, mae_gradient(place, x, y), RATE)

    return one_step


def _network(x: np.ndarray, y: np.ndarray, units: int) -> Callable[[], object]:
    inputs, targets, parameters = x[:, None], y[:, None], random_parameters(0, units)

    def one_step() -> None:
        nonlocal parameters
        _, *gradients = backpropagate(inputs, targets, *parameters)
        parameters = [step(old, gradient, RATE) for old, gradient in zip(parameters, gradients, strict=True)]

    return one_step


def _torch_usual(torch: Any, x: np.ndarray, y: np.ndarray, units: int | None) -> Callable[[], object]:
    """Return a step as a user of PyTorch writes it; without units, the quadratic as a linear layer that reads x² and x."""
    if units is None:
        inputs, model = np.stack([x**2, x], axis=1), torch.nn.Linear(2, 1)
    else:
        inputs = x[:, None]
        model = torch.nn.Sequential(torch.nn.Linear(1, units), torch.nn.ReLU(), torch.nn.Linear(units, 1))
    model = model.double()
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.L1Loss()
    given, targets = torch.tensor(inputs), torch.tensor(y[:, None])

    def one_step() -> None:
        optimizer.zero_grad()
        loss(model(given), targets).backward()
        optimizer.step()

    return one_step


def _torch_step(torch: Any, parameters: list[Any], predict: Callable[[], Any], targets: Any) -> Callable[[], object]:
    def one_step() -> None:
        (predict() - targets).abs().mean().backward()
        with torch.no_grad():
            for parameter in parameters:
                parameter -= RATE * parameter.grad
                parameter.grad = None

    return one_step


def _torch_quadratic(torch: Any, x: np.ndarray, y: np.ndarray) -> Callable[[], object]:
    inputs, targets = torch.tensor(x), torch.tensor(y)
    place = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    return _torch_step(torch, [place], lambda: place[0] * inputs**2 + place[1] * inputs + place[2], targets)


def _torch_network(torch: Any, x: np.ndarray, y: np.ndarray, units: int) -> Callable[[], object]:
    inputs, targets = torch.tensor(x[:, None]), torch.tensor(y[:, None])
    W1, b1, W2, b2 = parameters = [torch.tensor(part, requires_grad=True) for part in random_parameters(0, units)]
    return _torch_step(torch, parameters, lambda: torch.relu(inputs @ W1 + b1) @ W2 + b2, targets)


def _scalar(kind: Any, x: list[float], y: list[float], units: int) -> Callable[[], object]:
    W1, b1, W2, b2 = ([kind(number) for number in part.ravel().tolist()] for part in random_parameters(0, units))
    knobs = [*W1, *b1, *W2, *b2]

    def one_step() -> None:
        total = kind(0.0)
        for at, target in zip(x, y, strict=True):
            output = b2[0]
            for w, b, v in zip(W1, b1, W2, strict=True):
                output = output + (w * at + b).relu() * v
            total = total + abs(output + -target)
        for knob in knobs:
            knob.gradient = 0.0
        (total * (1 / len(x))).backward()
        for knob in knobs:
            knob.data -= RATE * knob.gradient

    return one_step


def _compare(what: str, ways: list[Callable[[], object]], rounds: int, seconds: float) -> Speed:
    """Return the best rate of each way, ours first, over interleaved rounds of so many seconds."""
    best = [0.0 for _ in ways]
    for way in ways:
        way()
    for _ in range(rounds):
        for place, way in enumerate(ways):
            best[place] = max(best[place], _a_second(way, seconds))
    return Speed(what, best[0], tuple(best[1:]))


def _a_second(way: Callable[[], object], seconds: float) -> float:
    done, begin = 0, time.perf_counter()
    while (spent := time.perf_counter() - begin) < seconds:
        way()
        done += 1
    return done / spent
