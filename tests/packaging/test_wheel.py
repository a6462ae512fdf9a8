import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from desks import CHECKOUT, EXAMPLES

from assistant import __version__

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built without a network by the hatchling that is here."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        *PIP,
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--wheel-dir",
        str(folder),
        str(CHECKOUT),
    ]
    subprocess.run(build, check=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory) -> Path:
    """The program, installed from the wheel into an environment that borrows nothing but its dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    scheme = {"base": str(folder), "platbase": str(folder)}
    purelib = Path(sysconfig.get_path("purelib", "venv", scheme))
    # A folder named in a .pth file is searched, but its own .pth files (an editable install's) are not followed.
    (purelib / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    scripts = Path(sysconfig.get_path("scripts", "venv", scheme))
    python = scripts / Path(sys.executable).name
    install = [*PIP, "--python", str(python), "install", "--no-deps", "--no-index", "--ignore-installed", str(wheel)]
    subprocess.run(install, check=True, timeout=120)
    return scripts / ("assistant.exe" if os.name == "nt" else "assistant")


@pytest.fixture
def run(program: Path, tmp_path: Path):
    def run(*args: object) -> str:
        clean = {n: v for n, v in os.environ.items() if not n.startswith(("ASSISTANT_", "PYTHON"))}
        done = subprocess.run(
            [program, *map(str, args)],
            env=clean | {"ASSISTANT_HOME": str(tmp_path / "home")},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_wheel_holds_the_package_its_prompts_manifests_and_pages_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = next(n for n in names if n.endswith("entry_points.txt"))
        assert "assistant = assistant.__main__:main" in archive.read(entry_points).decode()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"assistant", "notes_assistant"}
    shipped = {name.removeprefix("assistant/_shipped/") for name in names if "/_shipped/" in name}
    here = [file for kind in ("prompts", "models", "docs") for file in (CHECKOUT / kind).rglob("*.*")]
    assert shipped == {file.relative_to(CHECKOUT).as_posix() for file in here}


def test_the_installed_program_runs_on_what_came_with_it(run, program):
    assert run("--version") == f"assistant {__version__}\n"
    assert "smollm2-135m" in run("models", "list")
    assert "extract/" in run("prompts", "list")
    assert "Exit codes" in run("help", "exit-codes")
    prompt = Path(json.loads(run("prompts", "show", "extract", "--json"))["path"])
    assert prompt.resolve().is_relative_to(program.parents[1].resolve())


def test_the_installed_program_indexes_and_searches(run):
    run("--notes", EXAMPLES, "index")
    found = run("--notes", EXAMPLES, "search", "--mode", "lexical", "-n", 1, "hazelnuts")
    assert found.startswith("people/jonas-weber.md:11: ")
