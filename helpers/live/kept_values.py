"""What a reader has set in a figure, kept while the kernel lives: its cell may be run again, and nothing of it is to be lost."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from IPython.core.getipython import get_ipython


@dataclass(frozen=True)
class Kept:
    """The values of a figure, by argument, and a key by which the browser knows the figure again when its cell has been run again."""

    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)


_kept: dict[tuple[str, str, int], Kept] = {}  # by the cell, its source, and which figure of the cell it is
_counting: tuple[str, Iterator[int]] = "", itertools.count()  # in which run figures are counted


def message_that_runs() -> dict[str, Any]:
    """Return the message that asked for the cell that is running, or nothing where there is none."""
    shell = get_ipython()
    knows: Any = shell if hasattr(shell, "get_parent") else getattr(shell, "kernel", None)  # JupyterLite's shell leaves it to its kernel
    return knows.get_parent() if hasattr(knows, "get_parent") else {}


def kept_values() -> Kept:
    """Return the values of the figure that is being made, as an earlier run of the same cell left them.

    Whoever makes the figure keeps them up to date. A cell with other code is another one, and begins with no values.
    """
    global _counting
    message = message_that_runs()
    run, code = message.get("header", {}).get("msg_id", ""), message.get("content", {}).get("code", "")
    if not code:
        return Kept()
    if run != _counting[0]:
        _counting = run, itertools.count()
    return _kept.setdefault((message.get("metadata", {}).get("cellId", ""), code, next(_counting[1])), Kept(uuid.uuid4().hex))
