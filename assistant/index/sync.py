"""From folder to catalog to lexical index, in batches that are each all or nothing.

Interrupt it anywhere and run it again: a note is in the catalog with all its chunks or not at all, and the
outboxes say what the derived indexes still have to be told.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.domain import FileState, Note, Skipped, Stretch
from assistant.failpoints import reach
from assistant.index.plan import Changes, Vanished, plan, settled_mtime
from assistant.index.presence import Presence
from assistant.index.standing import settle
from assistant.lexical.index import LexicalIndex
from assistant.notes.chunks import CHUNKER_VERSION, ChunkSizes
from assistant.notes.read import NoteText, read_note
from assistant.notes.stretches import parse
from assistant.notes.walk import WalkRules, scope, walk
from assistant.store.catalog import Catalog, CatalogNote, Source

#: Notes written in one transaction, and bytes of their files; both at most, but for a file that is larger by itself.
BATCH = 100
BATCH_BYTES = 10_000_000
#: Chunks handed to Tantivy between two of its commits.
LEXICAL_BATCH = 20_000

#: The lexical index is written anew when this share of its entries are deleted ones, reading so many at a time.
MOST_WASTE = 0.25
RENEWED = 1_000

CountTokens = Callable[[Sequence[str]], list[int]]
#: Called with a stage's name, what is done of it, and its total; between transactions, so that it may block.
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

    def cut(self, path: str, text: NoteText, known: Sequence[Stretch] = (), at_most: int | None = None) -> Note | None:
        """A note as read, in chunks; see ``stretches.parse`` for what need not be read and what is too much."""
        return parse(path, text.text, text.mtime_ns, self.sizes, self.count_tokens, known, at_most)


@dataclass(slots=True)
class SyncReport:
    """What one run did, in notes, and what it left out; ``left`` are those in which too much is new to be read now."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    left: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    decoded: list[Skipped] = field(default_factory=list)

    @property
    def is_noop(self) -> bool:
        """Whether the catalog already said what the folder says."""
        return not (self.added or self.changed or self.moved or self.removed)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as read, and the note it is unless the catalog has it like that."""

    file: FileState
    text: NoteText
    note: Note | None


class Sync:
    """Brings the index of a folder in step. One at a time: hold the index's write lock.

    With ``at_most``, a large note in which more code points are new is left to another run.
    """

    def __init__(
        self, folder: Path, recipe: Recipe, catalog: Catalog, lexical: LexicalIndex, at_most: int | None = None
    ) -> None:
        self._folder = folder
        self._recipe = recipe
        self._catalog = catalog
        self._lexical = lexical
        self._at_most = at_most

    def run(self, progress: Progress, *, allow_empty: bool = False) -> SyncReport:
        """Bring catalog and lexical index in line with the whole folder.

        Raises ``FolderGoneError`` when it is not there or looks unmounted, unless ``allow_empty`` says that notes
        were deleted.
        """
        started, report = time.monotonic(), SyncReport()
        here, device = Presence.of(self._folder), self._catalog.device()
        known = self._catalog.notes()
        if not allow_empty:
            here.check_not_emptied(len(known))
        changes = self._plan(known, None, report)
        gone = _missing(changes, known, report)
        if not allow_empty:
            here.check_same_disk(device, len(known), len(gone))
        if changes.read or gone or here.device != device or not self._catalog.is_whole():
            self._catalog.begin_sync()
            reach("index.started")
            self._write(changes, known, gone, report, progress)
            self._catalog.end_sync(here.device)
        self.update_lexical(progress)
        report.seconds = time.monotonic() - started
        return report

    def run_at(self, paths: Collection[str], progress: Progress) -> SyncReport:
        """As ``run``, for these files and folders alone, relative to the folder; they may be gone.

        A note that moved from one of them to another is known again.
        """
        among, here = scope(paths), Presence.of(self._folder)
        if among is None or self._catalog.device() != here.device:
            return self.run(progress)
        started, report = time.monotonic(), SyncReport()
        here.check_not_emptied(self._catalog.counts().notes)
        known = self._catalog.notes(among)
        changes = self._plan(known, among, report)
        self._write(changes, known, _missing(changes, known, report), report, progress)
        self.update_lexical(progress)
        report.seconds = time.monotonic() - started
        return report

    def update_lexical(self, progress: Progress) -> None:
        """Tell the lexical index what its outbox names, and empty the outbox after each commit."""
        pending = self._catalog.pending_lexical()
        if pending:
            self._catalog.settle()
        for start in range(0, len(pending), LEXICAL_BATCH):
            progress("words", start, len(pending))
            batch = pending[start : start + LEXICAL_BATCH]
            self._lexical.update(batch, self._catalog.passages(batch))
            self._catalog.clear_lexical(batch)
        if pending:
            progress("words", len(pending), len(pending))
            self._renew_lexical()

    def _renew_lexical(self) -> None:
        """Write the lexical index anew where much of it is deleted entries, which Tantivy goes on counting."""
        if self._lexical.waste() > MOST_WASTE:
            ids = self._catalog.chunk_ids()
            batches = (ids[start : start + RENEWED] for start in range(0, len(ids), RENEWED))
            self._lexical.renew(passage for batch in batches for passage in self._catalog.passages(batch))

    def _plan(self, known: dict[str, CatalogNote], among: Collection[str] | None, report: SyncReport) -> Changes:
        files: dict[str, FileState] = {}
        for found in walk(self._folder, self._recipe.rules, among):
            if isinstance(found, Skipped):
                report.skipped.append(found)
            else:
                files[found.path] = found
        changes = plan(files, known, self._recipe.name)
        report.unchanged = changes.unchanged
        return changes

    def _write(
        self, changes: Changes, known: dict[str, CatalogNote], gone: Vanished, report: SyncReport, progress: Progress
    ) -> None:
        done = 0
        for batch in _batches(changes.read):
            read = []
            for file in batch:
                progress("notes", done, len(changes.read))
                if found := self._read(file, known.get(file.path), gone, report):
                    read.append(found)
                done += 1
            with self._catalog.transaction():
                for found in read:
                    self._put(found, known.get(found.file.path), gone, report)
            reach("index.notes.committed")
        if changes.read:
            progress("notes", done, done)
        with self._catalog.transaction():
            for path in gone:
                self._catalog.remove(path)
                report.removed += 1
                reach("index.note.removed")
        reach("index.vanished.removed")
        settle(self._catalog, self._folder)
        reach("index.settled")

    def _read(self, file: FileState, before: CatalogNote | None, gone: Vanished, report: SyncReport) -> _Read | None:
        read_at = time.time_ns()
        text = read_note(self._folder, file.path, self._recipe.rules.max_bytes)
        if isinstance(text, Skipped):
            report.skipped.append(text)
            if before and not text.for_now:
                gone.add(before)
            return None
        state = FileState(file.path, text.size, settled_mtime(text.mtime_ns, read_at))
        cut_alike = before is not None and before.recipe == self._recipe.name
        if before and cut_alike and before.hash == text.content_hash:
            return _Read(state, text, None)
        known = self._catalog.stretches(before.id) if before and cut_alike else []
        note = self._recipe.cut(file.path, text, known, self._at_most)
        if note is None:
            report.left += 1
            return None
        if text.encoding not in ("utf-8", "utf-8-sig"):
            report.decoded.append(Skipped(file.path, f"read as {text.encoding}"))
        return _Read(state, text, note)

    def _put(self, read: _Read, before: CatalogNote | None, gone: Vanished, report: SyncReport) -> None:
        if read.note is None:
            self._catalog.touch(read.file)
            report.unchanged += 1
            reach("index.note.touched")
            return
        text = read.text
        source = Source(read.file, text.content_hash, text.encoding, self._recipe.name, text.mtime_ns)
        old = None if before else gone.take_source(source.hash, read.file.path)
        if old is None:
            self._catalog.put(read.note, source)
            report.changed += bool(before)
            report.added += not before
            reach("index.note.written")
        else:
            self._catalog.move(old, read.note, source)
            report.moved += 1
            reach("index.note.moved")


def _missing(changes: Changes, known: dict[str, CatalogNote], report: SyncReport) -> Vanished:
    """The notes whose file is gone, without those that only can't be looked at for now."""
    hidden = {skipped.path for skipped in report.skipped if skipped.for_now}
    below = tuple("" if path == "." else f"{path}/" for path in hidden)
    return Vanished(known[path] for path in changes.gone if path not in hidden and not path.startswith(below))


def _batches(files: Iterable[FileState]) -> Iterable[Sequence[FileState]]:
    batch: list[FileState] = []
    size = 0
    for file in files:
        if batch and (len(batch) == BATCH or size + file.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size
    if batch:
        yield batch
