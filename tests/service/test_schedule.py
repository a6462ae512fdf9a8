"""The nightly run is started by what the machine has for it; nothing but our own entries is touched."""

import os
import plistlib
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AssistantError, UsageError
from assistant.service.schedule import (
    At,
    Job,
    Kind,
    Ran,
    best_kind,
    files,
    install,
    installed,
    next_run,
    remove,
    run_command,
    this_program,
    used_kind,
)

JOB = Job(("/usr/bin/env", "my notes/100% $HOME", 'say "hi"\\'), {"ASSISTANT_HOME": "/home/me/my files"})
AT = At(3, 30)


class Machine:
    """A machine that takes down what it was told, and keeps a crontab."""

    def __init__(self, crontab: str | None = None, code: int = 0) -> None:
        self.crontab = crontab
        self.told: list[tuple[str, ...]] = []
        self._code = code

    def __call__(self, command: Sequence[str], text: str) -> Ran:
        self.told.append(tuple(command))
        if tuple(command) == ("crontab", "-l"):
            return Ran(1, "no crontab for me") if self.crontab is None else Ran(0, self.crontab)
        if tuple(command) == ("crontab", "-"):
            self.crontab = text
        return Ran(self._code, "it is broken" if self._code else "")


@pytest.mark.parametrize("text", ["24:00", "3", "noon", "3:60", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        At.parse(text)


def test_a_time_of_day_is_read() -> None:
    assert str(At.parse("3:05")) == "03:05"


def test_the_program_runs_over_the_same_notes_and_home(tmp_path: Path) -> None:
    job = this_program(tmp_path, {"ASSISTANT_HOME": str(tmp_path / "home")})
    assert job.command[1:] == ("-m", "assistant", "--notes", str(tmp_path), "--quiet", "nightly")
    assert job.environment == {"ASSISTANT_HOME": str(tmp_path / "home")}
    assert this_program(tmp_path, {}).environment == {}


def test_systemd_gets_a_service_and_a_timer_that_makes_up_for_missed_runs(tmp_path: Path) -> None:
    machine = Machine()
    install(Kind.SYSTEMD, JOB, AT, tmp_path, machine)
    written = installed(Kind.SYSTEMD, tmp_path, machine)
    assert written == files(Kind.SYSTEMD, JOB, AT, tmp_path)
    timer = next(text for path, text in written.items() if path.suffix == ".timer")
    assert "Persistent=true" in timer and "03:30:00" in timer
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in written)
    assert ("systemctl", "--user", "enable", "--now", "assistant-nightly.timer") in machine.told
    assert remove(Kind.SYSTEMD, tmp_path, machine)
    assert not installed(Kind.SYSTEMD, tmp_path, machine)
    assert not remove(Kind.SYSTEMD, tmp_path, machine)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_finds_nothing_wrong_with_the_files(tmp_path: Path) -> None:
    for path, text in files(Kind.SYSTEMD, JOB, AT, tmp_path).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    units = [str(path) for path in files(Kind.SYSTEMD, JOB, AT, tmp_path)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    command = ["systemd-analyze", "--user", "verify", *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "assistant-nightly" in line]
    assert (done.returncode, ours) == (0, [])


def test_launchd_gets_the_words_of_the_command(tmp_path: Path) -> None:
    machine = Machine()
    install(Kind.LAUNCHD, JOB, AT, tmp_path, machine)
    [(path, text)] = installed(Kind.LAUNCHD, tmp_path, machine).items()
    said = plistlib.loads(text.encode())
    assert said["ProgramArguments"] == list(JOB.command)
    assert said["StartCalendarInterval"] == {"Hour": 3, "Minute": 30}
    assert said["EnvironmentVariables"] == JOB.environment
    assert machine.told[-1][1] == "bootstrap" and machine.told[-1][-1] == str(path)
    assert remove(Kind.LAUNCHD, tmp_path, machine)


def test_cron_keeps_everything_else_in_the_crontab(tmp_path: Path) -> None:
    before = "MAILTO=me\n0 5 * * * backup"
    machine = Machine(before)
    install(Kind.CRON, JOB, AT, tmp_path, machine)
    install(Kind.CRON, JOB, At(4, 15), tmp_path, machine)
    assert machine.crontab is not None and machine.crontab.startswith(before + "\n")
    assert machine.crontab.count("nightly") == 2 and "\n15 * * * * " in machine.crontab
    assert remove(Kind.CRON, tmp_path, machine)
    assert machine.crontab == before + "\n"
    assert not remove(Kind.CRON, tmp_path, machine)


def test_cron_starts_from_no_crontab_at_all(tmp_path: Path) -> None:
    machine = Machine()
    install(Kind.CRON, JOB, AT, tmp_path, machine)
    assert installed(Kind.CRON, tmp_path, machine) == files(Kind.CRON, JOB, AT, tmp_path)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0", exclude_categories=["C"]), min_size=1))
def test_the_shell_of_cron_reads_the_words_as_they_are(word: str) -> None:
    [text] = files(Kind.CRON, Job(("run", word), {}), AT, Path()).values()
    command = text.splitlines()[1].split(" ", 5)[5].replace("\\%", "%")
    assert shlex.split(command) == ["run", word]


def test_what_the_machine_says_against_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="it is broken"):
        install(Kind.SYSTEMD, JOB, AT, tmp_path, Machine(code=1))


def test_a_machine_without_any_scheduler_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(AssistantError) as error:
        best_kind(Machine(), "linux")
    assert "assistant nightly" in error.value.hint
    assert best_kind(Machine(), "darwin") is Kind.LAUNCHD


def test_systemd_without_a_session_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert best_kind(Machine(), "linux") is Kind.SYSTEMD
    assert best_kind(Machine(code=1), "linux") is Kind.CRON


def test_a_command_that_is_missing_has_failed() -> None:
    assert run_command(("no-such-program-here",)).code == 127
    assert next_run(Kind.CRON) == ""


def test_what_is_used_is_found_whatever_else_is_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    machine = Machine("0 4 * * * backup\n")
    assert used_kind(tmp_path, machine) is None
    install(Kind.CRON, JOB, AT, tmp_path, machine)
    assert used_kind(tmp_path, machine) is Kind.CRON


def test_another_scheduler_takes_the_place_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    machine = Machine("0 4 * * * backup\n")
    install(Kind.CRON, JOB, AT, tmp_path, machine)
    install(Kind.SYSTEMD, JOB, AT, tmp_path, machine)
    assert machine.crontab == "0 4 * * * backup\n"
    assert used_kind(tmp_path, machine) is Kind.SYSTEMD
    install(Kind.CRON, JOB, AT, tmp_path, machine)
    assert installed(Kind.SYSTEMD, tmp_path, machine) == {}
    assert used_kind(tmp_path, machine) is Kind.CRON


def test_a_scheduler_that_is_not_here_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="crontab is not here") as error:
        install(Kind.CRON, JOB, AT, tmp_path, lambda *_: Ran(127, "crontab is not here"))
    assert "assistant nightly" in error.value.hint
    assert run_command(("no-such-command-here",)) == Ran(127, "no-such-command-here is not here")
