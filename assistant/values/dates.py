"""Dates that are written out: "May 1", "1. Mai 2026", ``2026-05-01``, ``20260501``, "5/1/2026", 5月1日."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from assistant.values.days import FIRST_YEAR, LAST_YEAR
from assistant.values.months import MONTHS
from assistant.values.numerals import ZH_NUMERAL, any_of, read_numeral
from assistant.values.value import Form, ValueKind

#: Words that are also months: alone they are one only after such a word as "in".
_ALSO_WORDS = frozenset("may march mar mars mei mai marco marzo".split())
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|during|since|until|till|by|of|from|this|last|next|early|late|mid|im|seit|bis|ab|anfang|mitte|ende)\s$",
    re.IGNORECASE,
)
_MONTH = any_of(
    "in during since until till by of from this last next early mid late im seit bis ab anfang mitte ende".split()
)
_MONTH = rf"(?P<month>{any_of(MONTHS)})\b\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_COUNT = rf"(?:\d{{1,4}}|{ZH_NUMERAL})"
_NAMED_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")

_TO = (
    r"\s?(?:-|–|—|to|and|until|till|through|bis(?: zum)?|und|au|et|al|y|hasta el|a|и|по)\s?(?:the |den |dem |le |el )?"
)
_PATTERNS = (
    rf"(?<![\w/]){_DAY}(?P<s>[/-]){_MONTH}(?P=s)(?P<year>\d{{4}}|\d\d)(?!\d)",
    # The first of two days that share their month: "2-9 August 2026", "vom 2. bis 9. August".
    rf"(?<![\w.,/-]){_DAY}(?:st|nd|rd|th|er|\.)?(?={_TO}\d{{1,2}}(?:st|nd|rd|th|\.)?"
    rf"(?: de| of)? {_MONTH}(?:,?(?: de)? {_YEAR})?)",
    r"(?<!\d)(?P<year>\d{4})(?P<s>[-_./])(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
    r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>\d{4}|\d\d)(?!\d))?(?!\d|\.\d)",
    rf"(?<![\w.,]){_DAY}(?:st|nd|rd|th|\.)?(?: de| of)? {_MONTH}(?:,?(?: de)? {_YEAR})?",
    rf"(?<!\w){_MONTH} (?:the )?{_DAY}(?:st|nd|rd|th)?(?!\d|:\d|[.,]\d|\s?[ap]\.?m\b)(?:,? {_YEAR})?",
    rf"(?<!\w){_MONTH},?(?: de)? {_YEAR}",
    rf"(?P<year>{_COUNT})\s?[年년]\s?(?P<month>{_COUNT})\s?[月월](?:\s?(?P<day>{_COUNT})\s?[日号일])?",
    rf"(?P<month>{_COUNT})\s?[月월]\s?(?P<day>{_COUNT})\s?[日号일]",
    r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d\d)(?![-\d])",
)
_EITHER = r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>\d{4}|\d\d)(?![\d/])"
_BARE = rf"(?<!\w)(?P<month>{any_of(m for m in MONTHS if len(m) > 2)})\b"


def _date(match: re.Match[str], on: date | None, months: Sequence[str] = ("month",)) -> Iterable[str]:
    """The days or months that a match may mean; each of ``months`` names a group that may be the month."""
    groups = match.groupdict()
    year = groups.get("year")
    for group in months:
        day = groups.get({"month": "day", "a": "b", "b": "a"}[group])
        yield from _days(
            _year(year) if year else None,
            MONTHS.get(groups[group].lower()) or _number(groups[group]),
            _number(day) if day else None,
            _years_about(match.string, on),
        )


def _days(year: int | None, month: int, day: int | None, about: Sequence[int]) -> Iterable[str]:
    tail = f"-{month:02}" + ("" if day is None else f"-{day:02}")
    if year is None and not about:
        if _is_day(2000, month, day or 1):
            yield f"-{tail}"
        return
    for each in about if year is None else (year,):
        if FIRST_YEAR <= each <= LAST_YEAR and _is_day(each, month, day or 1):
            yield f"{each}{tail}"


def _years_about(text: str, on: date | None) -> list[int]:
    """The years that a date without one may be of: the note's, those beside it, and those that are named with it."""
    if on is None:
        return []
    return [on.year, on.year + 1, on.year - 1, *map(int, _NAMED_YEAR.findall(text))]


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _year(text: str) -> int:
    year = _number(text)
    return year + 2000 if len(text) == 2 and text.isdigit() else year


def _number(text: str) -> int:
    found = read_numeral(text, "zh")
    return int(found[0]) if found else 0


def _bare_month(match: re.Match[str], on: date | None) -> Iterable[str]:
    word = match["month"]
    is_word = word.lower() in _ALSO_WORDS and not _BEFORE_A_MONTH.search(match.string[: match.start()])
    if is_word or not word[0].isupper():
        return ()
    return _date(match, on)


def _form(pattern: str, read: partial[Iterable[str]]) -> Form:
    return Form(ValueKind.DATE, re.compile(pattern, re.IGNORECASE), read)


#: How dates are written out. A date without a year reads as the year's of the note, or those beside it.
DATE_FORMS = (
    *(_form(pattern, partial(_date)) for pattern in _PATTERNS),
    _form(_EITHER, partial(_date, months=("a", "b"))),
    _form(_BARE, partial(_bare_month)),
)
