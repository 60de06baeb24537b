"""Let the computer find the slopes: any graph drawn, a descent with a bug and its cause, and momentum in a valley."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.engine import send_back, sending_order
from helpers.lessons.lesson_03.explorers import GRID, HEIGHT_OF_TWO
from helpers.lessons.lesson_05.graph_numbers import written
from helpers.lessons.lesson_07.graph_picture import GraphPicture, Node, Shown
from helpers.live import LiveFigure, Log, Steps, Styled, live, still
from helpers.model import network

Array = NDArray[np.float64]

MomentumStep = Callable[[Array, Array, Array, float, float], tuple[Array, Array]]

SWINGS = 1000  # steps
LONGEST = 1.8  # no gradient of the quadratic's mean absolute error is longer
CURVATURES = np.array([0.05, 20.0])  # of the valley, along and across
MOMENTA = (0.0, *np.round(np.arange(0.5, 1.01, 0.1), 1))
VALLEY_STOPS = (0, 1, 2, 3, 5, 8, 15, 30, 60, 100)
FIT_STOPS = (0, 2, 5, 10, 20, 40, 80, 150, 300)
MOST_VALUES = 40  # that a drawn graph may have
MOST_LETTERS = 10  # of what stands above a value
MOST_TURNS = 4  # that are told in words


def draw(
    end: Any,
    send: Callable[[Any], object] = send_back,
    order: Sequence[Any] | None = None,
    step: int = 0,
    names: Mapping[str, Any] | None = None,
) -> LiveFigure | None:
    """Show how a value was computed, and how gradients flow back from it, one sender at a time.

    Args:
        end: The value that the way back begins at.
        send: What one value does when it sends, as `send_back` does.
        order: Which values send, one after the other; without, each waits for all that send to it.
        step: Where the picture starts: at 0 nothing has been sent, and from 2 on the first value has.
        names: What the values are called, as in `{"a": a}`; without, as the variables of the cell that calls this.
    """
    if not all(hasattr(end, each) for each in ("data", "gradient", "parents", "slopes")):
        print(f"draw shows a Value, and this is a {type(end).__name__}.")
        return None
    found = sending_order(end)
    if len(found) > MOST_VALUES:
        print(f"This graph has {len(found)} values, and draw has room for {MOST_VALUES}. Draw a part of it, or a smaller one.")
        return None
    names = sys._getframe(1).f_globals if names is None else names
    walk = way_back(found, send, [value for value in order or found if value.parents], _named(names))
    picture = GraphPicture(walk[0])
    start = min(max(step, 0), len(walk[1]) - 1)

    @live(picture.figure, ahead=True, moves={"step": picture.moving}, step=Steps(0, len(walk[1]) - 1, seconds=1.5))
    def redraw(step: int = start) -> str:
        shown = walk[1][step]
        picture.show(shown)
        return " ".join(filter(None, shown.said))

    return redraw


def way_back(
    found: Sequence[Any], send: Callable[[Any], object], order: Sequence[Any], names: Mapping[int, str]
) -> tuple[list[Node], list[Shown]]:
    """Return the values as they are drawn, and each state of the way back. The values' own gradients stay as they are."""
    place_of = {id(value): place for place, value in enumerate(found)}
    called = [_called(value, names) for value in found]
    nodes = [
        Node(
            "" if name == written(value.data) or len(name) > MOST_LETTERS else name,
            id(value) in names,
            value.data,
            _sign(value),
            tuple(place_of[id(each)] for each in value.parents),
            tuple(value.slopes),
        )
        for value, name in zip(found, called, strict=True)
    ]
    kept = [value.gradient for value in found]
    try:
        return nodes, _states(found, send, order, called, place_of)
    finally:
        for value, gradient in zip(found, kept, strict=True):
            value.gradient = gradient


def _states(
    found: Sequence[Any], send: Callable[[Any], object], order: Sequence[Any], called: Sequence[str], place_of: Mapping[int, int]
) -> list[Shown]:
    for value in found:
        value.gradient = 0.0
    found[0].gradient = 1.0
    begin = f"{called[0]} = {written(found[0].data)}. The small numbers are slopes: how far each link moves the next."
    turns = [place_of[id(value)] for value in order]
    about = _about(send, [called[place] for place in turns])
    states = [Shown([None] * len(found), [], (begin, about), turns=turns)]
    reached, sent, late = {0}, list[int](), frozenset[int]()
    begin = f"The way back begins here: nudge {called[0]}, and {called[0]} moves as far."
    states.append(Shown(_known(reached, found), [], (begin, about), turns=turns))
    for value in order:
        before = [each.gradient for each in value.parents]
        send(value)
        parents = {place_of[id(each)] for each in value.parents}
        late |= parents & set(sent)
        reached |= parents
        sent = [*sent, place_of[id(value)]]
        said, wrong = _said(value, before, called, place_of, late)
        states.append(Shown(_known(reached, found), sent, (said, wrong or about), late, turns))
    return states


def _about(send: Callable[[Any], object], turns: Sequence[str]) -> str:
    """Return which function sends, and in which order, if that fits a line."""
    return f"{getattr(send, '__name__', 'it')} sends from {', then '.join(turns)}." if 0 < len(turns) <= MOST_TURNS else ""


def _known(reached: Collection[int], found: Sequence[Any]) -> list[float | None]:
    return [value.gradient if place in reached else None for place, value in enumerate(found)]


def _said(value: Any, before: Sequence[float], called: Sequence[str], place_of: Mapping[int, int], late: frozenset[int]) -> tuple[str, str]:
    """Return what is said when a value has sent."""
    parts = {}
    for parent, had in zip(value.parents, before, strict=True):
        name, now = called[place_of[id(parent)]], written(parent.gradient)
        parts[name] = f"{name} has {now}" if not had else f"{name} had {written(had)}, and now has {now}"
    wrong = "".join(f"{called[place]} has sent already, so this never goes on from there. " for place in sorted(late))
    return f"{called[place_of[id(value)]]} sends: {'; '.join(parts.values())}.", wrong


def _named(variables: Mapping[str, Any]) -> dict[int, str]:
    """Return the name of each value that a variable, or a list that a variable holds, holds; the first name counts."""
    names: dict[int, str] = {}
    for name, held in variables.items():
        if name.startswith("_") or name == "Out":
            continue
        listed = enumerate(held) if type(held) is list else [("", held)]
        for place, each in listed:
            if type(each).__name__ == "Value":
                names.setdefault(id(each), name if place == "" else f"{name}[{place}]")
    return names


def _called(value: Any, names: Mapping[int, str]) -> str:
    """Return the name of a value, or, without one, how it was made, if that is short."""
    if id(value) in names or not value.parents:
        return names.get(id(value), written(value.data))
    parts = [names.get(id(each), "" if each.parents else written(each.data)) for each in value.parents]
    return f"{parts[0]} {_sign(value)} {parts[1]}".replace("+ −", "− ") if all(parts) and _sign(value) else written(value.data)


def _sign(value: Any) -> str:
    """Return the sign of the operation that made a value, as far as its numbers tell."""
    if len(value.parents) != 2:
        return ""
    one, other = (parent.data for parent in value.parents)
    is_sum = tuple(value.slopes) == (1, 1) and value.data == one + other
    return "+" if is_sum else "×" if value.data == one * other else ""


def mysterious_loss(losses: Sequence[float]) -> LiveFigure:
    """Show the losses of a descent, shape (steps + 1,), without a word about what made them."""
    _, axes = plots.blank()
    axes.plot(np.arange(len(losses)), losses, color=plots.LOSS, linewidth=1.4)
    axes.figure.set_size_inches(7.2, 3.2)
    axes.set(xlabel="step", ylabel="mean absolute error (cm)", ylim=(0, 6), title="It falls, climbs back, falls, and climbs back")
    return still(axes.figure, "a loss that falls from 5.4, climbs back to about 5, and goes on like this")


def find_the_cause(x: Array, y: Array) -> LiveFigure:
    """Show the same descent with any rate, with its gradients set to 0 before each step or not; x and y have shape (n,)."""
    figure, (loss, length) = plots.panels("", "", height=HEIGHT_OF_TWO)
    (losses,) = loss.plot([], [], color=plots.LOSS, linewidth=1.4)
    (lengths,) = length.plot([], [], color=plots.GRADIENT, linewidth=1.4)
    loss.set(xlabel="step", ylabel="mean absolute error (cm)", xlim=(0, SWINGS), ylim=(0, 7))
    length.set(xlabel="step", ylabel="length of step ÷ rate", xlim=(0, SWINGS), yscale="log", ylim=(0.05, 500))
    length.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    length.minorticks_off()
    length.axhline(LONGEST, color=plots.DATA, linestyle=":", linewidth=1)
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    length.text(0.98 * SWINGS, 0.25, f"dotted line: {LONGEST}", ha="right", fontsize=9.5, zorder=5, bbox=paper)
    tried = np.geomspace(0.0001, 0.1, 7)
    runs = {forgets: careless_descent(x, y, tried, forgets) for forgets in (False, True)}

    moved = [losses, lengths, loss.title, length.title]

    @live(figure, moves={"rate": moved, "set_gradients_to_0": moved}, rate=Log(0.0001, 0.1, 7), set_gradients_to_0=False)
    def redraw(rate: float = 0.01, set_gradients_to_0: bool = False) -> str:
        place = int(np.abs(np.log(tried / rate)).argmin())
        heights, sizes = (each[place] for each in runs[set_gradients_to_0])
        losses.set_data(np.arange(SWINGS + 1), heights)
        lengths.set_data(np.arange(SWINGS + 1), sizes)
        goes = f"down to {heights.min():.2f}" if set_gradients_to_0 else _swing(heights)
        loss.set_title(goes.replace(", ", ",\n"))
        length.set_title(f"step ÷ rate:\nup to {sizes.max():.1f} long")
        return f"the loss goes {goes}; step ÷ rate is up to {sizes.max():.1f} long"

    return redraw


def _swing(heights: Array) -> str:
    """Return how the loss falls at first, and how far it then climbs back, in words."""
    turn = int(np.argmax(np.diff(heights, append=np.inf) > 0))  # where it rises for the first time
    return f"first down to {heights[turn]:.2f}, later up to {heights[turn:].max():.2f}"


def careless_descent(x: Array, y: Array, rates: Array, forgets: bool) -> tuple[Array, Array]:
    """Return the losses of descents from (0, 0, 0), and the length of each step ÷ rate: of gradients added up, or of each by itself.

    Shapes: x and y (n,), rates (rates,), results (rates, steps + 1).
    """
    powers = np.stack([x**2, x, np.ones_like(x)])
    places = made = np.zeros((len(rates), 3))
    heights, sizes = [], []
    for _ in range(SWINGS + 1):
        misses = places @ powers - y
        made = np.sign(misses) @ powers.T / len(x) + (0 if forgets else made)
        heights.append(np.abs(misses).mean(axis=1))
        sizes.append(np.linalg.norm(made, axis=1))
        places = places - rates[:, None] * made
    return np.array(heights).T, np.array(sizes).T


def watch_it_fit(x: Array, y: Array, losses: Sequence[float], fits: Sequence[Sequence[float]]) -> LiveFigure:
    """Show what a network says of the measurements while it trains, and its losses.

    Args:
        x: When they were taken, shape (n,).
        y: The measured distances, shape (n,).
        losses: The loss before each step.
        fits: The network before each step: the numbers of W1, b1, W2 and b2, one after the other.
    """
    stops = [step for step in FIT_STOPS if step < len(losses)]
    runs = [_parts(fits[step]) for step in stops]
    figure, (fit, loss) = plots.panels("", "", height=HEIGHT_OF_TWO)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit, label="the network")
    (hinges,) = fit.plot([], [], "D", color=plots.LOSS, markersize=7, zorder=4, label="hinges")
    plots.legend(fit, "upper center")
    loss.plot(np.arange(len(losses)), losses, color=plots.LOSS)
    (mark,) = loss.plot([], [], "o", color=plots.MODEL, markersize=8, zorder=4)
    loss.set(xlabel="step", ylabel="mean absolute error (cm)", ylim=(0, 6.3))

    @live(figure, ahead=True, moves={"step": (curve, hinges, mark, fit.title, loss.title)}, step=Steps(0, stops[-1], stops=stops))
    def redraw(step: int = 0) -> str:
        W1, b1, W2, b2 = runs[stops.index(step)]
        curve.set_ydata(network(GRID[:, None], W1, b1, W2, b2)[:, 0])
        bends = np.array([-b / w for w, b in zip(W1[0], b1, strict=True) if w])
        hinges.set_data(bends, network(bends[:, None], W1, b1, W2, b2)[:, 0])
        mark.set_data([step], [losses[step]])
        fit.set_title("Nobody told it about quadratics" if step == stops[-1] else f"After {step} steps")
        loss.set_title(f"loss {losses[step]:.2f}")
        return f"after {step} steps the loss is {losses[step]:.2f}"

    return redraw


def _parts(numbers: Sequence[float]) -> tuple[Array, Array, Array, Array]:
    """Return W1, b1, W2 and b2 of a network with one input and one output."""
    W1, b1, W2 = np.reshape(numbers[:-1], (3, -1))
    return W1[None, :], b1, W2[:, None], np.array(numbers[-1:])


def roll_down_a_valley(momentum_step: MomentumStep) -> LiveFigure:
    """Show descents in a long valley: without momentum, with as much as the reader chooses, and without friction."""
    figure, all_axes = plots.panels("", "", "", rows=3, height=4.1)
    figure.get_layout_engine().set(h_pad=0.03)
    u, v = np.meshgrid(np.linspace(-11, 11, 90), np.linspace(-1.6, 1.6, 40))
    lines, titles = [], []
    for axes in all_axes:
        axes.contour(
            u, v, (CURVATURES[0] * u**2 + CURVATURES[1] * v**2) / 2, levels=[0.1, 0.5, 1.5, 4, 9, 16], colors=plots.LOSS, linewidths=0.6
        )
        axes.plot([0], [0], "+", color=plots.DATA, markersize=9)
        lines.append(axes.plot([], [], ".-", color=plots.PATH, linewidth=1.2, markersize=4)[0])
        lines.append(axes.plot([], [], "o", color=plots.MODEL, markersize=7, zorder=4)[0])
        axes.set(xlim=(-11, 11), ylim=(-1.6, 1.6), xticks=[], yticks=[])
        titles.append(axes.title)
    moving = {"step": (*lines, *titles), "momentum": (*lines[2:4], titles[1])}
    paths = {float(momentum): valley_path(momentum_step, momentum) for momentum in MOMENTA}

    @live(
        figure,
        ahead=True,
        moves=moving,
        step=Steps(0, VALLEY_STOPS[-1], stops=VALLEY_STOPS),
        momentum=Styled((0.5, 1, 0.1), color=plots.MODEL),
    )
    def redraw(step: int = 0, momentum: float = 0.9) -> str:
        said = []
        for row, each in enumerate((0.0, round(momentum, 1), 1.0)):
            path = paths[each][: step + 1]
            lines[2 * row].set_data(*path.T)
            lines[2 * row + 1].set_data(*path[-1:].T)
            name = "no momentum" if not each else "momentum 1, no friction" if each == 1 else f"momentum {each:g}"
            said.append(f"{name}: loss {CURVATURES @ path[-1] ** 2 / 2:.3f}")
            all_axes[row].set_title(said[-1] + (f" after {step} steps" if row == 0 else ""))
        return f"after {step} steps: {'; '.join(said)}"

    return redraw


def valley_path(momentum_step: MomentumStep, momentum: float) -> Array:
    """Return the places of a descent in the valley, shape (steps + 1, 2)."""
    place, velocity = np.array([-10.0, 1.0]), np.zeros(2)
    path = [place]
    for _ in range(VALLEY_STOPS[-1]):
        place, velocity = momentum_step(place, velocity, CURVATURES * place, 0.09, momentum)
        path.append(place)
    return np.array(path)
