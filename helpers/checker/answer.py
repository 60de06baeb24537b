"""What a function returned, looked at once and written down.

An answer may be anything: an object that raises when it is compared, an array that changes later, a number whose class
only says that it is one. So nothing is asked of it. Its exact type decides what it is, its numbers are copied out by
Python's and NumPy's own code, and from then on only the copy is used.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

MOST_NUMBERS = 10_000  # no exercise needs more, and copying what a broadcast pretends to hold could fill the memory
SHOWN_NUMBERS = 8  # of each axis
MOST_SHOWN = 400  # characters
MOST_PARTS = 20  # of a tuple

Kind = Literal["array", "subclass", "number", "sequence", "none", "other"]

FLOATS = (float, np.float16, np.float32, np.float64, np.longdouble)
INTEGERS = (int, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)
SCALARS = (*FLOATS, *INTEGERS, complex, np.complex64, np.complex128, bool, np.bool_)
WORDS = {
    "NoneType": "None",
    "str": "a string",
    "ellipsis": "`...`",
    "function": "a function",
    "builtin_function_or_method": "a function",
    "ufunc": "a function",
    "_ArrayFunctionDispatcher": "a function",
    "type": "a class",
    "bool": "True or False",
}


@dataclass(frozen=True)
class Answer:
    """A returned value: what it is, and its numbers (float64 or complex128, the answer's shape) where it has any."""

    kind: Kind
    type_name: str
    numbers: NDArray[Any] | None = None
    shape: tuple[int, ...] = ()
    dtype: str = ""
    text: str = ""
    parts: tuple["Answer", ...] = ()  # what a tuple or a list holds, unless that is a great deal

    def same(self, other: "Answer") -> bool:
        """Return whether the two are alike to the last bit, type included."""
        return (
            (self.kind, self.type_name, self.shape, self.dtype, self.text)
            == (other.kind, other.type_name, other.shape, other.dtype, other.text)
            and (self.numbers is None) == (other.numbers is None)
            and (self.numbers is None or other.numbers is None or self.numbers.tobytes() == other.numbers.tobytes())
            and len(self.parts) == len(other.parts)
            and all(map(Answer.same, self.parts, other.parts))
        )

    def describe(self) -> str:
        """Return what it is in a few words: "an array of shape (3,)"."""
        if self.kind == "array":
            return f"an array of shape {self.shape}"
        if self.kind == "number":
            return WORDS.get(self.dtype, "a single number")
        return WORDS.get(self.type_name, f"{'an' if self.type_name[:1].lower() in 'aeiou' else 'a'} {self.type_name}")

    def show(self, digits: int = 6) -> str:
        """Return its value as a reader would write it, shortened."""
        if self.numbers is None and self.parts:
            shown = f"({', '.join(part.show(digits) for part in self.parts)})"
            return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]} …"
        if self.numbers is None:
            return self.text or self.describe().replace("`", "")
        shown = show(self.numbers, digits)
        if len(shown) > MOST_SHOWN:
            shown = f"{shown[:MOST_SHOWN]} …"
        if self.type_name == "tuple":
            return f"({shown[1:-1]})" if len(self.parts) != 1 else f"({shown[1:-1]},)"
        if self.kind == "subclass" or (self.kind == "sequence" and self.type_name != "list"):
            return f"{self.type_name}({shown})"
        if self.dtype == "bool":
            return shown.replace("1", "True").replace("0", "False")
        return shown


def look_at(result: Any, depth: int = 1) -> Answer:
    """Return what is known of a result without asking anything of it; any object at all will do.

    Tuples and lists are looked into as deep as this.
    """
    type_name = name_of(type(result))
    try:
        return _look_at(result, type_name, depth)
    except Exception:  # a number too large for a float, an array that can't be read: known by its type alone
        return Answer("other", type_name)


def _look_at(result: Any, type_name: str, depth: int) -> Answer:
    exact = type(result)
    if result is None:
        return Answer("none", type_name)
    if is_one_of(type, bases_of(exact)):
        return Answer("other", "type")
    if exact is np.ndarray:
        return Answer("array", type_name, _numbers_of(result), result.shape, result.dtype.name[:40])
    if is_one_of(exact, SCALARS):
        number = np.asarray(complex(result) if "complex" in type_name else float(result))
        return Answer("number", type_name, number, (), np.asarray(result).dtype.name)
    if exact is list or is_one_of(tuple, bases_of(exact)):
        held = result if exact is list else tuple.__getitem__(result, slice(None))  # past whatever a NamedTuple says of itself
        parts = tuple(look_at(part, depth - 1) for part in held) if depth and len(held) <= MOST_PARTS else ()
        numbers = _numbers_in(held)
        return Answer("sequence", type_name, numbers, () if numbers is None else numbers.shape, parts=parts)
    if exact is str:
        return Answer("other", type_name, text=repr(result[:60]))
    if is_one_of(np.ndarray, bases_of(exact)):
        plain = np.ndarray.view(result, np.ndarray)
        return Answer("subclass", type_name, _numbers_of(plain), plain.shape, plain.dtype.name[:40])
    return Answer("other", type_name)


def name_of(kind: type) -> str:
    """Return a class's name, past any metaclass that would rather not tell it."""
    return str.__str__(type.__dict__["__name__"].__get__(kind))[:60]


def bases_of(kind: type) -> tuple[type, ...]:
    """Return a class and all that it stands on, past any metaclass as well."""
    return type.__dict__["__mro__"].__get__(kind)  # type: ignore[no-any-return]


def is_one_of(kind: type, kinds: tuple[type, ...]) -> bool:
    """Return whether a class is among these; unlike `in`, this asks no metaclass what it would call equal."""
    return any(kind is each for each in kinds)


def _numbers_of(array: NDArray[Any]) -> NDArray[Any] | None:
    if array.size > MOST_NUMBERS:
        return None
    if array.dtype.kind == "O":
        return _numbers_in(array.tolist())
    if array.dtype.kind == "c":
        return array.astype(np.complex128)
    return array.astype(np.float64) if array.dtype.kind in "fiub" else None


def _numbers_in(sequence: Any) -> NDArray[Any] | None:
    """Return the numbers of nested lists, tuples and arrays as one array, or None where something else is among them."""
    left = MOST_NUMBERS

    def holds_numbers(part: Any, depth: int) -> bool:
        nonlocal left
        left -= 1
        if left < 0 or depth > 5:  # a list that holds itself has no end
            return False
        if type(part) is list or type(part) is tuple:
            return all(holds_numbers(each, depth + 1) for each in part)
        if type(part) is np.ndarray:
            left -= part.size
            return part.dtype.kind in "fiub" and left >= 0
        return is_one_of(type(part), (*FLOATS, *INTEGERS))

    try:
        return np.array(sequence, dtype=np.float64) if holds_numbers(sequence, 0) else None
    except ValueError:  # the parts have different shapes
        return None


def show(numbers: NDArray[Any], digits: int = 6) -> str:
    """Return numbers as a reader would write them: 3 rather than 3.0, and not more than fit a line."""
    if numbers.ndim == 0:
        return _show_one(numbers[()], digits)
    parts = [show(part, digits) for part in numbers[:SHOWN_NUMBERS]]
    if len(numbers) > SHOWN_NUMBERS:
        parts[-1] = f"… {len(numbers)} in all"
    return f"[{', '.join(parts)}]"


def _show_one(number: Any, digits: int) -> str:
    if isinstance(number, complex | np.complexfloating):
        return f"{number.real + 0.0:.{digits}g}{number.imag + 0.0:+.{digits}g}j"
    return f"{float(number) + 0.0:.{digits}g}"  # + 0.0 turns a −0.0 into 0.0
