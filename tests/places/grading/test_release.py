"""What `make release` writes: what students get, what an instructor gets, and that it runs where it stands."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import nbformat
import pytest

from authoring.notebooks import NOTEBOOKS, execute, read
from helpers.lessons import all_exercises
from tests.places.grading.course import ROOT, Course

LESSONS = [exercises.lesson for exercises in all_exercises()]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "pyc" not in path.name
    }


def original(lesson: str) -> Path:
    [path] = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    return path


@pytest.mark.parametrize("lesson", LESSONS)
def test_students_get_the_lesson_with_its_stubs_and_one_marking_cell_for_each_exercise(course: Course, lesson: str) -> None:
    given = read(course.handed_out(lesson))
    marking = [cell for cell in given.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    exercises = next(each.by_name for each in all_exercises() if each.lesson == lesson)
    assert [(cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.points) for cell in marking] == [(name, 1) for name in exercises]
    plain = [re.sub(r"\]\(\.\./(?:lesson_\d\d/)?", "](", cell.source) for cell in given.cells if cell not in marking]
    assert plain == [cell.source for cell in read(original(lesson)).cells]
    assert not [cell for cell in given.cells if cell.get("outputs") or cell.get("execution_count")]
    assert not [cell.source for cell in given.cells if "HIDDEN" in cell.source or "SOLUTION" in cell.source]


def test_every_link_leads_to_what_was_handed_out(course: Course) -> None:
    handout = course.folder / "handout"
    texts = {path: [cell.source for cell in read(path).cells if cell.cell_type == "markdown"] for path in handout.glob("lesson_*/*.ipynb")}
    texts |= {path: [path.read_text(encoding="utf-8")] for path in handout.glob("*.md")}
    targets = [(path, target) for path, sources in texts.items() for source in sources for target in LINK.findall(source)]
    local = [(path, target) for path, target in targets if "://" not in target]
    assert len(local) > 40
    assert [target for path, target in local if not (path.parent / target.split("#")[0]).exists()] == []


@pytest.mark.parametrize("home", ["handout", "source"])
@pytest.mark.parametrize("lesson", ["00", "03"])
def test_lessons_run_where_they_stand_without_a_network(course: Course, home: str, lesson: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)  # there is no git to fetch anything
    monkeypatch.delenv("PYTHONPATH", raising=False)
    [path] = (course.folder / home / f"lesson_{lesson}").glob("*.ipynb")
    shown = json.dumps([cell.get("outputs") for cell in executed(path).cells])
    state = {"handout": "not started", "source": "correct"}[home]
    for name in next(each.by_name for each in all_exercises() if each.lesson == lesson):
        assert f"{name}: {state}" in shown


def executed(path: Path) -> nbformat.NotebookNode:
    notebook = read(path)
    notebook.cells = [cell for cell in notebook.cells if "HIDDEN" not in cell.source]  # which says that it is not to be run like this
    return execute(path, notebook)


def test_written_again_it_is_the_same_to_the_last_byte_and_what_is_the_instructors_stays(course: Course, tmp_path: Path) -> None:
    other = Course(tmp_path / "another place")
    other.release()
    first = files(other.folder)
    assert {path.split("/")[0] for path in first} == {"INSTRUCTOR.md", "nbgrader_config.py", "handout", "source", "helpers", "marking"}
    kept = {"gradebook.db": b"marks", "submitted/student-01/lesson_01/timestamp.txt": b"", "handout.zip": b"an archive"}
    for name, content in kept.items():
        (other.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (other.folder / name).write_bytes(content)
    (other.folder / "source" / "left from before.ipynb").touch()
    other.release()
    assert files(other.folder) == {**first, **kept}
    assert not list(tmp_path.glob(".release-*"))
    assert not [name for name, content in first.items() if str(ROOT).encode() in content or str(tmp_path).encode() in content]
    begun = {name: content for name, content in files(course.folder).items() if name.split("/")[0] == "handout"}
    assert begun == {name: content for name, content in first.items() if name in begun}


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    assert "choose another" in Course(tmp_path).run("python", "-m", "places.grading.release", tmp_path, ends_well=False)
    assert files(tmp_path) == {"thesis.txt": b"mine"}


def test_the_instructions_name_every_assignment_and_nothing_is_left_to_fill_in(course: Course) -> None:
    text = (course.folder / "INSTRUCTOR.md").read_text(encoding="utf-8")
    for exercises in all_exercises():
        assert re.search(rf"\| `lesson_{exercises.lesson}` \| `{exercises.lesson}_\w+\.ipynb` \| .* \| {len(exercises.by_name)} \|", text)
        assert all(f"`{name}`" in text for name in exercises.by_name)
    assert f"{sum(len(exercises.by_name) for exercises in all_exercises())} in all" in text
    assert re.findall(r"\$\w+", text) == ["$PATH"]
