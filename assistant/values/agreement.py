"""When two values say the same, and when one of them says the other."""

import re

from assistant.values.numbers import bare_numbers
from assistant.values.relative import WEEKDAYS
from assistant.values.value import Value, ValueKind, interval

_AMOUNTS = (ValueKind.QUANTITY, ValueKind.MONEY)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th|\.)$")
_DIGITS = re.compile(r"\d+")


def implies(known: Value, claim: Value) -> bool:
    """Whether who knows ``known`` may say ``claim``: the same, or less exactly ("in May" for "2026-05-01").

    A year that is not said is no difference: "May 1" may be told as "2026-05-01".
    """
    if claim.kind is ValueKind.NUMBER:
        return not _numbers(known, claim).isdisjoint(claim.readings)
    if known.kind is ValueKind.DATE is claim.kind:
        return any(_within(k, c) for k in known.readings for c in claim.readings)
    if known.kind is ValueKind.NAME is claim.kind:
        return f" {claim.norm} " in f" {known.norm} " or claim.norm.replace(" ", "") == known.norm.replace(" ", "")
    if known.kind is claim.kind or (known.kind in _AMOUNTS and claim.kind in _AMOUNTS):
        return not set(known.readings).isdisjoint(claim.readings)
    return False


def _numbers(known: Value, claim: Value) -> set[str]:
    """The bare numbers that ``known`` gives away: ``90`` of "90 minutes", the year of a date."""
    match known.kind:
        case ValueKind.NUMBER:
            return set(known.readings)
        case ValueKind.QUANTITY | ValueKind.MONEY:
            times = {reading.removesuffix(" x") for reading in known.readings if reading.endswith(" x")}
            return times.union(bare_numbers(known.surface))
        case ValueKind.TIME:
            return {digits.lstrip("0") or "0" for digits in _DIGITS.findall(known.surface)[:1]}
        case ValueKind.DATE:
            days = [reading for reading in known.readings if reading[:1].isdigit()]
            if _YEAR.fullmatch(claim.norm):
                return {day[:4] for day in days}
            if _ORDINAL.search(claim.surface):
                return {day[8:10].lstrip("0") for day in days if len(day) == 10}
    return set()


def _within(known: str, claim: str) -> bool:
    """Whether one reading of a date lies in another."""
    if known == claim:
        return True
    if claim.startswith("--"):
        return "/" not in known and (known if known.startswith("--") else f"-{known[4:]}").startswith(claim)
    if known.startswith("--"):
        return f"-{claim[4:]}" == known
    inner, outer = interval(known), interval(claim)
    if inner is None:
        return False
    if claim in WEEKDAYS:
        return inner[0] == inner[1] and WEEKDAYS[inner[0].weekday()] == claim
    return outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]
