"""What an exercise is: the function to write, the arguments to try it with, the known ways to get it wrong, and the hints."""

import functools
import inspect
import itertools
import textwrap
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

import numpy as np

from helpers.checker.definition import what_else_it_is, written
from helpers.checker.run import Arguments, Outcome, Probe, watch
from helpers.checker.source import as_a_reader_writes_it

RANDOM_EXAMPLES = 3


class Mistake:
    """A way to get an exercise wrong, and what to say to somebody who did.

    Args:
        sentence: What was done and what to look at; it never gives the solution away.
        function: Does what the mistaken reader's function does.
        changes: If given, `function` is a template instead: a function that returns the solution when it is called without
            arguments, and a mistaken one when it is called with changes. Two mistakes of one template that change different things
            can then be recognised together.
    """

    def __init__(self, sentence: str, function: Callable[..., Any], **changes: Any) -> None:
        self.sentence = sentence
        self.function: Callable[..., Any] = function(**changes) if changes else function
        self.template = function if changes else None
        self.changes = changes

    def combined(self, other: "Mistake") -> Callable[..., Any] | None:
        """Return the function of somebody who made both mistakes, or None where they cannot be made at once."""
        if self.template is None or self.template is not other.template or self.changes.keys() & other.changes.keys():
            return None
        function: Callable[..., Any] = self.template(**self.changes, **other.changes)
        return function

    def __repr__(self) -> str:
        return f"Mistake({self.sentence!r})"


class Exercise:
    """A function for the reader to write.

    Args:
        reference: The function in `helpers` that solves it. Its name and its parameters are the exercise's.
        examples: Arguments to try it with, in order: the first that goes wrong is shown. They should be few and small, and tell
            every mistake apart from the reference and from every other mistake.
        draw: Returns new arguments, drawn with the generator it is given, so that no answer can be learnt by heart.
        mistakes: Ways to get it wrong.
        hints: Two or three, each giving a little more.
        parts: What the parts of a tuple are called, where the reference returns one: "the gradient of W". Some examples may have fewer.
        probe: Is called with a function and its arguments in place of the function alone, and returns the numbers by which it is
            judged, where the function itself works on something else. It raises `CannotJudge` where there are none.
        in_notebook: Whether the solution, as long as it stands in for the reader's function, takes the names it uses from the
            notebook: where a lesson defines a class of its own, the solution should make that one.
        rtol, atol: How far an answer's numbers may be from the reference's, as in `numpy.isclose`.
    """

    def __init__(
        self,
        reference: Callable[..., Any],
        *,
        examples: Sequence[Sequence[Any]],
        draw: Callable[[np.random.Generator], Sequence[Any]],
        mistakes: Sequence[Mistake] = (),
        hints: Sequence[str] = (),
        parts: Sequence[str] = (),
        probe: Probe | None = None,
        in_notebook: bool = False,
        rtol: float = 1e-9,
        atol: float = 1e-9,
    ) -> None:
        if not isinstance(reference, FunctionType):
            raise TypeError(f"the reference must be a plain function; it is {what_else_it_is(reference)}.")
        self.reference: FunctionType = reference
        self.name = reference.__name__
        self.examples = tuple(self._named(example) for example in examples)
        self.draw = draw
        self.mistakes = tuple(mistakes)
        self.hints = tuple(hints)
        self.parts, self.probe, self.in_notebook = tuple(parts), probe, in_notebook
        self.rtol, self.atol = rtol, atol

    def _named(self, example: Sequence[Any]) -> Arguments:
        return inspect.signature(self.reference).bind(*example).arguments

    def stand_in(self, function: Any) -> FunctionType:
        """Return the function that a lesson goes on with until the reader's, which is given, is correct."""
        below = written(function)
        if not self.in_notebook or below is None:
            return self.reference
        return FunctionType(self.reference.__code__, below.__globals__, self.name, self.reference.__defaults__)

    def solution(self) -> str:
        """Return the source of the reference as a reader would write it, to be pasted over the whole cell."""
        return _solution(self.reference)

    def examples_with(self, generator: np.random.Generator) -> list[Arguments]:
        """Return the examples that never change, and new ones drawn with the generator."""
        return [*self.examples, *(self._named(self.draw(generator)) for _ in range(RANDOM_EXAMPLES))]

    def outcomes_of(self, function: Callable[..., Any], examples: Sequence[Arguments]) -> list[Outcome]:
        """Return what one of the lesson's own functions does with the examples."""
        return watch(function, examples, limit=None, probe=self.probe, twice=False).outcomes  # type: ignore[arg-type]

    @functools.cached_property
    def mistaken(self) -> list[list[Outcome]]:
        """What each mistake does with the examples that never change."""
        return [self.outcomes_of(mistake.function, self.examples) for mistake in self.mistakes]

    @functools.cached_property
    def mistaken_twice(self) -> list[tuple[Mistake, Mistake, Callable[..., Any], list[Outcome]]]:
        """Every two mistakes that can be made at once, what makes them, and what that does with the examples that never change."""
        pairs = ((one, other, one.combined(other)) for one, other in itertools.combinations(self.mistakes, 2))
        return [(one, other, both, self.outcomes_of(both, self.examples)) for one, other, both in pairs if both is not None]


@functools.cache
def _solution(reference: FunctionType) -> str:
    """Return a reference's source as a reader would write it; kept, because every verdict shows it."""
    return "@exercise\n" + as_a_reader_writes_it(textwrap.dedent(inspect.getsource(reference)).strip())
