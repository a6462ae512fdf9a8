"""Captions: WebVTT and SRT, cues of one speaker put together up to the end of a sentence."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain import UnitKind
from assistant.notes.records.record import OUTER, Line, Range, Record, trimmed

CUES_OF_A_TURN = 12
"""No more cues are put together: music has no full stops."""

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,7}"
_TIMING = re.compile(
    rf"[{OUTER}]*(?P<hours>\d{{1,3}}:)?(?P<time>\d{{1,2}}:\d{{1,2}})[.,]\d{{1,7}}[ \t]+-->[ \t]+{_CLOCK}[^\n]*$"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]+)*[ \t]+(?P<name>[^>\n]{1,60})>")
_TAGS = re.compile(r"</?[a-z][^>\n]*>|<\d[\d:.]*>|\{\\an\d\}")
_NAMED = re.compile(r"(?P<name>[^\W_][^\n:<>\[\]()]{0,40}):[ \t]+(?=\S)")
_HEADS = ("WEBVTT", "NOTE", "STYLE", "REGION")
_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    time: str
    said: tuple[tuple[str, Range], ...]


def captions(flat: str, lines: Sequence[Line]) -> list[Record]:
    """The turns of a file of captions; none where it is no such file."""
    timings = [number for number, line in enumerate(lines) if "-->" in line.text and _TIMING.match(line.text)]
    if not timings:
        return []
    if len(timings) < 2 and not lines[0].text.lstrip(OUTER).startswith("WEBVTT"):
        return []
    starts = [number - int(_is_identifier(lines, number)) for number in timings]
    ends = [*starts[1:], len(lines)]
    cues = [_cue(flat, lines, *place) for place in zip(starts, timings, ends, strict=True)]
    records = list(_turns(cues, _named(cues, flat)))
    return sorted([*records, *_between(lines, records)], key=lambda record: record.start)


def _between(lines: Sequence[Line], records: Sequence[Record]) -> Iterator[Record]:
    """What is neither a cue's words nor stands before them."""
    starts = [record.start for record in records]
    for line in lines:
        number = bisect_right(starts, line.start) - 1
        if not line.blank and (number < 0 or records[number].end <= line.start):
            yield Record(UnitKind.DATA, line.start, line.end, ())


def _is_identifier(lines: Sequence[Line], number: int) -> bool:
    """Whether the line above a timing is the number or name of its cue."""
    above = lines[number - 1].text if number else ""
    return bool(above.strip()) and (number < 2 or lines[number - 2].blank) and not above.startswith(_HEADS)


def _cue(flat: str, lines: Sequence[Line], start: int, timing: int, end: int) -> _Cue:
    found = _TIMING.match(lines[timing].text)
    assert found is not None
    body = [line for line in lines[timing + 1 : end] if not line.blank and not line.text.startswith(_HEADS[1:])]
    said: list[tuple[str, Range]] = []
    name = ""
    for line in body:
        voice = _VOICE.search(line.text)
        name = voice["name"].strip() if voice else name
        first, last = _untagged(line)
        if (pair := trimmed(flat, first, last))[0] < pair[1]:
            said.append((name, pair))
    last = body[-1].end if body else lines[timing].end
    return _Cue(lines[start].start, last, f"{found['hours'] or ''}{found['time']}", tuple(said))


def _untagged(line: Line) -> Range:
    """What is between the tags at both ends of a line."""
    start, end = 0, len(line.text)
    while found := _TAGS.match(line.text, start):
        start = found.end()
    for found in _TAGS.finditer(line.text, start):
        if not line.text[found.end() :].strip():
            end = found.start()
            break
    return line.start + start, line.start + max(start, end)


def _named(cues: Sequence[_Cue], flat: str) -> dict[int, tuple[str, int]]:
    """By where a cue's words begin: who is named in front of them, and where they go on, if names come again or
    stand before all.
    """
    found: dict[int, tuple[str, int]] = {}
    for cue in cues:
        for name, (start, end) in cue.said[:1]:
            if not name and (label := _NAMED.match(flat, start, end)):
                found[start] = label["name"].strip(), label.end()
    names = Counter(name for name, _ in found.values())
    return found if len(found) > len(names) or 1 < len(found) == len(cues) else {}


def _turns(cues: Sequence[_Cue], named: dict[int, tuple[str, int]]) -> Iterator[Record]:
    """Cues of one speaker, up to the end of a sentence."""
    cue_start, time, speaker, said = -1, "", "", list[Range]()
    end, count = 0, 0
    for cue in cues:
        count += 1
        for name, pair in cue.said:
            new, begin = named.get(pair[0], (name or speaker, pair[0]))
            if said and new != speaker:
                yield _turn(cue_start, end, said, time, speaker)
                said = []
            if not said:
                cue_start, time, count = max(cue.start, end), cue.time, 1
            speaker = new
            said.append((begin, pair[1]))
            end = pair[1]
        end = max(end, cue.end)
        if said and count >= CUES_OF_A_TURN:
            yield _turn(cue_start, end, said, time, speaker)
            said = []
    if said:
        yield _turn(cue_start, end, said, time, speaker)


def _turn(start: int, end: int, said: Sequence[Range], time: str, speaker: str) -> Record:
    return Record(UnitKind.TURN, start, end, tuple(said), time=time, speaker=speaker, joined=True)
