"""What this reader has solved: one small file for each exercise, in a folder of their own.

One file for each means that nothing can be half-written or lost, even by two kernels at once: a file is written under
another name, and takes its own in one step. The folder is the user's data folder; the environment variable
LESSONS_PROGRESS names another one.
"""

import base64
import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

import platformdirs

APPLICATION = "how-a-network-learns"
FOLDER = "LESSONS_PROGRESS"
FILE_NAME = re.compile(r"(\d\d)\.(\w+)\.solved")
ANSWER = re.compile(r"[0-9a-f]{16}\.answer")  # what `helpers.questions` keeps here
LONGEST = 1000  # bytes; a file of ours has fewer than a hundred
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # of a progress code: each letter is five bits
GROUP = 3  # letters of a progress code that stand for one exercise
CHECK = 4  # letters at its end that tell a slip of the pen; older codes have three
PRIME = 1_048_573  # the largest below 32**CHECK

_said_so = False  # that progress can't be kept, in this kernel


def folder() -> Path:
    """Return the folder in which progress is kept; it need not exist."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def record(lesson: str, exercise: str) -> None:
    """Remember that an exercise is solved. If that can't be written, say so once, and go on."""
    global _said_so
    try:
        write(folder() / f"{lesson}.{exercise}.solved", json.dumps({"lesson": lesson, "exercise": exercise}) + "\n")
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home folder
        if not _said_so:
            _said_so = True
            reason = getattr(error, "strerror", None) or error
            print(f"Your progress cannot be kept in {folder()} ({reason}). Everything else works as it should.")


def write(path: Path, content: str) -> None:
    """Write a file of this folder in one step, whole or not at all; raise OSError where that can't be."""
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
    for path in _in_folder():
        parts = FILE_NAME.fullmatch(path.name)
        if parts and _is_ours(path, parts[1], parts[2]):
            found[parts[1], parts[2]] = path
    return found


def _in_folder() -> list[Path]:
    try:
        return sorted(folder().iterdir())
    except (OSError, RuntimeError):
        return []


def _is_ours(path: Path, lesson: str, exercise: str) -> bool:
    try:
        if not path.is_file():  # a pipe would keep the kernel waiting, and a device may have no end
            return False
        with path.open("rb") as file:
            return bool(json.loads(file.read(LONGEST)) == {"lesson": lesson, "exercise": exercise})
    except (OSError, ValueError, RecursionError):
        return False


def reset() -> None:
    """Forget what was solved and answered, and say what was solved. Files that aren't ours stay."""
    removed, kept = [], []
    for (lesson, exercise), path in _files().items():
        try:
            path.unlink(missing_ok=True)
            removed.append(f"{lesson} {exercise}")
        except OSError:
            kept.append(f"{lesson} {exercise}")
    for path in [path for path in _in_folder() if ANSWER.fullmatch(path.name)]:
        with contextlib.suppress(OSError):
            path.unlink()
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
