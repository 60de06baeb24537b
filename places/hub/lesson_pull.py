"""What the link to the lessons does in a learner's server: it shows what would be fetched, and fetches it when the learner says so.

nbgitpuller's merge does the work. Its own server extension stays off, because that one fetches any repository into any folder for any
page that sends the learner's browser to it. Here a GET changes nothing, and only a form of this page, with its XSRF token, begins a pull.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from nbgitpuller.errors import BranchExistError, BranchResolveError
from nbgitpuller.pull import GitPuller
from tornado import template, web

from places.hub.git_pull_link import REPOSITORIES, Pull, Refused, asked_by, canonical

SAID_AT_MOST = 12  # lines of git's that are shown when it fails
PAGE = template.Template((Path(__file__).with_name("lesson_pull.html")).read_text(encoding="utf-8"), autoescape="xhtml_escape")
ONE_AT_A_TIME = asyncio.Lock()  # git does not like two in one clone


def is_cloned(pull: Pull, home: Path) -> bool:
    """Return whether a learner's home has the clone.

    Raises:
        Refused: It has something else under that name.
    """
    folder = home / pull.folder
    if not folder.is_symlink() and (folder / ".git").is_dir():
        command = ["git", "-C", str(folder), "config", "--get", "remote.origin.url"]
        origin = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        if canonical(origin) == canonical(pull.repository):
            return True
    elif not folder.is_symlink() and not folder.exists():
        return False
    raise Refused(
        f"Your home has a {pull.folder} already that was not fetched from {pull.repository}. "
        "It was left as it is. Rename it in JupyterLab's list of files, then follow the link again."
    )


def fetch(pull: Pull, home: Path) -> None:
    """Clone the repository, or bring the clone up to date and keep what the learner changed. This blocks.

    Raises:
        Refused: Something else is where the clone should be, or git failed.
    """
    cloned = is_cloned(pull, home)
    folder = home / pull.folder if cloned else home / f".{pull.folder}-unfinished"
    said: list[str] = []
    try:
        if not cloned:
            shutil.rmtree(folder, ignore_errors=True)
        said.extend(GitPuller(pull.repository, str(folder), branch=pull.branch).pull())
        if not cloned:
            folder.rename(home / pull.folder)
    except (BranchExistError, BranchResolveError):
        raise Refused(f"{pull.repository} has no branch {pull.branch or 'of its own'}. Ask whoever gave you this link.") from None
    except Exception as error:  # GitPuller raises a bare one too
        details = getattr(error, "stderr", "") or "".join(said[-SAID_AT_MOST:])
        advice = "The lessons could not be fetched. Try again in a minute; if that fails too, show this to your instructor:"
        raise Refused(f"{advice}\n{error}\n{details}") from error


class LessonPullHandler(JupyterHandler):
    """The page that asks, and what its button does."""

    @web.authenticated
    async def get(self) -> None:
        """Show what would be fetched, and a button."""
        await self._answer(start=False)

    @web.authenticated
    async def post(self) -> None:
        """Fetch it, and open the lesson. JupyterHandler has checked the XSRF token before."""
        await self._answer(start=True)

    async def _answer(self, start: bool) -> None:
        query = {name: values[-1].decode(errors="replace") for name, values in self.request.query_arguments.items()}
        home = Path(self.settings["server_root_dir"]).expanduser()
        try:
            pull = asked_by(query, os.environ.get(REPOSITORIES, "").split())
            if start:
                async with ONE_AT_A_TIME:
                    await asyncio.to_thread(fetch, pull, home)
                self.redirect(url_path_join(self.base_url, quote(pull.path, safe="/?=&;:@,+%#~")), status=303)
            else:
                self._show(pull=pull, cloned=is_cloned(pull, home))
        except Refused as refusal:
            self.log.warning("A pull was refused or failed: %s", refusal, exc_info=refusal.__cause__)
            self.set_status(403)
            self._show(refusal=str(refusal))

    def _show(self, **what: Any) -> None:
        names = {"pull": None, "cloned": False, "refusal": "", "lab": url_path_join(self.base_url, "lab")}
        self.finish(PAGE.generate(xsrf_form_html=self.xsrf_form_html, **{**names, **what}))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    os.environ.setdefault("GIT_TERMINAL_PROMPT", "0")  # nobody sits there to be asked for a password
    address = url_path_join(server.web_app.settings["base_url"], "git-pull")
    server.web_app.add_handlers(".*$", [(address, LessonPullHandler)])
