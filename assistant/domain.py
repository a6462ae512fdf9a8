"""The words of the project as frozen values: no I/O, standard library only.

Positions are spans of a note's text: byte offsets into its UTF-8 form, half open, and
1-based line numbers, both ends included. Lines are counted by ``\\n`` as editors do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

Day: TypeAlias = date


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes ``[start, end)`` of a note and the lines they touch."""

    start: int
    end: int
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The smallest thing that can be cited; ``text`` is verbatim and has no outer white space."""

    text: str
    span: Span


class UnitKind(StrEnum):
    """What a piece of a note is. Nobody wrote ``DATA`` and ``PLACEHOLDER`` to be read."""

    PROSE = "prose"
    HEADING = "heading"
    ITEM = "list item"
    TASK = "task"
    ROW = "table row"
    CODE = "code"
    QUOTE = "quote"
    CALLOUT = "callout"
    FIELD = "field"
    ENTRY = "entry"
    TURN = "turn"
    DATA = "data"
    PLACEHOLDER = "placeholder"


class State(StrEnum):
    """How things stand with what a unit tells: a task's mark, or the mood of its words."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    STRUCK = "struck"
    ACTIVE = "in progress"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a note that somebody wrote as one.

    ``text`` stands in the note like that, without outer white space and without what is no text. ``said`` is what it
    says, for a model to read and a user to be shown: no markup and no task marker, a table row with its header
    ("Large: 8.00"). ``depth`` is the nesting of a list item. Units of one list, table, transcript stretch or paragraph
    share ``block``: where that begins, in bytes from 1, and 0 for front matter; a unit too long for a chunk is cut at a
    sentence, and its parts share their number too. Without a ``day`` of its own (of an entry, stamp, heading or line) a
    unit has the note's; ``time`` is "14:05" where a stamp says it.
    """

    kind: UnitKind
    span: Span
    text: str
    said: str
    headings: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    depth: int = 0
    block: int = 0
    day: date | None = None
    time: str = ""
    speaker: str = ""
    state: State | None = None
    due: date | None = None
    done: date | None = None

    @property
    def is_said(self) -> bool:
        """Whether somebody wrote it to be read: only then is it indexed, embedded or quoted."""
        return self.kind not in (UnitKind.DATA, UnitKind.PLACEHOLDER)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage that is indexed. The spans of a note's chunks, in order, tile the whole note.

    ``text`` is what stands there but for the bytes in ``left_out``, which are no text: pictures, the data of drawings,
    placeholders. ``units`` are those that begin in it. All of them are of one day: ``day``, or else that of the note.
    """

    text: str
    span: Span
    headings: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    units: tuple[Unit, ...] = ()
    day: date | None = None
    left_out: tuple[tuple[int, int], ...] = ()


class DateSource(StrEnum):
    """Where a note's date came from, best first."""

    FRONT_MATTER = "front matter"
    FILE_NAME = "file name"
    FIELD = "field"
    FIRST_LINE = "first line"
    MTIME = "modified"


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of a note: ``target`` as written, without alias or anchor."""

    target: str
    line: int
    embed: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a large note that was read by itself; ``key`` names all that it was read from.

    It has so many chunks, bytes and ends of lines.
    """

    key: str
    chunks: int
    bytes: int
    lines: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """One file of the folder, parsed. ``path`` is relative to the folder, with forward slashes.

    ``generated`` says that this program wrote it: a digest. ``date_order`` tells which number came first in the text of
    its date where only one order makes sense; ``date_otherwise`` is the other day that it may be where both do.

    A large note is read in ``stretches``. So many of the first and of the last of them as ``kept`` says are as they
    were when the note was read before; their chunks and links are not among those here.
    """

    path: str
    title: str
    title_from_text: bool
    date: date
    date_source: DateSource
    language: str
    tags: tuple[str, ...]
    links: tuple[Link, ...]
    chunks: tuple[Chunk, ...]
    generated: bool = False
    date_order: str = ""
    date_otherwise: Day | None = None
    stretches: tuple[Stretch, ...] = ()
    kept: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as the walk saw it; ``size`` in bytes, ``mtime_ns`` in nanoseconds since the epoch."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was left out, and why, in words a user understands.

    ``for_now`` says that it may be readable the next time: what is known of it is kept.
    """

    path: str
    reason: str
    for_now: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as the catalog returns it, with what is known of its note.

    ``copies`` are the paths of those that synchronising left beside it and that say something else; ``date_otherwise``
    is the other day that the note's date may be.
    """

    chunk_id: int
    path: str
    title: str
    date: date
    language: str
    tags: tuple[str, ...]
    chunk: Chunk
    copies: tuple[str, ...] = ()
    date_otherwise: Day | None = None

    def content(self) -> tuple[Sentence, ...]:
        """The sentences that say something: not bare punctuation, nor the title or a heading said again."""
        names = {self.title, *self.chunk.headings}
        return tuple(s for s in self.chunk.sentences if s.text not in names and any(c.isalnum() for c in s.text))


@dataclass(frozen=True, slots=True)
class ListRank:
    """Where one candidate list had a hit: 1-based rank, the list's own score, its share of the fused score."""

    name: str
    rank: int
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query; ``score`` is the fused score, higher is better.

    It is the sum of the lists' shares times every factor of ``boosts``, which are named by their reason. ``beside`` are
    passages of the note, in order, that were found too and are shown with it: together they are one stretch.
    """

    passage: Passage
    score: float
    ranks: tuple[ListRank, ...] = ()
    boosts: tuple[tuple[str, float], ...] = ()
    beside: tuple[Passage, ...] = ()

    @property
    def span(self) -> Span:
        """Where the passage stands in its note, with those beside it."""
        if not self.beside:
            return self.passage.chunk.span
        spans = [chunk.span for chunk in self._chunks]
        return Span(spans[0].start, spans[-1].end, spans[0].line_start, spans[-1].line_end)

    @property
    def text(self) -> str:
        """What stands there."""
        return "".join(chunk.text for chunk in self._chunks)

    @property
    def _chunks(self) -> list[Chunk]:
        chunks = (self.passage.chunk, *(passage.chunk for passage in self.beside))
        return sorted(chunks, key=lambda chunk: chunk.span.start)


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """Sentence ``[n]`` as it is shown to the model.

    ``context`` is what it can't be understood without and does not say itself: its speaker, the line above its list.
    It is shown beside the sentence and is no part of a quote.
    """

    n: int
    path: str
    title: str
    date: date | None
    language: str
    sentence: Sentence
    headings: tuple[str, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbered sentences of one question, and what did not fit the token budget."""

    sentences: tuple[EvidenceSentence, ...]
    left_out: tuple[str, ...] = ()


class Supports(StrEnum):
    """How a cited sentence carries the answer: word for word, by its numbers, dates and names, or by its topic."""

    VERBATIM = "verbatim"
    VALUE = "value"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that was looked up by number: verbatim in ``path`` at these lines.

    ``place`` is what the file calls them: ``3-4``, ``cell 2``, ``00:12:40``; empty for piped text.
    """

    n: int
    path: str
    line_start: int
    line_end: int
    quote: str
    supports: Supports = Supports.TOPIC
    place: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One of several answers that the notes give at different times: citation ``n`` says ``value`` since ``date``."""

    value: str
    date: date | None
    n: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """A piece of a note near a question: ``quote`` as it stands at these lines, ``shown`` without markup.

    ``confidence`` is how likely it answers, ``score`` what it was ordered by, higher is better.
    """

    path: str
    title: str
    line_start: int
    line_end: int
    quote: str
    shown: str
    confidence: float
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``ask`` returns; ``answered`` is false when it abstained, and ``reason`` says why.

    ``short`` is the value itself where one was asked for: a day, a name, yes or no. ``detail`` is what its words leave
    out: the days that "tomorrow" stands for.
    ``features`` are the numbers that ``confidence`` is computed from; ``conflicts`` are the statements of notes that
    contradict each other, newest first.
    """

    question: str
    answered: bool
    answer: str
    citations: tuple[Citation, ...]
    nearest: tuple[Nearest, ...]
    confidence: float
    reason: str
    model: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)
    truncated: tuple[str, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    conflicts: tuple[Statement, ...] = ()
    detail: str = ""
    short: str = ""
