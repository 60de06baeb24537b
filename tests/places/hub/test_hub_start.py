"""What `python -m places.hub` says before a hub runs, and its link and values. None of this needs the hub's environment."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from authoring.links import published_at
from places.hub import __main__ as starting
from places.hub.git_pull_link import Pull, Refused, asked_by, git_pull

ROOT = Path(__file__).resolve().parents[3]
CLUSTER_VALUES = yaml.safe_load((ROOT / "places" / "hub" / "zero-to-jupyterhub.yaml").read_text(encoding="utf-8"))


def start_hub(*options: str, path: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, **environment} | ({"PATH": path} if path is not None else {})
    command = [sys.executable, "-m", "places.hub", *options]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=60, check=False)


def folder_of_programs(folder: Path, **programs: str) -> str:
    """Return a folder to search for programs, in which are only these shell scripts."""
    folder.mkdir()
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return str(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")
@pytest.mark.parametrize(
    ("programs", "sentence"),
    [
        ({}, "there is no node here"),
        ({"node": "echo v22.1.0"}, "there is no npm here"),
        ({"node": "echo v18.20.1", "npm": "true"}, "this one is v18.20.1"),
        ({"node": "exit 1", "npm": "true"}, "this one is broken"),
    ],
)
def test_without_node_or_with_an_old_one_it_says_what_to_install(tmp_path, programs, sentence):
    path = folder_of_programs(tmp_path / "bin", **programs)
    said = start_hub("--port", str(starting.free_ports(1)[0]), "--home", str(tmp_path / "home"), path=path)
    assert said.returncode == 1
    assert sentence in said.stderr
    assert "sudo apt install nodejs npm" in said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "home").exists()


def test_a_port_that_is_taken_is_told_and_how_to_choose_another(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = start_hub("--port", str(port), "--home", str(tmp_path / "home"))
    assert said.returncode == 1
    assert f"can't listen at 127.0.0.1, port {port} " in said.stderr
    assert "make hub PORT=8765" in said.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="JupyterHub does not run on Windows")
def test_a_folder_that_another_hub_runs_on_is_told(tmp_path):
    with starting.lock(tmp_path) as first:
        first.write("1234\n")
        first.flush()
        said = start_hub("--home", str(tmp_path))
    assert said.returncode == 1
    assert f"A hub already runs on the files in {tmp_path}. " in said.stderr
    assert "kill 1234\n" in said.stderr
    assert "make hub HUB_HOME=" in said.stderr
    starting.lock(tmp_path).close()


def test_what_others_can_read_along_is_told_and_how_to_encrypt_it():
    assert "NOT ENCRYPTED" in starting.about_encryption("0.0.0.0", "", "")
    assert "make hub IP=192.0.2.1 CERT=self-signed" in starting.about_encryption("192.0.2.1", "", "")
    assert starting.about_encryption("127.0.0.1", "", "") == ""
    assert starting.about_encryption("0.0.0.0", "a.pem", "/a.pem") == ""


def test_a_certificate_that_is_none_is_told(tmp_path):
    (tmp_path / "a.pem").write_text("-----BEGIN CERTIFICATE-----\n", encoding="ascii")
    for certificate, key in (("a.pem", "no.pem"), ("a.pem", "a.pem"), ("a.pem", ""), ("", "a.pem")):
        given = [str(tmp_path / name) if name else "" for name in (certificate, key)]
        with pytest.raises(starting.CannotStart, match="CERT=self-signed"):
            starting.certificate_and_key(*given, tmp_path, "127.0.0.1")


def test_a_self_signed_certificate_is_kept_as_long_as_it_will_do(tmp_path, monkeypatch):
    signing = pytest.importorskip("places.hub.self_signed")
    certificate, key = signing.kept_certificate(tmp_path, ["192.0.2.1", "localhost"])
    assert starting.certificate_and_key(str(certificate), str(key), tmp_path, "") == (str(certificate), str(key))
    first = certificate.read_bytes()
    signing.kept_certificate(tmp_path, ["localhost"])
    assert certificate.read_bytes() == first
    signing.kept_certificate(tmp_path, ["192.0.2.2", "localhost"])
    second = certificate.read_bytes()
    assert second != first
    monkeypatch.setattr(signing, "VALID_FOR", signing.LEAST_LEFT)
    signing.kept_certificate(tmp_path, ["192.0.2.3"])
    third = certificate.read_bytes()
    signing.kept_certificate(tmp_path, ["192.0.2.3"])
    assert certificate.read_bytes() != third


def test_an_instructor_is_told_what_learners_can_do(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    a_class = readme[readme.index("## A class") : readme.index("**Grading.**")].replace("*", "")
    for text in (a_class, starting.welcome("http://hub", "password", tmp_path, ALLOWED)):
        said = " ".join(text.split())
        for words in (
            "only learners whom you trust",
            "All their programs run as you",
            "can read and change the others' work, your own files, your SSH keys too, and",
            "Whoever has the password opens any home by typing its name",
            "Nothing limits the memory or the disk",
        ):
            assert words in said


def test_a_port_that_is_none_is_told():
    said = start_hub("--port", "123456")
    assert said.returncode == 1
    assert "make hub PORT=8765" in said.stderr


def test_the_password_is_made_once_and_is_this_users_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("HUB_PASSWORD", raising=False)
    password = starting.kept_password(tmp_path)
    assert len(password) >= 12
    assert starting.kept_password(tmp_path) == password
    if sys.platform != "win32":
        assert (tmp_path / "password").stat().st_mode & 0o777 == 0o600
    assert starting.kept_password(new_folder(tmp_path / "other")) != password


def test_a_password_that_the_hub_would_refuse_is_told(tmp_path, monkeypatch):
    for refused in ("short", "passwörter"):
        monkeypatch.setenv("HUB_PASSWORD", refused)
        with pytest.raises(starting.CannotStart, match="eight characters"):
            starting.kept_password(tmp_path)
    monkeypatch.setenv("HUB_PASSWORD", "long enough")
    assert starting.kept_password(tmp_path) == "long enough"


def new_folder(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_proxy_is_locked_with_a_hash_for_everything_and_names_no_place():
    wanted = json.loads((ROOT / "places" / "hub" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = (ROOT / "places" / "hub" / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    assert "resolved" not in lock
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_the_link_leads_through_the_hub_to_lesson_00_of_the_repository():
    parts = urlsplit(git_pull("http://127.0.0.1:8000"))
    query = {name: value for name, [value] in parse_qs(parts.query).items()}
    assert parts.path == "/hub/user-redirect/git-pull"
    assert query["repo"] == f"https://github.com/{published_at()['repository']}"
    assert query["branch"] == "main"
    folder, lesson = query["urlpath"].removeprefix("lab/tree/").split("/", 1)
    assert folder == query["targetpath"] == published_at()["name"]
    assert (ROOT / lesson).is_file()


ALLOWED = ["https://github.com/ada/lessons", "https://git.example/b/more.git"]


def test_the_link_asks_for_what_the_hub_allows():
    query = {name: value for name, [value] in parse_qs(urlsplit(git_pull("http://hub", ALLOWED[0])).query).items()}
    assert asked_by(query, ALLOWED) == Pull(ALLOWED[0], "main", "lessons", "lab/tree/lessons/notebooks/00_start_here.ipynb")
    assert asked_by({}, ALLOWED) == Pull(ALLOWED[0], None, "lessons", "lab/tree/lessons")
    assert asked_by({"repo": "https://git.example/b/more/", "backup": "false"}, ALLOWED).repository == ALLOWED[1]


@pytest.mark.parametrize(
    "change",
    [
        {"repo": "https://github.com/mallory/lessons"},
        {"repo": "https://github.com/ada/lessons-of-mallory"},
        {"repo": "ext::sh -c true"},
        {"backup": "true"},
        {"backup": "1"},
        {"targetpath": "/home/ada/.ipython"},
        {"targetpath": "../bob/lessons"},
        {"targetpath": "lessons/helpers"},
        {"targetpath": "lessons/../.ssh"},
        {"targetpath": ".."},
        {"targetpath": "."},
        {"targetpath": ".local"},
        {"targetpath": "-lessons"},
        {"targetPath": "/tmp/x"},
        {"targetpath": "lessons\n"},
        {"branch": "--upload-pack=touch"},
        {"branch": "a..b"},
        {"branch": "a b"},
    ],
    ids=str,
)
def test_a_link_that_asks_for_more_is_refused(change):
    with pytest.raises(Refused, match="This link"):
        asked_by({"repo": ALLOWED[0], "branch": "main", **change}, ALLOWED)


def test_without_a_named_repository_nothing_is_fetched():
    with pytest.raises(Refused):
        asked_by({}, [])


def test_what_is_named_for_a_hub_is_an_address_or_on_github(tmp_path):
    assert starting.clonable("ada/lessons") == "https://github.com/ada/lessons"
    assert starting.clonable(ALLOWED[1]) == ALLOWED[1]
    for wrong in ("lessons", "--upload-pack=x", "https://a.example/b c", ""):
        with pytest.raises(starting.CannotStart, match="REPO="):
            starting.clonable(wrong)
    assert git_pull("http://hub", ALLOWED[1]) in starting.welcome("http://hub", "password", tmp_path, ALLOWED)


def test_the_values_for_a_cluster_point_to_the_same_lesson_and_repository():
    query = parse_qs(urlsplit(git_pull("http://hub")).query)
    single = CLUSTER_VALUES["singleuser"]
    assert single["defaultUrl"] == "/" + query["urlpath"][0]
    pull = single["lifecycleHooks"]["postStart"]["exec"]["command"][-1]
    assert f"gitpuller {query['repo'][0]} {query['branch'][0]} {query['targetpath'][0]} " in pull
    assert single["extraEnv"]["HUB_REPOSITORIES"] == query["repo"][0]
    assert single["image"] == {"name": f"registry.example/{published_at()['name']}", "tag": published_at()["tag"]}
    labconfig = ROOT / "places" / "hub" / "jupyter" / "labconfig"
    settings = json.loads((labconfig / "default_setting_overrides.json").read_text(encoding="utf-8"))
    assert single["extraFiles"]["labconfig"]["data"] == settings


CHART_CHECKOUT = os.environ.get("ZERO_TO_JUPYTERHUB", "")


@pytest.mark.skipif(not CHART_CHECKOUT, reason="ZERO_TO_JUPYTERHUB names no checkout of zero-to-jupyterhub-k8s")
def test_the_values_for_a_cluster_are_as_the_charts_schema_says():
    checking = pytest.importorskip("places.hub.check_values")
    schema, defaults = checking.chart_at(Path(CHART_CHECKOUT))
    assert list(checking.complaints(checking.merged(defaults, CLUSTER_VALUES), schema)) == []
    CLUSTER_VALUES["singleuser"]["imagee"] = {}
    assert len(list(checking.complaints(checking.merged(defaults, CLUSTER_VALUES), schema))) == 1


SCHEMA = """
type: object
required: [hub, culler]
additionalProperties: false
properties: {hub: {type: object}, singleuser: {type: object}, culler: {type: [object, "null"]}, cull: {type: object}}
"""


def test_values_are_checked_over_the_defaults_of_the_chart(tmp_path, monkeypatch, capsys):
    checking = pytest.importorskip("places.hub.check_values")
    assert checking.main([str(tmp_path)]) == 2
    assert "There is no chart at" in capsys.readouterr().err
    chart = tmp_path / "jupyterhub"
    chart.mkdir()
    (chart / "values.schema.yaml").write_text(SCHEMA, encoding="utf-8")
    (chart / "values.yaml").write_text("culler: {}\n", encoding="utf-8")
    assert checking.main([str(tmp_path)]) == 0
    monkeypatch.setattr(checking, "VALUES", tmp_path / "mine.yaml")
    (tmp_path / "mine.yaml").write_text("hub: {}\nculler: null\nsingleuser: 1\nother: {}\n", encoding="utf-8")
    assert checking.main([str(tmp_path)]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1 + 3
    assert checking.merged({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": None}, "d": [2]}) == {"a": {"c": 2}, "d": [2]}


def test_make_hub_sets_up_all_it_needs_and_passes_the_port_on():
    if shutil.which("make") is None:
        pytest.skip("there is no make here")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    command = ["make", "-n", "hub", "PORT=8765", "IP=0.0.0.0", "CERT=self-signed", "REPO=ada/lessons https://git.example/b"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert "sh places/setup.sh hub" in said
    options = '--port "8765" --ip "0.0.0.0" --certificate "self-signed" --repository "ada/lessons" --repository "https://git.example/b"'
    assert f".venv-hub/bin/python -m places.hub {options}" in " ".join(said.split())
