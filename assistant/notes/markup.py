"""Tags and links in the text of a note, and inline markup taken off it."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from assistant.domain import Link
from assistant.notes.blocks import Block, Kind
from assistant.notes.lines import Positions
from assistant.notes.tags import inline_tags

TITLE_CHARS = 400
"""Longer titles are cut."""

_TICKS = re.compile(r"`+")
_WIKI = re.compile(r"(!?)\[\[([^\[\]\n|#^]*+)(?:[#^][^\[\]\n|]*+)?(?:\|[^\[\]\n]*+)?\]\]")
_INLINE = re.compile(
    r"(!?)\[(?:[^\[\]]++|\[[^\[\]]*+\])*+\]\([ \t]*+(?:<([^<>\n]*+)>|((?:[^\s()<>]++|\([^\s()]*+\))++))[^()\n]*+\)"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_LABEL = re.compile(r"!?\[\[(?:[^\[\]\n|]*+\|)?([^\[\]\n|]*+)\]\]|!?\[([^\[\]]*+)\]\([^()\n]*+\)")
_MARKS = re.compile(r"[*`]+|~~|==|(?<!\w)_+(?=\S)|(?<=[^\s_])_+(?!\w)| ?\{#[^{}]*\}$")


def plain(title: str) -> str:
    """A heading as it is read: link texts without their targets, no emphasis."""
    title = " ".join(title[:TITLE_CHARS].split())
    if "[" in title:
        title = _LABEL.sub(lambda match: match[1] or match[2] or "", title)
    return _MARKS.sub("", title).strip()


def tags_and_links(flat: str, blocks: Iterable[Block], positions: Positions) -> tuple[list[str], list[Link]]:
    """Inline tags in lower case and links to other notes, in order, those in code left out.

    The target of a Markdown link is given without percent encoding; links to the web do not count.
    """
    tags: list[str] = []
    links: list[tuple[int, Link]] = []
    for block in blocks:
        if block.kind in _NO_MARKUP:
            continue
        source = flat[block.start : block.end]
        tagged, linked = block.kind is not Kind.FRONT and bool(_MAY_TAG.search(source)), "[" in source
        if not (tagged or linked):
            continue
        source = without_code(source)
        if tagged:
            tags.extend(inline_tags(source))
        if linked:
            links.extend(_links(source, block.start, positions))
    return tags, [link for _, link in sorted(links, key=lambda pair: pair[0])]


_MAY_TAG = re.compile(r"[#＃@]|:\w+:|::|(?:tags|keywords)[*_]{0,2}:", re.IGNORECASE)
_NO_MARKUP = (Kind.CODE, Kind.FENCE)


def without_code(source: str) -> str:
    """The same text with every code span blanked out, at the same length."""
    if "`" not in source:
        return source
    runs = [match.span() for match in _TICKS.finditer(source)]
    ahead: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        ahead.setdefault(runs[number][1] - runs[number][0], []).append(number)
    pieces: list[str] = []
    done = number = 0
    while number < len(runs):
        start, end = runs[number]
        same = ahead[end - start]
        while same and same[-1] <= number:
            same.pop()
        if same:
            stop = runs[same[-1]][1]
            pieces += [source[done:start], " " * (stop - start)]
            done, number = stop, same[-1]
        number += 1
    return "".join([*pieces, source[done:]])


def _links(source: str, offset: int, positions: Positions) -> Iterator[tuple[int, Link]]:
    for match in _WIKI.finditer(source):
        if target := match[2].strip().removesuffix("\\").strip():
            start = offset + match.start()
            yield start, Link(target, positions.line(start), embed=bool(match[1]))
    for match in _INLINE.finditer(source):
        written = match[2] or match[3] or ""
        target = unquote(written.partition("#")[0]).strip()
        if target and not _SCHEME.match(written):
            start = offset + match.start()
            yield start, Link(target, positions.line(start), embed=bool(match[1]))
