"""What the commonest exceptions mean, in plain words."""

import difflib
from collections.abc import Sequence

from helpers.checker.run import Failure

# For each: the exception, a part of its message, and what to say. The first that fits is taken.
MEANINGS = (
    ("TypeError", "for ^", "In Python `^` works on bits and is no power: a power is written `**`."),
    ("TypeError", "bitwise_xor", "In Python `^` works on bits and is no power: a power is written `**`."),
    ("TypeError", "can be converted to", "`math`, `float` and `int` take one number; NumPy's functions and arithmetic take whole arrays."),
    ("TypeError", "and 'function'", "A function is used as if it were a number: call it, with brackets after its name."),
    ("TypeError", "object is not callable", "Brackets after a value call it as if it were a function; between two factors write `*`."),
    ("TypeError", "NoneType", "One of the values is None, which stands for nothing: was a `return` forgotten further up?"),
    ("TypeError", "positional argument", "A function was called with too many or too few arguments."),
    ("TypeError", "is not iterable", "A loop needs something to walk through, and this is a single value."),
    ("TypeError", "is not subscriptable", "Square brackets pick an element out of an array, and this is not one."),
    ("UnboundLocalError", "", "This name is used before it has a value: give it one first, above the line that needs it."),
    ("TypeError", "can't multiply sequence", "A tuple or a list is no number: take what is in it one by one."),
    ("ValueError", "too many values to unpack", "What stands on the right holds more values than there are names on the left."),
    ("ValueError", "not enough values to unpack", "What stands on the right holds fewer values than there are names on the left."),
    ("ValueError", "could not be broadcast", "Two arrays were combined whose lengths do not fit: look at their shapes."),
    ("ValueError", "truth value of an array", "An `if`, `and`, `or`, `min` or `max` needs one yes or no, and got a whole array of them."),
    ("IndexError", "out of bounds", "The index goes past the end: an array of n elements has the indices 0 to n - 1."),
    ("IndexError", "out of range", "The index goes past the end: a list of n elements has the indices 0 to n - 1."),
    ("IndexError", "too many indices", "The array has fewer axes than indices were given: look at its shape."),
    ("IndexError", "scalar variable", "Square brackets pick an element out of an array, and this is a single number."),
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


def explain(failure: Failure, names: Sequence[str]) -> str:
    """Return what an exception means, in plain words where we have them; the function can use these names."""
    return f"Your function stops with an exception, {failure.type_name}. {_meaning(failure, names)}".rstrip()


def _meaning(failure: Failure, names: Sequence[str]) -> str:
    if failure.missing:
        return _missing(failure.missing, names)
    for type_name, part, meaning in MEANINGS:
        if failure.type_name == type_name and part in failure.message:
            return meaning
    return ""


def _missing(name: str, names: Sequence[str]) -> str:
    if name in ("np", "plt"):
        return f"`{name}` is imported by the first code cell of the lesson: run that cell first."
    for first in names:
        if name.startswith(first) and name.removeprefix(first) in names:
            return f"Nothing is called `{name}`: `{first}` times `{name.removeprefix(first)}` is written with a `*` between them."
    close = difflib.get_close_matches(name, names, n=1)
    meant = f"did you mean `{close[0]}`?" if close else f"what is given to the function is {', '.join(f'`{each}`' for each in names)}."
    return f"Nothing is called `{name}` here: {meant}"
