"""The lessons themselves: their form, and the tool that writes them. (Nbval runs them as shipped, tests/places/site solved.)"""

from __future__ import annotations

import ast
import base64
import importlib
import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from authoring import glossary, links
from authoring.notebooks import NOTEBOOKS, Broken, canonical, execute, read
from helpers import plots
from tests.places.site.solved import exercise_in, exercises_of, verdicts

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
MOST_LINES = 15
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

lessons = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_lessons():
    assert [path.name[:2] for path in PATHS[:2]] == ["00", "01"]


@lessons
def test_first_code_cell_is_the_set_up_cell_of_all_lessons(path):
    first, *others = code_cells(read(path))
    assert first.source == links.setup_cell(path.name[:2])
    assert len(first.source.splitlines()) == 5
    assert not [cell.source for cell in others if cell.source.startswith(links.SETUP)]


@lessons
def test_the_kit_has_the_names_that_the_lesson_uses_and_no_others(path):
    """In a notebook that imports `*`, ruff knows no names: here it reads one that imports them one by one."""
    kit = importlib.import_module(f"helpers.lessons.lesson_{path.name[:2]}.kit")
    sources = [cell.source for cell in code_cells(read(path))]
    script = "\n".join(sources).replace("import *", f"import {', '.join(kit.__all__)}")
    # A later cell may give a name another meaning, as an exercise that turns into the reader's own function.
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F", "--ignore=F811", "--output-format=concise", "-"]
    said = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_a_set_up_cell_fits_on_a_narrow_page(monkeypatch):
    monkeypatch.setattr(links, "published_at", lambda: {"repository": f"{links.NOBODY}/how-a-network-learns", "tag": "v0.1.0"})
    assert max(map(len, links.setup_cell("00").splitlines())) <= 80


@lessons
def test_was_stored_executed_from_top_to_bottom(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@lessons
def test_is_stored_in_canonical_form(path):
    assert canonical(read(path), path.name) == path.read_text(encoding="utf-8")


@lessons
def test_stores_no_error_and_hides_nothing_from_nbval(path):
    for cell in code_cells(read(path)):
        assert not [output for output in cell.outputs if output.output_type == "error"], cell.source
        assert not {"nbval-skip", "nbval-ignore-output", "raises-exception"} & set(cell.metadata.get("tags", [])), cell.source
        assert "NBVAL" not in cell.source


@lessons
def test_has_the_parts_of_a_lesson(path):
    texts = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    headings = [line for text in texts for line in text.splitlines() if line.startswith("#")]
    assert [heading for heading in headings if heading.startswith("# ")] == headings[:1]
    assert headings[-2:] == ["## Recap", "## Next"]
    assert "**You need**" in texts[0]
    [promise] = [text for text in texts[:3] if "**You will learn**" in text]  # before the first figure or below it
    aims = re.findall(r"^- ", promise, re.MULTILINE)
    assert 3 <= len(aims) <= 5
    assert len(aims) == len(re.findall(r"^- ", texts[-1].split("## Next")[0], re.MULTILINE)), "the recap answers the aims line by line"


@lessons
def test_code_cells_are_short_and_hold_one_thing(path):
    for cell in code_cells(read(path)):
        assert len(cell.source.splitlines()) <= MOST_LINES, cell.source
        assert not cell.source.endswith(";"), cell.source
        assert sum(isinstance(node, ast.FunctionDef) for node in ast.parse(cell.source).body) <= 1, cell.source


@lessons
def test_no_figure_is_wider_than_the_text(path):
    """One that is would be laid out and drawn ahead a second time as soon as a browser says how wide the text is, and the page moves."""
    shown = [output.data for cell in code_cells(read(path)) for output in cell.outputs if "data" in output]
    sizes = [struct.unpack(">II", base64.b64decode(data["image/png"])[16:24]) for data in shown if "image/png" in data]
    assert [size for size in sizes if size[0] > 100 * plots.COLUMN] == []


@lessons
def test_links_lead_somewhere(path):
    targets = [target for cell in read(path).cells if cell.cell_type == "markdown" for target in LINK.findall(cell.source)]
    missing = [target for target in targets if "://" not in target and not (path.parent / target.split("#")[0]).exists()]
    assert missing == []


@lessons
def test_asks_for_every_exercise_of_its_lesson_and_as_shipped_none_is_started(path):
    notebook = read(path)
    asked = [name for cell in notebook.cells if (name := exercise_in(cell))]
    assert asked == list(exercises_of(path.name).by_name)
    assert verdicts(notebook) == dict.fromkeys(asked, "not started")


# The tool that writes them.


def notebook_of(folder: Path, *cells: str) -> Path:
    path = folder / "made_up.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    nbformat.write(notebook, path)
    return path


PICTURE = "import matplotlib.pyplot as plt\n\nplt.plot([1, 3, 2])\nplt.show()"
SLIDER = "import ipywidgets\n\nipywidgets.IntSlider()"
STREAM = "import sys\n\nfor n in range(9):\n    print(n)\n    sys.stdout.flush()"


def picture_in(notebook: NotebookNode) -> bytes:
    return base64.b64decode(notebook.cells[1].outputs[0].data["image/png"])


def test_running_again_changes_no_byte_and_a_picture_does_not_name_its_maker(tmp_path):
    path = notebook_of(tmp_path, "1 + 1", PICTURE, SLIDER, STREAM)
    before = picture_in(executed := execute(path))
    path.write_text(first := canonical(executed, path.name), encoding="utf-8")
    assert canonical(execute(path), path.name) == first
    notebook = nbformat.reads(first, as_version=4)
    nbformat.validate(notebook)
    two, picture, slider, stream = notebook.cells
    assert two.outputs[0].data == {"text/plain": "2"}
    assert "image/png" in picture.outputs[0].data
    assert list(slider.outputs[0].data) == ["text/plain"]
    assert [output.text for output in stream.outputs] == ["".join(f"{n}\n" for n in range(9))]
    assert notebook.metadata.keys() == {"kernelspec", "language_info"}
    assert all(cell.metadata == {} for cell in notebook.cells)
    after = picture_in(notebook)
    assert b"Matplotlib" in before, "which would name the version that drew the picture"
    assert b"Matplotlib" not in after
    assert before[before.index(b"IDAT") :] == after[after.index(b"IDAT") :]


def test_what_answers_the_question_above_it_is_folded_until_it_is_run():
    question, heading = 'ask("what then")', "## Another thing"
    sources = [question, "So try it:", "look()", "look()", question, heading, "look()", question, "look()", question]
    notebook = nbformat.v4.new_notebook()
    for source in sources:
        if source[:2] in ("So", "##"):
            notebook.cells.append(nbformat.v4.new_markdown_cell(source))
        else:
            notebook.cells.append(nbformat.v4.new_code_cell(source, outputs=[nbformat.v4.new_output("stream", text="it bounces\n")]))
    stored = nbformat.reads(canonical(notebook, "made_up.ipynb"), as_version=4)
    folded = [number for number, cell in enumerate(stored.cells) if cell.metadata.get("jupyter", {}).get("outputs_hidden")]
    assert folded == [2]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("1 / 0", r"made_up\.ipynb: cell 2 failed(.|\n)*ZeroDivisionError"),
        ("import warnings\n\nwarnings.warn('careful')", r"made_up\.ipynb: cell 2 writes to stderr(.|\n)*careful"),
        ("import os\n\nos._exit(1)", r"made_up\.ipynb: cell 2 failed(.|\n)*died"),
    ],
)
def test_a_cell_that_is_not_as_it_should_be_is_named(tmp_path, source, complaint):
    path = notebook_of(tmp_path, "1 + 1", source)
    with pytest.raises(Broken, match=complaint):
        canonical(execute(path), path.name)


def test_a_code_cell_without_code_is_named(tmp_path):
    with pytest.raises(Broken, match=r"made_up\.ipynb: cell 2 is a code cell without code"):
        canonical(read(notebook_of(tmp_path, "1 + 1", "")), "made_up.ipynb")


def test_a_cell_that_runs_for_too_long_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("authoring.notebooks.CELL_TIMEOUT", 2)
    path = notebook_of(tmp_path, "1 + 1", "import time\n\ntime.sleep(60)")
    with pytest.raises(Broken, match=r"made_up\.ipynb: cell 2 failed(.|\n)*2 seconds"):
        execute(path)


def test_ids_are_kept_and_made_where_they_are_missing_or_doubled(tmp_path):
    cells = [{"cell_type": "markdown", "source": "", "metadata": {}, **each} for each in ({"id": "same"}, {"id": "same"}, {})]
    path = tmp_path / "made_up.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), encoding="utf-8")
    text = canonical(read(path), path.name)
    same, again, new = (cell["id"] for cell in json.loads(text)["cells"])
    assert same == "same"
    assert len({same, again, new}) == 3


def test_a_new_cell_changes_no_id_of_those_below(tmp_path):
    notebook = json.loads((NOTEBOOKS / links.START).read_text(encoding="utf-8"))
    ids = [cell["id"] for cell in notebook["cells"]]
    notebook["cells"].insert(1, {"cell_type": "markdown", "source": "new", "metadata": {}})
    path = tmp_path / "lesson.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    first = [cell.id for cell in read(path).cells]
    assert [first[0], *first[2:]] == ids
    assert first == [cell.id for cell in read(path).cells]


def test_the_glossary_is_made_of_the_lessons_as_they_are():
    assert glossary.GLOSSARY.read_text(encoding="utf-8") == glossary.glossary()


def test_the_glossary_has_the_terms_of_the_field_where_they_first_stand():
    where = {entry.term: entry.lesson.name[:2] for entry in glossary.entries()}
    expected = {
        "01": ("parameters", "residual", "loss"),
        "02": ("ReLU", "bias", "layer", "hinge"),
        "04": ("gradient", "learning rate", "gradient descent"),
        "05": ("chain rule", "backpropagation"),
        "06": ("schedule", "standardise"),
        "07": ("computational graph", "automatic differentiation", "topological order", "Kahn's algorithm", "momentum"),
        "08": ("training set", "validation set", "test set", "underfitting", "overfitting", "early stopping", "minibatch", "epoch"),
        "09": ("score", "one-hot", "accuracy", "softmax", "Cross-entropy"),
    }
    assert [[where[term] for term in terms] for terms in expected.values()] == [[lesson] * len(terms) for lesson, terms in expected.items()]
    assert not [entry.sentence for entry in glossary.entries() if "**" in entry.sentence or len(entry.sentence) < 20]
