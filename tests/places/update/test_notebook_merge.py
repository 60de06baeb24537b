"""That merged lessons hold all that either side wrote, whatever both change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from places.update.notebook_merge import has_only_run, merge_notebooks
from tests.everything import EVERYTHING
from tests.places.update.reader import LESSON, Reader, cell, git, lesson, run, sources, written

KEYS = [each["id"] for each in lesson()]
TEXT = st.sampled_from(["", "x = 1", "one\ntwo", "# of {who}", "{who}()\n\n", 'print("{who} “quoted” \\\\ ü")'])


@st.composite
def changes(draw: st.DrawFn, who: str) -> list[dict[str, Any]]:
    """Return the cells of the lesson after some changes by somebody."""
    cells = lesson()
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["say", "say", "drop", "code", "text", "move", "run", "retype"]))
        at = draw(st.integers(0, len(cells)))
        text = draw(TEXT).replace("{who}", who)
        if kind == "code":
            cells.insert(at, cell(f"{who}{number}", text))
        elif kind == "text":
            cells.insert(at, cell(draw(st.sampled_from([f"{who}{number}", f"both{number}"])), text, "markdown"))
        elif kind == "run":
            run(cells)
        elif cells and at < len(cells):
            if kind == "say":
                cells[at]["source"] = text.splitlines(keepends=True)
            elif kind == "drop":
                del cells[at]
            elif kind == "move":
                cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(at))
            else:
                cells[at] = cell(cells[at]["id"], "".join(cells[at]["source"]), "markdown" if cells[at]["cell_type"] == "code" else "code")
    ids = [each["id"] for each in cells]
    return [each for place, each in enumerate(cells) if each["id"] not in ids[:place]]


def said_in(cells: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["cell_type"], "".join(each["source"])) for each in cells]


@settings(max_examples=400 if EVERYTHING else 120, deadline=None)
@given(changes("mine"), changes("new"))
def test_joined_lessons_hold_every_cell_of_the_reader_s_and_all_that_is_newer(mine, new):
    joined = merge_notebooks(*(written(each).encode() for each in (lesson(), mine, new)))
    if joined is None:
        return
    notebook = json.loads(joined)
    nbformat.validate(notebook)
    said, base = said_in(notebook["cells"]), said_in(lesson())
    assert not [each for each in said_in(mine) if each not in base and each not in said]
    kept = {each["id"] for each in mine}
    assert not [text for each, text in zip(new, said_in(new), strict=True) if text not in base and text not in said and each["id"] in kept]
    assert not [each for each in said if each not in said_in(mine) + said_in(new)], "a cell that nobody wrote"
    assert merge_notebooks(written(lesson()).encode(), joined, written(new).encode()) in (joined, None), "joining again changes nothing"


@settings(max_examples=100 if EVERYTHING else 40, deadline=None)
@given(changes("mine"))
def test_lessons_that_only_one_side_changed_always_join(mine):
    before, after = written(lesson()).encode(), written(mine).encode()
    assert merge_notebooks(before, after, before) == after
    joined = merge_notebooks(before, before, after)
    assert joined is not None
    assert said_in(json.loads(joined)["cells"]) == said_in(mine)
    assert has_only_run(before, after) == (said_in(lesson()) == said_in(mine))


@settings(max_examples=6 if EVERYTHING else 3, deadline=None)
@given(st.lists(st.tuples(changes("mine"), changes("new")), min_size=2, max_size=2), st.booleans())
def test_whatever_both_change_nothing_of_the_reader_s_is_lost(unlucky_folder, rounds, commits):
    reader = Reader(unlucky_folder())
    reader.clone()
    for mine, new in rounds:
        reader.put(reader.here / LESSON, written(mine))
        if commits:
            git("commit", "--quiet", "--allow-empty", "-am", "mine", cwd=reader.here)
        reader.put(reader.up / LESSON, written(new))
        reader.put(reader.up / "round", str(len(list(reader.folder.iterdir()))) + str(new))
        reader.publish()
        reader.succeeds()
        there = [each for path in (reader.here / "notebooks").glob("*.ipynb") for each in sources(path)]
        assert not [text for _, text in said_in(mine) if text not in there and (text not in dict(map(reversed, said_in(lesson()))))]
        assert "nothing newer" in reader.succeeds()


@pytest.fixture(scope="module")
def unlucky_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    return lambda: tmp_path_factory.mktemp("whatever")
