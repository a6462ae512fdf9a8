"""The sentences of some passages that a summary may be made of."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.answer.check.clauses import content
from assistant.digest.courtesies import is_courtesy
from assistant.digest.leaning import leans
from assistant.digest.model import Line
from assistant.digest.substance import SUBSTANCE, gives_orders, size, substance
from assistant.digest.wording import goes_on, shown, wholeness
from assistant.domain import EvidenceSentence, Passage, Sentence, State, Unit, UnitKind
from assistant.guards.terminal import one_line
from assistant.values import ValueKind, find_values

#: A line with this many words that tell something says enough to stand in a summary; a pair of Chinese characters
#: counts as a word.
FULL = 8
#: A longer line, in characters, says several things, or is a table, or code.
MAX_SIZE = 420
#: What a line is worth that speaks of somebody whom only the line before names.
LEANING = 0.6
#: What a question is worth: it tells less than an answer.
ASKING = 0.6
#: What a line is worth that only wonders.
HEDGED = 0.7
#: What a line is worth that cries out: greetings, thanks and cheers do.
CRYING = 0.7
#: What a line is worth without a name, a number or a date, and what with names alone.
VAGUE, NAMED = 0.65, 0.8
#: What a greeting or a cheer is worth: a note that holds nothing else is still told of.
COURTEOUS = 0.05

#: What people write to be read; rows, code, fields and headings tell nothing by themselves.
_TELLING = frozenset(
    (UnitKind.PROSE, UnitKind.ITEM, UnitKind.TASK, UnitKind.QUOTE, UnitKind.CALLOUT, UnitKind.ENTRY, UnitKind.TURN)
)
_NOT_SO = frozenset((State.CANCELLED, State.STRUCK))
#: Tasks that are to do, or were done.
_LIVE = frozenset((State.OPEN, State.ACTIVE, State.DONE))
#: Nobody writes seconds: a program kept this log.
_LOGGED = re.compile(r"\W*(?:\d{4}-\d\d-\d\d[T ,]{1,2})?\d\d:\d\d:\d\d\b")
_HEDGES = re.compile(r"^\W*(?:maybe|perhaps|i (?:guess|wonder|think)|vielleicht|也许|可能)(?:\b|(?=\w))", re.IGNORECASE)
_REFERENCES = re.compile(
    r"\W*(?:references?|see also|further reading|bibliography|links|sources|footnotes|literatur|quellen|siehe auch"
    r"|参考(?:资料|文献|链接)?|延伸阅读|相关链接)\W*$",
    re.IGNORECASE,
)


def lines_of(passages: Sequence[Passage]) -> list[Line]:
    """Every sentence that says something, numbered from 1, in the order of the passages.

    Its first ``salience`` is what it is worth alone, 0..1: how much it says, and whether it can be understood by
    itself. What gives orders to a reading machine, what was said before, what was cancelled or struck out, and
    templates are left out.
    """
    templates = {passage.path for passage in passages if any(map(_is_template, passage.chunk.units))}
    found: list[Line] = []
    known: set[str] = set()
    for passage in passages:
        for unit in passage.chunk.units if passage.path not in templates else ():
            for sentence, text in _told(unit) if _is_telling(unit) else ():
                worth = _worth(passage, unit, sentence, text)
                if worth and text.casefold() not in known:
                    known.add(text.casefold())
                    found.append(_line(passage, unit, sentence, text, len(found) + 1, worth))
    return found


def _is_template(unit: Unit) -> bool:
    return unit.kind is UnitKind.PLACEHOLDER


def _is_telling(unit: Unit) -> bool:
    if unit.kind not in _TELLING or unit.state in _NOT_SO:
        return False
    if unit.kind is UnitKind.TASK and unit.state not in _LIVE:
        return False
    return not (unit.kind is UnitKind.ENTRY and _LOGGED.match(unit.text))


def _told(unit: Unit) -> Iterator[tuple[Sentence, str]]:
    """The sentences of a unit as they are shown; a task, or a unit of one sentence, is what the unit says."""
    if unit.sentences and (unit.kind is UnitKind.TASK or len(unit.sentences) == 1):
        yield unit.sentences[0], one_line(unit.said)
    else:
        yield from ((sentence, shown(one_line(sentence.text))) for sentence in unit.sentences)


def _line(passage: Passage, unit: Unit, sentence: Sentence, text: str, n: int, worth: float) -> Line:
    evidence = EvidenceSentence(
        n=n,
        path=passage.path,
        title=passage.title,
        date=unit.day or passage.date,
        language=passage.language,
        sentence=sentence,
        headings=unit.headings,
        context=_lead(passage, unit, text),
    )
    alone = unit.kind in (UnitKind.ITEM, UnitKind.TASK) or len(unit.sentences) == 1
    return Line(evidence, text, unit, is_item=alone, salience=worth)


def _lead(passage: Passage, unit: Unit, text: str) -> str:
    """Who says a line; else the heading above, where it is a date, or the line an item or too short to stand alone."""
    if unit.kind is UnitKind.TASK:
        return DONE if unit.state is State.DONE else ""
    heading = shown(one_line(unit.headings[-1])) if unit.headings else ""
    known = passage.title.casefold()
    if not heading or heading.casefold() in known or known in heading.casefold() or heading == text:
        heading = ""
    short = not unit.speaker and unit.depth < 2 and (unit.kind is UnitKind.ITEM or size(text) < 2 * SUBSTANCE)
    leads = [heading] if heading and (short or _is_dated(heading, passage.language)) else []
    return " / ".join([*leads, *filter(None, [unit.speaker])])


DONE = "Done"
"""What leads a task that was done: its words alone read like one that is to do."""


@lru_cache(maxsize=1024)
def _is_dated(heading: str, language: str) -> bool:
    return any(value.kind is ValueKind.DATE for value in find_values(heading, language))


def _worth(passage: Passage, unit: Unit, sentence: Sentence, text: str) -> float:
    """What a sentence is worth alone, 0..1."""
    raw = one_line(sentence.text)
    is_reference = any(map(_REFERENCES.match, passage.chunk.headings[-1:]))
    if size(text) > MAX_SIZE or is_reference or gives_orders(raw):
        return 0.0
    words = len(content(text, ""))
    if unit.kind is UnitKind.TASK:
        return min(1.0, max(words, 1) / FULL)
    kinds = {value.kind for value in find_values(text, passage.language)}
    worth = substance(raw) * wholeness(text) * min(1.0, words / FULL)
    faults = (
        (LEANING, leans(text, passage.language) or goes_on(text)),
        (ASKING, text.endswith(("?", "？"))),
        (CRYING, "!" in text[-3:] or "！" in text[-3:]),
        (HEDGED, bool(_HEDGES.match(text))),
        (VAGUE, not kinds),
        (NAMED, kinds == {ValueKind.NAME}),
        (COURTEOUS, is_courtesy(text, words)),
    )
    for factor, holds in faults:
        worth *= factor if holds else 1.0
    return worth


def by_note(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each note, the notes in order of their first line."""
    notes: dict[str, list[Line]] = {}
    for line in lines:
        notes.setdefault(line.evidence.path, []).append(line)
    yield from notes.items()
