"""Reading handwriting: lesson 09's own training beside PyTorch's and scikit-learn's MLPClassifier, where these are installed.

All train the same network in the same way, 64-32-10 with softmax and cross-entropy, 30 epochs in minibatches of 32 at a rate of 0.3, in
float64 on one core, and read digits that were held out at random. Times are the best of interleaved rounds.
"""

from __future__ import annotations

import importlib
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.training import torch_or_none
from helpers.classify import random_layers, read, train
from helpers.data import digits

SIZES, RATE, EPOCHS, BATCH, HELD_OUT = (64, 32, 10), 0.3, 30, 32, 382
AT_LEAST_AS_FAST = 1.0
WITHIN = 0.01  # of each peer's accuracy

Way = Callable[[np.ndarray, np.ndarray, int], Callable[[np.ndarray], np.ndarray]]


@dataclass(frozen=True)
class Reading:
    """How many seconds one way trains for, and the share of held-out digits that it then reads rightly, a mean over seeds."""

    way: str
    seconds: float
    accuracy: float


def readings(rounds: int) -> list[Reading]:
    """Return what each way that is installed reaches, the lesson's own first; every round has a seed of its own."""
    images, labels = digits()
    ways = _ways()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    right: dict[str, list[float]] = {name: [] for name in ways}
    for seed in range(rounds):
        order = np.random.default_rng(seed).permutation(len(images))
        seen, unseen = order[:-HELD_OUT], order[-HELD_OUT:]
        for name, way in ways.items():
            begin = time.perf_counter()
            answer = way(images[seen], labels[seen], seed)
            seconds[name].append(time.perf_counter() - begin)
            right[name].append(float((answer(images[unseen]) == labels[unseen]).mean()))
    return [Reading(name, min(seconds[name]), float(np.mean(right[name]))) for name in ways]


def rows(found: Iterable[Reading]) -> list[list[str]]:
    """Return the lines of a table."""
    ours, *_ = found = list(found)
    return [[each.way, f"{each.seconds:.3f}", f"{each.seconds / ours.seconds:.1f}", f"{each.accuracy:.1%}"] for each in found]


def _ways() -> dict[str, Way]:
    ways: dict[str, Way] = {"helpers": _ours}
    torch = torch_or_none()
    if torch:
        ways["PyTorch"] = lambda images, labels, seed: _by_torch(torch, images, labels, seed)
    try:
        network = importlib.import_module("sklearn.neural_network")
    except ImportError:
        return ways
    ways["MLPClassifier"] = lambda images, labels, seed: _by_scikit_learn(network, images, labels, seed)
    return ways


def _ours(images: np.ndarray, labels: np.ndarray, seed: int) -> Callable[[np.ndarray], np.ndarray]:
    layers = train(images, np.eye(10)[labels], random_layers(SIZES, seed), RATE, EPOCHS, BATCH, seed)
    return lambda unseen: read(unseen, layers).argmax(axis=1)


def _by_torch(torch: Any, images: np.ndarray, labels: np.ndarray, seed: int) -> Callable[[np.ndarray], np.ndarray]:
    inputs, hidden, outputs = SIZES
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(inputs, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, outputs)).double()
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.CrossEntropyLoss()
    x, y = torch.tensor(images), torch.tensor(labels)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            loss(model(x[batch]), y[batch]).backward()
            optimizer.step()

    def answer(unseen: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return model(torch.tensor(unseen)).argmax(dim=1).numpy()

    return answer


def _by_scikit_learn(network: Any, images: np.ndarray, labels: np.ndarray, seed: int) -> Callable[[np.ndarray], np.ndarray]:
    settings = {"learning_rate_init": RATE, "max_iter": EPOCHS, "n_iter_no_change": EPOCHS + 1, "batch_size": BATCH, "random_state": seed}
    model = network.MLPClassifier(SIZES[1:-1], solver="sgd", momentum=0.0, alpha=0.0, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather go on until nothing changes
        model.fit(images, labels)
    return model.predict
