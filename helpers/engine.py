"""A scalar reverse-mode engine: numbers that remember how they were computed, and send gradients back by themselves.

Every operation computes its result and notes its slopes: by how much the result changes with each number that went in. The rest
is the chain rule, walked backwards (Linnainmaa, "Taylor expansion of the accumulated rounding error", BIT 16, 1976). Lesson 07 types
the functions of this module cell by cell.
"""

from __future__ import annotations

from collections import Counter


class Value:
    """A number, the values it was computed from (its parents), and its slope along each of them.

    After `backward` of a later value, `gradient` says how much that one changes with this one. For a value without parents that is
    added to what was there before.
    """

    __slots__ = ("data", "gradient", "parents", "slopes")

    def __init__(self, data: float, parents: tuple[Value, ...] = (), slopes: tuple[float, ...] = ()) -> None:
        self.data, self.gradient = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other: Value | float) -> Value:
        return add(self, as_value(other))

    def __mul__(self, other: Value | float) -> Value:
        return multiply(self, as_value(other))

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other: Value | float) -> Value:
        return self + -other

    def __rsub__(self, other: float) -> Value:
        return -self + other

    __radd__, __rmul__ = __add__, __mul__

    def __abs__(self) -> Value:
        return size(self)

    def relu(self) -> Value:
        """Return this value, or 0 where it is negative. At 0 the slope counts as 0."""
        return relu(self)

    def backward(self) -> None:
        """Find how much this value changes with each one that it was computed from: add it to the gradient of those without parents."""
        backward(self)

    def __repr__(self) -> str:
        return f"Value({self.data:g}, gradient {self.gradient:g})"


# Operations, each with its way back.


def add(one: Value, other: Value) -> Value:
    """Return the sum, a Value with a slope along each parent."""
    return Value(one.data + other.data, (one, other), (1.0, 1.0))


def multiply(one: Value, other: Value) -> Value:
    """Return the product, a Value with a slope along each parent.

    Both arguments are Values, and they are the parents, in this order.
    """
    return Value(one.data * other.data, (one, other), (other.data, one.data))


def relu(one: Value) -> Value:
    """Return one, or 0 if it's negative. At 0 the slope counts as 0."""
    return Value(max(one.data, 0.0), (one,), (float(one.data > 0),))


def size(one: Value) -> Value:
    """Return one without its sign. At 0 the slope counts as 0."""
    slope = (one.data > 0) - (one.data < 0)
    return Value(abs(one.data), (one,), (float(slope),))


def as_value(number: Value | float) -> Value:
    """Return a Value as it is, and a plain number as a new one."""
    return number if isinstance(number, Value) else Value(number)


# The way back through all of them.


def send_back(value: Value) -> None:
    """Send the value's gradient to its parents, along the slopes.

    It returns nothing: it changes the `gradient` of each parent.
    """
    for parent, slope in zip(value.parents, value.slopes, strict=True):
        parent.gradient += slope * value.gradient


def count_senders(end: Value) -> Counter[Value]:
    """Return for each value behind end how many will send to it."""
    waiting: Counter[Value] = Counter()
    found = [end]
    for value in found:  # this list grows while we walk it
        for parent in value.parents:
            if parent not in waiting:
                found.append(parent)
            waiting[parent] += 1
    return waiting


def sending_order(end: Value) -> list[Value]:
    """Return end and all behind it, each after all that send to it."""
    waiting, order = count_senders(end), [end]
    for value in order:  # this list grows, too
        for parent in value.parents:
            waiting[parent] -= 1
            if waiting[parent] == 0:
                order.append(parent)
    return order


def backward(end: Value) -> None:
    """Add to each knob's gradient how far end moves with it."""
    order = sending_order(end)
    for value in order:
        if value.parents:
            value.gradient = 0.0
    end.gradient += 1.0
    for value in order:
        send_back(value)
