"""From folder to catalog to lexical index, in batches that are each all or nothing.

Interrupt it anywhere and run it again: a note is in the catalog with all its chunks or not at all, and the
outboxes say what the derived indexes still have to be told.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.domain import FileState, Skipped
from assistant.errors import UsageError
from assistant.index.plan import Changes, find_source, plan
from assistant.lexical.index import LexicalIndex
from assistant.notes.chunks import CHUNKER_VERSION, ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.read import NoteText, read_note
from assistant.notes.walk import WalkRules, walk
from assistant.store.catalog import Catalog, CatalogNote, Source

#: Notes written in one transaction.
BATCH = 100
#: Chunks handed to Tantivy between two of its commits.
LEXICAL_BATCH = 20_000

CountTokens = Callable[[Sequence[str]], list[int]]
#: Called with a stage's name, what is done of it, and its total.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How notes are read and cut. Its ``name`` is kept with every note: another name means cutting it anew."""

    rules: WalkRules
    sizes: ChunkSizes
    tokenizer: str
    count_tokens: CountTokens

    @property
    def name(self) -> str:
        """Chunker version, tokenizer and sizes."""
        return f"{CHUNKER_VERSION}/{self.tokenizer}/{self.sizes.target}-{self.sizes.ceiling}"


@dataclass(slots=True)
class SyncReport:
    """What one run did, in notes, and what it left out."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    skipped: list[Skipped] = field(default_factory=list)
    decoded: list[Skipped] = field(default_factory=list)

    @property
    def is_noop(self) -> bool:
        """Whether the catalog already said what the folder says."""
        return not (self.added or self.changed or self.moved or self.removed)


class Sync:
    """One run over a folder."""

    def __init__(self, folder: Path, recipe: Recipe, catalog: Catalog, lexical: LexicalIndex) -> None:
        self._folder = folder
        self._recipe = recipe
        self._catalog = catalog
        self._lexical = lexical

    def run(self, progress: Progress) -> SyncReport:
        """Bring catalog and lexical index in line with the folder. Raises ``UsageError`` when it is not there."""
        started = time.monotonic()
        if not self._folder.is_dir():
            raise UsageError(f"no such folder: {self._folder}", hint="name your notes: assistant init FOLDER")
        report = SyncReport()
        known = self._catalog.notes()
        changes = plan(self._walk(report), known, self._recipe.name)
        report.unchanged = changes.unchanged
        if changes.read or changes.gone or not self._catalog.is_whole():
            self._catalog.begin_sync()
            self._write(changes, known, report, progress)
            self._catalog.end_sync()
        self.update_lexical(progress)
        report.seconds = time.monotonic() - started
        return report

    def update_lexical(self, progress: Progress) -> None:
        """Tell the lexical index what its outbox names, and empty the outbox after each commit."""
        pending = self._catalog.pending_lexical()
        for start in range(0, len(pending), LEXICAL_BATCH):
            progress("words", start, len(pending))
            batch = pending[start : start + LEXICAL_BATCH]
            self._lexical.update(batch, self._catalog.passages(batch))
            self._catalog.clear_lexical(batch)
        if pending:
            progress("words", len(pending), len(pending))

    def _walk(self, report: SyncReport) -> dict[str, FileState]:
        files: dict[str, FileState] = {}
        for found in walk(self._folder, self._recipe.rules):
            if isinstance(found, Skipped):
                report.skipped.append(found)
            else:
                files[found.path] = found
        return files

    def _write(self, changes: Changes, known: dict[str, CatalogNote], report: SyncReport, progress: Progress) -> None:
        hidden = tuple("" if s.path == "." else f"{s.path}/" for s in report.skipped if s.for_now)
        gone = {path: known[path] for path in changes.gone if not path.startswith(hidden)}
        done = 0
        for batch in _batches(changes.read, BATCH):
            with self._catalog.transaction():
                for file in batch:
                    self._write_file(file, known, gone, report)
                    done += 1
                    progress("notes", done, len(changes.read))
        with self._catalog.transaction():
            for path in gone:
                self._catalog.remove(path)
                report.removed += 1

    def _write_file(
        self, file: FileState, known: dict[str, CatalogNote], gone: dict[str, CatalogNote], report: SyncReport
    ) -> None:
        text = read_note(self._folder, file.path, self._recipe.rules.max_bytes)
        before = known.get(file.path)
        if isinstance(text, Skipped):
            report.skipped.append(text)
            if before and not text.for_now:
                gone[file.path] = before
            return
        state = FileState(file.path, text.size, text.mtime_ns)
        if before and (before.hash, before.recipe) == (text.content_hash, self._recipe.name):
            self._catalog.touch(state)
            report.unchanged += 1
            return
        self._put(state, text, before, gone, report)

    def _put(
        self,
        file: FileState,
        text: NoteText,
        before: CatalogNote | None,
        gone: dict[str, CatalogNote],
        report: SyncReport,
    ) -> None:
        note = parse_note(file.path, text.text, file.mtime_ns, self._recipe.sizes, self._recipe.count_tokens)
        source = Source(file, text.content_hash, text.encoding, self._recipe.name)
        old = None if before else find_source(text.content_hash, gone, file.path)
        if text.encoding not in ("utf-8", "utf-8-sig"):
            report.decoded.append(Skipped(file.path, f"read as {text.encoding}"))
        if old is None:
            self._catalog.put(note, source)
            report.changed += bool(before)
            report.added += not before
        else:
            self._catalog.move(old, note, source)
            del gone[old]
            report.moved += 1


def _batches(files: Sequence[FileState], size: int) -> Iterable[Sequence[FileState]]:
    return (files[i : i + size] for i in range(0, len(files), size))
