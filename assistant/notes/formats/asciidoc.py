"""AsciiDoc: headings, lists, listings, tables and links in the Markdown that stands for them, line by line."""

import re

from assistant.notes.formats.format import Format

_HEADING = re.compile(r"(?P<signs>={1,6})[ \t]+(?P<words>\S.*?)(?:[ \t]+=+)?$")
_ATTRIBUTE = re.compile(r":!?(?P<name>[\w-]+)!?:(?:[ \t]+(?P<value>.*))?$")
_BLOCK_LINE = re.compile(r"\[[^\]\n]*\]$|\[\[[^\]\n]+\]\]$")
_DELIMITER = re.compile(r"(?:={4,}|\*{4,}|--|_{4,}|\+{4,})$")
_LITERAL = re.compile(r"(?P<sign>-{4,}|\.{4,}|`{3,})(?P<language>\w*)$")
_ITEM = re.compile(r"[ \t]*(?P<signs>\*{1,5}|-|\.{1,5})[ \t]+(?P<words>\S.*)$")
_CELL = re.compile(r"(?:^|(?<=[ \t]))(?:\d+\+)?[aehlms]?\|")
_TITLE = re.compile(r"\.(?P<words>[^\s.].*)$")
_MACRO = re.compile(r"(?:image|include|video|audio|toc)::\S*\[.*\]$")
_LINK = re.compile(r"(?:link:)?(?P<to>(?:https?://|mailto:)[^\s\[\]]+|(?<=link:)[^\s\[\]]+)\[(?P<words>[^\]\n]*)\]")
_CROSS = re.compile(
    r"<<[^,>\n]+,[ \t]*(?P<words>[^>\n]+)>>|<<(?P<target>[^,>\n]+)>>|xref:[^\s\[]+\[(?P<other>[^\]\n]*)\]"
)
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")


class AsciiDoc(Format):
    """``.adoc``, ``.asciidoc`` and ``.asc``."""

    def text(self, source: str) -> str:
        """Line for line."""
        return "\n".join(map(_Reader().line, (line.rstrip() for line in source.split("\n"))))


class _Reader:
    def __init__(self) -> None:
        self._fence = ""
        self._comment = self._table = self._ruled = False

    def line(self, line: str) -> str:
        """What a line says, after those before it."""
        if self._fence:
            return self._fenced(line)
        if self._comment or line.startswith("//"):
            self._comment ^= line.startswith("////")
            return ""
        if literal := _LITERAL.match(line):
            self._fence = literal["sign"]
            return f"```{literal['language']}"
        if line.startswith(("|===", ",===", "!===")):
            self._table, self._ruled = not self._table, False
            return ""
        if self._table:
            return self._row(line)
        return self._running(line)

    def _fenced(self, line: str) -> str:
        if line != self._fence:
            return line
        self._fence = ""
        return "```"

    def _row(self, line: str) -> str:
        cells = [_inline(cell.strip()) for cell in _CELL.split(line)]
        if len(cells) < 2:
            # An empty line would end the table.
            return f"| {_inline(line.strip())}" if self._ruled else ""
        row = f"| {' | '.join(cells[1:])} |"
        if self._ruled:
            return row
        self._ruled = True
        return f"{row}\r|{'---|' * (len(cells) - 1)}"

    def _running(self, line: str) -> str:
        if heading := _HEADING.match(line):
            return f"{'#' * len(heading['signs'])} {_inline(heading['words'])}"
        if attribute := _ATTRIBUTE.match(line):
            is_date = attribute["name"] in ("date", "revdate", "docdate")
            return f"date:: {attribute['value']}" if is_date and attribute["value"] else ""
        if _BLOCK_LINE.match(line) or _DELIMITER.match(line) or _MACRO.match(line) or line == "+":
            return ""
        if item := _ITEM.match(line):
            depth, sign = len(item["signs"]) - 1, "1." if item["signs"].startswith(".") else "-"
            return f"{'   ' * depth}{sign} {_inline(item['words'])}"
        if title := _TITLE.match(line):
            return f"**{title['words']}**"
        return _inline(line)


def _inline(line: str) -> str:
    line = _LINK.sub(lambda link: f"[{link['words'] or link['to']}]({link['to']})", line)
    line = _CROSS.sub(lambda cross: cross["words"] or cross["other"] or cross["target"] or "", line)
    return _ITALIC.sub(r"*\1*", _BOLD.sub(r"**\1**", line))
