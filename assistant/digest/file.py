"""A digest as a note of the folder: written whole or not at all, never over what a person changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from hashlib import blake2b
from pathlib import Path
from posixpath import relpath

from assistant.domain import Citation, Passage
from assistant.notes.beside import written_beside
from assistant.notes.formats import place

#: What front matter says of a note that this program wrote.
GENERATED = "generated: assistant"

_HEAD = re.compile(
    r"\A---\ngenerated: assistant\ndate: (?P<date>\S+)\nsources: (?P<sources>\w+)\ncontent: (?P<content>\w+)\n---\n\n"
)
_DIGEST_BYTES = 12


class State(Enum):
    """What stands at a digest's place."""

    MISSING = "missing"
    CURRENT = "current"
    STALE = "stale"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class DigestFile:
    """One digest in the notes folder; ``path`` is relative to it."""

    folder: Path
    path: str

    def state(self, sources: str) -> State:
        """Whether it has to be written: it is missing, or what it was made from has changed since.

        What a person changed, or wrote there, is ``EDITED``, and theirs from then on.
        """
        try:
            text = (self.folder / self.path).read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return State.MISSING
        except (OSError, UnicodeDecodeError):
            return State.EDITED
        head = _HEAD.match(text)
        if head is None or head["content"] != _hash([text[head.end() :]]):
            return State.EDITED
        return State.CURRENT if head["sources"] == sources else State.STALE

    def write(self, body: str, day: date, sources: str) -> None:
        """Put it there in one step, readable by this user alone. Raises ``OSError``."""
        target = self.folder / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        head = f"---\n{GENERATED}\ndate: {day.isoformat()}\nsources: {sources}\ncontent: {_hash([body])}\n---\n\n"
        with written_beside(target, (head + body).encode()) as new:
            new.replace(target)

    def place(self, citation: Citation) -> str:
        """A link from this note to a place in another."""
        to = relpath(citation.path, str(Path(self.path).parent.as_posix()))
        return f"[{citation.path}:{place(citation.path, citation.line_start, citation.line_start)}](<{to}>)"


def sources_of(passages: Iterable[Passage]) -> str:
    """A name for what a digest is made from: it changes when a passage comes, goes or changes."""
    return _hash(sorted(f"{p.path}\0{p.chunk.text}" for p in passages))


def _hash(texts: Iterable[str]) -> str:
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()
