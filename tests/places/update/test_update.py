"""That `make update` brings newer lessons and loses nothing of a reader's: with real git, real clones, and processes that are killed."""

from __future__ import annotations

import copy
import itertools
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from places.update import keep
from places.update import update as update_module
from places.update.clone import Clone, Trouble
from places.update.join import has_only_run, join
from places.update.keep import COPIES

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here"),
    pytest.mark.skipif(sys.platform == "win32", reason="what kills a process there is another thing"),
]

ROOT = Path(__file__).parents[3]
GIT = shutil.which("git") or "git"
NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/nonexistent"}
LESSON, OTHER, ADDED, UNTOUCHED = (f"notebooks/{name}.ipynb" for name in ("03_measure", "04_follow", "05_send", "06_choose"))
HELPER = "helpers/loss.py"
CODE = "".join(f"def f{number}():\n    return {number}\n\n\n" for number in range(8))

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
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]
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

    for name in ("fsync", "replace", "rename"):
        setattr(os, name, dying(getattr(os, name)))


def call_main(folder: Path) -> int:
    sys.stdout, sys.stderr = (open(handle, "w", closefd=False) for handle in (1, 2))  # noqa: SIM115
    try:
        return update_module.main(folder)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


PROCESSES = multiprocessing.get_context("forkserver" if sys.platform != "win32" else None)
PROCESSES.set_forkserver_preload(["tests.places.update.test_update"])


class Reader:
    """Somebody who has cloned the lessons, and those who write them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.up, self.here = folder / "lessons", folder / "a clone"
        self.said = folder / "said"
        for path in (LESSON, OTHER):
            self.put(self.up / path, written(lesson(path)))
        self.put(self.up / HELPER, CODE)
        self.put(self.up / "requirements.lock", "numpy==2.0\n")
        for name in (".gitignore", ".gitattributes", "pyproject.toml"):
            shutil.copy(ROOT / name, self.up)
        git("init", "--quiet", cwd=self.up)
        self.publish("the first")
        git("tag", "v1.0", cwd=self.up)

    def put(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

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
        assert not [name for name in ("MERGE_HEAD", "lessons-update.json") if (inside / name).exists()]
        assert not list(inside.rglob("*.lock"))
        assert git("replace", "--list", cwd=self.here) == ""
        assert git("symbolic-ref", "HEAD", cwd=self.here)
        assert not list(self.here.rglob(".unfinished-*"))
        for path in self.here.rglob("*.ipynb"):
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


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    made = Reader(tmp_path)
    made.clone()
    return made


ANSWER = "@exercise\ndef loss(p, t):\n    return abs(p - t).mean()"


# What both changed.


def test_nothing_newer_changes_nothing(reader):
    reader.write(say("stub", ANSWER))
    before = git("status", "--porcelain", cwd=reader.here), git("rev-parse", "HEAD", cwd=reader.here)
    assert "There is nothing newer" in reader.succeeds()
    assert (git("status", "--porcelain", cwd=reader.here), git("rev-parse", "HEAD", cwd=reader.here)) == before
    assert not reader.copies()


def test_what_is_newer_comes_around_what_the_reader_wrote(reader):
    reader.write(run, say("stub", ANSWER), add("mine", "my = 1", 4))
    before = (reader.here / LESSON).read_bytes()
    reader.improve(say("first", 'source = "v1.1"'), add("more", "more()", 4))
    said = reader.succeeds()
    assert "Newer lessons: 03_measure.ipynb." in said
    assert f"{LESSON}: the new version, with what you wrote in it." in said
    assert sources(reader.here / LESSON)[1:6] == ['source = "v1.1"', ANSWER, "Notice the **loss**.", "my = 1", "more()"]
    cells = {each["id"]: each for each in json.loads((reader.here / LESSON).read_text())["cells"]}
    assert cells["stub"]["outputs"][0]["text"] == ["42\n"]
    assert cells["first"]["outputs"] == []
    [kept] = reader.copies()
    assert (kept / LESSON).read_bytes() == before
    assert f"{COPIES}/{kept.name}/" in said
    assert git("status", "--porcelain", cwd=reader.here) == ""


def test_where_both_changed_one_cell_theirs_stays_byte_for_byte_and_the_new_one_is_beside_it(reader):
    reader.write(run, say("stub", ANSWER))
    before = (reader.here / LESSON).read_bytes()
    reader.improve(say("stub", "@exercise\ndef loss(predictions, targets):\n    ..."))
    said = reader.succeeds()
    beside = reader.here / "notebooks/03_measure (new).ipynb"
    assert (reader.here / LESSON).read_bytes() == before
    assert beside.read_bytes() == (reader.up / LESSON).read_bytes()
    assert "Yours stays as it is; the new one is beside it: 03_measure (new).ipynb" in said
    reader.improve(say("stub", "@exercise\ndef third(): ..."))
    reader.succeeds()
    assert (reader.here / LESSON).read_bytes() == before
    assert beside.read_bytes() == (reader.up / LESSON).read_bytes(), "nobody has worked in it"
    reader.write(say("slider", "mine()"), path="notebooks/03_measure (new).ipynb")
    reader.improve(say("stub", "@exercise\ndef fourth(): ..."))
    assert "03_measure (new 2).ipynb" in reader.succeeds()
    assert "mine()" in sources(beside)


def test_a_lesson_that_was_only_run_becomes_the_new_one(reader):
    reader.write(run)
    reader.write(run, path=OTHER)
    reader.improve(say("stub", "new stub"), say("first", "x"))
    assert "wrote" not in reader.succeeds()
    assert sources(reader.here / LESSON) == sources(reader.up / LESSON)
    assert "44\\n" in (reader.here / OTHER).read_text(), "nothing newer here: its outputs stay"


def test_a_file_that_is_no_notebook_any_more_is_kept_as_it_is(reader):
    (reader.here / LESSON).write_text("{ half a note")
    reader.improve(say("first", "x"))
    assert reader.update() == 0, reader.words()
    assert (reader.here / LESSON).read_text() == "{ half a note"
    assert (reader.here / "notebooks/03_measure (new).ipynb").read_bytes() == (reader.up / LESSON).read_bytes()


def test_the_reader_s_changes_to_helpers_are_joined_or_else_kept_as_a_copy(reader):
    reader.put(reader.here / HELPER, CODE.replace("return 1", "return 'mine'"))
    reader.put(reader.up / HELPER, CODE.replace("return 6", "return 'new'"))
    reader.publish()
    assert f"{HELPER}: the new version, with your changes in it." in reader.succeeds()
    joined = (reader.here / HELPER).read_text()
    assert "'mine'" in joined
    assert "'new'" in joined
    reader.put(reader.up / HELPER, CODE.replace("return 1", "return 'newer'"))
    reader.publish()
    assert f"{HELPER}: you and the lessons changed the same lines." in reader.succeeds()
    assert (reader.here / HELPER).read_bytes() == (reader.up / HELPER).read_bytes()
    assert (reader.copies()[-1] / HELPER).read_text() == joined


def test_a_new_lesson_takes_its_name_and_the_reader_s_file_gets_another(reader):
    mine = written([cell("a", "all my own")])
    reader.put(reader.here / ADDED, mine)
    reader.put(reader.up / ADDED, written(lesson("five")))
    reader.publish()
    said = reader.succeeds()
    assert "New lessons: 05_send.ipynb." in said
    [renamed] = (reader.here / "notebooks").glob("05_send__*.ipynb")
    assert renamed.read_text() == mine
    assert f"A file of yours had the name of a new one, 05_send.ipynb. It is now called {renamed.name}." in said
    assert (reader.here / ADDED).read_bytes() == (reader.up / ADDED).read_bytes()


def test_a_new_lesson_is_put_beside_a_file_of_its_name_that_the_reader_committed(reader):
    reader.put(reader.here / ADDED, written([cell("a", "all my own")]))
    git("add", ".", cwd=reader.here)
    git("commit", "-m", "mine", cwd=reader.here)
    reader.put(reader.up / ADDED, written(lesson("five")))
    reader.publish()
    reader.succeeds()
    assert sources(reader.here / ADDED) == ["all my own"]
    assert (reader.here / "notebooks/05_send (new).ipynb").read_bytes() == (reader.up / ADDED).read_bytes()


def test_files_of_their_own_are_left_alone(reader):
    reader.put(reader.here / "notebooks/notes.ipynb", written([cell("a", "mine")]))
    reader.put(reader.here / "notebooks/data.csv", "1,2\n")
    reader.put(reader.here / ".venv/left", "alone")
    reader.improve(say("first", "x"))
    reader.succeeds()
    assert sources(reader.here / "notebooks/notes.ipynb") == ["mine"]
    assert git("status", "--porcelain", cwd=reader.here).splitlines() == ["?? notebooks/data.csv", "?? notebooks/notes.ipynb"]
    assert (reader.here / ".venv/left").exists()


def test_a_deleted_lesson_comes_back(reader):
    (reader.here / LESSON).unlink()
    said = reader.succeeds()
    assert f"{LESSON}, which you had deleted, is back." in said
    reader.improve(say("first", "x"))
    (reader.here / LESSON).unlink()
    reader.succeeds()
    assert (reader.here / LESSON).read_bytes() == (reader.up / LESSON).read_bytes()


@pytest.mark.parametrize("wrote", [True, False])
def test_a_renamed_lesson_comes_under_its_new_name_and_leaves_what_the_reader_wrote(reader, wrote):
    reader.write(run, *([say("stub", ANSWER)] if wrote else []))
    git("mv", LESSON, ADDED, cwd=reader.up)
    reader.improve(say("first", "x"), path=ADDED)
    said = reader.succeeds()
    assert "New lessons: 05_send.ipynb." in said
    assert "No longer part of the lessons: 03_measure.ipynb." in said
    assert (reader.here / ADDED).read_bytes() == (reader.up / ADDED).read_bytes()
    assert (reader.here / LESSON).exists() == wrote
    if wrote:
        assert "You changed it, so it is still there." in said
        assert ANSWER in sources(reader.here / LESSON)


def test_a_lesson_deleted_by_both_is_gone(reader):
    (reader.here / LESSON).unlink()
    (reader.up / LESSON).unlink()
    reader.publish()
    reader.succeeds()
    assert not (reader.here / LESSON).exists()


# What state a clone may be in.


def test_commits_of_the_reader_s_own_stay(reader):
    reader.write(say("stub", ANSWER))
    git("commit", "-am", "my answer", cwd=reader.here)
    reader.write(add("mine", "later", 2))
    git("add", ".", cwd=reader.here)
    reader.improve(say("first", "x"))
    reader.succeeds()
    assert {"x", ANSWER, "later"} <= set(sources(reader.here / LESSON))
    assert "my answer" in git("log", "--format=%s", cwd=reader.here).splitlines()


@pytest.mark.parametrize("options", [["--branch=v1.0"], ["--branch=v1.0", "--depth=1"], ["--depth=1"], ["--single-branch"]])
def test_a_clone_of_a_tag_or_without_history_follows_the_lessons(tmp_path, options):
    reader = Reader(tmp_path)
    reader.improve(say("recap", "between"))
    reader.clone(*options)
    reader.write(say("stub", ANSWER))
    reader.improve(say("first", "x"))
    git("tag", "--delete", "v1.0", cwd=reader.up)
    said = reader.succeeds()
    assert ("a git branch of its own, lessons" in said) == ("--branch=v1.0" in options)
    assert {"x", ANSWER, "between"} <= set(sources(reader.here / LESSON))
    reader.improve(say("first", "y"))
    assert "branch" not in reader.succeeds()
    assert {"y", ANSWER} <= set(sources(reader.here / LESSON))


def test_a_branch_of_the_reader_s_gets_the_lessons_and_others_stay(reader):
    main = git("rev-parse", "main", cwd=reader.here)
    git("checkout", "-b", "mine", cwd=reader.here)
    reader.write(say("stub", ANSWER))
    reader.improve(say("first", "x"))
    reader.succeeds()
    assert git("symbolic-ref", "--short", "HEAD", cwd=reader.here) == "mine"
    assert {"x", ANSWER} <= set(sources(reader.here / LESSON))
    assert git("rev-parse", "main", cwd=reader.here) == main


def test_a_branch_that_follows_another_one_keeps_to_it(reader):
    git("checkout", "-b", "next", cwd=reader.up)
    reader.improve(say("first", "of next"))
    git("checkout", "main", cwd=reader.up)
    git("fetch", cwd=reader.here)
    git("checkout", "next", cwd=reader.here)
    reader.improve(say("first", "of main"))
    assert "nothing newer" in reader.succeeds()
    git("branch", "-D", "next", cwd=reader.up)
    reader.succeeds()
    assert "of main" in (reader.here / LESSON).read_text()


GERMAN = """\
#!/bin/sh
if [ "$LC_ALL" = C ]; then exec "{git}" "$@"; fi
"{git}" "$@" >"$0.said"
status=$?
sed "s/^CONFLICT (modify.delete)/KONFLIKT (ändern-löschen)/" "$0.said"
exit $status
"""  # what git says where its translation is installed


def test_settings_of_the_reader_s_neither_stop_it_nor_change_what_it_does(reader):
    for key, value in {
        "commit.gpgSign": "true", "gpg.program": "false", "merge.ff": "only", "color.ui": "always", "user.useConfigOnly": "true",
        "core.hooksPath": str(reader.folder / "hooks"), "diff.renames": "copies", "pull.rebase": "true", "fetch.prune": "true",
    }.items():  # fmt: skip
        git("config", key, value, cwd=reader.here)
    reader.put(reader.folder / "hooks/pre-commit", "#!/bin/sh\nexit 1\n")
    (reader.folder / "hooks/pre-commit").chmod(0o755)
    reader.write(say("stub", ANSWER))
    reader.write(say("stub", ANSWER), path=OTHER)
    (reader.up / OTHER).unlink()
    reader.improve(say("first", "x"))
    reader.put(reader.folder / "bin/git", GERMAN.format(git=GIT))
    (reader.folder / "bin/git").chmod(0o755)
    path = f"{reader.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    reader.succeeds(PATH=path, LC_ALL="de_DE.UTF-8", LANGUAGE="de", GIT_DIR="/nowhere")
    assert {"x", ANSWER} <= set(sources(reader.here / LESSON))
    assert ANSWER in sources(reader.here / OTHER)
    assert git("config", "merge.ff", cwd=reader.here) == "only"


@pytest.mark.parametrize("related", [True, False])
def test_a_history_that_was_written_anew_does_not_make_the_reader_s_of_what_is_only_old(tmp_path, related):
    reader = Reader(tmp_path)
    reader.improve(say("recap", "said in haste"))
    reader.clone()
    reader.write(say("stub", ANSWER), path=OTHER)
    git("reset", "--quiet", "--hard", "v1.0", cwd=reader.up)
    if not related:
        git("checkout", "--quiet", "--orphan", "anew", cwd=reader.up)
        git("branch", "--quiet", "-D", "main", cwd=reader.up)
        git("branch", "--quiet", "-m", "main", cwd=reader.up)
    reader.change(reader.up, OTHER, say("first", "x"))
    (reader.up / HELPER).unlink()
    reader.improve(say("recap", "said with care"))
    reader.succeeds()
    assert (reader.here / LESSON).read_bytes() == (reader.up / LESSON).read_bytes()
    assert {"x", ANSWER} <= set(sources(reader.here / OTHER))
    assert not (reader.here / HELPER).exists()
    reader.improve(say("recap", "once more"))
    reader.succeeds()
    assert "once more" in sources(reader.here / LESSON)


def test_lessons_that_share_nothing_with_the_clone_are_told(reader):
    other = Reader(reader.folder / "others")
    git("remote", "set-url", "origin", other.up.as_uri(), cwd=reader.here)
    git("update-ref", "-d", "refs/remotes/origin/main", cwd=reader.here)
    git("commit", "--quiet", "--amend", "-m", "of another root", cwd=reader.here)
    assert "have nothing in common" in reader.fails()
    reader.is_sane()


def test_a_merge_that_the_reader_began_is_left_to_them(reader):
    git("checkout", "-b", "mine", cwd=reader.here)
    reader.put(reader.here / HELPER, "mine\n")
    git("commit", "-am", "mine", cwd=reader.here)
    git("checkout", "main", cwd=reader.here)
    reader.put(reader.here / HELPER, "yours\n")
    git("commit", "-am", "yours", cwd=reader.here)
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "mine", cwd=reader.here)
    before = (reader.here / HELPER).read_text()
    reader.improve(say("first", "x"))
    assert "You have begun a merge with git in this folder" in reader.fails()
    assert (reader.here / HELPER).read_text() == before
    assert (reader.here / ".git/MERGE_HEAD").exists()


def test_a_lock_of_another_git_is_waited_for_and_an_old_one_is_not(reader):
    reader.write(say("stub", ANSWER))
    reader.improve(say("first", "x"))
    lock = reader.here / ".git/index.lock"
    lock.touch()
    assert "Another git is at work" in reader.fails()
    assert "source" in (reader.here / LESSON).read_text()
    assert not reader.copies()
    os.utime(lock, (time.time() - 700,) * 2)
    reader.succeeds()
    assert {"x", ANSWER} <= set(sources(reader.here / LESSON))


def test_a_folder_that_is_no_clone_is_told_what_to_do(reader):
    shutil.rmtree(reader.here / ".git")
    before = {path: path.read_bytes() for path in reader.here.rglob("*") if path.is_file()}
    said = reader.fails()
    assert "git clone https://github.com/" in said
    assert "ZIP" in said
    git("init", "--quiet", cwd=reader.folder)  # a clone that is further up is not meant
    assert reader.fails() == said
    assert before == {path: path.read_bytes() for path in reader.here.rglob("*") if path.is_file()}
    (reader.here / ".git").write_text("gitdir: elsewhere\n")
    assert "worktree or submodule" in reader.fails()


def test_no_git_no_network_and_no_address_are_told(reader):
    reader.write(say("stub", ANSWER))
    before = (reader.here / LESSON).read_bytes()
    assert "there is none on this machine" in reader.fails(PATH=str(reader.folder))
    git("remote", "set-url", "origin", "http://127.0.0.1:9/lessons", cwd=reader.here)  # where nobody answers
    assert "Could not reach http://127.0.0.1:9/lessons. Is there a network?" in reader.fails()
    git("remote", "set-url", "origin", (reader.folder / "gone").as_uri(), cwd=reader.here)
    assert "Could not reach" in reader.fails()
    git("remote", "remove", "origin", cwd=reader.here)
    assert "git remote add origin https://github.com/" in reader.fails()
    assert (reader.here / LESSON).read_bytes() == before
    reader.is_sane()


def test_a_file_in_the_place_of_a_new_folder_stops_it_and_nothing_is_lost(reader):
    reader.put(reader.here / "extra", "my own\n")
    reader.write(say("stub", ANSWER))
    reader.put(reader.up / "extra/file", "new")
    reader.publish()
    assert "could not be joined with yours. Nothing of yours is lost." in reader.fails()
    reader.is_sane()
    assert (reader.here / "extra").read_text() == "my own\n"
    assert ANSWER in sources(reader.here / LESSON)
    (reader.here / "extra").rename(reader.here / "mine")
    reader.succeeds()
    assert (reader.here / "extra/file").read_text() == "new"


def test_what_is_solved_stays_solved(reader):
    solved = reader.folder / "progress"
    reader.put(solved / "03.loss.solved", "kept")
    reader.improve(say("first", "x"))
    reader.succeeds(LESSONS_PROGRESS=str(solved))
    assert [path.read_text() for path in solved.iterdir()] == ["kept"]


# Interruptions.

KILLER = """\
#!/bin/sh
echo "$*" >> "{calls}"
if [ "$(wc -l < "{calls}")" -eq "$KILL_AT" ]; then
    [ "$KILL_WHEN" = after ] && "{git}" "$@" >/dev/null 2>&1
    kill -$KILL_WITH {whom}
    exit 1
fi
exec "{git}" "$@"
"""


class Killed(Reader):
    """A reader whose updates meet everything at once, and are killed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.calls = folder / "calls"
        self.put(folder / "bin/git", KILLER.format(calls=self.calls, git=GIT, whom="$PPID"))
        (folder / "bin/git").chmod(0o755)
        self.put(self.up / UNTOUCHED, written(lesson("six")))
        self.publish()
        git("tag", "v1.1", cwd=self.up)
        self.clone("--branch=v1.1")
        self.mine = [ANSWER, "my = 1", "return 'mine'", "all my own", "his stub, my words"]
        self.write(run, say("stub", ANSWER), add("mine", "my = 1", 3))
        self.write(say("stub", "his stub, my words"), path=OTHER)
        self.put(self.here / HELPER, CODE.replace("return 1", "return 'mine'"))
        self.put(self.here / ADDED, written([cell("a", "all my own")]))
        self.put(self.up / ADDED, written(lesson("five")))
        self.put(self.up / HELPER, CODE.replace("return 1", "return 'new'"))
        self.put(self.up / "requirements.lock", "numpy==2.1\n")
        self.change(self.up, LESSON, say("first", "x"))
        self.change(self.up, UNTOUCHED, say("first", "y"))
        self.improve(say("stub", "new stub"), path=OTHER)

    def update_and_die(self, at: int, how: str = "KILL", when: str = "before") -> int:
        self.calls.unlink(missing_ok=True)
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return self.update(PATH=path, KILL_AT=str(at), KILL_WITH=how, KILL_WHEN=when)

    def state(self) -> tuple[object, ...]:
        """Return what an update finds here, without the times in it."""
        skipped = {".git", COPIES}
        files = sorted(path for path in self.here.rglob("*") if path.is_file() and not skipped & set(path.relative_to(self.here).parts))
        left = self.here / ".git" / "lessons-update.json"
        progress = {**json.loads(left.read_text()), "began": 0, "sentences": 0} if left.exists() else {}
        others = sorted(path.name for path in (self.here / ".git").rglob("*") if path.name.endswith((".lock", "_HEAD")))
        refs = git("for-each-ref", "--format=%(refname) %(tree) %(objectname)", cwd=self.here) if not others else ""
        kept = [sorted(each.name for each in path.rglob("*")) for path in self.copies()]
        names = [re.sub(r"__\d+", "", path.name) for path in files]
        return (
            *names, *(path.read_bytes() for path in files), json.dumps(progress), str(others), str(kept),
            re.sub(r" \w+$", "", refs, flags=re.MULTILINE), (self.here / ".git/HEAD").read_text(),
        )  # fmt: skip

    def has_lost_nothing(self) -> None:
        texts = self.texts()
        for text in self.mine:
            assert any(text in each for each in texts), text

    def has_it_all(self) -> None:
        self.has_lost_nothing()
        self.is_sane()
        assert {"x", ANSWER, "my = 1"} <= set(sources(self.here / LESSON))
        assert "his stub, my words" in sources(self.here / OTHER)
        beside = sorted(path.name for path in (self.here / "notebooks").iterdir() if "(new" in path.name or "__" in path.name)
        assert len(beside) == 2, beside
        assert "new stub" in sources(self.here / "notebooks/04_follow (new).ipynb")
        for path in (ADDED, UNTOUCHED):
            assert (self.here / path).read_bytes() == (self.up / path).read_bytes(), path
        assert (self.here / HELPER).read_bytes() == (self.up / HELPER).read_bytes()
        assert (self.here / "requirements.lock").read_text() == "numpy==2.1\n"


def copies_of(reader: Killed, folder: Path) -> Killed:
    """Return the same reader in another folder: quicker than to make one anew."""
    shutil.copytree(reader.here, folder / "a clone", symlinks=True)
    other = copy.copy(reader)
    other.folder, other.here, other.said, other.calls = folder, folder / "a clone", folder / "said", folder / "calls"
    other.put(folder / "bin/git", KILLER.format(calls=other.calls, git=GIT, whom="$PPID"))
    (folder / "bin/git").chmod(0o755)
    return other


@pytest.fixture(scope="module")
def unlucky(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    return Killed(tmp_path_factory.mktemp("unlucky"))


@pytest.fixture(scope="module")
def number_of_calls(unlucky: Killed, tmp_path_factory: pytest.TempPathFactory) -> int:
    whole = copies_of(unlucky, tmp_path_factory.mktemp("whole"))
    assert whole.update_and_die(at=0) == 0, whole.words()
    whole.has_it_all()
    return len(whole.calls.read_text().splitlines())


def test_killed_before_any_call_of_git_nothing_is_lost_and_the_next_update_completes_it(unlucky, number_of_calls, tmp_path):
    assert number_of_calls > 30
    seen = set()
    for at in range(1, number_of_calls + 1):
        reader = copies_of(unlucky, tmp_path / str(at))
        assert reader.update_and_die(at) == -signal.SIGKILL, at
        reader.has_lost_nothing()
        if (state := reader.state()) not in seen:  # or else the next update would do what one has done before
            seen.add(state)
            reader.succeeds()
            reader.has_it_all()
    assert len(seen) > 10


def test_killed_at_any_write_of_a_file_nothing_is_lost_and_the_next_update_completes_it(unlucky, tmp_path):
    for at in itertools.count(1):
        reader = copies_of(unlucky, tmp_path / str(at))
        status = reader.update(DIE_AT_WRITE=str(at))
        reader.has_lost_nothing()
        if status == 0:
            break
        assert status == -signal.SIGKILL
        reader.succeeds()
        reader.has_it_all()
    assert at > 10


WRITES = ("update-ref", "fetch", "symbolic-ref", "reset", "commit", "merge")


@pytest.mark.parametrize(("how", "when", "status"), [("INT", "before", 130), ("KILL", "after", -signal.SIGKILL)])
def test_stopped_where_git_writes_nothing_is_lost_and_the_next_update_completes_it(unlucky, number_of_calls, tmp_path, how, when, status):
    whole = copies_of(unlucky, tmp_path / "whole")
    whole.update_and_die(at=0)
    calls = whole.calls.read_text().splitlines()
    writing = [at for at, call in enumerate(calls, 1) if set(call.split()) & set(WRITES) and "--quiet HEAD" not in call]
    assert len(writing) >= 8
    for at in writing:
        reader = copies_of(unlucky, tmp_path / str(at))
        assert reader.update_and_die(at, how, when) == status, reader.words()
        if how == "INT":
            assert "Stopped. Nothing of yours is lost" in reader.words()
        reader.has_lost_nothing()
        reader.succeeds()
        reader.has_it_all()


def test_interrupted_again_and_again_it_still_completes(unlucky, number_of_calls, tmp_path):
    reader = copies_of(unlucky, tmp_path / "often")
    for at in range(10, number_of_calls, 5):
        reader.update_and_die(at)
        reader.has_lost_nothing()
    reader.succeeds()
    reader.has_it_all()


def test_what_git_left_half_written_is_written_anew(unlucky, number_of_calls, tmp_path):
    whole = copies_of(unlucky, tmp_path / "whole")
    whole.update_and_die(at=0)
    [merge] = [at for at, call in enumerate(whole.calls.read_text().splitlines(), 1) if "merge -Xours" in call]
    reader = copies_of(unlucky, tmp_path / "half")
    assert reader.update_and_die(merge) == -signal.SIGKILL
    inside = reader.here / ".git"
    (inside / "MERGE_HEAD").write_text(git("rev-parse", "origin/main", cwd=reader.here) + "\n")
    for name in ("index.lock", "HEAD.lock", "refs/heads/lessons.lock"):
        (inside / name).touch()
    (reader.here / "requirements.lock").write_text("num")
    (reader.here / UNTOUCHED).write_bytes((reader.up / UNTOUCHED).read_bytes()[:70])
    (reader.here / ADDED).write_bytes((reader.up / ADDED).read_bytes()[:70])
    reader.succeeds()
    reader.has_it_all()


def test_what_the_reader_wrote_after_an_interruption_stays(unlucky, number_of_calls, tmp_path):
    for at in range(number_of_calls - 12, number_of_calls + 1, 4):
        reader = copies_of(unlucky, tmp_path / str(at))
        assert reader.update_and_die(at) == -signal.SIGKILL
        reader.write(add("late", "written late", 2))
        reader.succeeds()
        reader.has_it_all()
        assert "written late" in sources(reader.here / LESSON)


def test_only_one_update_runs_at_a_time(unlucky, tmp_path, monkeypatch):
    monkeypatch.setattr(keep, "WAIT", 0.1)
    reader = copies_of(unlucky, tmp_path / "two")
    with keep.alone(Clone(reader.here)), pytest.raises(Trouble, match="Another update is running"), keep.alone(Clone(reader.here)):
        pass
    imports = "import subprocess\nfrom pathlib import Path\nfrom places.update import keep\nfrom places.update.clone import Clone\n"
    child = "p = subprocess.Popen(['sleep', '30'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n    print(p.pid)"
    code = f"{imports}with keep.alone(Clone(Path({str(reader.here)!r}))):\n    {child}"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    try:
        with pytest.raises(Trouble, match="Another update is running"), keep.alone(Clone(reader.here)):
            pass
    finally:
        os.kill(int(ended.stdout), signal.SIGKILL)


# Whatever both change.

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


@settings(max_examples=400, deadline=None)
@given(changes("mine"), changes("new"))
def test_joined_lessons_hold_every_cell_of_the_reader_s_and_all_that_is_newer(mine, new):
    joined = join(*(written(each).encode() for each in (lesson(), mine, new)))
    if joined is None:
        return
    notebook = json.loads(joined)
    nbformat.validate(notebook)
    said, base = said_in(notebook["cells"]), said_in(lesson())
    assert not [each for each in said_in(mine) if each not in base and each not in said]
    kept = {each["id"] for each in mine}
    assert not [text for each, text in zip(new, said_in(new), strict=True) if text not in base and text not in said and each["id"] in kept]
    assert not [each for each in said if each not in said_in(mine) + said_in(new)], "a cell that nobody wrote"
    assert join(written(lesson()).encode(), joined, written(new).encode()) in (joined, None), "joining again changes nothing"


@settings(max_examples=100, deadline=None)
@given(changes("mine"))
def test_lessons_that_only_one_side_changed_always_join(mine):
    before, after = written(lesson()).encode(), written(mine).encode()
    assert join(before, after, before) == after
    joined = join(before, before, after)
    assert joined is not None
    assert said_in(json.loads(joined)["cells"]) == said_in(mine)
    assert has_only_run(before, after) == (said_in(lesson()) == said_in(mine))


@settings(max_examples=6, deadline=None)
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


# On a hub, where nbgitpuller works alone.


@pytest.mark.parametrize("attributes", [True, False])
def test_nbgitpuller_alone_keeps_a_lesson_that_both_changed_whole(tmp_path, attributes):
    def pull() -> None:
        command = [sys.executable, "-m", "nbgitpuller.pull", reader.up.as_uri(), "main", str(reader.here)]
        subprocess.run(command, env={**os.environ, **NOBODY}, check=True, capture_output=True, timeout=60)

    reader = Reader(tmp_path)
    if not attributes:
        (reader.up / ".gitattributes").unlink()
        reader.publish()
    pull()
    reader.write(run, say("stub", ANSWER))
    before = (reader.here / LESSON).read_bytes()
    reader.improve(say("recap", "newer"), path=LESSON)
    pull()
    assert ((reader.here / LESSON).read_bytes() == before) == attributes, "or else it is joined by lines"
    assert (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()[-1] == "*.ipynb -merge"


# As `make update`.

FAKE_PYTHON = """\
#!/bin/sh
echo "$*" >> calls
case "$*" in
    *print*) echo 3.12 ;;
    *"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    *places.update.update*) echo "$LOCK" > requirements.lock; exit "$FAILS" ;;
esac
"""


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize(("lock", "fails", "installs"), [("numpy==2.1", 0, True), ("numpy==2.0", 0, False), ("numpy==2.0", 1, False)])
def test_make_update_brings_the_environment_up_to_date_too(tmp_path, lock, fails, installs):
    folder = tmp_path / "a folder"
    (folder / "places").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "places" / "setup.sh", folder / "places")
    (folder / "requirements.lock").write_text("numpy==2.0\n")
    (tmp_path / "python").write_text(FAKE_PYTHON)
    (tmp_path / "python").chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    ended = subprocess.run(
        ["make", "update", f"PYTHON={tmp_path / 'python'}"],
        cwd=folder, env={**environment, "LOCK": lock, "FAILS": str(fails)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode == 0) == (fails == 0)
    calls = [call for call in (folder / "calls").read_text().splitlines() if call.startswith("-m")]
    at = calls.index("-m places.update.update")
    assert "pip sync" in calls[at - 1], "what updates needs the environment"
    assert [("pip sync" in call) for call in calls[at + 1 :]].count(True) == installs
