"""What a kernel does after each cell on a machine that many share: it gives back the memory that glibc would keep for later use."""

from __future__ import annotations

import ctypes
from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Be IPython's extension, as in `--IPKernelApp.extra_extensions=places.hub.trim_memory`."""
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own; elsewhere there is none
    if give_back is not None:
        shell.events.register("post_run_cell", lambda *_: give_back(0))
