"""That an update which is killed, at any moment, loses nothing of a reader's, and that the next one completes it."""

from __future__ import annotations

import copy
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from places.update import clone as clone_module
from places.update.clone import Clone, Trouble
from places.update.copies import COPIES
from tests.everything import EVERYTHING
from tests.places.update.reader import (
    ADDED,
    ANSWER,
    CODE,
    GIT,
    HELPER,
    LESSON,
    OTHER,
    ROOT,
    UNTOUCHED,
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

# A signal comes when the machine likes: one of these failed once in a long run, and passed alone.
pytestmark = [*with_git, pytest.mark.flaky(reruns=1)]

KILLER = """\
#!/bin/sh
echo "$*" >> "{calls}"
n=0
while read -r _; do n=$((n + 1)); done < "{calls}"
if [ "$n" -eq "$KILL_AT" ]; then
    [ "$KILL_WHEN" = after ] && "{git}" "$@" >/dev/null 2>&1
    kill -$KILL_WITH {whom}
    kill -$KILL_WITH $$
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
        interrupted = (self.here / ".git/lessons-report").exists()
        others = sorted(path.name for path in (self.here / ".git").rglob("*") if path.name.endswith((".lock", "_HEAD")))
        refs = git("for-each-ref", "--format=%(refname) %(tree) %(objectname)", cwd=self.here) if not others else ""
        index = git("ls-files", "--stage", cwd=self.here)
        kept = [sorted(each.name for each in path.rglob("*")) for path in self.copies()]
        return (
            *(path.name for path in files), *(path.read_bytes() for path in files), str(interrupted), index, str(others), str(kept),
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
        beside = sorted(path.name for path in (self.here / "notebooks").iterdir() if "(" in path.name)
        assert len(beside) == 2, beside
        assert "new stub" in sources(self.here / "notebooks/04_follow (new).ipynb")
        for path in (ADDED, UNTOUCHED):
            assert (self.here / path).read_bytes() == (self.up / path).read_bytes(), path
        assert (self.here / HELPER).read_bytes() == (self.up / HELPER).read_bytes()
        assert (self.here / "requirements.lock").read_text() == "numpy==2.1\n"


def copies_of(reader: Killed, folder: Path, whom: str = "$PPID") -> Killed:
    """Return the same reader in another folder: quicker than to make one anew. Signals go to the update, or to `whom`."""
    shutil.copytree(reader.here, folder / "a clone", symlinks=True)
    other = copy.copy(reader)
    other.folder, other.here, other.said, other.calls = folder, folder / "a clone", folder / "said", folder / "calls"
    other.put(folder / "bin/git", KILLER.format(calls=other.calls, git=GIT, whom=whom))
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
    for at in range(1, number_of_calls + 1, 1 if EVERYTHING else 9):
        reader = copies_of(unlucky, tmp_path / str(at))
        assert reader.update_and_die(at) == -signal.SIGKILL, at
        reader.has_lost_nothing()
        if (state := reader.state()) not in seen:  # or else the next update would do what one has done before
            seen.add(state)
            reader.succeeds()
            reader.has_it_all()
    assert len(seen) > (6 if EVERYTHING else 2)


def test_killed_at_any_write_of_a_file_nothing_is_lost_and_the_next_update_completes_it(unlucky, tmp_path):
    for at in itertools.count(1, 1 if EVERYTHING else 4):
        reader = copies_of(unlucky, tmp_path / str(at))
        status = reader.update(DIE_AT_WRITE=str(at))
        reader.has_lost_nothing()
        if status == 0:
            break
        assert status == -signal.SIGKILL
        reader.succeeds()
        reader.has_it_all()
    assert at > 10  # so many writes there were


WRITES = ("update-ref", "fetch", "symbolic-ref", "read-tree", "checkout-index", "update-index", "write-tree", "commit-tree")


@pytest.mark.parametrize(("how", "when", "status"), [("INT", "before", 130), ("KILL", "after", -signal.SIGKILL)])
def test_stopped_where_git_writes_nothing_is_lost_and_the_next_update_completes_it(unlucky, number_of_calls, tmp_path, how, when, status):
    whole = copies_of(unlucky, tmp_path / "whole")
    whole.update_and_die(at=0)
    calls = whole.calls.read_text().splitlines()
    writing = [at for at, call in enumerate(calls, 1) if set(call.split()) & set(WRITES) and "--quiet HEAD" not in call]
    assert len(writing) >= 8
    for at in writing if EVERYTHING else writing[how == "INT" :: 3]:
        reader = copies_of(unlucky, tmp_path / str(at))
        assert reader.update_and_die(at, how, when) == status, reader.words()
        if how == "INT":
            assert "Stopped. Nothing of yours is lost" in reader.words()
        reader.has_lost_nothing()
        reader.succeeds()
        reader.has_it_all()


def test_an_update_is_interrupted_where_only_its_git_is(unlucky, number_of_calls, tmp_path):
    for at in range(2, number_of_calls + 1, 8 if EVERYTHING else 16):
        reader = copies_of(unlucky, tmp_path / str(at), whom="$$")
        assert reader.update_and_die(at, "INT") == 130, reader.words()
        assert "Stopped. Nothing of yours is lost" in reader.words()
        reader.succeeds()
        reader.has_it_all()


def test_interrupted_again_and_again_it_still_completes(unlucky, number_of_calls, tmp_path):
    reader = copies_of(unlucky, tmp_path / "often")
    for at in range(10, number_of_calls, 5 if EVERYTHING else 8):
        reader.update_and_die(at)
        reader.has_lost_nothing()
    reader.succeeds()
    reader.has_it_all()


def test_what_git_left_half_written_is_written_anew(unlucky, number_of_calls, tmp_path):
    whole = copies_of(unlucky, tmp_path / "whole")
    whole.update_and_die(at=0)
    [commit] = [at for at, call in enumerate(whole.calls.read_text().splitlines(), 1) if "commit-tree" in call]
    reader = copies_of(unlucky, tmp_path / "half")
    assert reader.update_and_die(commit) == -signal.SIGKILL
    for name in ("index.lock", "HEAD.lock", "refs/heads/lessons.lock"):
        (reader.here / ".git" / name).touch()
    [unfinished] = (reader.here / COPIES).glob(".unfinished-*")
    (unfinished / "new" / LESSON).write_bytes((reader.up / LESSON).read_bytes()[:70])
    reader.succeeds()
    reader.has_it_all()


def test_what_the_reader_wrote_after_an_interruption_stays(unlucky, number_of_calls, tmp_path):
    for at in range(number_of_calls - 12, number_of_calls + 1, 4 if EVERYTHING else 6):
        reader = copies_of(unlucky, tmp_path / str(at))
        assert reader.update_and_die(at) == -signal.SIGKILL
        reader.write(add("late", "written late", 2))
        reader.succeeds()
        reader.has_it_all()
        assert "written late" in sources(reader.here / LESSON)


def test_only_one_update_runs_at_a_time(unlucky, tmp_path, monkeypatch):
    monkeypatch.setattr(clone_module, "WAIT", 1)
    reader = copies_of(unlucky, tmp_path / "two")
    with (
        Clone(reader.here).only_this_update(),
        pytest.raises(Trouble, match="Another update is running"),
        Clone(reader.here).only_this_update(),
    ):
        pass
    imports = "import subprocess\nfrom pathlib import Path\nfrom places.update.clone import Clone\n"
    child = "p = subprocess.Popen(['sleep', '30'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n    print(p.pid)"
    code = f"{imports}with Clone(Path({str(reader.here)!r})).only_this_update():\n    {child}"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    try:
        with pytest.raises(Trouble, match="Another update is running"), Clone(reader.here).only_this_update():
            pass
    finally:
        os.kill(int(ended.stdout), signal.SIGKILL)
