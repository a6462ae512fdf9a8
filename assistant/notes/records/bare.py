"""Days that leave out their year, as headings, items and lines of a journal begin with: "Montag, 4. Mai", "4.5."."""

import re
from dataclasses import dataclass

from assistant.notes.records.stamps import is_weekday
from assistant.values.months import MONTHS

_NAME = r"[^\W\d_][^\s\d.,:()–-]{1,13}"
_BARE = re.compile(
    rf"(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:(?:de|of)\s+)?(?P<month1>{_NAME})\.?"
    rf"|(?P<month2>{_NAME})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![.:,]\d)"
    r"|(?P<month3>\d{1,2})\s?[月월]\s?(?P<day3>\d{1,2})\s?[日일号]"
    r"|(?P<day4>\d{1,2})\.\s?(?P<month4>\d{1,2})\.(?!\d)"
)
_NUMBER = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|日|일|号)?(?![\w.:,/-]*\d)")
_WEEKDAY = re.compile(r"(?P<name>[^\W\d_]{2,14})(?P<mark>[.,]{0,2})\s+")
_WEEKDAY_BEHIND = re.compile(r"\s*[,(（]?\s*(?P<name>[^\W\d_]{1,14})[.)）]?")
_APART = re.compile(r"\s*(?:[:：]|[-–—|]\s|\Z)")


@dataclass(frozen=True, slots=True)
class Bare:
    """A day without its year, perhaps without its month (0); the words go on at ``end``."""

    month: int
    day: int
    end: int


def bare_day(text: str, *, month: bool) -> Bare | None:
    """The day without its year that a text begins with; ``month`` says that a month stands above it."""
    weekday = _WEEKDAY.match(text)
    start = weekday.end() if weekday and is_weekday(weekday["name"], weekday["mark"]) else 0
    if (found := _BARE.match(text, start)) and not text[found.end() : found.end() + 1].isalnum():
        for form in "1234":
            if name := found[f"month{form}"]:
                known = int(name) if name.isdecimal() else MONTHS.get(name.lower(), 0)
                return Bare(known, int(found[f"day{form}"]), found.end()) if known else None
    number = _NUMBER.match(text, start) if month else None
    if number is None:
        return None
    behind = _WEEKDAY_BEHIND.fullmatch(text, number.end())
    whole = not text[number.end() :].strip() or start or (behind and _is_short_weekday(behind["name"]))
    return Bare(0, int(number["day"]), number.end()) if whole else None


def _is_short_weekday(name: str) -> bool:
    return is_weekday(name, ".") or name in tuple("月火水木金土日一二三四五六월화수목금토일")


def bare_head(text: str) -> Bare | None:
    """The day with its month that a text begins with, where a mark or nothing stands behind it: "4 May: sowed"."""
    bare = bare_day(text, month=False)
    return bare if bare and _APART.match(text, bare.end) else None
