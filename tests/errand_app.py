"""A program whose only jobs are errands, which leave a line in a file. Run as a script, it works one off.

python errand_app.py NOTES HOME LOG
"""

import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assistant.app.working import Handler, Working
from assistant.settings import Settings
from assistant.settings.paths import find_paths
from assistant.store.jobs import Priority


class ErrandApp(Working):
    """Jobs of the kind ``errand`` take ``steps`` steps of ``pause`` seconds, and fail with a word if ``fails``."""

    log: Path

    def handlers(self) -> Mapping[str, Handler]:
        return {"errand": Handler(Priority.PULL, self.run_errand, key="name")}

    def run_errand(self, payload, progress):
        self.note(f"begins {payload['name']}")
        for step in range(int(payload.get("steps", "1"))):
            progress("steps", step, int(payload.get("steps", "1")))
            time.sleep(float(payload.get("pause", "0")))
        if payload.get("fails"):
            raise OSError(payload["fails"])
        self.note(f"ends {payload['name']}")
        return payload["name"]

    def note(self, line: str) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    @property
    def noted(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


def errand_app(folder: Path, home: Path, log: Path) -> ErrandApp:
    folder.mkdir(exist_ok=True)
    settings = Settings()
    named = replace(settings, notes=replace(settings.notes, folder=folder))
    app = ErrandApp(named, find_paths({"ASSISTANT_HOME": str(home)}))
    app.log = log
    return app


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


if __name__ == "__main__":
    program = errand_app(*map(Path, sys.argv[1:4]))
    program.enqueue("errand", {"name": "tea", "steps": "400", "pause": sys.argv[4], "fails": sys.argv[5]})
    program.work_off({"errand"}, silent)
