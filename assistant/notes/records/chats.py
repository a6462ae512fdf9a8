"""Chats of a message a line: exports of WhatsApp, Signal and Telegram, logs of IRC, saved chats of meetings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain import UnitKind
from assistant.notes.records.record import OUTER, Line, Record, trimmed
from assistant.notes.records.stamps import Stamp, day_within, days_read, stamp_at

NAME_CHARS = 60
DAY_LINE = 60
"""A longer line with a day in it does not say that a day begins."""

_GAP = re.compile(r"[ \t\xa0\u202f]*[-–—|]?[ \t\xa0\u202f]+|(?<=[\])>]):?")
_NICK = re.compile(r"<[@+%&~! ]?(?P<name>[^<>\n]{1,40})>[ \t]?|\*[ \t]+(?P<actor>[^\s*]{1,30})[ \t]")
_FROM = re.compile(r"From[ \t]+(?P<sender>[^:\n]{1,60}?)[ \t]*(?:[ \t]to[ \t]+[^:\n]{1,60})?:[ \t]*")
_NAME = re.compile(
    rf"(?P<mark>[{OUTER}~@*_]*)(?P<name>[^:\n\[\]<>|=\"]{{1,{NAME_CHARS}}}?)[*_]{{0,2}}:[*_]{{0,2}}(?:[{OUTER}]+|$)"
)
#: Cells of a table: when, who, what.
_CELLS = re.compile(r"\t(?P<name>[^\t\n]{1,40}?)[ ]*\t(?=[^\t\n]+$)")
_PROGRAM = "\u200e"
"""WhatsApp on an iPhone puts this mark in front of what it says itself."""
_OMITTED = re.compile(
    r"<[^<>\n]{3,80}>|[\w-]+\.(?:jpe?g|png|gif|webp|heic|mp4|mov|opus|ogg|m4a|mp3|pdf|vcf)(?:[ \t]+\([^()\n]*\))?"
)
_NOTICE = re.compile(rf"[{OUTER}]*(?:-{{2,3}}|\*{{3}}|={{2,3}}|-!-)[{OUTER}]+\S")
"""What a program of IRC says between messages: that the day changed, that somebody came."""
_EDITED = re.compile(rf"[{OUTER}]*\u200e<[^<>\n]{{3,80}}>[{OUTER}]*$")
_LEVEL = re.compile(r"[A-Z]{3,9}")


@dataclass(frozen=True, slots=True)
class _Message:
    """The head of a line: its stamp, who speaks, and where the words begin; ``sent`` where it says "from"."""

    line: int
    stamp: Stamp
    name: str
    words: int
    program: bool
    sent: bool = False


def chat(flat: str, lines: Sequence[Line], whole: bool) -> list[Record]:
    """The messages among ``lines``, with what follows each; none where this is no chat.

    ``whole`` says that nothing else is in the file, so that a blank line is part of a message.
    """
    heads = [head for number, line in enumerate(lines) if (head := _head(number, line))]
    heads = [_with_words_below(head, lines) for head in heads]
    named = [head for head in heads if head.name]
    if not _is_chat(heads, named):
        return []
    days = list(days_read(head.stamp for head in heads))
    if not any(days):
        days = _days_between(lines, heads)
    ends = [*(head.line for head in heads[1:]), len(lines)]
    return [
        _record(flat, lines[head.line : end], head, day, whole and head is not heads[-1])
        for head, day, end in zip(heads, days, ends, strict=True)
    ]


def _days_between(lines: Sequence[Line], heads: Sequence[_Message]) -> list[date | None]:
    """The day of each message that has only a time: that of the last line above which says when a day began."""
    found: list[date | None] = []
    day, at = None, 0
    for head in heads:
        for line in lines[at : head.line]:
            if len(line.text) <= DAY_LINE and (here := day_within(line.text)):
                day = here
        found.append(day)
        at = head.line + 1
    return found


def _with_words_below(head: _Message, lines: Sequence[Line]) -> _Message:
    """A message with nothing behind its name says what stands below."""
    below = lines[head.line + 1 : head.line + 2]
    empty = head.program and head.name and not lines[head.line].text[head.words :].strip(OUTER)
    if empty and below and not below[0].blank and stamp_at(below[0].text) is None:
        return replace(head, program=False)
    return head


def _head(number: int, line: Line) -> _Message | None:
    stamp = stamp_at(line.text)
    if stamp is None or not stamp.time:
        return None
    if (found := _CELLS.match(line.text, stamp.end)) and (name := _name(found)):
        return _Message(number, stamp, name, found.end(), _said_by_program(line.text, found))
    gap = _GAP.match(line.text, stamp.end)
    at = gap.end() if gap else stamp.end
    for pattern in (_NICK, _FROM, _NAME):
        found = pattern.match(line.text, at)
        if found and (name := _name(found)):
            return _Message(number, stamp, name, found.end(), _said_by_program(line.text, found), pattern is _FROM)
    return _Message(number, stamp, "", at, program=True)


def _name(found: re.Match[str]) -> str:
    groups = found.groupdict()
    name = (groups.get("name") or groups.get("actor") or groups.get("sender") or "").strip(OUTER + "~*_,")
    return name if len(name.split()) <= 6 and any(char.isalnum() for char in name) else ""


def _said_by_program(text: str, found: re.Match[str]) -> bool:
    rest = text[found.end() :]
    gap = text[: found.end()]
    words = _EDITED.sub("", rest).strip(OUTER)
    marked = rest.startswith(_PROGRAM) or gap.endswith(_PROGRAM)
    return not words or marked or _OMITTED.fullmatch(words) is not None


def _is_chat(heads: Sequence[_Message], named: Sequence[_Message]) -> bool:
    """Several people by name: with day and time it is one from the first message, else names have to come again."""
    if not named or len(named) * 2 < len(heads):
        return False
    names = Counter(head.name for head in named)
    if all(_LEVEL.fullmatch(name) for name in names):
        return False  # the levels of a log
    if all(head.stamp.day or head.stamp.numbers for head in named):
        return len(names) < len(named) or len(named) < 4
    return all(head.sent for head in named) or 1 < len(names) < len(named)


def _record(flat: str, lines: Sequence[Line], head: _Message, day: date | None, whole: bool) -> Record:
    """A message and the lines below it that belong to it."""
    kept = list(_of_message(lines) if whole else _until_blank(_of_message(lines)))
    while kept and kept[-1].blank:
        kept.pop()
    said = [trimmed(flat, kept[0].start + head.words, kept[0].end)]
    said += [trimmed(flat, line.start, line.end) for line in kept[1:]]
    if edited := _EDITED.search(flat, *said[-1]):
        said[-1] = said[-1][0], edited.start()
    return Record(
        UnitKind.DATA if head.program else UnitKind.TURN,
        kept[0].start,
        kept[-1].end,
        tuple(pair for pair in said if pair[0] < pair[1]),
        day,
        head.stamp.time,
        "" if head.program else head.name,
    )


def _of_message(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a message, up to one in which the program says something, or a day begins."""
    for number, line in enumerate(lines):
        if number and (_NOTICE.match(line.text) or _begins_day(line.text)):
            return
        yield line


def _begins_day(text: str) -> bool:
    stamp = stamp_at(text) if len(text) <= DAY_LINE else None
    return bool(
        stamp and stamp.day and not stamp.time and not text[stamp.end :].strip(OUTER + "()（）[].,月火水木金土日")
    )


def _until_blank(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        if line.blank:
            return
        yield line
