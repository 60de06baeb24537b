"""What a learner's browser does at a hub over HTTP: log in, wait for the server, load JupyterLab, ask for files."""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

ANSWER_WITHIN = 90  # seconds until an answer is missing
FORM_TOKEN = re.compile(r'name="_xsrf"\s+value="([^"]+)"')
ASSET = re.compile(r'(?:src|href)="([^"]+\.(?:js|css|ico|svg|woff2?))(?:\?[^"]*)?"')
PAGE_CONFIG = re.compile(r'<script id="jupyter-config-data" type="application/json">(.*?)</script>', re.DOTALL)


class HubFault(Exception):
    """Something that should not have happened; the message says what."""


class HubVisitor:
    """A browser with its cookies, for one learner.

    Args:
        hub: The hub's address.
        name: The learner's name.
        password: The hub's password.
        trust: Whose certificates it trusts; without it, those that Python does.
    """

    def __init__(self, hub: str, name: str, password: str, trust: ssl.SSLContext | None = None) -> None:
        self.hub, self.name, self._password = hub, name, password
        self.server = f"{hub}/user/{name}/"
        self._jar = aiohttp.CookieJar(unsafe=True)  # cookies for an address without a name
        connector = aiohttp.TCPConnector(ssl=trust or True)
        self.session = aiohttp.ClientSession(cookie_jar=self._jar, connector=connector, timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.session.close()

    async def log_in(self, to: str = "") -> None:
        """Fill in the form and send it, as a person would; `to` is where it should lead afterwards."""
        form = await self.page(f"{self.hub}/hub/login")
        [token] = FORM_TOKEN.findall(form)[:1] or [""]
        data = {"username": self.name, "password": self._password, "_xsrf": token}
        async with self.session.post(f"{self.hub}/hub/login", params={"next": to} if to else {}, data=data) as answer:
            self._check(answer, await answer.text())
            if answer.url.path.endswith("/hub/login"):
                raise HubFault(f"{self.name} could not log in")

    async def start_server(self) -> None:
        """Wait until the learner's server runs, as the page with the progress bar does, and be let in."""
        await self.page(f"{self.hub}/hub/spawn/{self.name}")
        progress = f"{self.hub}/hub/api/users/{self.name}/server/progress"
        async with self.session.get(progress, headers=self._token(progress)) as events:
            if events.status != 400:  # the server is there already
                self._check(events, "")
                await asyncio.wait_for(self._ready(events), ANSWER_WITHIN)
        await self.page(self.server)

    async def _ready(self, events: aiohttp.ClientResponse) -> None:
        async for line in events.content:
            if not line.startswith(b"data:"):
                continue
            event = json.loads(line.removeprefix(b"data:"))
            if event.get("failed"):
                raise HubFault(f"{self.name}'s server did not start: {event}")
            if event.get("ready"):
                return
        raise HubFault(f"{self.name}'s server did not become ready")

    async def load_lab(self, path: str) -> int:
        """Load JupyterLab's page for a notebook with all that it names, and its settings; return how many bytes that were."""
        html = await self.page(f"{self.server}lab/tree/{path}")
        [config] = [json.loads(found) for found in PAGE_CONFIG.findall(html)]
        extensions = [f"{config['fullLabextensionsUrl']}/{each['name']}/{each['load']}" for each in config["federated_extensions"]]
        assets = [*ASSET.findall(html), *extensions]
        if not any(asset.endswith(".js") for asset in assets):
            raise HubFault("JupyterLab's page names no script")
        calls = ["lab/api/settings", "lab/api/workspaces/default", "lab/api/translations/", "api/me", "api/kernelspecs", "lab/api/listings"]
        addresses = [urljoin(self.server, asset) for asset in assets] + [self.server + call for call in calls]
        return len(html) + sum([len(await self.content(address)) for address in addresses])

    async def page(self, address: str) -> str:
        """Return what stands at an address, redirections followed."""
        return (await self.content(address)).decode()

    async def content(self, address: str) -> bytes:
        """Return the bytes at an address, redirections followed."""
        async with self.session.get(address, headers=self._token(address)) as answer:
            content = await answer.read()
            self._check(answer, content.decode(errors="replace"))
            return content

    async def api(self, method: str, path: str, body: Any = None) -> Any:
        """Return the answer of the learner's server to a call of its API, None for one without content."""
        address = f"{self.server}api/{path}"
        async with self.session.request(method, address, json=body, headers=self._token(address)) as answer:
            text = await answer.text()
            self._check(answer, text)
            return json.loads(text) if text else None

    def _token(self, address: str) -> dict[str, str]:
        """Return the header that proves to a server that its own page makes this request."""
        cookie = self._jar.filter_cookies(URL(address)).get("_xsrf")
        return {"X-XSRFToken": cookie.value} if cookie else {}

    def _check(self, answer: aiohttp.ClientResponse, text: str) -> None:
        if answer.status >= 400:
            raise HubFault(f"{answer.method} {urlsplit(str(answer.url)).path} was answered with {answer.status}: {text[:300]}")
