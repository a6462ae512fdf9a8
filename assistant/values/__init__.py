"""Values in texts, and when two of them say the same: dates, times, numbers, quantities, money, codes, names."""

from datetime import date
from functools import lru_cache

from assistant.values.agreement import implies, same
from assistant.values.codes import ADDRESS_FORMS, CODE_FORMS
from assistant.values.dates import DATE_FORMS
from assistant.values.names import names
from assistant.values.numbers import number_forms
from assistant.values.relative import relative_forms, resolve, resolved
from assistant.values.times import TIME_FORMS
from assistant.values.value import Found, Value, ValueKind, scan, without

__all__ = ["Value", "ValueKind", "find_values", "implies", "resolve", "resolved", "same", "without"]


def find_values(text: str, language: str = "en", on: date | None = None) -> tuple[Value, ...]:
    """The values of a text in the order they stand; they do not overlap.

    ``on`` is the day that relative dates, weekdays and dates without a year are told from: the note's own.
    """
    found, named = _found(text, language)
    return tuple(sorted((*(each.on(on) for each in found), *named), key=lambda value: value.start))


@lru_cache(maxsize=1 << 10)
def _found(text: str, language: str) -> tuple[tuple[Found, ...], tuple[Value, ...]]:
    forms = (*ADDRESS_FORMS, *DATE_FORMS, *CODE_FORMS, *relative_forms(language), *TIME_FORMS, *number_forms(language))
    found, rest = scan(text, forms)
    return found, tuple(names(rest, language))
