"""Two columns of numbers from a reader's own file, whatever it looks like, or a sentence that says what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from IPython.display import display
from numpy.typing import NDArray

from helpers import web_pages
from helpers.lessons.lesson_08.chosen_file import FileButton

Array = NDArray[np.float64]
Row = Sequence[str]

EXAMPLE = Path(__file__).parents[2] / "cars.csv"
FEWEST, MOST = 20, 1000  # rows
DELIMITERS = {"\t": "tabs", ";": "semicolons", ",": "commas", " ": "spaces"}
TWO_NEEDED = "It needs two: inputs x, and what to predict, y."
LONGEST = 10_000  # characters of a line
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
DECIMAL = re.compile(r"[+-]?\d+,\d+")  # one number with a decimal comma, or two without


class BadFile(ValueError):
    """A file that no two columns of numbers can be read from; the message says why, and what to do."""


@dataclass(frozen=True)
class Columns:
    """Two columns of a file: inputs and targets of shape (n,), what they are called, and what was done to get them, in sentences."""

    file: str
    x: Array
    y: Array
    names: tuple[str, str]
    remarks: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.file}: x is {self.names[0]}, y is {self.names[1]}, {len(self.x):,} rows.", *self.remarks])


class _Chosen:
    """The columns of the last file that the reader has chosen with the button, if any could be read, and the button itself."""

    def __init__(self) -> None:
        self.columns: Columns | None = None
        self.button: FileButton | None = None

    def take(self, name: str, content: bytes) -> tuple[bool, str]:
        """Keep the columns of a file, if there are any; return whether there are, and what to say to the reader."""
        try:
            self.columns = _columns_of(lambda: io.BytesIO(content), name)
        except BadFile as error:
            return False, f"{error} Until then, we go on with {'the file before' if self.columns else 'the cars of lesson 06'}."
        return True, f"{self.columns} Now run this cell again, and then those below it."

    def show_button(self) -> None:
        """Show the button, in place of that of an earlier run."""
        if self.button:
            self.button.close()
        self.button = FileButton(self.take)
        display(self.button)


_chosen = _Chosen()


def two_columns(path: str | Path | None = None) -> Columns:
    """Return the first two columns of numbers of a file, and print what was read.

    Without a path, show a button to choose a file with, and return what was chosen before, or else the cars of lesson 06. Where a file
    can't be read, print why, and return the cars.
    """
    try:
        if not isinstance(path, str | Path | None):
            raise BadFile(f'two_columns takes the name of a file, in quotes: two_columns("my.csv"). It got {type(path).__name__}.')
        columns = read_columns(path) if path is not None else _chosen.columns or read_columns(EXAMPLE)
    except BadFile as error:
        print(f"{error} Until then, we go on with the cars of lesson 06.")
        return read_columns(EXAMPLE)
    print(columns)
    if path is None and not web_pages.being_made():
        _chosen.show_button()
    return columns


def read_columns(path: str | Path) -> Columns:
    """Return the first two columns of numbers of a file.

    Columns may be parted by tabs, semicolons, commas or spaces, and numbers may have decimal commas. Of more than 1,000 rows as many are
    drawn at random.

    Raises:
        BadFile: There are none; the message says what is wrong, and what to do.
    """
    path = Path(path).expanduser()
    if not path.is_file():
        raise BadFile(_missing(path))
    return _columns_of(lambda: path.open("rb"), path.name)


def _columns_of(opened: Callable[[], BinaryIO], name: str) -> Columns:
    """Return the first two columns of numbers of a file, which `opened` opens anew each time."""
    lines, count = _lines(opened, name)
    if any(re.search(r",0\d", line) for line in lines) and sum(bool(DECIMAL.fullmatch(line.strip())) for line in lines) >= len(lines) - 1:
        raise BadFile(f"{name} has one column, of numbers with decimal commas. {TWO_NEEDED}")
    delimiter, rows = _parted(lines)
    table = _numbers(rows, with_commas=delimiter != ",")
    first, second = _two_of(table, name)
    pairs = np.array([[row[first], row[second]] for row in table])
    is_whole = np.isfinite(pairs).all(axis=1)
    names, is_header = _names(rows[0], table[0], (first, second))
    gaps = int((~is_whole).sum()) - is_header
    x, y = pairs[is_whole].T
    _check(x, y, name)
    remarks = (
        [f"The columns are parted by {DELIMITERS[delimiter]}, and the numbers have decimal commas."]
        if _has_commas(rows, first, second, delimiter)
        else []
    )
    if len(table[0]) > 2:
        remarks.append(f"It has {len(table[0])} columns. These are the first two of numbers.")
    if gaps > 0:
        rows_were = "row was" if gaps == 1 else "rows were"
        remarks.append(f"{gaps:,} {rows_were} left out: a number is missing there.")
    if count > len(lines):
        remarks.append(f"It has {count:,} lines. These rows are a sample, drawn at random.")
    return Columns(name, x, y, names, tuple(remarks))


def _lines(opened: Callable[[], BinaryIO], name: str) -> tuple[list[str], int]:
    """Return the lines of a file that hold anything, or its first and a random sample of the others, and how many it has."""
    try:
        with opened() as file:
            _check_kind(file.read(4096), name)
        with opened() as file:
            count = sum(1 for _ in file)
        chosen = {0, *(1 + np.random.default_rng(0).choice(count - 1, MOST, replace=False)).tolist()} if count > MOST + 1 else None
        with opened() as file:
            kept = [line for place, line in enumerate(file) if chosen is None or place in chosen]
    except OSError as error:
        raise BadFile(f"{name} can't be read: {error.strerror}.") from None
    lines = [line for line in _text(b"".join(kept)).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise BadFile(f"{name} is empty. It should hold two columns of numbers.")
    if max(map(len, lines)) > LONGEST:
        raise BadFile(f"{name} has a line of more than {LONGEST:,} characters. It should hold two columns of numbers, a row on each line.")
    return lines, count if chosen else len(lines)


def _missing(path: Path) -> str:
    if path.is_dir():
        return f"{path} is a folder. Write the name of a file in it, too."
    folder = path.parent if path.parent.is_dir() else Path()
    found = sorted(each.name for each in folder.glob("*") if each.suffix.lower() in (".csv", ".tsv", ".txt"))
    there = f"In that folder there are: {', '.join(found[:5])}." if found else "There is no .csv file in that folder."
    return f"There is no file {path}. {there} Check the name, and upload the file if it isn't here yet."


def _check_kind(start: bytes, name: str) -> None:
    """Raise BadFile unless a file that begins like this may be text."""
    if start.startswith((b"PK", b"\xd0\xcf")):
        raise BadFile(f"{name} is a spreadsheet. Save it as CSV, and try again.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(f"{name} is written in UTF-16. Save it as CSV in UTF-8, and try again.")
    if b"\0" in start:
        raise BadFile(f"{name} is no text. It should be a CSV file: text, with two columns of numbers.")


def _text(content: bytes) -> str:
    """Return the text of a file's bytes: UTF-8, or else as older programs write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _parted(lines: Sequence[str]) -> tuple[str, list[Row]]:
    """Return what parts the columns, and the rows: that by which most lines have two numbers or more, or else one."""
    most, best = (-1, -1), (",", list[Row]())
    for delimiter in DELIMITERS:
        rows = [row for row in (_fields(line, delimiter) for line in lines) if row]
        found = [sum(map(np.isfinite, row)) for row in _numbers(rows, with_commas=delimiter != ",")]
        paired = sum(count >= 2 for count in found), sum(count >= 1 for count in found)
        if paired > most:
            most, best = paired, (delimiter, rows)
    return best


def _fields(line: str, delimiter: str) -> Row:
    if delimiter == " ":
        return line.split()
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # it has a quotation mark where none belongs, or the like
        return line.split(delimiter)


def _numbers(rows: Sequence[Row], with_commas: bool) -> list[list[float]]:
    """Return each field as a number, or nan where it is none; all rows as long as the longest."""
    longest = max(map(len, rows))
    return [[_number(field, with_commas) for field in row] + [np.nan] * (longest - len(row)) for row in rows]


def _number(field: str, with_commas: bool) -> float:
    plain = field.strip().replace("−", "-")
    if with_commas and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    return float(plain) if NUMBER.fullmatch(plain) else np.nan


def _has_commas(rows: Sequence[Row], first: int, second: int, delimiter: str) -> bool:
    fields = (field for row in rows for place, field in enumerate(row) if place in (first, second))
    return delimiter != "," and any("," in field and np.isfinite(_number(field, True)) for field in fields)


def _two_of(table: Sequence[Sequence[float]], name: str) -> tuple[int, int]:
    """Return the places of the first two columns that hold a number in at least half of the rows."""
    filled = np.isfinite(np.array(table)).mean(axis=0)
    found = np.flatnonzero(filled >= 0.5)
    if len(found) >= 2:
        return int(found[0]), int(found[1])
    if len(found) == 1 and len(filled) == 1:
        raise BadFile(f"{name} has one column. {TWO_NEEDED}")
    if len(found) == 1:
        raise BadFile(f"{name} has one column with numbers, number {found[0] + 1}. {TWO_NEEDED}")
    raise BadFile(f"{name} has no column of numbers. It should hold two, such as 1.5, 20.3 on each line.")


def _names(top: Row, numbers: Sequence[float], places: tuple[int, int]) -> tuple[tuple[str, str], bool]:
    """Return what the two columns are called, and whether the first row says so."""
    fields = [top[place].strip()[:30] if place < len(top) else "" for place in places]
    is_header = not np.isfinite([numbers[place] for place in places]).any() and any(fields)
    names = fields if is_header else ["", ""]
    return (names[0] or f"column {places[0] + 1}", names[1] or f"column {places[1] + 1}"), is_header


def _check(x: Array, y: Array, name: str) -> None:
    """Raise BadFile unless there is enough to learn from."""
    if len(x) < FEWEST:
        raise BadFile(f"{name} has {len(x)} rows with two numbers. To train on some and hide others, it needs at least {FEWEST}.")
    for numbers, letter, said in ((x, "x", "There's nothing to tell one row from another by"), (y, "y", "There's nothing to learn")):
        if np.ptp(numbers) == 0:
            raise BadFile(f"In {name} every {letter} is {numbers[0]:g}. {said}.")
    if max(np.abs(x).max(), np.abs(y).max()) > 1e100:
        raise BadFile(f"{name} has numbers too large to square. Count in larger units, and try again.")
