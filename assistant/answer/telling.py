"""Who said something, and on which day: what a chat's names and a note's date answer, and no words in the text do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.evidence import Question
from assistant.answer.leads import NoteOf, lead_of
from assistant.answer.questions import Kind
from assistant.answer.reading import Found
from assistant.answer.turns import turn_of
from assistant.domain import Hit, Passage, Sentence
from assistant.values import ValueKind, find_values

#: What the passage's coverage and rank count for a turn, beside the share of the question's words it holds.
PASSAGE_WORDS = 0.5
PASSAGE_SHARE = 0.5
#: A reader's span for a day is believed from this margin on, in logits: more where the question is about a saying,
#: whose text is full of other days.
SURE_OF_A_DAY, SURE_IN_SPEECH = 0.0, 3.0
#: The same for the name of who said something.
SURE_OF_A_SPEAKER = 6.0
#: A passage that holds less of the question is about something else, whoever speaks in it.
TOLD_FROM = 0.5

_SAYING = re.compile(
    r"\b(?:ask|agree|announce|apologi[sz]e|complain|confirm|congratulate|describe|encourage|express|inform|"
    r"initiate|invite|joke|mention|message|notif|offer|praise|promise|propose|raise|recommend|remind|reply|report|"
    r"request|respond|say|said|send|sent|share|start|suggest|talk|tell|told|text|thank|warn|wish|"
    r"(?:write|wrote)(?=\s+(?:about|back|in|that|to)\b)|"
    r"(?:com(?:e|es|ing)|came) up with|(?:bring(?:s|ing)?|brought) up)(?:i?e?s|e?d|i?ed|ing)?\b"
    r"|\b(?:frag|sag|schlug|schläg|erinner|erwähn|empfahl|empfiehl|lud|lädt|schrieb|schreib|bat|meinte)\w*",
    re.IGNORECASE,
)
#: A day that is past: what time it was, or when it will be, a note's date does not say.
_PAST_DAY = re.compile(
    r"(?:when (?:did|was|were|had|has|have)|on (?:which|what) (?:day|date) (?:did|was)|wann)\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_WRITTEN_OUT = re.compile(r"\d|--\d")
_TOGETHER = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Told:
    """Who told it, or on which day: the answer, and the sentences it rests on. ``coverage`` is 0..1."""

    answer: str
    places: tuple[tuple[Passage, Sentence], ...]
    coverage: float


def is_told(kind: Kind, text: str, found: Sequence[Found]) -> bool:
    """Whether who says it, or the note's day, answers a question better than the reader's best span."""
    about_saying = bool(_SAYING.search(text))
    if kind is Kind.WHEN and _PAST_DAY.match(text.strip()):
        sure = SURE_IN_SPEECH if about_saying else SURE_OF_A_DAY
    elif kind is Kind.WHO and about_saying:
        sure = SURE_OF_A_SPEAKER
    else:
        return False
    if not found or found[0].margin < sure:
        return True
    # "At 7" and "tomorrow" are what was said, not when.
    return kind is Kind.WHEN and about_saying and not _says_which_day(found[0].text)


def told(question: Question, kind: Kind, hits: Sequence[Hit], note_of: NoteOf) -> Told | None:
    """The day of the note, or the name of the speaker, where most of the question's words were said."""
    places = sorted(_places(_what_was_said(question), hits), key=lambda place: -place[0])
    for _, coverage, passage, sentence in places:
        if coverage < TOLD_FROM:
            continue
        if kind is Kind.WHEN:
            return _day(passage, sentence, coverage, note_of)
        if turn := turn_of(passage, sentence):
            # The line that names the speaker, and the one in which it is said: often the same.
            return Told(turn.speaker, ((passage, turn.opening), (passage, sentence)), coverage)
    return None


def _what_was_said(question: Question) -> Question:
    """The question without "suggested" and "told", which are seldom said by who suggests and tells."""
    said = [
        (word, weight)
        for word, weight in zip(question.words, question.weights, strict=True)
        if not _SAYING.fullmatch(word.surface)
    ]
    total = sum(weight for _, weight in said)
    if not total:
        return question
    return Question(question.text, tuple(word for word, _ in said), tuple(weight / total for _, weight in said))


def _places(question: Question, hits: Sequence[Hit]) -> Iterator[tuple[float, float, Passage, Sentence]]:
    for rank, hit in enumerate(hits):
        passage = hit.passage
        whole = question.coverage(passage.chunk.text, passage.language)
        for sentence in passage.content():
            held = question.coverage(sentence.text, passage.language)
            yield held + PASSAGE_WORDS * whole + PASSAGE_SHARE / (1 + rank), whole, passage, sentence


def _day(passage: Passage, sentence: Sentence, coverage: float, note_of: NoteOf) -> Told | None:
    """The day as the first line says it, else as the file's name or its first passage does; a file's age is no day."""
    lead = lead_of(passage, note_of)
    if lead is None:
        written = passage.date.isoformat()
        return Told(written, ((passage, sentence),), coverage) if _says_its_day(passage, note_of) else None
    when = (ValueKind.DATE, ValueKind.TIME)
    values = [v for v in find_values(lead[1].text, passage.language, passage.date) if v.kind in when]
    words = [
        word
        for word in _TOGETHER.finditer(lead[1].text)
        if any(word.start() < value.end and value.start < word.end() for value in values)
    ]
    answer = lead[1].text[words[0].start() : words[-1].end()].strip("[]()#*")
    return Told(answer, (lead, (passage, sentence)), coverage)


def _says_which_day(span: str) -> bool:
    dates = (value.norm for value in find_values(span, "en") if value.kind is ValueKind.DATE)
    return bool(_YEAR.search(span)) or any(map(_WRITTEN_OUT.match, dates))


def _says_its_day(passage: Passage, note_of: NoteOf) -> bool:
    if passage.date.strftime("%Y%m%d") in re.sub(r"\D", "", passage.path):
        return True
    opening = next(iter(note_of(passage.path)), passage)
    days = (v for v in find_values(opening.chunk.text, passage.language) if v.kind is ValueKind.DATE)
    return any(passage.date.isoformat() in day.readings for day in days)
