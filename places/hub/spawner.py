"""A learner's server that is forked from a warm process."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Unicode

from places.hub.warm import Warm


class WarmSpawner(SimpleLocalProcessSpawner):
    """The simple local spawner, with servers that start at once and share what they have imported."""

    socket = Unicode(config=True, help="Where the warm process for servers listens.")

    async def start(self) -> tuple[str, int]:
        """Start the server, and return where it will answer. To look after it and to stop it, its process id is enough."""
        self.port = self.port or random_port()
        Path(self.home_dir).mkdir(parents=True, exist_ok=True)
        self._warm = await asyncio.to_thread(
            Warm, self.socket, "jupyterhub.singleuser", self.get_args(), self.get_env(), self.home_dir
        )
        self.pid = self._warm.pid
        return self.ip or "127.0.0.1", self.port
