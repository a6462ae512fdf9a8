"""Numbers between bounds, as the regular language of their digits.

A number is written plainly: no exponent, no needless zero in front, no negative zero, and not longer than
``MAX_CHARACTERS``, so that it has few enough digits for a double to tell it from every other one (15 of 15.95).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.structured.languages.charset import DIGITS, CharSet
from assistant.structured.languages.regular import (
    ANY_CHARACTER,
    EMPTY_TEXT,
    Multiple,
    Regular,
    both,
    chars,
    either,
    literal,
    negated,
    optional,
    repeated,
    then,
)

#: Characters of a number without its sign: 15 digits and the point.
MAX_CHARACTERS = 16

_DIGIT = chars(DIGITS)
_ANY_DIGITS = repeated(_DIGIT, 0, None)
_NOT_ZERO = chars(CharSet.spans(("1", "9")))
_POINT = literal(".")
_MINUS = literal("-")
_FRACTION = optional(then(_POINT, repeated(_DIGIT, 1, None)))
_WHOLE = either([literal("0"), then(_NOT_ZERO, _ANY_DIGITS)])
_SHORT = repeated(ANY_CHARACTER, 1, MAX_CHARACTERS)
_NO_FRACTION_LEFT = optional(then(_POINT, repeated(literal("0"), 1, None)))
_SOME_FRACTION = then(_POINT, _ANY_DIGITS, _NOT_ZERO, _ANY_DIGITS)


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that others are compared with; itself is no longer within when ``is_excluded``."""

    value: Decimal
    is_excluded: bool = False


def numbers(
    *, whole: bool, lows: Iterable[Bound] = (), highs: Iterable[Bound] = (), factors: Iterable[int] = ()
) -> Regular:
    """The numbers that are not below any of ``lows``, not above any of ``highs`` and divisible by all ``factors``.

    With ``whole`` or any factor, integers alone, written without a point.
    """
    factors = list(factors)
    magnitude = both([_SHORT, _WHOLE if whole or factors else then(_WHOLE, _FRACTION)])
    magnitude = both([magnitude, *(Multiple(factor) for factor in factors)])
    zero = then(literal("0"), _NO_FRACTION_LEFT)
    within = [_not_below(bound) for bound in lows] + [_not_above(bound) for bound in highs]
    return both([either([magnitude, then(_MINUS, both([magnitude, negated(zero)]))]), *within])


def _not_below(bound: Bound) -> Regular:
    size = abs(bound.value)
    if bound.value > 0 or (bound.value == 0 and bound.is_excluded):
        return _at_least(size, bound.is_excluded)
    negative = then(_MINUS, _at_most(size, bound.is_excluded))
    return either([then(_WHOLE, _FRACTION), negative])


def _not_above(bound: Bound) -> Regular:
    size = abs(bound.value)
    if bound.value > 0:
        return either([_at_most(size, bound.is_excluded), then(_MINUS, _WHOLE, _FRACTION)])
    negative = then(_MINUS, _at_least(size, bound.is_excluded))
    return negative if bound.value < 0 or bound.is_excluded else either([negative, literal("0")])


def _at_least(size: Decimal, is_excluded: bool) -> Regular:
    """Numbers without a sign that are at least ``size``."""
    whole, fraction = _digits(size)
    longer = then(_NOT_ZERO, repeated(_DIGIT, len(whole), None), _FRACTION)
    greater = [
        then(literal(whole[:i]), _between(int(digit) + 1, 9), repeated(_DIGIT, rest, rest), _FRACTION)
        for i, digit in enumerate(whole)
        for rest in [len(whole) - i - 1]
    ]
    return either([longer, *greater, then(literal(whole), _fraction_at_least(fraction, is_excluded))])


def _fraction_at_least(fraction: str, is_excluded: bool) -> Regular:
    if not fraction:
        return _SOME_FRACTION if is_excluded else _FRACTION
    greater = [
        then(literal(fraction[:i]), _between(int(digit) + 1, 9), _ANY_DIGITS) for i, digit in enumerate(fraction)
    ]
    more = then(_ANY_DIGITS, _NOT_ZERO, _ANY_DIGITS) if is_excluded else _ANY_DIGITS
    return then(_POINT, either([*greater, then(literal(fraction), more)]))


def _at_most(size: Decimal, is_excluded: bool) -> Regular:
    """Numbers without a sign that are at most ``size``, some with a needless zero in front."""
    whole, fraction = _digits(size)
    shorter = [either([literal("0"), then(_NOT_ZERO, repeated(_DIGIT, 0, len(whole) - 2))])] if len(whole) > 1 else []
    smaller = [
        then(literal(whole[:i]), _between(0, int(digit) - 1), repeated(_DIGIT, rest, rest))
        for i, digit in enumerate(whole)
        for rest in [len(whole) - i - 1]
    ]
    equal = then(literal(whole), _fraction_at_most(fraction, is_excluded))
    return either([then(either([*shorter, *smaller]), _FRACTION), equal])


def _fraction_at_most(fraction: str, is_excluded: bool) -> Regular:
    if not fraction:
        return either([]) if is_excluded else _NO_FRACTION_LEFT
    smaller = [
        then(literal(fraction[:i]), _between(0, int(digit) - 1), _ANY_DIGITS) for i, digit in enumerate(fraction)
    ]
    begun = [literal(fraction[:i]) for i in range(1, len(fraction))]
    equal = [] if is_excluded else [then(literal(fraction), repeated(literal("0"), 0, None))]
    return either([EMPTY_TEXT, then(_POINT, either([*smaller, *begun, *equal]))])


def _digits(size: Decimal) -> tuple[str, str]:
    """The digits before and after the point, without zeros at either end."""
    whole, _, fraction = f"{size:f}".partition(".")
    return whole.lstrip("0") or "0", fraction.rstrip("0")


def _between(low: int, high: int) -> Regular:
    return chars(CharSet.of("0123456789"[low : high + 1]))
