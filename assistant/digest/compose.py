"""From passages to a digest: lines, what they are worth, topics, the choice, the words."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

import numpy as np
from numpy.typing import NDArray

from assistant.answer.quotes import QuoteReader
from assistant.digest.findings import found_in, is_task
from assistant.digest.lines import NoteOf, by_note, lines_of
from assistant.digest.model import Bullet, Digest, Finding, Line, Section, Shape
from assistant.digest.salience import choose, ranked
from assistant.digest.states import overtaken
from assistant.digest.topics import Rarity, Topic, topics_of
from assistant.digest.writing import SectionWriter, quoted
from assistant.domain import Passage
from assistant.retrieve.dates import Days

Floats = NDArray[np.float32]
#: Unit vectors of texts, shape ``(n, dims)``, also of none.
Embed = Callable[[Sequence[str]], Floats]
#: Called with a stage's name, what is done of it, and its total.
Progress = Callable[[str, int, int], None]

_BOX = re.compile(r"^\[[ xX]\]\s+")

#: How many bullets there are, where the user does not say: of a report, for each note.
BULLETS = {Shape.BRIEF: 5, Shape.BULLETS: 12}
A_NOTE = 1.5
#: A model is shown this many lines for every statement it may make.
SHOWN = 3
#: Only so many lines are compared with each other, the worthiest: 64 MB of likenesses.
MAX_LINES = 4_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a digest is to be: ``length`` bullets at most, 0 for as many as its shape has.

    ``query`` makes it a status report: what is near the query, newest first, older states marked as past.
    """

    title: str
    shape: Shape
    today: date
    days: Days | None = None
    length: int = 0
    query: str = ""


class Composer:
    """Makes digests with an embedder, the index's knowledge of words, and a chat model where one is to word them."""

    def __init__(self, embed: Embed, rarity: Rarity, quotes: QuoteReader, writer: SectionWriter | None) -> None:
        self._embed = embed
        self._rarity = rarity
        self._quotes = quotes
        self._writer = writer

    def compose(self, passages: Sequence[Passage], note_of: NoteOf, wish: Wish, progress: Progress) -> Digest:
        """A digest of ``passages``; ``note_of`` gives all passages of a note, for what a sentence leans on."""
        started = time.monotonic()
        every = lines_of(passages, note_of)
        lines = _worthiest([line for line in every if not is_task(line)])
        progress("lines", 0, len(lines))
        vectors = self._embed([line.evidence.sentence.text for line in lines])
        lines = ranked(lines, vectors)
        if wish.query:
            lines = _near(lines, vectors, self._embed([wish.query])[0])
        progress("lines", len(lines), len(lines))
        sections = self._sections(lines, vectors, wish, progress)
        notes = tuple(dict.fromkeys(line.evidence.path for line in every))
        cited = {citation.path for section in sections for bullet in section.bullets for citation in bullet.citations}
        spent = self._writer.spent if self._writer else None
        return Digest(
            title=wish.title,
            days=wish.days,
            shape=wish.shape,
            sections=tuple(sections),
            findings=self._findings(every, wish.today),
            notes=notes,
            left_out=tuple(path for path in notes if path not in cited),
            model=self._writer.name if self._writer else "",
            prompt_tokens=spent.prompt if spent else 0,
            completion_tokens=spent.completion if spent else 0,
            words=sum(len(passage.chunk.text.split()) for passage in passages),
            seconds=time.monotonic() - started,
        )

    def _sections(self, lines: Sequence[Line], vectors: Floats, wish: Wish, progress: Progress) -> list[Section]:
        if not lines:
            return []
        if wish.query:
            return self._status(lines, vectors, wish)
        topics = topics_of(lines, vectors, self._rarity)
        row = {line.evidence.n: i for i, line in enumerate(lines)}
        counts = _shares(topics, wish)
        sections: list[Section] = []
        for i, (topic, count) in enumerate(zip(topics, counts, strict=True)):
            progress("sections", i, len(topics))
            own = vectors[[row[line.evidence.n] for line in topic.lines]]
            if bullets := self._bullets(topic, own, count, wish.shape):
                sections.append(Section(topic.title, tuple({c.path: 0 for b in bullets for c in b.citations}), bullets))
        progress("sections", len(topics), len(topics))
        if wish.shape is Shape.BRIEF and sections:
            together = tuple(bullet for section in sections for bullet in section.bullets)
            return [Section("", tuple({p: 0 for section in sections for p in section.paths}), together)]
        return sections

    def _bullets(self, topic: Topic, vectors: Floats, count: int, shape: Shape) -> tuple[Bullet, ...]:
        """The bullets of one topic: a model's statements about its best lines, filled up with lines themselves."""
        if not count:
            return ()
        first = _best_of_each(topic.lines) if shape is Shape.REPORT else []
        picked = choose(topic.lines, vectors, max(count, len(first)), first)
        stated: list[Bullet] = []
        if self._writer:
            shown = sorted(choose(topic.lines, vectors, SHOWN * count, picked))
            stated = self._writer.write(topic.title, [topic.lines[i] for i in shown], count, self._quotes)
        known = {citation.path for bullet in stated for citation in bullet.citations}
        rest = [i for i in picked if not stated or (i in first and topic.lines[i].evidence.path not in known)]
        lines = [quoted(topic.lines[i].evidence, self._quotes) for i in _in_order(topic.lines, rest)]
        return (*stated, *(line for line in lines if line))

    def _status(self, lines: Sequence[Line], vectors: Floats, wish: Wish) -> list[Section]:
        """The lines nearest to a query, the newest note first; a state that a newer line overtakes is past."""
        count = wish.length or BULLETS[Shape.BRIEF if wish.shape is Shape.BRIEF else Shape.BULLETS]
        picked = choose(lines, vectors, count)
        newest = sorted(picked, key=lambda i: (lines[i].evidence.date or date.min, -i), reverse=True)
        past = overtaken([lines[i] for i in newest], vectors[newest])
        made = [quoted(lines[i].evidence, self._quotes) for i in newest]
        bullets = tuple(replace(bullet, past=gone) for bullet, gone in zip(made, past, strict=True) if bullet)
        return [Section("", tuple({c.path: 0 for b in bullets for c in b.citations}), bullets)]

    def _findings(self, lines: Sequence[Line], today: date) -> tuple[Finding, ...]:
        found = []
        for kind, line, value in found_in(lines, today):
            bullet = quoted(line.evidence, self._quotes)
            if bullet:
                text = _BOX.sub("", bullet.text)
                said = f"{bullet.lead}: {text}" if bullet.lead else text
                found.append(Finding(kind, said, bullet.citations[0], value))
        return tuple(found)


def _worthiest(lines: Sequence[Line]) -> list[Line]:
    """As many lines as can be compared, in their order."""
    best = sorted(lines, key=lambda line: -line.salience)[:MAX_LINES]
    return sorted(best, key=lambda line: line.evidence.n)


def _near(lines: Sequence[Line], vectors: Floats, query: Floats) -> list[Line]:
    """The lines with their salience weighed by how near they are to a query."""
    near = np.clip(vectors @ query, 0.0, 1.0)
    return [replace(line, salience=line.salience**0.5 * float(n)) for line, n in zip(lines, near, strict=True)]


def _shares(topics: Sequence[Topic], wish: Wish) -> list[int]:
    """How many bullets each topic gets: one at least as long as there are any, the rest by salience."""
    notes = [len({line.evidence.path for line in topic.lines}) for topic in topics]
    if wish.shape is Shape.REPORT and not wish.length:
        return [ceil(A_NOTE * count) for count in notes]
    total = wish.length or BULLETS.get(wish.shape, len(topics))
    weights = [sum(line.salience for line in topic.lines) for topic in topics]
    counts = [1 if i < total else 0 for i in range(len(topics))]
    for _ in range(total - sum(counts)):
        neediest = max(range(len(topics)), key=lambda i: (weights[i] / (counts[i] + 1), -i))
        counts[neediest] += 1
    return counts


def _best_of_each(lines: Sequence[Line]) -> list[int]:
    """The place of the most salient line of each note."""
    place = {line.evidence.n: i for i, line in enumerate(lines)}
    return [place[max(own, key=lambda line: line.salience).evidence.n] for _, own in by_note(lines)]


def _in_order(lines: Sequence[Line], picked: Sequence[int]) -> list[int]:
    """By day, then note by note as they stand."""
    return sorted(picked, key=lambda i: (lines[i].evidence.date or date.min, lines[i].place))
