"""The sentences of one block, each the smallest thing that can be cited."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from assistant.notes import prose
from assistant.notes.blocks import Block, Kind

CODE_LINES = 8
"""Lines of code that make one sentence; blank lines end one earlier."""

WRAP_WIDTH = 60
"""Nobody wraps prose narrower than this many columns: shorter lines were ended on purpose."""

Range = tuple[int, int]

# Quote and bullet markers in front of a block's text. The number of an ordered item stays: it is read.
_LEAD = re.compile(r"\s*+(?:(?:>|[-*+•](?=\s))\s*+)*+")
_CONTINUED = re.compile(r"\s*+(?:>\s*+)*+")
_HASHES = re.compile(r"(?:#{1,6}|={2,6})(?=\s|$)\s*+")
_CLOSING_HASHES = re.compile(r"(?<=[ \t])(?:#+|={2,6})[ \t]*\Z")
_CLOSING_FENCE = re.compile(r"[\s>]*+(?:`{3,}|~{3,})\s*\Z")
_SEPARATOR = re.compile(r"[-=_*~#+.\s]*\Z")
# A chat turn (``[12:30] Name: ...``), a ``Key: value`` line, a bullet, a number.
_TURN = re.compile(
    r"""
    (?:\[?(?:\d{4}-\d\d-\d\d[T ,]{1,2})?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\ ?[AaPp]\.?[Mm]\.?)?\]?[\s,–-]{0,3})?
    (?:[*_]{1,2})?(?![a-zà-ÿ])[^\W\d_][^\s:*\[\]()]{0,30}(?:\ [^\s:*\[\]()]{1,30}){0,2}[*_]{0,2}:[*_]{0,2}(?=\s|$)
    | \[?(?:\d{4}-\d\d-\d\d[T ,]{1,2})?\d{1,2}:\d\d(?::\d\d)?(?:\ ?[AaPp][Mm])?\]?\s
    | [-*+•]\s | \d{1,2}[.)]\s
    """,
    re.VERBOSE,
)
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]")


def sentence_ranges(flat: str, block: Block) -> Iterator[Range]:
    """Ranges of the sentences in a block of a structural text, in order, without outer white space."""
    return _READERS[block.kind](flat, block)


def _heading(flat: str, block: Block) -> Iterator[Range]:
    start, end = _trim(flat, _skip(_LEAD, flat, block.start, block.end), _line_end(flat, block.start, block.end))
    start = _skip(_HASHES, flat, start, end)
    if closing := _CLOSING_HASHES.search(flat, start, end):
        start, end = _trim(flat, start, closing.start())
    if start < end:
        yield start, end


def _prose(flat: str, block: Block) -> Iterator[Range]:
    for start, end in runs(flat, block):
        yield from sentences_of_run(flat, start, end)


def sentences_of_run(flat: str, start: int, end: int) -> Iterator[Range]:
    """The sentences of lines that belong together."""
    for first, last in prose.sentences(flat[start:end]):
        yield start + first, start + last


def _table(flat: str, block: Block) -> Iterator[Range]:
    for number, (start, end) in enumerate(line_ranges(flat, block)):
        first, last = _trim(flat, _skip(_CONTINUED if number else _LEAD, flat, start, end), end)
        if number != 1 and first < last:
            yield first, last


def _code(flat: str, block: Block) -> Iterator[Range]:
    lines = list(line_ranges(flat, block))
    if block.kind is Kind.FENCE:
        closed = len(lines) > 1 and _CLOSING_FENCE.match(flat, *lines[-1])
        lines = lines[1 : -1 if closed else None]
    group: list[Range] = []
    for line in lines:
        first, last = _trim(flat, *line)
        blank = first == last
        if group and (blank or len(group) == CODE_LINES):
            yield group[0][0], group[-1][1]
            group = []
        if not blank:
            group.append((first, last))
    if group:
        yield group[0][0], group[-1][1]


_READERS: dict[Kind, Callable[[str, Block], Iterator[Range]]] = {
    Kind.HEADING: _heading,
    Kind.PROSE: _prose,
    Kind.HTML: _prose,
    Kind.TABLE: _table,
    Kind.CODE: _code,
    Kind.FENCE: _code,
}


def runs(flat: str, block: Block) -> Iterator[Range]:
    """Lines that belong together: soft-wrapped lines are joined, lines ended on purpose are not."""
    if flat.find("\n", block.start, block.end) in (-1, block.end - 1):
        start, end = _trim(flat, _skip(_LEAD, flat, block.start, block.end), block.end)
        if start < end and not _SEPARATOR.match(flat, start, end):
            yield start, end
        return
    lines = [
        (start, end)
        for number, line in enumerate(line_ranges(flat, block))
        if (start := _skip(_CONTINUED if number else _LEAD, flat, *line)) < (end := _trim(flat, *line)[1])
    ]
    texts = [flat[start:end] for start, end in lines]
    if are_records(texts):
        yield from (place for place in _leadless(flat, lines) if not _SEPARATOR.match(flat, *place))
        return
    width = max([WRAP_WIDTH, *map(_width, texts)])
    begin = -1
    for number, (start, end) in enumerate(lines):
        if begin < 0:
            begin = _skip(_LEAD, flat, start, end)
        if number + 1 == len(lines) or _on_purpose(flat, (start, end), lines[number + 1], width):
            if not _SEPARATOR.match(flat, begin, end):
                yield begin, end
            begin = -1


def _leadless(flat: str, lines: Sequence[Range]) -> Iterator[Range]:
    return ((_skip(_LEAD, flat, start, end), end) for start, end in lines)


def are_records(lines: Sequence[str]) -> bool:
    """Whether lines are one fact each, and no text broken by the width of a page.

    Such text ends with a mark, has marks within, and nearly all its lines are as full as the next word lets them be;
    records begin alike, or have their commas in common.
    """
    if len(lines) < LEAST_RECORDS or any(line.endswith(("\\", "  ")) for line in lines):
        return False
    shapes = {_shape(line) for line in lines}
    if len(shapes) == 1 and "" not in shapes:
        return True
    commas = {line.count(",") for line in lines}
    if len(commas) == 1 and min(commas) > 1:
        return True
    if not lines[-1].endswith(_ENDS) and not any(_INNER_END.search(line) for line in lines):
        return True
    width = max([WRAP_WIDTH, *map(_width, lines)])
    full = [_width(line) + 1 + _width(after.split(maxsplit=1)[0][:80]) > width for line, after in pairwise(lines)]
    return sum(full) * 2 < len(full) and not any(after[:1].islower() for after in lines[1:])


#: Fewer lines do not show what they have in common.
LEAST_RECORDS = 3
_ENDS = tuple('.!?…:;,。！？：；，।؟۔)"”»’')
_INNER_END = re.compile(r"[.!?;,:。！？，；।؟](?=\s|\w)")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


def _shape(line: str) -> str:
    """How a line begins, where there is a number: its digits and letters made alike."""
    first = " ".join(line.split(maxsplit=3)[:3])
    if first[:1].isalpha():
        return _LETTER.sub("a", _DIGIT.sub("9", first)) if _DIGIT.search(first) else ""
    return _DIGIT.sub("9", first.split(maxsplit=1)[0])


def _on_purpose(flat: str, line: Range, following: Range, width: int) -> bool:
    """Whether the break between two lines was meant, and is not soft wrapping at ``width`` columns."""
    text, after = flat[slice(*line)], flat[slice(*following)]
    if _TURN.match(after) or text.endswith("\\") or flat.startswith("  ", line[1]):
        return True
    if text.endswith((",", "，", "、")):
        return False
    word = after.split(maxsplit=1)[0]
    if _width(text) + 1 + _width(word[:80]) > width:
        return False
    return len(text) < WRAP_WIDTH * 3 // 4 or not after[:1].islower()


def _width(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def line_ranges(flat: str, block: Block) -> Iterator[Range]:
    """The lines of a block, without their breaks."""
    start = block.start
    while start < block.end:
        end = _line_end(flat, start, block.end)
        yield start, end
        start = end + 1


def _line_end(flat: str, start: int, stop: int) -> int:
    newline = flat.find("\n", start, stop)
    return stop if newline < 0 else newline


def _skip(pattern: re.Pattern[str], flat: str, start: int, end: int) -> int:
    match = pattern.match(flat, start, end)
    return match.end() if match is not None else start


def _trim(flat: str, start: int, end: int) -> Range:
    """The range without outer white space; an empty range where there is nothing else."""
    inner = flat[start:end]
    stripped = inner.strip()
    if not stripped:
        return start, start
    start += len(inner) - len(inner.lstrip())
    return start, start + len(stripped)
