"""Copies that synchronising and copying programs leave beside a note, by their names.

Syncthing, Dropbox, Nextcloud, iCloud, OneDrive, Google Drive and the desktops each have their way. A name alone makes
no copy: the note must stand beside it and say nearly the same.
"""

import re
from collections import Counter
from dataclasses import dataclass

from assistant.language.copies import CONFLICT, COPY, OF

_CONFLICT = "|".join(CONFLICT)
_COPY = "|".join(COPY)
#: How names tell of a conflict, which their program was sure of.
_SURE = (
    r"[._ -]sync-conflict-\d{8}-\d{6}(?:-\w+)?",
    rf"\s?[(\[（][^()\[\]（）]*(?:{_CONFLICT})[^()\[\]（）]*[)\]）]",
    rf"\.(?:{_CONFLICT})(?:[._-]?[\d-]+)?",
    r"_conflict-\d{8}-\d{6}",
    r"~\d{8}-\d{6}",
)
#: How names tell of a copy, or of nothing but a further file.
_PERHAPS = (
    rf"(?:\s[-–—])?\s(?:{_COPY})(?:\s?\(?\d{{1,2}}\)?)?",
    rf"\s?[の的]\s?(?:{_COPY})(?:\s?\d{{1,2}})?",
    rf"\s?\((?:{_COPY})(?:\s?\d{{1,2}})?\)",
    r"\s?\(\d{1,2}\)",
    r"\s-\s(?:[\w.'’]+\s){0,3}(?:MacBook(?:\s(?:Pro|Air))?|iMac|iPhone|iPad|Laptop|Desktop|PC)",
    r"\s\d{1,2}",
    r"-(?:[\w.]+-){0,3}(?:DESKTOP|LAPTOP|PC|MacBook(?:-(?:Pro|Air))?|iMac|iPhone|iPad|[A-Z]{2,}[A-Z0-9]*)(?:-[A-Z0-9]+)?",
)
_ENDS = tuple(
    (re.compile(rf"(?P<name>.+?){mark}", re.IGNORECASE if mark is not _PERHAPS[-1] else 0), sure)
    for marks, sure in ((_SURE, True), (_PERHAPS, False))
    for mark in marks
)
_BEGINS = re.compile(rf"(?:{_COPY})(?:\s\d{{1,2}})?\s(?:{'|'.join(OF)})\s(?P<name>.+)", re.IGNORECASE)
_WORD = re.compile(r"\w+")

NEAR, NEAR_ENOUGH = 0.8, 0.4
"""The share of words that a copy by its number has in common with the note, and one whose name tells of a conflict."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A name that tells of a copy: the ``stem`` of the note beside it, and whether the program was ``sure``."""

    stem: str
    sure: bool


def marks(stem: str) -> tuple[Mark, ...]:
    """What a file's name without its ending may be a copy of, likeliest first."""
    found = [Mark(match["name"], sure) for pattern, sure in _ENDS if (match := pattern.fullmatch(stem))]
    if match := _BEGINS.fullmatch(stem):
        found.append(Mark(match["name"], False))
    return tuple(dict.fromkeys(found))


def without_mark(stem: str) -> str:
    """The name without what surely is the mark of a conflict, whose stamp is no day of the note's."""
    return next((mark.stem for mark in marks(stem) if mark.sure), stem)


def is_near(copy: str, note: str, *, sure: bool) -> bool:
    """Whether a text says nearly the same as another, enough to be its copy."""
    if copy.split() == note.split():
        return True
    one, other = Counter(_WORD.findall(copy.casefold())), Counter(_WORD.findall(note.casefold()))
    most = max(one.total(), other.total())
    return most > 0 and (one & other).total() >= (NEAR_ENOUGH if sure else NEAR) * most
