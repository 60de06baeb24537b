"""What makes an update safe: every file is replaced in one step, copies are made before, and what was interrupted is known."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from places.update.clone import Clone, Trouble

try:
    import fcntl
except ImportError:  # Windows: there two updates at once are not told of each other
    fcntl = None

COPIES = "kept"  # .gitignore names it too
UNFINISHED = ".unfinished-"
WAIT = 10.0  # seconds for a git that outlived an interrupted update


def replace(path: Path, content: bytes) -> None:
    """Write a file under another name, let it reach the disk, and give it its own name: at no moment is it half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
        else:
            os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def copy(root: Path, paths: list[str]) -> Path | None:
    """Copy files into a new folder with a date, and return it: None where there is nothing to copy.

    The folder has its name only once everything is in it. Where the newest one already holds all of this, that one will do.
    """
    copies = root / COPIES
    files = [path for path in paths if (root / path).is_file()]
    if not files:
        return None
    newest = max((each for each in copies.glob("[0-9]*") if each.is_dir()), default=None)
    if newest and all(_same(root / path, newest / path) for path in files):
        return newest
    copies.mkdir(exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=copies, prefix=UNFINISHED))
    for path in files:
        (making / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, making / path)
    os.chmod(making, 0o777 & ~_umask())
    os.sync() if hasattr(os, "sync") else None
    folder = copies / f"{datetime.now():%Y-%m-%d %H.%M.%S.%f}"[:-4]
    os.rename(making, folder)
    return folder


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def clear_unfinished(root: Path) -> None:
    """Remove what an interrupted update was about to write. It is a copy of something each time, so nothing is lost."""
    for folder in (root / COPIES).glob(f"{UNFINISHED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for folder, inside, names in os.walk(root):
        inside[:] = [name for name in inside if name != "objects" and not name.startswith(".venv")]
        for name in names:
            if name.startswith(UNFINISHED):
                Path(folder, name).unlink(missing_ok=True)


@contextlib.contextmanager
def alone(clone: Clone) -> Iterator[None]:
    """Let no other update run in this clone, nor a git that outlived one that was killed.

    The lock is a file that is this process's standard input, because every program that is started from here then holds it too.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(clone.git_folder / "lessons-update", os.O_RDWR | os.O_CREAT, 0o666)
    until = time.monotonic() + WAIT
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError:
            if time.monotonic() > until:
                raise Trouble("Another update is running in this folder. Wait until it has ended.") from None
            time.sleep(0.05)
    before = os.dup(0)
    os.dup2(handle, 0, inheritable=True)
    os.close(handle)
    try:
        yield
    finally:
        os.dup2(before, 0)
        os.close(before)


@dataclass
class Progress:
    """How far an update has come; kept in a file, so that the next one knows what this one left when it was interrupted."""

    file: Path
    began: float = field(default_factory=time.time)
    old: str = ""  # the lessons' commit that it began with
    new: str = ""  # and the one that it leads to
    merging: bool = False
    grafted: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, clone: Clone) -> Progress | None:
        """Return how far an update came that was interrupted here, or None."""
        file = clone.git_folder / "lessons-update.json"
        try:
            return cls(file=file, **json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):  # of another version of this module
            return cls(file=file, began=file.stat().st_mtime)

    @classmethod
    def begin(cls, clone: Clone, left: Progress | None) -> Progress:
        """Return the progress of an update that begins now, with what an interrupted one still has to say and to clear away."""
        begun = cls(file=clone.git_folder / "lessons-update.json")
        if left:
            begun.sentences, begun.grafted, begun.copies = left.sentences, left.grafted, left.copies
        begun.write()
        return begun

    def write(self) -> None:
        """Keep it."""
        kept = {key: value for key, value in asdict(self).items() if key != "file"}
        replace(self.file, json.dumps(kept).encode())

    def end(self, clone: Clone) -> None:
        """Forget it: nothing is left to be done."""
        for commit in self.grafted:
            clone.ask("replace", "--delete", commit)
        self.file.unlink(missing_ok=True)

    def say(self, sentence: str) -> None:
        """Add what the reader is to be told at the end, even if the update is interrupted until then."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    def told(self) -> list[str]:
        """Return what the reader is to be told."""
        where = " and ".join(self.copies)
        return self.sentences + ([f"Copies of all that you had changed, as it was before the update, are in {where}"] if where else [])


def recover(clone: Clone, left: Progress) -> None:
    """Undo what an interrupted update left half done. Nothing that a reader wrote is touched.

    Until git merges, every step is whole or not there. While it merges it writes only files that the reader has not changed, so what is
    found of those is the new file, or the beginning of it.
    """
    for lock in clone.git_folder.rglob("*.lock"):
        if lock.stat().st_mtime >= left.began - 1:  # a file system may count whole seconds
            lock.unlink(missing_ok=True)
    clone.git("reset", "--mixed", "--quiet")  # ends a merge, and leaves every file as it is
    if not left.merging or clone.commit(left.old) is None or clone.commit(left.new) is None or clone.contains("HEAD", left.new):
        return
    for path in clone.between(left.old, left.new, "A"):
        if clone.content("HEAD", path) is None and _is_beginning(clone, path, left.new):
            (clone.folder / path).unlink()
    for path in clone.between(left.old, left.new, "M"):
        before = clone.content("HEAD", path)
        if before is not None and before == clone.content(left.old, path) and _is_beginning(clone, path, left.new):
            replace(clone.folder / path, before)


def _is_beginning(clone: Clone, path: str, commit: str) -> bool:
    file, whole = clone.folder / path, clone.content(commit, path)
    return whole is not None and file.is_file() and not file.is_symlink() and whole.startswith(file.read_bytes())
