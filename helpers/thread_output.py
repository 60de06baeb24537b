"""What one thread prints, kept apart from what all the others print at the same time.

A kernel may run a cell beside what a slider asks for, and beside a reader's function that is checked. So the standard streams get a
stand-in, which keeps what a thread writes if that thread asked for it, and passes on all else. Each stream has one stand-in for ever:
`print` in another thread may still be using it after it has stepped back, and would crash Python 3.11 if it were gone.
"""

from __future__ import annotations

import contextlib
import io
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Sink = Callable[[str], object]

_of_thread = threading.local()  # `sinks`: for each stream that is kept, by its name, what takes what this thread writes
_lock = threading.Lock()
_uses: set[object] = set()
_stays = False


class StandIn:
    """A stand-in for a standard stream: for `sys.stdout`, and for what the process began with, `sys.__stdout__`.

    It has only slots: no reader's function can put an attribute of its own in the way of everybody's `print`.
    """

    __slots__ = ("_name", "_real")

    def __init__(self, name: str) -> None:
        self._name = name  # in `sys`
        self._real: Any = None

    def _sink(self) -> Sink | None:
        return getattr(_of_thread, "sinks", {}).get(self._name.strip("_"))

    def take_place(self) -> bool:
        """Take the place of the stream that is there; return whether one was."""
        there = getattr(sys, self._name, None)
        if there is self:
            return False
        self._real = there
        setattr(sys, self._name, self)
        return True

    def give_back(self) -> None:
        """Put the real stream back, unless somebody has put another one there."""
        if getattr(sys, self._name, None) is self:
            setattr(sys, self._name, self._real)

    def write(self, text: str) -> int:
        """Write the text, or keep it for the thread that asked for it."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        sink = self._sink()
        if sink is not None:
            sink(text)
        elif self._real is not None:  # as in a process that has no window to print in
            self._real.write(text)
        return len(text)

    def writelines(self, lines: Sequence[str]) -> None:
        """Write one line after the other."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Flush the stream, unless it is kept."""
        if self._sink() is None and self._real is not None:
            self._real.flush()

    def close(self) -> None:
        """Leave the real stream open: it is everybody's."""

    def __getattr__(self, name: str) -> Any:
        if name in ("buffer", "detach") and self._sink() is not None:  # either could close the real stream
            raise AttributeError(f"a stream that is kept has no `{name}`")
        return getattr(self._real, name)


_streams = tuple(StandIn(name) for name in ("stdout", "stderr", "__stdout__", "__stderr__"))


def stand_in(use: object) -> None:
    """Put the stand-ins in the places of the standard streams, until `step_back` has been called for every use."""
    global _stays
    with _lock:
        _uses.add(use)
        taken = [stream.take_place() for stream in _streams]
        _stays = _stays and not any(taken)


def step_back(use: object, stay: bool = False) -> None:
    """Undo `stand_in` for this use. The stand-ins stay for a thread that was left behind: nobody should see what it writes."""
    global _stays
    with _lock:
        _uses.discard(use)
        _stays = _stays or stay
        if not (_uses or _stays):
            for stream in _streams:
                stream.give_back()


def restore() -> None:
    """Put the stand-ins back where they are in use, whatever a function has put there, or removed."""
    with _lock:
        if _uses or _stays:
            for stream in _streams:
                setattr(sys, stream._name, stream)


@contextlib.contextmanager
def kept(**sinks: Sink) -> Iterator[None]:
    """Give what this thread writes to `stdout` or `stderr` to these functions, while the stand-ins are in their places."""
    before = getattr(_of_thread, "sinks", {})
    _of_thread.sinks = {**before, **sinks}
    try:
        yield
    finally:
        _of_thread.sinks = before


@contextlib.contextmanager
def printed() -> Iterator[io.StringIO]:
    """Keep what this thread prints meanwhile."""
    __tracebackhide__ = True
    text = io.StringIO()
    try:
        stand_in(text)
        with kept(stdout=text.write):
            yield text
    finally:
        step_back(text)
