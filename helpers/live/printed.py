"""What a reader's function prints, kept apart from what everything else prints at the same time."""

from __future__ import annotations

import contextlib
import io
import sys
import threading
from collections.abc import Iterator


class _ThisThread(io.TextIOBase):
    """A standard output that keeps what one thread prints, and passes on the rest."""

    def __init__(self) -> None:
        self.outer = sys.stdout
        self.thread: int | None = threading.get_ident()
        self.kept = io.StringIO()

    def write(self, text: str) -> int:
        return (self.kept if threading.get_ident() == self.thread else self.outer).write(text)

    def flush(self) -> None:
        self.outer.flush()


@contextlib.contextmanager
def printed() -> Iterator[io.StringIO]:
    """Keep what is printed meanwhile, in this thread alone: a kernel may run a cell beside what a slider asks for."""
    __tracebackhide__ = True
    output = _ThisThread()
    sys.stdout = output
    try:
        yield output.kept
    finally:
        output.thread = None  # somebody else may have taken it for the real one meanwhile
        if sys.stdout is output:
            sys.stdout = output.outer
