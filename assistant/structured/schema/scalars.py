"""Strings and numbers: their constraints as one regular language, and its automaton as rules."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.structured.languages.automaton import Automaton, TooLargeError
from assistant.structured.languages.charset import CharSet
from assistant.structured.languages.grammar import NEVER, All, Any, OneOf, Part, Rule, Text
from assistant.structured.languages.pattern import NotRegularError, searched
from assistant.structured.languages.regular import ANY_CHARACTER, Regular, both, repeated
from assistant.structured.schema.document import Member, refused
from assistant.structured.schema.formats import FORMATS, format_language
from assistant.structured.schema.numbers import Bound, numbers

#: More of anything counted is not counted: each step is a rule.
MAX_COUNT = 2000
MAX_FACTOR = 1000

_SHORT_ESCAPES = {'"': '"', "\\": "\\", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}
_CONTROLS = CharSet(((0, 0x1F),))
_ESCAPED = _CONTROLS | CharSet.of('"\\')


def spelled(value: object) -> str:
    """The one spelling of a value that grammars write. A float without a fraction is written as the integer it is."""
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [_plain(one) for one in value]
        case dict():
            return {key: _plain(one) for key, one in value.items()}
    return value


class Scalars:
    """Writes into ``rules``; the same language gets the same rules. ``loose``: formats as any validator sees them."""

    def __init__(self, rules: dict[str, Part], *, loose: bool = False) -> None:
        self._rules = rules
        self._loose = loose
        self._known: dict[tuple[Regular, str], Part] = {}

    def number(self, members: Sequence[Member], *, whole: bool) -> Part:
        """The numbers that all of ``members`` allow."""
        language = numbers(
            whole=whole,
            lows=[*_bounds(members, "minimum"), *_bounds(members, "exclusiveMinimum")],
            highs=[*_bounds(members, "maximum"), *_bounds(members, "exclusiveMaximum")],
            factors=_factors(members),
        )
        keyword = "multipleOf" if any(_factors(members)) else "minimum"
        return self._written(language, "", members, (keyword, "maximum"))

    def string(self, members: Sequence[Member]) -> Part:
        """The strings that all of ``members`` allow, in quotes."""
        least = max((int(m.schema.get("minLength", 0)) for m in members), default=0)
        most = min((int(m.schema["maxLength"]) for m in members if "maxLength" in m.schema), default=None)
        for keyword, count in (("minLength", least), ("maxLength", most or 0)):
            check_count(members, keyword, count)
        if most is not None and least > most:
            return NEVER
        parts = [repeated(ANY_CHARACTER, least, most), *_patterns(members), *self._formats(members)]
        return self.quoted(both(parts), members)

    def quoted(self, language: Regular, members: Sequence[Member] = ()) -> Part:
        """The texts of a language as JSON strings."""
        return self._written(language, '"', members, ("pattern", "maxLength", "minLength"))

    def _written(self, language: Regular, quote: str, members: Sequence[Member], keywords: Sequence[str]) -> Part:
        key = (language, quote)
        if key not in self._known:
            try:
                automaton = Automaton.of(language)
            except TooLargeError as error:
                place, keyword = _to_blame(members, keywords)
                raise refused(place, keyword, f"too large a grammar: {error}") from error
            self._known[key] = self._added(automaton, quote)
        return self._known[key]

    def _formats(self, members: Sequence[Member]) -> Iterator[Regular]:
        for member in members:
            name = member.schema.get("format")
            if name in FORMATS:
                yield format_language(name, loose=self._loose)
            elif name is not None:
                raise refused(
                    member.place, "format", f"{name} is not supported; known are {', '.join(sorted(FORMATS))}"
                )

    def _added(self, automaton: Automaton, quote: str) -> Part:
        if not automaton.edges:
            return NEVER
        name = f"{'string' if quote else 'number'}-{len(self._known)}"
        for state, edges in enumerate(automaton.edges):
            parts = [part for chars, target in edges for part in _step(chars, Rule(f"{name}-{target}"), quote)]
            end = [Text(quote)] if automaton.ends[state] else []
            self._rules[f"{name}-{state}"] = Any((*parts, *end))
        return All((Text(quote), Rule(f"{name}-0")))


def check_count(members: Sequence[Member], keyword: str, count: int) -> None:
    """Refuse to count further than ``MAX_COUNT``."""
    if count > MAX_COUNT:
        place = next(m.place for m in members if m.schema.get(keyword) == count)
        raise refused(place, keyword, f"{count} is more than {MAX_COUNT}, up to which is counted")


def _step(chars: CharSet, target: Part, quote: str) -> Iterator[Part]:
    """A character of ``chars`` as it is written in a JSON string, or outside of any, and what comes after it."""
    escaped = chars & _ESCAPED if quote else CharSet(())
    if plain := chars - escaped:
        yield All((OneOf(plain), target))
    if escaped:
        yield All((Text("\\"), Any(tuple(_escapes(escaped))), target))


def _escapes(chars: CharSet) -> Iterator[Part]:
    """How characters that have to be escaped go on after the backslash."""
    if short := "".join(sign for c, sign in _SHORT_ESCAPES.items() if c in chars):
        yield OneOf(CharSet.of(short))
    for high in (0, 1):
        codes = (code for code in range(16) if chr(16 * high + code) in chars)
        low = "".join(f"{code:x}" for code in codes if chr(16 * high + code) not in _SHORT_ESCAPES)
        if low:
            yield All((Text(f"u00{high}"), OneOf(CharSet.of(low))))


def _bounds(members: Sequence[Member], keyword: str) -> list[Bound]:
    is_excluded = keyword.startswith("exclusive")
    return [Bound(_decimal(m, keyword), is_excluded) for m in members if keyword in m.schema]


def _decimal(member: Member, keyword: str) -> Decimal:
    value = Decimal(repr(member.schema[keyword]))
    if not value.is_finite() or value.adjusted() > 300 or value.adjusted() < -300:
        raise refused(member.place, keyword, "too large or too small a number")
    return value


def _factors(members: Sequence[Member]) -> list[int]:
    factors = []
    for member in members:
        factor = member.schema.get("multipleOf", 1)
        if factor != int(factor) or factor > MAX_FACTOR:
            raise refused(member.place, "multipleOf", f"not supported but for whole numbers up to {MAX_FACTOR}")
        factors += [int(factor)] if "multipleOf" in member.schema else []
    return factors


def _patterns(members: Sequence[Member]) -> Iterator[Regular]:
    for member in members:
        if "pattern" in member.schema:
            try:
                yield searched(member.schema["pattern"])
            except NotRegularError as error:
                raise refused(member.place, "pattern", f"not supported: {error}") from error


def _to_blame(members: Sequence[Member], keywords: Sequence[str]) -> tuple[str, str]:
    found = ((m.place, keyword) for keyword in keywords for m in members if keyword in m.schema)
    return next(found, ("", keywords[0]))
