"""Copies of what a reader changed, in a folder with a date, made before an update touches anything."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

COPIES = "kept"  # .gitignore names it too
UNFINISHED = ".unfinished-"


@contextlib.contextmanager
def workshop(root: Path) -> Iterator[Path]:
    """Give an empty folder on the same disk as the clone, so that a file made there takes its place in one step.

    What an interrupted update left in its own is removed: it is a copy of something each time.
    """
    copies = root / COPIES
    copies.mkdir(exist_ok=True)
    for left in copies.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=copies, prefix=UNFINISHED))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # there are copies in it
            copies.rmdir()


def copy(root: Path, paths: list[str], workshop: Path) -> Path | None:
    """Copy files into a new folder with a date, and return it: None where there is nothing to copy.

    The folder has its name only once everything is in it. Where the newest one already holds all of this, that one will do.
    """
    files = [path for path in paths if (root / path).is_file() or (root / path).is_symlink()]
    if not files:
        return None
    newest = max((each for each in (root / COPIES).glob("[0-9]*") if each.is_dir()), default=None)
    if newest and all(_same(root / path, newest / path) for path in files):
        return newest
    making = workshop / "copies"
    for path in files:
        (making / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, making / path, follow_symlinks=(root / path).is_file())  # of a link that leads nowhere, the link
    flush()
    folder = root / COPIES / f"{datetime.now():%Y-%m-%d %H.%M.%S.%f}"[:-4]
    os.rename(making, folder)
    return folder


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def flush() -> None:
    """Let everything that was written reach the disk."""
    if hasattr(os, "sync"):  # not on Windows
        os.sync()
