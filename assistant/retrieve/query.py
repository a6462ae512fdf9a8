"""What a user typed, taken apart: words, filters, exact phrases, words to leave out, and days it names.

Only what has exactly one of the forms below is syntax; everything else is text, ``foo:bar`` and ``well-known`` too.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.errors import UsageError
from assistant.store.filters import Filters
from assistant.values.days import Days, SaidDays
from assistant.values.said_days import is_ambiguous, read_days, said_days

#: A query longer than this is a pasted text; its first words say what it is about.
MAX_CHARACTERS = 2_000
NONE = Filters()

_SYNTAX = re.compile(r"""
    (?<!\S) (?: (?P<not>-)? (?P<place>tag|path) | (?P<time>since|until|in) ) :
        (?: "(?P<quoted>[^"]+)" | (?P<bare>[^\s"]+) )
    | (?<!\S) - (?: "(?P<unwanted_phrase>[^"]+)" | (?P<unwanted>[^\W\d_]\S*) )
    | (?<![\w"]) " (?P<phrase>[^"]+) " (?!\w)
    """, re.VERBOSE | re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` is what is left for words and meaning; the words of ``phrases`` are still in it."""

    text: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: Filters = NONE
    said: tuple[SaidDays, ...] = ()


def parse_query(typed: str, today: date, filters: Filters = NONE) -> Query:
    """The parts of a query that ``filters`` narrow too. Raises ``UsageError`` when what should be a date is none."""
    typed = typed[:MAX_CHARACTERS]
    matches = list(_SYNTAX.finditer(typed))
    if not matches:
        return Query(typed, filters=filters, said=said_days(typed, today))
    for match in matches:
        filters &= _filter(match, today)
    text = " ".join(_SYNTAX.sub(lambda match: match["phrase"] or " ", typed).split())
    return Query(
        text=text,
        phrases=_that_say_something(match["phrase"] for match in matches),
        without=_that_say_something(match["unwanted_phrase"] or match["unwanted"] for match in matches),
        filters=filters,
        said=said_days(text, today),
    )


def make_filters(
    today: date, tags: Sequence[str] = (), paths: Sequence[str] = (), since: str | None = None, until: str | None = None
) -> Filters:
    """Filters as the options of a command give them. Raises ``UsageError`` when a date is none."""
    return Filters(
        tags=tuple(tag.lstrip("#") for tag in tags),
        paths=tuple(paths),
        since=_days("--since ", since, today).first if since else None,
        until=_days("--until ", until, today).last if until else None,
    )


def _filter(match: re.Match[str], today: date) -> Filters:
    value = match["quoted"] or (match["bare"] or "").rstrip(",;")
    if match["place"]:
        return _PLACES[f"{match['not'] or ''}{match['place'].lower()}"](value)
    if not match["time"]:
        return NONE
    kind = match["time"].lower()
    days = _days(f"{kind}:", value.rstrip(".?!)"), today)
    return Filters(
        since=days.first if kind != "until" else None,
        until=days.last if kind != "since" else None,
    )


_PLACES: dict[str, Callable[[str], Filters]] = {
    "tag": lambda value: Filters(tags=(value.lstrip("#"),)),
    "-tag": lambda value: Filters(without_tags=(value.lstrip("#"),)),
    "path": lambda value: Filters(paths=(value,)),
    "-path": lambda value: Filters(without_paths=(value,)),
}


def _days(before: str, value: str, today: date) -> Days:
    days = read_days(value, today)
    if days is None and is_ambiguous(value):
        raise UsageError(f'"{value}" may be two days', hint=f"write it as {before}2026-01-31")
    if days is None:
        raise UsageError(f'"{value}" is no date', hint=f'{before}2026-01-31, {before}2026-01 or {before}"last week"')
    return days


def _that_say_something(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(text for text in texts if text and any(letter.isalnum() for letter in text))
