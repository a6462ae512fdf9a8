"""What a piece of a note says: the same words without Markdown's marks."""

import html
import re

_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]{1,2000})\1(?!`)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_COMMENT = re.compile(r"%%[^%]*%%|<!--.{0,4000}?-->", re.DOTALL)
_MEDIA = r"\.(?:png|jpe?g|gif|svg|webp|bmp|heic|pdf|mp[34]|mov|webm|wav|m4a|ogg|flac)"
_WHOLE_COMMENT = re.compile(r"%%\s*([^%]*?)\s*%%|<!--\s*(.{0,4000}?)\s*-->", re.DOTALL)
_EMBED = re.compile(
    rf"!\[\[[^\[\]\n|#]*{_MEDIA}(?:[|#][^\[\]\n]*)?\]\]|\{{\{{[^{{}}\n]*\}}\}}|\(\([0-9a-f-]{{36}}\)\)", re.IGNORECASE
)
_WIKI = re.compile(r"!?\[\[(?:[^\[\]\n|]*\|)?([^\[\]\n|#^]+)(?:[#^][^\[\]\n|]*)?\]\]")
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\](?:\([^()\s]*+(?:[ \t][^()\n]*+)?\)|\[[^\[\]\n]*\])")
_PICTURE = re.compile(r"<img\b[^<>]*?\balt=[\"']([^\"'<>]*)[\"'][^<>]*>")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\]){1,1000})\](?:\((?:[^()\s]|\([^()\s]*\))*+(?:[ \t][^()\n]*+)?\)|\[[^\[\]\n]*\])"
)
_STRUCK = re.compile(r"~~(?=\S)[^~]{1,1000}(?<=\S)~~[ \t]?")
_ASIDE = re.compile(r"\^\[([^\[\]\n]*)\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>")
_STARS = re.compile(r"(?<![\d*])(\*{1,3})(?=[^\s*])([^*]{1,1000})(?<=[^\s*])\1(?![\d*])")
_LINES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_]{1,1000}|[^\n]{1,200}?)(?<=[^\s_])\1(?!\w)")
_MARKED = re.compile(r"(==)(?=\S)([^=]{1,1000})(?<=\S)\1")
_ANCHOR = re.compile(r"[ \t]+\^[A-Za-z0-9-]+[ \t]*$|[ \t]*\{#[^{}\n]*\}[ \t]*$", re.MULTILINE)
_QUOTE_MARKS = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")
_KEPT = re.compile("\0(\\d+)\0")
_MARKER = re.compile(r"\s*(?:[-*+•][ \t]+|\d{1,9}[.)][ \t]+)")
_MARKUP = re.compile(r"[\\*_`~=\[<&%{^]")


_STEPS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("%%", _COMMENT, ""), ("<!--", _COMMENT, ""), ("[[", _EMBED, ""), ("{{", _EMBED, ""), ("((", _EMBED, ""),
    ("^[", _ASIDE, r" (\1)"), ("[^", _FOOTNOTE, ""), ("~~", _STRUCK, ""), ("^", _ANCHOR, ""), ("{#", _ANCHOR, ""),
    ("![", _IMAGE, r"\1"), ("[[", _WIKI, r"\1"), ("](", _LINK, r"\1"), ("][", _LINK, r"\1"), ("<", _BREAK, " "),
    ("<img", _PICTURE, r" \1 "),
    ("<", _TAG, ""), ("*", _STARS, r"\2"), ("_", _LINES, r"\2"), ("==", _MARKED, r"\2"), ("*", _STARS, r"\2"),
)  # fmt: skip
"""What is taken off where a text has the mark before it, in order."""


def said(source: str) -> str:
    """Running text as it is read, on one line."""
    if not _MARKUP.search(source):
        return " ".join(source.split())
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\0{len(kept) - 1}\0"

    text = source.replace("\0", "")
    text = _CODE.sub(lambda match: keep(match[2].strip()), text) if "`" in text else text
    text = _ESCAPE.sub(lambda match: keep(match[1]), text) if "\\" in text else text
    text = _AUTOLINK.sub(lambda match: keep(match[1]), text) if "<" in text else text
    for mark, pattern, told in _STEPS:
        if mark in text:
            text = pattern.sub(told, text)
    text = html.unescape(text) if "&" in text else text
    text = _KEPT.sub(lambda match: kept[int(match[1])], text) if kept else text
    return " ".join(text.split())


def comment(source: str) -> str:
    """What a comment says that is all there is; nothing where there is something else."""
    found = _WHOLE_COMMENT.fullmatch(source.strip())
    return said(found[1] or found[2] or "") if found else ""


def without_marks(source: str) -> str:
    """The text behind the marks of quotes and the bullet in front of it, still with its inline markup."""
    text = _QUOTE_MARKS.sub("", source) if ">" in source else source
    marker = _MARKER.match(text)
    return text[marker.end() :] if marker else text
