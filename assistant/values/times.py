"""Times of day: "3 PM", "15:00", "15 Uhr", "halb acht", 下午3点."""

import re
from collections.abc import Iterable
from datetime import date

from assistant.values.numerals import ZH_NUMERAL, any_of, number_words, read_numeral
from assistant.values.value import TAKEN, Form, ValueKind

_HOUR = r"(?P<hour>\d{1,2})"
_MINUTE = r"(?P<minute>[0-5]\d)"
_PM = frozenset(("tarde", "noche", "午後", "p", "nachmittags", "abends", "下午", "傍晚", "晚上", "中午"))
_AM = frozenset(("mañana", "午前", "a", "morgens", "früh", "vormittags", "上午", "早上", "凌晨"))
_DE_HOURS = any_of(word for word, value in number_words("de").items() if 1 <= value <= 12)
_EN_HOURS = any_of(word for word, value in number_words("en").items() if 1 <= value <= 12)
_ES_HOURS = any_of(("una", *number_words("es")))
_FIXED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00", "mitternacht": "00:00"}

_PATTERNS = (
    # 20260131_1400, 2026-01-31T14:00: the date before it has been taken.
    rf"(?<={TAKEN}[_T:])(?P<hour>[01]\d|2[0-3]):?{_MINUTE}(?::\d\d)?(?!\d)",
    # The first of two times that share what comes after them: 3-4 PM, 2:30 to 4 pm.
    rf"(?<![\w:.,]){_HOUR}(?::{_MINUTE})?(?= ?(?:-|–|to|and|or|until) ?\d{{1,2}}(?::\d\d)? ?[ap]\.?m\b)"
    r"(?=[^ap]*(?P<half>[ap])\.?m\b)",
    rf"(?<![\w:.,]){_HOUR}(?::{_MINUTE})? ?(?P<half>[ap])(?:\.m\.|m\b)",
    rf"(?<![\w:.,]){_HOUR}(?:[:.]{_MINUTE})? ?(?:Uhr\b|h(?=\d\d\b))(?: ?(?P<past>[0-5]\d)\b)?"
    r"(?: (?P<half>morgens|früh|vormittags|nachmittags|abends))?",
    rf"(?<![\w:.,]){_HOUR}:{_MINUTE}(?::\d\d)?(?![\d:])",
    rf"(?<![\w:.,]){_HOUR} ?o['’]?clock\b",
    rf"(?<![\w:.,])(?:half past|(?P<quarter>quarter past)) (?P<hour>\d{{1,2}}|{_EN_HOURS})\b"
    r"(?: ?(?P<half>[ap])\.?m\b)?",
    rf"\b(?:a las?|las) (?P<hour>\d{{1,2}}|{_ES_HOURS})(?::{_MINUTE}| (?P<media>y media))?(?: horas)?"
    r"(?: de la (?P<half>mañana|tarde|noche))?\b(?!:)",
    r"(?P<half>午前|午後)?(?P<hour>\d{1,2})時(?:(?P<zh_half>半)|(?P<zh_minute>\d\d?)分)?(?!間)",
    rf"(?P<half>上午|早上|凌晨|中午|下午|傍晚|晚上)?(?P<hour>\d{{1,2}}|{ZH_NUMERAL})[点點]"
    rf"(?:(?P<zh_half>半)|(?P<zh_minute>\d\d|{ZH_NUMERAL})分)?",
)


def _time(match: re.Match[str], _: date | None) -> Iterable[str]:
    groups = match.groupdict()
    hour = _number(match["hour"])
    minute = _number(groups.get("minute") or groups.get("past") or groups.get("zh_minute") or "0")
    if groups.get("zh_half") or groups.get("media") or match[0].lower().startswith("half"):
        minute = 30
    elif groups.get("quarter"):
        minute = 15
    half = (groups.get("half") or "").lower()
    if hour > 24 or minute > 59 or (half in ("a", "p") and not 1 <= hour <= 12):
        return
    if half in _PM:
        yield _clock(hour % 12 + 12, minute)
    elif half in _AM:
        yield _clock(hour % 12 if hour <= 12 else hour, minute)
    else:
        yield _clock(hour, minute)
        if 1 <= hour <= 12 and not match["hour"].startswith("0"):
            yield _clock((hour + 12) % 24, minute)


def _half_past(match: re.Match[str], _: date | None) -> Iterable[str]:
    """ "halb acht" is half an hour before eight."""
    word = match["hour"]
    hour = int(read_numeral(word, "de")[0]) - 1
    if 0 <= hour <= 11:
        yield _clock(hour + 12, 30)
        yield _clock(hour, 30)


def _clock(hour: int, minute: int) -> str:
    return f"{hour % 24:02}:{minute:02}"


def _number(text: str) -> int:
    """The hour or minute that digits or a word of English, Spanish or Chinese are; 99 where they are none."""
    if text.lower() == "una":
        return 1
    found = read_numeral(text, "zh") or read_numeral(text, "es")
    return int(found[0]) if found else 99


#: How times of day are written; one that may be morning or afternoon has both readings.
TIME_FORMS = (
    *(Form(ValueKind.TIME, re.compile(pattern, re.IGNORECASE), _time) for pattern in _PATTERNS),
    Form(ValueKind.TIME, re.compile(rf"\bhalb (?P<hour>\d{{1,2}}|{_DE_HOURS})\b", re.IGNORECASE), _half_past),
    Form(
        ValueKind.TIME,
        re.compile(rf"\b(?:{any_of(_FIXED)})\b", re.IGNORECASE),
        lambda match, _: (_FIXED[match[0].lower()],),
    ),
)
