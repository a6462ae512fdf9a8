"""The date of a note: from front matter, file name, first line or modification time."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath

from assistant.domain import DateSource
from assistant.notes.frontmatter import FrontMatter
from assistant.values.days import FIRST_YEAR, LAST_YEAR
from assistant.values.months import MONTHS

KEYS = ("date", "day", "created", "creation date", "date created", "date_created", "created_at", "published")
"""Front matter that dates a note, best first."""

FIRST_LINE_CHARS = 100
"""A date in a longer first line is part of what is told, not the date of the note."""

_DAY = r"(?<!\d)(\d{4})([-_./])(\d{1,2})\2(\d{1,2})(?!\d)"
_COMPACT = r"(?<!\d)(\d{4})(\d\d)(\d\d)(?=(?:\d{4}|\d{6})?(?!\d))"
_WEEK = r"(?<!\d)(\d{4})-?W(\d\d)(?!\d)"
_MONTH = r"(?<!\d)(\d{4})[-_](\d\d)(?![-_.]?\d)"
_DOTTED = r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)"
_DAY_FIRST = r"(?<!\w)(\d{1,2})(?:st|nd|rd|th|\.)?(?: de| of)? ([^\W\d_]{3,10})\.?,?(?: de)? (\d{4})(?!\d)"
_MONTH_FIRST = r"(?<!\w)([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)"
_CJK = r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号]"

_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], date]]


def _form(pattern: str, year: int, month: int, day: int) -> _Form:
    return re.compile(pattern), lambda match: date(int(match[year]), int(match[month]), int(match[day]))


def _named(pattern: str, month: int, day: int) -> _Form:
    return re.compile(pattern), lambda match: date(int(match[3]), MONTHS[match[month].lower()], int(match[day]))


_DAYS: tuple[_Form, ...] = (_form(_DAY, 1, 3, 4), _form(_COMPACT, 1, 2, 3))
_PERIODS: tuple[_Form, ...] = (
    (re.compile(_WEEK), lambda match: date.fromisocalendar(int(match[1]), int(match[2]), 1)),
    (re.compile(_MONTH), lambda match: date(int(match[1]), int(match[2]), 1)),
)
_WORDS: tuple[_Form, ...] = (
    _form(_CJK, 1, 2, 3),
    _form(_DOTTED, 3, 2, 1),
    _named(_DAY_FIRST, 2, 1),
    _named(_MONTH_FIRST, 1, 2),
)


def note_date(path: str, front: FrontMatter, first_line: str, mtime_ns: int) -> tuple[date, DateSource]:
    """The date of a note and where it came from; a week or month stands for its first day."""
    for value in front.texts(*KEYS):
        if found := find_date(value[:FIRST_LINE_CHARS], _DAYS + _WORDS + _PERIODS):
            return found, DateSource.FRONT_MATTER
    stem = PurePosixPath(path).stem
    if found := find_date(stem, _DAYS + _WORDS + _PERIODS) or find_date(path, _DAYS):
        return found, DateSource.FILE_NAME
    if len(first_line) <= FIRST_LINE_CHARS and (found := find_date(first_line, _DAYS + _WORDS)):
        return found, DateSource.FIRST_LINE
    return _local_day(mtime_ns), DateSource.MTIME


def find_date(text: str, forms: tuple[_Form, ...] = _DAYS + _WORDS) -> date | None:
    """The first real date of a plausible year that is written in ``text`` in one of ``forms``."""
    if not any(char.isdigit() for char in text):
        return None
    for pattern, read in forms:
        for match in pattern.finditer(text):
            try:
                found = read(match)
            except (ValueError, KeyError):
                continue
            if FIRST_YEAR <= found.year <= LAST_YEAR:
                return found
    return None


def _local_day(mtime_ns: int) -> date:
    try:
        return date.fromtimestamp(mtime_ns / 1e9)
    except (ValueError, OverflowError, OSError):
        return date(1970, 1, 1)
