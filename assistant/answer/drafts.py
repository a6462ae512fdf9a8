"""Answers before they are judged: taken from what the reader found, computed from dates, or said as yes or no."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.denial import denied
from assistant.answer.evidence import Question, flat
from assistant.answer.ordering import Ordered
from assistant.answer.questions import Kind, choices
from assistant.answer.reading import Found
from assistant.answer.telling import Told
from assistant.domain import EvidenceSentence, Passage, Sentence
from assistant.language.scripts import is_cjk

#: Of several spans in one passage, those within so many logits of the best belong to one list.
LIST_LOGITS = 2.0
LIST_ITEMS = 4
#: Power of the share of the question's words that is held, as how sure it makes a yes, a speaker or a day: each word
#: that is lacking may be the one that makes it untrue.
MISSING_WORDS = 4
#: Who said it, or when, may be another note's to tell, however well the words fit.
SURE_AT_MOST = 0.9
#: A passage that nobody read has to hold so much of the question. Of a Chinese one, some pairs of characters reach from
#: word to word, and stand in no note.
UNREAD = 0.4

_GAP = re.compile(r"\s*(?:[,;&/]|\band\b|\bund\b|\bor\b|\boder\b|、|和|\s)*\s*")
_YES_NO = {"de": ("Ja", "Nein"), "zh": ("是", "不是")}


@dataclass(frozen=True, slots=True)
class Stated:
    """Words, and the sentences that they rest on."""

    text: str
    cited: tuple[EvidenceSentence, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer and the sentences it rests on, best first; ``claims`` are its parts, where each has its own.

    ``detail`` is what its words leave out: the dates it was computed from. ``written`` is the mean log probability
    of the chat model's tokens, ``agreed`` whether it and the reader agree, ``held`` how sure
    an answer is that was computed and not read, 0..1; ``None`` where that does not apply.
    """

    answer: str
    cited: tuple[EvidenceSentence, ...]
    detail: str = ""
    written: float | None = None
    agreed: bool | None = None
    held: float | None = None
    claims: tuple[Stated, ...] = ()


def read_draft(parts: Sequence[tuple[Kind, Sequence[Found]]]) -> Draft | None:
    """The reader's best span for every part of a question; of a list, the spans that belong to it.

    A further part is answered by the note that answered the first, if the reader believes that it can be.
    """
    answers: list[str] = []
    places: list[tuple[Passage, Sentence]] = []
    for kind, found in parts:
        here = found if not places else [f for f in found if f.margin > 0 and f.passage.path == places[0][0].path]
        if not here:
            continue
        spans = _listed(here) if kind is Kind.LIST else [here[0]]
        answers.append(_joined(spans))
        places += [(span.passage, span.sentence) for span in spans]
    return Draft("; ".join(dict.fromkeys(answers)), numbered(places)) if answers else None


def ordered_draft(ordered: Ordered) -> Draft:
    """Yes or no, with both events and their dates."""
    verdict, _, detail = ordered.judgement.words.partition(": ")
    places = [(event.passage, event.sentence) for event in (ordered.first, ordered.second)]
    return Draft(verdict, numbered(places), detail=detail.removesuffix("."), held=ordered.coverage)


def told_draft(told: Told) -> Draft:
    """Who said it, or on which day."""
    return Draft(told.answer, numbered(told.places), held=SURE_AT_MOST * told.coverage**MISSING_WORDS)


def yes_no_draft(question: Question, evidence: Sequence[EvidenceSentence]) -> Draft | None:
    """Yes when the best sentence says what was asked, no when it denies it."""
    if not evidence:
        return None
    best = max(evidence, key=lambda s: question.coverage(s.sentence.text, s.language))
    yes, no = _YES_NO.get(best.language, ("Yes", "No"))
    says_no = bool(denied(yes, question.text, [best.sentence.text], best.language))
    held = question.coverage(best.sentence.text, best.language)
    return Draft(no if says_no else yes, (best,), held=held**MISSING_WORDS)


def quote_draft(evidence: Sequence[EvidenceSentence], coverage: float) -> Draft | None:
    """The best line itself, where nobody can read it; nothing when the passages hold too little of the question.

    ``coverage`` is how much of it the best passage holds, 0..1, and so how sure it is: the confidence is fitted to what
    was read.
    """
    return Draft(flat(evidence[0].sentence.text), (evidence[0],), held=coverage) if coverage >= UNREAD else None


def choice_draft(question: Question, found: Sequence[Found]) -> Draft | None:
    """The alternative that the best span, or the sentence around it, names alone."""
    alternatives = choices(question.text)
    for span in found:
        for text in (span.text, span.sentence.text):
            named = [choice for choice in alternatives if _names(text, choice)]
            if len(named) == 1:
                return Draft(named[0], numbered([(span.passage, span.sentence)]))
    return None


def _names(text: str, choice: str) -> bool:
    """Whether a text holds an alternative as words of its own; Chinese has no spaces between them."""
    words = re.escape(choice.casefold())
    pattern = words if is_cjk(choice) else rf"(?<!\w){words}(?!\w)"
    return bool(re.search(pattern, text.casefold()))


def numbered(places: Sequence[tuple[Passage, Sentence]]) -> tuple[EvidenceSentence, ...]:
    """Sentences as evidence, each once, numbered from 1."""
    unique = dict.fromkeys((passage.chunk_id, sentence) for passage, sentence in places)
    passages = {passage.chunk_id: passage for passage, _ in places}
    return tuple(evidence_of(passages[chunk_id], sentence, n) for n, (chunk_id, sentence) in enumerate(unique, start=1))


def evidence_of(passage: Passage, sentence: Sentence, n: int) -> EvidenceSentence:
    """A sentence of a passage under a number."""
    return EvidenceSentence(
        n=n,
        path=passage.path,
        title=passage.title,
        date=passage.date,
        language=passage.language,
        sentence=sentence,
        headings=passage.chunk.headings,
    )


def _listed(found: Sequence[Found]) -> list[Found]:
    """The spans of the best one's passage that belong with it, as they stand."""
    best = found[0]
    near = [
        one
        for one in found
        if one.passage.chunk_id == best.passage.chunk_id and one.margin > 0 and one.margin >= best.margin - LIST_LOGITS
    ]
    near = near[:LIST_ITEMS] or [best]
    return sorted(near, key=lambda one: one.start)


def _joined(spans: Sequence[Found]) -> str:
    """The spans as a list; those between which nothing but a comma or an "and" stands are one run of words."""
    items: list[str] = []
    for before, span in zip((None, *spans), spans, strict=False):
        between = _between(before, span) if before else None
        if between is not None and _GAP.fullmatch(between):
            items[-1] += between + span.text
        else:
            items.append(span.text)
    return ", ".join(dict.fromkeys(map(flat, items)))


def _between(before: Found, span: Found) -> str | None:
    """What stands between two spans of one sentence."""
    if before.sentence != span.sentence:
        return None
    return span.passage.chunk.text[before.start + len(before.text) : span.start]
