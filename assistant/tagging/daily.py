"""Tags that say what kind of a note it is, and not what it tells of: those of daily notes and of nothing else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from assistant.values.day_digits import days_in_name
from assistant.values.said_days import dated_days

#: A tag of daily notes may be on so many other notes for each of them.
OTHERS = 0.1


def is_daily(path: str) -> bool:
    """Whether a note is called by its day and nothing else: ``2026-11-08``, ``8 November 2026``."""
    stem = PurePosixPath(path).stem
    spans = [(day.start, day.end) for day in days_in_name(stem)] or [(day.start, day.end) for day in dated_days(stem)]
    rest = stem
    for start, end in sorted(spans, reverse=True):
        rest = rest[:start] + rest[end:]
    return bool(spans) and len([part for part in rest.split() if part.isalpha()]) <= 1


def daily_tags(notes: Iterable[tuple[str, Sequence[str]]]) -> frozenset[str]:
    """The tags, of notes by path, that several daily notes have and next to no other: their template has it as well."""
    days, others = Counter[str](), Counter[str]()
    for path, tags in notes:
        (days if is_daily(path) else others).update(set(tags))
    return frozenset(tag for tag, count in days.items() if count > 1 and others[tag] <= OTHERS * count)
