"""A place where commands are typed: a folder with a copy of the example notes, and a home of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
EXAMPLES = CHECKOUT / "examples" / "notes"
#: Notes without a date of their own are dated by this, whenever the checkout was made.
COPIED_AT = 1_796_000_000
START = 'import sys; sys.argv[0] = "assistant"; from assistant.__main__ import main; main()'

Completed = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Desk:
    """Commands run in ``root``, where ``notes`` is; the program keeps its files under ``root/home``."""

    root: Path

    @property
    def notes(self) -> Path:
        """The copy of the example notes."""
        return self.root / "notes"

    @property
    def environment(self) -> dict[str, str]:
        """No settings and no colors from outside; ``assistant`` is this checkout's."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
        path = f"{self.root / 'bin'}{os.pathsep}{outside.get('PATH', '')}"
        return outside | {"ASSISTANT_HOME": str(self.root / "home"), "TERM": "dumb", "PATH": path, "LC_ALL": "C.UTF-8"}

    def shell(self, line: str) -> Completed:
        """Run a line of shell."""
        return self._run(["/bin/sh", "-c", line], stdin="")

    def run(self, *args: object, stdin: str = "", env: Mapping[str, str] | None = None) -> Completed:
        """Run ``assistant`` with these arguments."""
        return self._run([sys.executable, "-m", "assistant", *map(str, args)], stdin, env or {})

    def _run(self, command: list[str], stdin: str, env: Mapping[str, str] | None = None) -> Completed:
        return subprocess.run(
            command,
            input=stdin,
            env=self.environment | dict(env or {}),
            cwd=self.root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def make_desk(root: Path, models: Path | None = None) -> Desk:
    """A desk with nothing set up; ``models`` are installed in its home by links."""
    shutil.copytree(EXAMPLES, root / "notes")
    for path in (root / "notes").rglob("*"):
        os.utime(path, (COPIED_AT, COPIED_AT))
    program = root / "bin" / "assistant"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{START}' \"$@\"\n")
    program.chmod(0o755)
    if models:
        installed = root / "home" / "data" / "models"
        installed.mkdir(parents=True)
        for folder in (root / "home", installed.parent, installed):
            folder.chmod(0o700)
        for name in ("smollm2-135m", "minilm-l6", "e5-small", "judge-minilm", "judge-e5"):
            (installed / name).symlink_to(models / name)
    return Desk(root)
