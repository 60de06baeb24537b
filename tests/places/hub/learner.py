"""A learner who works through the lessons at a hub: reads, runs cells, moves figures, answers questions, solves exercises."""

from __future__ import annotations

import ast
import asyncio
import importlib
import random
import re
import traceback
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from helpers.checker import Exercises
from places.hub.git_pull_link import COPY
from tests.places.hub.hub_visitor import HubFault, HubVisitor
from tests.places.hub.remote_figure import RemoteFigure
from tests.places.hub.remote_kernel import KernelRequest, RemoteKernel

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
MINUTES = re.compile(r"\*\*You need\*\*.*?(\d+) minutes", re.DOTALL)
VERDICT = re.compile(r"^\w+: (not started|not yet|correct)$", re.MULTILINE)
STOPS_A_DRAG = 10  # of the hand while it drags once
POLL_EVERY = 10.0  # seconds after which JupyterLab asks again what runs and which files there are
FIGURE_WIDTH = 800  # CSS pixels that a figure may fill


@dataclass
class ClassRecord:
    """What all learners together met with."""

    updates: list[float] = field(default_factory=list)  # ms, each
    starts: list[float] = field(default_factory=list)  # seconds from the log-in to JupyterLab
    openings: list[float] = field(default_factory=list)  # seconds from opening a lesson to a kernel that is ready
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


class Learner:
    """One learner with a browser.

    Args:
        visitor: The browser.
        record: Where to note what happens.
        speed: How many times as fast as the minutes that a lesson gives for itself.
        seed: For pauses, and for where figures are moved to.
    """

    def __init__(self, visitor: HubVisitor, record: ClassRecord, speed: float, seed: int) -> None:
        self._visitor, self._record = visitor, record
        self._random = random.Random(seed)
        self._speed = speed * self._random.uniform(0.75, 1.25)  # nobody reads exactly as fast as the next
        self.where = "logging in"

    async def learn(self, lessons: list[str]) -> None:
        """Log in and work through the lessons, file names of notebooks; note a failure instead of raising it."""
        clock = asyncio.get_running_loop().time
        try:
            began = clock()
            await self._visitor.log_in()
            await self._visitor.start_server()
            self._record.counts["bytes of JupyterLab"] += await self._visitor.load_lab(f"{COPY}/notebooks/{lessons[0]}")
            self._record.starts.append(clock() - began)
            looking = asyncio.create_task(self._look_again())
            try:
                for lesson in lessons:
                    await self._lesson(lesson)
            finally:
                looking.cancel()
            self._record.counts["learners that came to the end"] += 1
        except (HubFault, aiohttp.ClientError, TimeoutError, OSError) as error:
            self._fail(f"{type(error).__name__}: {error}")
        except Exception:
            self._fail(traceback.format_exc(limit=-3))

    def _fail(self, what: str) -> None:
        self._record.failures.append(f"{self._visitor.name}, {self.where}: {what}")

    async def _look_again(self) -> None:
        """Ask every ten seconds what JupyterLab asks, whatever the learner does."""
        while True:
            await asyncio.sleep(POLL_EVERY * self._random.uniform(0.8, 1.2))
            try:
                for path in ("sessions", "kernels", f"contents/{COPY}/notebooks?content=1"):
                    await self._visitor.api("GET", path)
            except (HubFault, aiohttp.ClientError, TimeoutError) as error:
                self._fail(f"{type(error).__name__}: {error}")

    async def _lesson(self, name: str) -> None:
        self.where = name
        path = f"{COPY}/notebooks/{name}"
        clock = asyncio.get_running_loop().time
        began = clock()
        notebook = (await self._visitor.api("GET", f"contents/{path}?type=notebook&content=1"))["content"]
        kernel = await RemoteKernel.start(self._visitor, path)
        self._record.openings.append(clock() - began)
        try:
            await self._work_through(notebook, kernel, name, _exercises(name))
            await self._visitor.api("PUT", f"contents/{path}", {"type": "notebook", "format": "json", "content": notebook})
        finally:
            await kernel.shut_down()
        self._record.counts["lessons closed"] += 1

    async def _work_through(self, notebook: dict[str, Any], kernel: RemoteKernel, name: str, exercises: Exercises) -> None:
        """Run the cells in order, and read for as long as the lesson says that it takes, at this speed."""
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        minutes = int(MINUTES.search("".join(notebook["cells"][0]["source"]))[1])
        pause = 60 * minutes / self._speed / len(cells)
        for cell in cells:
            self.where = f"{name}, cell {cell['id']}"
            await asyncio.sleep(pause * self._random.uniform(0.2, 1.8))
            source = "".join(cell["source"])
            request = await self._run(kernel, cell, source)
            exercise = _exercise_in(source)
            if exercise:
                self._expect("not started", request)
                await asyncio.sleep(pause * self._random.uniform(0.2, 1.0))
                self._expect("correct", await self._run(kernel, cell, exercises[exercise].solution()))
                self._record.counts["exercises solved"] += 1
            await self._play_with(request, kernel)
            for trouble in kernel.troubles:
                self._fail(trouble)
            kernel.troubles.clear()

    async def _run(self, kernel: RemoteKernel, cell: dict[str, Any], source: str) -> KernelRequest:
        request = await kernel.execute(source, cell["id"])
        reply = await request.reply
        if reply["status"] != "ok":
            self._fail(f"the cell ended with {reply['status']}: {reply.get('ename')}: {reply.get('evalue')}")
        cell["source"], cell["execution_count"] = source, reply.get("execution_count")
        cell["outputs"] = [{key: value for key, value in each.items() if key != "transient"} for each in request.outputs]
        self._record.counts["cells run"] += 1
        return request

    def _expect(self, verdict: str, request: KernelRequest) -> None:
        texts = [output["data"].get("text/plain", "") for output in request.outputs if "data" in output]
        found = [match[1] for text in texts if (match := VERDICT.match(text))]
        if found != [verdict]:
            self._fail(f"the verdict is {found}, not {verdict!r}")

    async def _play_with(self, request: KernelRequest, kernel: RemoteKernel) -> None:
        """Move each figure that the cell shows, and answer each question."""
        shown = [output["data"][WIDGET_VIEW]["model_id"] for output in request.outputs if WIDGET_VIEW in output.get("data", {})]
        for widget in shown:
            state = kernel.widget_states.get(widget, {})
            if "_picture" in state:
                await self._move(RemoteFigure(kernel, widget, self._record.updates.append))
            elif "tried" in state:
                await self._answer(kernel, widget, state["_question"]["choices"])

    async def _move(self, figure: RemoteFigure) -> None:
        await figure.show(FIGURE_WIDTH)
        for spec in self._random.sample(figure.sliders, min(2, len(figure.sliders))):
            await figure.drag_slider(spec, self._stops(len(spec["positions"])))
            self._record.counts["sliders dragged"] += 1
        for track in figure.handles[:1]:
            await figure.drag_handle(track, self._stops(min(len(track[end]["pixels"]) for end in ("x", "y") if track[end]["control"])))
            self._record.counts["points of pictures dragged"] += 1
        for spec in figure.choices[:1]:
            await figure.choose(spec, self._random.randrange(10))
        for trouble in figure.troubles:
            self._fail(trouble)

    def _stops(self, count: int) -> list[int]:
        """Return the places of a hand that drags from somewhere to somewhere else."""
        start, end = self._random.randrange(count), self._random.randrange(count)
        return [round(start + (end - start) * part / (STOPS_A_DRAG - 1)) for part in range(STOPS_A_DRAG)]

    async def _answer(self, kernel: RemoteKernel, widget: str, choices: list[dict[str, Any]]) -> None:
        """Make a choice, and then the right one."""
        right = next(place for place, choice in enumerate(choices) if choice["verdict"] == "right")
        for place in (self._random.randrange(len(choices)), right):
            await kernel.done(await kernel.send_to_widget(widget, {"method": "update", "state": {"tried": [place]}, "buffer_paths": []}))
        self._record.counts["questions answered"] += 1


def _exercises(lesson: str) -> Exercises:
    return importlib.import_module(f"helpers.lessons.lesson_{lesson[:2]}.exercises").exercise.by_name


def _exercise_in(source: str) -> str | None:
    """Return the name of the exercise that a cell asks for."""
    functions = [statement for statement in ast.parse(source).body if isinstance(statement, ast.FunctionDef)]
    return next((each.name for each in functions if any(ast.unparse(mark) == "exercise" for mark in each.decorator_list)), None)
