"""How soon the figure with the most frames drawn ahead is ready, lesson 06's explorer of rates, beside Matplotlib saving its pictures."""

from __future__ import annotations

import contextlib
import io
import time
from dataclasses import dataclass

from helpers.data import measurements
from helpers.lessons.lesson_06.explorers import choose_a_rate

PICTURES = 10  # that are saved, and stand for all
TIMES_AS_FAST = 45


@dataclass(frozen=True)
class Ready:
    """How many frames there are, the seconds until the last is ready, and those in which Matplotlib saves as many pictures."""

    frames: int
    seconds: float
    saving: float

    @property
    def ratio(self) -> float:
        """How many times as fast it is."""
        return self.saving / self.seconds

    def row(self) -> list[str]:
        """Return the line of a table."""
        saving_one = 1000 * self.saving / self.frames
        return [f"rate explorer, {self.frames} frames", f"{self.seconds:.2f}", f"{saving_one:.0f}", f"{self.ratio:.0f}"]


def readiness(rounds: int) -> Ready:
    """Make the explorer once a round; return the best of each, because other work on the machine can only slow a round down."""
    ready, saving, frames = [], [], 0
    for _ in range(rounds):
        begin = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):  # where there is no notebook, a figure is printed
            explorer = choose_a_rate(*measurements())
        ready.append(time.perf_counter() - begin)
        drawing = explorer._drawing
        positions = list(drawing.positions())
        frames = len(positions)
        begin = time.perf_counter()
        for values in positions[:: frames // PICTURES][:PICTURES]:
            drawing.call(values)
            drawing.figure.savefig(io.BytesIO())
        saving.append((time.perf_counter() - begin) / PICTURES * frames)
        explorer.close()
    return Ready(frames, min(ready), min(saving))
