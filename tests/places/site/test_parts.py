"""What the site is made of, piece by piece: formulas, text, files, and the workflow that publishes it."""

from __future__ import annotations

import gzip
import json
import re
import struct
import time
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring.notebooks import NOTEBOOKS, read
from helpers.live.controls import Steps, control_for
from helpers.live.page_form import FORM, fewer
from helpers.live.widget import live
from places.site.__main__ import main
from places.site.build import build
from places.site.files import NotOurs, check, write
from places.site.formula import mathml
from places.site.lesson import Lesson, coloured, packed
from places.site.pages import rows
from places.site.text import Renderer, address, rendered, slug
from tests.places.site.made_once import made_once

ROOT = Path(__file__).parents[3]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("tex", [r"y = a x^2 + b x + c", r"\frac{1}{n} \sum_{i=1}^{n} |r_i|", r"\text{rate} \cdot (x - 1)^3"])
def test_a_formula_is_drawn_and_read_aloud_by_the_browser(tex):
    made = mathml(tex, block=True)
    assert made.startswith("<math ")
    assert "aria-label" not in made, "a screen reader would say the label and lose the formula's parts"
    assert "$" not in made
    assert "\\" not in made


def test_text_leads_to_pages_and_not_to_notebooks():
    assert address("02_bend_lines_with_relu_units.ipynb") == "02_bend_lines_with_relu_units.html"
    assert address("glossary.md#bias") == "glossary.html#bias"
    assert address("https://example.org/a.ipynb") == "https://example.org/a.ipynb"


def test_a_term_is_a_place_where_it_first_stands_and_only_there():
    html = rendered("A **bias** is. A **bias** is again.\n\n## What is it?", renderer := Renderer({"bias": "term-bias"}))
    assert html.count('<dfn id="term-bias">bias</dfn>') == 1
    assert html.count("<strong>bias</strong>") == 1
    assert renderer.sections == [("what-is-it", "What is it?")]
    assert '<h2 id="what-is-it">' in html
    assert slug("Why “output weights”?") == "why-output-weights"


def test_html_in_text_is_shown_as_it_is_written():
    assert "<script>" not in rendered("a <script>alert(1)</script> b")
    assert rendered("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;\n"


def test_a_fold_in_a_text_is_a_fold_on_its_page():
    fold = "<details><summary>Why 1 < 2</summary>"
    shown = "<details><summary>Why 1 &lt; 2</summary>\n<p><em>Because.</em></p>\n</details>"
    assert rendered(f"{fold}\n\n*Because.*\n</details>").strip() == shown
    cells = [cell.source for path in NOTEBOOKS.glob("*.ipynb") for cell in read(path).cells if cell.cell_type == "markdown"]
    folds = sum(source.count("<details>") for source in cells)
    assert folds > 10
    assert sum(rendered(source).count("<details><summary>") for source in cells) == folds
    assert "<b>" not in coloured("x = '<b>'")


@pytest.mark.parametrize(("made", "on_page", "moves"), [("1", True, True), ("1", False, False), ("stills", True, False)])
def test_a_figure_moves_on_a_page_unless_it_or_whoever_makes_the_page_says_no(monkeypatch, made, on_page, moves):
    monkeypatch.setenv("LESSONS_EXPORT", made)
    figure, axes = plt.subplots()
    plt.close(figure)
    form = live(figure, on_page=on_page, a=(0, 2))(lambda a: axes.set_title(f"{a}"))._repr_mimebundle_()[0][FORM]
    assert ("whole" in form["wide"]) == ("whole" in form["narrow"]) == moves
    assert (form["narrow"]["size"] == form["wide"]["size"]) == (made == "stills")


def test_frames_are_packed_as_the_page_unpacks_them():
    form = {"whole": {"key": "", "size": [4, 3]}, "buffers": ["AAAA", "AQI="]}
    data = gzip.decompress(packed(form))
    length = struct.unpack("<I", data[:4])[0]
    assert json.loads(data[4 : 4 + length]) == {"key": "", "size": [4, 3], "sizes": [3, 2]}
    assert data[4 + length :] == b"\0\0\0\1\2"
    assert packed(form) == packed(form)


BY_EYE = {"a": (-5.0, 5.0), "b": (-5.0, 5.0), "c": (-5.0, 5.0)}


@pytest.mark.parametrize(
    ("given", "moving", "most", "stops"),
    [
        ({"a": (0.0, 1.0, 0.1)}, 3, None, {"a": 11}),
        ({"a": (0.0, 1.0, 0.1)}, 3, 10, {"a": 3}),
        ({"a": (0.0, 1.0, 0.1)}, 3, 10_000, {"a": 11}),
        (BY_EYE, 2, None, {"a": 11, "b": 11, "c": 11}),
        (BY_EYE, 2, 1331, {"a": 11, "b": 11, "c": 11}),
        (BY_EYE, 2, 1330, {}),
        (BY_EYE, 20, None, {}),
        (BY_EYE, 20, 1331, {}),
        ({"a": (0, 100_000, 20), "up": True}, 1, None, {"a": 1251, "up": 2}),
        ({"line": Steps(0, 8), **BY_EYE}, 30, None, {"line": 9}),
        ({"line": Steps(0, 8), "a": (0.0, 1.2, 0.1)}, 1, 63, {"line": 9, "a": 7}),
        ({"line": Steps(0, 8), "a": (0.0, 1.2, 0.1)}, 1, 62, {"line": 5, "a": 7}),
    ],
)
def test_controls_of_a_page_have_few_enough_stops_with_both_ends_and_the_start(given, moving, most, stops):
    controls = {name: control_for(name, abbreviation) for name, abbreviation in given.items()}
    made = fewer(list(controls.values()), moving, most)
    assert {control.name: len(control.positions()) for control in made} == stops
    for control in made:
        positions, before = control.positions(), controls[control.name].positions()
        assert control.start in positions
        assert (positions[0], positions[-1]) == (before[0], before[-1])


def test_a_lesson_prepared_twice_shows_everything_once():
    cell = new_code_cell("for n in range(3):\n    print(n)", outputs=[new_output("stream", text="0\n1\n2\n")])
    notebook = new_notebook(cells=[new_markdown_cell("# Count"), new_markdown_cell("## How far?"), cell])
    lesson = Lesson(Path("09_count.ipynb"), "Count", "1", "numbers", notebook)
    lesson.prepare({})
    lesson.prepare({})  # changes nothing more
    assert lesson.notebook.cells[2].metadata.shown["outputs"] == [{"kind": "print", "text": "0\n1\n2"}]
    assert lesson.sections == [("how-far", "How far?")]


# The folder.


def test_a_folder_with_anything_else_in_it_is_refused_and_stays_as_it_is(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotOurs, match=r"Name an empty folder: --output FOLDER"):
        build(tmp_path, lite=False)
    assert main(["--output", str(tmp_path)]) == 1
    assert "holds something that is no web site of the lessons" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(NotOurs):
        check(tmp_path / "site")


def test_a_new_build_takes_away_what_the_last_one_wrote_and_nothing_else(tmp_path):
    (tmp_path / "lite").mkdir()
    (tmp_path / "lite" / "index.html").write_text("lite", encoding="utf-8")
    check(tmp_path)
    write(tmp_path, {"index.html": b"one", "figures/old.js": b"old"})
    (tmp_path / "CNAME").write_text("example.org", encoding="utf-8")
    check(tmp_path)
    write(tmp_path, {"index.html": b"two"})
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"index.html", "CNAME", "built.json", str(Path("lite", "index.html"))}
    assert (tmp_path / "index.html").read_bytes() == b"two"


def test_what_could_not_be_made_is_told_at_once_to_all_who_wait_for_it(tmp_path):
    def fail(folder):
        raise ValueError("cell 3 failed")

    with pytest.raises(ValueError, match="cell 3 failed"):
        made_once(tmp_path / "pages", fail)
    began = time.monotonic()
    with pytest.raises(AssertionError, match="ValueError: cell 3 failed"):
        made_once(tmp_path / "pages", fail)
    assert time.monotonic() - began < 5


# What is said of the lessons, and how they are published.


def test_every_lesson_is_in_the_table_that_the_index_is_made_of():
    assert [row.file for row in rows()] == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert all(row.minutes.isdigit() and row.promise and "|" not in row.promise for row in rows()), "a promise is one column of the table"


def test_the_workflow_makes_the_site_and_may_do_no_more_than_publish_it():
    steps = {name: job["steps"] for name, job in WORKFLOW["jobs"].items()}
    runs = [step["run"] for job in steps.values() for step in job if "run" in step]
    assert runs == ["make site PYTHON=python"]
    assert re.search(r"^site: setup\b", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    uses = [step["uses"] for job in steps.values() for step in job if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", each) for each in uses)
    upload = next(step for step in steps["build"] if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["with"] == {"path": "build/site"}
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in WORKFLOW["jobs"]["build"]
    assert WORKFLOW["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
