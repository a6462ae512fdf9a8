"""What of a text could be a field's value, found by its kind: a value of the wrong kind is never given."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.structured.passage import Passage
from assistant.structured.wording import Word, alike, words_of
from assistant.values import Value, ValueKind, find_values
from assistant.values.units import UNITS

_QUOTED = re.compile(r"[\"“„«「『](?P<said>[^\"”“»」』\n]{2,80})[\"”“»」』]|(?<!\w)'(?P<single>[^'\n]{2,80})'(?!\w)")
_CODE = re.compile(
    r"(?<![A-Za-z0-9_@./-])(?:"
    r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?"
    r"|(?:[A-Z]{1,7}[ -])?(?=[A-Za-z#/._-]*\d)[A-Za-z0-9#][A-Za-z0-9/._-]*(?<![./_-])"
    r"(?: [A-Z]{1,3}(?![a-z]))?(?: \d{3,4}(?!\d))?"
    r"|[A-Z]{4,}\d*"
    r")(?![A-Za-z0-9_@])"
)
_IDENTIFIER = re.compile(r"(?<![\w@./-])[A-Za-z]\w*(?:[-_.]\w+)+(?![\w@/])")
_STREET = re.compile(
    r"(?<!\w)(?:\d{1,4}[a-z]?,? (?:[A-ZÀ-Þ][\w.'-]+ ?){1,3}"
    r"|(?:[^\W\d_][\w.'-]* )?[A-ZÀ-Þ][\w.'-]+ \d{1,4}[a-z]?)(?!\w)"
)
_JOINTS = r"(?: (?:of|the|and|für|und|der|die|das|de|del|la|las|los|y|et|du|des|von|van|zu|to|in|for|a|e|di|&|\+))*"
_RUN = re.compile(rf"(?<![\w@.])[A-ZÀ-ÞА-Я][\w'’.-]*\w(?:{_JOINTS} [A-ZÀ-ÞА-Я0-9][\w'’-]*)*(?![@])")
_LAST_WORDS = re.compile(r"(?:[A-ZÀ-ÞА-Я][\w'’-]+)(?: [A-ZÀ-ÞА-Я][\w'’-]+){0,2}\W*$|[\u4e00-\u9fff]{2,3}\s*$")
_GREETED = re.compile(
    r"\W*[^\W\d_]+ (?P<name>[A-ZÀ-ÞА-Я][^,!:：，\n]{0,40}?)\s*[,!:，]|(?P<cjk>[\u4e00-\u9fff]{1,4})[，：:]"
)
_PHONE = re.compile(r"(?<![A-Za-z0-9_.+-])(?:\+\d{1,3}[ -]?)?\(?\d[\d ()/.-]{5,18}\d(?![A-Za-z0-9_@])")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"，。）)]*[\w/]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_UUID = re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")
_HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sr|Sra|Dra|Don|Doña|Herr|Herrn|Frau|Familie|Fam|Mme|Mlle|M|St)\.?\s$|\b[A-Z]\.\s$"
)
_CJK_NAME = re.compile(r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,2})?(?:先生|女士|医生|老师|教授|经理|小姐|大夫)")
_ANY_WORD = re.compile(r"[^\W\d_]+\.?|[\u4e00-\u9fff]{1,3}")
_REST = re.compile(
    r"[:：.]?\s?(?:(?:is|was|are|ist|es|est|no|nr|nº|n°|#|是|为)\b\.?[:：]?\s?)?(?P<rest>[^\n,;，；。：:()（）!?]{1,60})",
    re.IGNORECASE,
)
#: Words behind a field's word that may be its value by themselves, and how far that word must mean the field.
_FIRST_WORDS, _ALIKE = 4, 0.8
_AMOUNTS = (ValueKind.NUMBER, ValueKind.QUANTITY, ValueKind.MONEY)
_BESIDE = re.compile(r"\s?(?:and|und|y|et|e|и|,)?\s?")
_UNIT = re.compile(r"^[\d.,\s-]+|^.*\s")
_OUTER = ' \t\r\n,;:，；：、。*_|"“”„«»「」()（）'


class Source(StrEnum):
    """How a candidate was found."""

    VALUE = "value"
    NAME = "name"
    LABELLED = "labelled"
    PART = "part"
    QUOTED = "quoted"
    HEADING = "heading"
    ITEM = "item"
    FORM = "form"
    POINTED = "pointed"
    SENTENCE = "sentence"
    RUN = "run"
    BEHIND = "behind"
    SIGNED = "signed"
    GREETED = "greeted"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece ``text[start:end]`` that may be a value; ``value`` where it is one that can be read."""

    start: int
    end: int
    source: Source
    value: Value | None = None


def of_kinds(passage: Passage, *kinds: ValueKind) -> Iterator[Candidate]:
    """The values of some kinds."""
    for value in passage.values:
        if value.kind in kinds:
            yield Candidate(value.start, value.end, Source.VALUE, value)


def amounts(passage: Passage) -> Iterator[Candidate]:
    """Numbers, quantities and money; "1 h 30 min" is one, and so is the "six months" of "in six months"."""
    single = [each for each in passage.values if each.kind in _AMOUNTS]
    for value in _joined(passage.text, single):
        yield Candidate(value.start, value.end, Source.VALUE, value)
    for value in passage.values:
        if value.kind is ValueKind.DATE and " " in value.surface:
            offset = value.start + value.surface.index(" ") + 1
            for inner in find_values(passage.text[offset : value.end], passage.language):
                if inner.kind is ValueKind.QUANTITY:
                    yield Candidate(offset + inner.start, offset + inner.end, Source.VALUE, inner)


def _joined(text: str, values: Sequence[Value]) -> Iterator[Value]:
    """Amounts, those of one kind that stand side by side in a larger and a smaller unit as their sum."""
    held: Value | None = None
    for value in values:
        both = _sum(held, value) if held and _BESIDE.fullmatch(text, held.end, value.start) else None
        if held and both is None:
            yield held
        held = both or value
    if held:
        yield held


def _sum(a: Value, b: Value) -> Value | None:
    """Two quantities in one: "1 h 30 min", "2 hours and 15 minutes"; None where the second is not the smaller unit."""
    if a.kind is not ValueKind.QUANTITY or b.kind is not ValueKind.QUANTITY:
        return None
    (first, _, base), (second, _, other) = a.readings[0].partition(" "), b.readings[0].partition(" ")
    units = [UNITS.get(_UNIT.sub("", value.surface).strip(" -")) for value in (a, b)]
    if base != other or not units[0] or not units[1] or units[0][1] <= units[1][1]:
        return None
    norm = f"{Decimal(first) + Decimal(second)} {base}"
    return Value(ValueKind.QUANTITY, norm, f"{a.surface} {b.surface}", a.start, b.end)


def matching(passage: Passage, pattern: re.Pattern[str], source: Source = Source.FORM) -> Iterator[Candidate]:
    """What has a form."""
    for match in pattern.finditer(passage.text):
        yield from _trimmed(passage, match.start(), match.end(), source)


def emails(passage: Passage) -> Iterator[Candidate]:
    """E-mail addresses."""
    return matching(passage, _EMAIL)


def uuids(passage: Passage) -> Iterator[Candidate]:
    """UUIDs."""
    return matching(passage, _UUID)


def urls(passage: Passage) -> Iterator[Candidate]:
    """Web addresses; a bare host counts where nothing with its beginning stands."""
    found = list(matching(passage, _URL))
    if not found:
        bare = re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+(?:[a-z]{2,12})(?:/[\w./?=&%-]*)?(?![\w@])")
        found = list(matching(passage, bare))
    return iter(found)


def phones(passage: Passage) -> Iterator[Candidate]:
    """What has the form of a phone number and is no date."""
    dates = [value for value in passage.values if value.kind is ValueKind.DATE]
    for one in matching(passage, _PHONE):
        digits = sum(c.isdigit() for c in passage.text[one.start : one.end])
        if 6 <= digits <= 15 and not any(d.start < one.end and one.start < d.end for d in dates):
            yield one


def codes(passage: Passage) -> Iterator[Candidate]:
    """Words with a digit in them, be they of several parts."""
    return matching(passage, _CODE)


def signed(passage: Passage) -> Iterator[Candidate]:
    """The name at the end of a letter."""
    for line in (passage.lines[-1], *passage.lines[-3:-1]) if passage.lines else ():
        if match := _LAST_WORDS.search(passage.text, line.start, line.end):
            words = match[0].split()
            for n in range(len(words)):
                start = match.start() + sum(len(word) + 1 for word in words[:n])
                yield from _trimmed(passage, start, match.end(), Source.SIGNED)


def greeted(passage: Passage) -> Iterator[Candidate]:
    """Who is addressed at the beginning."""
    for line in passage.lines[:5]:
        if match := _GREETED.match(passage.text, line.start, line.end):
            group = "name" if match["name"] else "cjk"
            yield from _trimmed(passage, match.start(group), match.end(group), Source.GREETED)


def behind(passage: Passage, words: Sequence[Word]) -> Iterator[Candidate]:
    """What follows right behind one of a field's words: the brand of "Marke Velino", the class of "Klasse 4b"."""
    for match in _ANY_WORD.finditer(passage.text):
        said = words_of(match[0], passage.language, plain=True)
        if said and any(alike(said[-1], word) >= _ALIKE for word in words):
            rest = _REST.match(passage.text, match.end())
            if rest and rest["rest"]:
                yield from _beginnings(passage, rest.start("rest"), rest.end("rest"))


def _beginnings(passage: Passage, start: int, end: int) -> Iterator[Candidate]:
    """A piece, and its first words, names not cut."""
    yield from _trimmed(passage, start, end, Source.BEHIND)
    for n, word in enumerate(re.finditer(r"\S+", passage.text[start:end])):
        within_name = word[0][0].isupper() and passage.text[start + word.end() :][1:2].isupper()
        if n < _FIRST_WORDS and start + word.end() < end and not within_name:
            yield from _trimmed(passage, start, start + word.end(), Source.BEHIND)


def names(passage: Passage) -> Iterator[Candidate]:
    """Names, with the title or initial that stands before them."""
    for value in passage.values:
        if value.kind is ValueKind.NAME:
            before = _HONORIFIC.search(passage.text, max(0, value.start - 12), value.start)
            yield Candidate(before.start() if before else value.start, value.end, Source.NAME)
    for match in _CJK_NAME.finditer(passage.text):
        yield Candidate(match.start(), match.end(), Source.NAME)
    yield from matching(passage, _RUN, Source.RUN)


def texts(passage: Passage) -> Iterator[Candidate]:
    """Pieces that people set apart: what has a label, parts of that, quotes, headings, items, the first line."""
    for each in passage.labelled:
        yield from _trimmed(passage, each.start, each.end, Source.LABELLED)
        yield from _parts(passage, each.start, each.end)
    yield from matching(passage, _STREET)
    yield from matching(passage, _IDENTIFIER)
    for match in _QUOTED.finditer(passage.text):
        group = "said" if match["said"] else "single"
        yield from _trimmed(passage, match.start(group), match.end(group), Source.QUOTED)
    for n, line in enumerate(passage.lines):
        if line.is_heading or n == 0:
            yield from _trimmed(passage, line.start, line.end, Source.HEADING)
        elif not line.is_row:
            yield from _trimmed(passage, line.start, line.end, Source.ITEM)
        if not line.is_row and line.end - line.start < 120:
            yield from _parts(passage, line.start, line.end)


def sentences(passage: Passage) -> Iterator[Candidate]:
    """Whole sentences."""
    for start, end in passage.sentences:
        yield from _trimmed(passage, start, end, Source.SENTENCE)


def _parts(passage: Passage, start: int, end: int) -> Iterator[Candidate]:
    """The parts of a piece between commas, brackets and dashes."""
    at = start
    cuts = [
        *re.finditer(
            r"\s*(?:,(?!\d)|;|，|；|、|\(|\)|（|）|\s[–—-]\s|\s{2,}|/\s|\s\|\s|(?<=[\u4e00-\u9fff])\s)\s*",
            passage.text[start:end],
        )
    ]
    for cut in cuts:
        yield from _trimmed(passage, at, start + cut.start(), Source.PART)
        at = start + cut.end()
    if cuts:
        yield from _trimmed(passage, at, end, Source.PART)


def _trimmed(passage: Passage, start: int, end: int, source: Source) -> Iterator[Candidate]:
    """A piece without the signs around it; nothing where no letter or digit is left."""
    while start < end and passage.text[start] in _OUTER and passage.text[start] not in "(（":
        start += 1
    while start < end and passage.text[end - 1] in _OUTER and not _closes(passage.text[start:end]):
        end -= 1
    if passage.text[start:end].endswith(".") and passage.text[start:end].count(".") == 1:
        end -= 1
    if any(c.isalnum() for c in passage.text[start:end]):
        yield Candidate(start, end, source)


def _closes(text: str) -> bool:
    """Whether a text ends with a bracket that it opened."""
    return text[-1] in ")）" and ("(" in text or "（" in text)
