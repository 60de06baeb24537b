"""Draw docs/live-figure.png, the picture in the README, from the real thing: `python -m authoring.readme_picture`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from helpers.data import measurements
from helpers.lessons.lesson_00.explorers import STOPS, watch_it_learn
from tests.browser.chromium import find_browser, launch_options

PICTURE = Path(__file__).parent.parent / "docs" / "live-figure.png"
PRESSES = STOPS.index(200)  # of the right arrow key: far enough for the network to have learned something


def main() -> None:
    """Open lesson 00's figure in a browser, move its slider, and keep what it then shows."""
    browser_path = find_browser()
    if browser_path is None:
        raise SystemExit("The picture needs Chromium or Chrome; none was found.")
    html = watch_it_learn(*measurements()).html()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder, "figure.html")
        page_file.write_text(f"<!doctype html><meta charset='utf-8'><body style='width: 660px'>{html}", encoding="utf-8")
        browser = playwright.chromium.launch(**launch_options(browser_path))
        page = browser.new_page(device_scale_factor=2)
        page.goto(page_file.as_uri())
        slider = page.locator("input[type=range]")
        for _ in range(PRESSES):
            slider.press("ArrowRight")
        page.locator(f".live-figure[data-values='{{\"training_steps\":{STOPS[PRESSES]}}}']").screenshot(path=PICTURE)
        browser.close()
    print(PICTURE.relative_to(PICTURE.parent.parent))


if __name__ == "__main__":
    main()
