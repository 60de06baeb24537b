"""What a reader defined: whether it is a function, what it takes, whether its body is still the lesson's `...`.

All of it is read from the compiled code, which is there in every front end, where the source may not be.
"""

import dis
import inspect
import linecache
from types import CodeType, FunctionType, TracebackType
from typing import Any

from helpers.checker.answer import look_at

# What is left of a body that holds nothing but a docstring, `...`, `pass` and `return`, in Python 3.11 to 3.14.
DOES_NOTHING = {
    "CACHE", "COPY_FREE_VARS", "EXTENDED_ARG", "LOAD_CONST", "MAKE_CELL", "NOP", "POP_TOP", "RESUME", "RETURN_CONST", "RETURN_VALUE",
}  # fmt: skip


def is_stub(function: FunctionType) -> bool:
    """Return whether nothing was written yet: the body holds no more than a docstring and `...` or `pass`."""
    return all(
        step.opname in DOES_NOTHING and (not step.opname.endswith("_CONST") or step.argval is None or step.argval is ...)
        for step in dis.get_instructions(function)
    )


def what_else_it_is(definition: Any) -> str | None:
    """Return what a definition is that is no plain function, such as "a class", or None for a plain function."""
    if type(definition) is not FunctionType:
        described = look_at(definition).describe()
        return "made in another way" if described == "a function" else described
    flags = definition.__code__.co_flags
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
    """Return whether it takes what the reference takes, under the same names; defaults may be added."""
    mine, theirs = parameters_of(function), parameters_of(reference)
    return [(each.name, each.kind) for each in mine] == [(each.name, each.kind) for each in theirs] and all(
        given.default is not inspect.Parameter.empty or wanted.default is inspect.Parameter.empty
        for given, wanted in zip(mine, theirs, strict=True)
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


def line_of(trace: TracebackType | None, function: FunctionType) -> tuple[int, str]:
    """Return the number and the source of the innermost line of the reader's own code in a traceback, or 0 and "".

    Lines are counted from the decorator on, so that they are those of a cell that begins with it.
    """
    found = None
    while trace is not None:
        if trace.tb_frame.f_globals is function.__globals__:  # the notebook's, and nobody else's
            found = trace
        trace = trace.tb_next
    if found is None:
        return 0, ""
    code, line = found.tb_frame.f_code, found.tb_lineno
    return line - _first_line(code, function) + 1, linecache.getline(code.co_filename, line, function.__globals__).strip()[:120]


def _first_line(code: CodeType, function: FunctionType) -> int:
    is_inside = code.co_filename == function.__code__.co_filename and code.co_firstlineno >= function.__code__.co_firstlineno
    return function.__code__.co_firstlineno if is_inside else code.co_firstlineno
