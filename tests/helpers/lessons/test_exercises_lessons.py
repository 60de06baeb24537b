"""Every exercise of every lesson: its solution, its mistakes, its hints, and some six hundred answers that are wrong."""

import ast
import copy
import inspect
import itertools
import re
from collections.abc import Callable

import numpy as np
import pytest

from helpers.checker import Exercise, Mistake
from helpers.checker.answer import Answer
from helpers.checker.definition import takes
from helpers.checker.judging import CANNOT_CHECK, ONLY_NEW, check
from helpers.checker.known_mistakes import AT_ONCE
from helpers.checker.run import Outcome
from helpers.checker.source import as_a_reader_writes_it
from helpers.engine import Value
from helpers.lessons import all_exercises
from tests.everything import EVERYTHING
from tests.helpers.checker.hostile import define, hostile_sources
from tests.helpers.checker.verdicts import assert_legible

EXERCISES = [pytest.param(exercise, id=name) for exercises in all_exercises() for name, exercise in exercises.by_name.items()]
BY_NAME = {name: exercise for exercises in all_exercises() for name, exercise in exercises.by_name.items()}
TEMPLATED = [  # those that readers fail most: of their mistakes, two can be told at once
    pytest.param(exercise, id=name)
    for exercises in all_exercises()
    for name, exercise in exercises.by_name.items()
    if name in ("mae_gradient", "backpropagate")
]
ENOUGH = 300  # hostile answers, at least
KINDS = ("mean_absolute_error", "relu", "layer_backward")  # a number, an array, several values: each hostile answer goes to one of these
PART = 72  # of the other exercises each gets every 72nd of them, and others than the one before it
LIMIT = 1.0  # seconds; none of them needs it

# Sources that change nothing where the right answer is whole numbers.
RIGHT_IF_WHOLE = re.compile(r"astype\(int\)|view\(np\.uint64\)|return np\.(round|trunc|floor|ceil|rint)\(r|np\.round\(\w+, 1\)")
RIGHT_IN_PARTS = "*np.atleast_1d(r)"  # where the right answer is several arrays of one shape

# Sources in which something is drawn at random, is an address, runs out of stack wherever it happens to be, or out of time.
NOT_THE_SAME_TWICE = re.compile(r"gc\.collect|\bid\(|perf_counter|default_rng\(\)|np\.random\.normal|key=lambda _: NAME")


def parameters_of(exercise: Exercise) -> str:
    return takes(exercise.reference).strip("()")


def without_spaces(code: str) -> str:
    return re.sub(r"\s", "", code)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_is_correct(exercise: Exercise) -> None:
    for _ in range(20 if EVERYTHING else 5):
        verdict = check(exercise, exercise.reference)
        assert verdict.state == "correct", verdict
    assert_legible(verdict)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_that_is_shown_is_the_code_in_helpers(exercise: Exercise) -> None:
    module = inspect.getmodule(exercise.reference)
    assert module is not None
    assert module.__name__.startswith("helpers.")
    assert getattr(module, exercise.name) is exercise.reference
    assert check(exercise, None).solution == exercise.solution()
    (shown,), (held,) = (ast.parse(source).body for source in (exercise.solution(), inspect.getsource(exercise.reference)))
    assert isinstance(shown, ast.FunctionDef)
    assert isinstance(held, ast.FunctionDef)
    assert [ast.dump(statement) for statement in shown.body[1:]] == [ast.dump(statement) for statement in held.body[1:]]
    assert [argument.arg for argument in shown.args.args] == [argument.arg for argument in held.args.args]
    assert ast.get_docstring(held, clean=False).startswith(ast.get_docstring(shown, clean=False))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_needs_only_what_a_lesson_has(exercise: Exercise) -> None:
    in_order = (each for exercises in all_exercises() for each in exercises.by_name.values())
    written_before = list(itertools.takewhile(lambda each: each is not exercise, in_order))
    names = {"np": np, "Value": Value, "exercise": lambda function: function, **{each.name: each.reference for each in written_before}}
    exec(exercise.solution(), names)
    assert check(exercise, names[exercise.name]).state == "correct"
    assert ">>>" not in exercise.solution()


SIGNATURE = """\
def é(
    a: "list[int]",
    b: dict[
        str, int
    ] = {},  # kept
    *, c=3
) -> tuple[
    int]:
    return a"""


def test_a_signature_of_several_lines_loses_its_annotations_and_nothing_else() -> None:
    assert as_a_reader_writes_it(SIGNATURE).splitlines() == ["def é(", "    a,", "    b = {},  # kept", "    *, c=3", "):", "    return a"]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_stub_is_not_started(exercise: Exercise) -> None:
    for body in ('"""A docstring."""\n    ...', "...", "pass", '"""A docstring."""', "return", "return None"):
        stub = define(f"def NAME(PARAMETERS):\n    {body}\n", exercise.name, parameters_of(exercise), exercise.reference)
        verdict = check(exercise, stub)
        assert verdict.state == "not started", body
        assert verdict.hints == exercise.hints
        assert_legible(verdict)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_mistake_is_told_its_own_sentence(exercise: Exercise) -> None:
    for place, mistake in enumerate(exercise.mistakes):
        verdict = check(exercise, mistake.function)
        assert (verdict.state, verdict.reasons) == ("not yet", (mistake.sentence,))
        if EVERYTHING or place % 8 == 0:
            assert check(exercise, mistake.function).html() == verdict.html()
        assert_legible(verdict)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_examples_tell_every_mistake_from_the_solution_and_from_every_other_mistake(exercise: Exercise) -> None:
    functions = [exercise.reference, *(mistake.function for mistake in exercise.mistakes)]
    outcomes = [exercise.outcomes_of(function, exercise.examples) for function in functions]
    for i, one in enumerate(outcomes):
        for j, other in enumerate(outcomes[:i]):
            assert any(map(clearly_different, one, other)), (exercise.mistakes[i - 1], j and exercise.mistakes[j - 1])


def clearly_different(one: Outcome, other: Outcome) -> bool:
    """Return whether the two differ by far more than what counts as equal."""
    if one.answer is None or other.answer is None:
        return not one.same(other)
    return differ(one.answer, other.answer)


def differ(one: Answer, other: Answer) -> bool:
    if (one.kind, one.shape, one.dtype == "bool") != (other.kind, other.shape, other.dtype == "bool"):
        return True
    if one.parts and other.parts:
        return len(one.parts) != len(other.parts) or any(map(differ, one.parts, other.parts))
    assert one.numbers is not None
    assert other.numbers is not None
    return not np.allclose(one.numbers, other.numbers, rtol=1e-3, atol=1e-3, equal_nan=True)


def pairs_of(exercise: Exercise) -> list[tuple[Mistake, Mistake, Callable[..., object]]]:
    """Return every two mistakes that can be made at once, unless together they do what the solution or one mistake alone does."""
    functions = [exercise.reference, *(mistake.function for mistake in exercise.mistakes)]
    alone = [exercise.outcomes_of(function, exercise.examples) for function in functions]
    found = []
    for one, other in itertools.combinations(exercise.mistakes, 2):
        both = one.combined(other)
        if both is not None:
            outcomes = exercise.outcomes_of(both, exercise.examples)
            if all(any(map(clearly_different, outcomes, each)) for each in alone):
                found.append((one, other, both))
    return found


@pytest.mark.parametrize("exercise", TEMPLATED)
def test_two_mistakes_at_once_are_both_told(exercise: Exercise) -> None:
    pairs = pairs_of(exercise)
    assert len(pairs) > 20
    for one, other, both in pairs if EVERYTHING else pairs[::18]:
        first, *told = check(exercise, both).reasons
        assert first == AT_ONCE[2]
        if set(told) != {one.sentence, other.sentence}:  # then other two do the very same, and were found first
            twin = next(function for a, b, function in pairs if {a.sentence, b.sentence} == set(told))
            outcomes = [exercise.outcomes_of(function, exercise.examples) for function in (twin, both)]
            assert not any(map(clearly_different, *outcomes)), (one, other)


@pytest.mark.parametrize("exercise", TEMPLATED)
def test_an_unknown_mistake_is_not_taken_for_two_known_ones(exercise: Exercise) -> None:
    for seed in range(30 if EVERYTHING else 4):

        def unknown(*arguments: object, seed: int = seed) -> object:
            return spoilt(exercise.reference(*arguments), seed)

        source = "def NAME(PARAMETERS):\n    return right(ARGUMENTS)\n"
        function = define(source, exercise.name, parameters_of(exercise), unknown)
        verdict = check(exercise, function)
        assert verdict.state == "not yet"
        assert AT_ONCE[2] not in verdict.text()
        assert not {mistake.sentence for mistake in exercise.mistakes} & set(verdict.reasons)


def spoilt(right: object, seed: int) -> object:
    """Return the right answer with something about its numbers changed that nobody would do by mistake."""
    if isinstance(right, tuple):
        place = seed % len(right)
        return tuple(spoilt(part, seed) if i == place else part for i, part in enumerate(right))
    return np.asarray(right) * (1.37 + seed / 7) + 0.11 * (1 + seed) if np.ndim(right) else float(right) * 1.37 + 0.11 * (1 + seed)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_first_two_examples_show_most_mistakes(exercise: Exercise) -> None:
    """The first that goes wrong is the one that a reader sees, so it should be an early one, as small and plain as these."""
    right, *wrong = (
        exercise.outcomes_of(function, exercise.examples[:2])
        for function in (exercise.reference, *(mistake.function for mistake in exercise.mistakes))
    )
    assert sum(any(map(clearly_different, right, each)) for each in wrong) >= 0.8 * len(wrong)


def size(value: object) -> int:
    """Return how many numbers an array has, or the largest of those in a list."""
    return max(map(size, value)) if isinstance(value, list | tuple) else np.size(value)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_examples_are_few_and_small_and_new_ones_are_new(exercise: Exercise) -> None:
    assert 2 <= len(exercise.examples) <= 10
    for example in exercise.examples[:3]:  # those that a reader sees most; the later ones hold whatever can be treated apart
        assert all(size(value) <= 8 for value in example.values())
    assert all(size(value) <= 50 for example in exercise.examples for value in example.values())
    one, other = (exercise.draw(np.random.default_rng(seed)) for seed in (1, 2))
    assert not all(np.array_equal(mine, yours) for mine, yours in zip(one, other, strict=True))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_hints_are_two_or_three_and_nothing_gives_the_code_away(exercise: Exercise) -> None:
    assert 2 <= len(exercise.hints) <= 3
    answer = (re.findall(r"return (.*)", exercise.solution()) or exercise.solution().splitlines())[-1]
    for said in (*exercise.hints, *(mistake.sentence for mistake in exercise.mistakes)):
        assert answer.isidentifier() or without_spaces(answer) not in without_spaces(said)
        assert said[-1] in ".?"
        assert said.count("`") % 2 == 0


def answer_of(exercise: Exercise) -> Callable[..., object]:
    """Return what gives the right answer: the reference, or what a probe sees of it, without touching the arguments."""
    probe = exercise.probe
    return exercise.reference if probe is None else lambda *arguments: probe(exercise.reference, *copy.deepcopy(arguments))


def share_of(exercise: Exercise) -> list[str]:
    """Return the hostile answers that an exercise gets daily."""
    every = list(hostile_sources(parameters_of(exercise)))
    if exercise.name in KINDS:
        return every[KINDS.index(exercise.name) :: len(KINDS)]
    return every[list(BY_NAME).index(exercise.name) % PART :: PART]


def test_all_gradients_in_one_tuple_are_no_list_of_pairs() -> None:
    exercise = BY_NAME["backward"]
    function = define("def NAME(PARAMETERS):\n    return [right(ARGUMENTS)]\n", "backward", parameters_of(exercise), answer_of(exercise))
    assert "Put the gradients of each layer together, as a pair `(dW, db)`" in check(exercise, function).text()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of an answer that exits when it is thrown away
@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_hostile_answer_raises_or_is_correct(exercise: Exercise) -> None:
    first = next(iter(exercise.examples[0].values()))
    right = answer_of(exercise)
    sizes_in = {np.size(next(iter(example.values()))) for example in exercise.examples}
    answers = [outcome.answer for outcome in exercise.outcomes_of(exercise.reference, exercise.examples)]
    sizes_out = {answer.numbers.size for answer in answers if answer is not None and answer.numbers is not None}
    largest = max(
        (np.max(answer.numbers, initial=0.0) for answer in answers if answer is not None and answer.numbers is not None), default=2.0
    )
    sources = list(hostile_sources(parameters_of(exercise), isinstance(first, np.ndarray), sizes_in, sizes_out, largest))
    assert len(set(sources)) >= ENOUGH
    if all(answer is not None and answer.dtype.startswith("int") for answer in answers):
        sources = [source for source in sources if not RIGHT_IF_WHOLE.search(source)]
    if all(answer is not None and answer.kind == "sequence" and answer.numbers is not None for answer in answers):
        sources = [source for source in sources if RIGHT_IN_PARTS not in source]
    for place, source in enumerate(sources if EVERYTHING else [source for source in share_of(exercise) if source in sources]):
        function = define(source, exercise.name, parameters_of(exercise), right)
        verdict = check(exercise, function, limit=LIMIT)
        assert verdict.state == "not yet", source
        assert verdict.reasons, source
        assert CANNOT_CHECK not in verdict.text(), source
        assert_legible(verdict)
        if place % (3 if EVERYTHING else 9) == 0 and ONLY_NEW not in verdict.text() and not NOT_THE_SAME_TWICE.search(source):
            again = define(source, exercise.name, parameters_of(exercise), right)
            twice = check(exercise, again, limit=LIMIT)
            if not any("had not come to an end" in each.text() for each in (verdict, twice)):  # what ends first may be the time
                assert twice.html() == verdict.html(), source
