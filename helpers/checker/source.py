"""A function of the helpers as a reader would write it: without annotations, which need imports, and without a doctest."""

import ast
import re

DOCTEST = re.compile(r"\n\s*\n\s*>>> .*?(?=\"\"\")", re.DOTALL)


def as_a_reader_writes_it(source: str) -> str:
    """Return the source of a function with nothing in it that a lesson has not shown; all else stays as it is, to the letter."""
    (function,) = ast.parse(source).body
    if not isinstance(function, ast.FunctionDef):
        raise TypeError("this is no function.")
    lines = source.encode().splitlines(keepends=True)  # columns are counted in bytes
    for first, last in sorted(_annotations(function), reverse=True):
        before, after = lines[first[0] - 1][: first[1]], lines[last[0] - 1][last[1] :]
        lines[first[0] - 1 : last[0]] = [before + after]
    return DOCTEST.sub("", b"".join(lines).decode())


def _annotations(function: ast.FunctionDef) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where each annotation begins, with its colon or arrow, and where it ends."""
    found = []
    arguments = function.args
    for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
        if argument.annotation:
            begin = (argument.lineno, argument.col_offset + len(argument.arg.encode()))
            found.append((begin, _end(argument.annotation)))
    if function.returns:
        begin = (function.returns.lineno, function.returns.col_offset - len(" -> "))
        found.append((begin, _end(function.returns)))
    return found


def _end(node: ast.expr) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
