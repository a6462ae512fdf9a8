"""The language of a note as an ISO 639-1 code."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from assistant.domain import UnitKind
from assistant.notes.blocks import Block, Kind
from assistant.notes.markup import without_code

SAMPLE_CHARS = 2000
"""Prose that is looked at; the statistical model sees the first ``MODEL_CHARS`` of it."""

MODEL_CHARS = 600

FALLBACK = "en"
"""What text that is too short to tell counts as."""

MIN_LETTERS = 12
MIN_PROBABILITY = 0.6

# The languages people keep notes in.
LANGUAGES = """ar be bg bs ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv mk ms nl no
pl pt ro ru sk sl sq sr sv sw th tl tr uk ur vi zh""".split()

# Small words tell the common languages apart at a tenth of the model's time, and without loading it.
_SMALL_WORDS = {
    "en": "the a an and of to is it was with for this you are have be not on as but they from by my can if or we",
    "de": "der die das und ist nicht mit für ein eine ich zu den von auf dem sich auch wir im es wie noch hat oder",
    "fr": "le la les de des et est une pour dans que qui pas avec sur je nous du un ce au plus mais sont il elle",
    "es": "el la los las de y es una para que con por no se del un en lo como más pero su al esta son muy",
    "it": "il la che di e è una per con non sono del un i gli le si della da più ma come nel anche mi",
    "pt": "o a os as de e é uma para que com não do da um em no na se por mais mas como ao foi são",
    "nl": "de het een en is van niet met voor dat ik op te zijn aan wij maar ook er die bij naar we heb",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)

MIN_SMALL_WORDS = 4
MIN_SMALL_SHARE = 0.15

_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9d]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
#: Scripts in which one language is written before all others: where its letters begin and end.
_SCRIPTS = (
    ("el", 0x370, 0x400), ("hy", 0x530, 0x590), ("he", 0x590, 0x600), ("ar", 0x600, 0x700), ("ar", 0x750, 0x780),
    ("hi", 0x900, 0x980), ("bn", 0x980, 0xA00), ("pa", 0xA00, 0xA80), ("gu", 0xA80, 0xB00), ("or", 0xB00, 0xB80),
    ("ta", 0xB80, 0xC00), ("te", 0xC00, 0xC80), ("kn", 0xC80, 0xD00), ("ml", 0xD00, 0xD80), ("si", 0xD80, 0xE00),
    ("th", 0xE00, 0xE80), ("lo", 0xE80, 0xF00), ("bo", 0xF00, 0x1000), ("my", 0x1000, 0x10A0), ("ka", 0x10A0, 0x1100),
    ("am", 0x1200, 0x13A0), ("km", 0x1780, 0x1800),
)  # fmt: skip
_FIRST_SCRIPT = "\u0370"
_SCRIPT_STARTS = [edge for _, start, end in _SCRIPTS for edge in (start, end)]
_SCRIPT_CODES = ["", *(code for name, _, _ in _SCRIPTS for code in (name, ""))]
#: Letters that Urdu and Persian have, and Arabic has not.
_ARABIC_LETTERS = (("ur", re.compile("[ٹڈڑںےہ]")), ("fa", re.compile("[پچژگکی]")))
_NOT_WORDS = re.compile(r"https?://\S+|[\W\d_]+")


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)  # type: ignore[attr-defined]
    return identifier


def load() -> None:
    """Load what tells languages apart, half a second's work, so that the first note need not wait for it."""
    _identifier()


def note_language(flat: str, blocks: Iterable[Block]) -> str:
    """The language of a note's prose, code left out."""
    return language(_sample(flat, blocks))


def language(text: str) -> str:
    """The language of ``text``, or ``FALLBACK`` where it can't be told."""
    words = _NOT_WORDS.sub(" ", text[:SAMPLE_CHARS]).strip()
    if not words.isascii() and (script := _by_script(words)):
        return script
    if len(words) < MIN_LETTERS:
        return FALLBACK
    if common := _by_small_words(words.lower().split()):
        return common
    name, probability = _identifier().classify(words[:MODEL_CHARS])
    return name if probability >= MIN_PROBABILITY else FALLBACK


def _by_small_words(words: list[str]) -> str:
    """The language whose small words are frequent here, and twice as frequent as any other's."""
    votes = Counter(name for word in words for name in _LANGUAGES_OF.get(word, ()))
    (first, most), (_, next_most) = (*votes.most_common(2), ("", 0), ("", 0))[:2]
    enough = max(MIN_SMALL_WORDS, MIN_SMALL_SHARE * len(words))
    return first if most >= enough and most >= 2 * next_most else ""


def _by_script(words: str) -> str:
    """The language whose own script a third of the characters are of."""
    return _cjk(words) or _own_script(words)


def _own_script(words: str) -> str:
    counts = Counter(_SCRIPT_CODES[bisect(_SCRIPT_STARTS, ord(sign))] for sign in words if sign >= _FIRST_SCRIPT)
    code, most = (*counts.most_common(1), ("", 0))[0]
    if most * 3 < len(words):
        return ""
    return next((name for name, letters in _ARABIC_LETTERS if letters.search(words)), "ar") if code == "ar" else code


def _cjk(words: str) -> str:
    kana, han, hangul = (len(pattern.findall(words)) for pattern in (_KANA, _HAN, _HANGUL))
    if (kana + han + hangul) * 3 < len(words):
        return ""
    if hangul > kana + han:
        return "ko"
    return "ja" if kana * 10 > han else "zh"


def _sample(flat: str, blocks: Iterable[Block]) -> str:
    pieces: list[str] = []
    room = SAMPLE_CHARS
    for start, end in _written(blocks):
        if room <= 0:
            break
        pieces.append(without_code(flat[start : min(end, start + room)]))
        room -= len(pieces[-1])
    return "\n".join(pieces)


def _written(blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """Where prose stands, and what records say, without who said it and when."""
    for block in blocks:
        if block.record and block.record.kind is not UnitKind.DATA:
            yield from block.record.said
        elif block.kind in (Kind.PROSE, Kind.HEADING, Kind.TABLE):
            yield block.start, block.end
