"""Start a hub for a class on this machine: `python -m places.hub [--port 8000]`, or `make hub`.

All that it keeps, learners' homes included, is in one folder: build/hub, or HUB_HOME.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from authoring.links import REPOSITORY
from places.hub.git_pull_link import REPOSITORIES, git_pull, own_repository

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
OLDEST_NODE = 20
PROXY_PID = "proxy.pid"  # in the folder of the hub's state
SAFE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else, since a password is read aloud


EVERYWHERE = "0.0.0.0"
SELF_SIGNED = "self-signed"


class CannotStart(Exception):
    """The hub can't be started; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the hub, say how to use it, and stay until it ends."""
    parser = argparse.ArgumentParser(prog="python -m places.hub", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8000, help="where learners find it (default: 8000)")
    parser.add_argument("--ip", default="127.0.0.1", help=f"the address to listen at; {EVERYWHERE} lets other machines in")
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("HUB_HOME") or ROOT / "build" / "hub"), metavar="FOLDER")
    parser.add_argument("--cold", action="store_true", help="start each server and kernel by itself: slower, and more memory")
    parser.add_argument(
        "--repository",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="where learners may fetch lessons from: an address, or owner/name on GitHub; may be given again (default: this project's)",
    )
    parser.add_argument("--certificate", default="", metavar="FILE", help=f"encrypt with this; {SELF_SIGNED} makes one and keeps it")
    parser.add_argument("--key", default="", metavar="FILE", help="the certificate's key")
    options = parser.parse_args(arguments)
    try:
        repositories = [clonable(each) for each in options.repository] or [own_repository()]
        return run(options, repositories)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1


def run(options: argparse.Namespace, repositories: Sequence[str]) -> int:
    """Run the hub until it is interrupted, and return its exit status."""
    state, ip, port = options.home.resolve(), options.ip, options.port
    if state.is_dir():
        lock(state).close()  # or else its port would be what is taken
    _require_free(ip, port)
    proxy = installed_proxy()
    make_private(state)
    password = kept_password(state)
    host = address_for_others() if ip == EVERYWHERE else ip
    certificate, key = certificate_and_key(options.certificate, options.key, state, host)
    address = f"http{'s' if certificate else ''}://{host}:{port}"
    # A socket's path may have no more than a hundred characters.
    with lock(state) as locked, tempfile.TemporaryDirectory(prefix="hub-") as sockets:
        inner, api = free_ports(2)
        environment = os.environ | {
            "HUB_STATE": str(state),
            "HUB_SOCKETS": sockets,
            "HUB_IP": ip,
            "HUB_PORT": str(port),
            "HUB_INNER_PORT": str(inner),
            "HUB_PROXY_PORT": str(api),
            "HUB_PROXY": str(proxy),
            "HUB_PROXY_PID": str(state / PROXY_PID),
            "HUB_PASSWORD": password,
            REPOSITORIES: " ".join(repositories),
            "HUB_CERTIFICATE": certificate,
            "HUB_KEY": key,
            "HUB_WARM": "no" if options.cold or sys.platform != "linux" else "yes",  # macOS's libraries don't all survive a fork
            "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(32),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        }
        encrypted = about_encryption(ip, options.certificate, certificate)
        print(welcome(address, password, state, repositories), encrypted, sep="", flush=True)
        return wait_for(started(environment, state, locked), state / PROXY_PID)


def started(environment: dict[str, str], state: Path, locked: IO[str]) -> subprocess.Popen[bytes]:
    """Return the hub's process, which keeps the lock, and note its id there."""
    hub = subprocess.Popen(
        [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "jupyterhub_config.py")],
        cwd=state,
        env=environment,
        pass_fds=[locked.fileno()],  # should this process be killed, the hub still has the lock
        start_new_session=True,  # Ctrl-C reaches the hub once, from here, and not its proxy and services before it
    )
    locked.write(f"{hub.pid}\n")
    locked.flush()
    return hub


def lock(state: Path) -> IO[str]:
    """Return an open file that keeps all other hubs from this folder until it is closed in every process that has it.

    Raises:
        CannotStart: A hub runs on this folder.
    """
    import fcntl  # not on Windows

    file = (state / "hub.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        process = file.read().strip()
        file.close()
        raise CannotStart(
            f"A hub already runs on the files in {state}. End it with Ctrl-C where it was started, or by: kill {process or '…'}\n"
            "Or give this one a folder of its own: make hub HUB_HOME=/some/folder PORT=8765"
        ) from None
    file.truncate(0)
    return file


def certificate_and_key(certificate: str, key: str, state: Path, host: str) -> tuple[str, str]:
    """Return the absolute paths of what encrypts, "" twice for nothing. A self-signed certificate is for this host and this machine.

    Raises:
        CannotStart: The two are not a certificate and its key.
    """
    if certificate == SELF_SIGNED:
        from places.hub.self_signed import kept_certificate  # of the hub's own environment

        hosts = [host, "127.0.0.1", "localhost", socket.gethostname()]
        return tuple(map(str, kept_certificate(state, hosts)))
    if not certificate and not key:
        return "", ""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        raise CannotStart(
            f"CERT={certificate or '…'} and KEY={key or '…'} are not a certificate and its key, both in PEM and the key without a password "
            f"({error}). CERT={SELF_SIGNED} makes a certificate that browsers warn of."
        ) from None
    return str(Path(certificate).resolve()), str(Path(key).resolve())


def address_for_others() -> str:
    """Return this machine's address in its network, or its name where it has none. Nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # of a network that is nowhere (RFC 5737)
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def wait_for(hub: subprocess.Popen[bytes], proxy: Path) -> int:
    """Wait for the hub to end, and end it when this process is asked to end. Twice means at once.

    A hub that could not end in order leaves the file behind in which its proxy's process id is, and the proxy.
    """

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, at_once)
        signal.signal(signal.SIGTERM, at_once)
        with contextlib.suppress(OSError):
            hub.send_signal(signal.SIGTERM)

    def at_once(*_: object) -> None:
        with contextlib.suppress(OSError):
            os.killpg(hub.pid, signal.SIGKILL)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    with contextlib.suppress(AttributeError):
        signal.signal(signal.SIGHUP, stop)
    status = hub.wait()
    with contextlib.suppress(OSError, ValueError):
        os.kill(int(proxy.read_text(encoding="ascii")), signal.SIGTERM)
        proxy.unlink()
    return 0 if status in (0, -signal.SIGTERM) else 1


def welcome(address: str, password: str, state: Path, repositories: Sequence[str]) -> str:
    """Return what an instructor is told."""
    links = "\n  ".join(git_pull(address, repository) for repository in repositories)
    return f"""
The hub is about to answer at  {address}
A name of one's own, and the password  {password}
Learners' homes are in  {state / "homes"}

These links give a learner the lessons from their repository, or bring them up to date, and open lesson 00:
  {links}

Let in only learners whom you trust. All their programs run as you: each learner can read and change the others' work, your own files, your
SSH keys too, and this password. Whoever has the password opens any home by typing its name. Nothing limits the memory or the disk that one
learner takes. Ctrl-C ends everything.
"""


def about_encryption(ip: str, asked: str, certificate: str) -> str:
    """Return what an instructor is told of encryption, "" where nothing leaves this machine."""
    if asked == SELF_SIGNED:
        encoded = ssl.PEM_cert_to_DER_cert(Path(certificate).read_text(encoding="ascii"))
        fingerprint = hashlib.sha256(encoded).digest().hex(":").upper()
        return f"Browsers warn of the certificate, since nobody vouches for it. Its SHA-256 fingerprint there has to be\n  {fingerprint}\n"
    if certificate or ip == "localhost" or ip.startswith("127."):
        return ""
    return f"""\
NOT ENCRYPTED: whoever is in this network can read along, the password too. This encrypts:
  make hub IP={ip} CERT={SELF_SIGNED}      (or with a certificate that you have: CERT=certificate.pem KEY=key.pem)
"""


def clonable(repository: str) -> str:
    """Return the address of a repository on GitHub that was given as owner/name, and any other as it is."""
    if REPOSITORY.fullmatch(repository):
        return f"https://github.com/{repository}"
    if "://" not in repository or repository.split() != [repository]:
        raise CannotStart(f"{repository!r} is no repository: give owner/name on GitHub, or an address, as in REPO=https://git.example/lessons")
    return repository


def kept_password(state: Path) -> str:
    """Return HUB_PASSWORD, or the password that this hub had before, or a new one."""
    given = os.environ.get("HUB_PASSWORD", "")
    file = state / "password"
    if given:
        if len(given) < 8 or not given.isascii():
            raise CannotStart("HUB_PASSWORD needs eight characters or more, each a letter from a to z, a digit or a sign of ASCII.")
        return given
    if not file.exists():
        words = ("".join(secrets.choice(SAFE) for _ in range(4)) for _ in range(3))
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
            new.write("-".join(words) + "\n")
    return file.read_text(encoding="utf-8").strip()


def make_private(state: Path) -> None:
    """Make the folder in which all is kept, for this user alone."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        state.chmod(0o700)
        (state / "homes").mkdir(exist_ok=True)
    except OSError as error:
        raise CannotStart(f"The hub can't keep its files in {state} ({error.strerror}). HUB_HOME names another folder.") from None


def installed_proxy() -> Path:
    """Return the program of the hub's proxy, which npm installs beside this Python at the first use."""
    node, npm = shutil.which("node"), shutil.which("npm")
    advice = f"""\
A hub needs Node.js {OLDEST_NODE} or newer with npm, for its proxy{{what}}.
Install it from https://nodejs.org/, or with your system's package manager:
  Debian, Ubuntu: sudo apt install nodejs npm      Fedora: sudo dnf install nodejs      macOS: brew install node"""
    if node is None or npm is None:
        raise CannotStart(advice.format(what=f"; there is no {'node' if node is None else 'npm'} here"))
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if not said.removeprefix("v").split(".")[0].isdigit() or int(said.removeprefix("v").split(".")[0]) < OLDEST_NODE:
        raise CannotStart(advice.format(what=f"; this one is {said or 'broken'}"))
    folder = Path(sys.prefix) / "proxy"
    program = folder / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    lock, done = HERE / "package-lock.json", folder / "installed"
    if program.exists() and done.exists() and done.read_bytes() == lock.read_bytes():
        return program
    print("Installing the hub's proxy.", file=sys.stderr)
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise CannotStart(f"npm could not install the hub's proxy. Is there a network? Then try again. It said:\n{ended.stderr.strip()}")
    done.write_bytes(lock.read_bytes())
    return program


def _require_free(ip: str, port: int) -> None:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((ip, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotStart(f"The hub can't listen at {ip}, port {port} ({reason}). PORT chooses another: make hub PORT=8765") from None


def free_ports(count: int) -> list[int]:
    """Return so many ports of this machine that nobody listens at."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


if __name__ == "__main__":
    sys.exit(main())
