"""A figure that takes long to draw ahead, shown once more when its cell is run again unchanged."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import Any, ParamSpec

import numpy as np
from IPython.display import display

from helpers import web_pages
from helpers.live.kept_values import message_that_runs
from helpers.live.running_cell import cell_and_run, take_the_place_of_earlier_ones
from helpers.live.widget import LiveFigure

Arguments = ParamSpec("Arguments")


def shown_again(make: Callable[Arguments, LiveFigure]) -> Callable[Arguments, LiveFigure]:
    """Return a function that does what `make` does, which is to show a live figure and return it.

    When a cell is run again with the same code and equal arguments, it shows the figure that is there, drawn ahead as it is and where the
    reader left it. `make` has to depend on its arguments alone.
    """
    made: dict[str, tuple[Hashable, LiveFigure]] = {}  # by cell

    @functools.wraps(make)
    def show(*given: Arguments.args, **named: Arguments.kwargs) -> LiveFigure:
        __tracebackhide__ = True
        cell, run = cell_and_run()
        key = _key(given, named)
        known, figure = made.get(cell, (None, None))
        if figure is not None and known == key and figure.may_be_shown_in(run):
            take_the_place_of_earlier_ones(figure)
            figure.send_state("_picture")  # or else a new view begins where the figure was made
            display(figure)
            return figure
        figure = make(*given, **named)
        if cell and key is not None and not web_pages.being_made():
            made[cell] = key, figure
        return figure

    return show


def _key(given: tuple[Any, ...], named: dict[str, Any]) -> Hashable:
    """Return what equals that of another call only if the code of the cell and the arguments do, or None where nobody can say."""
    code = message_that_runs().get("content", {}).get("code", "")
    arguments = (*map(_hashable, given), *((name, _hashable(value)) for name, value in sorted(named.items())))
    try:
        hash(arguments)
    except TypeError:
        return None
    return code, arguments


def _hashable(value: Any) -> Any:
    return (value.shape, value.dtype.str, value.tobytes()) if isinstance(value, np.ndarray) and value.dtype != object else value
