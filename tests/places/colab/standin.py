"""What stands in for Colab: an environment with its versions, each lesson alone in a folder, and git without a network.

A lesson's set-up cell fetches the project with git, by its real command. Here git is told, by settings that nothing else reads,
that the project's address is a repository on this machine, made from the working tree as it is.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from authoring import links
from authoring.notebooks import KERNEL

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = ROOT / ".venv-colab"
PYTHON = ENVIRONMENT / "bin" / "python"
LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))

# What could let a kernel find helpers other than those it fetched, or git read settings other than those made here.
NOT_PASSED_ON = (
    "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LESSONS_EXPORT", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_CONFIG_COUNT",
)  # fmt: skip


class StandIn:
    """A folder in which lessons stand alone, and the environment that its kernels and servers are started with."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.settings = home / "gitconfig"
        self.cut_off()
        make_remote(home / "remote.git", self.environment())
        self.connect()
        kernel = home / "data" / "kernels" / KERNEL["name"]
        kernel.mkdir(parents=True)
        argv = [str(PYTHON), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (kernel / "kernel.json").write_text(json.dumps({"argv": argv, **KERNEL}), encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """Return the environment variables for whatever runs here: nothing of the user's is read or written."""
        passed_on = {key: value for key, value in os.environ.items() if key not in NOT_PASSED_ON}
        return passed_on | {
            "GIT_CONFIG_GLOBAL": str(self.settings),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_ALLOW_PROTOCOL": "file",  # and no other: what is not on this machine can't be fetched
            "GIT_TERMINAL_PROMPT": "0",
            "IPYTHONDIR": str(self.home / "ipython"),
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_PATH": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "LESSONS_PROGRESS": str(self.home / "progress"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # or else every kernel's debugger warns
        }

    def cut_off(self) -> None:
        """Let git find nothing at the project's address, as without a network."""
        self.settings.write_text("", encoding="utf-8")

    def connect(self) -> None:
        """Let git find the working tree as it was when this was made, at the project's address."""
        address = f"https://github.com/{links.published_at()['repository']}"
        remote = (self.home / "remote.git").as_uri()
        self.settings.write_text(f'[url "{remote}"]\n    insteadOf = {address}\n', encoding="utf-8")

    def alone(self, lesson: Path, name: str = "") -> Path:
        """Return a copy of a lesson, as it is stored, in a folder with nothing else in it."""
        folder = self.home / "alone" / (name or lesson.stem)
        folder.mkdir(parents=True)
        shutil.copy(lesson, folder)
        return folder / lesson.name

    def fetched(self, lesson: Path) -> Path:
        """Return the folder that the set-up cell of a lesson fetches the project into."""
        return lesson.parent / f"lessons-{links.published_at()['tag']}"


def make_remote(remote: Path, environment: dict[str, str]) -> None:
    """Make a bare repository of one commit with the tag that lessons fetch: the working tree, with what isn't committed yet."""

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false")
        where = (f"--git-dir={remote}", f"--work-tree={ROOT}")
        subprocess.run(["git", *identity, *where, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=60)

    empty = remote.with_name("template")
    empty.mkdir()
    subprocess.run(
        ["git", "init", "--quiet", "--bare", f"--template={empty}", str(remote)],
        env=environment,
        check=True,
        capture_output=True,
        timeout=60,
    )
    git("add", "--all", ".")
    git("commit", "--quiet", "--message=the working tree")
    git("tag", links.published_at()["tag"])
