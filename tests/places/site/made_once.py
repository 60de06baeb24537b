"""What several processes of a test run need, and one of them makes for all."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from pathlib import Path

PATIENCE = 600  # seconds that a process waits for another one's work


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return the folder, filled by the first process that asks. The others wait for it, and fail with its error as soon as it has one."""
    ready, failed = (folder.with_name(f"{folder.name} {state}") for state in ("is ready", "could not be made"))
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + PATIENCE
        while not ready.exists():
            assert not failed.exists(), f"Another process, or an earlier test, tried to make this:\n{failed.read_text(encoding='utf-8')}"
            assert time.monotonic() < end, f"the process that began to fill {folder.name!r} has not ended"
            time.sleep(0.5)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.write_text(traceback.format_exc(), encoding="utf-8")
        raise
    ready.touch()
    return folder
