"""What the commonest exceptions mean, in plain words."""

import re
from collections.abc import Sequence

from helpers.checker.run import Failure

CALLED_WRONGLY = re.compile(r"([\w.<>]+)\(\) ((?:missing|takes) .*)")
FUNCTION = "A function is used as if it were a number: call it, with brackets after its name."
PRODUCT = "In `@` the columns of the first must be as many as the rows of the second: look at both shapes, and at what is transposed."

# For each: the exception, a part of its message, and what to say. The first that fits is taken.
MEANINGS = (
    ("TypeError", "for ^", "In Python `^` works on bits and is no power: a power is written `**`."),
    ("TypeError", "bitwise_xor", "In Python `^` works on bits and is no power: a power is written `**`."),
    ("TypeError", "scalar index", "An index is one whole number, and this is a whole array of them."),
    ("TypeError", "can be converted to", "`math`, `float` and `int` take one number; NumPy's functions and arithmetic take whole arrays."),
    ("TypeError", "'function'", FUNCTION),
    ("TypeError", "'builtin_function_or_method'", FUNCTION),
    ("TypeError", "'list' and", "Lists can't be calculated with: `np.array(...)` makes an array of one, which can."),
    ("TypeError", "interpreted as an integer", "`range` counts in whole numbers: `//` divides without a remainder, and `len` counts."),
    ("TypeError", "has no len()", "`len` counts what is in an array, and this is a single number."),
    ("TypeError", "as a data type", "NumPy takes a shape in brackets of its own: `np.zeros((2, 3))`."),
    ("TypeError", "object is not callable", "Brackets after a value call it as if it were a function; between two factors write `*`."),
    ("TypeError", "NoneType", "One of the values is None, which stands for nothing: was a `return` forgotten further up?"),
    ("TypeError", "keyword argument", "A function was called with an argument under a name that it doesn't have."),
    ("TypeError", "unhashable type: 'numpy", "A cache, a dictionary and a set can't hold an array: leave them out."),
    ("TypeError", "indices must be integers", "The index of a list is one whole number: `np.array(...)` makes an array of the list."),
    ("TypeError", "is not iterable", "A loop needs something to walk through, and this is a single value."),
    ("TypeError", "is not subscriptable", "Square brackets pick an element out of an array, and this is not one."),
    ("UnboundLocalError", "", "This name is used before it has a value: give it one first, above the line that needs it."),
    ("TypeError", "can't multiply sequence", "A tuple or a list can't be multiplied by a number: take what is in it one by one."),
    ("ValueError", "too many values to unpack", "What stands on the right holds more values than there are names on the left."),
    ("ValueError", "not enough values to unpack", "What stands on the right holds fewer values than there are names on the left."),
    ("ValueError", "could not be broadcast", "Two arrays were combined whose lengths do not fit: look at their shapes."),
    ("ValueError", "could not broadcast", "Something is put where it doesn't fit: look at the shapes of both."),
    ("ValueError", "core dimension", PRODUCT),
    ("ValueError", "not aligned", PRODUCT),
    ("ValueError", "does not match existing size", PRODUCT),
    ("ValueError", "enough dimensions", "`@` needs arrays, and one of the two is a single number: between those write `*`."),
    ("ValueError", "inhomogeneous", "The parts that are to make one array have different lengths."),
    ("ValueError", "setting an array element with a sequence", "There is room for one number in this place, and several are put there."),
    ("ValueError", "boolean array indexing assignment", "A mask picks out fewer places than there are numbers to put there."),
    ("ValueError", "boolean index", "The mask has another shape than the array that it is to pick from."),
    ("ValueError", "negative integer powers", "A whole number can't be raised to a negative power in NumPy: begin with `2.0`, say."),
    ("ValueError", "must have the same shape", "The parts that are to make one array have different lengths."),
    ("ValueError", "array of size 1", "One number is needed, and this is a whole array of them."),
    ("ValueError", "cannot reshape", "Another shape has to hold just as many numbers."),
    ("AxisError", "", "The array has fewer axes: they are counted from 0, and a plain row of numbers has only axis 0."),
    ("LinAlgError", "square", "This takes as many rows as columns: which product has this shape?"),
    ("ValueError", "zero-size array", "The array is empty: was everything sorted out before?"),
    ("ValueError", "truth value of an array", "An `if`, `and`, `or`, `min` or `max` needs one yes or no, and got a whole array of them."),
    ("IndexError", "boolean index", "The mask has another shape than the array that it is to pick from."),
    (
        "IndexError",
        "only integers, slices",
        "An index is a whole number: `range(len(...))` counts such, and `/` never gives one.",
    ),
    ("IndexError", "invalid index to scalar", "Square brackets pick an element out of an array, and this is a single number."),
    ("IndexError", "out of bounds", "The index goes past the end: an array of n elements has the indices 0 to n - 1."),
    ("IndexError", "out of range", "The index goes past the end: a list of n elements has the indices 0 to n - 1."),
    ("IndexError", "too many indices", "The array has fewer axes than indices were given: look at its shape."),
    ("AttributeError", "'Value' object", "A `Value` has `data`, `gradient`, `parents` and `slopes`, and nothing else."),
    ("AttributeError", "", "What stands after the dot is not there: is it spelled as in the lesson?"),
    ("ImportError", "", "The import found nothing of that name; you need no more than the lesson has imported."),
    ("ModuleNotFoundError", "", "The import found nothing of that name; you need no more than the lesson has imported."),
    ("ZeroDivisionError", "", "Something is divided by zero: what is below the line there?"),
    ("RecursionError", "", "The function calls itself, and never comes to an end with it."),
    ("MemoryError", "", "It asks for more memory than there is: how large should the result be?"),
    ("OverflowError", "", "A number grew larger than Python's floats can be."),
    ("SystemExit", "", "`exit()` would end the whole notebook; a function ends with `return`."),
    ("KeyboardInterrupt", "", "The function itself interrupts its work; a function ends with `return`."),
    ("GeneratorExit", "", "The function itself breaks off its work; a function ends with `return`."),
    ("NotImplementedError", "", "Write your own code in its place."),
    ("RuntimeError", "input() has nobody", "All that the function needs comes in through its arguments."),
)


def explain(failure: Failure, names: Sequence[str], functions: Sequence[str] = ()) -> str:
    """Return what an exception means, in plain words where we have them.

    The function can use these names; what is given under some of them are functions.
    """
    where = f" It comes from inside `{failure.inside}`, which this line calls: look at what is handed to it." if failure.inside else ""
    return f"Your function stops with an exception, {failure.type_name}.{where} {_meaning(failure, names, functions)}".rstrip()


def kind_of(failure: Failure) -> tuple[str, str]:
    """Return what two exceptions of one kind have in common: their type, and what they mean or else their text without its numbers."""
    meaning = next((meaning for type_name, part, meaning in MEANINGS if part and _fits(failure, type_name, part)), "")
    return failure.type_name, meaning or re.sub(r"\d+", "", failure.message)


def _fits(failure: Failure, type_name: str, part: str) -> bool:
    return failure.type_name == type_name and part in failure.message


def _meaning(failure: Failure, names: Sequence[str], functions: Sequence[str]) -> str:
    if failure.missing:
        return _missing(failure.missing, names, failure.meant)
    if failure.type_name == "TypeError" and (called := CALLED_WRONGLY.match(failure.message)):
        return _called_wrongly(called[1], called[2], functions)
    return next((meaning for type_name, part, meaning in MEANINGS if _fits(failure, type_name, part)), "")


def _called_wrongly(name: str, trouble: str, functions: Sequence[str]) -> str:
    """Return what to say of `f() missing 1 required positional argument: 'x'` and of `f() takes 1 positional argument but 2 were given`."""
    of = "A function" if name.startswith("<") else f"`{name.rpartition('.')[2]}`"
    lacking = re.findall(r"'(\w+)'", trouble)
    said = f"{of} is called without {' and '.join(f'`{each}`' for each in lacking)}." if lacking else f"{of} {trouble}."
    given = [each for each in functions if each != name]
    return f"{said} The function to call here is the argument `{given[0]}`." if given and lacking else said


def _missing(name: str, names: Sequence[str], meant: str) -> str:
    if name in ("np", "plt"):
        return f"`{name}` is imported by the first code cell of the lesson: run that cell first."
    for first in names:
        if name.startswith(first) and name.removeprefix(first) in names:
            return f"Nothing is called `{name}`: `{first}` times `{name.removeprefix(first)}` is written with a `*` between them."
    question = f"did you mean `{meant}`?" if meant else f"what is given to the function is {', '.join(f'`{each}`' for each in names)}."
    return f"Nothing is called `{name}` here: {question}"
