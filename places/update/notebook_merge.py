"""Bring a reader's copy of a lesson up to a newer one, cell by cell, without touching a cell that they wrote.

A lesson's cells keep their ids from version to version, and every front end keeps the ids that it finds. So each cell has up to three
texts: in the lesson that the reader began with, in their copy, and in the newer lesson. A cell that only one of the two sides changed is
that side's; where both changed one cell, the lessons aren't joined at all, because half a cell of each is nobody's. That is stricter than
a merge by lines, which leaves broken JSON, and than one that looks into cells, which changes lines inside a reader's answer.
"""

from __future__ import annotations

import json
import warnings

import nbformat
from nbformat import NotebookNode


def merge_notebooks(base: bytes, yours: bytes, new: bytes) -> bytes | None:
    """Return the reader's file with what is newer in the lesson, or None where the two can't be merged.

    It is `yours`, byte for byte, where nothing that a cell says is newer. Cells whose text is not newer keep the outputs of the reader.
    """
    try:
        began_with, mine, newer = (_read(each) for each in (base, yours, new))
        if _texts(newer.cells) == _texts(began_with.cells):
            return yours
        if _texts(mine.cells) == _texts(began_with.cells):
            for cell, same in zip(mine.cells, began_with.cells, strict=True):
                cell.id = same.id  # some front ends save none
        cells = _joined(_by_id(began_with), _by_id(mine), _by_id(newer))
    except ValueError:
        return None
    if cells is None or not _has_all(cells, mine.cells, began_with.cells):
        return None
    if _texts(cells) == _texts(mine.cells):
        return yours
    mine.cells = cells
    mine.nbformat_minor = max(mine.nbformat_minor, newer.nbformat_minor)
    try:
        nbformat.validate(mine)
    except nbformat.ValidationError:
        return None
    return (nbformat.writes(mine) + "\n").encode()


def has_only_run(base: bytes, yours: bytes) -> bool:
    """Return whether the reader wrote nothing: what they changed is at most outputs, execution counts and metadata."""
    try:
        return _texts(_read(base).cells) == _texts(_read(yours).cells)
    except ValueError:
        return False


def _read(content: bytes) -> NotebookNode:
    """Return the notebook of a file's content. Raises ValueError where it is none that Jupyter 4 would open."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a notebook without ids is no mistake, and is found out below
            notebook = nbformat.from_dict(json.loads(content))
            nbformat.validate(notebook)
            if notebook.nbformat != 4:
                raise ValueError("not a notebook of this format")
            return nbformat.reads(content.decode(), as_version=4)  # joins the lines of each cell
    except (nbformat.ValidationError, nbformat.reader.NotJSONError, AttributeError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _by_id(notebook: NotebookNode) -> dict[str, NotebookNode]:
    cells = {cell.get("id"): cell for cell in notebook.cells}
    if None in cells or len(cells) != len(notebook.cells):
        raise ValueError("cells without ids of their own")
    return cells


def _text(cell: NotebookNode | None) -> tuple[object, ...] | None:
    """Return what a cell says, if there is one: what a reader writes, without what a kernel does to it."""
    return (cell.cell_type, cell.source, cell.get("attachments", {})) if cell else None


def _texts(cells: list[NotebookNode]) -> list[tuple[object, ...] | None]:
    return [_text(cell) for cell in cells]


def _has_all(cells: list[NotebookNode], mine: list[NotebookNode], base: list[NotebookNode]) -> bool:
    """Return whether everything that a reader wrote is there: it should be, but this is a promise, so it is looked at each time."""
    there, began_with = _texts(cells), _texts(base)
    return all(text in there for text in _texts(mine) if text not in began_with)


def _joined(base: dict[str, NotebookNode], mine: dict[str, NotebookNode], new: dict[str, NotebookNode]) -> list[NotebookNode] | None:
    if _order(mine, base) != _order(base, mine) and _order(mine, new) != _order(new, mine):
        return None  # the reader moved cells
    joined: list[NotebookNode] = []
    for key, newer in new.items():
        here, before = mine.get(key), base.get(key)
        if here and _text(here) == _text(newer):
            joined.append(here)
        elif _text(here) == _text(before):
            joined.append(newer)
        elif _text(newer) != _text(before):
            return None  # both changed it
        elif here:
            joined.append(here)
    if any(key in mine and _text(mine[key]) != _text(base[key]) for key in base.keys() - new.keys()):
        return None  # deleted from the lesson, changed by the reader
    return _with_added(joined, [key for key in mine if key not in base and key not in new], mine)


def _order(of: dict[str, NotebookNode], among: dict[str, NotebookNode]) -> list[str]:
    return [key for key in of if key in among]


def _with_added(joined: list[NotebookNode], added: list[str], mine: dict[str, NotebookNode]) -> list[NotebookNode]:
    """Put each cell that the reader added behind the one that it stands behind in their copy, or the nearest before that is left."""
    order = list(mine)
    for key in added:
        places = {cell.id: place for place, cell in enumerate(joined)}
        before = next((other for other in reversed(order[: order.index(key)]) if other in places), None)
        joined.insert(0 if before is None else places[before] + 1, mine[key])
    return joined
