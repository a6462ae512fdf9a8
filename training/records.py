"""Question records: what a passage answers, and where."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

_ABBREVIATION = re.compile(r"(?:\w\.){2,}|(?:[JS]r|[DM]r|Mrs|St|Inc|Ltd|Co|Corp|No|etc|al|vs|Ph\.D|[A-Z])\.")
_NO_LETTERS = re.compile(r"[\W_]+")
_PARTNERS = {'"': '"', "“": "”", "‘": "’", "(": ")", "[": "]", "«": "»"}
_OPENED = {closed: opened for opened, closed in _PARTNERS.items() if closed not in {opened, "’"}}


#: Stands in the ids of records that a trained reader pointed out, before their number.
MINED = ":hard"


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
            spans = tuple(trimmed(row["context"], span) for span in spans)
            if row["question"].strip() and row["context"].strip():
                yield Record(row["id"], row["question"].strip(), row["context"], spans, row["source"])


def write_records(file: Path, records: Iterable[Record]) -> None:
    """Records as ``load_records`` reads them."""
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for record in records:
            answers = [
                {"text": text, "start": start} for text, (start, _) in zip(record.texts, record.answers, strict=True)
            ]
            row = {"id": record.id, "question": record.question, "context": record.context, "answers": answers}
            out.write(json.dumps(row | {"source": record.source}, ensure_ascii=False) + "\n")


def trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A span without white space, closing punctuation and marks that have no partner; never an empty one.

    Some sets close an answer with the sentence's full stop, and most do not; shown both, a reader learns neither. The
    point of "Jr.", "U.S." and "p.m." stays.
    """
    start, end = span
    while start < end:
        words = text[start:end]
        if words[-1].isspace() or words[-1] in ",;:!?" or _is_full_stop(words) or _is_alone(words, words[-1]):
            end -= 1
        elif words[0].isspace() or (words[0] in ",;:." and not words[1:2].isdigit()) or _is_alone(words, words[0]):
            start += 1
        elif (
            words[0] in _PARTNERS
            and words[-1] == _PARTNERS[words[0]]
            and words[-1] not in words[1:-1]
            and words[0] != "("
        ):
            start, end = start + 1, end - 1
        else:
            return start, end
    return span


def _is_full_stop(words: str) -> bool:
    last = words.rsplit(maxsplit=1)[-1]
    return last.endswith(".") and not _ABBREVIATION.fullmatch(last)


def _is_alone(words: str, mark: str) -> bool:
    """Whether a mark at an end of ``words`` has no partner in them."""
    if mark in _PARTNERS and mark == _PARTNERS[mark]:
        return words.count(mark) % 2 == 1
    opened = mark if mark in _PARTNERS else _OPENED.get(mark)
    return opened is not None and words.count(opened) != words.count(_PARTNERS[opened])


def letters(text: str) -> str:
    """Letters and digits alone, in lower case: what two ways to write a text have in common."""
    return _NO_LETTERS.sub("", text.lower())


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
