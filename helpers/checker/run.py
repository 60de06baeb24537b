"""Run a reader's function without trusting it: it may print, raise, exit, change its arguments, or never end.

It runs in a thread of its own, so that a limit of time can be kept: when the time is over, an exception is raised in that
thread, again and again; should the function swallow even those, it is left behind, and nothing that it prints is seen.

Two limits have no remedy but a restart of the kernel. A single call into C that neither returns nor lets other threads
run, such as `sum(range(10**12))`, stops everything. And where there are no threads (Pyodide, as in JupyterLite), the
function runs directly, and a call into C that never returns is never left: `helpers/checker/deadline.py` ends all else.
"""

import builtins
import contextlib
import copy
import ctypes
import difflib
import random
import re
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FunctionType, TracebackType
from typing import Any, Literal

import numpy as np
from IPython.core.getipython import get_ipython
from numpy.typing import NDArray

from helpers.checker import deadline
from helpers.checker.answer import Answer, bases_of, is_one_of, look_at, name_of
from helpers.checker.definition import line_of, written
from helpers.thread_output import kept, restore, stand_in, step_back

LIMIT = 2.0  # seconds for all examples together; they need about a thousandth of it
PATIENCE = 0.5  # seconds in which a function that is told to stop may do so
OF_SYSTEM = ("stdin", "__stdin__", "displayhook", "excepthook")  # in `sys`; `helpers.thread_output` looks after the other streams
MOST_PRINTED = 2_000  # characters kept of what one call prints

deadline.OURS.add(__file__)
_of_thread = threading.local()  # in a thread that calls a reader's function, `work` is what it works on

Arguments = Mapping[str, Any]
Probe = Callable[..., Any]  # is called with a function and its arguments, and returns what there is to be seen of what it does
Ending = Literal["done", "endless", "stopped"]


class CannotJudge(Exception):
    """What a probe says of a function whose result it cannot read, in a sentence for the reader."""


@dataclass(frozen=True)
class Failure:
    """An exception that came out of a function: its type, its message, and the reader's line that it came from."""

    type_name: str
    message: str
    line: int = 0  # counted from the first line of the definition, its decorator; 0 where it is unknown
    source: str = ""
    inside: str = ""  # the function of the lesson, or of another cell, that it came from when this line called it
    missing: str = ""  # the name that a NameError misses
    meant: str = ""  # a name which there is, and which is much like the missing one

    def text(self) -> str:
        """Return it as Python would say it: "NameError: name 'd' is not defined"."""
        return f"{self.type_name}: {self.message}" if self.message else self.type_name


@dataclass(frozen=True)
class Outcome:
    """What a function did when it was called twice with the same arguments."""

    answer: Answer | None = None
    failure: Failure | None = None
    printed: str = ""
    steady: bool = True  # the second call did the same as the first
    changed: tuple[str, ...] = ()  # the arguments that it changed in place
    restored: tuple[str, ...] = ()  # those of them that were put back, but for rounding
    shared: tuple[str, ...] = ()  # the arguments in whose memory the answer lives

    def same(self, other: "Outcome") -> bool:
        """Return whether both ended alike: with the same answer to the last bit, or with the same exception."""
        if self.answer is not None and other.answer is not None:
            return self.answer.same(other.answer)
        if self.failure is not None and other.failure is not None:
            return (self.failure.type_name, self.failure.message) == (other.failure.type_name, other.failure.message)
        return False


@dataclass
class Watched:
    """What a function did with each example, in order; fewer when it did not come to an end."""

    outcomes: list[Outcome] = field(default_factory=list)
    ending: Ending = "done"
    printed: str = ""  # by the last call
    overwritten: bool = False  # an array that it had returned was changed by a later call


def watch(
    function: FunctionType, examples: Sequence[Arguments], limit: float | None = LIMIT, probe: Probe | None = None, twice: bool = True
) -> Watched:
    """Return what the function does with each example, called twice with it, by the probe if there is one.

    Nothing that the function raises is raised again, and the wait is hardly longer than the limit, in seconds. A function that
    is known to come to an end needs no limit, and with None no thread; one that is known to be steady need not be called twice.
    """
    watched = Watched()
    with _as_it_was(), _named(function):
        work = _Work(function, examples, probe, twice)
        with _routed(work):
            watched.ending = work.finish(limit)
        if work.broken is not None:
            raise work.broken
        watched.outcomes = list(work.outcomes)
        watched.overwritten = work.overwritten
        watched.printed = work.printed.text()
    return watched


class _Work:
    """A function to be called with all its examples, in a thread of its own."""

    def __init__(self, function: FunctionType, examples: Sequence[Arguments], probe: Probe | None, twice: bool) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.outcomes: list[Outcome] = []
        self.overwritten = False
        self.broken: Exception | None = None
        self.printed = _Printed()
        self._function, self._examples, self._probe, self._twice = function, examples, probe, twice
        self._over = False
        self._deadline: deadline.Deadline | None = None  # only where there are no threads
        self._clock: int | None = None
        self._done = threading.Event()

    def finish(self, limit: float | None) -> Ending:
        """Return how the calls ended: by themselves, at the limit of seconds, or because the reader stopped the kernel."""
        if limit is None:
            self._run()
            return "done"
        if not self._could_start():
            self._deadline = deadline.Deadline(limit)
            self._run()
            return "endless" if self._deadline.passed else "done"
        started = time.monotonic()
        try:
            while not self._done.wait(0.02):  # short waits, because on Windows only their ends see an interrupt
                if self._is_late(time.monotonic() - started, limit):
                    self._stop()
                    return "endless"
        except KeyboardInterrupt:
            self._stop()
            return "stopped"
        self.thread.join(PATIENCE)
        return "done"

    def _could_start(self) -> bool:
        try:
            self.thread.start()
        except RuntimeError:  # there are no threads here
            return False
        return True

    def _is_late(self, seconds: float, limit: float) -> bool:
        """Return whether the limit is used up, by computing; mere waiting, as on a crowded machine, gets four times as long."""
        if seconds < limit:
            return False
        with contextlib.suppress(OSError, AttributeError, TypeError):
            return seconds >= 4 * limit or time.clock_gettime(self._clock) >= limit / 2  # type: ignore[arg-type]
        return not self._done.is_set()  # a thread that has just ended has no clock any more, and others never have one

    def _stop(self) -> None:
        self._over = True
        end = time.monotonic() + PATIENCE
        while not self._done.wait(0.005) and time.monotonic() < end:
            self._raise(SystemExit)  # which `except Exception` lets through, and about which a thread says nothing
        if self._done.is_set():
            self._raise(None)
            self.thread.join(PATIENCE)

    def _raise(self, kind: type[BaseException] | None) -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread.ident or 0), ctypes.py_object(kind) if kind else None)

    def _run(self) -> None:
        try:
            with kept(stdout=self.printed.add, stderr=self.printed.add):
                self._work()
        except SystemExit:
            pass
        except Exception as error:  # not from the reader's function, but perhaps from what it did to NumPy
            self.broken = error
        finally:
            _of_thread.work = None
            self._done.set()

    def _work(self) -> None:
        _of_thread.work = self
        try:
            self._take_what_is_displayed()
            with contextlib.suppress(AttributeError, OSError):
                self._clock = time.pthread_getcpuclockid(threading.get_ident())
            with np.errstate(all="ignore"), self._deadline or contextlib.nullcontext():
                self._call_all()
        finally:
            self._take_what_is_displayed(False)

    def _take_what_is_displayed(self, take: bool = True) -> None:
        """Let `display` print; in a kernel it would show its value below the cell once for each call."""
        publisher = getattr(get_ipython(), "display_pub", None)
        change = getattr(publisher, "register_hook" if take else "unregister_hook", None)  # of this thread alone
        if change is not None:
            change(self._print_message)

    def _print_message(self, message: dict[str, Any]) -> None:
        self.printed.add(message.get("content", {}).get("data", {}).get("text/plain", "") + "\n")

    def _call_all(self) -> None:
        calls = []
        for example in self._examples:
            first = self._call(example)
            if self._over or (self._deadline is not None and self._deadline.passed):
                return
            calls.append((first, self._call(example) if self._twice else first))
        self.overwritten = self._twice and any(call.is_overwritten() for pair in calls for call in pair)
        self.outcomes = [
            Outcome(
                first.answer,
                first.failure,
                first.printed,
                steady=first.same(second),
                changed=tuple(name for name in first.given if first.has_changed(name) or second.has_changed(name)),
                restored=tuple(name for name in first.given if first.is_nearly_as_it_was(name) and second.is_nearly_as_it_was(name)),
                shared=tuple(name for name in first.given if first.shares(name)),
            )
            for first, second in calls
        ]

    def _call(self, example: Arguments) -> "_Call":
        return _Call(self._function, example, self.printed, self._probe)


class _Call:
    """One call: what went in, what came out, and what both were before anybody could change them."""

    def __init__(self, function: FunctionType, example: Arguments, printed: "_Printed", probe: Probe | None) -> None:
        self.example = example
        self.given: dict[str, Any] = copy.deepcopy(dict(example))  # all at once: two that are one and the same stay so
        self.result: Any = None
        self.answer: Answer | None = None
        self.failure: Failure | None = None
        printed.clear()
        try:
            given = self.given.values()
            self.result = probe(function, *given) if probe is not None else function(*given)
            self.answer = look_at(self.result)
        except BaseException as error:
            self.failure = _failure(error, sys.exc_info()[2], written(function) or function)
        self.printed = printed.text()

    def same(self, other: "_Call") -> bool:
        return Outcome(self.answer, self.failure).same(Outcome(other.answer, other.failure))

    def has_changed(self, name: str) -> bool:
        return not _identical(self.given[name], self.example[name])

    def is_nearly_as_it_was(self, name: str) -> bool:
        given, example = self.given[name], self.example[name]
        if not self.has_changed(name) or not isinstance(given, np.ndarray) or given.shape != example.shape:
            return False
        return bool(np.allclose(given, example, rtol=1e-9, atol=1e-9, equal_nan=True))

    def shares(self, name: str) -> bool:
        given = self.given[name]
        return type(given) is np.ndarray and any(np.may_share_memory(array, given) for array in self._arrays())

    def is_overwritten(self) -> bool:
        return self.answer is not None and bool(self._arrays()) and not look_at(self.result).same(self.answer)

    def _arrays(self) -> list[NDArray[Any]]:
        """Return the arrays that the function returned, one alone or several in a tuple."""
        is_tuple = is_one_of(tuple, bases_of(type(self.result)))
        parts = tuple.__getitem__(self.result, slice(None)) if is_tuple else (self.result,)
        return [part for part in parts if type(part) is np.ndarray]


def _identical(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return (one.shape, one.dtype, one.tobytes()) == (other.shape, other.dtype, other.tobytes())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_identical, one, other))
    return True  # numbers cannot be changed, and of anything else a probe says what became of it


def _failure(error: BaseException, trace: TracebackType | None, function: FunctionType) -> Failure:
    try:
        message = str(error)
    except BaseException:  # an exception of the reader's own may fail to tell its message
        message = ""
    message = re.sub(r"\b0x[0-9a-fA-F]+", "0x…", str.__str__(message)[:300]).strip()
    first, *more = message.splitlines() or [""]
    missing = error.name if type(error) is NameError and type(error.name) is str else ""
    message = first[:200] + (" …" if more or len(first) > 200 else "")
    return Failure(name_of(type(error)), message, *line_of(trace, function), missing, _meant_by(missing, function))


def _meant_by(missing: str, function: FunctionType) -> str:
    """Return the name most like a missing one, of the function's own or else of the notebook's functions, or ""."""
    own = [*function.__code__.co_varnames, *function.__code__.co_cellvars]
    others = [name for name, value in function.__globals__.items() if type(value) is FunctionType and name != missing]
    return next((close[0] for names in (own, others) if missing and (close := difflib.get_close_matches(missing, names, n=1))), "")


# What a call must not leave behind.


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """Put back what all code stands on, whatever is done to it: built-in names, hooks, filters of warnings, random generators."""
    numpys, pythons = np.random.get_state(), random.getstate()
    of_python, of_system = dict(vars(builtins)), {name: vars(sys)[name] for name in OF_SYSTEM if name in vars(sys)}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        vars(builtins).update(of_python)
        vars(sys).update(of_system)
        np.random.set_state(numpys)
        random.setstate(pythons)


@contextlib.contextmanager
def _named(function: FunctionType) -> Iterator[None]:
    """Let some names mean something else to the function while it is checked.

    Its own name means the function itself, as it will once it is defined, and not an earlier definition. `exit` and `quit`
    end the function: IPython's would end the kernel, and Python's would close the standard input first.
    """
    own = written(function) or function
    names = own.__globals__
    meant = {"exit": _leave, "quit": _leave, own.__name__: function}
    earlier = {name: names[name] for name in meant if name in names}
    names.update(meant)
    try:
        yield
    finally:
        for name in meant:
            names.pop(name, None)
        names.update(earlier)


def _leave(*_: object, **__: object) -> None:
    raise SystemExit


class _Printed:
    """What was printed since it was last cleared, up to a limit."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._parts: list[str] = []
        self._left = MOST_PRINTED

    def add(self, text: str) -> None:
        plain = str.__str__(text)
        if self._left > 0:
            self._parts.append(plain[: self._left])
            self._left -= len(plain)

    def text(self) -> str:
        return "".join(self._parts)


@contextlib.contextmanager
def _routed(work: _Work) -> Iterator[None]:
    """Let a thread at work have what it prints kept, and ask nobody for input; for one that is left behind, this goes on."""
    ask = builtins.input
    try:
        stand_in(work)
        builtins.input = _input_for(ask)
        yield
    finally:
        builtins.input = ask
        restore()
        step_back(work, stay=work.thread.is_alive())


def _input_for(ask: Callable[..., str]) -> Callable[..., str]:
    def input_or_error(*prompt: object) -> str:
        if _work_here() is not None:
            raise RuntimeError("input() has nobody to ask while a function is checked")
        return ask(*prompt)

    return input_or_error


def _work_here() -> _Work | None:
    """Return what this thread works on, if it calls a reader's function. It may be interrupted anywhere, unlike `Thread.is_alive`."""
    return getattr(_of_thread, "work", None)
