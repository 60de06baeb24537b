"""Python processes that start at once and share their memory: `python -m places.hub.warm SOCKET MODULE …`.

A learner's server and kernel spend a second each, and most of their memory, on importing what every other learner's imports too. So
one process imports these modules once, and then forks itself whenever a `Warm` asks it to: the child goes on as `python -m` would, and
until one of the two writes to a page of memory, both have the same one.

What is asked for lives as long as whoever asked for it stays connected, so a server or a hub that dies leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

PR_SET_PDEATHSIG = 1  # of prctl(2)
PATIENCE = 90.0  # seconds for the warm process to be there; on a busy machine it imports for as long as that
GRACE = 20.0  # seconds for a process whose owner has gone to end by itself


class Warm:
    """A process forked from a warm one, with as much of `subprocess.Popen` as Jupyter uses.

    Args:
        path: The socket on which the warm process listens.
        module: What to run, as in `python -m module`.
        arguments: What the module finds in `sys.argv[1:]`.
        env: The environment.
        cwd: The folder to run in.

    Raises:
        OSError: There is no warm process, or it ended.
    """

    stdin = stdout = stderr = None

    def __init__(self, path: str, module: str, arguments: Sequence[str], env: Mapping[str, str], cwd: str) -> None:
        self.args = [module, *arguments]
        self.returncode: int | None = None
        self._connection = _connected(path)
        request = json.dumps({"module": module, "arguments": list(arguments), "env": dict(env), "cwd": cwd}).encode() + b"\n"
        self._answers = self._connection.makefile("rb")
        with contextlib.suppress(OSError):  # the answer says more
            socket.send_fds(self._connection, [request[:1]], [sys.__stdout__.fileno(), sys.__stderr__.fileno()])
            self._connection.sendall(request[1:])
        answer = self._answers.readline()
        if not answer:
            self._close()
            raise OSError(f"the warm process at {path} could not start {module}")
        self.pid: int = json.loads(answer)["pid"]

    def poll(self) -> int | None:
        """Return the exit status, or None while the process runs."""
        if self.returncode is None and _has_something_to_read(self._connection):
            self._end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit status once there is one; raise `subprocess.TimeoutExpired` when that takes too long."""
        if self.returncode is None:
            if not _has_something_to_read(self._connection, timeout):
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self._end()
        assert self.returncode is not None
        return self.returncode

    def _end(self) -> None:
        answer = self._answers.readline()
        self.returncode = json.loads(answer)["exit"] if answer else -signal.SIGKILL  # the warm process takes all of its own along
        self._close()

    def _close(self) -> None:
        self._answers.close()
        self._connection.close()

    def __del__(self) -> None:
        if hasattr(self, "_answers"):
            self._close()

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


def _connected(path: str) -> socket.socket:
    """Return a connection to the warm process, which may still be importing."""
    end = time.monotonic() + PATIENCE
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(path)
            return connection
        except (FileNotFoundError, ConnectionRefusedError, BlockingIOError):
            connection.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _has_something_to_read(connection: socket.socket, timeout: float | None = 0) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(timeout))


class Nursery:
    """The warm process: listens, forks, and tells whoever asked how each child ended.

    It has no threads and no event loop, because a child would get them half.
    """

    def __init__(self, path: str) -> None:
        self._selector = selectors.DefaultSelector()
        self._children: dict[int, socket.socket] = {}
        self._ending: list[tuple[int, float]] = []  # whose owners have gone, and when they are no longer waited for
        self._going = True
        self._listener = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        self._listener.bind(path)
        os.chmod(path, 0o600)
        self._listener.listen(128)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._woken, self._alarm = socket.socketpair()
        for end in (self._woken, self._alarm):
            end.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ)
        signal.set_wakeup_fd(self._alarm.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, *_: Any) -> None:
        self._going = False

    def run(self) -> None:
        """Serve until told to stop; then end every child."""
        parent = os.getppid()
        while self._going and os.getppid() == parent:  # whoever started this may have been killed
            for key, _ in self._selector.select(timeout=1):
                if key.fileobj is self._listener:
                    self._take(self._listener.accept()[0])
                elif key.fileobj is self._woken:
                    with contextlib.suppress(BlockingIOError):
                        self._woken.recv(4096)
                else:
                    self._let_go(key.data)
            self._reap()
        self._end_all()

    def _take(self, connection: socket.socket) -> None:
        """Fork a child for a request. Only this machine's own processes ask, and they send it at once."""
        connection.settimeout(5)
        files: list[int] = []
        try:
            first, files, _, _ = socket.recv_fds(connection, 1, 2)
            with connection.makefile("rb") as rest:
                request = json.loads(first + rest.readline())
            pid = os.fork()
            if pid == 0:
                self._become(request, connection, files)
            self._children[pid] = connection
            self._selector.register(connection, selectors.EVENT_READ, pid)
        except (OSError, ValueError) as error:
            print(f"A request was not understood: {error}", file=sys.stderr)
            connection.close()
        finally:
            for file in files:
                os.close(file)

    def _become(self, request: dict[str, Any], connection: socket.socket, files: Sequence[int]) -> NoReturn:
        """Go on as `python -m module` in the child; does not return to the loop."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            if sys.platform == "linux":
                # Should the nursery be killed. Nobody would see then whether a gentler signal did it, and a server's end can fail.
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            os.setsid()  # before anybody knows of this process, or signals to its group would reach the nursery's
            connection.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")
            self._selector.close()
            for each in (self._listener, self._woken, self._alarm, connection, *self._children.values()):
                each.close()
            os.dup2(files[0], 1)
            os.dup2(files[1], 2)
            self._run(request)
            status = 0
        except SystemExit as ending:
            status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            with contextlib.suppress(BaseException):
                _finish()
            os._exit(status & 0xFF)

    def _run(self, request: dict[str, Any]) -> None:
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        sys.path[:] = [request["cwd"], *(place for place in sys.path[1:] if place)]
        sys.argv = [request["module"], *request["arguments"]]
        _draw_other_numbers()
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)

    def _let_go(self, pid: int) -> None:
        """End the child of somebody who has gone."""
        connection = self._children.pop(pid)
        self._selector.unregister(connection)
        connection.close()
        _signal_group(pid, signal.SIGTERM)
        self._ending.append((pid, time.monotonic() + GRACE))

    def _reap(self) -> None:
        gone = set()
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                gone.add(pid)
                if pid in self._children:
                    connection = self._children.pop(pid)
                    self._selector.unregister(connection)
                    with contextlib.suppress(OSError):
                        connection.sendall(json.dumps({"exit": os.waitstatus_to_exitcode(status)}).encode() + b"\n")
                    connection.close()
        self._ending = [(pid, end) for pid, end in self._ending if pid not in gone]
        for pid, end in self._ending:
            if time.monotonic() > end:
                _signal_group(pid, signal.SIGKILL)

    def _end_all(self) -> None:
        self._listener.close()
        for pid in self._children:
            _signal_group(pid, signal.SIGTERM)
        end = time.monotonic() + GRACE / 4
        while self._children and time.monotonic() < end:
            self._reap()
            time.sleep(0.05)
        for pid in self._children:
            _signal_group(pid, signal.SIGKILL)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(OSError):
        os.killpg(pid, number)


def _draw_other_numbers() -> None:
    """Let NumPy's old global generator begin elsewhere in every child; Python's own does so by itself, and `default_rng` is made later."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def _finish() -> None:
    """Do what Python does at its end: a module's threads are awaited, its atexit functions called, its output written."""
    import atexit
    import threading

    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()


def main(path: str, *modules: str) -> None:
    """Import the modules, and fork for whoever asks."""
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # whose death a kernel watches for; it asks when ipykernel is imported
    for name in modules:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # or else the first collection in a child would write to every page
    nursery = Nursery(path)
    nursery.run()
    Path(path).unlink(missing_ok=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
