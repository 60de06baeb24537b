"""A real hub, as `make hub` starts it, with learners in it. `make test-hub` runs this; it needs the hub's environment and Node.js."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import json
import platform
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("jupyterhub", reason="make test-hub runs this: it needs the hub's environment")
if shutil.which("node") is None or shutil.which("npm") is None:
    pytest.skip("the hub needs Node.js with npm", allow_module_level=True)
if sys.platform == "win32":
    pytest.skip("JupyterHub does not run on Windows", allow_module_level=True)

import psutil

from benchmarks.hub import let_a_class_work, percentile, report, targets
from places.hub.__main__ import free_ports
from places.hub.git_pull_link import COPY, LESSON, git_pull
from tests.places.hub.hub_visitor import FORM_TOKEN, HubFault, HubVisitor
from tests.places.hub.remote_kernel import RemoteKernel
from tests.places.hub.running_hub import ROOT, RunningHub

LESSONS = ["00_start_here.ipynb", "01_fit_a_quadratic.ipynb"]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the lessons from which the hub's learners clone."""
    made = tmp_path_factory.mktemp("remote") / "how-a-network-learns"
    for name in ("notebooks", "helpers"):
        shutil.copytree(ROOT / name, made / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    return as_repository(made)


@pytest.fixture(scope="module")
def hub(origin: Path) -> Iterator[RunningHub]:
    with RunningHub("--repository", origin.as_uri()) as running:
        yield running


def as_learner(hub: RunningHub, name: str, do: Any) -> Any:
    """Return what this coroutine function returns for a learner who has logged in and whose server runs."""

    async def all_of_it() -> Any:
        async with HubVisitor(hub.address, name, hub.password) as visitor:
            await visitor.log_in()
            await visitor.start_server()
            return await do(visitor)

    return asyncio.run(all_of_it())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory processes share")
def test_three_learners_work_through_two_lessons_and_nothing_fails(hub):
    found = asyncio.run(let_a_class_work(hub, 3, LESSONS, speed=400, seed=1))
    assert found["failures"] == []
    counts = found["counts"]
    assert counts["learners that came to the end"] == 3
    assert counts["lessons closed"] == 3 * len(LESSONS)
    assert counts["exercises solved"] == 3 * 3
    assert counts["cells run"] > 3 * 30
    assert counts["questions answered"] > 3 * 3
    assert counts["sliders dragged"] > 0
    assert len(found["updates"]) > 3 * 10
    assert found["most_pss"] > 0
    assert "Traceback" not in hub.said()
    assert "No failure." in report(found, 3)
    assert [target.met for target in targets(found, 3)][:2] == [True, True]


def test_the_report_tells_failures_and_what_was_missed():
    found = {
        "seconds": 10.0, "updates": [], "starts": [], "openings": [], "counts": {}, "failures": ["ada: 1 / 0"] * 30, "most_pss": 9e9,
        "parts": {"kernel": (2, 100), "server": (3, 100)}, "most_taken": 0, "hub_cpu": 1.0, "own_cpu": 1.0, "own_memory": 1,
    }  # fmt: skip
    assert "ada: 1 / 0" in report(found, 3)
    assert "30 in all." in report(found, 3)
    assert not any(target.met for target in targets(found, 3))
    assert [percentile([3, 1, 2, 4], percent) for percent in (0, 50, 95, 100)] == [1, 3, 4, 4]


def test_a_wrong_password_lets_nobody_in(hub):
    async def try_it() -> None:
        async with HubVisitor(hub.address, "mallory", "not the password") as visitor:
            await visitor.log_in()

    with pytest.raises(HubFault, match=r"403|could not log in"):
        asyncio.run(try_it())
    assert not (hub.homes / "mallory").exists()


def test_passwords_can_not_be_guessed_quickly_and_whoever_mistypes_twice_comes_in(hub):
    async def guess(visitor: HubVisitor, password: str) -> tuple[int, str]:
        form = await visitor.page(f"{hub.address}/hub/login")
        data = {"username": visitor.name, "password": password, "_xsrf": FORM_TOKEN.findall(form)[0]}
        async with visitor.session.post(f"{hub.address}/hub/login", data=data, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def guess_all() -> list[tuple[int, str]]:
        async with HubVisitor(hub.address, "eve", "") as eve:
            guesses = [await guess(eve, f"guess {number}") for number in range(4)]
            return [*guesses, await guess(eve, hub.password)]

    async def mistype_twice() -> list[int]:
        async with HubVisitor(hub.address, "lise", "") as lise:
            return [(await guess(lise, typed))[0] for typed in ("Hub", "Pässwort", hub.password)]

    answers = asyncio.run(guess_all())
    assert [status for status, _ in answers] == [403, 403, 403, 403, 429]
    assert re.search(r"Too many wrong passwords. Wait [12] seconds, then try again.", answers[-1][1])
    assert asyncio.run(mistype_twice()) == [403, 403, 302]
    time.sleep(2)
    assert asyncio.run(guess_all())[0][0] == 403


@pytest.mark.parametrize("name", ["../ada", "a b", "ada/../..", ".ada"])
def test_a_name_that_is_no_folder_lets_nobody_in(hub, name):
    async def try_it() -> None:
        async with HubVisitor(hub.address, name, hub.password) as visitor:
            await visitor.log_in()

    before = sorted(hub.homes.iterdir())
    with pytest.raises(HubFault):
        asyncio.run(try_it())
    assert sorted(hub.homes.iterdir()) == before


def test_a_first_visit_opens_lesson_00_and_a_later_one_writes_nothing_over(hub):
    async def first(visitor: HubVisitor) -> str:
        async with visitor.session.get(visitor.server) as answer:
            return answer.url.path

    path = as_learner(hub, "ada", first)
    assert path == f"/user/ada/lab/tree/{COPY}/{LESSON}"
    copy = hub.homes / "ada" / COPY
    assert (copy / LESSON).read_bytes() == (ROOT / LESSON).read_bytes()
    assert (copy / "helpers" / "live" / "browser" / "widget.js").is_file()
    (copy / LESSON).write_text("mine", encoding="utf-8")
    (copy / "notebooks" / "glossary.md").unlink()

    async def stop(visitor: HubVisitor) -> int:
        address = f"{hub.address}/hub/api/users/ada/server"
        async with visitor.session.delete(address, headers=visitor._token(address)) as answer:
            return answer.status

    assert as_learner(hub, "ada", stop) in (202, 204)
    assert as_learner(hub, "ada", first) == path
    assert (copy / LESSON).read_text(encoding="utf-8") == "mine"
    assert not (copy / "notebooks" / "glossary.md").exists()


def test_jupyterlab_is_told_to_shut_the_kernel_of_a_closed_notebook_down(hub):
    async def ask(visitor: HubVisitor) -> list[Any]:
        settings = [
            json.loads(await visitor.page(f"{visitor.server}lab/api/settings/@jupyterlab/{plugin}"))["schema"]["properties"]
            for plugin in ("notebook-extension:tracker", "apputils-extension:notification")
        ]
        return [settings[0]["kernelShutdown"]["default"], settings[1]["fetchNews"]["default"], settings[1]["checkForUpdates"]["default"]]

    assert as_learner(hub, "ada", ask) == [True, "false", False]


def test_jupyterlab_opens_with_the_outline_and_a_lesson_that_counts_as_unchanged(hub):
    async def ask(visitor: HubVisitor) -> tuple[Any, Any]:
        paths = "lab/api/workspaces/default", f"api/contents/{COPY}/notebooks/{LESSONS[1]}"
        workspace, lesson = [json.loads(await visitor.page(f"{visitor.server}{path}")) for path in paths]
        return workspace["data"]["layout-restorer:data"]["left"]["current"], lesson["content"]["metadata"]["language_info"]

    current, language = as_learner(hub, "ada", ask)
    assert current == "@jupyterlab/toc:plugin"
    assert language["version"] == platform.python_version()  # as the kernel is about to write


def test_what_one_learner_arranges_in_jupyterlab_nobody_else_sees(hub):
    plugin = "lab/api/settings/@jupyterlab/apputils-extension:themes"

    async def choose_dark(visitor: HubVisitor) -> int:
        address = visitor.server + plugin
        said = {"raw": '{"theme": "JupyterLab Dark"}'}
        async with visitor.session.put(address, json=said, headers=visitor._token(address)) as answer:
            return answer.status

    async def theme(visitor: HubVisitor) -> str:
        return json.loads(await visitor.page(visitor.server + plugin))["raw"]

    assert as_learner(hub, "ada", choose_dark) == 204
    assert "Dark" in as_learner(hub, "ada", theme)
    assert "Dark" not in as_learner(hub, "grace", theme)


def test_a_kernel_has_the_learners_own_lessons_and_can_be_interrupted_and_restarted(hub):
    async def use(visitor: HubVisitor) -> dict[str, str]:
        kernel = await RemoteKernel.start(visitor, f"{COPY}/{LESSON}")

        async def printed(code: str) -> str:
            return "".join(output.get("text", "") for output in (await kernel.execute(code, "a cell")).outputs)

        said = {
            "folder": await printed("import os, sys; print(os.getcwd())"),
            "helpers": await printed("sys.path.insert(0, '..'); import helpers; print(os.path.abspath(helpers.__file__))"),
            "home": await printed("print(os.environ['HOME'], os.environ.get('CONFIGPROXY_AUTH_TOKEN'), os.environ.get('HUB_PASSWORD'))"),
            "figure": str((await kernel.execute("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "b")).outputs[0]["data"].keys()),
            "process": await printed("print(os.getpid(), os.getppid())"),
        }
        asleep = await kernel.ask("shell", "execute_request", {"code": "import time; time.sleep(600)", "allow_stdin": False})
        await asyncio.sleep(1)
        await visitor.api("POST", f"kernels/{kernel.id}/interrupt")
        await kernel.done(asleep)
        said["interrupted"] = (await asleep.reply)["ename"]
        await kernel.shut_down()
        for _ in range(100):
            if not psutil.pid_exists(int(said["process"].split()[0])):
                break
            await asyncio.sleep(0.1)
        said["left"] = str(await visitor.api("GET", "kernels"))
        return said

    said = as_learner(hub, "grace", use)
    home = (hub.homes / "grace").resolve()
    assert said["folder"].strip() == str(home / COPY / "notebooks")
    assert said["helpers"].strip() == str(home / COPY / "helpers" / "__init__.py")
    assert said["home"].strip() == f"{home} None None"
    assert "image/png" in said["figure"]
    assert said["interrupted"] == "KeyboardInterrupt"
    assert said["left"] == "[]"
    assert not psutil.pid_exists(int(said["process"].split()[0]))


# The link.


def git(*arguments: object, cwd: Path) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *map(str, arguments)], cwd=cwd, check=True, capture_output=True, timeout=60)


def as_repository(folder: Path) -> Path:
    git("init", "--quiet", cwd=folder)
    git("add", ".", cwd=folder)
    git("commit", "--quiet", "-m", "all", cwd=folder)
    return folder


async def follow(visitor: HubVisitor, link: str) -> str:
    """Follow the link, press the button of its page, and return the path of the page that this leads to."""
    async with visitor.session.get(link) as page:
        assert page.url.path == f"/user/{visitor.name}/git-pull"
        assert page.status == 200
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        [token] = FORM_TOKEN.findall(await page.text())
    async with visitor.session.post(page.url, data={"_xsrf": token}) as lesson:
        assert lesson.status == 200
        return lesson.url.path


def test_the_link_clones_the_lessons_and_opens_lesson_00_and_again_keeps_what_a_learner_changed(hub, origin):
    link = git_pull(hub.address, origin.as_uri())
    path = as_learner(hub, "emmy", lambda visitor: follow(visitor, link))
    assert path == f"/user/emmy/lab/tree/{origin.name}/{LESSON}"
    clone = hub.homes / "emmy" / origin.name
    assert (clone / LESSON).read_bytes() == (ROOT / LESSON).read_bytes()
    assert {each.name for each in clone.parent.iterdir() if "unfinished" in each.name} == set()

    mine = json.loads((clone / LESSON).read_text(encoding="utf-8"))
    mine["cells"][1]["source"] = "# my own note\n" + "".join(mine["cells"][1]["source"])

    async def save(visitor: HubVisitor) -> None:
        body = {"type": "notebook", "format": "json", "content": mine}
        await visitor.api("PUT", f"contents/{origin.name}/{LESSON}", body)

    as_learner(hub, "emmy", save)
    (origin / "notebooks" / "07_new.md").write_text("a new lesson\n", encoding="utf-8")
    theirs = (origin / LESSON).read_text(encoding="utf-8")
    (origin / LESSON).write_text(theirs.replace("# Start here", "# Start here, again", 1), encoding="utf-8")
    git("add", ".", cwd=origin)
    git("commit", "--quiet", "-m", "later", cwd=origin)
    assert as_learner(hub, "emmy", lambda visitor: follow(visitor, link)) == path
    assert (clone / "notebooks" / "07_new.md").read_text(encoding="utf-8") == "a new lesson\n"
    assert "# my own note" in (clone / LESSON).read_text(encoding="utf-8")


def test_the_link_of_somebody_who_has_not_logged_in_leads_through_the_form(hub, origin):
    link = git_pull(hub.address, origin.as_uri())

    async def come() -> str:
        async with HubVisitor(hub.address, "sofia", hub.password) as visitor:
            async with visitor.session.get(link) as page:
                assert page.url.path == "/hub/login"
                after = page.url.query["next"]
            await visitor.log_in(after)
            await visitor.start_server()
            return await follow(visitor, link)

    assert asyncio.run(come()) == f"/user/sofia/lab/tree/{origin.name}/{LESSON}"


def files_in(home: Path) -> dict[Path, bytes]:
    """Return what is in a home's files, but for those in which Jupyter and the hub note something."""
    files = (path for path in home.rglob("*") if path.is_file() and not path.relative_to(home).parts[0].startswith("."))
    return {path: path.read_bytes() for path in files}


def test_no_page_of_another_site_makes_a_server_fetch(hub, origin, tmp_path):
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil" / "descent.py").write_text("print('This runs at the next import.')\n", encoding="utf-8")
    evil = as_repository(tmp_path / "evil").as_uri()
    elsewhere = tmp_path / "elsewhere"
    wishes = [
        {"repo": evil, "targetpath": f"{COPY}/helpers", "backup": "true"},
        {"repo": evil, "targetpath": "numpy"},
        {"repo": evil, "targetpath": str(elsewhere)},
        {"repo": origin.as_uri(), "targetpath": f"{COPY}/helpers", "backup": "true"},
        {"repo": origin.as_uri(), "targetpath": str(elsewhere)},
        {"repo": origin.as_uri(), "targetpath": "../../elsewhere"},
        {"repo": origin.as_uri(), "targetpath": origin.name},
    ]

    async def be_lured(visitor: HubVisitor) -> None:
        async def get(path: str) -> int:
            """Follow a link as a browser does when another site sends it there: with the learner's cookies."""
            async with visitor.session.get(f"{hub.address}/hub/user-redirect/{path}") as answer:
                await answer.read()
                return answer.status

        async def post(query: str, **form: str) -> int:
            async with visitor.session.post(f"{visitor.server}git-pull?{query}", data=form) as answer:
                await answer.read()
                return answer.status

        for wish in wishes:
            query = urlencode({**wish, "branch": "main"})
            assert await get(f"git-pull/api?{query}") == 404
            assert await get(f"git-sync?{query}") == 404
            assert await get(f"git-pull?{query}") == (200 if wish == wishes[-1] else 403)
            assert await post(query) == 403
            assert await post(query, _xsrf="guessed") == 403

    as_learner(hub, "mary", lambda visitor: visitor.page(visitor.server))
    before = files_in(hub.homes / "mary")
    as_learner(hub, "mary", be_lured)
    assert files_in(hub.homes / "mary") == before
    assert not (hub.homes / "mary" / origin.name).exists()
    assert not elsewhere.exists()
    assert not (hub.folder / "elsewhere").exists()


def test_a_pull_writes_into_nothing_that_is_not_its_clone_and_says_so(hub, origin):
    home = hub.homes / "hedy"

    async def try_each(visitor: HubVisitor) -> list[str]:
        said = []
        for link in (git_pull(hub.address, origin.as_uri()), git_pull(hub.address, origin.as_uri(), "no-such-branch")):
            async with visitor.session.get(link) as page:
                [token] = FORM_TOKEN.findall(await page.text())
            if len(said) == 0:  # after the page was there
                (home / origin.name).symlink_to(home / COPY)
            async with visitor.session.post(page.url, data={"_xsrf": token}) as answer:
                assert answer.status == 403
                said.append(await answer.text())
            (home / origin.name).unlink(missing_ok=True)
        return said

    taken, no_branch = as_learner(hub, "hedy", try_each)
    assert f"Your home has a {origin.name} already" in taken
    assert "Rename it" in taken
    assert "has no branch no-such-branch" in no_branch
    assert "Traceback" not in taken + no_branch
    assert not (home / COPY / ".git").exists()


# Encryption.


def test_a_self_signed_certificate_encrypts_all_that_a_learner_does():
    with RunningHub("--certificate", "self-signed") as hub:
        certificate = hub.folder / "hub" / "certificate.pem"
        assert (hub.folder / "hub" / "key.pem").stat().st_mode & 0o777 == 0o600
        with pytest.raises(ssl.SSLCertVerificationError), socket.create_connection(("127.0.0.1", hub.port), 10) as plain:
            ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1")
        trust = ssl.create_default_context(cafile=certificate)
        with trust.wrap_socket(socket.create_connection(("127.0.0.1", hub.port), 10), server_hostname="127.0.0.1") as encrypted:
            fingerprint = hashlib.sha256(encrypted.getpeercert(binary_form=True)).hexdigest().upper()
        assert fingerprint in hub.said().replace(":", "")
        with pytest.raises((OSError, http.client.HTTPException)):
            urllib.request.urlopen(f"http://127.0.0.1:{hub.port}/hub/login", timeout=10)

        async def work() -> list[Any]:
            async with HubVisitor(hub.address, "ada", hub.password, trust) as visitor:
                await visitor.log_in()
                await visitor.start_server()
                kernel = await RemoteKernel.start(visitor, f"{COPY}/{LESSON}")
                return (await kernel.execute("print(6 * 7)", "a cell")).outputs

        assert asyncio.run(work())[0]["text"] == "42\n"


# The end.


def test_a_second_hub_on_the_same_files_does_not_start_and_the_first_goes_on():
    with RunningHub() as hub:
        command = [sys.executable, "-m", "places.hub", "--port", str(free_ports(1)[0]), "--home", str(hub.folder / "hub")]
        second = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            _, said = second.communicate(timeout=30)
        finally:
            second.terminate()
            second.wait(60)
        assert second.returncode == 1
        assert "A hub already runs on the files in" in said
        [inner] = [each for each in psutil.Process(hub.process.pid).children() if "jupyterhub" in each.cmdline()]
        assert f"kill {inner.pid}\n" in said
        assert as_learner(hub, "ada", lambda visitor: visitor.api("GET", "kernels")) == []
        hub.process.kill()
        hub.process.wait()
        again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert "A hub already runs on the files in" in again.stderr  # what was started first still runs
        inner.terminate()
        inner.wait(60)


@pytest.mark.parametrize("options", [(), ("--cold",)])
def test_ctrl_c_ends_everything_and_the_state_is_in_one_folder_for_the_next_time(options):
    with RunningHub(*options) as hub:

        async def work(visitor: HubVisitor) -> None:
            await RemoteKernel.start(visitor, f"{COPY}/{LESSON}")

        as_learner(hub, "ada", work)
        everything = psutil.Process(hub.process.pid).children(recursive=True)
        assert len(everything) >= 4
        assert hub.interrupt() == 0
        assert psutil.wait_procs(everything, timeout=20)[1] == []
        assert "Traceback" not in hub.said()
        assert {each.name for each in hub.folder.iterdir()} == {"hub", "hub.log"}
        assert {"homes", "hub.sqlite", "cookie_secret"} <= {each.name for each in (hub.folder / "hub").iterdir()}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere servers are started each by itself")
def test_a_hub_that_is_killed_leaves_no_server_and_no_kernel_behind():
    with RunningHub() as hub:

        async def work(visitor: HubVisitor) -> None:
            await RemoteKernel.start(visitor, f"{COPY}/{LESSON}")

        as_learner(hub, "ada", work)
        everything = psutil.Process(hub.process.pid).children(recursive=True)
        [inner] = [each for each in everything if each.ppid() == hub.process.pid]
        inner.kill()
        assert psutil.wait_procs(everything, timeout=30)[1] == []
        assert hub.process.wait(30) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere servers are started each by itself")
def test_when_both_warm_processes_are_killed_nothing_of_theirs_runs_on_and_a_learner_starts_again():
    async def print_in(kernel: RemoteKernel) -> str:
        return "".join(output["text"] for output in (await kernel.execute("print(6 * 7)", "a cell")).outputs)

    with RunningHub() as hub:

        async def lose_both(visitor: HubVisitor) -> list[psutil.Process]:
            assert await print_in(await RemoteKernel.start(visitor, f"{COPY}/{LESSON}")) == "42\n"
            everything = psutil.Process(hub.process.pid).children(recursive=True)
            warm = [each for each in everything if "places.hub.warm" in each.cmdline() and "jupyterhub" in each.parent().cmdline()]
            warm.sort(key=lambda each: "ipykernel.kernelapp" not in each.cmdline())
            forked = [child for each in warm for child in each.children(recursive=True)]
            assert (len(warm), len(forked)) == (2, 2)
            for each in warm:
                each.kill()
                await asyncio.sleep(4)  # for the server to miss its kernel and to start another: that one's end fails
            return forked

        forked = as_learner(hub, "ada", lose_both)
        assert psutil.wait_procs(forked, timeout=40)[1] == []

        async def again(visitor: HubVisitor) -> str:
            return await print_in(await RemoteKernel.start(visitor, f"{COPY}/{LESSON}"))

        end = time.monotonic() + 60
        said = ""
        while not said:
            try:
                said = as_learner(hub, "ada", again)
            except HubFault as wrong:  # for some seconds the hub has not missed the server yet
                if "503" not in str(wrong) or time.monotonic() > end:
                    raise
                time.sleep(1)
        assert said == "42\n"
