"""What stands in a note and is no text: pictures, drawings, generated lines, placeholders of templates."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.domain import UnitKind

Range = tuple[int, int]
Hidden = tuple[int, int, UnitKind]

LONG_RUN = 200
"""No word of any language is this long without a space, a full stop or a comma."""

MINIFIED_LINE = 1000
"""A line this long with next to no spaces was written by a program."""

_INLINE = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,80}(?:;[\w=.+-]{1,80}){0,4},[A-Za-z0-9+/=_%.~-]{40,}+")
_LONG = re.compile(r"[A-Za-z0-9+/=_-]{56}")
_RUN = re.compile(rf"[A-Za-z0-9+/=_-]{{{LONG_RUN},}}+")
_CODED_LINES = re.compile(
    r"(?:^[ \t>]*(?=[^\n]*\d)(?=[^\n]*[a-z])(?=[^\n]*[A-Z])[A-Za-z0-9+/=]{56,}[ \t]*\n){3,}", re.MULTILINE
)
_ARMOUR = re.compile(r"^-{5}BEGIN ([A-Z0-9 ]+)-{5}$.*?^-{5}END \1-{5}$", re.MULTILINE | re.DOTALL)
_DEFINITION = re.compile(r"^[ \t]{0,3}\[[^\]\n]+\]:[ \t]*<?\Z", re.MULTILINE)
_SVG = re.compile(r"<(svg|style|script)\b[^<>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
_TEMPLATE = re.compile(r"<%.{0,2000}?%>|\{\{[^{}\n]{0,300}\}\}|\{%[^%\n]{0,300}%\}", re.DOTALL)
_MACRO = re.compile(r"\{\{(?:embed|query|video|youtube|renderer|tweet|cards|function|namespace|img|pdf)\b")
_FENCE = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_CODED_FENCE = re.compile(
    r"^[ \t>]*(?:`{3,}|~{3,})compressed-json[^\n]*\n.*?(?:^[ \t>]*(?:`{3,}|~{3,})[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)


#: What a board of Obsidian keeps for itself at the end of its note.
_SETTINGS = re.compile(r"^%% kanban:settings[ \t]*\n.*?^%%[ \t]*$", re.MULTILINE | re.DOTALL)


def hidden(flat: str, body: int, drawing: bool) -> list[Hidden]:
    """The ranges of a structural text that are no text, in order and apart from each other.

    ``body`` is where the front matter ends; ``drawing`` says that a drawing program keeps the note.
    """
    found: list[Hidden] = []
    if "base64" in flat or len(flat) > LONG_RUN or "kanban:" in flat:
        found += _data(flat)
    if "<%" in flat or "{{" in flat or "{%" in flat:
        found += _placeholders(flat)
    if drawing:
        found += ((start, end, UnitKind.DATA) for start, end in drawing_data(flat, body))
    return apart(found)


def _data(flat: str) -> Iterator[Hidden]:
    patterns = [_RUN, _CODED_LINES] if _LONG.search(flat) else []
    patterns += [_INLINE] if "data:" in flat else []
    patterns += [_ARMOUR] if "-----BEGIN" in flat else []
    patterns += [_SVG] if "</" in flat else []
    patterns += [_SETTINGS] if "%% kanban:settings" in flat else []
    patterns += [_CODED_FENCE] if "compressed-json" in flat else []
    for pattern in patterns:
        for match in pattern.finditer(flat):
            if pattern is not _RUN or _is_coded(match[0]):
                start = _definition_start(flat, match.start())
                yield start, match.end(), UnitKind.DATA
    for start, end in _long_lines(flat):
        if _is_minified(flat[start:end]):
            yield start, end, UnitKind.DATA


def _is_coded(run: str) -> bool:
    """Whether a long run has letters of both cases or digits in it, and is no row of marks or one letter."""
    return len(set(run[:LONG_RUN])) > 8


def _definition_start(flat: str, start: int) -> int:
    """``[plan]:`` in front of a picture is a part of it."""
    line = flat.rfind("\n", 0, start) + 1
    return line if _DEFINITION.match(flat[line:start]) else start


def _long_lines(flat: str) -> Iterator[Range]:
    start = 0
    while len(flat) - start > MINIFIED_LINE:
        end = flat.find("\n", start)
        end = len(flat) if end < 0 else end
        if end - start > MINIFIED_LINE:
            yield start, end
        start = end + 1


def _is_minified(line: str) -> bool:
    """Few spaces, many marks of program text, letters of one script."""
    if not line.isascii():
        return False
    marks = sum(line.count(mark) for mark in "{}[]();:,=\"'<>")
    return line.count(" ") * 16 < len(line) and marks * 10 > len(line)


def _placeholders(flat: str) -> Iterator[Hidden]:
    code = code_ranges(flat)
    for match in _TEMPLATE.finditer(flat):
        if not any(start <= match.start() < end for start, end in code) and not _in_code_span(flat, match):
            is_macro = _MACRO.match(match[0]) is not None
            yield match.start(), match.end(), UnitKind.DATA if is_macro else UnitKind.PLACEHOLDER


def _in_code_span(flat: str, match: re.Match[str]) -> bool:
    line = flat.rfind("\n", 0, match.start()) + 1
    return flat.count("`", line, match.start()) % 2 == 1


def code_ranges(flat: str) -> list[Range]:
    """The fenced code of a text, by its lines alone."""
    found: list[Range] = []
    opened, mark = -1, ""
    for match in _FENCE.finditer(flat) if "```" in flat or "~~~" in flat else ():
        if opened < 0:
            opened, mark = match.start(), match[1]
        elif match[1].startswith(mark) and not flat[match.end(1) : match.end()].strip():
            found.append((opened, match.end()))
            opened = -1
    if opened >= 0:
        found.append((opened, len(flat)))
    return found


_SECTION = re.compile(
    r"^#{1,2} (Excalidraw Data|Text Elements|Embedded Files|Element Links|Drawing)[ \t]*$", re.MULTILINE
)
_BANNER = re.compile(r"^==⚠[^\n]*$", re.MULTILINE)
_ELEMENT = re.compile(r"(?<=\S)[ \t]+\^[A-Za-z0-9_-]{8}[ \t]*$", re.MULTILINE)
_TEXTS = "Text Elements"


def drawing_data(flat: str, body: int) -> Iterator[Range]:
    """All that Excalidraw keeps in a note but the words in the drawing, and what its owner wrote above it."""
    banner = _BANNER.search(flat, body)
    if banner:
        yield banner.span()
    marks = list(_SECTION.finditer(flat, body))
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        end = after.start() if after else len(flat)
        if mark[1] == _TEXTS:
            yield mark.span()
            yield from (name.span() for name in _ELEMENT.finditer(flat, mark.end(), end))
        else:
            yield mark.start(), end


def apart(found: Iterable[Hidden]) -> list[Hidden]:
    """The same ranges in order, those that touch or overlap joined, without white space at their ends."""
    joined: list[Hidden] = []
    for start, end, kind in sorted(found):
        if joined and start <= joined[-1][1]:
            first, last, before = joined[-1]
            joined[-1] = (first, max(last, end), before)
        elif start < end:
            joined.append((start, end, kind))
    return joined


def without(flat: str, ranges: Sequence[Hidden]) -> str:
    """A text of the same length and the same lines, with spaces where the ranges are."""
    pieces: list[str] = []
    done = 0
    for start, end, _ in ranges:
        inner = flat[start:end]
        blank = " " * (end - start) if "\n" not in inner else re.sub(r"[^\n]", " ", inner)
        pieces += [flat[done:start], blank]
        done = end
    return "".join([*pieces, flat[done:]])


def bridged(flat: str, ranges: Sequence[Hidden]) -> str:
    """The text with a letter of no width for each that is hidden within a line: white space would make it code."""
    pieces: list[str] = []
    done = 0
    for start, end, _ in ranges:
        first, last = flat.rfind("\n", 0, start) + 1, flat.find("\n", end)
        within = flat[first:start].strip() or flat[end : last if last >= 0 else len(flat)].strip()
        pieces += [flat[done:start], re.sub(r"[^\n]", FILLER, flat[start:end]) if within else flat[start:end]]
        done = end
    return "".join([*pieces, flat[done:]])


FILLER = "\u2060"


def squeezed(text: str, ranges: Sequence[Hidden]) -> str:
    """A piece of such a text, with no long rows of spaces, if there are such."""
    return _SPACES.sub(" ", text) if ranges and "          " in text else text


_SPACES = re.compile(r" {9,}")


_STRING = re.compile(r'"(?:text|label|title|rawText)"\s*:\s*"((?:[^"\\]|\\.)*)"')


def board_texts(flat: str, begin: int) -> list[Range] | None:
    """The words on a board or drawing that is kept as JSON and nothing else; ``None`` where a text is no such thing."""
    body = flat[begin:].strip()
    if not (body.startswith("{") and body.endswith("}") and ('"nodes"' in body or '"elements"' in body)):
        return None
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data.get("nodes", data.get("elements")), list):
        return None
    return [found.span(1) for found in _STRING.finditer(flat, begin) if any(char.isalnum() for char in found[1])]
