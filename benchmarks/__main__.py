"""`python -m benchmarks`: training, and the live figure, each beside its peers in one run on this machine."""

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.ahead import readiness
from benchmarks.imports import import_costs
from benchmarks.measure import Bench
from benchmarks.proxy import slow_port
from benchmarks.reading import readings
from benchmarks.report import Figures, Speeds, as_json, figures, report
from benchmarks.training import engine_speeds, sweep_speed, training_speeds
from benchmarks.ways import WAYS
from tests.browser.chromium import find_browser, launch_options
from tests.browser.lab import Lab, Window

ROUND_TRIP_MS = 120


def main() -> None:
    """Measure, print the tables, and end with 0 whether the targets are met or not: machines differ."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round, to see that it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    parser.add_argument("--training", action="store_true", help="measure only what needs no browser: training and drawing ahead")
    options = parser.parse_args()
    if options.training:
        speeds = measure_training(options.quick)
        print(speeds.report())
        _write(options.json, speeds.as_json())
        return
    browser = find_browser()
    if browser is None:
        parser.exit(2, "The benchmarks need Chromium or Chrome; set CHROMIUM to its path if it is not found.\n")
    start, load = time.monotonic(), _load()
    rounds, presses, seconds, runs = (1, 5, 1.0, 2) if options.quick else (3, 14, 2.0, 5)
    _say("importing")
    costs = import_costs(runs)
    rows = measure_ways(browser, rounds, presses, seconds)
    speeds = measure_training(options.quick)
    print(report(rows, costs), speeds.report(), sep="\n\n")
    print(
        f"\n{rounds} interleaved rounds of {presses} key presses and a drag of {seconds:.0f} s; {runs} imports of each; "
        f"{time.monotonic() - start:.0f} s in all. {load}"
    )
    _write(options.json, {**as_json(rows, costs), "speeds": speeds.as_json()})


def _write(file: Path | None, figures: dict[str, Any]) -> None:
    if file:
        file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def measure_training(quick: bool) -> Speeds:
    """Return the speed of training, and of drawing ahead, each beside its peers."""
    rounds, seconds = (1, 0.05) if quick else (5, 0.3)
    _say("training")
    training, engines, sweep = training_speeds(rounds, seconds), engine_speeds(rounds, seconds), sweep_speed(rounds, seconds)
    return Speeds(training, engines, sweep, readings(rounds), readiness(rounds))


def measure_ways(executable: str, rounds: int, presses: int, seconds: float) -> list[Figures]:
    """Return what each way reached, first without and then with the added round trip."""
    with sync_playwright() as playwright, Lab() as lab, slow_port(lab.port, ROUND_TRIP_MS) as slow:
        browser = playwright.chromium.launch(**launch_options(executable))
        benches = []
        for port, round_trip in ((lab.port, 0), (slow, ROUND_TRIP_MS)):
            window = Window(browser, lab, port=port)
            for index, way in enumerate(WAYS):
                _say(f"opening {way.name}, {round_trip} ms")
                benches.append(Bench(window, lab, way, f"way-{index}-{round_trip}", round_trip))
        for bench in benches:
            bench.weigh(5)  # before the rounds: it also warms every way up
        for turn in range(rounds):
            for bench in benches:
                _say(f"round {turn + 1} of {rounds}: {bench.way.name}, {bench.round_trip:.0f} ms")
                bench.press(presses)
                bench.drag(seconds)
        _say(f"looking at the pixels took {statistics.mean(bench.watching_cost() for bench in benches):.1f} ms a frame")
        browser.close()
    return [figures(bench.way.name, bench.round_trip, bench.reading) for bench in benches]


def _load() -> str:
    """Return how busy the machine is before the benchmarks make it so, where it can be asked."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f"Before that, {os.getloadavg()[0]:.1f} processes on average wanted the machine's {os.cpu_count()} cores."


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
