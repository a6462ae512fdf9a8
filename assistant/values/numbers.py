"""Numbers, quantities with their unit, and money: "twice", "1,250", "1.5 hours", "25 %", "$25"."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import TypeVar

from assistant.language.scripts import CJK
from assistant.values.numerals import DIGITS, ZH_NUMERAL, any_of, number_words, plain, read_numeral, spelled_out
from assistant.values.units import CURRENCIES, SCALES, UNITS, ZH_COUNTED
from assistant.values.value import Form, ValueKind

#: No Latin letter may follow; a Chinese character may.
_END = r"(?![^\W\d_\u4e00-\u9fff])"
_DIGITS = rf"(?P<n>{DIGITS})"
_NUMBER = rf"(?<![^\W{CJK}])(?<!\d[.,])(?P<sign>(?<![\w)\]])[-−])?{_DIGITS}"
_SCALE = rf"(?:[ -]?(?P<scale>{any_of(SCALES)}){_END}\.?)?"
_CURRENCY = rf"(?P<unit>{any_of(CURRENCIES)}){_END}"
_UNIT = rf"(?P<unit>{any_of(UNITS)}){_END}"

#: Quantities that are written in one go.
_FIXED = {
    "twice": "2 x", "thrice": "3 x", "half an hour": "1800 s", "half hour": "1800 s", "halbe stunde": "1800 s",
    "半小时": "1800 s", "半个小时": "1800 s",
}  # fmt: skip
_DE_TIMES = [word for word, value in number_words("de").items() if value > 1]

_T = TypeVar("_T")
_Reader = Callable[[str, re.Match[str], date | None], Iterable[str]]


@cache
def number_forms(language: str) -> tuple[Form, ...]:
    """How numbers are written in English, in ``language`` and in Chinese."""
    words = rf"(?:{spelled_out()}|{any_of({**number_words('en'), **number_words(language)})})"
    amount = rf"(?:{_NUMBER}|(?<!\w)(?P<word>{words})(?!\w)|(?P<zh>{ZH_NUMERAL}))"

    def form(kind: ValueKind, pattern: str, read: _Reader) -> Form:
        return Form(kind, re.compile(pattern, re.IGNORECASE), partial(read, language))

    return (
        form(ValueKind.QUANTITY, rf"(?<![^\W\d_\u4e00-\u9fff])(?:{any_of(_FIXED)}){_END}", _fixed),
        form(ValueKind.QUANTITY, rf"\b(?P<word>{any_of(_DE_TIMES)})mal\b", _times),
        form(ValueKind.MONEY, rf"(?<![^\W\d_])(?P<unit>{any_of(CURRENCIES)}) ?{_DIGITS}{_SCALE}", _money),
        form(ValueKind.MONEY, rf"{amount}{_SCALE} ?{_CURRENCY}", _money),
        form(ValueKind.QUANTITY, rf"{amount}{_SCALE}(?: |-| ?个)?{_UNIT}", _quantity),
        form(ValueKind.NUMBER, rf"{_NUMBER}(?:st|nd|rd|th)\b", _plain),
        form(ValueKind.NUMBER, rf"{_NUMBER}{_SCALE}", _plain),
        form(ValueKind.NUMBER, rf"(?<!\w)(?P<word>{words})(?!\w){_SCALE}", _plain),
        form(ValueKind.NUMBER, rf"(?P<zh>{ZH_NUMERAL})(?=[{ZH_COUNTED}])", _plain),
    )


@lru_cache(maxsize=1 << 10)
def bare_numbers(surface: str) -> tuple[str, ...]:
    """The numbers of a quantity without its unit, as norms."""
    forms = number_forms("de")[-4:]
    found = (form.read(match, None) for form in forms for match in form.pattern.finditer(surface))
    return tuple(dict.fromkeys(norm for norms in found for norm in norms))


def _amounts(language: str, match: re.Match[str]) -> Iterator[Decimal]:
    groups = match.groupdict()
    written = groups.get("n") or groups.get("word") or groups.get("zh") or ""
    scale = Decimal(_look_up(SCALES, groups.get("scale") or "") or 1)
    sign = -1 if groups.get("sign") else 1
    for number in read_numeral(written, language):
        yield sign * number * scale


def _plain(language: str, match: re.Match[str], _: date | None) -> Iterable[str]:
    return map(plain, _amounts(language, match))


def _quantity(language: str, match: re.Match[str], _: date | None) -> Iterable[str]:
    written = match["unit"]
    found = _look_up(UNITS, written)
    decade = written == "s" and re.search(r"\d{4}s$", match[0])
    if found is None or decade:
        return
    for amount in _amounts(language, match):
        yield f"{plain(amount * found[1])} {found[0]}"
        if written.lower().startswith("pound"):
            yield f"{plain(amount)} GBP"


def _money(language: str, match: re.Match[str], _: date | None) -> Iterable[str]:
    for amount in _amounts(language, match):
        for currency in (_look_up(CURRENCIES, match["unit"]) or "").split():
            yield f"{plain(amount)} {currency}"


def _fixed(_language: str, match: re.Match[str], _: date | None) -> Iterable[str]:
    return (_FIXED[match[0].lower()],)


def _times(_language: str, match: re.Match[str], _: date | None) -> Iterable[str]:
    return (f"{plain(number)} x" for number in read_numeral(match["word"], "de"))


def _look_up(table: Mapping[str, _T], written: str) -> _T | None:
    """What stands for a word that may be written in other cases."""
    if written in table:
        return table[written]
    folded = written.casefold()
    return next((value for word, value in table.items() if word.casefold() == folded), None)
