"""Tables that a reader fills in, as one Jupyter widget each: every number is judged in the browser, as soon as it is typed."""

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
class Table:
    """A table with numbers to fill in.

    Args:
        text: What is asked for.
        columns: What stands above each column.
        rows: The cells of each row, each a text or a `Blank`; the first is a text, and names the row.

    Raises:
        ValueError: A row has another number of cells than there are columns, or no name, or there is nothing to fill in.
    """

    text: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | Blank]]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"the table {self.text!r} needs {len(self.columns)} cells in each row, as many as it has columns.")
        if any(not isinstance(row[0], str) or not row[0].strip() for row in self.rows):
            raise ValueError(f"the table {self.text!r} needs a name in the first cell of each row.")
        if not self.blanks():
            raise ValueError(f"the table {self.text!r} has nothing to fill in.")
        for blank in self.blanks():
            if not math.isfinite(blank.answer) or blank.answer in blank.wrong:
                raise ValueError(f"the table {self.text!r} has a blank whose answer {blank.answer!r} is no number, or is wrong as well.")

    def blanks(self) -> list[Blank]:
        """Return all that is to be filled in, row by row."""
        return [cell for row in self.rows for cell in row if isinstance(cell, Blank)]

    def asked(self) -> Asked:
        """Return the widget that shows it."""
        return AskedTable(self)

    def describe(self) -> str:
        """Return the table as text, with dots where a number is to be filled in."""
        cells = [list(self.columns), *([_text(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
        return "\n".join([self.text, *(f"    {line}" for line in lines)])


class AskedTable(Asked):
    """A table with boxes for the numbers, and the reply to the one that was typed last."""

    kind = "table"
    _esm = module(HERE / "table.js")
    _css = (HERE / "question.css").read_text(encoding="utf-8")
    typed = traitlets.List(traitlets.Unicode(), help="What has been typed into each blank, row by row.").tag(sync=True)

    def __init__(self, table: Table) -> None:
        def row(tag: str, cells: Sequence[str | Blank]) -> str:
            return "<tr>" + "".join(f"<{tag}>{html.escape(_text(cell))}</{tag}>" for cell in cells) + "</tr>"

        still = f"{paragraph(table.text)}<table>{row('th', table.columns)}{''.join(row('td', cells) for cells in table.rows)}</table>"
        super().__init__(table.describe(), still, _for_browser(table))


def _text(cell: str | Blank) -> str:
    return cell if isinstance(cell, str) else TO_FILL_IN


def _for_browser(table: Table) -> dict[str, Any]:
    def cell(content: str | Blank) -> Any:
        if isinstance(content, str):
            return content
        wrong = [[number, words] for number, words in content.wrong.items()]
        return {"answer": content.answer, "wrong": wrong, "otherwise": content.otherwise, "why": content.why}

    return {"text": table.text, "columns": list(table.columns), "rows": [[cell(content) for content in row] for row in table.rows]}
