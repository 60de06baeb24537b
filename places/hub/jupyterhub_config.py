"""A hub for a class on one machine. `python -m places.hub` starts it and says in HUB_… where things are."""

import os
import shutil
import sys
from pathlib import Path

from places.hub.git_pull_link import COPY, LESSON, REPOSITORIES
from places.hub.provisioner import IMPORTED, SOCKET
from places.hub.spawner import WarmSpawner
from places.hub.throttled_authenticator import ThrottledPasswordAuthenticator

ROOT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ["HUB_STATE"])
SOCKETS = Path(os.environ["HUB_SOCKETS"])
TOGETHER = ("notebooks", "helpers", "LICENSE", "LICENSE-TEXT")  # what a learner's copy of the lessons is made of

# glibc keeps memory that was freed for later use, and more of it with every thread; thirty learners need it more than one does.
# At sizes like the lessons' more than one thread for linear algebra only gets into the way of the other learners.
SPARING = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}

# What every learner's server imports.
SERVER = (
    "jupyterhub.singleuser", "jupyterlab.labapp", "tornado.platform.asyncio",
    "jupyter_server.gateway.managers", "jupyter_server.kernelspecs.handlers", "jupyter_server.nbconvert.handlers",
    "jupyter_server.view.handlers", "jupyter_server.services.shutdown", "IPython.core.interactiveshell", "ipykernel.kernelspec",
    "babel.numbers", "jinja2.ext", "psutil",
    *(f"jupyter_server.services.{name}.handlers" for name in (
        "api", "config", "contents", "events", "kernels", "kernelspecs", "nbconvert", "security", "sessions",
    )),
    "places.hub.provisioner", "places.hub.lesson_pull", "places.lab.quick_channel", "places.lab.unchanged_notebooks",
    "places.hub.preload_nbformat",
)  # fmt: skip

c = get_config()  # noqa: F821


def give_the_lessons(spawner):
    """Copy the lessons into a home that has none; nothing that is there is written over."""
    copy = Path(spawner.home_dir) / COPY
    if copy.exists():
        return
    unfinished = copy.with_name(f"{COPY}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name in TOGETHER:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, unfinished / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
        else:
            shutil.copy(ROOT / name, unfinished / name)
    unfinished.rename(copy)


def give_the_outline(spawner):
    """Open the outline in the JupyterLab of a learner who has not arranged it yet."""
    workspaces = Path(spawner.home_dir) / ".jupyter" / "lab" / "workspaces"
    if not workspaces.exists():
        shutil.copytree(ROOT / "places" / "lab" / "workspaces", workspaces)


def welcome(spawner):
    """Prepare a learner's home before their server starts."""
    give_the_lessons(spawner)
    give_the_outline(spawner)


def warm(name, modules, **environment):
    """Return the service that keeps a warm process. The hub starts it, starts it again if it ends, and stops it in the end."""
    return {
        "name": f"warm-{name}",
        "command": [sys.executable, "-m", "places.hub.warm", str(SOCKETS / name), *modules],
        "cwd": str(ROOT),
        "environment": {**SPARING, **environment},
        "display": False,
    }


# Where: this machine alone, unless HUB_IP says otherwise.
c.JupyterHub.bind_url = f"http{'s' if os.environ['HUB_CERTIFICATE'] else ''}://{os.environ['HUB_IP']}:{os.environ['HUB_PORT']}"
c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = os.environ["HUB_CERTIFICATE"], os.environ["HUB_KEY"]
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = int(os.environ["HUB_INNER_PORT"])
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['HUB_PROXY_PORT']}"
c.ConfigurableHTTPProxy.command = [shutil.which("node"), os.environ["HUB_PROXY"], "--log-level", "warn"]
c.ConfigurableHTTPProxy.pid_file = os.environ["HUB_PROXY_PID"]
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.JupyterHub.db_url = f"sqlite:///{STATE / 'hub.sqlite'}"
c.JupyterHub.log_level = os.environ.get("HUB_LOG", "WARN")

# Who: whoever knows the password, under a name that can be a folder's.
c.JupyterHub.authenticator_class = ThrottledPasswordAuthenticator
c.SharedPasswordAuthenticator.user_password = os.environ["HUB_PASSWORD"]
c.Authenticator.allow_all = True
c.Authenticator.username_pattern = r"[a-z][a-z0-9_-]{0,31}\Z"

# What: a home with the lessons, and JupyterLab at the first of them.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(STATE / "homes" / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.pre_spawn_hook = welcome
c.Spawner.default_url = f"/lab/tree/{COPY}/{LESSON}"
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "OPENBLAS_CORETYPE"]
c.Spawner.environment = {
    **SPARING,
    "JUPYTER_CONFIG_PATH": str(Path(__file__).with_name("jupyter")),
    "JUPYTER_PREFER_ENV_PATH": "1",
    REPOSITORIES: os.environ[REPOSITORIES],
}
c.Spawner.poll_interval = 5  # seconds until a server that was killed is missed, and its learner can start another
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.LocalProcessSpawner.interrupt_timeout = 5
c.LocalProcessSpawner.term_timeout = 5
c.JupyterHub.concurrent_spawn_limit = 0  # a whole class comes at once, and a fork costs next to nothing
c.JupyterHub.active_server_limit = 0
c.JupyterHub.shutdown_on_logout = True

if os.environ["HUB_WARM"] == "yes":
    c.JupyterHub.spawner_class = WarmSpawner
    c.WarmSpawner.socket = str(SOCKETS / "servers")
    c.Spawner.environment[SOCKET] = str(SOCKETS / "kernels")
    c.JupyterHub.services = [
        warm("servers", SERVER),
        warm("kernels", IMPORTED, MPLBACKEND="module://matplotlib_inline.backend_inline"),
    ]
