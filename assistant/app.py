"""The composition root: the only place that knows every concrete class.

Heavy libraries are imported when a method first needs them, so that a command pays only for what it uses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, TypeAlias

from assistant.domain import FileState
from assistant.equipment import Equipment
from assistant.errors import BusyError, IndexMissingError, ModelMissingError, UsageError
from assistant.settings.paths import make_private

if TYPE_CHECKING:
    from collections.abc import Callable

    import apsw

    from assistant.answer.ask import Trace
    from assistant.answer.writing import OnText, Style, Writer
    from assistant.domain import Answer, Hit, Note
    from assistant.engines.ports import Embedder
    from assistant.index.embed import EmbedReport
    from assistant.index.sync import Progress, Recipe, SyncReport
    from assistant.lexical.index import LexicalIndex
    from assistant.retrieve.candidates import VectorSide
    from assistant.retrieve.explain import Explanation
    from assistant.retrieve.search import Mode, Search
    from assistant.store.catalog import Catalog, Counts
    from assistant.store.filters import Filters
    from assistant.store.vectors import VectorIndex

#: Another writer of the same index is waited for this many seconds.
LOCK_SECONDS = 2.0
#: Passages looked at for every note that is shown, so that a long note does not crowd out the others.
CHUNKS_A_NOTE = 4


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One folder's catalog and lexical index, open."""

    folder: Path
    catalog: "Catalog"
    lexical: "LexicalIndex"
    connection: "apsw.Connection"

    def find_vectors(self, embedder: "Embedder") -> "VectorIndex | None":
        """The vectors of an embedder, if it ever made any."""
        from assistant.store.vectors import VectorIndex

        return VectorIndex.find(self.connection, embedder.fingerprint)

    def make_vectors(self, embedder: "Embedder") -> "VectorIndex":
        """The vectors of an embedder, which take the place of any other's."""
        from assistant.store.vectors import VectorIndex

        return VectorIndex.find_or_make(self.connection, embedder.fingerprint, embedder.dims)


@dataclass(frozen=True, slots=True)
class IndexOutcome:
    """What an index run did; ``embed`` is ``None`` when no embedding model is installed."""

    sync: "SyncReport"
    embed: "EmbedReport | None"
    counts: "Counts"


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """Each note's best hit, how they came about, and what the user should know: an index that lags, say."""

    hits: "tuple[Hit, ...]"
    explanation: "Explanation"
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searching:
    """A search over an open index."""

    search: "Search"
    mode: "Mode"
    notices: tuple[str, ...]

    def run(self, text: str, limit: int) -> SearchOutcome:
        """The best hit of each of the ``limit`` best notes, near copies after all others."""
        from assistant.retrieve.diversity import spread
        from assistant.retrieve.snippet import best_of_each_note

        result = self.search.run(text, CHUNKS_A_NOTE * limit, self.mode)
        notices = (*self.notices, *result.explanation.notices)
        hits = spread(best_of_each_note(result.hits, len(result.hits)), limit)
        return SearchOutcome(hits, result.explanation, notices)


@dataclass(frozen=True, slots=True)
class AskOutcome:
    """An answer, how it came about, and what the user should know about the index it was found in."""

    answer: "Answer"
    trace: "Trace"
    notices: tuple[str, ...]


#: Answers a question over an open index, from a confidence on, or from that of the settings.
Asking: TypeAlias = "Callable[[str, OnText, float | None], AskOutcome]"


class App(Equipment):
    """Everything the program can do, for one set of settings."""

    _speed_known = False

    def over(self, folder: Path, data: Path) -> "App":
        """The same program over another folder, with its index below ``data`` and the models of this one."""
        other = App(replace(self.settings, notes=replace(self.settings.notes, folder=folder)), self.paths)
        other.paths = replace(self.paths, data=data)
        other.models = self.models
        return other

    @cached_property
    def folder(self) -> Path:
        """The notes folder. Raises ``UsageError`` when none is named or it is not there."""
        folder = self.settings.notes.folder
        if folder is None:
            raise UsageError("no notes folder is set", hint="assistant init FOLDER, or: assistant --notes FOLDER ...")
        if not folder.is_dir():
            raise UsageError(f"no such notes folder: {folder}", hint="assistant init FOLDER")
        return folder.resolve()

    @property
    def index_folder(self) -> Path:
        """Where this notes folder's index lies."""
        return self.paths.index_folder(self.folder)

    def index(self, progress: "Progress", *, rebuild: bool = False) -> IndexOutcome:
        """Bring the index in step with the folder. Raises ``BusyError`` when another run is at it."""
        from assistant.index.embed import embed_waiting
        from assistant.index.sync import Sync

        with self._writing():
            if rebuild:
                self._remove_index()
            with self.open_index(create=True) as index:
                recipe = self._recipe()
                report = Sync(index.folder, recipe, index.catalog, index.lexical).run(progress)
                embedded = None
                if self.embedder:
                    embedded = embed_waiting(index.catalog, index.make_vectors(self.embedder), self.embedder, progress)
                return IndexOutcome(report, embedded, index.catalog.counts())

    def files_to_index(self) -> int:
        """How many files are new, gone, or of another size or time than when they were indexed."""
        from assistant.index.plan import plan
        from assistant.notes.read import NoteText, read_note
        from assistant.notes.walk import walk

        recipe = self._recipe()
        with self.open_index() as index:
            known = index.catalog.notes()
            on_disk = {f.path: f for f in walk(self.folder, recipe.rules) if isinstance(f, FileState)}
            changes = plan(on_disk, known, recipe.name)
        # A file that can't be read is new in every run, and never indexed.
        behind = [
            file
            for file in changes.read
            if file.path in known or isinstance(read_note(self.folder, file.path, recipe.rules.max_bytes), NoteText)
        ]
        return len(behind) + len(changes.gone)

    @contextmanager
    def searching(self, mode: str, narrow: "Filters | None" = None) -> "Iterator[Searching]":
        """The index, open for many searches among the notes that ``narrow`` leaves. Raises what ``search`` does."""
        from assistant.retrieve.search import Mode, Search

        with self.open_index() as index:
            whole = index.catalog.is_whole()
            if not whole and not index.catalog.counts().notes:
                raise IndexMissingError(f"no index run over {self.folder} has finished yet", hint="assistant index")
            vector, notices = self._vector_side(index, Mode(mode))
            if not whole:
                notices = (
                    "an index run is under way or was stopped; some notes are missing (assistant index)",
                    *notices,
                )
            if (name := self.settings.models.rerank) and self.installed(name) is None:
                notices = (*notices, f"not reranked: {name} is not installed (assistant models pull {name})")
            expand = self.settings.search.expand == "on"
            search = Search(index.catalog, index.lexical, vector, narrow, self.reranking, self.rewriter, expand)
            yield Searching(search, Mode(mode), notices)

    def search(self, text: str, limit: int, mode: str, narrow: "Filters | None" = None) -> SearchOutcome:
        """Search the notes that ``narrow`` leaves.

        Raises ``IndexMissingError``, ``ModelMissingError`` for vector search without one, and ``UsageError`` for a
        query that makes no sense.
        """
        with self.searching(mode, narrow) as searching:
            return searching.run(text, limit)

    def ask(
        self,
        text: str,
        on_text: "OnText",
        piped: str = "",
        narrow: "Filters | None" = None,
        min_confidence: float | None = None,
    ) -> AskOutcome:
        """Answer a question from the notes and a piped text.

        It is answered from the confidence of the settings on, or from ``min_confidence``. Raises what ``search`` does,
        and ``ModelMissingError`` when neither a reader nor the chat model it takes is installed.
        """
        with self.asking(narrow, piped) as asking:
            return asking(text, on_text, min_confidence)

    @contextmanager
    def asking(self, narrow: "Filters | None" = None, piped: str = "") -> "Iterator[Asking]":
        """The index and the models, open for many questions. Raises what ``ask`` does."""
        from assistant.answer.ask import Asker, AskParams
        from assistant.answer.quotes import QuoteReader

        limits, style = self.settings.ask, self._style()
        with self.searching("hybrid", narrow) as searching:
            quotes = QuoteReader(self.folder, self.settings.notes.max_bytes, piped)
            writer = self._writer(style)
            asker = Asker(searching.search, quotes, self.confidence, self.reader, writer)
            fitted = limits.min_confidence / 100 if limits.min_confidence >= 0 else self.confidence.threshold
            parsed = self._parse_piped(piped)

            def ask(text: str, on_text: "OnText", min_confidence: float | None) -> AskOutcome:
                least = fitted if min_confidence is None else min_confidence
                params = AskParams(self._evidence_tokens(writer), limits.evidence_sentences, least, style)
                answer, trace = asker.run(text, params, on_text, parsed)
                self._learn_speed(answer)
                return AskOutcome(answer, trace, (*searching.notices, *trace.notices))

            yield ask

    def _style(self) -> "Style":
        """How answers are written: as the settings say, or as the chat model's tier allows."""
        from assistant.answer.writing import Style

        if self.settings.ask.style != "auto":
            return Style(self.settings.ask.style)
        weak = self.manifest(self.settings.models.chat).tier == "weak"
        return Style.EXTRACTIVE if weak else Style.ABSTRACTIVE

    def _evidence_tokens(self, writer: "Writer | None") -> int:
        """As much evidence as the chat model reads in the time that a user would wait for it."""
        from assistant.answer.evidence import EVIDENCE_FLOOR, evidence_tokens
        from assistant.engines.hardware import available_cores
        from assistant.engines.speeds import first_guess

        ask, engine = self.settings.ask, self.settings.engine
        if writer is None:
            return ask.evidence_tokens
        model = self.manifest(self.settings.models.chat)
        known = self.prompt_speeds.get(model.name, self._machine)
        speed = known or first_guess(model.size, engine.threads or available_cores())
        return evidence_tokens(speed, ask.evidence_seconds, EVIDENCE_FLOOR, ask.evidence_tokens)

    def _learn_speed(self, answer: "Answer") -> None:
        """Remember how fast the first prompt of this process was read; later ones repeat what is read already."""
        seconds = answer.timings_ms.get("prompt", 0.0) / 1000
        if seconds and not self._speed_known:
            self._speed_known = True
            self.prompt_speeds.learn(answer.model, self._machine, answer.prompt_tokens, seconds)

    @property
    def _machine(self) -> str:
        from assistant.engines.speeds import this_machine

        return this_machine(self.settings.engine.threads, self.settings.engine.gpu_layers)

    def _writer(self, style: "Style") -> "Writer | None":
        """The chat model, where it is needed: a reader's span is an answer by itself."""
        from assistant.answer.writing import Style, Writer

        if style is Style.EXTRACTIVE and self.reader:
            return None
        return Writer(self.chat, self.prompts.get(style.prompt), style, self.settings.ask.answer_tokens)

    def _vector_side(self, index: OpenIndex, mode: "Mode") -> "tuple[VectorSide | None, tuple[str, ...]]":
        """What vector search needs, and what the user should know: no model, or an index that is behind."""
        from assistant.retrieve.candidates import VectorSide
        from assistant.retrieve.search import Mode

        unlisted = len(index.catalog.pending_lexical())
        lag = (f"{unlisted} passages are not in the word index yet (assistant index)",) if unlisted else ()
        if mode == Mode.LEXICAL:
            return None, lag
        name = self.settings.models.embed
        if self.embedder is None:
            if mode == Mode.VECTOR:
                raise ModelMissingError(
                    f"the embedding model {name} is not installed", hint=f"assistant models pull {name}"
                )
            alone = f"searching by words alone: {name} is not installed (assistant models pull {name})"
            return None, (*lag, alone)
        vectors = index.find_vectors(self.embedder)
        if vectors is None:
            return None, (*lag, f"searching by words alone: no vectors of {name} yet (assistant index)")
        if waiting := vectors.pending():
            lag = (*lag, f"{waiting} passages have no vector yet (assistant index)")
        return VectorSide(vectors, self.embedder), lag

    @contextmanager
    def open_index(self, *, create: bool = False) -> Iterator[OpenIndex]:
        """The folder's index. Raises ``IndexMissingError``, ``IndexBrokenError``."""
        from assistant.lexical.index import LexicalIndex, exists
        from assistant.store.catalog import Catalog
        from assistant.store.database import connect, database_errors

        database = self.index_folder / "catalog.db"
        if not create and not database.exists():
            raise IndexMissingError(
                f"{self.folder} is not indexed yet", hint=f"assistant --notes {quote(str(self.folder))} index"
            )
        connection = connect(database)
        try:
            with database_errors(database):
                catalog = Catalog(connection)
                if not exists(self.index_folder):
                    catalog.queue_all_lexical()
                yield OpenIndex(self.folder, catalog, LexicalIndex(self.index_folder), connection)
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        folder = make_private(self.index_folder)
        try:
            with FileLock(folder / "write.lock", timeout=LOCK_SECONDS, mode=0o600):
                yield
        except Timeout as error:
            raise BusyError("another run is indexing this folder", hint="wait for it to end, then try again") from error

    def _remove_index(self) -> None:
        from assistant.lexical.index import remove

        for file in self.index_folder.glob("catalog.db*"):
            file.unlink()
        remove(self.index_folder)

    def _recipe(self) -> "Recipe":
        """How notes are cut: in the embedder's own tokens, or in estimated ones as long as there is none."""
        from assistant.index.sync import Recipe
        from assistant.notes.chunks import ChunkSizes
        from assistant.notes.tokens import estimate_tokens
        from assistant.notes.walk import WalkRules

        notes, index = self.settings.notes, self.settings.index
        rules = WalkRules(max_bytes=notes.max_bytes, ignore=notes.ignore)
        sizes = ChunkSizes(index.chunk_target, index.chunk_ceiling)
        if self.embedder is None:
            return Recipe(rules, sizes, "estimate", estimate_tokens)
        return Recipe(rules, sizes, self.settings.models.embed, self.embedder.count_tokens)

    def _parse_piped(self, text: str) -> "Note | None":
        import time

        from assistant.answer.quotes import STDIN
        from assistant.notes.parse import parse_note

        if not text.strip():
            return None
        recipe = self._recipe()
        return parse_note(f"{STDIN}.md", text, time.time_ns(), recipe.sizes, recipe.count_tokens)
