"""Index runs in processes of their own that may be killed on the way.

One process imports the program once and is forked for each run: it has no thread and nothing open.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Collection, Sequence
from pathlib import Path

TESTS = Path(__file__).parent
KILLED = -signal.SIGKILL


class Runner:
    """Runs ``assistant.app`` over a folder, with fake models (``models.py`` of this module: ``first``, ``second``)."""

    def __init__(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
        environment |= {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)]), "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def run(
        self,
        notes: Path,
        home: Path,
        *,
        what: str = "index",
        paths: Collection[str] | None = None,
        model: str = "first",
        failpoint: str = "",
    ) -> int:
        """Run to the end (0), to an error (1) or to the failpoint (``KILLED``)."""
        order = {
            "notes": str(notes), "home": str(home), "what": what, "model": model, "failpoint": failpoint,
            "paths": None if paths is None else list(paths),
        }  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=10)


def app_of(notes: Path, home: Path, model: str):
    """The program with two fake models, of which the settings name one; each cuts notes in tokens of its own."""
    from dataclasses import replace

    from fake_app import fake_app

    from assistant.engines.fakes import FakeEmbedder
    from assistant.settings import Settings

    class Doubling(FakeEmbedder):
        def count_tokens(self, texts: Sequence[str]) -> list[int]:
            return [2 * count for count in super().count_tokens(texts)]

    models = {"first": FakeEmbedder(), "second": Doubling(dims=32)}
    settings = Settings()
    named = replace(settings, models=replace(settings.models, embed=model))
    app = fake_app(notes, home, embedder=models[model], settings=named)
    app.other_embedders.update(models)
    return app


def _work(order: dict) -> None:
    from assistant.app.indexing import Rebuild
    from assistant.index import ahead, embed, sync

    sync.BATCH, sync.LEXICAL_BATCH, embed.BATCH, ahead.BATCH = 2, 5, 4, 4
    os.environ["ASSISTANT_FAILPOINT"] = order["failpoint"]
    app = app_of(Path(order["notes"]), Path(order["home"]), order["model"])

    def progress(*_: object) -> None:
        return None

    match order["what"]:
        case "index":
            app.index(progress, allow_empty=True)
        case "refresh":
            app.refresh(order["paths"], progress)
        case part:
            app.index(progress, rebuild=Rebuild(part))


def _serve() -> None:
    import apsw  # noqa: F401
    import fake_app  # noqa: F401
    import filelock  # noqa: F401
    import tantivy  # noqa: F401

    import assistant.app.indexing
    import assistant.index.ahead
    import assistant.index.embed
    import assistant.store.integrity
    import assistant.store.jobs  # noqa: F401
    from assistant.lexical.analysis import analyze
    from assistant.notes.chunks import ChunkSizes
    from assistant.notes.parse import parse_note
    from assistant.notes.tokens import estimate_tokens

    parse_note("a.md", "# Warm\n\nA sentence of some words.\n", 0, ChunkSizes(), estimate_tokens)
    analyze("A sentence of some words.", "en")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                _work(json.loads(line))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _serve()
