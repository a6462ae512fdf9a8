"""Commands with a service and without one, on the example notes and the embedded models."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from desks import Desk

from assistant.app import SearchOutcome
from assistant.cli.resident import Narrow, search
from assistant.cli.schemas.service import ServiceReport
from assistant.cli.session import Session
from assistant.retrieve.explain import Explanation
from assistant.service.client import NoServiceError

#: What a command that the service answers has no use for. Typer itself loads pydantic.
HEAVY = {
    *("numpy", "apsw", "tantivy", "onnxruntime", "tokenizers", "Stemmer", "tomlkit", "filelock"),
    *("assistant.app", "assistant.domain", "assistant.retrieve.query", "assistant.service.codec"),
}
QUESTION = "When does the Vellum beta start?"
OFF = {"ASSISTANT_SERVICE_AUTOSTART": "off"}


def until(holds: Callable[[], object]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def served(ready_desk: Desk) -> Iterator[Desk]:
    """The desk with a service; other modules have it without one."""
    done = ready_desk.run("service", "start")
    assert (done.returncode, done.stderr) == (0, "")
    yield ready_desk
    ready_desk.run("service", "stop")


def requests(desk: Desk) -> list[str]:
    """What the service answered so far: method and end."""
    log = desk.run("service", "logs", "-n", 10_000).stdout
    return re.findall(r"(?:search|ask): (\w+: \w+) in", log)


def alone(desk: Desk, *words: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command, done by its own process: nothing is found where services are looked for."""
    program = (
        "import sys; from assistant.service import client\n"
        "def none(*_): raise client.NoServiceError(is_running=False)\n"
        "client.call = none; sys.argv[0] = 'assistant'\n"
        "from assistant.__main__ import main; main()\n"
    )
    return desk._run([sys.executable, "-c", program, *map(str, words)], stdin, OFF)


@pytest.mark.parametrize(
    "words",
    [
        ("search", "beta load test"),
        ("search", "--tag", "meeting", "--since", "2026-05", "pricing"),
        ("search", "zyzzyva", "tag:nowhere"),
        ("search", "pricing", "--since", "soon"),
        ("search", "pricing since:soon"),
        ("ask", QUESTION),
        ("ask", "--tag", "meeting", "Who decided the release date?"),
        ("ask", "What is the capital of Peru?"),
    ],
    ids=lambda words: " ".join(map(str, words)),
)
def test_with_and_without_a_service_a_command_prints_the_same(served, words):
    with_service, without = served.run(*words), alone(served, *words)
    assert with_service.returncode == without.returncode
    assert with_service.stdout == without.stdout
    assert with_service.stderr == without.stderr


@pytest.mark.parametrize(
    "words",
    [("search", "--explain", "vellum"), ("search", "--json", "--explain", "vellum"), ("ask", "--explain", QUESTION)],
)
def test_an_object_or_an_explanation_is_the_same_but_for_the_time_it_took(served, words):
    with_service, without = served.run(*words), alone(served, *words)
    timed = re.compile(r'\d+(?:\.\d+)? ms|"timings_ms": \{[^}]*\}')
    assert timed.sub("", with_service.stdout) == timed.sub("", without.stdout)
    assert timed.sub("", with_service.stderr) == timed.sub("", without.stderr)


def test_piped_text_reaches_the_service(served):
    text = "The launch code of the teapot is 4711."
    with_service = served.run("ask", "What is the launch code of the teapot?", stdin=text)
    without = alone(served, "ask", "What is the launch code of the teapot?", stdin=text)
    assert "4711" in with_service.stdout
    assert (with_service.stdout, with_service.stderr) == (without.stdout, without.stderr)


def test_it_is_the_service_that_answers(served):
    before = len(requests(served))
    served.run("search", "beta")
    served.run("ask", QUESTION)
    until(lambda: requests(served)[before:] == ["search: done", "ask: done"])


def test_another_model_is_asked_without_the_service(served):
    before = requests(served)
    done = served.run("ask", "--model", "nope", QUESTION)
    assert done.returncode == 2
    until(lambda: [end for end in requests(served)[len(before) :] if end != "ask: OtherSettingsError"] == [])


def test_a_search_that_the_service_answers_loads_nothing_heavy(served):
    program = (
        "import sys\nfrom assistant.cli.main import main\n"
        f"sys.argv = ['assistant', 'search', '--tag', 'meeting', {QUESTION!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    print('\\n'.join(['MODULES', *sys.modules]))\n"
    )
    done = served._run([sys.executable, "-c", program], "")
    assert done.returncode == 0, done.stderr
    hits, _, modules = done.stdout.partition("MODULES\n")
    assert "meetings/" in hits
    assert HEAVY & set(modules.split()) == set()


def test_status_and_logs(served):
    done = served.run("service", "status", "--json")
    report = ServiceReport.model_validate_json(done.stdout, strict=True)
    assert report.running
    assert report.folder == str(served.notes)
    assert {"e5-small", "judge-minilm"} <= set(report.models)
    assert "runs: process" in served.run("service", "status").stdout
    assert served.run("service", "logs", "-n", 1).stdout.count("\n") == 1


def test_without_a_service_status_and_stop_say_so(assistant, tmp_path):
    for command in ("status", "stop"):
        done = assistant("--notes", tmp_path, "service", command)
        assert done.returncode == 3
        assert "no service runs" in done.stdout
        report = json.loads(assistant("--notes", tmp_path, "service", command, "--json").stdout)
        assert (report["running"], report["pid"]) == (False, None)
    assert assistant("--notes", tmp_path, "service", "logs").returncode == 1


def test_a_service_of_another_version_is_said_and_not_needed(served):
    program = (
        "import sys; import assistant; assistant.__version__ = '0.0.0'; sys.argv[0] = 'assistant'\n"
        "from assistant.__main__ import main; main()\n"
    )
    done = served._run([sys.executable, "-c", program, "search", "beta load test"], "")
    assert done.returncode == 0
    assert done.stdout == served.run("search", "beta load test").stdout
    assert "version" in done.stderr
    assert "assistant service restart" in done.stderr


def test_a_service_that_is_killed_is_not_missed(served):
    pid = json.loads(served.run("service", "status", "--json").stdout)["pid"]
    expected = served.run("search", "beta load test").stdout
    os.kill(pid, 9)
    until(lambda: served.run("service", "status").returncode == 3)
    done = served.run("search", "beta load test", env=OFF)
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")
    assert served.run("service", "start").returncode == 0


class Nothing:
    """In the program's place: finds nothing, at once, and has every model."""

    embed_model = "minilm-l6"

    def installed(self, name: str) -> str:
        return name

    def search(self, *_: object) -> SearchOutcome:
        return SearchOutcome((), Explanation(), ())


@pytest.fixture
def spawned(ready_desk, tmp_path, monkeypatch) -> Callable[..., bool]:
    """Whether a search with these flags starts a service where none runs; what it would start is only counted."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ASSISTANT_HOME", str(ready_desk.root / "home"))
    monkeypatch.setenv("CI", "")
    started: list[Path] = []
    monkeypatch.setattr("assistant.service.lifecycle.spawn", started.append)
    monkeypatch.setattr("assistant.cli.resident.call", no_service)

    def searches(env: Mapping[str, str] = {}, **flags: object) -> bool:
        started.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTEST_CURRENT_TEST", "")
            for name, value in env.items():
                patch.setenv(name, value)
            session = Session(flags={name.replace("_", ".", 1): value for name, value in flags.items()})
            vars(session)["app"] = Nothing()
            search(session, "beta", Narrow((), (), None, None), full=False)
        return started == [ready_desk.notes]

    return searches


def no_service(*_: object) -> None:
    raise NoServiceError(is_running=False)


def test_the_first_search_that_profits_starts_a_service(spawned, tmp_path):
    assert spawned()
    assert spawned(search_limit=3)
    assert not spawned(search_mode="lexical")
    assert not spawned(models_chat="another")  # the service would run under other settings
    assert not spawned(notes_folder=tmp_path)  # there is no index


def test_no_service_starts_by_itself_where_nobody_sits_or_wants_it(spawned):
    assert not spawned(OFF)
    for sign in ("CI", "PYTEST_CURRENT_TEST"):
        assert not spawned({sign: "1"})
        assert spawned({sign: "1", "ASSISTANT_SERVICE_AUTOSTART": "on"})


def test_one_that_was_started_by_itself_serves_the_next_command(served):
    served.run("service", "stop")
    done = served.run("search", "beta", env={"ASSISTANT_SERVICE_AUTOSTART": "on"})
    assert done.returncode == 0
    until(lambda: served.run("service", "status").returncode == 0)
    before = len(requests(served))
    until(lambda: served.run("search", "beta", env=OFF).returncode == 0 and len(requests(served)) > before)
