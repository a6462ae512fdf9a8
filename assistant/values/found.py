"""The values of a text: dates, times, numbers, quantities, money, codes and names, where they stand."""

from datetime import date
from functools import lru_cache

from assistant.values.codes import ADDRESS_FORMS, CODE_FORMS
from assistant.values.dates import DATE_FORMS
from assistant.values.names import names
from assistant.values.numbers import number_forms
from assistant.values.relative import relative_forms
from assistant.values.times import TIME_FORMS
from assistant.values.value import Found, Value, scan


def values_of(text: str, language: str, on: date | None) -> tuple[Value, ...]:
    """The values of a text in the order they stand."""
    found, named = _found(text, language)
    return tuple(sorted((*(each.on(on) for each in found), *named), key=lambda value: value.start))


@lru_cache(maxsize=1 << 10)
def _found(text: str, language: str) -> tuple[tuple[Found, ...], tuple[Value, ...]]:
    forms = (*ADDRESS_FORMS, *DATE_FORMS, *CODE_FORMS, *relative_forms(language), *TIME_FORMS, *number_forms(language))
    found, rest = scan(text, forms)
    return found, tuple(names(rest, language))
