"""That `make update` brings newer lessons and loses nothing of a reader's: with real git and real clones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from places.update.clone import Trouble
from places.update.copies import COPIES
from places.update.plan import Move
from tests.places.update.reader import (
    ADDED,
    ANSWER,
    CODE,
    GIT,
    HELPER,
    LESSON,
    OTHER,
    ROOT,
    Reader,
    add,
    cell,
    git,
    lesson,
    run,
    say,
    sources,
    with_git,
    written,
)  # fmt: skip

pytestmark = with_git


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    made = Reader(tmp_path)
    made.clone()
    return made


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
    [renamed] = (reader.here / "notebooks").glob("05_send (*.ipynb")
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


# What a reader's front end, or a reader who knows git, made of a file.


def without_ids(cells: list[dict[str, Any]]) -> str:
    """Return a notebook as front ends write it that know of no cell ids."""
    bare = [{key: value for key, value in each.items() if key != "id"} for each in cells]
    return json.dumps({"cells": bare, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1) + "\n"


def test_a_lesson_without_cell_ids_that_was_only_run_becomes_the_new_one(reader):
    cells = lesson(LESSON)
    run(cells)
    reader.put(reader.here / LESSON, without_ids(cells))
    reader.improve(say("stub", "new stub"), add("more", "more()", 4))
    said = reader.succeeds()
    assert "the same place" not in said
    assert sources(reader.here / LESSON) == sources(reader.up / LESSON)
    cells = {each["id"]: each for each in json.loads((reader.here / LESSON).read_text())["cells"]}
    assert cells["slider"]["outputs"][0]["text"] == ["44\n"], "its text is not newer: its output stays"


def test_a_lesson_without_cell_ids_that_the_reader_wrote_in_stays_as_it_is(reader):
    cells = lesson(LESSON)
    say("stub", ANSWER)(cells)
    reader.put(reader.here / LESSON, without_ids(cells))
    reader.improve(say("first", "x"))
    assert "Yours stays as it is" in reader.succeeds()
    assert (reader.here / LESSON).read_text() == without_ids(cells)


@pytest.mark.parametrize("leads", ["to a file", "nowhere"])
def test_a_lesson_that_is_a_link_stays_one_and_the_new_one_is_beside_it(reader, leads):
    elsewhere = reader.folder / "my own.ipynb"
    (reader.here / LESSON).rename(elsewhere)
    if leads == "nowhere":
        elsewhere.unlink()
    (reader.here / LESSON).symlink_to(elsewhere)
    for number in range(2):
        reader.improve(say("first", f"x = {number}"))
        assert "the new one is beside it: 03_measure (new).ipynb" in reader.succeeds()
        assert (reader.here / LESSON).readlink() == elsewhere
        assert (reader.here / "notebooks/03_measure (new).ipynb").read_bytes() == (reader.up / LESSON).read_bytes()
    assert "nothing newer" in reader.succeeds()


def test_a_helper_that_is_a_link_becomes_the_new_one_and_what_it_led_to_is_among_the_copies(reader):
    elsewhere = reader.folder / "my own.py"
    elsewhere.write_text("mine = True\n")
    (reader.here / HELPER).unlink()
    (reader.here / HELPER).symlink_to(elsewhere)
    reader.put(reader.up / HELPER, CODE.replace("return 1", "return 'newer'"))
    reader.publish()
    assert f"{HELPER}: you and the lessons changed the same lines." in reader.succeeds()
    assert not (reader.here / HELPER).is_symlink()
    assert (reader.here / HELPER).read_bytes() == (reader.up / HELPER).read_bytes()
    assert elsewhere.read_text() == (reader.copies()[-1] / HELPER).read_text() == "mine = True\n"


@pytest.mark.parametrize("newer", [LESSON, "pyproject.toml"])
def test_a_folder_that_is_a_link_is_told_and_nothing_is_lost(reader, newer):
    (reader.here / "notebooks").rename(reader.folder / "mine")
    (reader.here / "notebooks").symlink_to(reader.folder / "mine")
    reader.write(say("stub", ANSWER))
    if newer == LESSON:
        reader.improve(say("first", "x"))
    else:
        reader.put(reader.up / newer, "[tool.series]\n")
        reader.publish()
    assert "notebooks here is a file or a link" in reader.fails()
    assert ANSWER in sources(reader.folder / "mine/03_measure.ipynb")
    (reader.here / "notebooks").unlink()
    (reader.folder / "mine").rename(reader.here / "notebooks")
    reader.succeeds()
    assert ANSWER in sources(reader.here / LESSON)
    assert ("x" in sources(reader.here / LESSON)) == (newer == LESSON)


def test_a_file_of_their_own_that_the_reader_committed_and_deleted_stays_deleted(reader):
    reader.put(reader.here / "notebooks/notes.ipynb", written([cell("a", "mine")]))
    git("add", ".", cwd=reader.here)
    git("commit", "-m", "mine", cwd=reader.here)
    (reader.here / "notebooks/notes.ipynb").unlink()
    reader.write(say("stub", ANSWER))
    assert "There is nothing newer" in reader.succeeds()
    assert not reader.copies()
    reader.improve(say("first", "x"))
    assert "is back" not in reader.succeeds()
    assert not (reader.here / "notebooks/notes.ipynb").exists()


def test_a_file_that_was_added_with_the_name_of_a_new_one_gets_another_name(reader):
    mine = written([cell("a", "all my own")])
    reader.put(reader.here / ADDED, mine)
    git("add", ".", cwd=reader.here)
    reader.put(reader.up / ADDED, written(lesson("five")))
    reader.publish()
    said = reader.succeeds()
    assert "A file of yours had the name of a new one, 05_send.ipynb. It is now called " in said
    [renamed] = [path for path in (reader.here / "notebooks").glob("05_send*") if path.name != Path(ADDED).name]
    assert renamed.read_text() == mine
    assert (reader.here / ADDED).read_bytes() == (reader.up / ADDED).read_bytes()


def test_a_folder_in_the_place_of_a_new_file_gets_another_name(reader):
    reader.put(reader.here / ADDED / "notes", "mine")
    reader.put(reader.up / ADDED, written(lesson("five")))
    reader.publish()
    assert "A folder of yours had the name of a new one, 05_send.ipynb. It is now called 05_send (yours).ipynb." in reader.succeeds()
    assert (reader.here / "notebooks/05_send (yours).ipynb/notes").read_text() == "mine"
    assert (reader.here / ADDED).read_bytes() == (reader.up / ADDED).read_bytes()


def test_a_lesson_that_is_saved_while_the_update_runs_is_not_overwritten(tmp_path):
    source, target = tmp_path / "newer", tmp_path / "lesson"
    source.write_bytes(b"newer")
    target.write_bytes(b"saved just now")
    for move in (Move(source, target, b"as it was planned"), Move(None, target, b"as it was planned")):
        with pytest.raises(Trouble, match="was saved while the update ran"):
            move.make()
    assert target.read_bytes() == b"saved just now"


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
        git("update-ref", "-d", "HEAD", cwd=reader.up)
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


# As `make update`.

FAKE_PYTHON = """\
#!/bin/sh
echo "$*" >> calls
case "$*" in
    *print*) echo 3.12 ;;
    *"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    *places.update*) echo "$LOCK" > requirements.lock; exit "$FAILS" ;;
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
    at = calls.index("-m places.update")
    assert "pip sync" in calls[at - 1], "what updates needs the environment"
    assert [("pip sync" in call) for call in calls[at + 1 :]].count(True) == installs


MAKEFILE_BEFORE = """\
RUN := .venv/bin/python

setup:
	@PYTHON="$(PYTHON)" sh tools/setup.sh

update: setup
	@$(RUN) -m tools.update
	@PYTHON="$(PYTHON)" sh tools/setup.sh
"""
PYTHON_BEFORE = f"""\
#!/bin/sh
echo "$*" >> calls
case "$*" in
    *print*) echo 3.12 ;;
    *"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    *tools.update*) rm -r tools; for part in tools places Makefile; do cp -R "{ROOT}/$part" . || :; done; echo new > requirements.lock ;;
esac
"""


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_the_recipe_of_the_edition_before_does_not_end_in_an_error(tmp_path):
    folder = tmp_path / "a clone"
    (folder / "tools").mkdir(parents=True)
    (folder / "Makefile").write_text(MAKEFILE_BEFORE)
    shutil.copy(ROOT / "places" / "setup.sh", folder / "tools")
    (folder / "requirements.lock").write_text("old\n")
    (tmp_path / "python").write_text(PYTHON_BEFORE)
    (tmp_path / "python").chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    command = ["make", "update", f"PYTHON={tmp_path / 'python'}"]
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    calls = (folder / "calls").read_text().splitlines()
    assert any("pip sync" in call for call in calls[calls.index("-m tools.update") :]), "the new lock is installed"
    assert (folder / ".venv/requirements.lock").read_text() == "new\n"
