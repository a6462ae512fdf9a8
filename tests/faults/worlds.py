"""A folder of notes with its index, to be broken in every way: the program on fake engines, and its command line."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fake_app import Folder, fake_app, index
from typer.testing import CliRunner

from assistant.app import App
from assistant.cli.main import app as commands
from assistant.cli.session import Session
from assistant.doctor import Check, check_up
from assistant.engines.fakes import FakeEmbedder
from assistant.settings import Index, Settings
from assistant.store.integrity import connected

NOTES = {
    "harbour.md": "# Harbour\n\nThe harbour master counts the boats every evening.\n\n## Tides\n\nIt turns at nine.\n",
    "garden.md": "The beans want water, and the lentils do not.\n",
    "work/release.md": "---\ntags: [vellum]\n---\nVersion 0.8 goes out on Friday. See [[garden]].\n",
    "work/log.md": "\n".join(f"## Day {n}\n\nOn day {n} the load test ran {n * 7} agents.\n" for n in range(20)),
}
QUESTIONS = ("harbour tide", "beans lentils", "load test", "tag:vellum friday")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def hint(self) -> str:
        """The command that the error says to type next."""
        error, hint = self.err.splitlines()[-2:]
        assert error.startswith("error: "), self.err
        assert hint.startswith("hint: "), self.err
        return re.search(r"(?:.*: |^)assistant (.+)", hint.removeprefix("hint: "))[1]


class World:
    """``folder`` has a few notes, which are indexed."""

    def __init__(self, root: Path, monkeypatch: Any, notes: dict[str, str] = NOTES) -> None:
        self.root = root
        self.folder = Folder(root / "notes")
        for path, text in notes.items():
            self.folder.write(path, text)
        self.app = self.program()
        index(self.app)
        self._monkeypatch = monkeypatch

    def program(self, home: str = "home") -> App:
        """The program, started anew; in another home it knows nothing. Its searches show the index as it is."""
        settings = Settings(index=Index(freshen_ms=0))
        return fake_app(self.folder.root, self.root / home, embedder=FakeEmbedder(), settings=settings)

    @property
    def catalog(self) -> Path:
        return self.app.catalog_file

    @property
    def lexical(self) -> Path:
        (folder,) = self.app.index_folder.glob("lexical-[0-9]*")
        return folder

    @property
    def files(self) -> Path:
        """Where the index lies."""
        return self.app.index_folder

    def run(self, *args: object, home: str = "home") -> Done:
        """Type a command."""
        with self._monkeypatch.context() as patch:
            program = self.program(home)
            patch.setenv("ASSISTANT_HOME", str(self.root / home))
            patch.setenv("ASSISTANT_NOTES_FOLDER", str(self.folder.root))
            patch.setattr(Session, "app", program)
            done = CliRunner().invoke(commands, [str(arg) for arg in args])
        assert "Traceback" not in done.stderr
        return Done(done.exit_code, done.stdout, done.stderr)

    def follow(self, done: Done, home: str = "home") -> Done:
        """Type what an error says to type next."""
        return self.run(*shlex.split(done.hint), home=home)

    def ranked(self, app: App | None = None) -> list[Any]:
        """What searches by words and by vectors find, best first, with scores."""
        app = app or self.program()
        found = [app.search(text, 50, mode).hits for text in QUESTIONS for mode in ("lexical", "vector")]
        return [[(hit.passage.path, hit.passage.chunk, hit.score) for hit in hits] for hits in found]

    def answers(self, app: App | None = None) -> list[Any]:
        """The same without ranks and scores: the lexical ones depend on the order of events a little.

        Of notes found by vectors the names alone: of passages that are equally near, any may be the shown one.
        """
        found = self.ranked(app)
        words = [sorted((path, chunk.span.start, chunk.text) for path, chunk, _ in hits) for hits in found[::2]]
        vectors = [sorted({path for path, _, _ in hits}) for hits in found[1::2]]
        return [part for pair in zip(words, vectors, strict=True) for part in pair]

    def checks(self, app: App | None = None) -> dict[str, Check]:
        """What the doctor says of the index and its files."""
        models = ("chat model", "embed model", "reader model")
        return {check.name: check for check in check_up(app or self.program()) if check.name not in models}

    def unwell(self) -> set[str]:
        """Names of the checks that did not end well."""
        return {name for name, check in self.checks().items() if check.state != "ok"}

    def rows(self, query: str) -> list[Any]:
        with connected(self.catalog) as db:
            return db.execute(query).fetchall()

    def change(self, *statements: str) -> None:
        """Change the database behind the program's back."""
        with connected(self.catalog) as db:
            for statement in statements:
                db.execute(statement)
