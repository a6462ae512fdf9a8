"""How nightly runs ended is written down, and failures are told."""

from collections.abc import Sequence
from pathlib import Path

from assistant.service.nightlog import FILE_NAME, NightLog, notify
from assistant.service.schedule import Ran


def test_a_failure_keeps_when_it_last_went_well(tmp_path: Path) -> None:
    times = iter([10.0, 10.0, 20.0])
    log = NightLog(tmp_path, lambda: next(times))
    assert log.read() is None
    log.succeeded(["digests/a.md"], [])
    log.failed("the disk is full")
    last = log.read()
    assert last is not None
    assert (last.error, last.ended, last.succeeded) == ("the disk is full", 20.0, 10.0)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_record_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"ended": "soon"}')
    assert NightLog(tmp_path).read() is None


def test_the_users_command_gets_the_message_as_one_word() -> None:
    told: list[Sequence[str]] = []

    def run(command: Sequence[str], _text: str) -> Ran:
        told.append(command)
        return Ran(0, "")

    assert notify("notify-send 'my notes'", "it failed; $(rm -rf /)", run) == ""
    assert told == [("notify-send", "my notes", "it failed; $(rm -rf /)")]
    assert notify("", "x", run) == "" and len(told) == 1


def test_a_command_that_fails_is_said() -> None:
    assert "failed" in notify("tell", "x", lambda *_: Ran(1, "no display"))
    assert "no command" in notify("tell 'me", "x", lambda *_: Ran(0, ""))
