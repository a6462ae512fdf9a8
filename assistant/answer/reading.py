"""What the reader finds in the passages: spans that may be the answer, each with the sentence it stands in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer.fit import fits
from assistant.answer.leads import NoteOf, lead_of
from assistant.answer.questions import Kind
from assistant.answer.spans import grown
from assistant.answer.substance import gives_orders
from assistant.answer.turns import characters, same_person, subjects_of, turn_of
from assistant.domain import Hit, Passage, Sentence
from assistant.engines.ports import Reader, SpanFound

#: Logits that a passage of half the best one's score loses; the reader alone can't tell two plausible notes apart.
RANK_WEIGHT = 6.0
#: Logits for an answer of the kind that the question asks for: a date, a number, a name.
FIT_WEIGHT = 2.0
#: Logits that a span loses in a chat when someone else says it than the one whose doing is asked about.
OTHER_SPEAKER = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """A span that may be the answer.

    ``text`` is verbatim, from character ``start`` of ``passage`` on, and a part of ``sentence``. ``margin`` is the
    reader's own, in logits over "no answer", ``looked`` that of a second look at the sentence alone; ``score`` adds how
    good the passage is, whether the span is of the right kind, and who says it.
    ``read_with`` is the passage in which it was found: a note's date is found with what was said that day.
    """

    text: str
    passage: Passage
    sentence: Sentence
    start: int
    margin: float
    probability: float
    score: float
    read_with: Passage
    looked: float


@dataclass(frozen=True, slots=True)
class _Lead:
    """The line before a passage that says when it was written: its sentence in the note's first passage.

    ``start`` is the sentence's first character there.
    """

    passage: Passage
    sentence: Sentence
    start: int


def read(reader: Reader, question: str, kind: Kind, hits: Sequence[Hit], note_of: NoteOf) -> tuple[Found, ...]:
    """The spans found in the passages of ``hits``, best first, one for each place."""
    subjects = subjects_of(question)
    leads = [_lead(hit.passage, note_of) for hit in hits]
    prefixes = [f"{lead.sentence.text}\n" if lead else "" for lead in leads]
    sentences = [list(characters(hit.passage)) for hit in hits]
    texts = [
        prefix + without_orders(hit.passage, of) for prefix, hit, of in zip(prefixes, hits, sentences, strict=True)
    ]
    breaks = [[len(prefix) + at for at, _ in of] for prefix, of in zip(prefixes, sentences, strict=True)]
    readings = reader.read(question, texts, breaks=breaks)
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    found: dict[tuple[int, int, str], Found] = {}
    for hit, lead, prefix, of, reading in zip(hits, leads, prefixes, sentences, readings, strict=True):
        trust = RANK_WEIGHT * math.log2(max(hit.score / best, 0.05))
        for span in reading.spans:
            place = _place(hit.passage, lead, len(prefix), of, span)
            if place is None:
                continue
            place = _whole(place, kind, question)
            score = span.score + trust + FIT_WEIGHT * fits(place.text, kind, hit.passage.language)
            score -= OTHER_SPEAKER * _is_said_by_another(subjects, place)
            one = Found(
                text=place.text,
                passage=place.passage,
                sentence=place.sentence,
                start=place.start,
                margin=span.score,
                probability=span.probability,
                score=score,
                read_with=hit.passage,
                looked=span.score,
            )
            key = (one.passage.chunk_id, one.start, one.text)
            if key not in found or one.score > found[key].score:
                found[key] = one
    return tuple(sorted(found.values(), key=lambda one: -one.score))


def without_orders(passage: Passage, sentences: Sequence[tuple[int, Sentence]]) -> str:
    """The passage's text with blanks where a sentence speaks to the model: it is no answer, and must not colour any."""
    text = passage.chunk.text
    for at, sentence in sentences:
        if gives_orders(sentence.text):
            end = at + len(sentence.text)
            text = text[:at] + " " * (end - at) + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class _Place:
    """``start`` is the span's first character in the passage, ``at`` its sentence's."""

    text: str
    passage: Passage
    sentence: Sentence
    start: int
    at: int


def _place(
    passage: Passage, lead: _Lead | None, prefix: int, sentences: Sequence[tuple[int, Sentence]], span: SpanFound
) -> _Place | None:
    """Where a span of the text that was read stands; nothing when it is in no sentence."""
    if lead and span.end < prefix:
        text = lead.sentence.text[span.start : span.end]
        return _Place(text, lead.passage, lead.sentence, lead.start + span.start, lead.start)
    start, end = span.start - prefix, span.end - prefix
    for at, sentence in sentences:
        if at <= start and end <= at + len(sentence.text):
            return _Place(sentence.text[start - at : end - at], passage, sentence, start, at)
    return None


def _whole(place: _Place, kind: Kind, question: str) -> _Place:
    """The place of all that belongs together."""
    text, first = place.sentence.text, place.start - place.at
    span = grown(text, (first, first + len(place.text)), kind, question, place.passage.language)
    return replace(place, text=text[slice(*span)], start=place.at + span[0])


def _is_said_by_another(subjects: Sequence[str], place: _Place) -> bool:
    turn = turn_of(place.passage, place.sentence) if subjects else None
    return turn is not None and not any(same_person(subject, turn.speaker) for subject in subjects)


def _lead(passage: Passage, note_of: NoteOf) -> _Lead | None:
    """The note's first line when it says the note's day, and the passage does not hold it itself."""
    lead = lead_of(passage, note_of)
    if lead is None or lead[0].chunk_id == passage.chunk_id:
        return None
    first, sentence = lead
    return _Lead(first, sentence, next(at for at, one in characters(first) if one == sentence))
