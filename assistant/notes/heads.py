"""What other programs write above or below a note about it: Zim, Logseq, Notion, Joplin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.domain import UnitKind
from assistant.notes.data import Hidden
from assistant.notes.records.record import Range, Record, trimmed

_ZIM = re.compile(r"\s*Content-Type: text/x-zim-wiki[ \t]*\n(?:[A-Z][\w-]*:[^\n]*(?:\n|\Z))*")
_PROPERTY = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?P<key>[^\W\d_][\w ./-]{0,40})::(?:[ \t]+(?P<value>[^\n]*))?$")
_JOPLIN = re.compile(r"(?:\A|\n\n)(?P<all>id: [0-9a-f]{32}\n(?:[a-z_]+:[^\n]*\n)*type_: \d+)\s*\Z")
_NOTION_TITLE = re.compile(
    r"\s*# [^\n]+\n[ \t]*\n(?P<fields>(?:[^\W\d_][^\n:]{0,40}:[ \t]+\S[^\n]*\n){2,})(?=[ \t]*(?:\n|\Z))"
)
_NOTION_KEY = re.compile(
    r"^(?:Created|Created time|Created By|Last edited|Last Edited|Last edited time|Last edited by):", re.MULTILINE
)
_PROGRAM_KEY = re.compile(
    r"(?:id|collapsed|created-at|updated-at|heading|background-color|logseq\.[\w.-]+|ls-type|hl-[\w-]+|query-[\w-]+)\Z"
)
_PROGRAM_LINES = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:id|collapsed|created-at|updated-at|background-color|logseq\.[\w.-]+|ls-type|hl-[\w-]+"
    r"|query-[\w-]+)::(?:[ \t][^\n]*)?$"
    r"|^[ \t]*:(?:LOGBOOK|PROPERTIES):[ \t]*\n(?:[^\n]*\n){0,400}?[ \t]*:END:[ \t]*$"
    r"|^[ \t]*CLOCK:[ \t][^\n]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a program says of a note: where its text begins, values by lower-case key, and the lines of both kinds."""

    end: int = 0
    labels: tuple[Range, ...] = ()
    entries: tuple[Range, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    zim: bool = False
    title: str = ""


def head(flat: str, body: int) -> Head:
    """The head or foot of a structural text whose front matter ends at ``body``."""
    if found := _ZIM.match(flat) if body == 0 else None:
        return _zim(flat, found)
    if ends := foot(flat, body):
        return ends
    if (found := _NOTION_TITLE.match(flat, body)) and _NOTION_KEY.search(found["fields"]):
        return _notion(flat, body, found)
    return _properties(flat, body)


def foot(flat: str, body: int = 0) -> Head | None:
    """What is known from the end of a text alone."""
    found = _JOPLIN.search(flat, body) if "\ntype_: " in flat else None
    if found is None:
        return None
    start, end = found.span("all")
    title = flat[body:].lstrip().partition("\n")[0].strip()
    return Head(body, values=dict(_values(found["all"])), hidden=((start, end, UnitKind.DATA),), title=title)


def program_lines(flat: str) -> Iterator[Hidden]:
    """The lines that Logseq and Org keep for themselves in a note."""
    if "::" in flat or "CLOCK:" in flat or ":END:" in flat:
        for found in _PROGRAM_LINES.finditer(flat):
            yield *found.span(), UnitKind.DATA


def _zim(flat: str, found: re.Match[str]) -> Head:
    lines = list(_lines(flat, *found.span()))
    own = [line for line in lines if flat.startswith(("Content-Type:", "Wiki-Format:"), line[0])]
    return Head(
        found.end(),
        tuple(trimmed(flat, *line) for line in lines if line not in own),
        values=dict(_values(found[0])),
        hidden=tuple((*line, UnitKind.DATA) for line in own),
        zim=True,
    )


def _notion(flat: str, body: int, found: re.Match[str]) -> Head:
    lines = list(_lines(flat, *found.span("fields")))
    records = tuple(Record(UnitKind.FIELD, *line, (line,)) for line in lines)
    return Head(body, values=dict(_values(found["fields"])), records=records)


def _properties(flat: str, body: int) -> Head:
    """``key:: value`` lines before anything else."""
    labels: list[Range] = []
    entries: list[Range] = []
    values: dict[str, str] = {}
    end = body
    for start, stop in _lines(flat, body, len(flat)):
        found = _PROPERTY.match(flat[start:stop])
        if found is None:
            break
        end = min(len(flat), stop + 1)
        key, value = found["key"].lower(), (found["value"] or "").strip()
        values[key] = value
        if not _PROGRAM_KEY.match(key):
            (labels if not value or key in _LABELS else entries).append(trimmed(flat, start, stop))
    return Head(end, tuple(labels), tuple(entries), values)


_LABELS = frozenset("title alias aliases tags tag icon public date created updated template".split())


def _lines(flat: str, start: int, end: int) -> Iterator[Range]:
    """The lines from ``start`` that are not blank."""
    while start < end:
        stop = flat.find("\n", start, end)
        stop = end if stop < 0 else stop
        if flat[start:stop].strip():
            yield start, stop
        start = stop + 1


def _values(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if colon and value.strip():
            yield key.strip().lower(), value.strip()
