"""A chain of one weight, a ReLU and a loss: the slopes of its links, and the walk back along it that multiplies them."""

from __future__ import annotations

from helpers import plots
from helpers.lessons.graph_paper import SLOPE_INK, SLOPE_TINT
from helpers.lessons.lesson_05.graph_numbers import written
from helpers.live import LiveFigure, Steps, Styled, live

INPUT, TARGET = 3, 10
NAMES, PLACES = ("w", "z", "h", "loss"), (0.6, 3.2, 5.8, 8.4)
LINKS = (f"z = {INPUT} × w", "h = relu(z)", f"loss = |h − {TARGET}|")


def numbers_of(w: float) -> tuple[list[float], list[float], list[float]]:
    """Return the values of w, z, h and the loss, the slope of each of the three links, and the slope of the loss along w, z and h."""
    z = INPUT * w
    h = max(z, 0.0)
    links = [float(INPUT), float(z > 0), float(h > TARGET) - float(h < TARGET)]
    slopes = [1.0]
    for link in reversed(links):
        slopes.insert(0, slopes[0] * link)
    return [w, z, h, abs(h - TARGET)], links, slopes[:-1]


def chain_of_slopes() -> LiveFigure:
    """Show one weight and how it reaches the loss; the walk goes back from the loss to the weight, a link at a time."""
    _, (axes,) = plots.panels("", height=2.9)
    axes.set(xlim=(-0.4, 9.4), ylim=(-1.5, 1.3))
    axes.set_axis_off()
    box = {"boxstyle": "round,pad=0.45", "fc": "white", "ec": plots.MODEL, "lw": 1.5}
    flag = {"boxstyle": "round,pad=0.35", "fc": SLOPE_TINT, "ec": plots.GRADIENT}
    middle = {"ha": "center", "va": "center"}
    values = [axes.text(x, 0, "", fontsize=14, color=plots.MODEL, bbox=box, **middle) for x in PLACES]
    slopes = [axes.text(x, -1.05, "", fontsize=13, color=SLOPE_INK, bbox=flag, **middle) for x in PLACES[:3]]
    steepness = []
    for name, x in zip(NAMES, PLACES, strict=True):
        axes.text(x, 0.62, name, fontsize=13, **middle)
    for words, start, end in zip(LINKS, PLACES, PLACES[1:], strict=False):
        axes.annotate("", (end - 0.62, 0), (start + 0.62, 0), arrowprops={"arrowstyle": "-|>", "color": "#595959", "lw": 1.5})
        axes.text((start + end) / 2, 0.95, words, fontsize=11, color="#595959", **middle)
        steepness.append(axes.text((start + end) / 2, 0.28, "", fontsize=13, weight="bold", color=SLOPE_INK, **middle))

    @live(axes.figure, ahead=True, moves={"step": (*slopes, axes.title)}, step=Steps(0, 3, seconds=2), w=Styled((-1, 4, 0.5), label="w"))
    def redraw(step: int = 0, w: float = 2.0) -> str:
        found, links, along = numbers_of(w)
        for text, value in zip(values, found, strict=True):
            text.set_text(written(value))
        for text, link in zip(steepness, links, strict=True):
            text.set_text(f"× {written(link)}")
        for place, (text, slope) in enumerate(zip(slopes, along, strict=True)):
            text.set(text=f"slope {written(slope)}", visible=place >= 3 - step)
        axes.set_title(said := _said(step, found, links, along))
        return f"{said}. w {written(w)}, z {written(found[1])}, h {written(found[2])}, loss {written(found[3])}"

    return redraw


def _said(step: int, found: list[float], links: list[float], along: list[float]) -> str:
    """Return what the walk has found so far."""
    if not step:
        return f"Forward: w = {written(found[0])} gives a loss of {written(found[3])}"
    place = 3 - step
    arrives = [*along, 1.0][place + 1]
    return f"Slope of the loss along {NAMES[place]}: {written(arrives)} × {written(links[place])} = {written(along[place])}"
