"""Live figures: `live` lets a function redraw a Matplotlib figure while its controls are moved.

    figure, axes = plots.blank()
    line = plots.curve(x, a * x, axes)

    @live(figure, ahead=True, step=Steps(0, 40), a=Styled((-5, 5), color=plots.MODEL), handles=[Handle("slope", axes, x=2, y="a")])
    def redraw(step=0, a=1):
        line.set_ydata(a * x)

What a control is: `(low, high)`, `(low, high, step)`, `Log(0.001, 10)`, `Steps(0, 40)` with buttons to play, `Guess("step")` for a box to
guess its next stop in, True, a list of options, or an ipywidgets widget. How it looks and what it stays above: `Styled`. What each stop of
a slider does: `Track`. A point to drag: `Handle`, with a tag and a grip, and `Beside` a control that it follows without setting it. Where
the controls stand: `controls_at="below"`, "above" or "beside". A figure that does not move: `still`.
A function whose figure takes long to draw ahead: `@shown_again` above it.
"""

from helpers.live.controls import Guess, Log, Steps
from helpers.live.figure_again import shown_again
from helpers.live.handles import Beside, Handle
from helpers.live.looks import Styled, Track
from helpers.live.widget import LiveFigure, live, still

__all__ = ["Beside", "Guess", "Handle", "LiveFigure", "Log", "Steps", "Styled", "Track", "live", "shown_again", "still"]
