"""Live figures: `live` lets a function redraw a Matplotlib figure while its controls are moved."""

from helpers.live.controls import Log, Steps
from helpers.live.handles import Handle
from helpers.live.looks import Styled, Track
from helpers.live.widget import LiveFigure, live, still

__all__ = ["Handle", "LiveFigure", "Log", "Steps", "Styled", "Track", "live", "still"]
