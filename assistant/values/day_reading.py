"""A text as words that may name days, and what reads them along it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.values.day_words import Meaning, Role, Token, meanings
from assistant.values.days import FIRST_YEAR, LAST_YEAR, Days

#: What may be written right behind the number of a day.
ORDINAL_SIGNS = frozenset("st nd rd th er ere e eme o a . ° ste de го ого е й ый η ης th. an én en".split())
#: What may stand between a day, a month and a year, and behind a year.
LINKS = frozenset("- / de del di d ' of the , . den la le nam ปี ngay".split())
_AFTER_YEAR = frozenset("г г. год года году року roku ж р год. de année año".split())
#: Thai years are counted from the Buddha's.
_BUDDHIST = 543


@dataclass(frozen=True, slots=True)
class Phrase:
    """Days said by the tokens up to ``end``; ``single`` when by one word that may be another in another language."""

    end: int
    days: Days
    deictic: bool = False
    otherwise: Days | None = None
    codes: frozenset[str] = frozenset()
    single: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A text's tokens, and the day on which it is said; ``whole`` when it is nothing but a name of days.

    ``dated`` reads only what says its year."""

    tokens: list[Token]
    today: date
    whole: bool = False
    dated: bool = False

    def of(self, at: int, *roles: Role) -> Iterator[tuple[int, Meaning]]:
        """The meanings of these roles that words from a token on have, each with the place behind them."""
        if 0 <= at < len(self.tokens):
            for end, known in meanings(self.tokens, at):
                yield from ((end, meaning) for meaning in known if meaning.role in roles)

    def key(self, at: int) -> str:
        """How the token at a place is looked up; nothing where there is none."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def number(self, at: int) -> int | None:
        """The number at a place, in digits or signs."""
        return self.tokens[at].number if 0 <= at < len(self.tokens) else None

    def touches(self, at: int) -> bool:
        """Whether a token stands right behind the one before it."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def skip(self, at: int, keys: frozenset[str], most: int = 2) -> int:
        """The place behind at most so many of such tokens."""
        for _ in range(most):
            if self.key(at) in keys:
                at += 1
        return at

    def count(self, at: int) -> Iterator[tuple[int, int, frozenset[str] | None]]:
        """A number in digits or words, with the place behind it and the languages of the word."""
        number = self.number(at)
        if number is not None:
            yield at + 1, number, None
        for end, meaning in self.of(at, Role.NUMBER):
            yield end, int(meaning.value), meaning.codes

    def year(self, at: int) -> tuple[int, int] | None:
        """A year, perhaps behind "of" or a comma, with the place behind it."""
        at = self.skip(at, LINKS)
        number = self.number(at)
        if number is None or self.tokens[at].end - self.tokens[at].start != 4:
            return None
        if FIRST_YEAR + _BUDDHIST <= number <= LAST_YEAR + _BUDDHIST and number > LAST_YEAR:
            number -= _BUDDHIST
        if not FIRST_YEAR <= number <= LAST_YEAR or self.is_cut(at):
            return None
        return self.skip(at + 1, _AFTER_YEAR, 1), number

    def behind_day(self, at: int) -> int:
        """The place behind the number of a day with what is written onto it: "8th", "8.", "8-го"."""
        behind = at + 1
        if self.touches(behind) and self.key(behind) == "-" and self.touches(behind + 1):
            behind += 1
        return self.skip(behind, ORDINAL_SIGNS) if self.touches(behind) else behind

    def is_tied(self, at: int) -> bool:
        """Whether a number goes on from what stands before it; a letter and a hyphen are a preposition in Hebrew."""
        before = self.key(at - 1) if self.touches(at) else ""
        if before == "-" and self.touches(at - 1):
            return len(self.key(at - 2)) > 1 or self.number(at - 2) is not None
        return before in (".", ",", ":", "/")

    def is_cut(self, at: int) -> bool:
        """Whether a number goes on behind a sign: "8:30", "8.5"."""
        return self.key(at + 1) in (":", ".", ",", "/", "-") and self.touches(at + 1) and (
            self.touches(at + 2) and self.number(at + 2) is not None
        )  # fmt: skip
