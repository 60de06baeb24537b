"""Find the definition of an exercise in a notebook, and what of the notebook it needs.

Only these statements are run to mark the exercise, so whatever else a notebook holds (an error, an endless loop, another exercise that is
wrong) makes no difference to it.
"""

import ast
import asyncio
import dis
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

import helpers.lessons

# The whole cell is Python below these, where they begin it; of any other magic nothing is known.
MAGIC_OVER_PYTHON = re.compile(r"\s*%%(time|capture|prun)\b.*\n?")
READS = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"}
WRITES = {"STORE_NAME", "STORE_GLOBAL", "DELETE_NAME", "DELETE_GLOBAL"}
EVERYTHING = "*"  # what `from numpy import *` binds
LESSONS = Path(helpers.lessons.__file__).parent
KIT = re.compile(r"helpers\.lessons\.(lesson_\d\d)\.kit")  # what a lesson's set-up cell imports everything from

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell: its code, the names that it binds or changes, and those that it uses."""

    code: CodeType
    binds: frozenset[str]
    uses: frozenset[str]
    definitions: tuple[Definition, ...]

    def run(self, names: dict[str, Any]) -> None:
        """Run it with these names, as a cell does: it may `await`."""
        waiting = eval(self.code, names)
        if self.code.co_flags & inspect.CO_COROUTINE:
            asyncio.run(waiting)

    def defines(self, name: str) -> list[Definition]:
        """Return the definitions of this name in it."""
        return [each for each in self.definitions if each.name == name]


@dataclass(frozen=True)
class Cells:
    """All cells of a notebook: the statements of those that Python can read, and of each other its source and the complaint."""

    statements: tuple[Statement, ...]
    broken: tuple[tuple[str, SyntaxError], ...]


class NoAnswer(Exception):
    """The notebook has no definition of an exercise; the message, for the student, says what was found."""


def read(sources: Iterable[str], title: str = "cell") -> Cells:
    """Return what the code cells hold."""
    statements, broken = [], []
    for number, source in enumerate(sources, 1):
        try:
            statements += list(_statements(source, f"<{title} {number}>"))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # ValueError: a null character
            broken.append((source, error if isinstance(error, SyntaxError) else SyntaxError(str(error) or "it is nested too deeply")))
    return Cells(tuple(statements), tuple(broken))


def _statements(source: str, file: str) -> list[Statement]:
    magic = MAGIC_OVER_PYTHON.match(source)
    python = TransformerManager().transform_cell(source[magic.end() :] if magic else source)
    return [_statement(each, file) for node in ast.parse(python, file).body for each in _spelt_out(node)]


def _spelt_out(node: ast.stmt) -> list[ast.stmt]:
    """Return the imports that a lesson's kit consists of in place of the one that imports all of it: few answers need more than one."""
    kit = KIT.fullmatch(node.module or "") if isinstance(node, ast.ImportFrom) and node.names[0].name == EVERYTHING else None
    path = LESSONS / kit[1] / "kit.py" if kit else None
    if path is None or not path.is_file():
        return [node]
    return [each for each in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(each, ast.Import | ast.ImportFrom)]


def _statement(node: ast.stmt, file: str) -> Statement:
    code = compile(ast.Module([node], []), file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    steps = list(_steps(code))
    binds = {name for step, name in steps if step in WRITES} | set(_changed(node))
    if any(isinstance(each, ast.ImportFrom) and each.names[0].name == EVERYTHING for each in _at_top_level(node)):
        binds.add(EVERYTHING)
    definitions = tuple(each for each in _at_top_level(node) if isinstance(each, Definition))
    return Statement(code, frozenset(binds), frozenset(name for step, name in steps if step in READS), definitions)


def _steps(code: CodeType) -> Iterator[tuple[str, str]]:
    """Return every step of the code and of what is defined in it, with its argument."""
    yield from ((step.opname, step.argval) for step in dis.get_instructions(code) if type(step.argval) is str)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _steps(constant)


def _at_top_level(node: ast.AST) -> Iterator[ast.AST]:
    """Return the node and what is in it, but not what is in a function or a class."""
    yield node
    if not isinstance(node, Definition | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _at_top_level(child)


def _changed(node: ast.AST) -> Iterator[str]:
    """Return the names of what is changed in place, as by `a[0] = 1` or `a.b = 1`."""
    for each in _at_top_level(node):
        if isinstance(each, ast.Subscript | ast.Attribute) and not isinstance(each.ctx, ast.Load):
            root: ast.AST = each
            while isinstance(root, ast.Subscript | ast.Attribute):
                root = root.value
            if isinstance(root, ast.Name):
                yield root.id


def answer_to(name: str, cells: Cells, exercises: Iterable[str]) -> int:
    """Return the place of the statement that counts as the answer: the last definition that is more than a stub, or else the last.

    Raises:
        NoAnswer: There is none.
    """
    places = [place for place, statement in enumerate(cells.statements) if statement.defines(name)]
    if not places:
        raise NoAnswer(_what_else_there_is(name, cells, set(exercises)))
    written = [place for place in places if not all(map(_is_stub, cells.statements[place].defines(name)))]
    return (written or places)[-1]


def _is_stub(definition: Definition) -> bool:
    return all(
        isinstance(each, ast.Pass) or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)) for each in definition.body
    )


def _what_else_there_is(name: str, cells: Cells, exercises: set[str]) -> str:
    for source, error in cells.broken:
        if re.search(rf"\bdef\s+{name}\b", source):
            return f"Python cannot read the cell that defines `{name}`: {error.msg}, in line {error.lineno or 1} of the cell."
    others = [
        each.name
        for statement in cells.statements
        for each in statement.definitions
        if each.name not in exercises and any(ast.unparse(mark) == "exercise" for mark in each.decorator_list)
    ]
    renamed = f" There is `{others[0]}`, which is the name of no exercise: was it renamed?" if others else ""
    return f"The notebook has no function called `{name}`.{renamed}"


def needed_by(place: int, cells: Cells, setup: Cells, known: Iterable[str]) -> list[Statement]:
    """Return the answer and the statements that it needs, in the order in which they are to be run.

    A name is looked for above the answer, then below it, then in the lesson as it was handed out. Known names are not looked for.
    """
    above, answer, below = cells.statements[:place], cells.statements[place], cells.statements[place + 1 :]
    settled = set(known)
    needed = {id(each) for each in above if EVERYTHING in each.binds}
    wanted = [answer, *(each for each in above if EVERYTHING in each.binds)]
    while wanted:
        for name in wanted.pop().uses - settled:
            settled.add(name)
            found = _binding(name, above) or _binding(name, below) or _binding(name, setup.statements)
            wanted += [each for each in found if id(each) not in needed]
            needed |= {id(each) for each in found}
    return [*(each for each in (*setup.statements, *above, *below) if id(each) in needed and each is not answer), answer]


def _binding(name: str, statements: Sequence[Statement]) -> list[Statement]:
    return [each for each in statements if name in each.binds]
