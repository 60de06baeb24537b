"""Which notebooks the server hands out as trusted: the lessons as they came, wherever they lie, and no others."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.links import START
from authoring.notebooks import NOTEBOOKS
from places.lab import unchanged_notebooks
from places.lab.unchanged_notebooks import UnchangedNotebooks

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

AUTHOR = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one committed lesson."""
    folder = tmp_path / "project"
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy(NOTEBOOKS / START, folder / "notebooks" / START)
    for command in (["init", "--quiet"], ["add", "."], [*AUTHOR, "commit", "--quiet", "-m", "a lesson"]):
        subprocess.run(["git", *command], cwd=folder, check=True, timeout=60)
    monkeypatch.setattr(unchanged_notebooks, "PROJECT", folder)
    return folder


@pytest.fixture
def trusted(tmp_path: Path) -> Callable[[Path], bool]:
    def ask(notebook: Path) -> bool:
        manager = UnchangedNotebooks(root_dir=str(notebook.parent))
        manager.notary.data_dir = str(tmp_path)  # what this machine's user trusts doesn't count
        cells = asyncio.run(manager.get(notebook.name, type="notebook"))["content"]["cells"]
        return all(cell["metadata"]["trusted"] for cell in cells if cell["cell_type"] == "code")

    return ask


def test_a_lesson_as_it_came_is_trusted_and_so_is_a_copy(project: Path, trusted: Callable[[Path], bool]) -> None:
    assert trusted(project / "notebooks" / START)
    assert trusted(Path(shutil.copy(project / "notebooks" / START, project.parent / "copy.ipynb")))


def test_a_lesson_that_somebody_has_changed_is_not(project: Path, trusted: Callable[[Path], bool]) -> None:
    lesson = project / "notebooks" / START
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("<nav", "<script>alert(1)</script><nav"), encoding="utf-8")
    assert not trusted(lesson)


def test_nothing_is_where_git_knows_of_no_lesson(project: Path, trusted: Callable[[Path], bool]) -> None:
    shutil.rmtree(project / ".git")
    assert not trusted(project / "notebooks" / START)
