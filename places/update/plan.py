"""What an update makes of each file, worked out before anything is changed.

Of each file there are up to three versions: the lessons' that the reader began with, the reader's, and the newer lessons'. What only one
side changed is that side's. Of what both changed,

- a lesson gets what is newer in it around the cells that the reader wrote. Where both changed the same cell, theirs stays as it is under
  its own name, because links lead there and it may be open in JupyterLab; the new one is put beside it.
- git merges the lines of any other file. Where it can't, the new one takes its place, because the lessons need it; theirs is among the
  copies.

To plan again after an interruption leads to the same: what is already there is found to be the newer version, or merged with it.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from places.update.clone import Clone, Trouble
from places.update.notebook_merge import has_only_run, merge_notebooks


def content(file: Path) -> bytes | None:
    """Return what a file holds, or where a link leads, as bytes that no file of the lessons holds. None where there is neither."""
    if file.is_symlink():
        return b"\0" + os.fsencode(os.readlink(file))
    return file.read_bytes() if file.is_file() else None


@dataclass(frozen=True)
class Move:
    """A file that takes another's place, whole and in one step."""

    source: Path | None  # None deletes the target
    target: Path
    replaces: bytes | None  # the content that the target had when this was planned

    def make(self) -> None:
        """Do it.

        Raises:
            Trouble: The target was changed since.
        """
        if content(self.target) != self.replaces:
            raise Trouble(f"{self.target.name} was saved while the update ran. Close the lessons, then run `make update` again.")
        if self.source is not None:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.source, self.target)
        elif self.replaces is not None:
            self.target.unlink()
            with contextlib.suppress(OSError):  # something else is in the folder
                os.removedirs(self.target.parent)


class Plan:
    """The moves that an update will make, in their order, and the sentences that tell the reader.

    Args:
        clone: The reader's.
        old: A folder with the lessons that they began with.
        new: A folder with the newer lessons. The files in it are moved from there, merged where both sides changed one.
    """

    def __init__(self, clone: Clone, old: Path, new: Path) -> None:
        self.moves: list[Move] = []
        self.sentences: list[str] = []
        self.changed: list[str] = []  # by the reader
        self._clone, self._here, self._old, self._new = clone, clone.folder, old, new

    def add(self, path: str, *, committed: bool) -> None:
        """Plan what becomes of a file that is newer, or missing here. Files that the newer lessons no longer have come first.

        Args:
            path: Where it is in the clone.
            committed: Whether the reader's commit has it.
        """
        base, yours, newer = (content(folder / path) for folder in (self._old, self._here, self._new))
        if yours not in (None, base):
            self.changed.append(path)
        if newer is None:
            self._drop(path, base, yours)
            return
        file = self._here / path
        if (file.is_dir() and not file.is_symlink()) or (not committed and yours not in (None, base, newer)):
            self._move_away(path, yours)
            self._take(path, None)
        elif yours in (None, base, newer):
            self._take(path, yours)
            if yours is None and committed:
                self.sentences.append(f"{path}, which you had deleted, is back.")
        elif path.endswith(".ipynb"):
            self._merge_lesson(path, base, yours, newer)
        else:
            self._merge_lines(path, yours)

    def _take(self, path: str, yours: bytes | None, target: Path | None = None) -> None:
        self.moves.append(Move(self._new / path, target or self._here / path, yours))

    def _drop(self, path: str, base: bytes | None, yours: bytes | None) -> None:
        """Delete an unedited file; keep an edited one."""
        if yours is None:
            return
        if yours == base or has_only_run(base or b"", yours):
            self.moves.append(Move(None, self._here / path, yours))
        else:
            self.sentences.append(f"{path} is no longer part of the lessons. You changed it, so it is still there.")

    def refuse_what_is_no_folder(self, paths: set[str]) -> None:
        """Raise Trouble where a file or a link stands in the place of a folder of one of these paths: git would not look behind it."""
        folders = {self._here / parent for path in paths for parent in Path(path).parents[:-1]}
        folders -= {move.target for move in self.moves if move.source is None}
        for folder in sorted(folders):
            if folder.is_symlink() or folder.is_file():
                raise Trouble(
                    f"The newer lessons could not be joined with yours. Nothing of yours is lost. They have a folder {folder.name}, and\n"
                    f"{folder.relative_to(self._here)} here is a file or a link. Give it another name, then run `make update` again."
                )

    def _move_away(self, path: str, yours: bytes | None) -> None:
        """Give what the reader has in the place of a new file another name."""
        file = self._here / path
        other = next(name for name in _names_beside(file, "yours") if not os.path.lexists(name))
        what = "file" if yours is not None else "folder"
        self.moves.append(Move(file, other, None))
        self.sentences.append(f"A {what} of yours had the name of a new one, {file.name}. It is now called {other.name}.")

    def _merge_lesson(self, path: str, base: bytes | None, yours: bytes, newer: bytes) -> None:
        """Put what is newer around the cells that the reader wrote, or the whole new lesson beside theirs."""
        merged = merge_notebooks(base or b"", yours, newer)
        if merged is None:
            names = _names_beside(self._here / path, "new")
            beside = next(name for name in names if not os.path.lexists(name) or content(name) in (base or newer, newer))
            self._take(path, content(beside), beside)
            self.sentences.append(
                f"{path}: you and the lessons changed the same place. Yours stays as it is; the new one is beside it: {beside.name}"
            )
        elif merged != yours:
            if not has_only_run(base or b"", yours):
                self.sentences.append(f"{path}: the new version, with what you wrote in it.")
            (self._new / path).write_bytes(merged)
            self._take(path, yours)

    def _merge_lines(self, path: str, yours: bytes | None) -> None:
        files = (str(folder / path) for folder in (self._here, self._old, self._new))
        ended = self._clone.run("merge-file", "-p", "--quiet", *files)
        if ended.returncode != 0:
            self.sentences.append(
                f"{path}: you and the lessons changed the same lines. The new one is there, as the lessons need it; "
                "yours is among the copies."
            )
        elif ended.stdout != yours:
            self.sentences.append(f"{path}: the new version, with your changes in it.")
            (self._new / path).write_bytes(ended.stdout)
        else:
            return
        self._take(path, yours)


def _names_beside(file: Path, word: str) -> Iterator[Path]:
    """Yield names for a version that stands beside a file: "03_measure_the_miss (new).ipynb", then "(new 2)" and so on."""
    for number in itertools.count(1):
        yield file.with_name(f"{file.stem} ({word}{f' {number}' if number > 1 else ''}){file.suffix}")
