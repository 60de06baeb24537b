"""Measure how soon pages of the built site show, in Chromium on this machine: `python -m places.site.first_figure [build/site]`."""

from __future__ import annotations

import functools
import http.server
import statistics
import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import find_browser, launch_options

ROUNDS = 5
TIMES = """async () => {
    const paint = performance.getEntriesByType("paint").find((entry) => entry.name === "first-contentful-paint");
    const figure = document.querySelector("[data-alive]");
    if (figure) {
        figure.scrollIntoView();
        while (!figure.dataset.drawn) await new Promise((done) => setTimeout(done, 5));
    }
    return [paint.startTime, Number(figure?.dataset.drawn ?? NaN)];
}"""


def times(browser: Browser, address: str) -> tuple[float, float]:
    """Return the milliseconds from a fresh visit to the first paint, and to the first live figure being drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto(address)
    tab.wait_for_function("performance.getEntriesByType('paint').length > 1")
    first, drawn = tab.evaluate(TIMES)
    context.close()
    return first, drawn


def main() -> None:
    """Print the median of several visits to each page."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "build/site")
    executable = find_browser()
    if executable is None or not (site / "index.html").is_file():
        raise SystemExit("This needs Chromium or Chrome, and a site: make site")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Milliseconds to the first paint, and to the first live figure; medians of {ROUNDS} fresh visits:")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(executable))
        for page in sorted(site.glob("*.html")):
            visits = [times(browser, f"http://127.0.0.1:{server.server_port}/{page.name}") for _ in range(ROUNDS)]
            paint, drawn = (statistics.median(each) for each in zip(*visits, strict=True))
            print(f"  {paint:5.0f} {drawn:5.0f}  {page.name}")
        browser.close()
    server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Write nothing."""


if __name__ == "__main__":
    main()
