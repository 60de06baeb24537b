"""Four reports of the best of many networks, of which some were chosen on pictures that they had been fitted to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.data import measurements, second_film
from helpers.lessons.lesson_08.trainings import train_sizes

Places = NDArray[np.int64]
HELD_OUT = 5
ORDER_SEED = 5  # of the order in which the lesson splits the film


@dataclass(frozen=True)
class Report:
    """A report: its name, the places of the pictures that its networks were fitted to, of those that one was chosen on, and two losses.

    `claimed` is the chosen network's mean squared error on what it was chosen on, `film` that on the second film.
    """

    name: str
    fitted: Places
    chosen: Places
    claimed: float
    film: float


def four_reports() -> list[Report]:
    """Return the reports A to D."""
    every = np.arange(20)
    order, other = (np.random.default_rng(seed).permutation(20) for seed in (ORDER_SEED, ORDER_SEED + 1))
    train = order[:-HELD_OUT]
    of_all, of_some = _Trained(every), _Trained(train)
    return [
        of_all.report("A", every),
        of_some.report("B", other[-HELD_OUT:]),  # shuffled again in between
        of_some.report("C", order[-HELD_OUT:]),
        of_some.report("D", order[-HELD_OUT - 1 :]),  # cut one place too early
    ]


class _Trained:
    """Networks fitted to the pictures at these places, and their losses on the second film."""

    def __init__(self, fitted: Places) -> None:
        self.fitted, (self.x, self.y) = fitted, measurements()
        self.networks = train_sizes(self.x[fitted], self.y[fitted])
        self.film = self.networks.losses(*second_film())

    def report(self, name: str, chosen: Places) -> Report:
        """Return the report of the network with the least loss on the pictures at these places."""
        losses = self.networks.losses(self.x[chosen], self.y[chosen])
        best = np.unravel_index(losses.argmin(), losses.shape)
        return Report(name, self.fitted, chosen, float(losses[best]), float(self.film[best]))
