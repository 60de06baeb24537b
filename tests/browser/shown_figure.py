"""A live figure as a reader meets it in a page."""

import base64
import io
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator

THUMB = 16  # CSS pixels, of a native slider in Chromium
ANTIALIASING = 40  # what `difference` finds at most between two renderers of one picture; a shift of 1 pixel gives 80 and more


class ShownFigure:
    """One view of a live figure: `root` is its element, in a notebook or in any other page."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.canvas = root.locator("canvas")

    def slider(self, name: str) -> Locator:
        """Return the slider of this control."""
        return self.root.locator(f'input[type="range"][data-control="{name}"]')

    def box(self, name: str) -> Locator:
        """Return the number box of this control."""
        return self.root.locator(f'input[type="text"][data-control="{name}"]')

    def control(self, name: str) -> Locator:
        """Return the checkbox or the list of this control."""
        return self.root.locator(f'[data-control="{name}"]')

    def reset(self) -> None:
        """Press the button Reset."""
        self.root.get_by_role("button", name="Reset").click()

    @property
    def values(self) -> dict[str, Any]:
        """The values that the picture on the canvas shows."""
        return json.loads(self.root.get_attribute("data-values") or "{}")

    @property
    def drawn(self) -> int:
        """How many pictures have been drawn so far."""
        return int(self.root.get_attribute("data-drawn") or 0)

    @property
    def label(self) -> str:
        """The text alternative of the picture."""
        return self.canvas.get_attribute("aria-label") or ""

    @property
    def message(self) -> Locator:
        """Where errors and the like are told."""
        return self.root.locator(".live-message")

    def await_values(self, seconds: float = 10, **expected: Any) -> None:
        """Wait until the picture shows these values; raise AssertionError with what it shows when it doesn't get there."""
        script = """([root, expected]) => {
            const shown = JSON.parse(root.dataset.values ?? '{}');
            return Object.entries(expected).every(([name, value]) =>
                typeof value === 'number' ? Math.abs(shown[name] - value) < 1e-9 : shown[name] === value);
        }"""
        try:
            self._await(script, expected, seconds)
        except Exception as error:
            raise AssertionError(f"the picture shows {self.values}, not {expected}; {self.message.inner_text()}") from error

    def await_drawn(self, count: int) -> None:
        """Wait until so many pictures have been drawn in all."""
        self._await("([root, count]) => Number(root.dataset.drawn ?? 0) >= count", count)

    def await_change(self, words: str) -> None:
        """Wait until the text alternative is another than these words."""
        self._await("([root, words]) => root.querySelector('canvas').getAttribute('aria-label') !== words", words)

    def _await(self, script: str, argument: Any, seconds: float = 10) -> None:
        self.root.page.wait_for_function(script, arg=[self.root.element_handle(), argument], timeout=seconds * 1000)

    def press(self, name: str, key: str, times: int = 1) -> None:
        """Press a key so many times with this control's slider in focus."""
        self.slider(name).focus()
        for _ in range(times):
            self.root.page.keyboard.press(key)

    def drag(self, name: str, *shares: float) -> None:
        """Take the slider's thumb with the mouse and carry it to each of these shares of the track, then let go."""
        slider, mouse = self.slider(name), self.root.page.mouse
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        height = box["y"] + box["height"] / 2

        def place(share: float) -> float:
            return box["x"] + THUMB / 2 + share * (box["width"] - THUMB)

        mouse.move(place(slider.evaluate("slider => (slider.value - slider.min) / (slider.max - slider.min)")), height)
        mouse.down()
        for share in shares:
            mouse.move(place(share), height, steps=10)
        mouse.up()

    def handle(self, name: str) -> Locator:
        """Return the draggable point of this name."""
        return self.root.locator(f'.live-handle[aria-label^="{name},"]')

    def place_of_handle(self, name: str) -> tuple[float, float]:
        """Return where a handle's middle is, in CSS pixels from the canvas's left and top."""
        box, canvas = self.handle(name).bounding_box(), self.canvas.bounding_box()
        assert box is not None
        assert canvas is not None
        return box["x"] + box["width"] / 2 - canvas["x"], box["y"] + box["height"] / 2 - canvas["y"]

    def place_of(self, name: str, values: dict[str, float]) -> tuple[float, float]:
        """Return where a handle stands when its controls a and b have these values, found by moving them there and back."""
        before = {key: self.box(key).input_value() for key in values}
        self.type_all({key: str(number) for key, number in values.items()})
        self.await_values(**values)
        place = self.place_of_handle(name)
        self.type_all(before)
        self.await_values(**{key: float(text.replace("−", "-")) for key, text in before.items()})
        return place

    def type_all(self, texts: dict[str, str]) -> None:
        """Type a text into the number box of each of these controls."""
        for name, text in texts.items():
            self.type(name, text)

    def drag_handle(self, name: str, end: tuple[float, float], touch: bool = False) -> None:
        """Take a handle with the mouse, or with a finger, carry it to a place in CSS pixels on the canvas, and let go."""
        self.canvas.scroll_into_view_if_needed()
        canvas = self.canvas.bounding_box()
        assert canvas is not None
        (x, y), page = self.place_of_handle(name), self.root.page
        way = [(canvas["x"] + x + (end[0] - x) * part / 10, canvas["y"] + y + (end[1] - y) * part / 10) for part in range(11)]
        if not touch:
            page.mouse.move(*way[0])
            page.mouse.down()
            for place in way:
                page.mouse.move(*place)
                page.wait_for_timeout(20)
            page.mouse.up()
            return
        finger = page.context.new_cdp_session(page)
        for kind, place in [("touchStart", way[0]), *(("touchMove", place) for place in way), ("touchEnd", None)]:
            points = [{"x": place[0], "y": place[1]}] if place else []
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            page.wait_for_timeout(20)
        finger.detach()

    def type(self, name: str, text: str) -> None:
        """Type this into the control's number box and press Enter."""
        self.box(name).fill(text)
        self.box(name).press("Enter")

    def pixels(self) -> NDArray[np.uint8]:
        """Return what is on the canvas, over white, shape (height, width, 3)."""
        url = self.canvas.evaluate("canvas => canvas.toDataURL('image/png')")
        return pixels_of(base64.b64decode(url.split(",")[1]))


def pixels_of(png: bytes) -> NDArray[np.uint8]:
    """Return a PNG image over white, shape (height, width, 3)."""
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB"))


def displaced(one: NDArray[np.uint8], other: NDArray[np.uint8], reach: int) -> float:
    """Return the share of either picture's dark pixels that the other has nothing for within so many pixels.

    For text and markers, which Matplotlib fits to whole pixels in its own picture: they stand up to a pixel elsewhere.
    """
    assert one.shape == other.shape, f"pictures of {one.shape} and {other.shape}"
    grey = [picture.mean(axis=2) for picture in (one, other)]

    def near(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
        steps = range(-reach, reach + 1)
        return np.logical_or.reduce([np.roll(ink, (down, right), (0, 1)) for down in steps for right in steps])

    return max(float(((this < 160) & ~near(that < 220)).sum()) / max(1, int((this < 160).sum())) for this, that in (grey, grey[::-1]))


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return how much two pictures differ beyond antialiasing: the largest difference of any pixel's neighbourhood, of 255.

    Two ways to draw the same edge differ by shades from pixel to pixel, but little in the mean of 3 × 3 pixels.
    """
    assert one.shape == other.shape, f"pictures of {one.shape} and {other.shape}"
    apart = one.astype(float) - other.astype(float)
    height, width = apart.shape[:2]
    sums = sum(apart[i : height - 2 + i, j : width - 2 + j] for i in range(3) for j in range(3))
    return float(np.abs(sums / 9).max())
