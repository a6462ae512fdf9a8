"""Spellings of one word that meet: case, accents, vowel points, forms of a letter, digits of another script."""

import re
import unicodedata
from functools import lru_cache


def _characters(category: str, *ranges: tuple[int, int]) -> str:
    """The characters of a general category in some ranges, as the inside of a pattern's brackets."""
    found = ""
    for start, end in ranges:
        has = [unicodedata.category(chr(code))[0] == category for code in range(start, end)] + [False]
        edges = [start + at for at in range(len(has)) if has[at] != (at > 0 and has[at - 1])]
        found += "".join(f"{chr(low)}-{chr(high - 1)}" for low, high in zip(edges[::2], edges[1::2], strict=True))
    return found


#: Signs of every script that are written around a letter and belong to its word; variation selectors follow symbols.
MARKS = _characters(
    "M", (0x300, 0x1D00), (0x1DC0, 0x1E00), (0x20D0, 0x2100), (0x2DE0, 0x2E00), (0x302A, 0x3100), (0xA66F, 0xAC00),
    (0xFE20, 0xFE30), (0x10A00, 0x12000), (0x16A00, 0x17000), (0x1E000, 0x1EA00),
)  # fmt: skip

#: What is only seen or heard, in Hebrew and Arabic what may be left out: soft hyphens, joiners, marks of direction,
#: places where a line may break, points, vowel signs, and the stroke that stretches a word.
_UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed"
)
_UNSEEN_RUN = re.compile(f"[{_UNSEEN}]+")
#: Hebrew writes an abbreviation with a sign before its last letter, often a plain quotation mark.
_GERSHAYIM = re.compile(r"(?<=[\u05d0-\u05ea])[\"'\u05f3\u05f4](?=[\u05d0-\u05ea])")
#: What keeps two letters of a word apart parts a word of Arabic script, and nothing in any other.
NON_JOINER = "\u200c"
_ARABIC = "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff"
_STRAY_NON_JOINER = re.compile(f"(?<![{_ARABIC}]){NON_JOINER}+|{NON_JOINER}+(?![{_ARABIC}{NON_JOINER}])")
_DIGIT = re.compile(r"(?![0-9])\d")

#: Accents of the alphabets that have capitals, and the dot that makes a Devanagari letter a loan's.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0654\u0655\u093c\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
#: Letters that are written for one another, and those whose stroke is no accent to Unicode.
_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ہ": "ه", "ە": "ه", "ک": "ك", "ڪ": "ك",
        "ँ": "ं", "ঁ": "ং", "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
    }
)  # fmt: skip


def normal(text: str) -> str:
    """A text in compatible form, without what is not seen, its digits in ASCII."""
    if text.isascii():
        return text
    text = _UNSEEN_RUN.sub("", unicodedata.normalize("NFKC", text))
    text = _STRAY_NON_JOINER.sub("", text) if NON_JOINER in text else text
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), _GERSHAYIM.sub("", text))


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word as it is compared: without case, accents and forms of a letter."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded)).replace(NON_JOINER, "")
    return unicodedata.normalize("NFC", folded).translate(_LETTERS)
