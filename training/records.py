"""Question records: what a passage answers, and where."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Record:
    """A question about a passage; ``answers`` are character spans ``(start, end)``, none when it has no answer."""

    id: str
    question: str
    context: str
    answers: tuple[tuple[int, int], ...]
    source: str

    @property
    def texts(self) -> tuple[str, ...]:
        """The answers' words."""
        return tuple(self.context[start:end] for start, end in self.answers)


def load_records(folder: Path) -> list[Record]:
    """Every record of the ``*.jsonl.gz`` files of a folder: ``{id, question, context, answers: [{text, start}]}``."""
    return [record for file in sorted(folder.glob("*.jsonl.gz")) for record in _records(file)]


def _records(file: Path) -> Iterator[Record]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            spans = tuple((a["start"], a["start"] + len(a["text"])) for a in row["answers"] if a["text"].strip())
            if row["question"].strip() and row["context"].strip():
                yield Record(row["id"], row["question"].strip(), row["context"], spans, row["source"])


def share_of(text: str) -> float:
    """A number 0..1 that a text always gets again: who is held out does not depend on the order of files."""
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) / 2**48


def insert(record: Record, pieces: Sequence[tuple[int, str]]) -> Record:
    """The record with texts put into its passage at character positions; answers move along.

    An answer that starts where a text is put in starts behind it; one that has a text put inside it is dropped.
    """
    pieces = sorted(pieces, key=lambda piece: piece[0])
    cuts = [0, *(at for at, _ in pieces), len(record.context)]
    parts = [record.context[a:b] for a, b in pairwise(cuts)]
    context = parts[0] + "".join(text + part for (_, text), part in zip(pieces, parts[1:], strict=True))

    def moved(position: int) -> int:
        return position + sum(len(text) for at, text in pieces if at <= position)

    whole = [(a, b) for a, b in record.answers if not any(a < at < b for at, _ in pieces)]
    return replace(record, context=context, answers=tuple((moved(a), moved(b - 1) + 1) for a, b in whole))
