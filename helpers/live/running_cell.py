"""The cell that runs: which one it is, what it made before, and that no slider's message is answered meanwhile."""

from __future__ import annotations

import threading
from typing import Any, Protocol
from weakref import WeakSet

from IPython.core.getipython import get_ipython

from helpers.live.kept_values import message_that_runs


class Closable(Protocol):
    """What an earlier run of a cell has made."""

    def close(self) -> None:
        """End it."""


# A front end may send a slider's messages to a thread of their own. A reader's function and a reader's cell then share pyplot's
# current figure, and all variables: one of them waits. Threads of the cell itself do not wait for it, or it might wait for them.
WHILE_NO_CELL_RUNS = threading.RLock()


class _CellHolds:
    """Holds the lock from before each cell until after it, in the thread that runs cells."""

    def __init__(self) -> None:
        self.holding = False

    def before(self, *_: Any) -> None:
        if not self.holding:
            WHILE_NO_CELL_RUNS.acquire()
            self.holding = True

    def after(self, *_: Any) -> None:
        if self.holding:
            self.holding = False
            WHILE_NO_CELL_RUNS.release()


_made: dict[str, tuple[str, WeakSet[Any]]] = {}  # by cell: the run that made them, and what it made
_shells: WeakSet[Any] = WeakSet()


def watch_cells() -> None:
    """Let messages wait for cells from the next cell on, where IPython runs them."""
    shell = get_ipython()
    if shell is None or shell in _shells or not hasattr(shell, "events"):
        return
    _shells.add(shell)
    holds = _CellHolds()
    shell.events.register("pre_run_cell", holds.before)
    shell.events.register("post_run_cell", holds.after)


def cell_and_run() -> tuple[str, str]:
    """Return which cell is running, as far as the front end says so, and which run of a cell this is; "" for what is not known."""
    message = message_that_runs()
    return message.get("metadata", {}).get("cellId", ""), message.get("header", {}).get("msg_id", "")


def take_the_place_of_earlier_ones(made: Closable) -> None:
    """Close what an earlier run of the same cell made, but for this one."""
    cell, run = cell_and_run()
    if not cell:
        return
    last_run, earlier = _made.get(cell, ("", WeakSet()))
    if run != last_run:
        for each in list(earlier):
            if each is not made:
                each.close()
        earlier = WeakSet()
    earlier.add(made)
    _made[cell] = run, earlier
