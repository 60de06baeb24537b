"""A kernel may run a cell in one thread while a slider's message is answered in another."""

from __future__ import annotations

import threading
import time
from collections import defaultdict

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.live import LiveFigure, running_cell
from tests.everything import EVERYTHING, in_turn
from tests.helpers.live.screen import Screen

FORMULA = r"$\frac{\sqrt{a^2 + b^2}}{\sum_i x_i^{%d}}$"
SECONDS = 4 if EVERYTHING else 1


@pytest.fixture(autouse=True)
def no_open_figures():
    yield
    plt.close("all")


def make(scale: str = "linear") -> LiveFigure:
    figure, axes = plt.subplots(figsize=(3, 2), dpi=100)
    axes.set(xscale=scale, yscale=scale, xlim=(1, 100), ylim=(1, 100))
    (line,) = axes.plot([1, 100], [1, 100])

    def redraw(a=1):
        line.set_ydata([a, 100])
        axes.set_title(FORMULA % a)

    return LiveFigure(figure, redraw, a=(1, 9))


class Dragging(threading.Thread):
    """A reader who drags a slider until told to stop; keeps the numbers that each value's frames had, and every error."""

    def __init__(self, widget: LiveFigure) -> None:
        super().__init__()
        self.widget = widget
        self.enough = threading.Event()
        self.errors: list[str] = []
        self.numbers: dict[int, set[bytes]] = defaultdict(set)
        self.screen = Screen(2).connect(widget)
        for value in range(1, 10):
            widget.a = value
        self.screen.receive, widget.send = self.take, self.take  # type: ignore[method-assign]

    def take(self, message, buffers=()):
        if message.get("error"):
            self.errors.append(message["error"])
        elif "layers" not in message:
            of_shapes = 4 * sum(count for _, count in message["packet"]["shapes"])  # sent or not, by what was sent before
            self.numbers[message["values"]["a"]].add(buffers[0][of_shapes:])

    def run(self) -> None:
        turn = 0
        while not self.enough.is_set():
            turn += 1
            self.widget._handle_custom_msg({"kind": "set", "id": turn, "values": {"a": 1 + turn % 9}}, [])


def dragged(widget: LiveFigure, cell) -> Dragging:
    """Return what a reader has seen who dragged while the cell was run again and again."""
    reader = Dragging(widget)
    reader.start()
    try:
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends or (len(reader.numbers) < 9 and time.monotonic() < ends + 60):
            cell()
    finally:
        reader.enough.set()
        reader.join()
    return reader


def build_another() -> None:
    """Do what a cell does: from its first line to its last no message is answered, as pyplot has but one current figure."""
    cells = running_cell._CellHolds()
    cells.before()
    other = make("log")
    other.png()
    other.html()
    other.close()
    cells.after()
    time.sleep(0.001)


@pytest.mark.parametrize("what", in_turn(("another figure",), ("state",), ("picture",), every=3))
def test_what_a_cell_draws_does_not_reach_what_a_slider_draws(what):
    widget = make()
    cell = {"another figure": build_another, "state": widget.get_state, "picture": widget.png}[what]
    reader = dragged(widget, cell)
    assert reader.errors == []
    assert len(reader.numbers) == 9
    assert {len(numbers) for numbers in reader.numbers.values()} == {1}, "the same value, the same numbers"


def test_a_message_waits_for_the_cell_that_runs():
    """The reader's function draws on pyplot's current figure, and so does the reader's cell."""
    figure, axes = plt.subplots()

    def redraw(a=1):
        plt.cla()
        plt.plot([0, a])

    widget = LiveFigure(figure, redraw, a=(1, 9))
    cells = running_cell._CellHolds()
    reader = threading.Thread(target=widget._handle_custom_msg, args=({"kind": "set", "id": 1, "values": {"a": 5}}, []))
    cells.before()
    reader.start()
    other, others_axes = plt.subplots()
    time.sleep(0.3)
    plt.plot([1, 2, 3])
    assert widget.a == 1
    cells.after()
    reader.join()
    assert widget.a == 5
    assert [len(each.lines) for each in (axes, others_axes)] == [1, 1]
    assert np.array_equal(axes.lines[0].get_ydata(), [0, 5])
    assert plt.gcf() is other


def test_a_thread_of_the_cell_itself_does_not_wait_for_it():
    widget = make()
    cells = running_cell._CellHolds()
    cells.before()
    helper = threading.Thread(target=setattr, args=(widget, "a", 4))
    helper.start()
    helper.join(60)
    assert widget.a == 4
    cells.after()
