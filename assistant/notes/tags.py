"""The tags of a note, in small letters, as the programs that people keep notes with write them.

``#tag``, ``#a/b``, ``#[[two words]]`` and ``tags::`` (Obsidian, Logseq), ``#two words#`` (Bear), ``:a:b:`` (Vimwiki,
Org), lines of ``@tag`` (Zim, jrnl), and lists or texts of front matter.
"""

import re
from collections.abc import Iterable, Iterator

TAG_CHARS = 100
"""Longer tags are none."""

_LETTER = r"[^\W_\u2600-\u27bf]|[\u2600-\u27bf\U0001f300-\U0001faff]"
_SIGNS = (
    r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\ufe0f\u200d"
)
_BEFORE = r"(?<![^\s(,;>*_~、，。（])(?<!\]\()[#＃]"
_TAG = re.compile(rf"{_BEFORE}((?:{_LETTER})(?:[\w/{_SIGNS}-]|{_LETTER})*)")
_LINKED = re.compile(rf"{_BEFORE}\[\[([^\[\]\n|#]{{1,{TAG_CHARS}}})\]\]")
#: Bear closes a tag of several words with another sign.
_CLOSED = re.compile(rf"{_BEFORE}([^\W\d_][^#\n.!?;:,()\[\]]{{1,60}}[\w)])#(?!\w)")
_PROPERTY = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?tags?::[ \t]+([^\n]+)$", re.MULTILINE | re.IGNORECASE)
#: A line of a head: "Tags: pottery, slow craft".
_FIELD = re.compile(
    r"^[ \t]*[*_]{0,2}(?:tags|keywords)[*_]{0,2}:[*_]{0,2}[ \t]+([^\n.!?;:]{1,120})$", re.MULTILINE | re.IGNORECASE
)
_COLONS = re.compile(
    r"^(?:[ \t]*|\*+[ \t][^\n]*?[ \t]+|[ \t]*#\+filetags:[ \t]*)(:(?:[\w@%/-]{1,40}:){1,12})[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
#: A line of nothing but such words, or the end of a stamped line.
_ATS = re.compile(r"^(?:[ \t]*|\[\d{4}-\d\d-\d\d[^\n]*?[ \t])((?:@[^\W\d_][\w/-]*[ \t]*)+)$", re.MULTILINE)
_COLOR = re.compile(r"[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8}")
_COLOR_BEFORE = re.compile(r"(?:colou?r|farbe|couleur|fill|background|stroke|border|rgb|hex)\W{0,4}$", re.IGNORECASE)
_LINK = re.compile(r"\[\[([^\[\]|#]+)\]\]")
_OUTER = " \t\"'[]()#＃@,;"


def inline_tags(source: str) -> Iterator[str]:
    """The tags in a block of text without code, in order of their kinds."""
    if "#" in source or "＃" in source:
        yield from _hashed(source)
    if "::" in source:
        for found in _PROPERTY.finditer(source):
            yield from written_tags(found[1])
    if ":" in source:
        yield from (tag for found in _FIELD.finditer(source) for tag in written_tags(found[1]))
        yield from _between_colons(source)
    if "@" in source:
        for found in _ATS.finditer(source):
            yield from _each(found[1].split())


def _hashed(source: str) -> Iterator[str]:
    for found in _LINKED.finditer(source):
        yield from _each([found[1]])
    closed = [found for found in _CLOSED.finditer(source) if " " in found[1].strip()]
    taken = {found.start() for found in closed}
    yield from _each(found[1] for found in closed)
    for found in _TAG.finditer(source):
        if found.start() not in taken and not _is_color(
            found[1].lower(), source[max(0, found.start() - 24) : found.start()]
        ):
            yield from _each([found[1]])


def _is_color(tag: str, before: str) -> bool:
    """Whether what stands behind a hash is a colour: a word such as "facade" or "e2e" is none."""
    if not _COLOR.fullmatch(tag):
        return False
    digits = sum(character.isdecimal() for character in tag)
    return len(set(tag)) == 1 or digits >= (1 if len(tag) >= 6 else 2) or bool(_COLOR_BEFORE.search(before))


def _between_colons(source: str) -> Iterator[str]:
    for found in _COLONS.finditer(source):
        tags = [tag for tag in found[1].split(":") if tag]
        if len(tags) > 1 or found[0].lstrip().startswith(("*", "#")):
            yield from _each(tags)


def written_tags(text: str) -> Iterator[str]:
    """The tags of one text of front matter or a property: between commas, as links, with hashes, or between spaces."""
    links = _LINK.findall(text)
    if "," in text or "，" in text or "、" in text:
        parts: Iterable[str] = re.split("[,，、]", text)
    elif links:
        parts = [*links, *_LINK.sub(" ", text).split()]
    elif closed := [found[1] for found in _CLOSED.finditer(text)]:
        parts = [*closed, *_CLOSED.sub(" ", text).split()]
    else:
        parts = text.split()
    yield from _each(parts)


def listed_tags(values: Iterable[str]) -> Iterator[str]:
    """The tags of a list: each is one, whatever spaces are in it."""
    for value in values:
        yield from _each(re.split("[,，、]", value))


def _each(tags: Iterable[str]) -> Iterator[str]:
    for written in tags:
        tag = " ".join(written.strip(_OUTER).rstrip("/-").lower().split())
        if tag and len(tag) <= TAG_CHARS and any(not (sign.isdecimal() or sign in "/-_") for sign in tag):
            yield tag
