"""JSON Canvas, as Obsidian draws it: the text of its cards, a line to count for each, groups as headings."""

import json
from typing import Any

from assistant.notes.formats.format import Format, as_places


class Canvas(Format):
    """``.canvas``."""

    place = "card "

    def text(self, source: str) -> str:
        """A line to count for each card, from 1, in the order in which one reads them: down, then across."""
        try:
            board = json.loads(source) if source.strip() else {}
        except ValueError as error:
            raise ValueError("it is no canvas") from error
        nodes = board.get("nodes", []) if isinstance(board, dict) else None
        if not isinstance(nodes, list):
            raise ValueError("it is no canvas")
        cards = [node for node in nodes if isinstance(node, dict)]
        groups = sorted((node for node in cards if node.get("type") == "group"), key=_corner)
        others = sorted((node for node in cards if node.get("type") != "group"), key=_corner)
        placed = [(next((n for n, group in enumerate(groups) if _holds(group, node)), -1), node) for node in others]
        ordered = [node for number, node in placed if number < 0]
        for number, group in enumerate(groups):
            ordered += [group, *(node for inside, node in placed if inside == number)]
        return as_places(map(_told, ordered))


def _told(node: dict[str, Any]) -> str:
    match node.get("type"):
        case "text":
            return str(node.get("text", ""))
        case "group":
            label = " ".join(str(node.get("label", "")).split())
            return f"## {label}" if label else ""
        case "file":
            return f"[[{node.get('file', '')}]]"
        case "link":
            return str(node.get("url", ""))
    return ""


def _corner(node: dict[str, Any]) -> tuple[float, float]:
    return _number(node, "y"), _number(node, "x")


def _holds(group: dict[str, Any], node: dict[str, Any]) -> bool:
    inside = (_number(node, side) - _number(group, side) for side in ("x", "y"))
    return all(0 <= at < _number(group, size) for at, size in zip(inside, ("width", "height"), strict=True))


def _number(node: dict[str, Any], key: str) -> float:
    value = node.get(key, 0)
    return float(value) if isinstance(value, (int, float)) else 0.0
