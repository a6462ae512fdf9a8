"""A candidate as the value that a field takes: a date as its day, an amount in the field's unit, a text as it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from assistant.structured.candidates import Candidate
from assistant.structured.fields import Field, Kind
from assistant.structured.passage import Passage
from assistant.values import Value, ValueKind
from assistant.values.numerals import COMMA_LANGUAGES
from assistant.values.units import CURRENCIES, UNITS
from assistant.values.value import OR

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<clock>\d\d:\d\d)(?P<seconds>:\d\d(?:\.\d{1,6})?)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?(?![\d:])"
)
_CLOCK = re.compile(r"(?P<clock>\d\d:\d\d)(?P<seconds>:\d\d)?(?P<zone>Z|[+-]\d\d:?\d\d)?")
_EITHER = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}")
#: Where the month is written first.
_MONTH_FIRST = frozenset(("en",))
_OFFSETS = {
    "Z": "Z", "UTC": "Z", "GMT": "Z", "CET": "+01:00", "MEZ": "+01:00", "CEST": "+02:00", "MESZ": "+02:00",
    "BST": "+01:00", "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00", "MST": "-07:00",
    "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "JST": "+09:00", "MSK": "+03:00", "IST": "+05:30",
}  # fmt: skip
_ZONE = re.compile(
    r"(?:[.,]\d{1,6})?\s?(?:Uhr\s)?\(?(?:(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?(?![\d-])"
    rf"|(?P<name>{'|'.join(_OFFSETS)})(?!\w))"
)
_EVENING = re.compile(
    r"\b(?:evening|tonight|afternoon|abends?|nachmittags?|tarde|noche|soir|soirée|après-midi|вечер\w*)\b|晚|下午|傍晚|夜|午後",
    re.IGNORECASE,
)
#: How far from a day its time may stand, in characters.
_NEAR = 60
_NAME_PART = re.compile(r"[^\W\d_]+|[%€$£°]+\w?")
#: Units that are so short are also other words.
_SHORT_UNIT = 3
_IN = re.compile(
    r"\b(?:in|en|als|auf|many|number of|viele|anzahl der|cuántos|cuántas|número de|combien de|nombre de)\s+(?:whole )?"
    r"([^\W\d_]+)",
    re.IGNORECASE,
)
_MINUS = re.compile(r"(?:\b(?:minus|menos|moins|минус)|零下|マイナス)\s*$", re.IGNORECASE)
_CJK_ASKED = re.compile(r"多少个?|几个?|单位[是为：:]?|以|_")
_PER = re.compile(r"\s(?:per|pro|por|par)\s", re.IGNORECASE)
#: What is counted is no unit that amounts are brought into.
_NO_UNIT = frozenset(("x", "rep", "set", "px", "°"))
#: Short units that are no other word.
_SURE = frozenset("ml kg km cm mm min eur usd gbp chf jpy cny kwh mph bpm mb gb tb kb 元 克 升 米 天 周 年".split())


def moment(field: Field, candidate: Candidate, passage: Passage) -> object:
    """A date, a time or both as the field's format writes them; None where the text does not say it whole."""
    if candidate.value is None:
        return None
    if field.kind is Kind.DATE:
        return day_of(candidate.value, passage)
    if field.kind is Kind.TIME:
        clock = clock_of(candidate.value, passage)
        return f"{clock}:00Z" if clock and len(clock) == 5 else clock
    return _day_and_time(candidate.value, passage)


def day_of(value: Value, passage: Passage) -> str | None:
    """The likeliest day that a date is; None where it is none, or no single one."""
    days = [reading for reading in value.readings if _DAY.fullmatch(reading)]
    if not days:
        return None
    if _EITHER.fullmatch(value.surface) and len(days) > 1:
        return days[0] if _month_first(passage.text, passage.language) else days[-1]
    return _by_tense(value, days, passage)


def _by_tense(value: Value, days: Sequence[str], passage: Passage) -> str:
    """A weekday, or a day without a year, that may be past or to come: by what the sentence tells, else the nearest.

    A weekday alone is to come.
    """
    if passage.day is None or len(days) == 1:
        return days[0]
    today = passage.day
    start, end = passage.sentence_at(value.start)
    past = is_past(passage.text[start:end]) and not _UNTIL.search(passage.text, start, value.start)
    is_weekday = not value.readings[0][:1].isdigit()
    nearest = sorted(days, key=lambda day: abs(date.fromisoformat(day) - today))
    told = [day for day in nearest if (date.fromisoformat(day) < today) == past] if past or is_weekday else nearest
    return told[0] if told else nearest[0]


_PAST = re.compile(
    r"\b(?:was|were|had|did|ago|last|[a-z]{3,}(?<!ne)ed|went|met|came|got|left|saw|said|told|took|made|gave|bought"
    r"|paid|sent|war|waren|hatte|hatten|wurde|wurden|ge[a-zäöü]{3,}(?:t|en)|seit|fue|era|hubo|[a-zí]{3,}(?:ó|aron|ieron)"
    r"|a été|était)\b|了(?!解)|ました",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|shall|going to|due|next|please|can|could|must|should|tomorrow|wird|werden|soll|bis|muss|bitte"
    r"|habrá|será|serán|antes|hasta|debe|sera|avant|doit)\b|将|要|请|前",
    re.IGNORECASE,
)


_UNTIL = re.compile(r"\b(?:by|until|before|till|bis|vor|antes del?|hasta|avant|jusqu'au)\s+(?:\w+\s+)?$", re.IGNORECASE)


def is_past(sentence: str) -> bool:
    """Whether a sentence tells what has been, and nothing that is to come."""
    return bool(_PAST.search(sentence)) and not _TO_COME.search(sentence)


@lru_cache(maxsize=256)
def _month_first(text: str, language: str) -> bool:
    """Whether the month stands first in dates like ``3/9/2026``: as those say that can be read in one way only."""
    pairs = [(int(a), int(b)) for a, b in _EITHER.findall(text)]
    if any(a > 12 for a, _ in pairs):
        return False
    return any(b > 12 for _, b in pairs) or language in _MONTH_FIRST


def clock_of(value: Value, passage: Passage) -> str | None:
    """The time of day, with seconds and zone where they stand there."""
    if value.kind is not ValueKind.TIME:
        return None
    zone = _zone(passage.text, value.end)
    exact = _CLOCK.match(passage.text, value.start)
    if exact and exact["seconds"]:
        return f"{exact['clock']}{exact['seconds']}{exact['zone'] or zone or 'Z'}"
    readings = [reading for reading in value.readings if ":" in reading]
    start, end = passage.sentence_at(value.start)
    late = [reading for reading in readings if reading >= "12:00"]
    evening = len(readings) > 1 and late and _EVENING.search(passage.text, start, end)
    chosen = late[0] if evening else next(iter(readings), None)
    return f"{chosen}:00{zone}" if chosen and zone else chosen


def _zone(text: str, at: int) -> str:
    """The zone that stands behind a time, as an offset; nothing where none does."""
    match = _ZONE.match(text, at)
    if match is None:
        return ""
    if match["name"]:
        return _OFFSETS[match["name"]]
    return f"{match['sign']}{int(match['hours']):02}:{match['minutes'] or '00'}"


def _day_and_time(value: Value, passage: Passage) -> str | None:
    if exact := _MOMENT.match(passage.text, value.start):
        zone = exact["zone"] or "Z"
        zone = zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"
        return f"{exact['day']}T{exact['clock']}{exact['seconds'] or ':00'}{zone}"
    if value.kind is ValueKind.TIME:
        beside = _beside(value, passage, ValueKind.DATE)
        day = day_of(beside, passage) if beside else passage.day and passage.day.isoformat()
        clock = clock_of(value, passage)
    else:
        day = day_of(value, passage)
        time = _beside(value, passage, ValueKind.TIME)
        clock = clock_of(time, passage) if time else None
    if day is None or clock is None:
        return None
    return f"{day}T{clock}:00Z" if len(clock) == 5 else f"{day}T{clock}"


def _beside(value: Value, passage: Passage, kind: ValueKind) -> Value | None:
    """The time nearest to a date, or the date nearest to a time; a time stands behind its date rather than before."""
    others = [each for each in passage.values if each.kind is kind]
    between_them = [each for each in passage.values if each.kind is value.kind and each != value]

    def gap(other: Value) -> int:
        first, second = (value, other) if other.start >= value.end else (other, value)
        crossed = any(first.end <= each.start < second.start for each in between_them)
        lines = passage.line_at(second.start).number - passage.line_at(first.start).number
        turned = 15 if first.kind is ValueKind.TIME else 0
        return second.start - first.end + turned + (1000 if crossed else 20 * lines)

    best = min(others, key=gap, default=None)
    return best if best is not None and gap(best) <= _NEAR else None


def number(field: Field, candidate: Candidate, passage: Passage) -> object:
    """The number that a candidate is for a field, in the field's unit; None where it is of another kind."""
    if candidate.value is None:
        return None
    unit = unit_of(field)
    sign = -1 if _MINUS.search(passage.text, max(0, candidate.start - 10), candidate.start) else 1
    for amount in _amounts(_as_decimal(candidate.value, passage.language), unit):
        value = _as_json(sign * amount, field)
        if value is not None and field.takes(value):
            return value
    return None


def _as_decimal(value: Value, language: str) -> Value:
    """A number with one sign and three digits behind it, as in "1.052": a decimal where that is the decimal sign.

    Money is seldom written so.
    """
    point = "," if language in COMMA_LANGUAGES else "."
    is_single = re.match(rf"\d{{1,3}}\{point}\d{{3}}(?!\d|[.,]\d)", value.surface)
    if value.kind is ValueKind.MONEY or len(value.readings) < 2 or not is_single:
        return value
    return replace(value, norm=OR.join(value.readings[::-1]))


def _amounts(value: Value, unit: tuple[str, Decimal] | None) -> Iterator[Decimal]:
    """What a value is worth in a unit, likeliest first."""
    for reading in value.readings:
        amount, _, base = reading.partition(" ")
        try:
            worth = Decimal(amount)
        except InvalidOperation:
            continue
        if not base or value.kind is ValueKind.MONEY:
            if not unit or not base or unit[0] == base or unit[0] not in _CURRENCY.values():
                yield worth
        elif unit and unit[0] == base:
            yield worth / unit[1]
        elif unit is None:
            yield from _as_written(value, worth, base)


def _as_written(value: Value, worth: Decimal, base: str) -> Iterator[Decimal]:
    """The number of a quantity in the unit that it was written with."""
    written = re.search(r"[^\W\d_].*$|[%°].*$", value.surface.replace("half", ""))
    known = UNITS.get(written[0].strip(" -")) if written else None
    yield worth / known[1] if known and known[0] == base else worth


def _as_json(amount: Decimal, field: Field) -> int | float | None:
    if amount == amount.to_integral_value():
        return int(amount) if field.kind is Kind.INTEGER or abs(amount) < 10**15 else None
    return None if field.kind is Kind.INTEGER else float(amount)


_FOLDED = {word.casefold(): unit for word, unit in UNITS.items()}
_CURRENCY = {word.casefold(): code for word, code in CURRENCIES.items()}


@lru_cache(maxsize=512)
def _unit(name: str, meaning: str) -> tuple[str, Decimal] | None:
    own = _NAME_PART.findall(_PER.split(name.replace("_", " "))[0])
    for word in (*own, *_IN.findall(meaning), *_cjk_units(name), *_cjk_units(meaning)):
        if found := _read_unit(word, is_last=word == own[-1] if own else False):
            return found
    return None


def _read_unit(word: str, *, is_last: bool) -> tuple[str, Decimal] | None:
    """What a word is as a unit; a short one only at the end of a name."""
    folded = word.casefold()
    found = UNITS.get(word) or _FOLDED.get(folded)
    if found and found[0] not in _NO_UNIT and (len(word) > _SHORT_UNIT or is_last or folded in _SURE or word in "%°"):
        return found
    currency = _CURRENCY.get(folded)
    return (currency, Decimal(1)) if currency else None


def _cjk_units(text: str) -> Iterator[str]:
    """The units of a Chinese text: after "how many", or what it ends with."""
    for start in (match.end() for match in _CJK_ASKED.finditer(text)):
        yield from (text[start:end] for end in range(min(len(text), start + 4), start, -1))


def is_money(value: Value | None) -> bool:
    """Whether an amount may be money: "45 pounds" may."""
    return value is not None and any(reading.partition(" ")[2] in _CURRENCY.values() for reading in value.readings)


def currencies(value: Value) -> list[str]:
    """The codes of the currencies that an amount may be in."""
    codes = (reading.partition(" ")[2] for reading in value.readings)
    return [code for code in codes if code in _CURRENCY.values()]


def unit_of(field: Field) -> tuple[str, Decimal] | None:
    """The base unit and factor, or the currency, that a field's name or meaning asks for."""
    return _unit(field.name, field.meaning)


def text(field: Field, candidate: Candidate, passage: Passage) -> object:
    """A candidate as it stands in the text, on one line, where the field takes it."""
    said = " ".join(passage.text[candidate.start : candidate.end].split())
    return said if said and field.takes(said) else None
