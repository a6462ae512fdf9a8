"""The whole program on fake engines, over a folder of a few notes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from assistant.app import App, IndexOutcome
from assistant.app.indexing import Rebuild
from assistant.engines.fakes import FakeChat, FakeEmbedder, FakeReader
from assistant.engines.ports import Vectors
from assistant.settings import Settings
from assistant.settings.paths import find_paths


class CountingEmbedder(FakeEmbedder):
    """Remembers every text it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed_documents(texts)


class Folder:
    """Notes whose every write has a later time than the one before, whatever the clock's grain."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._clock: Iterator[int] = count(1_760_000_000)
        root.mkdir(parents=True, exist_ok=True)

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return self.touch(path)

    def touch(self, path: str) -> Path:
        now = next(self._clock)
        os.utime(self.root / path, (now, now))
        return self.root / path

    def move(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / new)


def fake_app(
    folder: Path,
    home: Path,
    *,
    embedder: FakeEmbedder | None = None,
    chat: FakeChat | None = None,
    reader: FakeReader | None = None,
    settings: Settings | None = None,
) -> App:
    """The program over ``folder`` with these engines in place of the settings' own."""
    settings = settings or Settings()
    named = replace(settings, notes=replace(settings.notes, folder=folder))
    app = App(named, find_paths({"ASSISTANT_HOME": str(home)}))
    vars(app).update(embedder=embedder, chat=chat, reader=reader)
    return app


def index(app: App, *, rebuild: Rebuild | None = None, allow_empty: bool = False) -> IndexOutcome:
    """An index run that nobody watches."""
    return app.index(lambda _stage, _done, _total: None, rebuild=rebuild, allow_empty=allow_empty)
