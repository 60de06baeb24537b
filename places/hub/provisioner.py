"""A kernel that is forked from a warm process."""

from __future__ import annotations

import asyncio
import os
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from places.hub.warm import Warm

SOCKET = "HUB_WARM_KERNELS"  # the environment variable that says where the warm process for kernels listens
LAUNCHER = "ipykernel_launcher"

# What that process imports, as every kernel does in which a lesson runs. No helpers: a learner has an own copy, to look into and to
# change. And no matplotlib_inline: it lets a kernel show figures when it is imported there, and only then.
IMPORTED = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "IPython.core.pylabtools", "matplotlib.pyplot", "matplotlib.backends.backend_agg",
    "contourpy", "PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin", "PIL.PpmImagePlugin", "numpy.random", "anywidget", "ipywidgets", "platformdirs", "places.hub.preload_matplotlib",
    "places.hub.trim_memory",
)  # fmt: skip


class WarmProvisioner(LocalProvisioner):
    """Jupyter's own way to run a kernel on this machine, with a Python that has imported already what the lessons need."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel. One of another kind than Python's is started as ever."""
        if LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = [*cmd[cmd.index(LAUNCHER) + 1 :], "--IPKernelApp.extra_extensions=places.hub.trim_memory"]
        environment = kwargs.get("env", os.environ)
        self.process = await asyncio.to_thread(
            Warm, os.environ[SOCKET], LAUNCHER, arguments, environment, os.fspath(kwargs.get("cwd") or os.getcwd())
        )
        self.pid = self.pgid = self.process.pid  # every child of the warm process leads a group of its own
        self.cwd = kwargs.get("cwd") or os.getcwd()
        return self.connection_info


def use_warm_kernels() -> None:
    """Let this server's kernels be forked. Jupyter looks provisioners up among installed packages, and this project isn't one."""
    name = "warm"
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[name] = EntryPoint(name, "places.hub.provisioner:WarmProvisioner", factory.GROUP_NAME)
    factory.default_provisioner_name = name
