"""A warm process, and what is forked from it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")

if sys.platform == "linux":
    from places.hub.warm import Warm

ROOT = Path(__file__).resolve().parents[3]


class WarmProcess:
    """A warm process that has imported what it is told."""

    def __init__(self, folder: Path, *modules: str) -> None:
        self.folder = folder
        self.socket = f"{tempfile.mkdtemp(prefix='warm-')}/s"
        self.process = subprocess.Popen([sys.executable, "-m", "places.hub.warm", self.socket, *modules], cwd=ROOT)

    def fork(self, code: str, *arguments: str, **environment: str) -> Warm:
        """Return a fork that runs this code as the module `told`."""
        told = self.folder / "told.py"
        if not told.exists() or told.read_text(encoding="utf-8") != code:  # a fork before this one may be reading it
            told.write_text(code, encoding="utf-8")
        return Warm(self.socket, "told", arguments, environment, str(self.folder))

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture
def warm_process(tmp_path: Path) -> Iterator[WarmProcess]:
    made = WarmProcess(tmp_path, "json", "numpy.random")
    yield made
    made.close()
    assert not Path(made.socket).exists()
    os.rmdir(Path(made.socket).parent)


def is_running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return False


def ended_in_time(pid: int, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_running(pid)


def once_written(path: Path, seconds: float = 20) -> str:
    """Return what is in a file, once it is there."""
    end = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return path.read_text(encoding="utf-8")


DESCRIBE_ITSELF = """
import json, os, sys
said = {"argv": sys.argv[1:], "name": __name__, "environment": dict(os.environ), "folder": os.getcwd(), "path": sys.path,
        "group": os.getpgid(0), "pid": os.getpid()}
with open("unfinished", "w") as file:
    json.dump(said, file)
os.rename("unfinished", "said")
"""


def test_a_fork_is_as_python_m_would_be(warm_process):
    child = warm_process.fork(DESCRIBE_ITSELF, "one", "two words", A="1")
    assert child.wait(20) == 0
    assert child.poll() == 0
    said = json.loads((warm_process.folder / "said").read_text())
    assert said["argv"] == ["one", "two words"]
    assert said["name"] == "__main__"
    assert said["environment"] == {"A": "1"}
    assert said["folder"] == said["path"][0] == str(warm_process.folder)
    assert str(ROOT) not in said["path"]
    assert said["pid"] == said["group"] == child.pid


@pytest.mark.parametrize(
    ("code", "status"),
    [("raise SystemExit(7)", 7), ("raise SystemExit", 0), ("raise SystemExit('why')", 1), ("1 / 0", 1), ("import os; os._exit(3)", 3)],
)
def test_a_fork_ends_with_the_status_that_python_would_end_with(warm_process, code, status):
    assert warm_process.fork(code).wait(20) == status


def test_what_python_does_at_its_end_is_done(warm_process):
    code = "import atexit, pathlib\natexit.register(lambda: pathlib.Path('done').write_text('yes'))\nprint('unwritten', end='')"
    assert warm_process.fork(code).wait(20) == 0
    assert (warm_process.folder / "done").read_text() == "yes"


def test_forks_share_what_was_imported_and_no_random_numbers(warm_process):
    code = """
import sys
assert "numpy.random" in sys.modules
import os, random, numpy
with open(f"unfinished-{sys.argv[1]}", "w") as file:
    file.write(f"{numpy.random.rand()} {random.random()}")
"""
    drawn = []
    for name in ("a", "b"):
        assert warm_process.fork(code, name).wait(20) == 0
        drawn += (warm_process.folder / f"unfinished-{name}").read_text().split()
    assert len(set(drawn)) == 4


SLEEP = "import pathlib, time\npathlib.Path('here').write_text('yes')\ntime.sleep(600)"


def test_a_fork_is_stopped_by_signals(warm_process):
    for number, stop in ((signal.SIGTERM, Warm.terminate), (signal.SIGKILL, Warm.kill)):
        child = warm_process.fork(SLEEP)
        once_written(warm_process.folder / "here")
        assert child.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.05)
        stop(child)
        assert child.wait(20) == -number
        stop(child)  # of something that has ended: nothing happens
        (warm_process.folder / "here").unlink()


def test_a_fork_can_be_interrupted_as_a_kernel_is(warm_process):
    child = warm_process.fork(f"try:\n    {SLEEP.replace(chr(10), '; ')}\nexcept KeyboardInterrupt:\n    raise SystemExit(5)")
    once_written(warm_process.folder / "here")
    child.send_signal(signal.SIGINT)
    assert child.wait(20) == 5


FORK_AND_DIE = """
import os, sys
sys.path.append({root!r})
from places.hub.warm import Warm
child = Warm({socket!r}, "sleeper", [], {{}}, ".")
with open("pid", "w") as file:
    file.write(str(child.pid))
os.kill(os.getpid(), 9)
"""


def test_a_fork_ends_with_whoever_asked_for_it(warm_process):
    code = FORK_AND_DIE.format(root=str(ROOT), socket=warm_process.socket)
    (warm_process.folder / "sleeper.py").write_text(SLEEP)
    (warm_process.folder / "asker.py").write_text(code)
    ended = subprocess.run([sys.executable, "asker.py"], cwd=warm_process.folder, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert ended_in_time(int((warm_process.folder / "pid").read_text()))
    assert warm_process.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_all_forks_end_with_the_warm_process(tmp_path, number):
    warm_process = WarmProcess(tmp_path)
    children = [warm_process.fork(SLEEP) for _ in range(3)]
    once_written(tmp_path / "here")
    warm_process.process.send_signal(number)
    warm_process.process.wait(30)
    for child in children:
        assert ended_in_time(child.pid)
        assert child.wait(20) < 0
    Path(warm_process.socket).unlink(missing_ok=True)
    os.rmdir(Path(warm_process.socket).parent)


def test_a_fork_that_does_not_end_when_asked_ends_with_a_warm_process_that_is_killed(tmp_path):
    warm_process = WarmProcess(tmp_path)
    child = warm_process.fork(f"import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n{SLEEP}")
    once_written(tmp_path / "here")
    warm_process.process.kill()
    warm_process.process.wait(30)
    ended = ended_in_time(child.pid)
    if not ended:
        os.kill(child.pid, signal.SIGKILL)
    os.unlink(warm_process.socket)
    os.rmdir(Path(warm_process.socket).parent)
    assert ended


def test_what_can_not_be_started_is_an_error_and_the_next_one_starts(warm_process, monkeypatch):
    assert warm_process.fork(DESCRIBE_ITSELF).wait(20) == 0
    monkeypatch.setattr("places.hub.warm.PATIENCE", 0.1)
    with pytest.raises(FileNotFoundError):
        Warm(warm_process.socket.replace("/s", "/none"), "told", [], {}, ".")
    gone = Warm(warm_process.socket, "told", [], {}, str(warm_process.folder / "no such folder"))
    assert gone.wait(20) == 1
    assert warm_process.fork(DESCRIBE_ITSELF).wait(20) == 0
