"""What one thread prints, kept apart from what all the others print at the same time.

A kernel may run a cell beside what a slider asks for, and beside a reader's function that is checked. So the standard streams get a
stand-in, which keeps the writing of a thread that asked for it and passes on all else. There is one stand-in for each stream, for
ever: `print` in another thread may still be using it when it is no longer in its place, and would crash Python 3.11 if it were gone.
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
    """A stand-in for a standard stream."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.real: Any = None

    def _sink(self) -> Sink | None:
        return getattr(_of_thread, "sinks", {}).get(self.name)

    def write(self, text: str) -> int:
        """Write as the stream does, or let it be kept."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        sink = self._sink()
        if sink is None:
            return self.real.write(text)  # type: ignore[no-any-return]
        sink(text)
        return len(text)

    def writelines(self, lines: Sequence[str]) -> None:
        """Write one line after the other."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Flush the stream, unless it is kept."""
        if self._sink() is None:
            self.real.flush()

    def close(self) -> None:
        """Leave the real stream open: it is everybody's."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


_streams = StandIn("stdout"), StandIn("stderr")


def stand_in(use: object) -> None:
    """Put the stand-ins in the places of the standard streams, until `step_back` has been called for every use."""
    global _stays
    with _lock:
        _uses.add(use)
        for stream in _streams:
            if getattr(sys, stream.name) is not stream:
                stream.real = getattr(sys, stream.name)
                setattr(sys, stream.name, stream)
                _stays = False


def step_back(use: object, stay: bool = False) -> None:
    """Take back what `stand_in` did for this use, if it did. The stand-ins stay for a thread whose writing nobody should ever see."""
    global _stays
    with _lock:
        _uses.discard(use)
        _stays = _stays or stay
        for stream in _streams:
            if not (_uses or _stays) and getattr(sys, stream.name) is stream:
                setattr(sys, stream.name, stream.real)


@contextlib.contextmanager
def kept(**sinks: Sink) -> Iterator[None]:
    """Let what this thread writes to `stdout` or `stderr` be taken by these functions, while the stand-ins are in their places."""
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
