"""`python -m benchmarks.hub`: a class at work in a real hub on this machine, and whether it is quick and small enough.

Each learner has a browser without a screen: it logs in, loads JupyterLab, and works through every lesson over HTTP and websockets, in
the protocols of JupyterLab and of the live figures. The targets are for thirty learners on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from benchmarks.targets import Target
from tests.places.hub.hub_visitor import HubVisitor
from tests.places.hub.learner import ClassRecord, Learner
from tests.places.hub.memory_scales import MemoryScales
from tests.places.hub.running_hub import ROOT, RunningHub

LEARNERS = 30
MEGABYTES_A_LEARNER = 120
MEDIAN_MS = 250
WEIGH_EVERY = 5.0  # seconds
LOG_IN_WITHIN = 20.0  # seconds, all learners
SAID_AT_MOST = 20  # failures that are printed


def main(arguments: Sequence[str] | None = None) -> int:
    """Let a class work, print what was measured, and return 0 where every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hub", description=__doc__)
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--lessons", default="", metavar="00,01", help="only these")
    parser.add_argument("--speed", type=float, default=15, help="how many times as fast as the lessons say of themselves (default: 15)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cold", action="store_true", help="with servers and kernels that start each by itself")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    options = parser.parse_args(arguments)
    if not sys.platform.startswith("linux"):
        parser.exit(2, "Only Linux says how much memory processes share, so this measures there alone.\n")
    lessons = chosen(options.lessons)
    before = busyness()
    print(f"{options.learners} learners, {len(lessons)} lessons, {options.speed:g} times as fast as the lessons say. {before}", flush=True)
    with RunningHub(*(["--cold"] if options.cold else [])) as hub:
        found = asyncio.run(let_a_class_work(hub, options.learners, lessons, options.speed, options.seed))
        said = hub.said()
    print(report(found, options.learners))
    if "Traceback" in said:
        found["failures"].append("the hub or a server has printed a traceback")
        print(said[said.index("Traceback") :][:3000])
    reached = targets(found, options.learners)
    print("\n".join(target.line() for target in reached))
    if options.json:
        options.json.write_text(json.dumps({**found, "targets": [asdict(each) | {"met": each.met} for each in reached]}, indent=2) + "\n")
    return 0 if all(target.met for target in reached) else 1


def chosen(numbers: str) -> list[str]:
    """Return the file names of the lessons with these numbers, or of all."""
    names = [path.name for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    return [name for name in names if not numbers or name[:2] in numbers.split(",")]


def busyness() -> str:
    """Return how busy the machine is before this makes it so."""
    busy = psutil.cpu_percent(interval=1)
    wanted = os.getloadavg()[0]
    return f"Before that the machine's {os.cpu_count()} cores were {busy:.0f} % busy, and {wanted:.1f} processes on average wanted them."


async def let_a_class_work(hub: RunningHub, learners: int, lessons: list[str], speed: float, seed: int) -> dict[str, Any]:
    """Return what was measured while so many learners worked through the lessons, all of them at once."""
    record, scales = ClassRecord(), MemoryScales(hub.process.pid)
    own, began = psutil.Process().cpu_times(), time.monotonic()
    weighing = asyncio.create_task(scales.weigh_until_cancelled(WEIGH_EVERY))
    when = random.Random(seed)

    async def come_and_learn(number: int) -> None:
        await asyncio.sleep(when.uniform(0, LOG_IN_WITHIN * min(1, learners / LEARNERS)))
        async with HubVisitor(hub.address, f"learner-{number + 1}", hub.password) as visitor:
            await Learner(visitor, record, speed, seed + number).learn(lessons)

    await asyncio.gather(*(come_and_learn(number) for number in range(learners)))
    seconds = time.monotonic() - began
    weighing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await weighing
    after = psutil.Process().cpu_times()
    return {
        "seconds": seconds,
        "updates": record.updates,
        "starts": record.starts,
        "openings": record.openings,
        "counts": dict(record.counts),
        "failures": record.failures,
        "most_pss": scales.most,
        "parts": scales.parts,
        "most_taken": scales.most_taken,
        "hub_cpu": scales.cpu_seconds(),
        "own_cpu": after.user + after.system - own.user - own.system,
        "own_memory": psutil.Process().memory_info().rss,
    }


def targets(found: dict[str, Any], learners: int) -> list[Target]:
    """Return the targets with what was reached."""
    ended = found["counts"].get("learners that came to the end", 0)
    return [
        Target("learners that came to the end", learners, ended),
        Target("failures", 0, len(found["failures"]), at_most=True),
        Target("memory a learner", MEGABYTES_A_LEARNER, memory_a_learner(found), at_most=True, unit=" MB"),
        Target("median of an update", MEDIAN_MS, percentile(found["updates"], 50), at_most=True, unit=" ms"),
    ]


def memory_a_learner(found: dict[str, Any]) -> float:
    """Return the MB of all that ran in the hub at its largest, divided by the learners who had a server then."""
    servers = found["parts"].get("server", (0, 0))[0]
    return found["most_pss"] / 1e6 / servers if servers else float("inf")


def percentile(numbers: Sequence[float], percent: float) -> float:
    """Return the smallest of the numbers that is not below this many percent of them; infinite where there are none."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(percent / 100 * len(ordered)))] if ordered else float("inf")


def report(found: dict[str, Any], learners: int) -> str:
    """Return what was measured, in words."""
    updates, capacity = found["updates"], found["seconds"] * (os.cpu_count() or 1)
    done = ", ".join(f"{count:,} {what}" for what, count in sorted(found["counts"].items()))
    parts = "; ".join(f"{count} × {kind} {size / 1e6 / count:.0f}" for kind, (count, size) in sorted(found["parts"].items()))
    times = ", ".join(f"{percentile(updates, percent):.0f} ms at {percent} %" for percent in (50, 95, 99, 100))
    a_learner = memory_a_learner(found)
    taken = found["most_taken"] / 1e6
    starts, openings = (f"{_median(found[what]):.1f} s, {percentile(found[what], 100):.1f} s at most" for what in ("starts", "openings"))
    lines = [
        "",
        f"{found['seconds']:.0f} s in all. {done}.",
        f"Updates of a figure, from sending the change to having read the picture's numbers: {len(updates):,}, {times}.",
        f"From logging in to JupyterLab: {starts}. From opening a lesson to a kernel that is ready: {openings}.",
        f"Memory at its most (PSS: shared pages count once): {found['most_pss'] / 1e6:,.0f} MB, {a_learner:.0f} MB a learner.",
        f"In MB: {parts}.",
        f"As a check: the machine had {taken:,.0f} MB less to give at worst, {taken / learners:.0f} MB a learner; that has in it the "
        f"{found['own_memory'] / 1e6:.0f} MB of these learners' browsers, and all else that ran.",
        f"Processor: the hub {found['hub_cpu']:.0f} s, these browsers {found['own_cpu']:.0f} s, of the {capacity:.0f} s there were.",
        _listed(found["failures"]),
    ]
    return "\n".join(lines)


def _median(numbers: Sequence[float]) -> float:
    return statistics.median(numbers) if numbers else float("nan")


def _listed(failures: Sequence[str]) -> str:
    if not failures:
        return "No failure.\n"
    return "\n".join(["Failures:", *(f"  {failure}" for failure in failures[:SAID_AT_MOST]), f"  {len(failures)} in all.", ""])


if __name__ == "__main__":
    sys.exit(main())
