"""A fingerprint of what artists are made of, to see whether one has changed without drawing it.

Matplotlib marks a changed artist as stale, but a draw takes the mark away, and much changes without one: an arrow's end, a wedge's
angle, a transform that somebody keeps. So the attributes themselves are compared. A fingerprint may change where nothing is seen to
change (caches are attributes, too); then the artist is drawn once more than it had to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cbook import CallbackRegistry
from matplotlib.figure import FigureBase
from matplotlib.ticker import Formatter, Locator
from matplotlib.transforms import Affine2D, Bbox, TransformNode

PLAIN = (int, float, complex, str, bytes, bool, type(None), type)
# What says nothing of what is drawn, or leads to the whole of the figure.
PASSED_OVER = frozenset(
    {"_stale", "stale_callback", "_remove_method", "_renderer", "_parents", "_invalid", "_inverted", "_callbacks", "pchanged"}
    | {"_transformed_path", "_transformed_points"}
)
COMPUTED = PASSED_OVER | {"_mtx", "_points"}  # by transforms that are made of others


def fingerprint(artists: Iterable[Artist]) -> int:
    """Return a number that changes when anything in the artists' attributes does; the artists inside them are not looked into."""
    seen: dict[int, Any] = {}
    return hash(tuple((id(artist), _of_attributes(artist, seen)) for artist in artists))


def knows_more(artists: Iterable[Artist]) -> bool:
    """Return whether what they draw may depend on something that is no attribute, as in a reader's own formatter of ticks."""
    return any(_is_readers(value) for artist in artists for value in _tickers(artist))


def _tickers(artist: Artist) -> Iterable[Any]:
    for name in ("major", "minor"):
        ticker = getattr(artist, name, None)
        yield from (getattr(ticker, "locator", None), getattr(ticker, "formatter", None))


def _is_readers(value: Any) -> bool:
    own = isinstance(value, (Formatter, Locator)) and not type(value).__module__.startswith("matplotlib.")
    return own or callable(getattr(value, "func", None))


def _of_attributes(thing: Any, seen: dict[int, Any]) -> int:
    attributes = getattr(thing, "__dict__", {})
    passed_over = COMPUTED if isinstance(thing, TransformNode) and type(thing) not in (Affine2D, Bbox) else PASSED_OVER
    return hash(tuple((name, _of(value, seen)) for name, value in attributes.items() if name not in passed_over))


def _of(value: Any, seen: dict[int, Any]) -> Any:
    """Return something that can be hashed and stands for the value."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, np.ndarray) and value.dtype != object:
        return value.shape, hash(np.ma.getdata(value).tobytes()), hash(np.ma.getmaskarray(value).tobytes()) if np.ma.isMA(value) else 0
    if id(value) in seen:
        return seen[id(value)]
    seen[id(value)] = id(value)  # for what leads back to itself
    if isinstance(value, (Artist, FigureBase, CallbackRegistry)):
        return id(value)
    if isinstance(value, (tuple, list, set, frozenset, np.ndarray)):
        found: Any = tuple(_of(each, seen) for each in value)
    elif isinstance(value, dict):
        found = tuple((_of(key, seen), _of(each, seen)) for key, each in value.items())
    elif isinstance(value, np.generic):
        found = value.tobytes()
    else:
        found = id(value), _of_attributes(value, seen)
    seen[id(value)] = found = hash(found)
    return found
