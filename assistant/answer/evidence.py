"""Choosing the sentences that are shown to the model, and what each of them needs beside it, under a token budget."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.answer.neighbours import Neighbours, Surroundings
from assistant.answer.substance import ORDER_TRUST, gives_orders, substance
from assistant.domain import Evidence, EvidenceSentence, Passage, Sentence
from assistant.guards.terminal import clean
from assistant.lexical.analysis import QueryWord, analyze

#: How much the reader counts, which believes (0..1) that the answer stands in a sentence.
READ_SHARE = 1.5
#: How much a word of the question counts that only what the sentence leans on holds: its heading, its speaker.
LEAN_SHARE = 0.6
#: Share of the coverage beside it that a sentence gets: the answer often stands next to the words of the question.
NEIGHBOUR_SHARE = 0.35
#: How much the rank of its passage counts for a sentence, beside its own coverage of the question (0..1).
PASSAGE_SHARE = 0.5
#: How much title and headings count that hold the question's words.
CONTEXT_SHARE = 0.2
#: Characters of each neighbour that is shown in a sentence's line.
CONTEXT_CHARS = 120
#: Some eight sentences: with less evidence, the right sentence is too often not among it, however slow the model.
EVIDENCE_FLOOR = 200
#: Tokens of a sentence's number, its brackets and the line's end.
NUMBER_TOKENS = 5

#: A sentence: the path of its note, and the byte at which it starts there.
Place = tuple[str, int]
NoteOf = Callable[[str], Sequence[Passage]]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_SAID = re.compile(r"[^\W_]+|[?%°]|[-−](?=\d)|[^\w\s]")
_QUOTED = re.compile(r"^\s*(?:>\s*)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as words with weights that sum to 1 (rarer words weigh more)."""

    text: str
    words: tuple[QueryWord, ...]
    weights: tuple[float, ...]

    def covered(self, text: str, language: str) -> list[bool]:
        """Which of the question's words a text holds."""
        terms = analyze(text, language)
        present = {*terms.stemmed, *terms.exact}
        return [not present.isdisjoint(word.stemmed) or not present.isdisjoint(word.exact) for word in self.words]

    def coverage(self, text: str, language: str) -> float:
        """The weighted share of the question's words that a text holds, 0..1."""
        return sum((w for w, held in zip(self.weights, self.covered(text, language), strict=True) if held), 0.0)


class Order(Enum):
    """How evidence is laid out: small models lean on what comes first, larger ones read notes as they stand.

    Best first, what a sentence leans on stands in its line; in reading order it is a numbered line of its own.
    """

    BEST_FIRST = "best first"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Layout:
    """How much is shown, and how: tokens and sentences at most, none that scores below ``floor`` of the best."""

    tokens: int
    sentences: int
    floor: float
    order: Order


def evidence_tokens(tokens_per_second: float, seconds: float, floor: int, ceiling: int) -> int:
    """How much evidence a model reads in ``seconds``: never above ``ceiling``, and else not below ``floor``."""
    return int(min(ceiling, max(floor, tokens_per_second * seconds)))


def flat(text: str) -> str:
    """A sentence on one line, without control characters and escape sequences."""
    return " ".join(_CONTROL.sub(" ", clean(text)).split())


def as_line(sentence: EvidenceSentence) -> str:
    """A sentence as models see it, after its number: what is not the sentence's own in round brackets before it."""
    return _line(sentence.context, sentence.sentence)


def pack(
    question: Question,
    passages: Sequence[Passage],
    layout: Layout,
    count_tokens: Callable[[str], int],
    read: Mapping[Place, float] | None = None,
    note_of: NoteOf | None = None,
) -> Evidence:
    """Number the best sentences of ``passages`` (given best first) as ``layout`` says.

    ``read`` says how likely (0..1) the answer stands in a sentence. The likeliest one is always shown, if it fits.
    ``note_of`` gives the other passages of a note, for what a sentence leans on.
    ``left_out`` are the notes that had a sentence good enough, but none within the tokens.
    """
    candidates = _candidates(question, passages, read or {}, note_of)
    floor = layout.floor * max((c.score for c in candidates), default=0.0)
    good = [c for n, c in enumerate(candidates) if c.score >= floor or (c.read and not n)]
    page = _Page(layout, count_tokens)
    without_room: dict[str, None] = {}
    for candidate in good:
        if len(page.lines) == layout.sentences:
            break
        if not page.add(candidate):
            without_room[candidate.passage.path] = None
    shown = page.numbered()
    return Evidence(shown, tuple(path for path in without_room if path not in {line.path for line in shown}))


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: Passage
    sentence: Sentence
    neighbours: Neighbours
    read: float
    score: float


@dataclass(frozen=True, slots=True)
class _Line:
    passage: Passage
    sentence: Sentence
    score: float
    context: str = ""


class _Page:
    """The lines that were chosen so far."""

    def __init__(self, layout: Layout, count_tokens: Callable[[str], int]) -> None:
        self.lines: list[_Line] = []
        self._layout = layout
        self._count = count_tokens
        self._left = layout.tokens
        self._said: set[tuple[str, ...]] = set()

    def add(self, candidate: _Candidate) -> bool:
        """Show a sentence with as much of what it leans on as fits, unless it was said before; false without room."""
        return _words(candidate.sentence.text) in self._said or any(map(self._take, self._ways(candidate)))

    def numbered(self) -> tuple[EvidenceSentence, ...]:
        """The lines in the layout's order, note by note, the note of the best sentence first."""
        best: dict[str, float] = {}
        for line in self.lines:
            best[line.passage.path] = max(line.score, best.get(line.passage.path, 0.0))
        notes = sorted(best, key=lambda path: -best[path])

        def place(line: _Line) -> tuple[int, float]:
            reading = self._layout.order is Order.READING
            return notes.index(line.passage.path), line.sentence.span.start if reading else -line.score

        return tuple(
            EvidenceSentence(
                n=n,
                path=line.passage.path,
                title=line.passage.title,
                date=line.passage.date,
                language=line.passage.language,
                sentence=line.sentence,
                headings=line.passage.chunk.headings,
                context=line.context,
            )
            for n, line in enumerate(sorted(self.lines, key=place), start=1)
        )

    def _ways(self, candidate: _Candidate) -> Iterator[list[_Line]]:
        """The lines a sentence may be shown in, the best way first."""
        neighbours = candidate.neighbours

        def line(sentence: Sentence, *context: str) -> _Line:
            return _Line(candidate.passage, sentence, candidate.score, _context(context))

        if neighbours.before and self._layout.order is Order.READING:
            unsaid = {_words(n.sentence.text): n for n in neighbours.before}
            known = {*self._said, _words(candidate.sentence.text)}
            above = [line(n.sentence, *filter(None, [n.speaker])) for words, n in unsaid.items() if words not in known]
            yield [*above, line(candidate.sentence, *neighbours.labels)]
        if neighbours.before:
            yield [line(candidate.sentence, *_texts(neighbours))]
        if neighbours.labels:
            yield [line(candidate.sentence, *neighbours.labels)]
        yield [line(candidate.sentence)]

    def _take(self, lines: Sequence[_Line]) -> bool:
        path = lines[0].passage.path
        cost = sum(self._count(_line(line.context, line.sentence)) + NUMBER_TOKENS for line in lines)
        if all(line.passage.path != path for line in self.lines):
            cost += self._count(_header(lines[0].passage))
        if cost > self._left or len(self.lines) + len(lines) > self._layout.sentences:
            return False
        self.lines += lines
        self._left -= cost
        self._said.update(_words(line.sentence.text) for line in lines)
        return True


def _candidates(
    question: Question, passages: Sequence[Passage], read: Mapping[Place, float], note_of: NoteOf | None
) -> list[_Candidate]:
    """All sentences that say something: the one in which the reader sees the answer, then the others by score."""
    notes: dict[str, list[Passage]] = {}
    for passage in passages:
        notes.setdefault(passage.path, []).append(passage)
    around = {path: Surroundings([*(note_of(path) if note_of else ()), *own]) for path, own in notes.items()}
    found = [
        candidate
        for rank, passage in enumerate(passages)
        for candidate in _of_passage(question, passage, rank, read, around[passage.path])
    ]
    likeliest = max((c.read for c in found), default=0.0) or 1.0
    return sorted(found, key=lambda c: (c.read < likeliest, -c.score))


def _of_passage(
    question: Question, passage: Passage, rank: int, read: Mapping[Place, float], around: Surroundings
) -> Iterator[_Candidate]:
    content = {sentence.span.start for sentence in passage.content()}
    sentences = [s for s in passage.chunk.sentences if s.span.start in content or (passage.path, s.span.start) in read]
    neighbours = [around.of(sentence, passage) for sentence in sentences]
    own = [
        _coverage(question, passage.language, sentence, leaned)
        for sentence, leaned in zip(sentences, neighbours, strict=True)
    ]
    place = question.coverage(" ".join((passage.title, *passage.chunk.headings)), passage.language)
    for i, sentence in enumerate(sentences):
        likely = read.get((passage.path, sentence.span.start), 0.0)
        trust = substance(sentence.text)
        if not (trust or likely):
            continue
        beside = max([*own[max(0, i - 1) : i], *own[i + 1 : i + 2]], default=0.0)
        words = own[i] + NEIGHBOUR_SHARE * beside + CONTEXT_SHARE * place + PASSAGE_SHARE / (1 + rank)
        order = ORDER_TRUST if gives_orders(sentence.text) else 1.0
        score = order * (trust * words + READ_SHARE * likely)
        yield _Candidate(passage, sentence, neighbours[i], order * likely, score)


def _coverage(question: Question, language: str, sentence: Sentence, neighbours: Neighbours) -> float:
    """The share of the question that a sentence holds, and in part what it leans on."""
    own = question.covered(sentence.text, language)
    context = " ".join(_texts(neighbours))
    lent = question.covered(context, language) if context else own
    shares = (1.0 if held else LEAN_SHARE if borrowed else 0.0 for held, borrowed in zip(own, lent, strict=True))
    return sum(weight * share for weight, share in zip(question.weights, shares, strict=True))


def _line(context: str, sentence: Sentence) -> str:
    return f"({context}) {flat(sentence.text)}" if context else flat(sentence.text)


def _header(passage: Passage) -> str:
    return f"\n# {flat(passage.title)} ({passage.date})\n\n"


def _texts(neighbours: Neighbours) -> list[str]:
    """Everything a sentence leans on, each neighbour with its speaker unless that is the sentence's own."""
    speakers = ("" if n.speaker in neighbours.labels else n.speaker for n in neighbours.before)
    named = (
        f"{who}: {n.sentence.text}" if who else n.sentence.text
        for who, n in zip(speakers, neighbours.before, strict=True)
    )
    return [*named, *neighbours.labels]


def _context(parts: Sequence[str]) -> str:
    """What a sentence leans on, on one line, each part cut after a word."""
    return " / ".join(_clipped(flat(part)) for part in parts)


def _clipped(text: str) -> str:
    if len(text) <= CONTEXT_CHARS:
        return text
    cut = text[:CONTEXT_CHARS]
    return (cut.rpartition(" ")[0] or cut) + "…"


def _words(text: str) -> tuple[str, ...]:
    """What makes two sentences the same: their words and figures, not case, punctuation and quote marks."""
    folded = unicodedata.normalize("NFKC", flat(_QUOTED.sub(" ", text))).casefold()
    kept = tuple(part for part in _SAID.findall(folded) if part.isalnum() or part in "?%°-−" or _is_sign(part))
    return kept or (folded,)


def _is_sign(character: str) -> bool:
    """Whether it is a currency or a sign of arithmetic; bars and tildes draw tables and strike out."""
    return unicodedata.category(character) in ("Sc", "Sm") and character not in "|~"


def passage_context(passage: Passage) -> str:
    """Everything a passage says with its place: title, headings, date, words."""
    return " ".join((passage.title, *passage.chunk.headings, str(passage.date), passage.chunk.text))
