"""Numbers as they are written: digits with their signs, words, Chinese numerals."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from assistant.language import language as _table

_EN_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_DE_ONES = """null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn
siebzehn achtzehn neunzehn""".split()
_DE_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_DE_ONE = "ein eine einen einem einer".split()

_ZH_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}
_ZH_MYRIADS = {"万": 10_000, "亿": 100_000_000}
#: A Chinese numeral.
ZH_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]+"

#: Words by their letters; the empty letter ends one.
_Tree = dict[str, "_Tree"]

_SEPARATOR = "[,.'’\u00a0\u202f]"
#: A number in digits, with its thousands signs and decimals.
DIGITS = rf"(?:\d{{1,3}}(?:{_SEPARATOR}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
_GROUPS = re.compile(rf"(\d{{1,3}})((?:{_SEPARATOR}\d{{3}})+)([.,]\d+)?")
_NOT_DIGITS = re.compile(r"\D")

#: Where a decimal comma is written.
COMMA_LANGUAGES = frozenset("de fr es it pt nl da sv no fi pl ru cs tr".split())


@cache
def number_words(language: str) -> dict[str, int]:
    """The words of English, or of German, for whole numbers below 100 and what each is worth; of others up to 12.

    Of these "one" is left out: it is an article, too.
    """
    if language == "de":
        words = {word: value for value, word in enumerate(_DE_ONES)} | dict.fromkeys(_DE_ONE, 1)
        for i, ten in enumerate(_DE_TENS):
            ones = {f"{one}und{ten}": 20 + 10 * i + j for j, one in enumerate(("ein", *_DE_ONES[2:10]), 1)}
            words |= {ten: 20 + 10 * i} | ones
        return words
    if language != "en":
        return {word: value for word, value in _table(language).days.numbers.items() if value > 1}
    words = {word: value for value, word in enumerate(_EN_ONES)}
    for i, ten in enumerate(_EN_TENS):
        words[ten] = 20 + 10 * i
        words |= {f"{ten}{joint}{_EN_ONES[j]}": 20 + 10 * i + j for j in range(1, 10) for joint in "- "}
    return words


@cache
def spelled_out() -> str:
    """A pattern for English numbers of several words from a hundred on: "four thousand three hundred"."""
    words = rf"(?:{any_of(number_words('en'))})"
    scale = "(?:hundred|thousand)"
    return rf"{words}[ -]{scale}(?:,? (?:and )?{words}(?:[ -]{scale})?)+"


def _spelled_out(text: str) -> int | None:
    if not re.fullmatch(spelled_out(), text):
        return None
    total = part = 0
    known = number_words("en")
    for word in re.findall(r"[a-z]+(?:-[a-z]+)?", text.replace(" and ", " ")):
        if word in _HUNDREDS:
            part *= _HUNDREDS[word]
            total, part = (total + part, 0) if word == "thousand" else (total, part)
        else:
            part += known.get(word, 0)
    return total + part


_HUNDREDS = {"hundred": 100, "thousand": 1000}


@cache
def numeral(language: str) -> str:
    """A pattern for a number in digits, or in words of English, of ``language``, or in Chinese."""
    words = {**number_words("en"), **number_words(language)}
    return rf"(?:{DIGITS}|{ZH_NUMERAL}|\b(?:{any_of(words)})\b)"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, longest first; as a tree of letters, which fails early."""
    tree: _Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: _Tree) -> str:
    branches = [re.escape(letter) + _branches(below) for letter, below in node.items() if letter]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


def read_numeral(text: str, language: str) -> tuple[Decimal, ...]:
    """What a number that is written in digits or words is worth, likeliest first; empty when it is none.

    A single group of three, as in "1.250", is a thousand where that is the thousands sign, and may be either elsewhere.
    """
    if text[:1].isdigit():
        return _digits(text, language)
    word = text.casefold().replace("ss", "ß") if language == "de" else text.casefold()
    for known in dict.fromkeys((language, "en")):
        if (value := number_words(known).get(word)) is not None:
            return (Decimal(value),)
    if (value := _spelled_out(word)) is not None:
        return (Decimal(value),)
    zh = _chinese(text)
    return () if zh is None else (Decimal(zh),)


def plain(number: Decimal) -> str:
    """One spelling of a number, without an exponent and without zeros at its end: ``1250``, ``0.25``."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _digits(text: str, language: str) -> tuple[Decimal, ...]:
    decimal = Decimal(_NOT_DIGITS.sub(".", text)) if len(_NOT_DIGITS.findall(text)) < 2 else None
    groups = _GROUPS.fullmatch(text)
    if not groups or text.startswith("0"):
        return () if decimal is None else (decimal,)
    whole = _NOT_DIGITS.sub("", groups[1] + groups[2])
    grouped = Decimal(whole + (groups[3] or "").replace(",", "."))
    sign = groups[2][0]
    point = "," if language in COMMA_LANGUAGES else "."
    return (grouped, decimal) if decimal is not None and sign == point else (grouped,)


def _chinese(text: str) -> int | None:
    """The worth of a Chinese numeral: 二百三十 is 230, 二〇二六 is 2026; None when it is none."""
    if not text or any(c not in _ZH_DIGITS | _ZH_UNITS | _ZH_MYRIADS for c in text):
        return None
    if len(text) > 1 and all(c in _ZH_DIGITS for c in text):
        return int("".join(str(_ZH_DIGITS[c]) for c in text))
    total = section = digit = 0
    for character in text:
        if character in _ZH_DIGITS:
            digit = _ZH_DIGITS[character]
        elif character in _ZH_UNITS:
            section += (digit or 1) * _ZH_UNITS[character]
            digit = 0
        else:
            total += (section + digit or 1) * _ZH_MYRIADS[character]
            section = digit = 0
    return total + section + digit
