"""The strip of a lesson and the map of the machine: what they say, that each lesson shows them, and that each exercise has its place."""

import json
import re
import sys
from pathlib import Path

import pytest

from helpers import progress
from helpers.lessons import all_exercises, here, lessons, series, solved_so_far
from helpers.lessons.machine import PARTS, Machine
from helpers.lessons.way import Lesson, Way
from helpers.questions import Question, Right

ROOT = Path(__file__).parents[3]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
ALL = [(exercises.lesson, name) for exercises in all_exercises() for name in exercises.by_name]
THREE = [Lesson("00", "Start here", ("first",)), Lesson("01", "Don't <stop>", ("a", "b"), ("why", "how")), Lesson("02", "Last", ())]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESSONS_PROGRESS", str(tmp_path / "progress"))


def seen(html: str) -> str:
    """Return the words of some HTML, without style and script."""
    shown = re.sub(r"<(style|script)>.*?</\1>", " ", html, flags=re.DOTALL).replace("<wbr>", "")
    return " ".join(re.sub(r"<[^>]*>", " ", shown).replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").split())


# The strip.


def test_the_strip_says_where_one_is_and_what_is_solved() -> None:
    way = Way(THREE, "01", {("01", "b"), ("00", "first")})
    assert way.text() == "Lesson 1: Don't <stop>.\n1 of 2 exercises solved here.\nBefore: 0 Start here.\nNext: 2 Last."
    words = seen(way.html())
    assert words == "‹ Start here ✓ 1 2 Last › Lesson 1: 1 of 2 exercises solved here."
    assert re.findall(r'rel="(\w+)" href="([^"]+)"', way.html()) == [("prev", "00_start_here.ipynb"), ("next", "02_last.ipynb")]
    assert way.html().count('aria-current="page"') == 1
    assert 'aria-label="1 Don&#x27;t &lt;stop&gt;: 1 of 2 exercises solved"' in way.html()


def test_at_the_end_it_says_what_is_missing() -> None:
    way = Way(THREE, "01", {("01", "b")}, {("01", "how")}, at_end=True)
    assert way.told() == ["1 of 2 exercises solved here.", "Still to do: `a`.", "1 of 2 questions not answered."]
    whole = Way(THREE, "01", {("01", "a"), ("01", "b")}, {("01", "why"), ("01", "how")}, at_end=True)
    assert whole.told() == ["2 of 2 exercises solved here.", "Nothing is missing."]


def test_the_first_has_none_before_and_the_last_none_after() -> None:
    assert "Before" not in Way(THREE, "00").text()
    assert "rel=prev" not in Way(THREE, "00").html()
    assert "Next" not in Way(THREE, "02").text()
    with pytest.raises(ValueError, match=r"no lesson '03'; there are 00, 01, 02"):
        Way(THREE, "03")


def test_where_nothing_can_be_solved_it_counts_what_there_is() -> None:
    assert Way(THREE, "01", at_end=True).told() == ["2 exercises and 2 questions here."]


def test_on_colab_the_links_lead_to_the_notebooks_that_it_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", object())
    links = re.findall(r'rel="next" href="([^"]+)" target="_blank"', here("03").html())
    assert len(links) == 1
    assert re.fullmatch(r"https://colab\.research\.google\.com/github/[^/]+/[^/]+/blob/[^/]+/notebooks/04_follow_the_slope.ipynb", links[0])


def test_the_strip_follows_what_this_reader_solves_and_answers() -> None:
    module = lessons()[3]
    assert here("03").told() == ["0 of 3 exercises solved here."]
    for name in module.exercise.by_name:
        progress.record("03", name)
    for question in module.ask.questions.values():
        asked = question.asked()
        if isinstance(question, Question):
            asked.tried = [next(place for place, choice in enumerate(question.choices) if isinstance(choice, Right))]
        else:
            asked.typed = [str(blank.answer) for blank in question.blanks()]
        asked.close()
    assert here("03", at_end=True).told() == ["3 of 3 exercises solved here.", "Nothing is missing."]


def test_every_lesson_is_in_the_series_under_the_title_of_its_notebook() -> None:
    files = {lesson.file: lesson.title for lesson in series()}
    assert list(files) == [path.name for path in NOTEBOOKS]
    for path in NOTEBOOKS:
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        assert re.search(r"^# (?:\d\d )?(.+)$", first, re.MULTILINE)[1] == files[path.name]  # type: ignore[index]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_lesson_begins_and_ends_with_its_strip_as_one_has_it_who_has_solved_nothing(path: Path) -> None:
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    number = path.name[:2]
    for cell, ending, way in ((cells[0], f'here("{number}")', here(number)), (cells[-1], "at_end=True)", here(number, at_end=True))):
        assert "".join(cell["source"]).endswith(ending)
        (output,) = cell["outputs"]
        assert "".join(output["data"]["text/plain"]) == way.text()
        assert seen("".join(output["data"]["text/html"])) == seen(way.html())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_that_set_up_or_only_ask_or_show_the_way_are_folded_and_no_others(path: Path) -> None:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        asks = cell["cell_type"] == "code" and source.startswith(("ask(", "here(")) and "\n" not in source
        folded = asks or source.startswith("# @title Set-up\n")
        assert (cell["metadata"] == {"cellView": "form", "jupyter": {"source_hidden": True}}) == folded, source
        assert folded or not ("cellView" in cell["metadata"] or "source_hidden" in cell["metadata"].get("jupyter", {})), source


# The machine.


def test_every_exercise_of_every_lesson_is_a_part_of_the_machine() -> None:
    """One that isn't is shown under "more": give it its place in PARTS."""
    placed = [name for part in PARTS for name in part.exercises]
    assert len(placed) == len(set(placed))
    assert sorted(placed) == sorted(name for _, name in ALL)
    assert [part.name for part, _ in solved_so_far().parts()] == [part.name for part in PARTS]


def test_the_map_says_the_same_as_text_and_as_html() -> None:
    machine = Machine({"00": ("weighted_sum",), "01": ("quadratic", "<new>")}, frozenset({("01", "quadratic"), ("09", "gone")}))
    assert machine.text() == (
        "1 of 3 exercises solved. Next: weighted_sum, in lesson 0.\n"
        "    data   given\n"
        "    model  1 of 2: weighted_sum, quadratic ✓\n"
        "    more   0 of 1: <new>\n"
        'To go on elsewhere, run this there: solved_so_far("IMB-BIMB")'
    )
    words = seen(machine.html())
    assert "1 of 3 exercises solved. Next: weighted_sum, in lesson 0." in words
    assert "model next numbers in, a prediction out ○ weighted_sum : not yet, lesson 0 ✓ quadratic : solved, lesson 1" in words
    assert "○ <new> : not yet" in words
    assert machine._repr_mimebundle_() == {"text/plain": repr(machine), "text/html": machine.html()}


def lit(machine: Machine) -> list[str]:
    return re.findall(r'<div class="part lit" style="grid-area: (\w+)">', machine.html())


def test_parts_light_up_as_they_are_solved_and_what_flows_between_two_that_work_is_alive() -> None:
    assert lit(solved_so_far()) == ["data"]
    for lesson, name in ALL:
        if name in PARTS[1].exercises:
            assert lit(solved_so_far()) == ["data"]
            progress.record(lesson, name)
    assert lit(solved_so_far()) == ["data", "model"]
    assert re.findall(r'"flow ([\w-]+) alive"', solved_so_far().html()) == ["data-model"]
    assert solved_so_far().summary() == f"{len(PARTS[1].exercises)} of {len(ALL)} exercises solved"
    for lesson, name in ALL:
        progress.record(lesson, name)
    assert lit(solved_so_far()) == [part.name for part in PARTS]
    assert solved_so_far().html().count(" alive") == 7
    assert "The machine you have built" in solved_so_far().html()
    assert "It learns." in solved_so_far().text()
