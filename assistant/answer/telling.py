"""Who said something, and on which day: what a chat's names and a note's date answer, and no words in the text do."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.evidence import Question
from assistant.answer.questions import Kind
from assistant.answer.values import ValueKind, find_values
from assistant.domain import Hit, Passage, Sentence

#: What the passage's coverage and rank count for a turn, beside the share of the question's words it holds.
PASSAGE_WORDS = 0.5
PASSAGE_SHARE = 0.5
#: A reader's span for a day is believed from this margin on, in logits: more where the question is about a saying,
#: whose text is full of other days.
SURE_OF_A_DAY, SURE_IN_SPEECH = 0.0, 3.0
#: The same for the name of who said something.
SURE_OF_A_SPEAKER = 6.0
#: A note's first line that holds its date is no longer than this.
LEAD_CHARACTERS = 80

_SAYING = re.compile(
    r"\b(?:ask|agree|announce|apologi[sz]e|complain|confirm|congratulate|describe|encourage|express|inform|"
    r"initiate|invite|joke|mention|message|notif|offer|praise|promise|propose|raise|recommend|remind|reply|report|"
    r"request|respond|say|said|send|sent|share|start|suggest|talk|tell|told|text|thank|warn|wish|write|wrote|"
    r"(?:com(?:e|es|ing)|came) up with|(?:bring(?:s|ing)?|brought) up)(?:i?e?s|e?d|i?ed|ing)?\b"
    r"|\b(?:frag|sag|schlug|schläg|erinner|erwähn|empfahl|empfiehl|lud|lädt|schrieb|schreib|bat|meinte)\w*",
    re.IGNORECASE,
)
#: A day that is past: what time it was, or when it will be, a note's date does not say.
_PAST_DAY = re.compile(
    r"(?:when (?:did|was|were|had|has|have)|on (?:which|what) (?:day|date) (?:did|was)|wann)\b", re.IGNORECASE
)
_NAME = r"[^\W\d_][\w.'’-]*"
_TURN = re.compile(
    rf"^(?:\[[^\]\n]{{4,30}}\]\s*)?(?P<name>{_NAME}(?: {_NAME}){{0,2}})\s?(?:: |：)(?=.*[^\W\d_])", re.MULTILINE
)
#: Who a question says does or says something.
_SUBJECT = re.compile(r"\b(?:does|did|do|is|was|has|had|will|would|can|should)(?:n['’]t)?\s+(?=[A-Z])")
_TOGETHER = re.compile(r"\S+")

#: All passages of the note at a path, in order.
NoteOf = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Told:
    """Who told it, or on which day: the answer, and the sentences it rests on. ``coverage`` is 0..1."""

    answer: str
    places: tuple[tuple[Passage, Sentence], ...]
    coverage: float


def believed_from(kind: Kind, text: str) -> float | None:
    """The margin from which a reader's span answers better than ``told``; None where ``told`` has no say."""
    about_saying = bool(_SAYING.search(text))
    if kind is Kind.WHEN and _PAST_DAY.match(text.strip()):
        return SURE_IN_SPEECH if about_saying else SURE_OF_A_DAY
    return SURE_OF_A_SPEAKER if kind is Kind.WHO and about_saying else None


def told(question: Question, kind: Kind, hits: Sequence[Hit], note_of: NoteOf) -> Told | None:
    """The day of the note, or the name of the speaker, where most of the question's words were said."""
    places = sorted(_places(question, hits), key=lambda place: -place[0])
    for _, coverage, passage, sentence in places:
        if kind is Kind.WHEN:
            return _day(passage, sentence, coverage, note_of)
        if speaker := speaker_of(passage, sentence):
            return Told(speaker, ((passage, sentence),), coverage)
    return None


def lead_of(passage: Passage, note_of: NoteOf) -> tuple[Passage, Sentence] | None:
    """The note's first line when it says the note's day, with the passage it stands in."""
    first = next(iter(note_of(passage.path)), None)
    if first is None or not first.chunk.sentences:
        return None
    sentence = first.chunk.sentences[0]
    if len(sentence.text) > LEAD_CHARACTERS or "\n" in sentence.text:
        return None
    days = (v for v in find_values(sentence.text, passage.language, passage.date) if v.kind is ValueKind.DATE)
    written = passage.date.isoformat()
    return (first, sentence) if any(r.startswith(written) for day in days for r in day.readings) else None


def _places(question: Question, hits: Sequence[Hit]) -> Iterator[tuple[float, float, Passage, Sentence]]:
    for rank, hit in enumerate(hits):
        passage = hit.passage
        whole = question.coverage(passage.chunk.text, passage.language)
        for sentence in passage.content():
            held = question.coverage(sentence.text, passage.language)
            yield held + PASSAGE_WORDS * whole + PASSAGE_SHARE / (1 + rank), whole, passage, sentence


def _day(passage: Passage, sentence: Sentence, coverage: float, note_of: NoteOf) -> Told:
    lead = lead_of(passage, note_of)
    if lead is None:
        return Told(passage.date.isoformat(), ((passage, sentence),), coverage)
    when = (ValueKind.DATE, ValueKind.TIME)
    values = [v for v in find_values(lead[1].text, passage.language, passage.date) if v.kind in when]
    words = [
        word
        for word in _TOGETHER.finditer(lead[1].text)
        if any(word.start() < value.end and value.start < word.end() for value in values)
    ]
    answer = lead[1].text[words[0].start() : words[-1].end()].strip("[]()#*")
    return Told(answer, (lead, (passage, sentence)), coverage)


def speaker_of(passage: Passage, sentence: Sentence) -> str:
    """Whose turn of a chat a sentence is in, going by the passage's lines; empty when it is in none."""
    text = passage.chunk.text
    at = text.find(sentence.text)
    before = [turn for turn in _TURN.finditer(text) if turn.start() <= at]
    return before[-1]["name"] if before else ""


def subject_of(question: str) -> str:
    """The name of who a question says does something: "What does Anna Bauer suggest?"; empty without one."""
    if not (verb := _SUBJECT.search(question)):
        return ""
    names = [v for v in find_values(question, "en") if v.kind is ValueKind.NAME]
    return next((name.surface for name in names if name.start == verb.end()), "")


def same_person(a: str, b: str) -> bool:
    """Whether two names may be one person's: written together or apart, with or without the family name."""
    a, b = (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold() for name in (a, b))
    return a.replace(" ", "") == b.replace(" ", "") or not {*a.split()}.isdisjoint(b.split())
