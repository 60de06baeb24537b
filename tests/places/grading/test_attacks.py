"""Answers that attack the machine that marks them: no mark changes, nothing of the course is touched, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import NotebookNode

from helpers.lessons.lesson_01.exercises import exercise
from tests.places.grading.course import IS_ISOLATED, Course, answer
from tests.places.grading.test_trouble import BODY, content_of, function

pytestmark = pytest.mark.skipif(not IS_ISOLATED, reason="nothing on this machine shuts an answer in")

# What every attack may use. It finds the course through the working folders of all processes, this course alone.
TOOLS = """\
import contextlib, ctypes, glob, os, pathlib, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, time

def courses():
    found = [pathlib.Path(each) for each in (*glob.glob("/proc/[0-9]*/cwd"), {course!r})]
    return [each for each in found if os.path.exists(each) and os.path.samefile(each, {course!r})]
"""

TRIED = """\
tried = []
with contextlib.suppress(Exception):
    for each in attack():
        tried.append(str(each))
raise RuntimeError(f"reached {tried}")"""

ATTACKS = {
    "writes-marks": """\
for course in courses():
    book = sqlite3.connect(course / "gradebook.db")
    book.execute("update grade set manual_score = 1, needs_manual_grade = 0")
    book.commit()
    yield "gradebook"
""",
    "edits-what-marks": """\
for course in courses():
    for name in ("marking/mark.py", "helpers/__init__.py", "nbgrader_config.py"):
        with open(course / name, "a") as file:
            file.write("\\n# changed\\n")
        yield name
""",
    "removes-hand-ins": """\
for course in courses():
    shutil.rmtree(course / "submitted" / "victim")
    yield "submitted"
""",
    "reads-the-solutions": """\
for course in courses():
    yield from (course / "source").glob("*/*.ipynb")
for each in ({course!r}, "/home", "/srv", "/var", "/usr/local/share", "/etc/passwd", "/etc/shadow", "/root/.ssh"):
    if os.path.exists(each):
        yield each
if os.path.exists({home!r}):
    yield from {{*os.listdir({home!r})}} - {{*pathlib.Path(sys.base_prefix).parts, *pathlib.Path(os.__file__).parts}}
""",
    # The last in the alphabet, which is the order of marking.
    "zaps-its-parents": """\
for path in glob.glob("/proc/[0-9]*/cwd"):
    process = int(path.split("/")[2])
    with contextlib.suppress(OSError):
        if os.path.samefile(path, {course!r}):
            os.kill(process, signal.SIGKILL)
            yield process
""",
    "kills-everything-with-a-number": """\
for process in (*range(2, 3000), {process}):
    with contextlib.suppress(OSError):
        if os.getsid(process) != os.getsid(0):  # else it is a thread of this one
            os.kill(process, 0)
            yield process
""",
    "traces-its-parents": """\
seize, libc = 0x4206, ctypes.CDLL(None)
process = os.getppid()
for _ in range(3):
    if process > 1 and libc.ptrace(seize, process, 0, 0) == 0:
        yield process
    with contextlib.suppress(OSError):
        with open(f"/proc/{{process}}/mem", "r+b"):
            yield f"memory of {{process}}"
        process = int(open(f"/proc/{{process}}/stat").read().rsplit(")", 1)[1].split()[1])
""",
    "calls-out": """\
for kind, address in ((socket.AF_INET, ("127.0.0.1", {port})), (socket.AF_UNIX, "\\0{abstract}"), (socket.AF_UNIX, {path!r})):
    with contextlib.suppress(OSError), socket.socket(kind) as line:
        line.settimeout(2)
        line.connect(address)
        yield address
for each in (*glob.glob("/run/user/*/bus"), "/run/dbus/system_bus_socket", "/var/run/docker.sock"):
    if os.path.exists(each):
        yield each
""",
    "leaves-code-for-the-next": """\
with contextlib.suppress(OSError):
    os.mkdir(tempfile.gettempdir() + "/for-the-next")
for folder in {{*sys.path, os.path.dirname(os.__file__), "/dev/shm", "/var/tmp"}}:
    for name in ("sitecustomize.py", "usercustomize.py", "zz.pth"):
        with contextlib.suppress(OSError):
            path = os.path.join(folder, name)
            with open(path, "x"):
                os.unlink(path)
            yield path
""",
    "picks-up-what-was-left": """\
left = tempfile.gettempdir() + "/for-the-next"
if os.path.exists(left):
    os.rmdir(left)
    yield left
""",
    "fills-the-disk": """\
written = 0
for folder in (tempfile.gettempdir(), "/dev/shm", "/var/tmp", os.getcwd(), os.environ["HOME"], "/"):
    with contextlib.suppress(OSError):
        for number in range(8):
            with open(os.path.join(folder, f"full-{{number}}"), "wb") as file:
                with contextlib.suppress(OSError):
                    while file.tell() < 2**24:
                        written += file.write(bytes(2**20))
if written > 2**26:
    yield written
for folder in (tempfile.gettempdir(), "/dev/shm", "/var/tmp", "/"):
    for path in glob.glob(os.path.join(folder, "full-*")):
        os.unlink(path)
""",
    "inherits-what-is-open": """\
for number in range(3, 256):
    with contextlib.suppress(OSError):
        found = os.fstat(number)
        if found.st_size != 0 or os.lseek(number, 0, os.SEEK_CUR) != 0:
            yield number
for name in os.environ:
    if name not in ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "HOME", "PYTHONPATH", "LESSONS_PROGRESS", "MPLBACKEND", "PWD"):
        if "SECRET" in name or "JUPYTER" in name:
            yield name
""",
    "wins-back-rights": """\
new_mounts, libc = 0x00020000, ctypes.CDLL(None)
for attempt in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: libc.unshare(new_mounts), lambda: libc.chroot(b"/tmp")):
    with contextlib.suppress(OSError):
        if not attempt() and os.getuid() == 0:
            yield attempt.__code__.co_names
import resource
for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE):
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        yield f"limit {{kind}}"
""",
}


FORKS = f"""\
import os, time
if os.fork() == 0:
    os.setsid()
    for _ in range(200):
        try:
            if os.fork() == 0:
                os.execvp("sleep", ["sleep", "86399"])
        except OSError:
            pass
    os.execvp("sleep", ["sleep", "86399"])
time.sleep(0.2)
return {BODY}"""


def hand_in(course: Course, name: str, cell: str) -> None:
    def change(notebook: NotebookNode) -> None:
        answer(notebook, "quadratic", cell)
        answer(notebook, "residuals", exercise.by_name["residuals"].solution())

    course.hand_in(name, "01", change)


def snapshot(course: Course) -> dict[str, bytes]:
    watched = ("marking", "helpers", "source", "submitted", "nbgrader_config.py", "autograded/marked")
    paths = [path for name in watched for path in (course.folder / name, *(course.folder / name).rglob("*"))]
    return {str(path): path.read_bytes() for path in paths if path.is_file() and path.suffix != ".pyc"}


def sleepers(seconds: int = 86399) -> list[int]:
    """Return the processes that sleep as long as those of an attack."""
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if content_of(path) == f"sleep\0{seconds}\0".encode()]


@contextmanager
def most_sleepers() -> Iterator[list[int]]:
    """Count the processes of the attack that forks, and end those which it leaves."""
    counts, done = [0], threading.Event()

    def count() -> None:
        while not done.wait(0.02):
            counts.append(len(sleepers()))

    counting = threading.Thread(target=count)
    counting.start()
    try:
        yield counts
    finally:
        done.set()
        counting.join()
        counts.append(len(sleepers()))
        for process in sleepers():
            os.kill(process, signal.SIGKILL)


@dataclass
class Attacked:
    """A course after the attacks."""

    course: Course
    before: dict[str, bytes]
    after: dict[str, bytes]
    sleepers: list[int]


@pytest.fixture(scope="module")
def attacked(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """One student has her marks, another has just handed in, and then all attacks are marked, on a machine with something to reach."""
    course.hand_in("marked", "01")
    course.mark()
    course.hand_in("victim", "01")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as named, socket.socket(socket.AF_UNIX) as hidden:
        facts = {"course": str(course.folder), "home": str(Path.home()), "port": server.getsockname()[1]}
        facts |= {"abstract": f"marking-{os.getpid()}", "process": os.getpid(), "path": str(tmp_path_factory.mktemp("sockets") / "bus")}
        hidden.bind(f"\0{facts['abstract']}")
        named.bind(facts["path"])
        for each in (named, hidden):
            each.listen()
        for name, attack in ATTACKS.items():
            lines = attack.format(**facts).splitlines()
            above = TOOLS.format(**facts) + "\ndef attack():\n" + "".join(f"    {line}\n" for line in lines) + "    yield from ()\n"
            hand_in(course, name, function(TRIED, above=above))
        hand_in(course, "forks", function(FORKS))
        before = snapshot(course)
        with most_sleepers() as counts:
            course.mark(ends_well=None)
    return Attacked(course, before, snapshot(course), counts)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_reaches_nothing(attacked: Attacked, name: str) -> None:
    assert "reached []" in attacked.course.verdicts(name, "01")["quadratic"]


def test_attacks_change_no_mark(attacked: Attacked) -> None:
    rows = attacked.course.table()
    marks = {name: (row["lesson_01.quadratic"], row["lesson_01.residuals"]) for name, row in rows.items()}
    assert marks == {**dict.fromkeys(ATTACKS, ("0", "1")), "forks": marks["forks"], "marked": ("0", "0"), "victim": ("0", "0")}
    assert marks["forks"][1] == "1"


def test_attacks_change_nothing_of_the_course(attacked: Attacked) -> None:
    assert attacked.after == attacked.before


def test_what_forks_away_is_held_and_ends_with_its_answer(attacked: Attacked) -> None:
    assert 0 < max(attacked.sleepers) < 60
    assert attacked.sleepers[-1] == 0
