"""Tables that a reader fills in, as one Jupyter widget each: every box is judged in the browser, as soon as it is filled in."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import traitlets

from helpers.browser import module
from helpers.questions.asked import HERE, Asked, paragraph

TO_FILL_IN = "…"
LONGEST = 100  # letters of what is filled into one box


@dataclass(frozen=True)
class Blank:
    """A number to fill in.

    Args:
        answer: The right number.
        wrong: Numbers that somebody may well arrive at, each with what to say to them.
        otherwise: What to say to any other number.
        why: What to say to the right one.
    """

    answer: float
    wrong: Mapping[float, str] = field(default_factory=dict)
    otherwise: str = "Work it out once more."
    why: str = ""


@dataclass(frozen=True)
class Word:
    """A word to choose, of those that its column offers.

    Args:
        answer: The right word.
        wrong: Words that somebody may well choose, each with what to say to them.
        otherwise: What to say to any other word.
        why: What to say to the right one.
    """

    answer: str
    wrong: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = "Look once more."
    why: str = ""


@dataclass(frozen=True)
class Table:
    """A table with numbers to fill in, or words to choose.

    Args:
        text: What is asked for.
        columns: What stands above each column.
        rows: The cells of each row, each a text, a `Blank` or a `Word`; the first is a text, and names the row.
        words: The words that a column offers, by what stands above it.

    Raises:
        ValueError: A row has another number of cells than there are columns, or no name, or there is nothing to fill in, or a
            word is none of those that its column offers.
    """

    text: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | Blank | Word]]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"the table {self.text!r} needs {len(self.columns)} cells in each row, as many as it has columns.")
        if any(not isinstance(row[0], str) or not row[0].strip() for row in self.rows):
            raise ValueError(f"the table {self.text!r} needs a name in the first cell of each row.")
        if not self.blanks():
            raise ValueError(f"the table {self.text!r} has nothing to fill in.")
        for blank in self.blanks():
            if blank.answer in blank.wrong or (isinstance(blank, Blank) and not math.isfinite(blank.answer)):
                raise ValueError(f"the table {self.text!r} has a blank whose answer {blank.answer!r} is no number, or is wrong as well.")
        for column, cell in self._cells():
            if isinstance(cell, Word) and not {cell.answer, *cell.wrong} <= set(self.words.get(column, ())):
                raise ValueError(f"the table {self.text!r} must offer in its column {column!r} {cell.answer!r} and all wrong words.")

    def _cells(self) -> list[tuple[str, str | Blank | Word]]:
        return [(column, cell) for row in self.rows for column, cell in zip(self.columns, row, strict=True)]

    def blanks(self) -> list[Blank | Word]:
        """Return all that is to be filled in, row by row."""
        return [cell for _, cell in self._cells() if not isinstance(cell, str)]

    def asked(self) -> Asked:
        """Return the widget that shows it."""
        return AskedTable(self)

    def describe(self) -> str:
        """Return the table as text, with dots where something is to be filled in, and the words to choose from."""
        cells = [list(self.columns), *([_text(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
        offered = (f"{column}: {', '.join(words)}" for column, words in self.words.items())
        return "\n".join([self.text, *(f"    {line}" for line in [*lines, *offered])])


class AskedTable(Asked):
    """A table with a box for each number and a list for each word, and beside each what is to be said of it."""

    kind, answered = "table", "typed"
    _esm = module(HERE / "table.js")
    typed = traitlets.List(traitlets.Unicode(), help="What has been filled into each blank, row by row.").tag(sync=True)

    def __init__(self, table: Table) -> None:
        def row(tag: str, cells: Sequence[str | Blank | Word]) -> str:
            return "<tr>" + "".join(f"<{tag}>{html.escape(_text(cell))}</{tag}>" for cell in cells) + "</tr>"

        self._count = len(table.blanks())
        still = f"{paragraph(table.text)}<table>{row('th', table.columns)}{''.join(row('td', cells) for cells in table.rows)}</table>"
        still += "".join(paragraph(f"{column}: {', '.join(words)}") for column, words in table.words.items())
        super().__init__(table.describe(), still, _for_browser(table))

    def makes_sense(self, answer: list[Any]) -> bool:
        """Return whether this is a text for each blank."""
        texts = [text for text in answer if isinstance(text, str) and len(text) <= LONGEST and text.isprintable()]
        return len(answer) == len(texts) and len(texts) in (0, self._count)


def _text(cell: str | Blank | Word) -> str:
    return cell if isinstance(cell, str) else TO_FILL_IN


def _for_browser(table: Table) -> dict[str, Any]:
    def cell(column: str, content: str | Blank | Word) -> Any:
        if isinstance(content, str):
            return content
        wrong = [[answer, words] for answer, words in content.wrong.items()]
        said = {"answer": content.answer, "wrong": wrong, "otherwise": content.otherwise, "why": content.why}
        return said | ({"words": list(table.words[column])} if isinstance(content, Word) else {})

    rows = [[cell(column, content) for column, content in zip(table.columns, row, strict=True)] for row in table.rows]
    return {"text": table.text, "columns": list(table.columns), "rows": rows}
