"""A scalar reverse-mode engine: numbers that remember how they were computed, and send gradients back by themselves.

Every operation computes its result and notes its slopes: by how much the result changes with each number that went in. The rest
is the chain rule, walked backwards (Linnainmaa, "Taylor expansion of the accumulated rounding error", BIT 16, 1976).
"""

from __future__ import annotations


class Value:
    """A number, the values it was computed from (its parents), and its slope with respect to each of them.

    After `backward` of a later value, `gradient` says how much that one changes with this one. For a value without parents that is
    added to what was there before.
    """

    __slots__ = ("data", "gradient", "parents", "slopes")

    def __init__(self, data: float, parents: tuple[Value, ...] = (), slopes: tuple[float, ...] = ()) -> None:
        self.data = data
        self.gradient = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other: Value | float) -> Value:
        return add(self, as_value(other))

    def __mul__(self, other: Value | float) -> Value:
        return multiply(self, as_value(other))

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other: Value | float) -> Value:
        return self + -as_value(other)

    def __rsub__(self, other: float) -> Value:
        return -self + other

    __radd__, __rmul__ = __add__, __mul__

    def __abs__(self) -> Value:
        return Value(abs(self.data), (self,), ((self.data > 0) - (self.data < 0),))

    def relu(self) -> Value:
        """Return this value, or 0 where it is negative. At 0 the slope counts as 0."""
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self) -> None:
        """Find how much this value changes with each one that it was computed from: add it to the gradient of those without parents.

        A value sends back when all has sent that was computed from it and leads here. There is no recursion: the way may be long.
        """
        waiting, found = {self: 0}, [self]  # for how many values each one waits
        for value in found:  # the list grows while it is walked
            if value.parents:
                value.gradient = 0.0
            for parent in value.parents:
                if parent not in waiting:
                    waiting[parent] = 0
                    found.append(parent)
                waiting[parent] += 1
        self.gradient += 1.0
        ready = [self]
        while ready:
            value = ready.pop()
            send_back(value)
            for parent in value.parents:
                waiting[parent] -= 1
                if waiting[parent] == 0:
                    ready.append(parent)

    def __repr__(self) -> str:
        return f"Value({self.data:g}, gradient {self.gradient:g})"


def as_value(number: Value | float) -> Value:
    """Return a value as it is, and a plain number as a value without parents."""
    return number if isinstance(number, Value) else Value(number)


def add(one: Value, other: Value) -> Value:
    """Return the sum of two values, a Value."""
    return Value(one.data + other.data, (one, other), (1.0, 1.0))


def multiply(one: Value, other: Value) -> Value:
    """Return the product of two values, a Value whose parents are these two, with its slope with respect to each of them."""
    return Value(one.data * other.data, (one, other), (other.data, one.data))


def send_back(value: Value) -> None:
    """Add to the gradient of each parent of the value what comes to it from this value: the slope times the value's gradient."""
    for parent, slope in zip(value.parents, value.slopes, strict=True):
        parent.gradient += slope * value.gradient
