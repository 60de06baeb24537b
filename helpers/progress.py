"""What this reader has solved: one small file for each exercise, in a folder of their own.

One file for each means that nothing can be half-written or lost, even by two kernels at once: a file is written under
another name, and takes its own in one step. The folder is the user's data folder; the environment variable
LESSONS_PROGRESS names another one.
"""

import base64
import contextlib
import hashlib
import html
import json
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

APPLICATION = "how-a-network-learns"
FOLDER = "LESSONS_PROGRESS"
FILE_NAME = re.compile(r"(\d\d)\.(\w+)\.solved")
LONGEST = 1000  # bytes; a file of ours has fewer than a hundred
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # of a progress code: each letter is five bits
GROUP = 3  # letters of a progress code that stand for one exercise
CHECK = 4  # letters at its end that tell a slip of the pen; older codes have three
PRIME = 1_048_573  # the largest below 32**CHECK
CELL = "text-align: left; padding: 2px 16px 2px 0"

_said_so = False  # that progress can't be kept, in this kernel


def folder() -> Path:
    """Return the folder in which progress is kept; it need not exist."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def record(lesson: str, exercise: str) -> None:
    """Remember that an exercise is solved. If that can't be written, say so once, and go on."""
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
    """Return the solved exercises as pairs of lesson and name: {("01", "quadratic")}. Skip files that aren't ours."""
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
        if not path.is_file():  # a pipe would keep the kernel waiting, and a device may have no end
            return False
        with path.open("rb") as file:
            return bool(json.loads(file.read(LONGEST)) == {"lesson": lesson, "exercise": exercise})
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


def code_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a progress code, to take what is solved elsewhere: letters for each exercise, and four more that tell a slip of the pen.

    A code does not depend on the other exercises or on their order, so one from older lessons holds in newer ones.
    """
    groups = sorted(_group(f"{lesson} {exercise}") for lesson, exercise in pairs)
    return "-".join([*groups, _check("".join(groups))]) if groups else ""


def solved_by(code: str, exercises: Collection[tuple[str, str]]) -> tuple[set[tuple[str, str]], int]:
    """Return which of these exercises a progress code names as solved, and how many others it names.

    Raises:
        ValueError: It is no progress code, or not as it was; the message says what to do.
    """
    letters = re.sub(r"[\s-]", "", code.upper()) if isinstance(code, str) else ""
    check = CHECK if len(letters) % GROUP else GROUP  # a code with an older check is as good
    letters, check_letters = letters[:-check], letters[-check:]
    groups = [letters[at : at + GROUP] for at in range(0, len(letters), GROUP)]
    expected = _check(letters) if check == CHECK else _group("-".join(groups))
    if not groups or check_letters != expected:
        raise ValueError("This is no progress code, or not all of it. Copy it once more, from the first letter to the last.")
    known = {_group(f"{lesson} {exercise}"): (lesson, exercise) for lesson, exercise in exercises}
    return {known[group] for group in groups if group in known}, sum(group not in known for group in groups)


def _check(letters: str) -> str:
    """Return the check of a code's other letters: these, read as one number to the base 32, modulo a prime.

    Changing one letter, or swapping two neighbours, adds less than 32² times a power of 32: never a multiple of the prime.
    """
    number = 1
    for letter in letters:
        number = (number * len(ALPHABET) + ALPHABET.find(letter)) % PRIME
    return "".join(ALPHABET[number >> bits & 31] for bits in range(5 * (CHECK - 1), -1, -5))


def _group(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode("ascii")[:GROUP]


@dataclass(frozen=True)
class Progress:
    """A table of exercises and whether they are solved, as text and as HTML in the same words.

    Args:
        exercises: For each lesson, "01", the names of its exercises.
        solved: Pairs of lesson and name, as `solved()` returns them.
        remark: A sentence about the code that was given, if there was one.
    """

    exercises: Mapping[str, Sequence[str]]
    solved: frozenset[tuple[str, str]] = frozenset()
    remark: str = ""

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

    def code(self) -> str:
        """Return the progress code of what is solved, or "" if nothing is."""
        return code_of(pair for pair in self.solved if pair[1] in self.exercises.get(pair[0], ()))

    def text(self) -> str:
        """Return the table as plain text."""
        rows = [("lesson", "exercise", "state"), *self.rows()]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
        return "\n".join([*filter(None, [self.remark]), self.summary(), *lines, *filter(None, [self._how_to_take_it(self.code())])])

    def _how_to_take_it(self, code: str) -> str:
        return f'To go on elsewhere, run this there: solved_so_far("{code}")' if code else ""

    def html(self) -> str:
        """Return the table as HTML."""
        head = "".join(f'<th scope="col" style="{CELL}">{title}</th>' for title in ("lesson", "exercise", "state"))
        rows = ("".join(f'<td style="{CELL}">{html.escape(cell)}</td>' for cell in row) for row in self.rows())
        body = "".join(f"<tr>{cells}</tr>" for cells in rows)
        caption = f'<caption style="{CELL}; caption-side: top; color: inherit">{self.summary()}</caption>'
        table = f'<table style="font-size: inherit; color: inherit">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        words = [f"<p>{html.escape(each)}</p>" if each else "" for each in (self.remark, self._how_to_take_it(self.code()))]
        return words[0] + table + words[1]

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}
