"""Values in texts, and when two of them say the same: dates, times, numbers, quantities, money, codes, names.

What looks for them is loaded when it is first asked: a search, which only needs to know days, does not wait for it.
"""

from datetime import date

from assistant.values.value import Value, ValueKind, without

__all__ = ["Value", "ValueKind", "find_values", "implies", "resolve", "resolved", "same", "without"]


def find_values(text: str, language: str = "en", on: date | None = None) -> tuple[Value, ...]:
    """The values of a text in the order they stand; they do not overlap.

    ``on`` is the day that relative dates, weekdays and dates without a year are told from: the note's own.
    """
    from assistant.values.found import values_of

    return values_of(text, language, on)


def implies(known: Value, claim: Value) -> bool:
    """Whether who knows ``known`` may say ``claim``: the same, or less exactly ("in May" for "2026-05-01")."""
    from assistant.values import agreement

    return agreement.implies(known, claim)


def same(a: Value, b: Value) -> bool:
    """Whether two values may be one and the same, one of them perhaps less exact."""
    return implies(a, b) or implies(b, a)


def resolve(surface: str, on: date, language: str = "en") -> date | tuple[date, date] | None:
    """The day, or the first and last day, that a relative date means on the day ``on``; None when it is none."""
    from assistant.values import relative

    return relative.resolve(surface, on, language)


def resolved(text: str, on: date, language: str = "en") -> str:
    """The relative dates of a text as days, for display."""
    from assistant.values import relative

    return relative.resolved(text, on, language)
