"""What surrounds the lessons: dependencies and their lock, what sets them up, what runs the tests, and where links point."""

from __future__ import annotations

import functools
import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from authoring import links

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
PLACES = sorted(path.parent.name for path in (ROOT / "places").glob("*/requirements.lock"))  # each has an environment of its own
LOCKS = {"dev": ROOT / "requirements.lock", **{place: ROOT / "places" / place / "requirements.lock" for place in PLACES}}
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")

OLDEST, NEWEST = "3.11", "3.14"
PYTHONS = [OLDEST, "3.12", "3.13", NEWEST]
PLATFORMS = {"linux": "posix", "darwin": "posix", "win32": "nt"}

with_make = pytest.mark.skipif(shutil.which("make") is None or sys.platform == "win32", reason="there is no make here")


@functools.cache
def locked(name: str) -> list[Requirement]:
    """Return what the lock of this group names, without the hashes."""
    lines = LOCKS[name].read_text(encoding="utf-8").splitlines()
    return [Requirement(line.split("\\")[0].split("--hash")[0]) for line in lines if not line.startswith((" ", "#"))]


def asked_for(group: str) -> list[str]:
    """Return what a group asks for, with the groups that are part of it."""
    return [each for entry in GROUPS[group] for each in ([entry] if isinstance(entry, str) else asked_for(entry["include-group"]))]


def applies(requirement: Requirement, python: str, platform: str) -> bool:
    if requirement.marker is None:
        return True
    environment = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": platform, "os_name": PLATFORMS[platform]}
    return requirement.marker.evaluate({**environment, "platform_python_implementation": "CPython", "implementation_name": "cpython"})


# The dependencies.


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_what_is_asked_for_on_every_python_and_platform(name):
    every = [Requirement(asked) for asked in PROJECT["project"]["dependencies"] + asked_for(name)]
    for asked, python, platform in itertools.product(every, ["3.13"] if name == "colab" else PYTHONS, PLATFORMS):
        found = [each for each in locked(name) if each.name == asked.name and applies(each, python, platform)]
        assert len(found) == 1, (asked, python, platform, found)
        [version] = [specifier.version for specifier in found[0].specifier]
        assert version in asked.specifier


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_a_hash_for_everything_and_names_no_place(name):
    text = LOCKS[name].read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) == len(locked(name)) > 20
    for block in blocks:
        first, *hashes = block.split(" \\\n")
        assert re.fullmatch(r"[a-z0-9.-]+==[^\s;]+( ; .+)?", first), first
        assert hashes
        assert all(re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}", each) for each in hashes), block
    assert "://" not in text


def test_every_group_is_part_of_what_is_locked():
    in_the_main_lock = {entry["include-group"] for entry in GROUPS["dev"]}
    assert in_the_main_lock | set(PLACES) == GROUPS.keys() - {"dev"}
    assert in_the_main_lock.intersection(PLACES) == {"lab"}, "the main lock holds what a reader needs; a lock of its own holds no more"
    assert PLACES == ["colab", "grading", "hub", "lab", "lite"]


def test_helpers_need_nothing_that_colab_lacks():
    assert {Requirement(each).name for each in PROJECT["project"]["dependencies"]} == {
        "anywidget", "ipython", "ipywidgets", "matplotlib", "numpy", "platformdirs", "traitlets",
    }  # fmt: skip


def test_binder_gets_a_python_that_the_project_knows():
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    [python] = [each for each in dependencies if isinstance(each, str) and each.startswith("python")]
    assert re.fullmatch(r"python=3\.\d+", python), "any other form silently gets another Python on Binder"
    assert python.removeprefix("python=") in PYTHONS
    assert python.removeprefix("python=") in SpecifierSet(PROJECT["project"]["requires-python"])


def test_the_pythons_that_are_tested_are_the_oldest_and_the_newest():
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [f"3.{minor}" for minor in range(30) if f"3.{minor}" in supported] == PYTHONS
    for job in ("make", "windows"):
        assert WORKFLOW["jobs"][job]["strategy"]["matrix"]["python"] == [OLDEST, NEWEST]


# What sets it all up.

FAKE_PYTHON = """\
#!/bin/sh
echo "$*" >> calls
case "$*" in
    *"$FAILS"*) exit 1 ;;
    *print*) echo "$IS" ;;
    *"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
esac
"""


class House:
    """A copy of the project that a Python which only writes down how it is called sets up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "places").mkdir(parents=True)
        shutil.copy(ROOT / "Makefile", folder)
        shutil.copy(ROOT / "places" / "setup.sh", folder / "places")
        for name in ("jupyter", "workspaces"):
            shutil.copytree(ROOT / "places" / "lab" / name, folder / "places" / "lab" / name)
        (folder / "requirements.lock").write_text("numpy==2.4.6\n", encoding="utf-8")
        self.python = folder.parent / "fake python"
        self.python.write_text(FAKE_PYTHON, encoding="utf-8")
        self.python.chmod(0o755)

    def make(
        self, *arguments: str, python: Path | None = None, fails: str = "nothing", version: str = "3.12"
    ) -> subprocess.CompletedProcess:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
        return subprocess.run(
            ["make", *arguments, f"PYTHON={python or self.python}"],
            cwd=self.folder,
            env={**environment, "FAILS": fails, "IS": version},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def calls(self) -> list[str]:
        """Return how Python has been called since this was asked last, without the questions for its version."""
        log = self.folder / "calls"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return [line for line in lines if line.startswith("-m")]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "a folder with spaces")


@with_make
def test_setup_makes_what_is_missing_and_nothing_twice(house):
    assert house.make("setup").returncode == 0
    calls = house.calls()
    assert calls[0] == "-m venv .venv"
    assert re.fullmatch(r"-m uv pip sync .*--python \.venv/bin/python --require-hashes requirements\.lock", calls[-1])
    assert house.make("setup").returncode == 0
    assert house.calls() == []


@with_make
def test_setup_follows_a_changed_lock(house):
    house.make("setup")
    house.calls()
    (house.folder / "requirements.lock").write_text("numpy==2.5.5\n", encoding="utf-8")
    assert house.make("setup").returncode == 0
    calls = house.calls()
    assert "-m venv .venv" not in calls
    assert any("pip sync" in call for call in calls)
    house.make("setup")
    assert house.calls() == []


@with_make
@pytest.mark.parametrize("interrupted_at", ["-m venv", "requirements.lock", "matplotlib"])
def test_setup_repairs_what_was_interrupted(house, interrupted_at):
    assert house.make("setup", fails=interrupted_at).returncode != 0
    house.calls()
    assert house.make("setup").returncode == 0
    assert house.calls()[0] == "-m venv .venv"


@with_make
def test_setup_makes_do_with_pip_where_uv_can_not(house):
    assert house.make("setup", fails="-m uv").returncode == 0
    uninstalls, installs = house.calls()[-2:]
    assert uninstalls == "-m pip uninstall --quiet --yes nbgitpuller", "pip would leave it, and its server extension on"
    assert installs == "-m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock"


@with_make
def test_another_python_is_taken_when_it_is_asked_for(house):
    house.make("setup")
    house.calls()
    other = house.python.with_name("other")
    other.write_text(FAKE_PYTHON.replace('"$IS"', "3.13"), encoding="utf-8")
    other.chmod(0o755)
    assert house.make("setup", python=other).returncode == 0
    assert house.calls()[0] == "-m venv .venv"


@with_make
@pytest.mark.parametrize(
    ("fails", "version", "sentence"),
    [
        ("nothing", "3.10", "is Python 3.10, which is too old"),
        ("nothing", "2.7", "is Python 2.7, which is too old"),
        ("ensurepip", "3.12", "sudo apt install python3.12-venv"),
        ("print", "", "was found"),
    ],
)
def test_a_python_that_will_not_do_is_told_and_what_to_install(house, fails, version, sentence):
    said = house.make("setup", fails=fails, version=version)
    assert said.returncode != 0
    assert sentence in said.stderr
    assert "The lessons need Python 3.11 or newer" in said.stderr
    assert not (house.folder / ".venv").exists()


@with_make
@pytest.mark.parametrize(("version", "is_tested"), [*((each, True) for each in PYTHONS), ("3.15", False)])
def test_a_python_that_is_newer_than_those_tested_is_tried_and_told(house, version, is_tested):
    said = house.make("setup", version=version)
    assert said.returncode == 0
    assert (f"newer than {NEWEST}" not in said.stderr) == is_tested


@with_make
def test_make_alone_explains_every_target():
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    [phony] = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for target in set(phony.split()) - {"help"}:
        assert re.search(rf"^  make {target} ", said, re.MULTILINE), target


@with_make
@pytest.mark.parametrize("target", ["lab", "update", "test", "notebooks", "bench", "lint", "lock", "links"])
def test_no_target_needs_another_run_before_it(house, target):
    assert house.make(target).returncode == 0
    calls = house.calls()
    assert calls[0] == "-m venv .venv"
    assert "setup" not in calls[-1]


@with_make
def test_lab_opens_lesson_00_and_honours_port_and_browser(house):
    def called(*arguments: str) -> str:
        assert house.make("lab", *arguments).returncode == 0
        return house.calls()[-1]

    assert called().startswith("-m jupyterlab ")
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in called()
    assert "--ServerApp.kernel_websocket_connection_class=places.lab.quick_channel.QuickChannel" in called()
    assert "--port" not in called()
    assert "--no-browser" not in called()
    assert "--port=8899 " in called("PORT=8899", "BROWSER=no")
    assert called("BROWSER=no").endswith("--no-browser")
    assert "token" not in called().lower()


# What runs the tests.


def test_ci_runs_make_test_and_forbids_to_skip_the_browser():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK) or sys.platform == "win32"
    assert script.index("set -euo pipefail") < script.index("chromium") < script.index('BROWSER_TESTS="chromium firefox webkit" make test')


def test_windows_runs_the_lines_that_the_readme_gives():
    [block] = re.findall(r"```\n(py -m venv .+?)```", README, re.DOTALL)
    lines = block.splitlines()
    assert lines[2] == r".venv\Scripts\jupyter lab notebooks\00_start_here.ipynb"
    steps = [step.get("run") for step in WORKFLOW["jobs"]["windows"]["steps"]]
    assert [step for step in steps if step in lines] == lines[:2]


FIVE_TESTS = """
import pytest

def test_without(): pass

@pytest.mark.browser
class TestWith:
    def test_passes(self): pass
    def test_passes_too(self): pass
    def test_skips(self): pytest.skip("as it likes")
    @pytest.mark.xfail(strict=True)
    def test_fails_as_expected(self): assert False
"""


def run_five_tests(folder: Path, browser: str | None, required: bool, *options: str) -> subprocess.CompletedProcess:
    shutil.copy(ROOT / "conftest.py", folder)
    (folder / "tests" / "browser").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "everything.py", folder / "tests")
    (folder / "tests" / "browser" / "chromium.py").write_text(f"def find_browser(): return {browser!r}")
    (folder / "test_five.py").write_text(FIVE_TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\npythonpath = .\n")
    environment = {**os.environ, "BROWSER_TESTS": "required" if required else ""}
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", "-p", "no:nbval", *options]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.weekly
def test_browser_tests_are_counted(tmp_path):
    ended = run_five_tests(tmp_path, "chromium", False, "-n", "2")
    assert ended.returncode == 0
    assert "browser tests: 3 ran, 1 skipped" in ended.stdout


@pytest.mark.weekly
def test_without_a_browser_its_tests_are_skipped_and_say_why(tmp_path):
    ended = run_five_tests(tmp_path, None, False)
    assert ended.returncode == 0
    assert "browser tests: 0 ran, 4 skipped" in ended.stdout
    assert "no Chromium or Chrome on this machine" in ended.stdout


@pytest.mark.weekly
@pytest.mark.parametrize(
    ("browser", "summary", "reason"),
    [
        ("chromium", "browser tests: 4 ran, 0 skipped", "as it likes"),
        (None, "browser tests: 0 ran, 0 skipped", "no Chromium or Chrome on this machine"),
    ],
)
def test_where_the_browser_must_run_a_test_that_is_skipped_fails(tmp_path, browser, summary, reason):
    ended = run_five_tests(tmp_path, browser, True, "-n", "2")
    assert ended.returncode != 0
    assert summary in ended.stdout
    assert "BROWSER_TESTS=required forbids what happened: " in ended.stdout
    assert reason in ended.stdout


@pytest.mark.weekly
def test_where_the_browser_must_run_none_at_all_is_a_failure(tmp_path):
    ended = run_five_tests(tmp_path, "chromium", True, "-k", "without")
    assert ended.returncode != 0
    assert "1 passed" in ended.stdout
    assert "browser tests: 0 ran, 0 skipped" in ended.stdout


# Where links point.


ADA = {"repository": "ada/engine", "owner": "ada", "name": "engine", "tag": "v2.0"}
NOBODYS = {"repository": "your_name/lessons", "owner": "your_name", "name": "lessons", "tag": "v0.1.0"}


def test_as_long_as_nobody_has_published_the_lessons_no_badge_opens_nothing():
    text = links.with_badges(README, NOBODYS)
    assert not re.search(r"mybinder|colab\.research|badge\.svg", text)
    first_screen = text[: text.index("## Begin")]
    assert "make links REPO=owner/name" in first_screen
    assert links.with_badges(links.with_badges(README, ADA), NOBODYS) == text
    published = links.published_at()
    assert links.with_badges(README, published) == README


def test_every_badge_points_where_the_project_says():
    published, readme = ADA, links.with_badges(README, ADA)
    lessons = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    for host, form in {"mybinder.org/v2": links.BINDER, "colab.research.google.com/github": links.COLAB}.items():
        found = re.findall(rf"\]\((https://{re.escape(host)}[^)]+)\)", readme)
        assert found == [form.format(**published, lesson=lesson) for lesson in [links.START, *lessons]]
    assert readme.count(f"]({links.PAGES.format(**published)})") == 2
    assert links.CLONE.format(**published) in readme
    assert set(re.findall(r"https://github\.com/([^/)\s]+/[^/)\s]+)", readme)) == {published["repository"]}


def test_the_readme_names_every_lesson_once():
    assert re.findall(r"^\| \[.+?\]\(notebooks/(.+?)\)", README, re.MULTILINE) == sorted(
        path.name for path in (ROOT / "notebooks").glob("*.ipynb")
    )


@pytest.fixture
def copy_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "places" / "hub").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", links.VALUES):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*", "*.md"))
    monkeypatch.setattr(links, "ROOT", tmp_path)
    return tmp_path


def test_links_point_everything_elsewhere_and_back(copy_of_the_project, capsys):
    before, published = {path: path.read_bytes() for path in copy_of_the_project.rglob("*") if path.is_file()}, links.published_at()
    assert links.main(["--repository", "ada/engine", "--tag", "v2.0"]) == 0
    for path in before:
        text = path.read_text(encoding="utf-8")
        assert "ada/engine" in text
        assert "v2.0" in text
        assert "your_name" not in text
    assert links.main(["--repository", "ada/engine"]) == 0
    assert "0 files changed" in capsys.readouterr().out
    assert links.main(["--repository", published["repository"], "--tag", published["tag"]]) == 0
    assert before == {path: path.read_bytes() for path in before}


def test_a_name_that_is_a_word_of_the_files_changes_nothing_else(copy_of_the_project):
    before, published = {path: path.read_bytes() for path in copy_of_the_project.rglob("*") if path.is_file()}, links.published_at()
    assert links.main(["--repository", "main/hub", "--tag", "v0.1"]) == 0
    assert links.main(["--repository", published["repository"], "--tag", published["tag"]]) == 0
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize(
    ("option", "value"),
    [("--repository", "ada"), ("--repository", "a_b/c"), ("--repository", "https://github.com/a/b"), ("--tag", "v 1")],
)
def test_what_can_not_be_a_repository_or_a_tag_is_told_and_nothing_changes(copy_of_the_project, capsys, option, value):
    before = {path: path.read_bytes() for path in copy_of_the_project.rglob("*") if path.is_file()}
    assert links.main([option, value]) == 1
    assert value in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in before}


def git(*arguments: object, cwd: Path) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    command = ["git", *identity, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True, timeout=60).stdout


LINKS = yaml.safe_load((ROOT / ".github" / "workflows" / "links.yml").read_text(encoding="utf-8"))


class NewHome:
    """The project as somebody has pushed it to a repository of their own, here a bare one, and a runner that works for it."""

    def __init__(self, copy: Path, folder: Path) -> None:
        self.origin, self.folder = folder / "origin.git", folder
        links.point_to(NOBODYS["repository"], NOBODYS["tag"])  # in the copy, wherever the project itself lives
        shutil.copytree(ROOT / "authoring", copy / "authoring", ignore=shutil.ignore_patterns("__pycache__"))
        (copy / ".gitignore").write_text("__pycache__/\n")
        git("init", "--quiet", "--initial-branch=trunk", cwd=copy)
        git("add", ".", cwd=copy)
        git("commit", "--quiet", "-m", "pushed", cwd=copy)
        git("clone", "--quiet", "--bare", copy, self.origin, cwd=folder)

    def run(self, repository: str = "ada/engine") -> subprocess.CompletedProcess:
        """Run the workflow's shell as a runner does, in a checkout of its own."""
        checkout = self.folder / f"checkout {len(list(self.folder.iterdir()))}"
        git("clone", "--quiet", "--depth=1", self.origin.as_uri(), checkout, cwd=self.folder)
        [script] = [step["run"] for step in LINKS["jobs"]["links"]["steps"] if "run" in step]
        (self.folder / "script.sh").write_text(script, encoding="utf-8")
        of_git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        of_runner = {"GITHUB_REPOSITORY": repository, "GITHUB_REF_NAME": "trunk"}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        command = ["bash", "-e", self.folder / "script.sh"]
        environment = {"PATH": path, "HOME": str(self.folder), **of_git, **of_runner}
        return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=120, check=False)

    def log(self) -> list[str]:
        return git("log", "--format=%s", "trunk", cwd=self.origin).splitlines()

    def file(self, name: str, at: str = "trunk") -> str:
        return git("show", f"{at}:{name}", cwd=self.origin)


@pytest.fixture
def new_home(copy_of_the_project: Path, tmp_path_factory: pytest.TempPathFactory) -> NewHome:
    if shutil.which("bash") is None or sys.platform == "win32":
        pytest.skip("the workflow runs where there is bash")
    return NewHome(copy_of_the_project, tmp_path_factory.mktemp("home"))


def test_a_new_home_gets_its_own_links_and_tag_once(new_home):
    tag = NOBODYS["tag"]
    first = new_home.run()
    assert first.returncode == 0, first.stderr
    assert new_home.log() == ["Point every link to ada/engine", "pushed"]
    assert "mybinder.org/v2/gh/ada/engine/" in new_home.file("README.md")
    for name in ("pyproject.toml", links.VALUES, "notebooks/00_start_here.ipynb"):
        assert "ada/engine" in new_home.file(name, at=tag)
        assert "your_name" not in new_home.file(name, at=tag)
    second = new_home.run()
    assert (second.returncode, second.stdout) == (0, "Everything points to ada/engine already.\n")
    assert len(new_home.log()) == 2


def test_a_tag_that_is_there_already_stays_and_is_told(new_home):
    tag = NOBODYS["tag"]
    git("tag", tag, "trunk", cwd=new_home.origin)
    said = new_home.run()
    assert said.returncode == 0
    assert "::warning::" in said.stdout
    assert "ada/engine" not in new_home.file("pyproject.toml", at=tag)


def test_a_branch_that_takes_no_push_is_told_and_what_to_do(new_home):
    hook = new_home.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    said = new_home.run()
    assert said.returncode != 0
    assert "::error::The links could not be pushed. Run make links REPO=ada/engine yourself" in said.stdout
    assert new_home.log() == ["pushed"]


def test_the_workflow_of_links_may_no_more_than_it_must():
    [job] = LINKS["jobs"].values()
    assert LINKS["permissions"] == {}
    assert job["permissions"] == {"contents": "write"}
    assert "github.event.repository.default_branch" in job["if"]
    assert [step["uses"] for step in job["steps"] if "uses" in step] == ["actions/checkout@v4"]
    assert "${{" not in "".join(step.get("run", "") for step in job["steps"]), "a name that somebody chose is never a piece of a script"


def run_set_up(folder: Path, config: Path) -> subprocess.CompletedProcess:
    code = links.setup_cell("00") + "\nimport helpers.data\nprint(helpers.data.__file__)"
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": str(config), "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def make_helpers(folder: Path) -> None:
    kit = folder / "helpers" / "lessons" / "lesson_00" / "kit.py"
    kit.parent.mkdir(parents=True)
    kit.write_text("here = list")
    (folder / "helpers" / "data.py").write_text("tagged = True")


@pytest.fixture
def colab(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with nothing in it, and git's settings under which the project's address is a repository on this machine."""
    published = links.published_at()
    made, bare, empty, config = (tmp_path / name for name in ("made", "bare", "empty", "config"))
    empty.mkdir()
    make_helpers(made)
    git("init", "--quiet", cwd=made)
    git("add", ".", cwd=made)
    git("commit", "--quiet", "-m", "tagged", cwd=made)
    git("tag", published["tag"], cwd=made)
    (made / "helpers" / "data.py").write_text("raise ImportError('this is not the tag')")
    git("commit", "--quiet", "-a", "-m", "later", cwd=made)
    git("clone", "--quiet", "--bare", made, bare, cwd=tmp_path)
    config.write_text(f'[url "{bare.as_uri()}"]\n    insteadOf = https://github.com/{published["repository"]}\n')
    return empty, config


def test_set_up_fetches_the_tag_once_where_a_notebook_stands_alone(colab):
    empty, config = colab
    first = run_set_up(empty, config)
    assert first.returncode == 0, first.stderr
    assert first.stderr == ""
    fetched = Path(first.stdout.strip())
    assert empty.resolve() in fetched.resolve().parents
    config.write_text("")  # from here on nothing could be fetched
    assert run_set_up(empty, config).stdout == first.stdout


def test_set_up_says_what_it_could_not_fetch_and_then_fetches_it(colab):
    empty, config = colab
    working = config.read_text()
    config.write_text(f'[url "{(empty / "nothing").as_uri()}"]\n    insteadOf = https://github.com/\n')
    failed = run_set_up(empty, config)
    assert failed.returncode != 0
    assert "AssertionError: Are you offline?" in failed.stderr
    assert list(empty.iterdir()) == []
    config.write_text(working)
    assert run_set_up(empty, config).returncode == 0


def test_set_up_fetches_nothing_where_the_helpers_are(tmp_path):
    (tmp_path / "notebooks").mkdir()
    make_helpers(tmp_path)
    ended = run_set_up(tmp_path / "notebooks", tmp_path / "no settings")
    assert Path(ended.stdout.strip()).resolve() == (tmp_path / "helpers" / "data.py").resolve()
    assert not list((tmp_path / "notebooks").iterdir())
