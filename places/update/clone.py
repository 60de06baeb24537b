"""The reader's clone: what git says of it, what is fetched into it, and the commit that an update ends with."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there two updates at once are not told of each other
    fcntl = None

# What a reader may have set for their own work, and would stop an update. None of it is changed for good.
SETTINGS = {
    "core.hooksPath": os.devnull,  # a hook could refuse the commit that keeps their work
    "gc.auto": "0",  # would go on in the background
    "maintenance.auto": "false",
    "user.name": "make update",  # they may have none
    "user.email": "update@lessons.invalid",
}
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "LANGUAGE")
LAST = "refs/lessons/last"  # the newest commit of the lessons that the reader's copy has taken in
WAIT = 100  # tenths of a second for a git that outlived an interrupted update
INTERRUPTED = (-signal.SIGINT, 0xC000013A)  # how a git ends that Ctrl-C has stopped, on Windows the second
STALE = 600  # seconds, after which a lock of git's was left behind
UNFINISHED = {
    "MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick", "REVERT_HEAD": "revert",
    "rebase-merge": "rebase", "rebase-apply": "rebase", "BISECT_LOG": "bisect",
}  # fmt: skip
ANOTHER_GIT = (
    "Another git is at work in this folder, or one was stopped at it. Nothing of yours is lost.\n"
    "Run `make update` again when it has ended; if none is running, in ten minutes."
)


class Trouble(Exception):
    """The update can't begin or go on; the message says why, and what to do."""


def complaint(said: str) -> str:
    """Return the line in which git says what is wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:", "CONFLICT"))]
    return (told or lines or ["nothing"])[0]


@dataclass(frozen=True)
class Clone:
    """The clone that the lessons are in."""

    folder: Path

    @property
    def git_folder(self) -> Path:
        """Where git keeps what it knows."""
        return self.folder / ".git"

    def run(self, *arguments: str, index: Path | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run git in this folder, in English, without a reader's settings, and with an index of its own if one is given.

        Raises:
            KeyboardInterrupt: Ctrl-C has stopped git, even if it hasn't reached Python yet.
        """
        environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
        environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"} | ({"GIT_INDEX_FILE": str(index)} if index else {})
        environment.setdefault("GIT_TERMINAL_PROMPT", "0")  # GitHub asks for a password where there is no such repository
        settings = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
        ended = subprocess.run(["git", *settings, *arguments], cwd=self.folder, env=environment, capture_output=True, check=False)
        if ended.returncode in INTERRUPTED:  # or else it would count as git's "no", or as a failure
            raise KeyboardInterrupt
        return ended

    def git(self, *arguments: str, index: Path | None = None) -> str:
        """Return what git prints.

        Raises:
            Trouble: git fails.
        """
        ended = self.run(*arguments, index=index)
        if ended.returncode != 0:
            said = complaint(ended.stderr.decode(errors="replace"))
            if ".lock'" in said:
                raise Trouble(ANOTHER_GIT)
            raise Trouble(f"git could not do its part (git {arguments[0]}). It says: {said}")
        return ended.stdout.decode(errors="surrogateescape").rstrip("\n")

    def ask(self, *arguments: str) -> str | None:
        """Return what git prints, or None where it says no."""
        ended = self.run(*arguments)
        return ended.stdout.decode(errors="surrogateescape").rstrip("\n") if ended.returncode == 0 else None

    def commit(self, name: str) -> str | None:
        """Return the hash of a commit, or None where there is none of this name."""
        return self.ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")

    def contains(self, newer: str, older: str) -> bool:
        """Return whether one commit has the other in its history, or is it."""
        return self.ask("merge-base", "--is-ancestor", older, newer) is not None

    def files(self, commit: str) -> set[str]:
        """Return the files of a commit."""
        return set(self.git("ls-tree", "-r", "--name-only", "-z", commit).split("\0")) - {""}

    def differences(self, older: str, newer: str | None = None) -> dict[str, str]:
        """Return each file that differs between two commits, or a commit and what is here: A new, D deleted, M modified, T made a link."""
        commits = [older, newer] if newer else [older]
        listed = self.git("diff", "--name-status", "--no-renames", "-z", *commits, "--").split("\0")
        return dict(zip(listed[1::2], listed[::2], strict=False))

    def deleted_here(self) -> list[str]:
        """Return the files of the reader's commit that are not there."""
        return [path for path, kind in self.differences("HEAD").items() if kind == "D" and not os.path.lexists(self.folder / path)]

    def export(self, commit: str, folder: Path) -> Path:
        """Write the files of a commit into a folder, as a checkout would write them, and return it."""
        index = folder.with_suffix(".index")
        self.git("read-tree", commit, index=index)
        self.git("checkout-index", "--all", "--quiet", f"--prefix={folder}/", index=index)
        return folder

    def commit_all(self, paths: Iterable[str], new: str, branch: str | None, index: Path) -> None:
        """Commit the reader's files, and these paths, as a merge of HEAD and `new`; on a branch that begins here, if one is named.

        The index is a file that is not there yet: git's own changes only once everything is written.
        """
        here = self.git("rev-parse", "HEAD")
        mine = self.differences("HEAD").keys() & self.files("HEAD")
        self.git("read-tree", "HEAD", index=index)
        self.git("update-index", "--add", "--remove", "--replace", "--", *sorted(mine.union(paths)), index=index)
        tree = self.git("write-tree", index=index)
        if tree == self.git("rev-parse", f"{new}^{{tree}}") and self.contains(new, here):
            made = new
        else:
            made = self.git("commit-tree", tree, "-p", here, "-p", new, "-m", "Newer lessons")
        self.git("read-tree", "--reset", made)
        if branch:
            self.git("update-ref", f"refs/heads/{branch}", here)
            self.git("symbolic-ref", "HEAD", f"refs/heads/{branch}")
        self.git("update-ref", "-m", "make update", "HEAD", made, here)

    @contextlib.contextmanager
    def only_this_update(self) -> Iterator[None]:
        """Let no other update run in this clone, nor a git that outlived one that was killed.

        The lock is a file that is this process's standard input, because every program that is started from here then holds it too.
        """
        if fcntl is None:
            yield
            return
        with open(self.git_folder / "lessons-update", "a") as lock:
            for _ in range(WAIT):
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(0.1)
            else:
                raise Trouble("Another update is running in this folder. Wait until it has ended.")
            before = os.dup(0)
            os.dup2(lock.fileno(), 0)
            try:
                yield
            finally:
                os.dup2(before, 0)
                os.close(before)

    def make_free(self, interrupted: bool) -> None:
        """Remove the locks that an interrupted update left, or else refuse to disturb what others began.

        Raises:
            Trouble: The reader, or a program, is in the middle of something with git.
        """
        what = next((what for name, what in UNFINISHED.items() if (self.git_folder / name).exists()), None)
        if what:
            give_up = "reset" if what == "bisect" else "--abort"
            raise Trouble(
                f"You have begun a {what} with git in this folder, and not ended it. Nothing was changed.\n"
                f"End it, or give it up (git {what} {give_up}); then run `make update` again."
            )
        for lock in self.git_folder.rglob("*.lock") if interrupted else self.git_folder.glob("index.lock"):
            if not interrupted and time.time() - lock.stat().st_mtime < STALE:
                raise Trouble(ANOTHER_GIT)
            lock.unlink(missing_ok=True)

    def check(self, address: str) -> None:
        """Raise Trouble where this is no clone that can be updated; `address` is where a new one would come from."""
        again = f"git clone {address}"
        if not self.git_folder.exists():
            raise Trouble(
                "This folder does not know where its lessons came from: it was not made by `git clone` (a ZIP file, perhaps), so\n"
                f"it can't be updated. Nothing was changed. To get newer lessons, go to another folder and type\n  {again}\n"
                "Then copy the notebooks that you worked on from here into the new folder's notebooks/, under names of your own.\n"
                "From then on `make update` works there. What you have solved is remembered: it is kept outside of both folders."
            )
        if not self.git_folder.is_dir():
            raise Trouble(f"This folder is a git worktree or submodule. Update the clone that it belongs to, or begin with\n  {again}")
        self._check_git()
        if self.commit("HEAD") is None:
            raise Trouble(f"This clone holds no lessons yet: cloning was interrupted, perhaps. In another folder, type\n  {again}")
        if self.ask("remote", "get-url", "origin") is None:
            raise Trouble(
                "This clone does not know where newer lessons are. Tell it, and run `make update` again:\n"
                f"  git remote add origin {address}"
            )

    def _check_git(self) -> None:
        try:
            ended = self.run("rev-parse", "--git-dir")
        except FileNotFoundError:
            raise Trouble(
                "To get newer lessons, this needs git, and there is none on this machine. Install it from\n"
                "https://git-scm.com/downloads, or with your system's package manager:\n"
                "  Debian, Ubuntu: sudo apt install git      Fedora: sudo dnf install git      macOS: xcode-select --install\n"
                "Then run `make update` again. Nothing was changed."
            ) from None
        if ended.returncode != 0:
            said = ended.stderr.decode(errors="replace")
            raise Trouble(f"git does not want to work in this folder. Nothing was changed. It says:\n{said}")

    def follows(self) -> tuple[str, str]:
        """Return the address of the newer lessons and the branch there that has them.

        It is the one that the reader's branch was made to follow, if it is still there, and else the one that a new clone would begin with.
        """
        url = self.git("remote", "get-url", "origin")
        ended = self.run("ls-remote", "--symref", "origin")
        if ended.returncode != 0:
            raise Trouble(
                f"Could not reach {url}. Is there a network? Nothing was changed; run `make update` again when there is.\n"
                f"git says: {complaint(ended.stderr.decode(errors='replace'))}"
            )
        lines = [line.split("\t") for line in ended.stdout.decode().splitlines()]
        branches = {name.removeprefix("refs/heads/") for _, name in lines if name.startswith("refs/heads/")}
        first = [what.removeprefix("ref: refs/heads/") for what, name in lines if name == "HEAD" and what.startswith("ref: ")]
        here = self.ask("symbolic-ref", "--short", "--quiet", "HEAD")
        if here and self.ask("config", f"branch.{here}.remote") == "origin":
            first.insert(0, (self.ask("config", f"branch.{here}.merge") or "").removeprefix("refs/heads/"))
        for branch in [*first, "main", "master"]:
            if branch in branches:
                return url, branch
        raise Trouble(f"There are no lessons at {url}. Nothing was changed.")

    def fetch(self, branch: str) -> str:
        """Fetch a branch, also where only a tag was cloned, and return its newest commit."""
        self.git("fetch", "--quiet", "--no-tags", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}")
        return self.git("rev-parse", f"refs/remotes/origin/{branch}")

    def last(self, branch: str) -> str | None:
        """Return which of the lessons' commits the copy here is made of, if that is known. A fetch moves the name that says so."""
        known, fetched = self.commit(LAST), self.commit(f"refs/remotes/origin/{branch}")
        if known and not self.contains("HEAD", known):
            known = None
        shared = fetched and self.ask("merge-base", "HEAD", fetched)
        if shared and (known is None or self.contains(shared, known)):
            self.git("update-ref", LAST, shared)
            return shared
        return known

    def shared(self, new: str) -> str:
        """Return the newest commit that the reader's history has in common with the newer lessons. Raises Trouble where there is none."""
        shared = self.ask("merge-base", "HEAD", new)
        if shared is None:
            raise Trouble(
                "The newer lessons have nothing in common with those in this folder, so the two can't be joined. Nothing was changed.\n"
                f"In another folder, type\n  git clone {self.git('remote', 'get-url', 'origin')}\n"
                "and copy the notebooks that you worked on from here into its notebooks/, under names of your own."
            )
        return shared

    def branch_to_begin(self) -> str | None:
        """Return the name of a branch to begin where none is checked out, as after cloning a tag: or git would forget what it commits."""
        if self.ask("symbolic-ref", "--quiet", "HEAD") is not None:
            return None
        names = ("lessons", *(f"lessons-{number}" for number in range(2, 1000)))
        return next(name for name in names if self.commit(f"refs/heads/{name}") in (None, self.commit("HEAD")))
