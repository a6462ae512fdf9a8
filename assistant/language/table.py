"""What a table of a language holds, and how one is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class DayWords:
    """The words that name a day from today.

    ``offsets`` are days from today ("yesterday" is -1), ``periods`` whole ones ("tavaly" is ``-1 year``), ``which``
    steps of a week, month or year ("last" is -1), ``units`` English names of what is counted, ``ordinals`` "first" to
    "fourth". ``ago`` and ``ahead`` stand before or after "two weeks".
    ``before`` may stand before a bare month that is also another word ("in May"). ``parts`` are those of a month or
    year, from "early" (0) to "late" (2), ``seasons`` are counted from spring. ``through`` stands between the two ends
    of a range, ``between`` before the first.
    """

    offsets: Mapping[str, int]
    periods: Mapping[str, str]
    which: Mapping[str, int]
    units: Mapping[str, str]
    ago: frozenset[str]
    ahead: frozenset[str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    before: frozenset[str]
    parts: Mapping[str, int]
    seasons: Mapping[str, int]
    through: frozenset[str]
    between: frozenset[str]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, in small letters, that the program knows a meaning of.

    ``stop_words`` carry no weight in a question; ``question_words`` ask, and are among them. ``yes`` and ``no`` answer,
    the plainest first. ``negation`` says that something is not so, ``planned`` that it is meant to be, ``conditional``
    that it is so only if or perhaps, ``limited`` that it is so of a part only or has a but, ``denial`` that something
    did not come about, without a word of negation; each may be several words. ``phrases`` ask or are small words in a
    script without spaces, longest first. ``months`` and ``weekdays`` (from Monday) hold every form of a name;
    ``shared`` are those that are also other words.
    A full stop after an abbreviation of ``never_ends`` ends no sentence, after one of ``before_number`` not when a
    number follows, after one of ``before_small`` only when neither a small letter nor a number does.
    ``dated`` are keys that a note's day stands under, without spaces and hyphens.
    """

    code: str
    stop_words: frozenset[str]
    question_words: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    negation: frozenset[str]
    planned: frozenset[str]
    conditional: frozenset[str]
    limited: frozenset[str]
    denial: frozenset[str]
    phrases: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    shared: frozenset[str]
    days: DayWords
    never_ends: frozenset[str]
    before_number: frozenset[str]
    before_small: frozenset[str]
    dated: frozenset[str]


def several(text: str) -> frozenset[str]:
    """Words, or phrases of several words: those of a text with commas stand between them."""
    parts = text.split(",") if "," in text else text.split()
    return frozenset(" ".join(part.split()) for part in parts if part.strip())


def day_words(  # noqa: PLR0913
    *,
    offsets: Mapping[str, int],
    periods: Mapping[str, str] = MappingProxyType({}),
    last: str = "",
    this: str = "",
    next: str = "",
    units: Mapping[str, str] = MappingProxyType({}),
    ago: str = "",
    ahead: str = "",
    numbers: str = "",
    ordinals: str = "",
    before: str = "",
    parts: str = "",
    seasons: str = "",
    through: str = "",
    between: str = "",
    two_ago: str = "",
) -> DayWords:
    """Day words from plain texts: in ``units`` by name, in ``numbers`` from one on between bars."""
    steps = ((-2, two_ago), (-1, last), (0, this), (1, next))
    which = {word: step for step, words in steps for word in several(words)}
    return DayWords(
        offsets=dict(offsets),
        periods=dict(periods),
        which=which,
        units={word: unit for unit, words in units.items() for word in several(words)},
        ago=several(ago),
        ahead=several(ahead),
        numbers=_counted(numbers),
        ordinals=_counted(ordinals),
        before=several(before),
        parts={word: part for part, words in enumerate(parts.split("|")) for word in in_order(words)},
        seasons=_counted(seasons),
        through=several(through),
        between=several(between),
    )


def language(  # noqa: PLR0913
    code: str,
    *,
    days: DayWords,
    questions: str = "",
    stop: str = "",
    yes: str = "",
    no: str = "",
    negation: str = "",
    planned: str = "",
    conditional: str = "",
    limited: str = "",
    denial: str = "",
    phrases: str = "",
    months: str = "",
    weekdays: str = "",
    shared: str = "",
    never_ends: str = "",
    before_number: str = "",
    before_small: str = "",
    dated: str = "",
) -> Language:
    """A table from plain texts: words between spaces, or phrases between commas; months and weekdays between bars."""
    asks = several(questions)
    return Language(
        code=code,
        stop_words=several(stop) | {word for word in asks if " " not in word},
        question_words=asks,
        yes=in_order(yes),
        no=in_order(no),
        negation=several(negation),
        planned=several(planned),
        conditional=several(conditional),
        limited=several(limited),
        denial=several(denial),
        phrases=tuple(sorted(phrases.split(), key=len, reverse=True)),
        months=groups(months),
        weekdays=groups(weekdays),
        shared=several(shared),
        days=days,
        never_ends=several(never_ends),
        before_number=several(before_number),
        before_small=several(before_small),
        dated=several(dated),
    )


def _counted(text: str) -> dict[str, int]:
    return {word: value for value, group in enumerate(groups(text), 1) for word in group}


def in_order(text: str) -> tuple[str, ...]:
    """Words or phrases between commas, in the order given."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def groups(text: str) -> tuple[tuple[str, ...], ...]:
    """The words between bars; a name of several words has underscores for its spaces."""
    return tuple(tuple(word.replace("_", " ") for word in group.split()) for group in text.split("|") if group.strip())
