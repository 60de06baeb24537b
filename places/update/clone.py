"""The reader's clone: what git says of it, and what git is told to leave alone while an update runs."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

# What a reader may have set for their own work, and would stop an update or change what it does. None of it is changed for good.
SETTINGS = {
    "core.hooksPath": os.devnull,  # a hook could refuse the commit that keeps their work
    "core.quotePath": "false",  # nbgitpuller looks for files by the names that git prints
    "color.ui": "false",  # and reads what git says
    "commit.gpgSign": "false",  # would ask for a password
    "diff.renames": "false",  # nbgitpuller does not know of renamed files, and git would put their work under the new name
    "gc.auto": "0",  # would go on in the background
    "maintenance.auto": "false",
    "merge.ff": "true",
    "merge.renames": "false",
    "merge.verifySignatures": "false",
    "pull.twohead": "recursive",  # git's other strategy follows renames whatever merge.renames says, until git 2.50
}
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "LANGUAGE")
LAST = "refs/lessons/last"  # the newest commit of the lessons that the reader's copy has taken in
UNFINISHED = {
    "MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick", "REVERT_HEAD": "revert",
    "rebase-merge": "rebase", "rebase-apply": "rebase", "BISECT_LOG": "bisect",
}  # fmt: skip


class Trouble(Exception):
    """The update can't begin or go on; the message says why, and what to do."""


def prepare_environment() -> None:
    """Let every git that is started from here, nbgitpuller's too, work in this folder, in English, and without a reader's settings."""
    for name in ELSEWHERE:
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = "C"  # LANG, which nbgitpuller sets, gives way to it
    os.environ["GIT_MERGE_AUTOEDIT"] = "no"
    os.environ.setdefault("GIT_TERMINAL_PROMPT", "0")  # GitHub asks for a password where there is no such repository
    count = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    for number, (key, value) in enumerate(SETTINGS.items(), count):
        os.environ[f"GIT_CONFIG_KEY_{number}"] = key
        os.environ[f"GIT_CONFIG_VALUE_{number}"] = value
    os.environ["GIT_CONFIG_COUNT"] = str(count + len(SETTINGS))


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

    def git(self, *arguments: str) -> str:
        """Return what git prints.

        Raises:
            Trouble: git fails.
        """
        ended = self._run(*arguments)
        if ended.returncode != 0:
            said = complaint(ended.stderr.decode(errors="replace"))
            raise Trouble(f"git could not do its part (git {arguments[0]}). It says: {said}")
        return ended.stdout.decode(errors="surrogateescape").rstrip("\n")

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["git", *arguments], cwd=self.folder, capture_output=True, check=False)

    def ask(self, *arguments: str) -> str | None:
        """Return what git prints, or None where it says no."""
        ended = self._run(*arguments)
        return ended.stdout.decode(errors="surrogateescape").rstrip("\n") if ended.returncode == 0 else None

    def commit(self, name: str) -> str | None:
        """Return the hash of a commit, or None where there is none of this name."""
        return self.ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")

    def contains(self, newer: str, older: str) -> bool:
        """Return whether one commit has the other in its history, or is it."""
        return self.ask("merge-base", "--is-ancestor", older, newer) is not None

    def content(self, commit: str, path: str) -> bytes | None:
        """Return a file as it is in a commit, as it would be written here, or None where the commit has no such file."""
        ended = self._run("cat-file", "--filters", f"{commit}:{path}")
        return ended.stdout if ended.returncode == 0 else None

    def changed_here(self, since: str) -> list[str]:
        """Return the files that differ here from those of a commit, without those that are deleted."""
        return self._paths("diff", "--name-only", "--diff-filter=d", "-z", since, "--")

    def deleted_here(self) -> list[str]:
        """Return the files of the clone that are not there."""
        return self._paths("ls-files", "--deleted", "-z")

    def between(self, older: str, newer: str, kind: str) -> list[str]:
        """Return the files that were added (A), deleted (D) or modified (M) from one commit to another."""
        return self._paths("diff", "--name-only", f"--diff-filter={kind}", "-z", older, newer, "--")

    def _paths(self, *arguments: str) -> list[str]:
        return list(dict.fromkeys(path for path in self.git(*arguments).split("\0") if path))

    def unfinished(self) -> str | None:
        """Return what git was told to do and has not ended: a merge, a rebase."""
        return next((what for name, what in UNFINISHED.items() if (self.git_folder / name).exists()), None)

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
            ended = self._run("rev-parse", "--git-dir")
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
        ended = self._run("ls-remote", "--symref", "origin")
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
            followed = (self.ask("config", f"branch.{here}.merge") or "").removeprefix("refs/heads/")
            first.insert(0, followed)
        for branch in [*first, "main", "master"]:
            if branch in branches:
                return url, branch
        raise Trouble(f"There are no lessons at {url}. Nothing was changed.")

    def fetch(self, branch: str) -> str:
        """Fetch a branch, and return its newest commit.

        nbgitpuller's own fetch would leave it out where only a tag was cloned.
        """
        self.git("fetch", "--quiet", "--no-tags", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}")
        return self.git("rev-parse", f"refs/remotes/origin/{branch}")

    def remember_last(self, branch: str) -> None:
        """Keep which of the lessons' commits the copy here is made of, before a fetch moves the names that say so."""
        known = self.commit(LAST)
        fetched = self.commit(f"refs/remotes/origin/{branch}")
        shared = fetched and self.ask("merge-base", "HEAD", fetched)
        if shared and (known is None or not self.contains("HEAD", known) or self.contains(shared, known)):
            self.git("update-ref", LAST, shared)

    def last(self, new: str) -> str:
        """Return the commit of the lessons that the copy here is made of."""
        known = self.commit(LAST)
        if known and self.contains("HEAD", known):
            return known
        shared = self.ask("merge-base", "HEAD", new)
        if shared is None:
            raise Trouble(
                "The newer lessons have nothing in common with those in this folder, so the two can't be joined. Nothing was changed.\n"
                f"In another folder, type\n  git clone {self.git('remote', 'get-url', 'origin')}\n"
                "and copy the notebooks that you worked on from here into its notebooks/, under names of your own."
            )
        self.git("update-ref", LAST, shared)
        return shared

    def leave_no_commit_behind(self) -> str | None:
        """Begin a branch where none is checked out (as after cloning a tag), and return its name: or git would forget what it commits."""
        if self.ask("symbolic-ref", "--quiet", "HEAD") is not None:
            return None
        here = self.commit("HEAD")
        names = ["lessons", *(f"lessons-{number}" for number in range(2, 1000))]
        name = next(name for name in names if self.commit(f"refs/heads/{name}") in (None, here))
        self.git("update-ref", f"refs/heads/{name}", "HEAD")
        self.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
        return name
