"""Shut a program in, so that it sees Python and one folder, and nothing else of this machine.

bubblewrap does it, with the namespaces of Linux: the program has a file system, processes, users and a network of its own. It can write to
nothing but a small folder in memory; no process outside has a number that it could signal or trace; there is no network, and no `/proc`
that would lead out. When the program ends, so does all that it has started.
"""

import functools
import os
import shutil
import site
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

FOLDER = "/lessons"  # where the program finds what it is given
SCRATCH = "/scratch"  # where it may write so many bytes
LARGEST_SCRATCH = 2**24
NOBODY = 65534
PYTHON = os.path.realpath(sys.executable)
LIBRARIES = ("/bin", "/lib", "/lib64", "/usr/bin", "/usr/lib", "/usr/lib64", "/etc/alternatives", "/etc/ld.so.cache", "/nix/store")
DEVICES = ("/dev/null", "/dev/urandom")
ALONE = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--new-session", "--die-with-parent")

# Root's program becomes nobody. Anybody else's stays who it is, in a namespace where that counts for nothing; so does that of a root who
# is none outside, as in some containers.
AS_ROOT = ("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
AS_USER = ("--unshare-user", "--disable-userns", "--uid", str(NOBODY), "--gid", str(NOBODY))

Isolation = Callable[[Path, Sequence[str]], list[str]]


class NotIsolated(Exception):
    """This machine can't shut a program in; the message says why."""


@functools.cache
def isolation() -> Isolation:
    """Return what makes the command that runs Python, with these arguments, shut in with this folder. What works is found by trying.

    The program is to call `become_nobody` before it does anything else.

    Raises:
        NotIsolated: Nothing works.
    """
    if not sys.platform.startswith("linux"):
        raise NotIsolated("Only Linux has what it takes.")
    if shutil.which("bwrap") is None:
        raise NotIsolated("bubblewrap is missing: sudo apt install bubblewrap, or sudo dnf install bubblewrap.")
    complaints = []
    for users in (AS_ROOT, AS_USER) if os.getuid() == 0 else (AS_USER,):
        shut_in = functools.partial(_command, users)
        complaint = _complaint(shut_in)
        if complaint is None:
            return shut_in
        complaints.append(complaint)
    raise NotIsolated(f"bubblewrap (0.8 or newer is needed) does not work here: {'; '.join(complaints)}.")


def _complaint(shut_in: Isolation) -> str | None:
    """Return what goes wrong when a program is shut in, or None."""
    trial = ["-c", "from marking.isolation import become_nobody; become_nobody(); import numpy"]
    try:
        done = subprocess.run(shut_in(Path(__file__).parents[1], trial), capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]


def _command(users: Sequence[str], folder: Path, arguments: Sequence[str]) -> list[str]:
    visible = [*LIBRARIES, *_python(), *_packages()]
    places = {"HOME": SCRATCH, "TMPDIR": SCRATCH, "LESSONS_PROGRESS": f"{SCRATCH}/progress"}
    variables = {**places, "PYTHONPATH": os.pathsep.join([FOLDER, *_packages()])}
    first_to_end = ["choom", "-n", "1000", "--"] if shutil.which("choom") else []  # where memory runs out, and not the marking
    return [
        *first_to_end,
        "bwrap",
        *ALONE,
        *users,
        *(option for path in _parents([*visible, *DEVICES]) for option in ("--perms", "0755", "--dir", path)),
        *(option for path in visible for option in ("--ro-bind-try", path, path)),
        *(option for path in DEVICES for option in ("--dev-bind", path, path)),
        *("--ro-bind", str(folder), FOLDER),
        *("--size", str(LARGEST_SCRATCH), "--perms", "1777", "--tmpfs", SCRATCH, "--chdir", SCRATCH),
        *("--remount-ro", "/"),
        *(option for name, value in variables.items() for option in ("--setenv", name, value)),
        *("--", PYTHON, "-P", "-s", *arguments),
    ]


def _parents(paths: Sequence[str]) -> list[str]:
    """Return all folders that these are in, outermost first, but for the root. By itself bubblewrap makes them for their owner alone."""
    return sorted({str(parent) for path in paths for parent in Path(path).parents} - {"/"})


def _python() -> list[str]:
    """Return the folders of the interpreter itself, but not all of its prefix, which may be `/usr` or a home."""
    prefix = os.path.realpath(sys.base_prefix)
    return [os.path.dirname(PYTHON), *(os.path.join(prefix, name) for name in ("lib", "lib64"))]


def _packages() -> list[str]:
    return [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]


def become_nobody() -> None:
    """Give up the rights of root for good, where this process has them."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
