"""Answering which of two events came first, or how far apart they lie: each is looked up, their dates are compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import product

from assistant.answer.evidence import Question
from assistant.answer.leads import NoteOf
from assistant.answer.timeline import Comparison, Judgement, judge
from assistant.domain import Hit, Passage, Sentence
from assistant.values import ValueKind, find_values

#: Passages in which an event is looked for.
LOOKED_AT = 8
#: What the rank of its passage counts for a sentence, beside the share of the event's words that it holds.
PASSAGE_SHARE = 0.5
PASSAGE_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """Where an event is told: the sentence that holds most of it, and how much its passage holds, 0..1."""

    passage: Passage
    sentence: Sentence
    coverage: float
    score: float


@dataclass(frozen=True, slots=True)
class Ordered:
    """The answer to a comparison, and where both events are told."""

    judgement: Judgement
    first: Event
    second: Event

    @property
    def coverage(self) -> float:
        """How much the notes hold of both events: the mean of what each passage holds, 0..1."""
        return (self.first.coverage + self.second.coverage) / 2


#: Searches for an event's words, and weighs them.
Look = Callable[[str], tuple[Question, Sequence[Hit]]]


def answer_ordering(comparison: Comparison, look: Look, note_of: NoteOf) -> Ordered | None:
    """Look both events up and compare when they were told; None when one isn't found, or their order isn't known.

    Of all pairs the best is taken whose order can be told: two events of one note can't be ordered by its date.
    """
    firsts, seconds = (_events(*look(words)) for words in (comparison.first, comparison.second))
    for first, second in sorted(product(firsts, seconds), key=lambda pair: -sum(event.score for event in pair)):
        judgement = judge(comparison, _moment(first.passage, note_of), _moment(second.passage, note_of))
        if judgement:
            return Ordered(judgement, first, second)
    return None


def _events(question: Question, hits: Sequence[Hit]) -> list[Event]:
    """The best place of each note."""
    best: dict[str, Event] = {}
    for rank, hit in enumerate(hits[:LOOKED_AT]):
        passage = hit.passage
        whole = question.coverage(passage.chunk.text, passage.language)
        around = PASSAGE_WORDS * whole + PASSAGE_SHARE / (1 + rank)
        for sentence in passage.content():
            score = question.coverage(sentence.text, passage.language) + around
            if passage.path not in best or score > best[passage.path].score:
                best[passage.path] = Event(passage, sentence, whole, score)
    return list(best.values())


def _moment(passage: Passage, note_of: NoteOf) -> date:
    """The note's day, with the time when its first line says one."""
    opening = next(iter(note_of(passage.path)), None)
    if opening is None or not opening.chunk.sentences:
        return passage.date
    line = opening.chunk.sentences[0].text
    times = [v.norm for v in find_values(line, passage.language, passage.date) if v.kind is ValueKind.TIME]
    dates = [v for v in find_values(line, passage.language, passage.date) if v.kind is ValueKind.DATE]
    if len(times) != 1 or len(dates) != 1:
        return passage.date
    try:
        return datetime.combine(passage.date, time.fromisoformat(times[0].split("|")[0]))
    except ValueError:
        return passage.date
