"""A limit of time for code that runs in the only thread there is, as in a browser (Pyodide, as in JupyterLite).

Python itself is asked to look at the clock, at each call and each turn of a loop, and to raise once the time is over; and again
at the next one, should the code swallow that. It takes Python 3.12, which every such place has. A single call into C, such as
`sum(itertools.count())`, calls nothing and turns nothing, so it can't be ended: only the kernel's restart does.
"""

import sys
import time
from collections.abc import Callable
from types import CodeType, TracebackType
from typing import Any

OURS = {__file__}  # files whose own code is never interrupted; what runs a reader's function adds itself


class Deadline:
    """While it is entered, no Python code goes on for longer than so many seconds: SystemExit is raised in it."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._seconds = seconds
        self._tool: int | None = None

    def __enter__(self) -> "Deadline":
        self._end = time.monotonic() + self._seconds
        if sys.version_info >= (3, 12):
            self._tool = next((tool for tool in range(6) if sys.monitoring.get_tool(tool) is None), None)
            if self._tool is not None:
                sys.monitoring.use_tool_id(self._tool, __name__)
                self._call_at_each(self._look)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if sys.version_info >= (3, 12) and self._tool is not None:
            self._call_at_each(None)
            sys.monitoring.free_tool_id(self._tool)

    def _call_at_each(self, look: Callable[..., None] | None) -> None:
        if sys.version_info >= (3, 12) and self._tool is not None:
            call, turn = sys.monitoring.events.PY_START, sys.monitoring.events.JUMP
            if look is None:
                sys.monitoring.set_events(self._tool, 0)
            sys.monitoring.register_callback(self._tool, call, look)
            sys.monitoring.register_callback(self._tool, turn, look)
            if look is not None:
                sys.monitoring.set_events(self._tool, call | turn)

    def _look(self, code: CodeType, *_: Any) -> None:
        if time.monotonic() >= self._end and code.co_filename not in OURS:
            self.passed = True
            raise SystemExit
