"""Where sentences end in running text."""

import re
from collections.abc import Iterator

from assistant.language import language, words_of
from assistant.language.scripts import SPACE_ENDED, SPACED_ENDS, WIDE_ENDS

#: Languages whose abbreviations are known whatever language a text is in: none of theirs is a common word of another.
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "ru", "uk", "el")
ALWAYS = words_of("never_ends", _LANGUAGES)
BEFORE_NUMBER = words_of("before_number", _LANGUAGES)
BEFORE_CAPITAL = words_of("before_small", _LANGUAGES)
#: Words that a day with a full stop is written before: ``21. November``.
MONTHS = frozenset(
    name
    for code in ("de", "nl", "da", "sv", "fi", "cs", "hu")
    for forms in language(code).months
    for name in forms
    if name == forms[0] or len(name) > 3
)

_ENDS = SPACED_ENDS + WIDE_ENDS
# Possessive and held to the first of a run of marks, so that no text makes it scan twice. Wide marks need
# no white space behind them.
_END = re.compile(
    rf"""
    [{_ENDS}](?<![{_ENDS}][{_ENDS}])[{_ENDS}]*+
    (?:
        (?<=[{WIDE_ENDS}])(?P<wide>["'”’»）】》」』〉)*_~`]*+)
        | (?P<close>["'”’»›)\]}}*_~`]*+(?:\[\^[^\]\s]{{1,40}}\])*+)(?=\s|$)
    )
    """,
    re.VERBOSE,
)
_EMOJI = re.compile(r"(?:[ \t]?[\u2600-\u27bf\u2b50\ufe0f\u200d\U0001f000-\U0001faff])*+")
# White space, and the quote markers of wrapped quotes.
_GAP = re.compile(r"(?:[^\S\n]|\n[ \t]*+(?:>[ \t]*+)*+)*+")
_WORD = re.compile(r"[^\s(\[{\"'“„«*_/–—-]{1,16}\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_LETTER = re.compile(r"[^\W\d_]")
# In Thai and Lao a space is all that parts two sentences; it also parts clauses, which are short.
_SPACE = re.compile(rf"(?<=[{SPACE_ENDED}])[ \t]+(?=[{SPACE_ENDED}])")
SHORTEST_SPACED = 60
_OPENING = "\"'“„«‘([{*_`¿¡"


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Ranges ``[start, end)`` of the sentences of a run of text without outer white space."""
    for start, end in _marked(text):
        yield from _spaced(text, start, end)


def _spaced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a long stretch of Thai or Lao."""
    if end - start >= SHORTEST_SPACED:
        for gap in _SPACE.finditer(text, start, end):
            if gap.start() - start >= SHORTEST_SPACED <= end - gap.end():
                yield start, gap.start()
                start = gap.end()
    yield start, end


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Sentences by their marks."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if end <= start:
            continue
        if (emoji := _EMOJI.match(text, end)) is not None:
            end = emoji.end()
        follow = _after(text, end)
        if follow >= len(text):
            break
        if match["wide"] is not None or _ends_sentence(text, start, match, follow):
            yield start, end
            start = follow
    if start < len(text):
        yield start, len(text)


def _after(text: str, end: int) -> int:
    gap = _GAP.match(text, end)
    return gap.end() if gap is not None else end


def _ends_sentence(text: str, start: int, match: re.Match[str], follow: int) -> bool:
    """Whether a mark with white space behind it ends the sentence that began at ``start``."""
    ahead = text[follow : follow + 16].lstrip(_OPENING)
    if match[0].startswith(("!", "?")) and not match["close"]:
        return True
    if match.start("close") - match.start() == 1 and match[0].startswith("."):
        found = _WORD.search(text, max(start, match.start() - 16), match.start())
        word = found[0].lower() if found is not None else ""
        if _abbreviates(word, ahead, opens=match.start() - len(word) == start):
            return False
    return not ahead[:1].islower() or _begins_small(text)


def _begins_small(text: str) -> bool:
    """Who begins with a small letter writes every sentence so; otherwise a small letter continues one."""
    letter = _LETTER.search(text, 0, 80)
    return letter is not None and letter[0].islower()


def _abbreviates(word: str, ahead: str, *, opens: bool) -> bool:
    """Whether the full stop after ``word`` belongs to it; ``opens`` when nothing stands before the word."""
    if word.isdigit():
        return opens or (len(word) <= 2 and _is_ordinal(ahead))
    if len(word) == 1:
        return word.isalpha() and (opens or word != "i")
    if word in BEFORE_CAPITAL:
        return ahead[:1].islower() or ahead[:1].isdigit()
    if word in BEFORE_NUMBER:
        return ahead[:1].isdigit()
    return word in ALWAYS or _DOTTED.fullmatch(word) is not None


def _is_ordinal(ahead: str) -> bool:
    first = ahead.split(maxsplit=1)[:1]
    return ahead[:1].islower() or (bool(first) and first[0].strip(",.;:").lower() in MONTHS)
