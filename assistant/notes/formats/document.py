"""Documents: files that are no text, which are taken apart in a child process within bounds of time and memory.

The child gets the file's bytes and gives back a text for each place of it: a page, a slide, a sheet, a chapter.
Whatever it dies of, too much time or memory or a crash of native code, ends one file and nothing else.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

from assistant.notes.formats.format import Format, as_places

#: Seconds and bytes that one document may take, and the largest one that is looked at.
SECONDS, MEMORY = 60, 2 << 30
#: What a place of each kind is called.
PLACES: Mapping[str, str] = MappingProxyType(
    {
        ".pdf": "p.",
        ".docx": "part ",
        ".odt": "part ",
        ".pptx": "slide ",
        ".xlsx": "sheet ",
        ".epub": "ch.",
        ".eml": "part ",
        ".mbox": "mail ",
    }
)
#: Texts of the last documents, by their kind and hash: what was found is read again when it is cited.
KEPT = 8
_known: dict[tuple[str, bytes], str] = {}
INSTALL = "pip install 'notes-assistant[documents]'"


class Document(Format):
    """One kind of document, by the end of its name."""

    is_binary = True

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix
        self.place = PLACES.get(suffix, "")

    def text_of(self, raw: bytes) -> str:
        """A line to count for each place. Raises ``ValueError`` saying why it can't be told."""
        key = self._suffix, sha256(raw).digest()
        if key not in _known:
            while len(_known) >= KEPT:
                _known.pop(next(iter(_known)))
            _known[key] = self._taken_apart(raw)
        return _known[key]

    def _taken_apart(self, raw: bytes) -> str:
        told = in_child(raw, self._suffix)
        try:
            said = json.loads(told)
        except ValueError as error:
            raise ValueError("it can't be taken apart: it is broken or takes too much memory") from error
        if isinstance(said, str):
            raise ValueError(said)
        return as_places(said)


def in_child(raw: bytes, suffix: str, *command: str) -> bytes:
    """What the child says of a file's bytes, or a command that reads it within the same bounds.

    Raises ``ValueError`` when it takes too long.
    """
    child = [sys.executable, "-m", "assistant.notes.formats.taking_apart", suffix, str(MEMORY), *command]
    try:
        return subprocess.run(child, input=raw, capture_output=True, timeout=SECONDS, check=False).stdout
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"taking it apart took more than {SECONDS} s") from error
