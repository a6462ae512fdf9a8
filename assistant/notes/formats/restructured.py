"""reStructuredText: headings by their underlines, directives, literal text and links, line by line."""

import re

from assistant.notes.formats.format import Format

_UNDERLINE = re.compile(r"([=\-`:'\"~^_*+#<>.])\1{2,}[ \t]*$")
_DIRECTIVE = re.compile(r"[ \t]*\.\.[ \t]+(?P<name>[\w-]+)::[ \t]*(?P<rest>.*)$")
_COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t]+.*)?$")
_OPTION = re.compile(r"[ \t]+:[\w-]+:(?:[ \t].*)?$")
_FIELD = re.compile(r":(?P<name>[\w -]{1,30}):[ \t]+(?P<value>\S.*)$")
_LINK = re.compile(r"`(?P<words>[^`<\n]+?)[ \t]*<(?P<to>[^>`\n]+)>`__?")
_ROLE = re.compile(r":[\w:-]+:`(?P<words>[^`<\n]+?)(?:[ \t]*<[^>`\n]+>)?`")
_REFERENCE = re.compile(r"`(?P<words>[^`\n]+)`__?(?!\w)|(?<!\w)\|(?P<name>[\w -]+)\|(?!\w)")
_CODE = frozenset({"code", "code-block", "sourcecode", "highlight", "literalinclude", "math", "parsed-literal"})
_UNSAID = frozenset({"image", "figure", "include", "toctree", "contents", "raw", "index", "only", "csv-table", "meta"})


class ReStructuredText(Format):
    """``.rst`` and ``.rest``."""

    def text(self, source: str) -> str:
        """Line for line."""
        return "\n".join(_Reader([line.rstrip() for line in source.split("\n")]).lines())


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._told: list[str] = []
        self._levels: list[str] = []

    def lines(self) -> list[str]:
        at = 0
        while at < len(self._lines):
            at = self._heading(at) or self._directive(at) or self._literal(at) or self._running(at)
        return self._told

    def _line(self, at: int) -> str:
        return self._lines[at] if at < len(self._lines) else ""

    def _heading(self, at: int) -> int:
        """A title between two lines, or above one: the first style met is the highest level."""
        over = _UNDERLINE.match(self._line(at))
        title = self._line(at + 1) if over else self._line(at)
        under = _UNDERLINE.match(self._line(at + 1 + bool(over)))
        if not (under and title.strip()) or _UNDERLINE.match(title) or (over and over[1] != under[1]):
            return 0
        if not over and (title[0].isspace() or len(under[0]) < min(len(title), 4)):
            return 0
        style = f"{over[1] if over else ''}{under[1]}"
        if style not in self._levels:
            self._levels.append(style)
        level = min(6, 1 + self._levels.index(style))
        self._told += [*([""] if over else []), f"{'#' * level} {_inline(title.strip())}", ""]
        return at + 2 + bool(over)

    def _directive(self, at: int) -> int:
        directive = _DIRECTIVE.match(self._line(at))
        if not directive and not _COMMENT.match(self._line(at)):
            return 0
        end = self._end(at)
        name = directive["name"].lower() if directive else "comment"
        rest = directive["rest"] if directive else ""
        if name in _CODE:
            self._told += self._fenced(at, end, rest)
        elif name in _UNSAID or name == "comment":
            self._told += [""] * (end - at)
        else:
            self._told.append(f"{name.capitalize()}: {_inline(rest)}" if rest else "")
            body = ["" if _OPTION.match(line) else _inline(line.strip()) for line in self._lines[at + 1 : end]]
            self._told += body
        return end

    def _literal(self, at: int) -> int:
        """What is indented below a line that ends with two colons."""
        line = self._line(at)
        if not line.endswith("::"):
            return 0
        end = self._end(at)
        if end <= at + 2:
            return 0
        fenced = self._fenced(at, end, "")
        self._told += [f"{_inline(line[:-1])}\r\r{fenced[0]}", *fenced[1:]]
        return end

    def _fenced(self, at: int, end: int, language: str) -> list[str]:
        body = ["" if _OPTION.match(line) else line for line in self._lines[at + 1 : end]]
        while body and not body[-1].strip():
            body.pop()
        blank = [""] * (end - at - 1 - len(body))
        if not body:
            return ["", *blank]
        return [f"```{language.partition(' ')[0]}", *body[:-1], f"{body[-1]}\r```", *blank]

    def _end(self, at: int) -> int:
        """The line behind what belongs to this one by its indentation."""
        depth = len(self._line(at)) - len(self._line(at).lstrip())
        end = at + 1
        while end < len(self._lines):
            line = self._lines[end]
            if line.strip() and len(line) - len(line.lstrip()) <= depth:
                break
            end += 1
        return end

    def _running(self, at: int) -> int:
        line = self._line(at)
        if field := _FIELD.match(line):
            line = f"{field['name']}: {field['value']}"
        self._told.append("" if _UNDERLINE.match(line) else _inline(line))
        return at + 1


def _inline(line: str) -> str:
    if "`" not in line and "|" not in line:
        return line
    line = _ROLE.sub(lambda role: role["words"], _LINK.sub(r"[\g<words>](\g<to>)", line))
    return _REFERENCE.sub(lambda found: found["words"] or found["name"], line) if "``" not in line else line
