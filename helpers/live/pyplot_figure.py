"""The live figure as pyplot's current one, while a reader's function runs."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Iterator

import matplotlib.pyplot as plt
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.figure import Figure


class PyplotFigure:
    """A figure that pyplot no longer has, and has again for as long as its function runs."""

    def __init__(self, figure: Figure) -> None:
        plt.close(figure)  # a widget shows it from now on; pyplot would show it again, and keep it for ever
        figure.stale_callback = None  # pyplot's own draws the figure at the first change of each cell
        self.figure = figure
        self.manager = FigureManagerBase(figure.canvas, getattr(figure, "_number", 1))
        figure.canvas.manager = None

    @contextlib.contextmanager
    def current(self) -> Iterator[None]:
        """Let `plt.plot` and the like draw on the figure meanwhile; `plt.show` shows nothing.

        Raises:
            ValueError: Another figure has been made, and is still open.
        """
        __tracebackhide__ = True
        figures, show = Gcf.figs, plt.show
        self.manager.canvas = self.figure.canvas
        self.figure.canvas.manager = self.manager
        Gcf.figs = OrderedDict({self.manager.num: self.manager})
        plt.show = lambda *_, **__: None
        try:
            yield
            others = [manager for manager in Gcf.figs.values() if manager.canvas.figure is not self.figure]
        finally:
            Gcf.figs, plt.show = figures, show
            self.figure.canvas.manager = None
        for other in others:
            Gcf.destroy(other)
        if others:
            raise ValueError(
                "the function makes a figure of its own each time, which nobody sees. Make the figure once, give it to live, and let "
                "the function change it: line.set_ydata(…), or axes.clear() and axes.plot(…)."
            )
