"""Services as real processes, over a folder of two notes and without models, so that they start quickly."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.app import App
from assistant.app.freshness import Watched
from assistant.errors import AssistantError, BusyError, UsageError
from assistant.service import lifecycle, terms
from assistant.service.client import Call, NoServiceError, call, greeting_of
from assistant.settings import resolve
from assistant.settings.file import set_value
from assistant.settings.paths import Paths, find_paths

PATIENCE = 60.0


def until(holds: Callable[[], object]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


class Home:
    """A notes folder with an index, and where its service lives."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "notes"
        self.folder.mkdir()
        (self.folder / "tea.md").write_text("# Tea\n\nThe kettle is blue.\n")
        (self.folder / "rice.md").write_text("# Rice\n\nTwo cups of water.\n")
        self.paths: Paths = find_paths()
        self.settings = resolve(None, {}, {"notes.folder": self.folder}).settings
        App(self.settings, self.paths).index(lambda *_: None)
        self.place = terms.where(self.paths, self.folder)

    def start(self) -> int:
        return lifecycle.start(self.paths, self.folder)["pid"]

    def pid(self) -> int | None:
        return lifecycle.running(self.paths, self.folder)

    def search(self, text: str) -> list[str]:
        wanted = Call(
            "search", {"text": text, "limits": terms.limits(self.settings)}, terms.digest(self.settings), 30_000
        )
        return [line[0] for line in call(self.place, wanted)["lines"]]

    def log(self) -> str:
        return lifecycle.log_file(self.paths, self.folder).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("life")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
            patch.delenv(name)
        patch.setenv("ASSISTANT_HOME", str(root / "home"))
        yield root


@pytest.fixture(scope="module")
def home(environment) -> Iterator[Home]:
    home = Home(environment)
    yield home
    lifecycle.stop(home.paths, home.folder)


@pytest.fixture
def pid(home) -> int:
    """The service runs; it may have been started by the test before."""
    return home.start()


def test_one_that_ends_at_once_is_not_waited_for(home, monkeypatch):
    monkeypatch.setattr(lifecycle, "command", lambda *_, **__: [sys.executable, "-c", "raise SystemExit(1)"])
    with pytest.raises(AssistantError, match=r"ended while it started \(exit code 1\)") as error:
        lifecycle.start(home.paths, home.folder)
    assert "assistant service run" in error.value.hint


def test_it_answers_and_there_is_one_of_it(home, pid):
    assert home.pid() == pid == home.start()
    assert home.search("kettle") == ["tea.md"]
    with pytest.raises(BusyError):
        lifecycle.run(resolve(None, {}, {"notes.folder": home.folder}), home.paths, auto=False)
    assert home.search("kettle") == ["tea.md"]


def test_it_says_what_it_is_at(home, pid):
    status = call(home.place, Call("status", {}))
    assert (status["pid"], status["folder"], status["models"]) == (pid, str(home.folder), [])
    assert status["seconds"] >= 0


def test_its_files_are_the_users_own_and_its_log_holds_no_question(home, pid):
    home.search("kettle secret")
    for file in home.paths.runtime.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(lifecycle.log_file(home.paths, home.folder).stat().st_mode) == 0o600
    until(lambda: "search: done" in home.log())
    assert "secret" not in home.log()


def test_a_client_with_other_settings_does_the_work_itself(home, pid):
    with pytest.raises(NoServiceError):
        call(home.place, Call("search", {"text": "kettle"}, "another digest"))


def test_limits_of_a_request_are_checked_as_settings_are(home, pid):
    for limits in ({"search.limit": 0}, {"search.nothing": 1}):
        wanted = Call("search", {"text": "kettle", "limits": limits}, terms.digest(home.settings))
        with pytest.raises(UsageError):
            call(home.place, wanted)


@pytest.mark.parametrize(
    "params", [{"text": 5}, {"text": "x", "narrow": 7}, {"text": "x", "narrow": [["a"], [], 5, None]}, {"limits": 3}]
)
def test_requests_that_make_no_sense_hurt_nobody(home, pid, params):
    with contextlib.suppress(NoServiceError, UsageError):
        call(home.place, Call("search", params, terms.digest(home.settings)))
    assert home.pid() == pid


def test_a_note_that_is_saved_is_found(home, pid):
    (home.folder / "bread.md").write_text("# Bread\n\nSourdough overnight.\n")
    until(lambda: home.search("sourdough") == ["bread.md"])


def test_killed_and_started_again(home, pid):
    os.kill(pid, signal.SIGKILL)
    until(lambda: home.pid() is None)
    with pytest.raises(NoServiceError):
        home.search("kettle")
    # The socket and the file with the process id are still there, and no obstacle.
    assert len(list(home.paths.runtime.iterdir())) >= 2
    again = home.start()
    assert again != pid
    assert home.search("kettle") == ["tea.md"]


def test_a_socket_that_somebody_removed_comes_back(home, pid):
    home.place.remove()
    for file in home.paths.runtime.glob("*.sock"):
        file.unlink()
    until(lambda: greeting_of(home.place))
    assert home.search("kettle") == ["tea.md"]


def test_sigterm_ends_it_in_good_order(home, pid):
    os.kill(pid, signal.SIGTERM)
    until(lambda: home.pid() is None)
    until(lambda: home.log().rstrip().endswith("ended"))
    assert not [file for file in home.paths.runtime.iterdir() if file.suffix in (".sock", ".port", ".pid")]


def test_one_that_hangs_is_ended_all_the_same(home, pid, monkeypatch):
    monkeypatch.setattr(lifecycle, "STOP_SECONDS", 0.3)
    monkeypatch.setattr("assistant.service.client.HELLO_SECONDS", 0.1)
    os.kill(pid, signal.SIGSTOP)
    assert lifecycle.stop(home.paths, home.folder) == pid
    assert home.pid() is None
    assert lifecycle.stop(home.paths, home.folder) is None


def test_other_settings_in_the_file_begin_it_anew(home, pid):
    before = call(home.place, Call("status", {}))["settings"]
    set_value(home.paths.config_file, "index.chunk_target", 100)

    def runs_under_them() -> bool:
        told = greeting_of(home.place)
        return told is not None and told["settings"] != before

    until(runs_under_them)
    home.paths.config_file.unlink()
    until(lambda: (greeting_of(home.place) or {}).get("settings") == before)


def test_it_watches_as_soon_as_nobody_else_does(home):
    lifecycle.stop(home.paths, home.folder)
    watched = Watched(home.paths.index_folder(home.folder))
    watched.take()
    home.start()
    assert call(home.place, Call("status", {}))["keeper"] is None
    watched.release()
    until(lambda: call(home.place, Call("status", {}))["keeper"])


def test_one_that_was_started_by_itself_ends_when_nobody_asks(home, monkeypatch):
    lifecycle.stop(home.paths, home.folder)
    program = (
        "import sys; from pathlib import Path; from assistant.service import lifecycle, run, server\n"
        "from assistant.settings import resolve; from assistant.settings.paths import find_paths\n"
        "server.Server.idle_seconds = 1801.0; run.LOOK_SECONDS = 0\n"
        "paths = find_paths(); resolved = resolve(paths.config_file, flags={'notes.folder': Path(sys.argv[1])})\n"
        "lifecycle.run(resolved, paths, auto=sys.argv[2] == 'auto')\n"
    )
    command = [lifecycle.sys.executable, "-c", program, str(home.folder)]
    assert subprocess.run([*command, "auto"], timeout=PATIENCE, check=False).returncode == 0
    assert "nobody asked for 30 minutes" in home.log()
    staying = subprocess.Popen([*command, "stay"])
    until(lambda: greeting_of(home.place))
    time.sleep(0.6)  # some ticks
    assert staying.poll() is None
    staying.terminate()
    assert staying.wait(PATIENCE) == 0


def test_settings_that_only_shape_a_request_need_no_other_service(tmp_path):
    settings = resolve(None, {}, {"notes.folder": tmp_path}).settings
    digest = terms.digest(settings)
    for changed in (
        replace(settings, search=replace(settings.search, limit=3, mode="lexical")),
        replace(settings, ask=replace(settings.ask, style="extractive")),
        replace(settings, output=replace(settings.output, color="never")),
    ):
        assert terms.digest(changed) == digest
        restored = terms.with_limits(settings, terms.limits(changed))
        assert (restored.search, restored.ask) == (changed.search, changed.ask)
    for changed in (
        replace(settings, models=replace(settings.models, chat="other")),
        replace(settings, search=replace(settings.search, rerank_budget_ms=5)),
        replace(settings, notes=replace(settings.notes, folder=tmp_path / "other")),
    ):
        assert terms.digest(changed) != digest


def test_a_folder_has_one_service_whatever_path_leads_to_it(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "notes")
    paths = find_paths({"ASSISTANT_HOME": str(tmp_path / "home")})
    assert terms.name(paths, tmp_path / "link") == terms.name(paths, tmp_path / "notes")
    by_link, by_name = (resolve(None, {}, {"notes.folder": tmp_path / name}).settings for name in ("link", "notes"))
    assert terms.digest(by_link) == terms.digest(by_name)
