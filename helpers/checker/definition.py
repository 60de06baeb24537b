"""What a reader defined: whether it is a function, what it takes, whether its body is still the lesson's `...`.

All of it is read from the compiled code, which is there in every front end, where the source may not be.
"""

import ast
import builtins
import dis
import functools
import inspect
import linecache
from collections.abc import Collection, Iterator
from pathlib import Path
from types import CodeType, FunctionType, TracebackType
from typing import Any

import numpy as np

from helpers.checker.answer import look_at

# What is left of a body that holds nothing but a docstring, `...`, `pass` and `return`, in Python 3.11 to 3.14.
DOES_NOTHING = {
    "CACHE", "COPY_FREE_VARS", "EXTENDED_ARG", "LOAD_CONST", "MAKE_CELL", "NOP", "POP_TOP", "RESUME", "RETURN_CONST", "RETURN_VALUE",
}  # fmt: skip


CACHED: type = type(functools.lru_cache(int))
PASSES_ALL_ON = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
LESSONS_CODE = str(Path(__file__).parents[1])


def written(definition: Any) -> FunctionType | None:
    """Return the function that was written: the definition itself, or what stands below `lru_cache` or `wraps`; None without one."""
    below = definition
    for _ in range(5):  # layers; more than that is no help to anybody
        if type(below) is FunctionType and not _passes_all_on(below):
            return below
        if type(below) is not FunctionType and type(below) is not CACHED:
            return None
        inner = vars(below).get("__wrapped__")
        if inner is None:
            break
        below = inner
    return below if type(below) is FunctionType else None


def _passes_all_on(function: FunctionType) -> bool:
    code = function.__code__
    return not code.co_argcount and not code.co_kwonlyargcount and code.co_flags & PASSES_ALL_ON == PASSES_ALL_ON


def is_stub(function: FunctionType) -> bool:
    """Return whether nothing was written yet: the body holds no more than a docstring and `...` or `pass`."""
    return all(
        step.opname in DOES_NOTHING and (not step.opname.endswith("_CONST") or step.argval is None or step.argval is ...)
        for step in dis.get_instructions(function)
    )


def what_else_it_is(definition: Any) -> str | None:
    """Return what a definition is that is no plain function, such as "a class", or None for a plain function."""
    function = written(definition)
    if function is None:
        described = look_at(definition).describe()
        return "made in another way" if described == "a function" else described
    flags = function.__code__.co_flags
    if flags & inspect.CO_ASYNC_GENERATOR or flags & inspect.CO_COROUTINE:
        return "an asynchronous function (`async def`)"
    if flags & inspect.CO_GENERATOR:
        return "a generator (it says `yield`)"
    return None


def parameters_of(function: FunctionType) -> list[inspect.Parameter]:
    """Return the parameters as they stand in the code; annotations and `__signature__` could say anything."""
    code = function.__code__
    names = list(code.co_varnames)
    defaults = list(function.__defaults__ or ())[max(0, len(function.__defaults__ or ()) - code.co_argcount) :]
    keyword_defaults = function.__kwdefaults__ or {}
    positional = names[: code.co_argcount]
    without = [inspect.Parameter.empty] * (len(positional) - len(defaults))
    found = [
        inspect.Parameter(
            name,
            inspect.Parameter.POSITIONAL_ONLY if place < code.co_posonlyargcount else inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=default,
        )
        for place, (name, default) in enumerate(zip(positional, [*without, *defaults], strict=True))
    ]
    rest = names[code.co_argcount + code.co_kwonlyargcount :]
    if code.co_flags & inspect.CO_VARARGS:
        found.append(inspect.Parameter(rest.pop(0), inspect.Parameter.VAR_POSITIONAL))
    for name in names[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]:
        default = keyword_defaults.get(name, inspect.Parameter.empty)
        found.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default))
    if code.co_flags & inspect.CO_VARKEYWORDS:
        found.append(inspect.Parameter(rest.pop(0), inspect.Parameter.VAR_KEYWORD))
    return found


def fits(function: FunctionType, reference: FunctionType) -> bool:
    """Return whether it takes what the reference takes, under the same names; defaults, and parameters with one, may be added."""
    mine, theirs = parameters_of(function), parameters_of(reference)
    same, more = mine[: len(theirs)], mine[len(theirs) :]
    return (
        [(each.name, each.kind) for each in same] == [(each.name, each.kind) for each in theirs]
        and all(_can_be_left_out(given) or not _can_be_left_out(wanted) for given, wanted in zip(same, theirs, strict=True))
        and all(map(_can_be_left_out, more))
    )


def _can_be_left_out(parameter: inspect.Parameter) -> bool:
    return parameter.default is not inspect.Parameter.empty or parameter.kind in (
        inspect.Parameter.VAR_POSITIONAL,
        inspect.Parameter.VAR_KEYWORD,
    )


def takes(function: FunctionType) -> str:
    """Return its parameters as they are written: "(x, a, b, c=0)"."""
    written = []
    kinds = [each.kind for each in parameters_of(function)]
    for place, each in enumerate(parameters_of(function)):
        stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(each.kind.name, "")
        is_first_keyword_only = each.kind == inspect.Parameter.KEYWORD_ONLY and each.kind not in kinds[:place]
        if is_first_keyword_only and inspect.Parameter.VAR_POSITIONAL not in kinds:
            written.append("*")
        default = "" if each.default is inspect.Parameter.empty else f"={look_at(each.default).show()}"
        written.append(f"{stars}{each.name}{default}")
        if each.kind == inspect.Parameter.POSITIONAL_ONLY and inspect.Parameter.POSITIONAL_ONLY not in kinds[place + 1 :]:
            written.append("/")
    return f"({', '.join(written)})"


# The names that it uses.


def globals_used(function: FunctionType) -> list[str]:
    """Return the names that a function, and what it defines within itself, looks up in the notebook; attributes are none of them."""
    return list(dict.fromkeys(_globals_in(function.__code__)))


def _globals_in(code: CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield str(step.argval)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _globals_in(constant)


def arrays_used(function: FunctionType) -> list[str]:
    """Return the names under which a function uses arrays of the notebook."""
    return [name for name in globals_used(function) if type(function.__globals__.get(name)) is np.ndarray]


def mistyped(function: FunctionType, parameters: Collection[str]) -> tuple[str, str] | None:
    """Return a function of Python's own that stands where a parameter is meant, and this parameter: `input` for `inputs`."""
    for name in globals_used(function):
        if name not in function.__globals__ and hasattr(builtins, name):
            for parameter in parameters:
                if len(name) > 3 and (parameter == f"{name}s" or name == f"{parameter}s"):
                    return name, parameter
    return None


def defined_below(function: FunctionType) -> str | None:
    """Return a name that a function uses and that its cell defines only below it, or None."""
    code = function.__code__
    cell = _bound_in("".join(linecache.getlines(code.co_filename, function.__globals__)))
    last = max((line for *_, line in code.co_lines() if line is not None), default=code.co_firstlineno)
    above = set().union(*(names for line, names in cell if line <= last))
    below = set().union(*(names for line, names in cell if line > last))
    return next((name for name in globals_used(function) if name in below - above), None)


@functools.lru_cache(maxsize=8)  # the lesson's own functions stand in long files, with many others
def _bound_in(source: str) -> list[tuple[int, set[str]]]:
    """Return for each statement of a cell its first line and the names that it binds."""
    try:
        return [(each.lineno, _bound_by(each)) for each in ast.parse(source).body]
    except (SyntaxError, ValueError, RecursionError):
        return []


def _bound_by(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


# Where in it something happened.


def line_of(trace: TracebackType | None, function: FunctionType) -> tuple[int, str, str]:
    """Return where an exception came from, or 0, "" and "".

    That is the number and the source of the innermost line of the reader's own cell, and the name of a function of another cell
    or of the lesson, if it is from in there. Lines are counted from the decorator on, so that they are those of a cell that begins
    with it.
    """
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    of_notebook = [frame for frame in frames if frame.tb_frame.f_globals is function.__globals__]
    own = [frame for frame in of_notebook if frame.tb_frame.f_code.co_filename == function.__code__.co_filename] or of_notebook
    if not own:
        return 0, "", ""
    code, line = own[-1].tb_frame.f_code, own[-1].tb_lineno
    source = linecache.getline(code.co_filename, line, function.__globals__).strip()[:120]
    return line - _first_line(code, function) + 1, source, _called(frames[frames.index(own[-1]) + 1 :], function)


def _called(frames: list[TracebackType], function: FunctionType) -> str:
    """Return the name of the first of these frames that is the lesson's or the notebook's own, and has one."""
    for frame in (each.tb_frame for each in frames):
        name, file = frame.f_code.co_name, frame.f_code.co_filename
        if name[0] not in "_<" and (frame.f_globals is function.__globals__ or file.startswith(LESSONS_CODE)):
            return name[:60]
    return ""


def _first_line(code: CodeType, function: FunctionType) -> int:
    is_inside = code.co_filename == function.__code__.co_filename and code.co_firstlineno >= function.__code__.co_firstlineno
    return function.__code__.co_firstlineno if is_inside else code.co_firstlineno
