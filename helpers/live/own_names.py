"""The names by which a reader's function knows its figure. A later cell may give them to another figure's things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from types import CodeType, FunctionType, MethodType
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure


class OwnNames:
    """The names in a function that stand for the figure, or for artists of it."""

    def __init__(self, function: Callable[..., Any], figure: Figure) -> None:
        self.function, self.figure = function, figure
        self.names = [name for name, figures in self._figures_by_name() if figures == {figure}]

    def check(self) -> None:
        """Raise ValueError if one of them stands for another figure's by now: the function would change that one."""
        __tracebackhide__ = True
        for name, figures in self._figures_by_name():
            if name in self.names and figures - {self.figure}:
                raise ValueError(
                    f"{name} now belongs to another figure, so this function would change that one. Give what belongs to each figure a "
                    "name of its own, and run this cell again."
                )

    def _figures_by_name(self) -> Iterator[tuple[str, set[Figure]]]:
        for name, value in _named(self.function, set()):
            figures = {figure for artist in _artists(value) if (figure := root_figure(artist)) is not None}
            if figures:
                yield name, figures


def root_figure(artist: Artist) -> Figure | None:
    """Return the whole figure that an artist is part of, if it is part of any."""
    figure: Any = artist.figure
    while figure is not None and figure.figure is not figure:
        figure = figure.figure
    return figure


def _named(function: Any, seen: set[Any]) -> Iterator[tuple[str, Any]]:
    """Yield each variable outside the function that it uses by name, and its value now; the reader's functions that it calls count, too."""
    while isinstance(function, (partial, MethodType)):
        function = function.func if isinstance(function, partial) else function.__func__
    if not isinstance(function, FunctionType) or function in seen:
        return
    seen.add(function)
    for name in _names(function.__code__):
        if name in function.__globals__:
            value = function.__globals__[name]
            yield name, value
            if isinstance(value, FunctionType) and value.__globals__ is function.__globals__:
                yield from _named(value, seen)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:  # it has no value yet
            continue


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _artists(value: Any) -> Iterator[Artist]:
    if isinstance(value, Artist):
        yield value
    elif isinstance(value, dict):
        yield from (each for each in value.values() if isinstance(each, Artist))
    elif isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.dtype == object):
        yield from (each for each in np.ravel(np.array(value, dtype=object))[:100] if isinstance(each, Artist))
