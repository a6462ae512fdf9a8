"""Adding tags to a note's front matter without disturbing anything else: not one other byte of the note changes."""

import re

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from assistant.errors import AssistantError
from assistant.notes.frontmatter import CLOSE
from assistant.notes.lines import structural

_FENCE = re.compile(r"\A(\ufeff?)---[ \t]*(\r\n|\n|\r)")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_KEYS = ("tags", "tag")
_PLAIN = re.compile(r"[^\W\d_][\w/-]*")
_WORDS_OF_YAML = frozenset("true false yes no on off null y n".split())


class FrontMatterError(AssistantError):
    """The front matter is such that tags can't be added to it safely."""


def with_tags(text: str, tags: tuple[str, ...]) -> str:
    """The text of a note with ``tags`` behind those of its front matter, which is made where there is none.

    The style of its list is kept: in brackets, item by item, or in one line. Raises ``FrontMatterError`` when the
    front matter is no mapping, or is written in a way that this does not know.
    """
    if not tags:
        return text
    fence = _FENCE.match(text)
    close = CLOSE.search(structural(text), fence.end()) if fence else None
    if fence is None or close is None:
        first = _NEWLINE.search(text)
        newline = first[0] if first else "\n"
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return f"{mark}---{newline}tags: [{_listed(tags)}]{newline}---{newline}{text[len(mark) :]}"
    head = text[fence.end() : close.start()]
    return text[: fence.end()] + _in_head(head, tags, fence[2]) + text[close.start() :]


def _in_head(head: str, tags: tuple[str, ...], newline: str) -> str:
    """The lines between the fences with the tags added."""
    try:
        root = yaml.compose(head, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise FrontMatterError("its front matter is no YAML", hint="mend the lines between the two ---") from error
    if root is None:
        return f"{head}tags: [{_listed(tags)}]{newline}"
    if not isinstance(root, MappingNode) or root.flow_style:
        raise FrontMatterError("its front matter is no list of keys", hint="write its keys as: key: value")
    node = _tags_node(root)
    if node is None:
        ended = head if head.endswith(("\n", "\r")) else head + newline
        return f"{ended}tags: [{_listed(tags)}]{newline}"
    return _added(head, node, tags, newline)


def _tags_node(root: MappingNode) -> Node | None:
    found = {str(key.value).lower(): value for key, value in root.value if isinstance(key, ScalarNode)}
    return next((found[key] for key in _KEYS if key in found), None)


def _added(head: str, node: Node, tags: tuple[str, ...], newline: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, SequenceNode) and node.flow_style:
        if not node.value:
            return f"{head[:start]}[{_listed(tags)}]{head[end:]}"
        last = node.value[-1].end_mark.index
        return f"{head[:last]}, {_listed(tags)}{head[last:]}"
    if isinstance(node, SequenceNode):
        return _after_items(head, node, tags, newline)
    if isinstance(node, ScalarNode) and node.style in (None, "'", '"') and "\n" not in head[start:end]:
        return head[:start] + _scalar(head, node, tags) + head[end:]
    raise FrontMatterError("its tags are written in a way that is not understood", hint="write them as: tags: [a, b]")


def _scalar(head: str, node: ScalarNode, tags: tuple[str, ...]) -> str:
    """A single text, which may hold several tags, as a list of them; the gap after a bare colon is made."""
    held = [part for part in re.split(r"[,\s]+", str(node.value)) if part]
    if node.tag == "tag:yaml.org,2002:null":
        held = []
    gap = "" if head[node.start_mark.index - 1 : node.start_mark.index].isspace() else " "
    return f"{gap}[{_listed((*held, *tags))}]"


def _after_items(head: str, node: SequenceNode, tags: tuple[str, ...], newline: str) -> str:
    """New items below the last one, with its dash below its dash."""
    last = node.value[-1]
    if not isinstance(last, ScalarNode) or last.start_mark.line != last.end_mark.line:
        raise FrontMatterError("its last tag is no plain text", hint="write tags as: - tag")
    line_start = max(head.rfind(sign, 0, last.start_mark.index) for sign in "\n\r") + 1
    lead = head[line_start : last.start_mark.index]
    if not re.fullmatch(r"[ \t]*-[ \t]+", lead):
        raise FrontMatterError("its tags are written in a way that is not understood", hint="write them as: - tag")
    line_end = _NEWLINE.search(head, last.end_mark.index)
    items = "".join(f"{lead}{_quoted(tag)}{newline}" for tag in tags)
    if line_end is None:
        return f"{head}{newline}{items}"
    return head[: line_end.end()] + items + head[line_end.end() :]


def _listed(tags: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, tags))


def _quoted(tag: str) -> str:
    """A tag as YAML reads it back: bare where it is a word, quoted where it would mean something else."""
    if _PLAIN.fullmatch(tag) and tag.lower() not in _WORDS_OF_YAML:
        return tag
    return "'" + tag.replace("'", "''") + "'"
