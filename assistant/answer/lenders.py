"""The lines that a claim rests on beside those it points at: what a line was shown with has lines of its own.

A model sees a sentence with what it leans on, its speaker, its question, its heading, and may say that. Then the line
that says it is cited, too; nothing rests on words that no cited line holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.drafts import Stated
from assistant.answer.leads import NoteOf
from assistant.answer.verify import verify
from assistant.domain import EvidenceSentence, Sentence


def with_lenders(claims: Sequence[Stated], first: int, question: str, note_of: NoteOf) -> tuple[Stated, ...]:
    """The claims, each with the lines that lend it something; those are numbered from ``first`` on."""
    known: dict[tuple[str, Sentence], EvidenceSentence] = {}
    return tuple(_with_lenders(claim, known, first, question, note_of) for claim in claims)


def _with_lenders(
    claim: Stated, known: dict[tuple[str, Sentence], EvidenceSentence], first: int, question: str, note_of: NoteOf
) -> Stated:
    alone = tuple(replace(sentence, context="") for sentence in claim.cited)
    if not alone:
        return claim
    lent = list(alone)
    for words in verify(claim.text, alone, question, alone[0].language).missing:
        for leaning, bare in zip(claim.cited, alone, strict=True):
            if words.casefold() not in leaning.context.casefold():
                continue
            for sentence in _above(leaning, words, note_of):
                key = (leaning.path, sentence)
                lent.append(known.setdefault(key, replace(bare, n=first + len(known), sentence=sentence)))
                break
    return Stated(claim.text, tuple(dict.fromkeys(lent)))


def _above(leaning: EvidenceSentence, words: str, note_of: NoteOf) -> Iterator[Sentence]:
    """The sentences above one in its note that hold some words, nearest first."""
    start = leaning.sentence.span.start
    sentences = {s.span.start: s for passage in note_of(leaning.path) for s in passage.chunk.sentences}
    for at in sorted((at for at in sentences if at < start), reverse=True):
        if words.casefold() in sentences[at].text.casefold():
            yield sentences[at]
