"""Talks without times, ``Name: what was said``: names that come again and take turns, unlike labels."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.domain import UnitKind
from assistant.language.persons import speaks
from assistant.notes.records.record import OUTER, Line, Record, paragraphs, trimmed

LONG = 3
"""In a talk of more turns it is not one alone who speaks of himself, or somebody asks."""

WORDS_OF_SPEECH = 3
"""What is said has this many words in the middle; what stands behind a label often has fewer."""

#: A time in brackets may stand between a name and its colon.
_CLOCK = rf"(?:[{OUTER}]*[*_]{{0,2}}[(\[](?P<time>\d{{1,2}}:\d\d(?::\d\d)?)[)\]][*_]{{0,2}})?"
_LABEL = re.compile(
    rf"[{OUTER}]*[*_]{{0,2}}(?P<name>[^\W_][^\n:*_\[\]()|<>#,;!?]{{0,40}}?)[*_]{{0,2}}{_CLOCK}[:：][*_]{{0,2}}(?:[{OUTER}]+|$|(?<=：))"
)


@dataclass(frozen=True, slots=True)
class _Head:
    line: int
    paragraph: int
    name: str
    words: int
    text: str
    time: str = ""


def talk(flat: str, lines: Sequence[Line], least: int = 3) -> list[Record]:
    """The turns of a talk; none where the labels at the heads of lines are no speakers."""
    heads = list(_heads(lines))
    names = _speakers(heads, least)
    heads = [head for head in heads if head.name in names]
    if not heads or not _covers(lines, heads):
        return []
    ends = [*(head.line for head in heads[1:]), len(lines)]
    return [_turn(flat, lines[head.line : end], head) for head, end in zip(heads, ends, strict=True)]


def _heads(lines: Sequence[Line]) -> Iterator[_Head]:
    paragraph, after_blank = 0, False
    for number, line in enumerate(lines):
        if line.blank:
            paragraph += not after_blank
            after_blank = True
            continue
        after_blank = False
        found = _LABEL.match(line.text)
        if found and len(found["name"].split()) <= 4:
            rest = line.text[found.end() :].strip()
            below = lines[number + 1].text.strip() if not rest and number + 1 < len(lines) else ""
            if rest or below:
                yield _Head(number, paragraph, found["name"].strip(), found.end(), rest or below, found["time"] or "")


def _speakers(heads: Sequence[_Head], least: int) -> frozenset[str]:
    """The labels that are names: at least two of them, that come again, take turns and are followed by speech."""
    counts = Counter(head.name for head in heads)
    again = {name for name, count in counts.items() if count > 1}
    if len(heads) < least or not again or len(counts) < 2 or all(len(name) < 2 for name in counts):
        return frozenset()  # "Q" and "A" are nobody
    turns = sum(before.name != after.name for before, after in pairwise(heads))
    if len(counts) * 4 > len(heads) * 3 or turns * 3 < (len(heads) - 1) * 2:
        return frozenset()
    timed = all(head.time for head in heads)
    if not timed and (_is_form(heads) or not _is_speech(heads)):
        return frozenset()
    return frozenset(counts)


def _is_speech(heads: Sequence[_Head]) -> bool:
    """Whether several ask, or say "I" or "you", and what is said is longer than what is filled in."""
    spoken = {head.name for head in heads if speaks(head.text)}
    if not spoken or (len(heads) > LONG and len(spoken) < 2 and not any(_asks(head) for head in heads)):
        return False
    words = [len(head.text.split()) if head.text.isascii() else len(head.text) // 2 for head in heads]
    return median(words) >= WORDS_OF_SPEECH


def _asks(head: _Head) -> bool:
    return head.text.rstrip().endswith(("?", "？", "؟"))


def _is_form(heads: Sequence[_Head]) -> bool:
    """Whether the same labels are filled in anew, paragraph by paragraph, and none comes twice in one of them."""
    rows: dict[int, list[str]] = {}
    for head in heads:
        rows.setdefault(head.paragraph, []).append(head.name)
    filled = [row for row in rows.values() if len(row) > 1]
    return len(filled) > 1 and all(len(set(row)) == len(row) for row in filled) and len(filled) * 2 > len(rows)


def _covers(lines: Sequence[Line], heads: Sequence[_Head]) -> bool:
    """Whether most paragraphs from the first turn on have a turn in them."""
    rest = lines[heads[0].line :]
    return len({head.paragraph for head in heads}) * 2 >= sum(1 for _ in paragraphs(rest))


def _turn(flat: str, lines: Sequence[Line], head: _Head) -> Record:
    blank = next((number for number, line in enumerate(lines) if line.blank), len(lines))
    kept = lines[:blank]
    said = [trimmed(flat, kept[0].start + head.words, kept[0].end)]
    said += [trimmed(flat, line.start, line.end) for line in kept[1:]]
    ranges = tuple(pair for pair in said if pair[0] < pair[1])
    return Record(UnitKind.TURN, kept[0].start, kept[-1].end, ranges, time=head.time, speaker=head.name)
