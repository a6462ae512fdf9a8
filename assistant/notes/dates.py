"""The date of a note: from front matter or a field, file name, first line or modification time."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from assistant.domain import DateSource
from assistant.language import words_of
from assistant.language.things import Sort, sorts, things
from assistant.notes.copies import without_mark
from assistant.notes.frontmatter import FrontMatter
from assistant.values.day_digits import Order, Written, days_in_name, whole_digits, written_days
from assistant.values.said_days import dated_days

KEYS = (
    "date", "day", "created", "creationdate", "datecreated", "createdat", "createdtime", "createdate", "createdon",
    "creationtime", "createddate", "ctime", "birthtime", "dateadded", "added", "recorded", "entrydate", "timestamp",
    "insertedat", "published", "publishdate", "datepublished", "publishedat", "publishedon", "pubdate",
)  # fmt: skip
"""Keys of front matter and fields that date a note, best first, without the spaces and hyphens that some have."""

FIELD_LINES = 12
"""So many lines at the top of a note, and at its end, may be fields that date it."""

FIRST_LINE_CHARS = 100
HEAD_WORDS = 8
"""A first line that is longer, or has more words beside its date, tells of a day and is not the head of a note."""

_KEY_SIGNS = re.compile(r"[\s_-]+")
_EPOCH = re.compile(r"(\d{10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?")
_FIELD = re.compile(
    r"^[ \t>*_#+:-]*(?P<key>[^\W\d_][\w -]{0,30}?)[*_]{0,2}(?:::?[*_]{0,2}[ \t]+|[ \t]*=[ \t]*|[ \t]+(?=\D{0,14}\d))"
    r"(?P<value>\S.{0,98})$",
    re.MULTILINE,
)
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}[ \t]|={2,6}[ \t]|\*{1,6}[ \t])")
#: An item of a list, a quote or a row heads nothing.
_PART = re.compile(r"[ \t]*(?:[-+•>|]|\*[ \t](?!\*)|\d{1,3}[.)][ \t]+(?!\w+[ \t]+\d{4}))")
_ENDS_SENTENCE = re.compile(r"[^\W\d_][.!?。！？]\s*$")
#: "Mar-14-2026" is written with hyphens for spaces.
_HYPHENS = re.compile(r"[-_]")
_FOLDERS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20|21)\d\d)/(?:(?P=year)-)?(?P<month>\d\d)(?:[-_ ][^/\d]*)?/(?P<day>\d\d?)(?=[^\d/]*$)"
)


@dataclass(frozen=True, slots=True)
class NoteDate:
    """The day of a note and where it came from.

    ``order`` is which number comes first in it where only one order makes sense; ``otherwise`` the other day that it
    may be where both do.
    """

    day: date
    source: DateSource
    order: Order | None = None
    otherwise: date | None = None


def note_date(path: str, front: FrontMatter, body: str, mtime_ns: int, *, entries: bool = False) -> NoteDate:
    """The date of a note; a week, month or quarter stands for its first day.

    ``entries`` says that the note's parts have days of their own, so that its first line dates only itself.
    """
    found = (
        _of_fields(front.values, DateSource.FRONT_MATTER)
        or _of_name(path)
        or _of_fields(_fields(body), DateSource.FIELD)
        or (None if entries else _of_first_line(body))
    )
    return found or NoteDate(_local_day(mtime_ns), DateSource.MTIME)


def find_date(text: str) -> date | None:
    """The first day, with its year, that is written in a text."""
    return next((found.days.first for found in _in_text(text)), None)


def _of_fields(values: Mapping[str, str | list[str]], source: DateSource) -> NoteDate | None:
    by_key = {_KEY_SIGNS.sub("", key.lower()): value for key, value in values.items()}
    for key in (*KEYS, *sorted(words_of("dated") - set(KEYS))):
        value = by_key.get(key, "")
        for text in [value] if isinstance(value, str) else value:
            if found := _of_value(text[:FIRST_LINE_CHARS].strip(" \t'\"[]"), source):
                return found
    return None


def _of_value(text: str, source: DateSource) -> NoteDate | None:
    if (epoch := _EPOCH.fullmatch(text)) and (day := _local_day(int(epoch[1]) * 10**9)).year >= 1990:
        return NoteDate(day, source)
    return _first(_in_text(text), source) or _first(days_in_name(text, whole=True), source)


def _of_name(path: str) -> NoteDate | None:
    stem = without_mark(PurePosixPath(path).stem)
    whole = whole_digits(stem)
    found = _first([whole] if whole else days_in_name(stem), DateSource.FILE_NAME)
    if found or (found := _first(_in_words(stem.replace("_", " ")), DateSource.FILE_NAME)):
        return found
    if found := _first(_in_words(_HYPHENS.sub(" ", stem)), DateSource.FILE_NAME):
        return found
    if folders := _FOLDERS.search(str(PurePosixPath(path).with_suffix(""))):
        days = next(written_days("-".join(folders.group("year", "month", "day"))), None)
        return NoteDate(days.days.first, DateSource.FILE_NAME) if days else None
    return _first(days_in_name(str(PurePosixPath(path).parent), whole=True), DateSource.FILE_NAME)


def _of_first_line(body: str) -> NoteDate | None:
    line = body.lstrip()[:1000].partition("\n")[0]
    if len(line) > FIRST_LINE_CHARS or _PART.match(line):
        return None
    found = next(_in_text(line), None)
    if found is None or not is_head(line[: found.start], line[found.end :], heading=bool(_HEADING.match(line))):
        return None
    return _first([found], DateSource.FIRST_LINE)


def is_head(before: str, after: str, *, heading: bool) -> bool:
    """Whether a line with a date heads what follows: a heading, or a few words that make no sentence."""
    if _is_another_day(before):
        return False
    return heading or (
        len(before.split()) + len(after.split()) <= HEAD_WORDS and not _ENDS_SENTENCE.search(before + after)
    )


def _is_another_day(label: str) -> bool:
    """Whether what stands before a date names it as a deadline, a birth or the like, and not as the note's day."""
    word = label.rstrip(" \t:*_").rpartition(" ")[2].casefold()
    named = things().get(word, frozenset()) if label.rstrip().endswith(":") else frozenset()
    return bool(named) and "date" not in named and all(sorts()[name] is Sort.DATE for name in named)


def _fields(body: str) -> dict[str, str]:
    """The ``key: value`` lines at the top and at the end of a note whose key dates it; those at the top come first."""
    lines = body.strip("\n").split("\n") if len(body) < 20_000 else (body[:4000] + "\n" + body[-4000:]).split("\n")
    found: dict[str, str] = {}
    for line in (*lines[:FIELD_LINES], *lines[-FIELD_LINES:]):
        if len(line) < 140 and (field := _FIELD.match(line)):
            found.setdefault(field["key"], field["value"])
    return found


def _first(found: Iterable[Written], source: DateSource) -> NoteDate | None:
    for written in found:
        other = written.otherwise.first if written.otherwise else None
        return NoteDate(written.days.first, source, written.order, other)
    return None


def _in_text(text: str) -> Iterator[Written]:
    """Days in digits, or in words with their year, digits first."""
    yield from written_days(text)
    yield from _in_words(text)


def _in_words(text: str) -> Iterator[Written]:
    if any(character.isdigit() for character in text):
        yield from (Written(said.start, said.end, said.days) for said in dated_days(text))


def _local_day(mtime_ns: int) -> date:
    try:
        return date.fromtimestamp(mtime_ns / 1e9)
    except (ValueError, OverflowError, OSError):
        return date(1970, 1, 1)
