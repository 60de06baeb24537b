"""The ways to move a curve that are measured: each is a notebook of one cell, and where its slider and its picture are.

All show what lesson 01 shows, in its style: the twenty measurements, a quadratic over a grid of 200, a title with its mean
absolute error, and one slider for `a` from -5 to 5 in steps of 0.1. All keep the last `a` that they drew in `shown`. One
of them is moved by a point in the picture instead of the slider.
"""

from dataclasses import dataclass

GIVEN = """
import matplotlib.pyplot as plt
import numpy as np
from helpers import plots
from helpers.data import measurements
from helpers.model import quadratic

x, y = measurements()
grid = np.linspace(-2, 2, 200)
shown = None

def title(a):
    return f"MAE {np.mean(np.abs(quadratic(x, a, 2, 1) - y)):.3f} at a = {a:.1f}"
"""

STILL = """
figure, axes = plots.measurements(x, y)
curve = plots.curve(grid, quadratic(grid, 0, 2, 1), axes)
axes.set_title(title(0))
"""

LIVE = """
from helpers.live import live

@live(figure, a=(-5.0, 5.0, 0.1){more})
def redraw(a=0.0):
    global shown
    curve.set_ydata(quadratic(grid, a, 2, 1))
    axes.set_title(title(a))
    shown = a
"""

HANDLE = """
from helpers.live import Handle

across = axes.twiny()
across.set(xlim=(-5, 5))
across.set_axis_off()
across.xaxis.set_visible(False)  # or else its numbers, which nobody sees, raise the title
"""

INTERACT = """
%matplotlib inline
from ipywidgets import FloatSlider, interact

@interact(a=FloatSlider(value=0, min=-5, max=5, step=0.1, continuous_update=True))
def redraw(a):
    global shown
    figure, axes = plots.measurements(x, y)
    plots.curve(grid, quadratic(grid, a, 2, 1), axes)
    axes.set_title(title(a))
    plt.show()
    shown = a
"""

IPYMPL = """
from ipywidgets import FloatSlider, VBox

slider = FloatSlider(value=0, min=-5, max=5, step=0.1, continuous_update=True)

def redraw(change):
    global shown
    curve.set_ydata(quadratic(grid, slider.value, 2, 1))
    axes.set_title(title(slider.value))
    figure.canvas.draw_idle()
    shown = slider.value

slider.observe(redraw, "value")
VBox([slider, figure.canvas])
"""


@dataclass(frozen=True)
class Way:
    """One way to move a curve: its name, its cell, and the CSS selectors of its slider's handle, its readout and its picture."""

    name: str
    cell: str
    handle: str
    readout: str
    picture: str


WIDGETS = (".noUi-handle", ".widget-readout")
OURS = (".live-figure input[type=range]", ".live-figure input[type=text]", ".live-figure canvas")

POINT = (".live-figure .live-handle", *OURS[1:])

PEER = Way("interact, inline plots", GIVEN + INTERACT, *WIDGETS, ".jp-OutputArea img")
KERNEL = Way("live figure", GIVEN + STILL + LIVE.format(more=""), *OURS)
AHEAD = Way("live figure, ahead", GIVEN + STILL + LIVE.format(more=", ahead=True"), *OURS)
DRAGGED = Way(
    "live figure, a handle",
    GIVEN + STILL + HANDLE + LIVE.format(more=', handles=[Handle("a", across, x="a", y=10)]'),
    *POINT,
)
WAYS = (
    PEER,
    Way("ipympl", GIVEN + "%matplotlib widget\nplt.ioff()\n" + STILL + IPYMPL, *WIDGETS, ".jupyter-widgets canvas"),
    KERNEL,
    AHEAD,
    DRAGGED,
)
