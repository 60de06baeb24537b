"""What this reader has solved: one small file for each exercise, in a folder of their own.

One file for each means that nothing can be half-written or lost, even by two kernels at once: a file is written under
another name, and takes its own in one step. The folder is the user's data folder; the environment variable
LESSONS_PROGRESS names another one.
"""

import contextlib
import html
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

APPLICATION = "how-a-network-learns"
FOLDER = "LESSONS_PROGRESS"
FILE_NAME = re.compile(r"(\d\d)\.(\w+)\.solved")
CELL = "text-align: left; padding: 2px 16px 2px 0"

_said_so = False  # that progress can't be kept, in this kernel


def folder() -> Path:
    """Return the folder in which progress is kept; it need not exist."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def record(lesson: str, exercise: str) -> None:
    """Keep that an exercise is solved. Where it can't be written, say so once, and let the lesson go on."""
    global _said_so
    try:
        _write(folder() / f"{lesson}.{exercise}.solved", json.dumps({"lesson": lesson, "exercise": exercise}) + "\n")
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home folder
        if not _said_so:
            _said_so = True
            reason = getattr(error, "strerror", None) or error
            print(f"Your progress cannot be kept in {folder()} ({reason}). Everything else works as it should.")


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="unfinished-")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def solved() -> set[tuple[str, str]]:
    """Return the solved exercises as pairs of lesson and name: {("01", "quadratic")}. Files that aren't ours are passed over."""
    return set(_files())


def _files() -> dict[tuple[str, str], Path]:
    found = {}
    with contextlib.suppress(OSError, RuntimeError):
        for path in sorted(folder().iterdir()):
            parts = FILE_NAME.fullmatch(path.name)
            if parts and _is_ours(path, parts[1], parts[2]):
                found[parts[1], parts[2]] = path
    return found


def _is_ours(path: Path, lesson: str, exercise: str) -> bool:
    try:
        return bool(json.loads(path.read_text(encoding="utf-8")) == {"lesson": lesson, "exercise": exercise})
    except (OSError, ValueError, RecursionError):
        return False


def reset() -> None:
    """Forget what was solved, and say what that was. Files that aren't ours stay."""
    removed, kept = [], []
    for (lesson, exercise), path in _files().items():
        try:
            path.unlink(missing_ok=True)
            removed.append(f"{lesson} {exercise}")
        except OSError:
            kept.append(f"{lesson} {exercise}")
    print(f"Forgotten: {', '.join(removed)}." if removed else "There was nothing to forget.")
    if kept:
        print(f"These files in {folder()} could not be removed: {', '.join(kept)}.")


@dataclass(frozen=True)
class Progress:
    """A table of exercises and whether they are solved, as text and as HTML in the same words.

    Args:
        exercises: For each lesson, "01", the names of its exercises.
        solved: Pairs of lesson and name, as `solved()` returns them.
    """

    exercises: Mapping[str, Sequence[str]]
    solved: frozenset[tuple[str, str]] = frozenset()

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the rows of the table below its head: lesson, exercise, and "solved" or "not yet"."""
        return [
            (lesson, name, "solved" if (lesson, name) in self.solved else "not yet")
            for lesson, names in self.exercises.items()
            for name in names
        ]

    def summary(self) -> str:
        """Return how many are solved, in one sentence."""
        rows = self.rows()
        count = sum(state == "solved" for _, _, state in rows)
        return f"{count} of {len(rows)} exercises solved"

    def text(self) -> str:
        """Return the table as plain text."""
        rows = [("lesson", "exercise", "state"), *self.rows()]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
        return "\n".join([self.summary(), *lines])

    def html(self) -> str:
        """Return the table as HTML."""
        head = "".join(f'<th scope="col" style="{CELL}">{title}</th>' for title in ("lesson", "exercise", "state"))
        rows = ("".join(f'<td style="{CELL}">{html.escape(cell)}</td>' for cell in row) for row in self.rows())
        body = "".join(f"<tr>{cells}</tr>" for cells in rows)
        caption = f'<caption style="{CELL}; caption-side: top; color: inherit">{self.summary()}</caption>'
        return f'<table style="font-size: inherit; color: inherit">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}
