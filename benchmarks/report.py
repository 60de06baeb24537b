"""The tables that a run of the benchmarks prints, and what is held against the targets."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import ahead, reading
from benchmarks.imports import PEER as IMPORTS
from benchmarks.imports import ImportCost
from benchmarks.measure import Reading
from benchmarks.targets import Target
from benchmarks.training import AGAINST_LOOP, AGAINST_TORCH, Speed
from benchmarks.ways import AHEAD, DRAGGED, KERNEL, PEER

MOST_MEGABYTES = 12  # that a lesson may import over the peer, which weighs another figure on each machine
PLAIN = """Plain numbers: ms from key press to changed pixels; frames/s under a 60 Hz drag; ms from the last move to the last change;
KiB on the websocket, and ms of kernel CPU, for one update"""


@dataclass(frozen=True)
class Figures:
    """One way over one connection: the median over the rounds of each round's figure; the 95th percentile is of all presses."""

    way: str
    round_trip_ms: float
    median_ms: float
    p95_ms: float
    frames_per_second: float
    lag_ms: float
    bytes_an_update: float
    cpu_ms_an_update: float


def figures(way: str, round_trip_ms: float, reading: Reading) -> Figures:
    """Return what is printed of a reading."""
    every = sorted(press for presses in reading.presses for press in presses)
    return Figures(
        way,
        round_trip_ms,
        statistics.median(statistics.median(presses) for presses in reading.presses),
        every[min(len(every) - 1, int(0.95 * len(every)))],
        statistics.median(reading.frames),
        statistics.median(reading.lags),
        reading.bytes_an_update,
        statistics.median(reading.cpu),
    )


def targets(rows: Sequence[Figures], costs: Sequence[ImportCost]) -> list[Target]:
    """Return every target with what was reached. `rows` hold each way without and with an added round trip."""
    near = {row.way: row for row in rows if not row.round_trip_ms}
    far = {row.way: row for row in rows if row.round_trip_ms}
    peer, far_peer = near[PEER.name], far[PEER.name]
    kernel, ahead, far_ahead = near[KERNEL.name], near[AHEAD.name], far[AHEAD.name]
    dragged = near[DRAGGED.name]
    trip = f"with {far_peer.round_trip_ms:.0f} ms of round trip"
    return [
        Target("kernel, times as fast as interact in the median", 4, peer.median_ms / kernel.median_ms),
        Target("kernel, times interact's frames", 3, kernel.frames_per_second / peer.frames_per_second),
        Target(
            f"kernel {trip}, times interact's frames", 5, far[KERNEL.name].frames_per_second / far_peer.frames_per_second
        ),
        Target("a handle's median over a slider's", 1.25, dragged.median_ms / kernel.median_ms, at_most=True),
        Target("a handle's frames over a slider's", 0.75, dragged.frames_per_second / kernel.frames_per_second),
        Target("ahead, times as fast as interact in the median", 10, peer.median_ms / ahead.median_ms),
        Target("ahead, frames per second", 50, ahead.frames_per_second),
        Target("ahead, final state", 50, ahead.lag_ms, at_most=True, unit=" ms"),
        Target(f"ahead {trip}, median over that without", 1.25, far_ahead.median_ms / ahead.median_ms, at_most=True),
        Target(f"ahead {trip}, frames over those without", 0.75, far_ahead.frames_per_second / ahead.frames_per_second),
        Target(f"ahead {trip}, final state", 1.25 * 50, far_ahead.lag_ms, at_most=True, unit=" ms"),
        *import_targets(costs),
    ]


def import_targets(costs: Sequence[ImportCost]) -> list[Target]:
    """Return for each lesson how much more it imports than the peer of the same run, to the tenth that is printed."""
    peer = next(cost for cost in costs if cost.what == IMPORTS[0]).megabytes
    return [
        Target(
            f"importing what {cost.what} imports, over {IMPORTS[0]}",
            MOST_MEGABYTES,
            round(cost.megabytes - peer, 1),
            at_most=True,
            unit=" MB",
        )
        for cost in costs
        if cost.what.endswith(".ipynb")
    ]


def report(rows: Sequence[Figures], costs: Sequence[ImportCost]) -> str:
    """Return all tables as text: ratios against the peer first, then plain numbers, imports, and the targets."""
    parts = [
        f"Times better than {PEER.name}, over the same connection",
        _table(_ratios(rows), "way", "round trip", "median", "95th", "frames/s", "lag", "bytes", "kernel CPU"),
        PLAIN,
        _table(_plain(rows), "way", "round trip", "median", "95th", "frames/s", "lag", "KiB", "CPU ms"),
        "Importing, in a fresh Python: ms, and the most MB ever resident",
        _table(
            ([cost.what, f"{cost.milliseconds:.0f}", f"{cost.megabytes:.1f}"] for cost in costs), "what", "ms", "MB"
        ),
        "Targets",
        "\n".join(target.line() for target in targets(rows, costs)),
    ]
    return "\n\n".join(parts)


def as_json(rows: Sequence[Figures], costs: Sequence[ImportCost]) -> dict[str, Any]:
    """Return the same as plain lists and dictionaries."""
    return {
        "ways": [asdict(row) for row in rows],
        "imports": [asdict(cost) for cost in costs],
        "targets": [asdict(target) | {"met": target.met} for target in targets(rows, costs)],
    }


@dataclass(frozen=True)
class Speeds:
    """What was measured without a browser: training against PyTorch eager, the engines, the sweep, reading, and drawing ahead."""

    training: Sequence[Speed]
    engines: Sequence[Speed]
    sweep: Speed
    readings: Sequence[reading.Reading]
    ready: ahead.Ready

    def targets(self) -> list[Target]:
        """Return what is to be reached; where PyTorch is not installed, nothing is held against it."""
        lesson = next(speed for speed in self.training if speed.what == "1-8-1 network, 20 points")
        torch = [Target("1-8-1 network on 20 points, times PyTorch eager's steps", AGAINST_TORCH, ratio) for ratio in lesson.ratios[:1]]
        sweep = Target("a sweep of 200 rates by 200 steps, times as fast as the loop", AGAINST_LOOP, self.sweep.ratios[0])
        ours, *peers = self.readings
        fast = [Target(f"reading, times as fast as {peer.way}", reading.AT_LEAST_AS_FAST, peer.seconds / ours.seconds) for peer in peers]
        behind = [(f"reading, accuracy behind {peer.way}'s", peer.accuracy - ours.accuracy) for peer in peers]
        right = [Target(what, reading.WITHIN, by, at_most=True) for what, by in behind]
        ready = Target("rate explorer ready, times as fast as saving its pictures", ahead.TIMES_AS_FAST, self.ready.ratio)
        return [*torch, sweep, *fast, *right, ready]

    def report(self) -> str:
        """Return the tables as text, the targets last."""
        torch = ["PyTorch eager", "times", "bare tensors", "times"] if self.training[0].peers else []
        return "\n\n".join(
            [
                f"Training steps per second, in float64 on one core{'' if torch else '; PyTorch is not installed'}",
                _table(_speeds(self.training), "model", "helpers", *torch),
                "The same with a scalar engine",
                _table(_speeds(self.engines), "model", "helpers.engine", "plainest engine", "times"),
                "Sweeps per second",
                _table(_speeds([self.sweep]), "sweep", "all at once", "loop", "times"),
                "Reading handwriting: 30 epochs of 1,415 digits",
                _table(reading.rows(self.readings), "way", "seconds", "times", "read rightly"),
                "Drawing ahead: seconds until every frame is ready, and ms in which Matplotlib saves one picture",
                _table([self.ready.row()], "figure", "ready", "saving one", "times"),
                "Targets",
                "\n".join(target.line() for target in self.targets()),
            ]
        )

    def as_json(self) -> dict[str, Any]:
        """Return the same as plain lists and dictionaries."""
        return {
            "training": [asdict(speed) for speed in self.training],
            "engines": [asdict(speed) for speed in self.engines],
            "sweep": asdict(self.sweep),
            "readings": [asdict(each) for each in self.readings],
            "ready": asdict(self.ready),
            "targets": [asdict(target) | {"met": target.met} for target in self.targets()],
        }


def _speeds(speeds: Sequence[Speed]) -> Iterable[list[str]]:
    for speed in speeds:
        peers = zip(speed.peers, speed.ratios, strict=True)
        yield [speed.what, f"{speed.ours:,.0f}", *(cell for peer, ratio in peers for cell in (f"{peer:,.0f}", f"{ratio:.1f}"))]


def _ratios(rows: Sequence[Figures]) -> Iterable[list[str]]:
    less: list[Callable[[Figures], float]] = [
        lambda row: row.lag_ms,
        lambda row: row.bytes_an_update,
        lambda row: row.cpu_ms_an_update,
    ]
    for row in rows:
        peer = next(other for other in rows if other.way == PEER.name and other.round_trip_ms == row.round_trip_ms)
        yield [
            row.way,
            f"{row.round_trip_ms:.0f} ms",
            _times(peer.median_ms, row.median_ms),
            _times(peer.p95_ms, row.p95_ms),
            _times(row.frames_per_second, peer.frames_per_second),
            *(_times(figure(peer), figure(row)) for figure in less),
        ]


def _times(better: float, worse: float) -> str:
    return f"{better / worse:.1f}" if worse > 0 else "-"


def _plain(rows: Sequence[Figures]) -> Iterable[list[str]]:
    for row in rows:
        yield [
            row.way,
            f"{row.round_trip_ms:.0f} ms",
            f"{row.median_ms:.0f}",
            f"{row.p95_ms:.0f}",
            f"{row.frames_per_second:.1f}",
            f"{row.lag_ms:.0f}",
            f"{row.bytes_an_update / 1024:.1f}",
            f"{row.cpu_ms_an_update:.1f}",
        ]


def _table(rows: Iterable[list[str]], *titles: str) -> str:
    lines = [list(titles), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )
