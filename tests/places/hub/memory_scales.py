"""How much memory and processor time a hub takes, with all that runs in it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil


class MemoryScales:
    """Weighs a process with all that it has started, again and again, and keeps the most.

    The measure is PSS, the proportional set size: a page of memory counts once, divided among those who have it. Adding RSS up would
    count what forked processes share as often as they are; USS would leave it out altogether.
    """

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._available = psutil.virtual_memory().available
        self._cpu: dict[int, float] = {}
        self.most = 0  # bytes of PSS
        self.parts: dict[str, tuple[int, int]] = {}  # at that time: for each kind of process how many there were, and their bytes
        self.most_taken = 0  # bytes by which the machine has less to give than at the beginning

    async def weigh_until_cancelled(self, every: float) -> None:
        """Weigh every so many seconds, until cancelled."""
        while True:
            await asyncio.to_thread(self.weigh)
            await asyncio.sleep(every)

    def weigh(self) -> None:
        """Weigh once."""
        parts: dict[str, tuple[int, int]] = {}
        for process in [self._process, *self._process.children(recursive=True)]:
            try:
                kind, size = _kind(process), _pss(process.pid)
                times = process.cpu_times()
            except (psutil.Error, OSError):
                continue  # it has just ended
            self._cpu[process.pid] = times.user + times.system
            count, bytes_ = parts.get(kind, (0, 0))
            parts[kind] = count + 1, bytes_ + size
        total = sum(size for _, size in parts.values())
        if total > self.most:
            self.most, self.parts = total, parts
        self.most_taken = max(self.most_taken, self._available - psutil.virtual_memory().available)

    def cpu_seconds(self) -> float:
        """Return the processor time of every process that was ever weighed, up to when it was."""
        return sum(self._cpu.values())


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return 1024 * int(line.split()[1])
    raise OSError(f"no PSS for {pid}")


def _kind(process: psutil.Process) -> str:
    """Return what a process is: forked ones still have the command line of the process that they come from."""
    command = " ".join(process.cmdline())
    parent = process.parent()
    forked = parent is not None and "places.hub.warm" in command and "places.hub.warm" in " ".join(parent.cmdline())
    if "places.hub.warm" in command:
        kind = "kernel" if "/kernels" in command else "server"
        return kind if forked else f"warm {kind}"
    if "ipykernel_launcher" in command:
        return "kernel"
    if "singleuser" in command:
        return "server"
    return "proxy" if "configurable-http-proxy" in command else "hub"
