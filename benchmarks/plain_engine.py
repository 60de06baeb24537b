"""A scalar engine in the plainest way, as a peer for the one in `helpers`: each operation keeps a function that sends back."""

from __future__ import annotations

from collections.abc import Callable


class PlainValue:
    def __init__(self, data: float, parents: tuple[PlainValue, ...] = ()) -> None:
        self.data = data
        self.gradient = 0.0
        self.parents = set(parents)
        self.send: Callable[[], None] = lambda: None

    def __add__(self, other: PlainValue | float) -> PlainValue:
        other = other if isinstance(other, PlainValue) else PlainValue(other)
        total = PlainValue(self.data + other.data, (self, other))

        def send() -> None:
            self.gradient += total.gradient
            other.gradient += total.gradient

        total.send = send
        return total

    def __mul__(self, other: PlainValue | float) -> PlainValue:
        other = other if isinstance(other, PlainValue) else PlainValue(other)
        product = PlainValue(self.data * other.data, (self, other))

        def send() -> None:
            self.gradient += other.data * product.gradient
            other.gradient += self.data * product.gradient

        product.send = send
        return product

    def relu(self) -> PlainValue:
        passed = PlainValue(max(self.data, 0.0), (self,))

        def send() -> None:
            self.gradient += (self.data > 0) * passed.gradient

        passed.send = send
        return passed

    def __abs__(self) -> PlainValue:
        size = PlainValue(abs(self.data), (self,))

        def send() -> None:
            self.gradient += ((self.data > 0) - (self.data < 0)) * size.gradient

        size.send = send
        return size

    def backward(self) -> None:
        order: list[PlainValue] = []
        seen: set[PlainValue] = set()

        def visit(value: PlainValue) -> None:
            if value not in seen:
                seen.add(value)
                for parent in value.parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.gradient = 1.0
        for value in reversed(order):
            value.send()
