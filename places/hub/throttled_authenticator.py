"""Log-ins with a password that the whole class shares, and that can't be guessed quickly."""

from __future__ import annotations

import math
from typing import Any

from jupyterhub.authenticators.shared import SharedPasswordAuthenticator
from tornado import web

from places.hub.login_throttle import LoginThrottle


class ThrottledPasswordAuthenticator(SharedPasswordAuthenticator):
    """JupyterHub's shared password, with a wait after wrong ones."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._throttle = LoginThrottle()

    async def authenticate(self, handler: web.RequestHandler, data: dict[str, str]) -> dict[str, Any] | None:
        """Return who logs in, None for a wrong password.

        Raises:
            HTTPError: There were too many wrong ones; even the right one is not looked at before the wait is over.
        """
        address, name = handler.request.remote_ip, self.normalize_username(data.get("username", ""))
        password = data.get("password", "")
        seconds = math.ceil(self._throttle.wait(address, name))
        if seconds:
            refusal = web.HTTPError(429, f"Too many wrong passwords. Wait {seconds} seconds, then try again.")
            refusal.headers = {"Retry-After": str(seconds)}
            raise refusal
        known = None
        if password.isascii():  # no other can be compared
            known = await super().authenticate(handler, {"username": name, "password": password})
        (self._throttle.right if known else self._throttle.wrong)(address, name)
        return known
