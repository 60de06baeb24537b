"""Fetch newer lessons and keep everything that a reader wrote: `python -m places.update.update`.

nbgitpuller fetches and merges, with git's -Xours: where both changed something, the reader's stays. By lines, though, that can leave a
notebook that is neither the one nor the other, so what both changed is settled before, file by file:

- A lesson gets what is newer in it around the cells that the reader wrote. Where both changed the same cell, theirs stays as it is under
  its own name, because links lead there and it may be open in JupyterLab; the new one is put beside it.
- Of another file, git joins the lines. Where it can't, the new one takes its place, because the lessons need it; theirs is among the
  copies.

Copies of all that the reader changed are made before anything else. Each step is done whole or not at all, and begins anew when the update
is interrupted and run again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from nbgitpuller.pull import GitPuller

from places.update import keep
from places.update.clone import LAST, Clone, Trouble, complaint, prepare_environment
from places.update.join import has_only_run, join
from places.update.keep import Progress

ROOT = Path(__file__).parents[2]
MOST_NAMES = 8  # that a sentence lists
STALE = 600  # seconds, after which nbgitpuller takes a lock for one that was left behind
STAMP = "__20260131235959"  # as nbgitpuller puts it into the name of a file that is in the way
ANOTHER_GIT = (
    "Another git is at work in this folder, or one was stopped at it. Nothing of yours is lost.\n"
    "Run `make update` again when it has ended; if none is running, in ten minutes."
)


class Puller(GitPuller):
    """nbgitpuller's merge of what has been fetched: to fetch again could bring something that is not settled yet."""

    def update_remotes(self) -> Iterator[str]:
        """Fetch nothing."""
        yield from ()


def update(clone: Clone) -> list[str]:
    """Bring a clone's lessons up to date, and return sentences that tell the reader what changed.

    Raises:
        Trouble: It can't be done; everything is as it was, or the next update goes on from here.
    """
    with keep.alone(clone):
        left = Progress.of(clone)
        if left:
            keep.recover(clone, left)
        else:
            refuse_what_others_began(clone)
        keep.clear_unfinished(clone.folder)
        progress = Progress.begin(clone, left)
        try:
            url, branch = clone.follows()
            clone.remember_last(branch)
            new = clone.fetch(branch)
            sentences = bring_up_to(new, url, branch, clone, progress)
        except Trouble:
            if not left:  # what an interrupted update has to say is not told yet
                progress.end(clone)
            raise
        progress.end(clone)
        return sentences


def refuse_what_others_began(clone: Clone) -> None:
    """Raise Trouble where the reader, or a program, is in the middle of something with git."""
    what = clone.unfinished()
    if what:
        give_up = "reset" if what == "bisect" else "--abort"
        raise Trouble(
            f"You have begun a {what} with git in this folder, and not ended it. Nothing was changed.\n"
            f"End it, or give it up (git {what} {give_up}); then run `make update` again."
        )
    lock = clone.git_folder / "index.lock"
    if lock.exists() and time.time() - lock.stat().st_mtime < STALE:
        raise Trouble(ANOTHER_GIT)


def bring_up_to(new: str, url: str, branch: str, clone: Clone, progress: Progress) -> list[str]:
    """Bring the clone up to a commit that has been fetched, and return what to tell the reader."""
    deleted = clone.deleted_here()
    if clone.contains("HEAD", new):
        if not deleted:
            clone.git("update-ref", LAST, new)
            return progress.told() or [f"There is nothing newer at {url}. Your lessons are as they were."]
        old = new
    else:
        old = clone.last(new)
    progress.old, progress.new = old, new
    own_branch = clone.leave_no_commit_behind()
    if own_branch:
        progress.say(f"Your work is now on a git branch of its own, {own_branch}, made from the version that you had.")
    keep_copies(old, new, clone, progress)
    say_what_is_new(old, new, clone, progress)
    for path in clone.changed_here(old):
        settle(path, old, new, clone, progress)
    if not clone.contains(new, old):  # the history of the lessons was written anew
        graft(old, new, clone, progress)
    progress.merging = True
    progress.write()
    merge(url, branch, clone, progress)
    if not clone.contains("HEAD", new):
        raise Trouble("The newer lessons were fetched, but git did not join them with yours. Your files are as they were.")
    clone.git("update-ref", LAST, new)
    for path in deleted:
        if (clone.folder / path).exists():
            progress.say(f"{path}, which you had deleted, is back.")
    return progress.told()


def keep_copies(old: str, new: str, clone: Clone, progress: Progress) -> None:
    """Copy what the reader changed, and what stands where a new file will."""
    changed = clone.changed_here(old)
    in_the_way = [path for path in clone.between(old, new, "A") if path not in changed]
    folder = keep.copy(clone.folder, changed + in_the_way)
    if folder and (name := f"{folder.relative_to(clone.folder).as_posix()}/") not in progress.copies:
        progress.copies.append(name)
    progress.write()


def say_what_is_new(old: str, new: str, clone: Clone, progress: Progress) -> None:
    """Say which lessons and other files are newer."""
    others = 0
    for kind, words in (("A", "New lessons"), ("M", "Newer lessons"), ("D", "No longer part of the lessons")):
        paths = clone.between(old, new, kind)
        lessons = [Path(path).name for path in paths if path.endswith(".ipynb")]
        others += len(paths) - len(lessons)
        if lessons:
            progress.say(f"{words}: {_names(lessons)}.")
    if others:
        progress.say(f"What the lessons run on has changed in {'1 file' if others == 1 else f'{others} files'}.")


def _names(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def settle(path: str, old: str, new: str, clone: Clone, progress: Progress) -> None:
    """Where both the reader and the lessons changed a file, leave one here that git's merge will leave alone."""
    file = clone.folder / path
    base, newer = clone.content(old, path), clone.content(new, path)
    if base == newer or file.is_symlink() or not file.is_file():
        return
    yours = file.read_bytes()
    if yours == newer:
        return
    is_lesson = path.endswith(".ipynb")
    if newer is None:
        settle_deleted(path, is_lesson and base is not None and has_only_run(base, yours), base, clone, progress)
    elif is_lesson:
        settle_lesson(path, base, yours, newer, clone, progress)
    else:
        settle_lines(path, base, yours, newer, clone, progress)


def settle_deleted(path: str, only_run: bool, base: bytes | None, clone: Clone, progress: Progress) -> None:
    """Let a file go that the reader wrote nothing in, and keep any other."""
    if only_run and base is not None:
        keep.replace(clone.folder / path, base)
    else:
        progress.say(f"{path} is no longer part of the lessons. You changed it, so it is still there.")
        progress.write()


def settle_lesson(path: str, base: bytes | None, yours: bytes, newer: bytes, clone: Clone, progress: Progress) -> None:
    """Put what is newer around the cells that the reader wrote, or the whole new lesson beside theirs."""
    joined = None if base is None else join(base, yours, newer)
    if joined is None:
        beside = beside_name(path, base, newer, clone)
        progress.say(f"{path}: you and the lessons changed the same place. Yours stays as it is; the new one is beside it: {beside.name}")
        progress.write()
        keep.replace(beside, newer)
    elif joined != yours:
        if base is not None and not has_only_run(base, yours):
            progress.say(f"{path}: the new version, with what you wrote in it.")
            progress.write()
        keep.replace(clone.folder / path, joined)


def beside_name(path: str, base: bytes | None, newer: bytes, clone: Clone) -> Path:
    """Return where the new version is put: "03_measure_the_miss (new).ipynb", or with a number where the reader has worked in that one."""
    file = clone.folder / path
    number = 1
    while True:
        beside = file.with_name(f"{file.stem} (new{'' if number == 1 else f' {number}'}){file.suffix}")
        if not beside.exists() or (beside.is_file() and beside.read_bytes() in (base, newer)):
            return beside
        number += 1


def settle_lines(path: str, base: bytes | None, yours: bytes, newer: bytes, clone: Clone, progress: Progress) -> None:
    """Let git join the lines of both; where it can't, take the new file."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("yours", "base", "newer")]
        for file, content in zip(files, (yours, base or b"", newer), strict=True):
            file.write_bytes(content)
        ended = subprocess.run(["git", "merge-file", "-p", "--quiet", *map(str, files)], capture_output=True, check=False)
    if base is not None and ended.returncode == 0:
        if ended.stdout != yours:
            progress.say(f"{path}: the new version, with your changes in it.")
            progress.write()
            keep.replace(clone.folder / path, ended.stdout)
        return
    progress.say(
        f"{path}: you and the lessons changed the same lines. The new one is there, as the lessons need it; yours is among the copies."
    )
    progress.write()
    keep.replace(clone.folder / path, newer)


def graft(old: str, new: str, clone: Clone, progress: Progress) -> None:
    """Let git take the old lessons for what the new ones came from. Or else it takes for the reader's what is only old."""
    parents = clone.git("rev-list", "--parents", "--max-count=1", new).split()[1:]
    progress.grafted.append(new)
    progress.write()
    clone.git("replace", "--force", "--graft", new, *parents, old)


def merge(url: str, branch: str, clone: Clone, progress: Progress) -> None:
    """Let nbgitpuller keep what is here and merge what was fetched."""
    lines: list[str] = []
    try:
        for line in Puller(url, str(clone.folder), branch=branch).pull():
            lines.append(line)
            if line.startswith("Renamed "):
                say_what_was_in_the_way(line, progress)
    except Exception as error:  # nbgitpuller raises Exception itself where another git is at work
        if isinstance(error.__context__, KeyboardInterrupt):  # it waits for git then, and raises that git failed
            raise KeyboardInterrupt from None
        if clone.unfinished() == "merge":
            clone.ask("merge", "--abort")
        if "index.lock" in str(error):
            raise Trouble(ANOTHER_GIT) from None
        said = f"{''.join(lines[-20:])}\n{error.stderr or ''}" if isinstance(error, subprocess.CalledProcessError) else str(error)
        raise Trouble(f"The newer lessons could not be joined with yours. Nothing of yours is lost. git says: {complaint(said)}") from None


def say_what_was_in_the_way(line: str, progress: Progress) -> None:
    """Tell of a file that nbgitpuller renamed: "Renamed <name> to <name with a stamp> to avoid conflict with upstream"."""
    names = line.removeprefix("Renamed ").removesuffix(" to avoid conflict with upstream")
    length = (len(names) - len(" to ") - len(STAMP)) // 2  # a name may hold " to " itself
    was, now = Path(names[:length]), Path(names[length + len(" to ") :])
    progress.say(f"A file of yours had the name of a new one, {was.name}. It is now called {now.name}.")
    progress.write()


def address() -> str:
    """Return where the lessons live."""
    series = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["series"]
    return f"https://github.com/{series['repository']}"


def main(root: Path = ROOT) -> int:
    """Update, and say what changed or why nothing did."""
    prepare_environment()
    os.chdir(root)  # an address may be a path that begins here
    clone = Clone(root)
    try:
        clone.check(address())
        print("\n".join(update(clone)))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The update stopped: {error}. Nothing of yours is lost. When that is mended, run `make update` again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing of yours is lost; `make update` goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
