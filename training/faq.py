"""Questions that people asked on pages of documentation, with the sections that answer them and all other sections.

A folder holds ``faq.jsonl.gz`` (and ``faq_all.jsonl.gz``) with one record a line, ``{question, answer, start_line,
end_line, kind, page, page_title, under, language}``, and ``passages.jsonl.gz`` with every section of the same pages,
``{page, heading, text, start_line, end_line}``. A page is ``owner/name:path``.
"""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.records import share_of

#: The share of repositories that training never sees, whole.
HELD_OUT = 0.12
#: Records of one repository at most, lest its ways become everybody's.
PER_REPOSITORY = 120


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a page under one heading; lines are the page's own, 1-based."""

    page: str
    heading: str
    text: str
    start_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the section that answers it."""

    question: str
    kind: str
    language: str
    page_title: str
    under: tuple[str, ...]
    answer: Section


@dataclass(frozen=True, slots=True)
class Faq:
    """All questions, and all sections by page in the page's order."""

    asked: tuple[Asked, ...]
    pages: dict[str, list[Section]]

    def title(self, page: str) -> str:
        """A page's title as its records know it, else its file's name."""
        return self.titles()[page]

    def titles(self) -> dict[str, str]:
        """All pages' titles."""
        known = {one.answer.page: one.page_title for one in self.asked if one.page_title}
        return {page: known.get(page) or Path(page.split(":")[1]).stem for page in self.pages}


def load_faq(*folders: Path) -> Faq:
    """Every record of ``faq.jsonl.gz``, then those of ``faq_all.jsonl.gz`` within the bound of their repository."""
    pages: dict[str, list[Section]] = defaultdict(list)
    asked: dict[str, Asked] = {}
    for folder in folders:
        for row in _rows(folder / "passages.jsonl.gz"):
            lines = row["start_line"], row["end_line"]
            pages[row["page"]].append(Section(row["page"], row["heading"], row["text"], *lines))
        asked |= _all_asked(folder)
    for sections in pages.values():
        sections.sort(key=lambda section: section.start_line)
    return Faq(tuple(asked.values()), dict(pages))


def _all_asked(folder: Path) -> dict[str, Asked]:
    asked: dict[str, Asked] = {}
    taken: Counter[str] = Counter()
    for name in ("faq.jsonl.gz", "faq_all.jsonl.gz"):
        for row in _rows(folder / name):
            repository = repository_of(row["page"])
            if row["id"] in asked or (name == "faq_all.jsonl.gz" and taken[repository] >= PER_REPOSITORY):
                continue
            taken[repository] += 1
            asked[row["id"]] = _asked(row)
    return asked


def repository_of(page: str) -> str:
    """The repository of a page."""
    return page.partition(":")[0]


def is_held_out(page: str) -> bool:
    """Whether a page is of a repository that training never sees."""
    return share_of(repository_of(page)) < HELD_OUT


def others_of(faq: Faq, one: Asked) -> list[Section]:
    """The sections of the question's own page that share no line with its answer."""
    start, end = one.answer.start_line, one.answer.end_line
    return [s for s in faq.pages.get(one.answer.page, ()) if s.end_line < start or s.start_line > end]


def _asked(row: dict[str, Any]) -> Asked:
    section = Section(row["page"], "", row["answer"], row["start_line"], row["end_line"])
    under: Sequence[str] = row["under"] or ()
    return Asked(row["question"].strip(), row["kind"], row["language"], row["page_title"] or "", tuple(under), section)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    if not file.exists():
        return
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
