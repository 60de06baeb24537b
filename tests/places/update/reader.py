"""A reader with a clone of some lessons, and those who write these: real git, and updates in processes of their own."""

from __future__ import annotations

import functools
import itertools
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from places.update.__main__ import main
from places.update.copies import COPIES

with_git = [
    pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here"),
    pytest.mark.skipif(sys.platform == "win32", reason="what kills a process there is another thing"),
]

ROOT = Path(__file__).parents[3]
GIT = shutil.which("git") or "git"
NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/nonexistent"}
LESSON, OTHER, ADDED, UNTOUCHED = (f"notebooks/{name}.ipynb" for name in ("03_measure", "04_follow", "05_send", "06_choose"))
HELPER = "helpers/loss.py"
CODE = "".join(f"def f{number}():\n    return {number}\n\n\n" for number in range(8))
ANSWER = "@exercise\ndef loss(p, t):\n    return abs(p - t).mean()"

Change = Callable[[list[dict[str, Any]]], object]


# Notebooks.


def cell(key: str, source: str, kind: str = "code", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": key, "metadata": {}, "source": source.splitlines(keepends=True)}
    return {**made, **({"execution_count": None, "outputs": []} if kind == "code" else {}), **more}


def lesson(name: str = "") -> list[dict[str, Any]]:
    return [
        cell("title", f"# Measure {name}\n\nOne number.", "markdown"),
        cell("first", 'source = "v1.0"'),
        cell("stub", "@exercise\ndef loss(p, t):\n    ..."),
        cell("remark", "Notice the **loss**.", "markdown"),
        cell("slider", "explore()"),
        cell("recap", "Recap", "markdown"),
    ]


def written(cells: list[dict[str, Any]]) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1, ensure_ascii=False) + "\n"


def sources(path: Path) -> list[str]:
    """Return what the cells of a notebook say, once it has proved to be one that opens."""
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    nbformat.validate(notebook)
    return [each.source for each in notebook.cells]


def run(cells: list[dict[str, Any]]) -> None:
    for number, each in enumerate(cells, 40):
        if each["cell_type"] == "code":
            each["execution_count"] = number
            each["outputs"] = [{"name": "stdout", "output_type": "stream", "text": [f"{number}\n"]}]


def say(key: str, source: str) -> Change:
    def change(cells: list[dict[str, Any]]) -> None:
        next(each for each in cells if each["id"] == key)["source"] = source.splitlines(keepends=True)

    return change


def add(key: str, source: str, at: int) -> Change:
    return lambda cells: cells.insert(at, cell(key, source))


def drop(key: str) -> Change:
    return lambda cells: cells.remove(next(each for each in cells if each["id"] == key))


# The lessons, a reader's clone of them, and the updates that reach it.


def git(*arguments: object, cwd: Path) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    command = [GIT, *identity, *map(str, arguments)]
    environment = {**os.environ, **NOBODY}
    return subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def updated(folder: str, said: str, environment: dict[str, str]) -> None:
    """Run an update, as a process that leads its own group, and let what it says go into a file."""
    os.setsid()
    handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.environ.update({**NOBODY, **environment})
    die_at_write(int(environment.get("DIE_AT_WRITE", 0)))
    os._exit(call_main(Path(folder)))


def die_at_write(number: int) -> None:
    """Let this process be killed before it gives a file its name, or waits for the disk, for the nth time. It never is for 0."""
    calls = itertools.count(1)

    def dying(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if next(calls) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)

        return call

    for name in ("sync", "replace", "rename"):
        setattr(os, name, dying(getattr(os, name)))


def call_main(folder: Path) -> int:
    sys.stdout, sys.stderr = (open(handle, "w", closefd=False) for handle in (1, 2))  # noqa: SIM115
    try:
        return main(folder)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


PROCESSES = multiprocessing.get_context("forkserver" if sys.platform != "win32" else None)
PROCESSES.set_forkserver_preload(["tests.places.update.reader"])


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@functools.cache
def first_lessons() -> tempfile.TemporaryDirectory[str]:
    """Return a folder with the lessons as they were first published: to copy it is quicker than to make one for each reader."""
    made = tempfile.TemporaryDirectory(prefix="lessons-")
    up = Path(made.name)
    for path in (LESSON, OTHER):
        put(up / path, written(lesson(path)))
    put(up / HELPER, CODE)
    put(up / "requirements.lock", "numpy==2.0\n")
    for name in (".gitignore", ".gitattributes", "pyproject.toml"):
        shutil.copy(ROOT / name, up)
    git("init", "--quiet", cwd=up)
    git("symbolic-ref", "HEAD", "refs/heads/main", cwd=up)  # git before 2.28 knows no init.defaultBranch
    git("add", "--all", cwd=up)
    git("commit", "--quiet", "-m", "the first", cwd=up)
    git("tag", "v1.0", cwd=up)
    return made


class Reader:
    """Somebody who has cloned the lessons, and those who write them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.up, self.here = folder / "lessons", folder / "a clone"
        self.said = folder / "said"
        shutil.copytree(first_lessons().name, self.up)

    def put(self, path: Path, text: str) -> None:
        put(path, text)

    def publish(self, subject: str = "newer") -> None:
        git("add", "--all", cwd=self.up)
        git("commit", "--quiet", "-m", subject, cwd=self.up)

    def clone(self, *options: str) -> None:
        git("clone", "--quiet", *options, self.up.as_uri(), self.here, cwd=self.folder)

    def update(self, **environment: str) -> int:
        """Update, and return the exit status: negative where the process was killed."""
        process = PROCESSES.Process(target=updated, args=(str(self.here), str(self.said), environment))
        process.start()
        process.join(60)
        assert process.exitcode is not None
        return process.exitcode

    def succeeds(self, **environment: str) -> str:
        status = self.update(**environment)
        assert status == 0, self.words()
        self.is_sane()
        return self.words()

    def fails(self, **environment: str) -> str:
        assert self.update(**environment) == 1, self.words()
        assert "Traceback" not in self.words()
        return self.words()

    def words(self) -> str:
        said = self.said.read_text(encoding="utf-8")
        assert "Traceback" not in said, said
        return said

    def is_sane(self) -> None:
        """Check that git is at rest, that every notebook opens, and that no trace of an update is left."""
        status = git("status", "--porcelain", cwd=self.here).splitlines()
        assert not [line for line in status if line[:2] in ("UU", "AA", "DU", "UD", "AU", "UA", "DD")], status
        inside = self.here / ".git"
        assert not [name for name in ("MERGE_HEAD", "lessons-report") if (inside / name).exists()]
        assert not list(inside.rglob("*.lock"))
        assert git("replace", "--list", cwd=self.here) == ""
        assert git("symbolic-ref", "HEAD", cwd=self.here)
        assert not list(self.here.rglob(".unfinished-*"))
        for path in filter(Path.is_file, self.here.rglob("*.ipynb")):
            sources(path)

    def change(self, where: Path, path: str, *changes: Change) -> None:
        cells = json.loads((where / path).read_text(encoding="utf-8"))["cells"]
        for each in changes:
            each(cells)
        self.put(where / path, written(cells))

    def write(self, *changes: Change, path: str = LESSON) -> None:
        self.change(self.here, path, *changes)

    def improve(self, *changes: Change, path: str = LESSON) -> None:
        self.change(self.up, path, *changes)
        self.publish()

    def texts(self) -> list[str]:
        """Return everything that a file of the clone says, and every cell of a notebook, copies included."""
        found = []
        for path in self.here.rglob("*"):
            if ".git" in path.relative_to(self.here).parts or not path.is_file():
                continue
            found.append(path.read_text(encoding="utf-8", errors="replace"))
            if path.suffix == ".ipynb":
                try:
                    found += ["".join(each["source"]) for each in json.loads(found[-1])["cells"]]
                except ValueError:
                    continue
        return found

    def copies(self) -> list[Path]:
        return sorted((self.here / COPIES).glob("[0-9]*"))
