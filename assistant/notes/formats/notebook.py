"""Jupyter notebooks: Markdown and code, a line to count for each cell; what the code wrote is left out."""

import json
from collections.abc import Iterator
from typing import Any

from assistant.notes.formats.format import Format, as_places


class Notebook(Format):
    """``.ipynb``."""

    place = "cell "

    def text(self, source: str) -> str:
        """A line to count for each cell, from 1."""
        try:
            book = json.loads(source)
        except ValueError as error:
            raise ValueError("it is no notebook") from error
        if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
            raise ValueError("it is no notebook")
        language = _language(book.get("metadata"))
        return as_places(_told(cell, language) for cell in _cells(book["cells"]))


def _cells(cells: list[Any]) -> Iterator[tuple[str, str]]:
    for cell in cells:
        known = cell if isinstance(cell, dict) else {}
        source = known.get("source", "")
        text = "".join(map(str, source)) if isinstance(source, list) else str(source)
        yield str(known.get("cell_type", "")), text


def _told(cell: tuple[str, str], language: str) -> str:
    kind, text = cell
    if kind != "code" or not text.strip():
        return text
    fence = "`" * max(3, 1 + max((len(run) for run in text.split() if set(run) == {"`"}), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def _language(metadata: Any) -> str:  # noqa: ANN401
    info = metadata.get("language_info") if isinstance(metadata, dict) else None
    name = info.get("name") if isinstance(info, dict) else None
    return name if isinstance(name, str) and name.isalnum() else ""
