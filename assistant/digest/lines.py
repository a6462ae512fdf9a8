"""The sentences of some passages that a summary may be made of."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.check.clauses import content
from assistant.digest.courtesies import is_courtesy
from assistant.digest.leaning import leans, turn_of
from assistant.digest.model import Line
from assistant.digest.neighbours import Surroundings
from assistant.digest.substance import gives_orders, size, substance
from assistant.digest.wording import goes_on, shown, wholeness
from assistant.domain import EvidenceSentence, Passage, Sentence
from assistant.guards.terminal import one_line
from assistant.values import ValueKind, find_values

NoteOf = Callable[[str], Sequence[Passage]]

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
#: What a sentence is worth that runs over the items of a list.
RUN_ON = 0.3
#: What a greeting or a cheer is worth: a note that holds nothing else is still told of.
COURTEOUS = 0.05
#: In a chat more lines than this say who speaks, and somebody does so this often.
CHAT, SPEAKS = 0.5, 2

_ITEM = re.compile(r"^[\s>]*(?:[-*+•]|\d{1,3}[.)])\s")
_HEDGES = re.compile(r"^\W*(?:maybe|perhaps|i (?:guess|wonder|think)|vielleicht|也许|可能)(?:\b|(?=\w))", re.IGNORECASE)
_RUN_ON = re.compile(r"\n\s*(?:[-*+•]\s|\d{1,3}[.)]\s|\n)")
_STAMP = re.compile(r"^[\d:./ -]*\d(?: ?[AaPp]\.?[Mm]\.?)? (?=\S)")
_REFERENCES = re.compile(
    r"\W*(?:references?|see also|further reading|bibliography|links|sources|footnotes|literatur|quellen|siehe auch"
    r"|参考(?:资料|文献|链接)?|延伸阅读|相关链接)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence with the line of its note on which it begins, and what it is worth alone."""

    passage: Passage
    sentence: Sentence
    written: str
    worth: float


def lines_of(passages: Sequence[Passage], note_of: NoteOf) -> list[Line]:
    """Every sentence that says something, numbered from 1, in the order of the passages.

    ``note_of`` gives all passages of a note, for what a sentence leans on. Its first ``salience`` is what it is worth
    alone, 0..1: how much it says, and whether it can be understood by itself. What gives orders to a reading machine,
    and what was said before, is left out.
    """
    found: list[_Found] = []
    known: set[str] = set()
    for passage in passages:
        for sentence in passage.content():
            words = shown(one_line(sentence.text)).casefold()
            worth = _worth(passage, sentence)
            if worth and words not in known:
                known.add(words)
                found.append(_Found(passage, sentence, _written(passage, sentence), worth))
    around = {path: Surroundings(note_of(path)) for path in {one.passage.path for one in found}}
    speakers = _speakers(passages)
    return [
        _line(one, around[one.passage.path], speakers.get(one.passage.path, frozenset()), n)
        for n, one in enumerate(found, start=1)
    ]


def _line(found: _Found, around: Surroundings, speakers: frozenset[str], n: int) -> Line:
    passage, sentence = found.passage, found.sentence
    label = _label(found.written)
    # What stands before a colon leads a line only where it is a name.
    leads = [
        each
        for each in around.of(sentence, passage).labels
        if not label or not each.endswith(label) or label in speakers
    ]
    evidence = EvidenceSentence(
        n=n,
        path=passage.path,
        title=passage.title,
        date=passage.date,
        language=passage.language,
        sentence=sentence,
        headings=passage.chunk.headings,
        context=" / ".join(shown(one_line(each)) for each in leads),
    )
    text = shown(one_line(sentence.text))
    turn = turn_of(text)
    said = text[len(turn.text) :] if turn and _label(text) in speakers else text
    is_item = bool(_ITEM.match(found.written)) or len(found.written.strip()) <= len(sentence.text)
    return Line(evidence, text, said, label if label in speakers else "", is_item, found.worth)


def _written(passage: Passage, sentence: Sentence) -> str:
    """The line on which a sentence begins, as far as it lies in the passage."""
    raw = passage.chunk.text.encode()
    at = sentence.span.start - passage.chunk.span.start
    end = raw.find(b"\n", at)
    return raw[raw.rfind(b"\n", 0, at) + 1 : len(raw) if end < 0 else end].decode(errors="replace")


def _label(written: str) -> str:
    """Who or what stands before a line's colon, without the time before it."""
    turn = turn_of(one_line(written))
    return _STAMP.sub("", turn.label) if turn else ""


def _speakers(passages: Sequence[Passage]) -> dict[str, frozenset[str]]:
    """Who speaks in each note that is a chat; in others, what stands before a colon is no name."""
    written: dict[str, set[tuple[int, str]]] = {}
    for passage in passages:
        for sentence in passage.content():
            label = _label(_written(passage, sentence))
            written.setdefault(passage.path, set()).add((sentence.span.line_start, label))
    chats = {}
    for path, own in written.items():
        often = Counter(label for _, label in own if label)
        if often.total() > CHAT * len(own) and max(often.values()) >= SPEAKS:
            chats[path] = frozenset(often)
    return chats


def _worth(passage: Passage, sentence: Sentence) -> float:
    """What a sentence is worth alone, 0..1."""
    raw = one_line(sentence.text)
    text = shown(raw)
    turn = turn_of(text)
    said = text[len(turn.text) :] if turn else text
    is_reference = any(map(_REFERENCES.match, passage.chunk.headings[-1:]))
    if size(text) > MAX_SIZE or raw.startswith("|") or is_reference or gives_orders(raw):
        return 0.0
    words = len(content(said, ""))
    kinds = {value.kind for value in find_values(said, passage.language)}
    worth = substance(raw) * wholeness(text) * min(1.0, words / FULL)
    faults = (
        (LEANING, leans(said, passage.language) or goes_on(said)),
        (ASKING, said.endswith(("?", "？"))),
        (CRYING, "!" in said[-3:] or "！" in said[-3:]),
        (HEDGED, bool(_HEDGES.match(said))),
        (VAGUE, not kinds),
        (NAMED, kinds == {ValueKind.NAME}),
        (RUN_ON, bool(_RUN_ON.search(sentence.text))),
        (COURTEOUS, is_courtesy(said, words)),
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
