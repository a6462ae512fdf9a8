"""Citations held against the files on disk, and against the notes that are known to hold the answer."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain import Citation
from assistant.evals.answer_metrics import relaxed, tokens

_POSSESSIVE = re.compile(r"['’]s\b")


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """A citation: whether its file and lines exist, and whether the quote stands in them to the letter.

    ``supports`` is what the quote is said to do for the answer.
    """

    path: str
    line_start: int
    line_end: int
    quote: str
    supports: str
    resolves: bool
    verbatim: bool


def check(citation: Citation, folder: Path) -> CheckedCitation:
    """Read the cited lines from disk, without any of the code that wrote the citation."""
    lines = _lines(folder, citation.path)
    resolves = 1 <= citation.line_start <= citation.line_end <= len(lines)
    there = "\n".join(lines[citation.line_start - 1 : citation.line_end]) if resolves else ""
    verbatim = bool(citation.quote) and citation.quote in there
    return CheckedCitation(
        path=citation.path,
        line_start=citation.line_start,
        line_end=citation.line_end,
        quote=citation.quote,
        supports=citation.supports.value,
        resolves=resolves,
        verbatim=verbatim and resolves,
    )


def precision(citations: Iterable[CheckedCitation], evidence: Sequence[str]) -> float:
    """Share of the cited notes that are evidence; 0 when none is cited."""
    cited = {citation.path for citation in citations}
    return len(cited & set(evidence)) / len(cited) if cited else 0.0


def recall(citations: Iterable[CheckedCitation], evidence: Sequence[str]) -> float:
    """Share of the evidence that is cited. ``evidence`` is not empty."""
    return len({citation.path for citation in citations} & set(evidence)) / len(set(evidence))


def unsupported(answer: str, citations: Iterable[CheckedCitation]) -> tuple[str, ...]:
    """The numbers, days and names of an answer that stand in none of its quotes.

    A name is a word in capitals that does not begin a sentence; days and names may be written in another way.
    """
    quotes = [_plain(citation.quote) for citation in citations]
    quoted = {token for quote in quotes for token in tokens(quote)}
    beyond = (value for value in _values(_plain(answer)) if not quoted.issuperset(tokens(value)))
    return tuple(value for value in beyond if not any(map(_whole(value).search, quotes)))


def _whole(value: str) -> re.Pattern[str]:
    """The value as it stands: "101" in "Article 101(1)", which as a token is another number."""
    return re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")


def _values(text: str) -> Iterator[str]:
    begins = True
    for word in text.split():
        if any(char.isdigit() for char in word) or (word[0].isupper() and not begins):
            yield word
        begins = word[-1] in ".!?:"


def _plain(text: str) -> str:
    return relaxed(_POSSESSIVE.sub("", text))


def _lines(folder: Path, path: str) -> list[str]:
    """The lines of a note as editors count them; none when it is not a file of the folder."""
    file = (folder / path).resolve()
    if not (file.is_relative_to(folder.resolve()) and file.is_file()):
        return []
    return file.read_bytes().decode("utf-8-sig", "replace").split("\n")
