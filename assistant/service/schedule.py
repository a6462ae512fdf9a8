"""Having the nightly run started by what the machine has for it: a systemd user timer, launchd, or cron.

Every run makes up for the nights before it, so that a scheduler that skips a run while the machine sleeps loses
nothing; systemd and launchd also start a missed run when the machine wakes, and cron's entry runs every hour, which
costs a moment when nothing is due.
"""

import os
import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.errors import AssistantError, UsageError
from assistant.settings.paths import HOME_VARIABLE

NAME = "assistant-nightly"
LABEL = "assistant.nightly"
#: Around our lines in a crontab.
BEGIN, END = f"# begin {NAME}", f"# end {NAME}"
SECONDS = 20.0
BY_HAND = "have your own scheduler run once a night: assistant nightly"

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Kind(StrEnum):
    """What starts the run."""

    SYSTEMD = "systemd"
    LAUNCHD = "launchd"
    CRON = "cron"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command of the machine said."""

    code: int
    output: str


#: Runs a command of the machine, with a text as its input.
Run = Callable[[Sequence[str], str], Ran]


@dataclass(frozen=True, slots=True)
class At:
    """A time of day."""

    hour: int
    minute: int

    @classmethod
    def parse(cls, text: str) -> "At":
        """``03:30``. Raises ``UsageError``."""
        match = _TIME.fullmatch(text.strip())
        if match is None:
            raise UsageError(f'no time of day: "{text}"', hint="assistant schedule install --at 03:30")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run: a command by its words, and the environment that it needs."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


def this_program(notes: Path, env: Mapping[str, str] = os.environ) -> Job:
    """The nightly run of one notes folder by this very program."""
    command = (sys.executable, "-m", "assistant", "--notes", str(notes), "--quiet", "nightly")
    return Job(command, {HOME_VARIABLE: str(Path(env[HOME_VARIABLE]).absolute())} if env.get(HOME_VARIABLE) else {})


def run_command(command: Sequence[str], text: str = "") -> Ran:
    """Run a command without a shell; one that is missing or hangs has failed."""
    try:
        done = subprocess.run(
            list(command), input=text, capture_output=True, text=True, timeout=SECONDS, check=False, errors="replace"
        )
    except FileNotFoundError:
        return Ran(127, f"{command[0]} is not here")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(127, str(error))
    return Ran(done.returncode, done.stdout + done.stderr)


def any_kind(run: Run = run_command, platform: str = sys.platform) -> Kind | None:
    """What this machine has, if anything."""
    if platform == "darwin":
        return Kind.LAUNCHD
    if shutil.which("systemctl") and run(("systemctl", "--user", "show-environment"), "").code == 0:
        return Kind.SYSTEMD
    return Kind.CRON if shutil.which("crontab") else None


def best_kind(run: Run = run_command, platform: str = sys.platform) -> Kind:
    """What this machine has. Raises ``AssistantError`` when it has none."""
    if kind := any_kind(run, platform):
        return kind
    raise AssistantError("neither systemd, launchd nor cron is here", hint=BY_HAND)


def used_kind(home: Path, run: Run = run_command) -> Kind | None:
    """What the nightly run was installed with, if it was."""
    here = [kind for kind in Kind if kind is not Kind.CRON or shutil.which("crontab")]
    return next((kind for kind in here if installed(kind, home, run)), None)


def files(kind: Kind, job: Job, at: At, home: Path) -> dict[Path, str]:
    """The files that are written, by path; of cron, the crontab's lines under no path of their own."""
    if kind is Kind.SYSTEMD:
        folder = _systemd_folder(home)
        return {folder / f"{NAME}.service": _service(job), folder / f"{NAME}.timer": _timer(at)}
    if kind is Kind.LAUNCHD:
        return {home / "Library" / "LaunchAgents" / f"{LABEL}.plist": _plist(job, at)}
    return {Path("crontab"): _cron(job, at)}


def install(kind: Kind, job: Job, at: At, home: Path, run: Run = run_command) -> None:
    """Write the files and have them take effect, in place of what another scheduler was given.

    Raises ``AssistantError`` with what the machine said.
    """
    if (before := used_kind(home, run)) not in {None, kind}:
        remove(before, home, run)
    if kind is Kind.CRON:
        _must(run(("crontab", "-"), _without_ours(_crontab(run)) + _cron(job, at)))
        return
    for path, text in files(kind, job, at, home).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
    if kind is Kind.SYSTEMD:
        start = [("systemctl", "--user", "daemon-reload"), ("systemctl", "--user", "enable", "--now", f"{NAME}.timer")]
    else:
        target = f"gui/{os.getuid()}"
        run(("launchctl", "bootout", f"{target}/{LABEL}"), "")
        start = [("launchctl", "bootstrap", target, *map(str, files(kind, job, at, home)))]
    try:
        for command in start:
            _must(run(command, ""))
    except AssistantError:
        remove(kind, home, run)
        raise


def remove(kind: Kind, home: Path, run: Run = run_command) -> bool:
    """Take everything away that ``install`` wrote; false when there was nothing."""
    if kind is Kind.CRON:
        before = _crontab(run)
        after = _without_ours(before)
        if after != before:
            _must(run(("crontab", "-"), after))
        return after != before
    if kind is Kind.SYSTEMD:
        run(("systemctl", "--user", "disable", "--now", f"{NAME}.timer"), "")
    else:
        run(("launchctl", "bootout", f"gui/{os.getuid()}/{LABEL}"), "")
    there = [path for path in installed(kind, home, run) if path.exists()]
    for path in there:
        path.unlink()
    if kind is Kind.SYSTEMD and there:
        run(("systemctl", "--user", "daemon-reload"), "")
    return bool(there)


def installed(kind: Kind, home: Path, run: Run = run_command) -> dict[Path, str]:
    """What is there now, by path, as it stands."""
    if kind is Kind.CRON:
        ours = _ours(_crontab(run))
        return {Path("crontab"): ours} if ours else {}
    paths = (
        [_systemd_folder(home) / f"{NAME}.{ending}" for ending in ("service", "timer")]
        if kind is Kind.SYSTEMD
        else [home / "Library" / "LaunchAgents" / f"{LABEL}.plist"]
    )
    return {path: path.read_text(encoding="utf-8") for path in paths if path.exists()}


def next_run(kind: Kind, run: Run = run_command) -> str:
    """What the machine says about the next run, where it says anything."""
    if kind is not Kind.SYSTEMD:
        return ""
    said = run(("systemctl", "--user", "show", f"{NAME}.timer", "--property", "NextElapseUSecRealtime", "--value"), "")
    return said.output.strip() if said.code == 0 else ""


def _service(job: Job) -> str:
    environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in job.environment.items())
    command = " ".join(_quoted(word, dollars=True) for word in job.command)
    return (
        "[Unit]\nDescription=Digest of the notes of the day before\n\n"
        f"[Service]\nType=oneshot\n{environment}ExecStart={command}\nNice=10\nIOSchedulingClass=idle\n"
    )


def _timer(at: At) -> str:
    return (
        "[Unit]\nDescription=Digest of the notes, every night\n\n"
        f"[Timer]\nOnCalendar=*-*-* {at}:00\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )


def _plist(job: Job, at: At) -> str:
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": list(job.command),
            "EnvironmentVariables": dict(job.environment),
            "StartCalendarInterval": {"Hour": at.hour, "Minute": at.minute},
            "ProcessType": "Background",
            "LowPriorityIO": True,
        }
    ).decode()


def _cron(job: Job, at: At) -> str:
    from shlex import quote

    # Cron takes a bare % for the end of the line.
    words = [f"{name}={quote(value)}" for name, value in job.environment.items()] + [quote(w) for w in job.command]
    return f"{BEGIN}\n{at.minute} * * * * {' '.join(words).replace('%', chr(92) + '%')}\n{END}\n"


def _quoted(word: str, *, dollars: bool = False) -> str:
    """A word as systemd reads it; in a command, a dollar sign would name a variable."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped.replace("$", "$$") if dollars else escaped}"'


def _systemd_folder(home: Path) -> Path:
    return home / ".config" / "systemd" / "user"


def _crontab(run: Run) -> str:
    """The user's crontab; one that is not there yet is empty."""
    said = run(("crontab", "-l"), "")
    if said.code and "no crontab" not in said.output:
        _must(said)
    return said.output if said.code == 0 else ""


_OURS = re.compile(rf"^{re.escape(BEGIN)}\n.*?^{re.escape(END)}\n?", re.MULTILINE | re.DOTALL)


def _ours(crontab: str) -> str:
    match = _OURS.search(crontab)
    return match[0] if match else ""


def _without_ours(crontab: str) -> str:
    left = _OURS.sub("", crontab)
    return left if not left or left.endswith("\n") else f"{left}\n"


def _must(ran: Ran) -> None:
    if ran.code:
        said = " ".join(ran.output.split()) or f"exit status {ran.code}"
        raise AssistantError(f"the scheduler refused: {said}", hint=BY_HAND)
