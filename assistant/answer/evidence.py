"""Choosing the sentences that are shown to the model, best first, under a token budget."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.domain import Evidence, EvidenceSentence, Passage, Sentence
from assistant.guards.injection import looks_like_instruction
from assistant.guards.terminal import clean
from assistant.lexical.analysis import QueryWord, analyze, is_cjk

#: Share of a neighbour's coverage that a sentence gets: the answer often stands beside the words of the question.
NEIGHBOUR_SHARE = 0.35
#: How much the rank of its passage counts for a sentence, beside its own coverage of the question (0..1).
PASSAGE_SHARE = 0.5
#: How much title and headings count that hold the question's words.
CONTEXT_SHARE = 0.2
#: A sentence of fewer characters (CJK: a third of them) says less: a greeting, a heading, a bare yes.
SUBSTANCE = 30
#: A sentence that gives orders to whoever reads it aloud is seldom what a question is about.
ORDER_TRUST = 0.5
#: Tokens for a passage's heading line and a sentence's number.
HEADER_TOKENS = 16
NUMBER_TOKENS = 4

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


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
        return sum(w for w, held in zip(self.weights, self.covered(text, language), strict=True) if held)


class Order(Enum):
    """How evidence is laid out: small models lean on what comes first, larger ones read notes as they stand."""

    BEST_FIRST = "best first"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Layout:
    """How much is shown, and how: tokens and sentences at most, none that scores below ``floor`` of the best."""

    tokens: int
    sentences: int
    floor: float
    order: Order


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: Passage
    sentence: Sentence
    score: float


def pack(
    question: Question,
    passages: Sequence[Passage],
    layout: Layout,
    count_tokens: Callable[[str], int],
) -> Evidence:
    """Number the best sentences of ``passages`` (given best first) as ``layout`` says.

    ``left_out`` are the notes that had a sentence good enough, but none within the tokens.
    """
    candidates = [c for rank, passage in enumerate(passages) for c in _candidates(question, passage, rank)]
    floor = layout.floor * max((c.score for c in candidates), default=0.0)
    good = sorted((c for c in candidates if c.score >= floor), key=lambda c: -c.score)
    chosen: list[_Candidate] = []
    shown: set[str] = set()
    texts: set[str] = set()
    too_long: dict[str, None] = {}
    spent = 0
    for candidate in good:
        if len(chosen) == layout.sentences:
            break
        text = flat(candidate.sentence.text)
        cost = count_tokens(text) + NUMBER_TOKENS + (0 if candidate.passage.path in shown else HEADER_TOKENS)
        if spent + cost > layout.tokens:
            too_long[candidate.passage.path] = None
            continue
        if text in texts:
            continue
        chosen.append(candidate)
        texts.add(text)
        shown.add(candidate.passage.path)
        spent += cost
    if layout.order is Order.READING:
        rank = {path: i for i, path in reversed(list(enumerate(p.path for p in passages)))}
        chosen.sort(key=lambda c: (rank[c.passage.path], c.sentence.span.start))
    return Evidence(_numbered(chosen), tuple(path for path in too_long if path not in shown))


def flat(text: str) -> str:
    """A sentence on one line, without control characters and escape sequences."""
    return " ".join(_CONTROL.sub(" ", clean(text)).split())


def _candidates(question: Question, passage: Passage, rank: int) -> list[_Candidate]:
    sentences = passage.content()
    own = [question.coverage(s.text, passage.language) for s in sentences]
    context = question.coverage(" ".join((passage.title, *passage.chunk.headings)), passage.language)
    found = []
    for i, sentence in enumerate(sentences):
        beside = max([*own[max(0, i - 1) : i], *own[i + 1 : i + 2]], default=0.0)
        score = own[i] + NEIGHBOUR_SHARE * beside + CONTEXT_SHARE * context + PASSAGE_SHARE / (1 + rank)
        found.append(_Candidate(passage, sentence, score * _trust(sentence.text)))
    return found


def _trust(text: str) -> float:
    """How much a sentence's score counts: less for a short one, and for one that gives the model orders."""
    size = sum(3 if is_cjk(character) else 1 for character in text)
    return min(1.0, 0.5 + 0.5 * size / SUBSTANCE) * (ORDER_TRUST if looks_like_instruction(text) else 1.0)


def _numbered(chosen: Sequence[_Candidate]) -> tuple[EvidenceSentence, ...]:
    return tuple(
        EvidenceSentence(
            n=n,
            path=c.passage.path,
            title=c.passage.title,
            date=c.passage.date,
            language=c.passage.language,
            sentence=c.sentence,
            headings=c.passage.chunk.headings,
        )
        for n, c in enumerate(chosen, start=1)
    )
