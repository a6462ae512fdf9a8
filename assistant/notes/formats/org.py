"""Org files: headings, tasks, drawers, blocks, links, in the Markdown that stands for them, line by line."""

import re

from assistant.notes.formats.format import Format

KEYWORDS = "TODO|DONE|NEXT|STARTED|DOING|WAITING|HOLD|CANCELLED|CANCELED|IN-PROGRESS"

_HEADING = re.compile(r"(?P<stars>\*+)[ \t]+(?P<words>.*?)(?:[ \t]+:(?P<tags>[\w@#%:]+):)?[ \t]*$")
_TASK = re.compile(rf"(?:{KEYWORDS})(?=[ \t]|$)")
_PLAN = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):")
_SETTING = re.compile(r"[ \t]*#\+(?P<key>\w+)(?P<colon>:?)[ \t]*(?P<value>.*)$")
_DRAWER = re.compile(r"[ \t]*:[\w-]+:[ \t]*$")
_RULE = re.compile(r"[ \t]*\|[-+|]+\|?[ \t]*$")
_LINK = re.compile(r"\[\[(?P<to>[^\]\n]+)\](?:\[(?P<words>[^\]\n]+)\])?\]")
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w/:])/(?=\S)([^/\n]+?)(?<=\S)/(?![\w/])")
_CODE = re.compile(r"(?<![\w=~])([=~])(?=\S)([^=~\n]+?)(?<=\S)\1(?![\w=~])")
_STAMP = re.compile(r"[<\[](\d{4}-\d\d-\d\d)(?:[ \t]+[^\W\d]+\.?)?((?:[ \t]+\d{1,2}:\d\d)?)[^>\]\n]*[>\]]")
_FENCED = frozenset({"src", "example", "export", "verse"})


class Org(Format):
    """``.org``."""

    def text(self, source: str) -> str:
        """Line for line."""
        return "\n".join(_Reader().lines(source.split("\n")))


class _Reader:
    def __init__(self) -> None:
        self._block = ""
        self._in_drawer = self._after_task = False
        self._deeper = 0

    def lines(self, lines: list[str]) -> list[str]:
        self._deeper = int(any(line.lower().startswith("#+title:") for line in lines))
        return [self._line(line.rstrip("\r")) for line in lines]

    def _line(self, line: str) -> str:
        if self._in_drawer or (not self._block and _DRAWER.match(line)):
            self._in_drawer = line.strip().upper() != ":END:"
            return ""
        setting = _SETTING.match(line)
        if setting and (told := self._setting(setting)) is not None:
            return told
        if self._block in _FENCED:
            return line
        if heading := _HEADING.match(line):
            return self._heading(heading)
        if line.startswith("# ") or line == "#":
            return ""
        return self._running(line)

    def _setting(self, setting: re.Match[str]) -> str | None:
        key, value = setting["key"].lower(), setting["value"].strip()
        if key.startswith(("begin_", "end_")) and not setting["colon"]:
            edge, _, name = key.partition("_")
            return self._edge(edge, name, value.partition(" ")[0])
        if self._block:
            return None
        match key:
            case "title":
                return f"# {_inline(value)}"
            case "date":
                return "date:: " + _STAMP.sub(r"\1", value)
            case "filetags":
                return " ".join(f"#{tag}" for tag in value.split(":") if tag.strip())
        return ""

    def _edge(self, edge: str, name: str, language: str) -> str | None:
        if self._block and (edge == "begin" or name != self._block):
            return None
        self._block = name if edge == "begin" else ""
        if name not in _FENCED:
            return ""
        return f"```{language}" if edge == "begin" else "```"

    def _heading(self, heading: re.Match[str]) -> str:
        tags = "".join(f" #{tag}" for tag in (heading["tags"] or "").split(":") if tag)
        words = _inline(heading["words"]) + tags
        self._after_task = _TASK.match(heading["words"]) is not None
        if self._after_task:
            return f"- {words}"
        return f"{'#' * min(6, len(heading['stars']) + self._deeper)} {words}"

    def _running(self, line: str) -> str:
        if self._after_task and _PLAN.match(line):
            return f"  {line.strip()}"
        self._after_task = False
        if _RULE.match(line):
            return line.replace("+", "|")
        line = _inline(line)
        return f"> {line}" if self._block == "quote" and line.strip() else line


def _inline(line: str) -> str:
    """Links, emphasis, code and days as Markdown has them."""
    line = _LINK.sub(_link, line)
    if "`" not in line:
        line = _CODE.sub(r"`\2`", line)
    line = _ITALIC.sub(r"*\1*", _BOLD.sub(r"**\1**", line))
    return line if _PLAN.match(line) else _STAMP.sub(r"\1\2", line)


def _link(link: re.Match[str]) -> str:
    to, words = link["to"], link["words"]
    if "://" in to or to.startswith("mailto:"):
        return f"[{words or to}]({to})"
    target = re.sub(r"^(?:file|id):|^\*|::.*$", "", to)
    return f"[[{target}|{words}]]" if words else f"[[{target}]]"
