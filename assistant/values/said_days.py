"""Days that a query or question names, in digits or in the words of any language that has a table."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache

from assistant.language.scripts import folded
from assistant.values.day_calendar import day_of_month
from assistant.values.day_digits import Written, written_days
from assistant.values.day_phrases import longest
from assistant.values.day_ranges import joined
from assistant.values.day_reading import Phrase, Said
from assistant.values.day_words import Role, Token, is_latin, tables, tokens
from assistant.values.days import Days, SaidDays, year_of

_YEAR = re.compile(r"\d{4}")
#: A day and a month in digits, without a year: "8.11."
_DOTTED = re.compile(r"(?<![\w.])(\d\d?)\. ?(\d\d?)\.(?![\w.])")
#: The same with a short year, behind a word that stands before a day: "on 8.11.26".
_SHORT = re.compile(
    r"(?<!\w)(?:on|am|vom|bis|seit|le|du|el|del|il|em|op|den)\s+(\d\d?)([./-])(\d\d?)\2(\d\d)(?![\w./-]*\d)",
    re.IGNORECASE,
)


def read_days(value: str, today: date) -> Days | None:
    """The days a value names: a day, week, month, quarter or year in digits, or what people say; ``None`` when none.

    "5/3/2026" may be two days, and is none.
    """
    value = " ".join(value.split()).strip(" .,;!?")
    if _YEAR.fullmatch(value):
        return year_of(int(value))
    for written in written_days(value):
        if (written.start, written.end) == (0, len(value)):
            return None if written.otherwise else written.days
    words = [token for token in tokens(value) if token.key not in ("on", "the", "der", "le")] or tokens(value)
    said = Said(words, today, whole=True)
    for at in {0, min(1, len(words))}:
        found = [longest(said, at), *day_of_month(said, at)]
        if (at == 0 or any(True for _ in said.of(0, Role.BEFORE))) and (days := _whole(found, len(words), words)):
            return days
    return None


def is_ambiguous(value: str) -> bool:
    """Whether a value is a day in digits of which the month could come first as well: "5/3/2026"."""
    return any(written.otherwise for written in written_days(value))


def _whole(found: Sequence[Phrase | None], end: int, words: Sequence[Token]) -> Days | None:
    """The days of a phrase that takes every word up to the end; a last full stop is none."""
    ends = (end, end - 1) if words and words[-1].key == "." else (end,)
    return next((phrase.days for phrase in found if phrase and phrase.end in ends), None)


def said_days(text: str, today: date) -> tuple[SaidDays, ...]:
    """The days named in a question, in order; what only looks like a date is left out."""
    digits = _in_digits(text, today)
    masked = text
    for one in digits:
        masked = masked[: one.start] + "_" * (one.end - one.start) + masked[one.end :]
    return joined(text, sorted((*digits, *_in_words(text, masked, today)), key=lambda one: one.start))


def dated_days(text: str) -> tuple[SaidDays, ...]:
    """The days that a text names in words with their year, in order: they do not depend on today."""
    return tuple(_in_words(text, text, date(1970, 1, 1), dated=True))


def _in_digits(text: str, today: date) -> list[SaidDays]:
    found = [_said(text, one) for one in written_days(text)]
    if found or not any(character.isdigit() for character in text):
        return found
    for match in _SHORT.finditer(text):
        written = next(written_days(f"{match[1]}{match[2]}{match[3]}{match[2]}20{match[4]}"), None)
        if written:
            start = match.start(1)
            return [SaidDays(text[start : match.end()], written.days, False, start, match.end(), written.otherwise)]
    for match in _DOTTED.finditer(text):
        for year in (today.year, today.year - 1):
            written = next(written_days(f"{match[1]}.{match[2]}.{year}"), None)
            if written and written.days.first <= today:
                return [SaidDays(match[0], written.days, False, match.start(), match.end())]
    return found


def _said(text: str, one: Written) -> SaidDays:
    return SaidDays(text[one.start : one.end], one.days, False, one.start, one.end, one.otherwise)


def _in_words(text: str, masked: str, today: date, *, dated: bool = False) -> list[SaidDays]:
    said = Said(tokens(masked), today, dated=dated)
    spoken = _languages(said.tokens)
    found: list[SaidDays] = []
    at = 0
    while at < len(said.tokens):
        phrase = longest(said, at)
        if phrase and (not phrase.single or not spoken or phrase.codes & spoken) and _stands_free(said, at, phrase.end):
            start, end = said.tokens[at].start, said.tokens[phrase.end - 1].end
            found.append(SaidDays(text[start:end], phrase.days, phrase.deictic, start, end, phrase.otherwise))
            at = phrase.end
        else:
            at += 1
    return found


def _stands_free(said: Said, at: int, end: int) -> bool:
    """Whether no hyphen or other sign ties the words to those beside them: "item-8 May" names no day."""
    before = said.is_tied(at) or (said.touches(at) and said.key(at - 1) in ("_", "@", "#"))
    after = said.touches(end) and said.key(end) in ("-", "_", "@")
    return not (before or after)


def _languages(words: Sequence[Token]) -> frozenset[str]:
    """The languages that most of the small words speak for; none where no word does."""
    votes = Counter(code for word in words for code in _small_words(is_latin(word.key)).get(word.key, ()))
    most = max(votes.values(), default=0)
    return frozenset(code for code, count in votes.items() if count == most)


@cache
def _small_words(latin: bool) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for table in tables(latin):
        for word in {folded(word) for word in table.stop_words | table.question_words}:
            found.setdefault(word, []).append(table.code)
    return {word: tuple(codes) for word, codes in found.items()}
