"""From passages to a digest: lines, what they are worth, topics, the choice, the words."""

import re
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from math import ceil

import numpy as np
from numpy.typing import NDArray

from assistant.answer.check.quotes import QuoteReader
from assistant.digest.courtesies import TYPICAL, tells
from assistant.digest.findings import days_ahead, found_in, is_decision, is_heading_of, is_task
from assistant.digest.lines import COURTEOUS, by_note, lines_of
from assistant.digest.model import Bullet, Digest, Finding, FindingKind, Line, Section, Shape
from assistant.digest.salience import choose, ranked
from assistant.digest.states import overtaken
from assistant.digest.titles import Rarity
from assistant.digest.topics import Topic, topics_of
from assistant.digest.writing import SectionWriter, quoted
from assistant.domain import Citation, Passage
from assistant.engines.likeness import likeness
from assistant.language.scripts import CJK
from assistant.values.days import Days

Floats = NDArray[np.float32]
#: Unit vectors of texts, shape ``(n, dims)``, also of none.
Embed = Callable[[Sequence[str]], Floats]
#: How like the texts of two sets of vectors are, shape ``(n, m)``: 1 for the same, about 0 for strangers.
Like = Callable[[Floats, Floats], Floats]
#: Called with a stage's name, what is done of it, and its total.
Progress = Callable[[str, int, int], None]

#: How many bullets there are, where the user does not say: of a report, for each note.
BULLETS = {Shape.BRIEF: 5, Shape.BULLETS: 12}
A_NOTE = 1.5
#: A model is shown this many lines for every statement it may make.
SHOWN = 3
#: Lines less near to a query than this, or than this share of the nearest, are not about it.
NEAR, NEAR_BEST = 0.25, 0.6
#: How much it costs a line of a status report that it is like another: newer and older states are alike.
REPEATS = 0.2
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


#: Two Chinese characters count as a word.
_WORD = re.compile(rf"[{CJK}]{{1,2}}|[^\W{CJK}]+")
_TOLD_ONCE = frozenset({FindingKind.DECISION, FindingKind.QUESTION, FindingKind.DATE})


class Composer:
    """Makes digests with an embedder, the index's knowledge of words, and a chat model where one is to word them."""

    def __init__(
        self, embed: Embed, rarity: Rarity, quotes: QuoteReader, writer: SectionWriter | None, like: Like = likeness
    ) -> None:
        self._embed = embed
        self._like = like
        self._rarity = rarity
        self._quotes = quotes
        self._writer = writer

    def compose(self, passages: Sequence[Passage], wish: Wish, progress: Progress) -> Digest:
        """A digest of ``passages``."""
        started = time.monotonic()
        every = lines_of(passages)
        lines = _worthiest(every)
        progress("lines", 0, len(lines))
        vectors = self._embed([line.text for line in lines])
        lines = ranked(_telling(lines, self._told(vectors)), self._alike(vectors))
        if wish.query:
            near = self._like(vectors, self._embed([wish.query]))[:, 0]
            lines, vectors = _about(lines, vectors, near)
            every = lines
        progress("lines", len(lines), len(lines))
        notes = tuple(dict.fromkeys(line.evidence.path for line in every))
        told = [i for i, line in enumerate(lines) if not _has_own_place(line, wish)]
        lines, vectors = [lines[i] for i in told], vectors[told]
        sections = self._sections(lines, vectors, wish, progress)
        bullets = [bullet for section in sections for bullet in section.bullets]
        cited = {citation.path for bullet in bullets for citation in bullet.citations}
        findings = self._findings(every, wish.today, {citation for b in bullets for citation in b.citations})
        cited |= {finding.citation.path for finding in findings}
        spent = self._writer.spent if self._writer else None
        return Digest(
            title=wish.title,
            days=wish.days,
            shape=wish.shape,
            sections=tuple(sections),
            findings=findings,
            notes=notes,
            left_out=tuple(path for path in notes if path not in cited),
            model=self._writer.name if self._writer else "",
            prompt_tokens=spent.prompt if spent else 0,
            completion_tokens=spent.completion if spent else 0,
            words=sum(len(_WORD.findall(passage.chunk.text)) for passage in passages),
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
            if bullets := self._bullets(topic, own, count, covers=wish.shape is Shape.REPORT and not wish.length):
                title = topic.title if len(topics) > 1 else ""
                sections.append(Section(title, _paths(bullets), bullets))
        progress("sections", len(topics), len(topics))
        if wish.shape is Shape.BRIEF and sections:
            together = tuple(bullet for section in sections for bullet in section.bullets)
            return [Section("", _paths(together), together)]
        return sections

    def _bullets(self, topic: Topic, vectors: Floats, count: int, *, covers: bool) -> tuple[Bullet, ...]:
        """The bullets of one topic: a model's statements about its best lines, filled up with lines themselves.

        ``covers`` asks for one of each note at least.
        """
        if not count:
            return ()
        first = _best_of_each(topic.lines) if covers else []
        alike = self._alike(vectors)
        picked = choose(topic.lines, alike, max(count, len(first)), first)
        stated: list[Bullet] = []
        if self._writer:
            shown = sorted(choose(topic.lines, alike, SHOWN * count, picked))
            stated = self._writer.write(topic.title, [topic.lines[i] for i in shown], count, self._quotes)
        known = {citation.path for bullet in stated for citation in bullet.citations}
        rest = [i for i in picked if not stated or (i in first and topic.lines[i].evidence.path not in known)]
        lines = [quoted(topic.lines[i], self._quotes) for i in _in_order(topic.lines, rest)]
        return (*stated, *(line for line in lines if line))

    def _status(self, lines: Sequence[Line], vectors: Floats, wish: Wish) -> list[Section]:
        """The lines about a query by day, the newest first; a state that a newer line overtakes is past."""
        count = wish.length or BULLETS[Shape.BRIEF if wish.shape is Shape.BRIEF else Shape.BULLETS]
        picked = choose(lines, self._alike(vectors), count, repeats=REPEATS)
        newest = sorted(picked, key=lambda i: (-_day(lines[i]).toordinal(), lines[i].place))
        past = overtaken([lines[i] for i in newest], self._alike(vectors[newest]))
        sections = []
        for day, own in groupby(zip(newest, past, strict=True), key=lambda one: _day(lines[one[0]])):
            made = [(quoted(lines[i], self._quotes), gone) for i, gone in own]
            if bullets := tuple(replace(bullet, past=gone) for bullet, gone in made if bullet):
                sections.append(Section(day.isoformat(), _paths(bullets), bullets))
        return sections

    def _alike(self, vectors: Floats) -> Floats:
        return self._like(vectors, vectors)

    def _told(self, vectors: Floats) -> Floats:
        """How much each line tells: a courtesy nothing."""
        return tells(self._like(vectors, self._embed(TYPICAL))) if len(vectors) else np.ones(0, np.float32)

    def _findings(self, lines: Sequence[Line], today: date, told: Collection[Citation]) -> tuple[Finding, ...]:
        """What was found; what is ``told`` by a bullet is not said again."""
        found = []
        for kind, line, value in found_in(lines, today):
            bullet = quoted(line, self._quotes)
            if bullet and not (kind in _TOLD_ONCE and bullet.citations[0] in told):
                lead = "" if is_heading_of(kind, bullet.lead) else bullet.lead
                found.append(Finding(kind, bullet.text, bullet.citations[0], value, lead))
        return tuple(found)


def _has_own_place(line: Line, wish: Wish) -> bool:
    """Whether a line is told below its topics. A status report tells what came of what: only tasks are not in it."""
    return is_task(line) or (not wish.query and (is_decision(line) or bool(days_ahead(line, wish.today))))


def _worthiest(lines: Sequence[Line]) -> list[Line]:
    """As many lines as can be compared, in their order."""
    best = sorted(lines, key=lambda line: -line.salience)[:MAX_LINES]
    return sorted(best, key=lambda line: line.evidence.n)


def _telling(lines: Sequence[Line], told: Floats) -> list[Line]:
    """The lines with what they are worth alone weighed by how much they tell."""
    return [
        replace(line, salience=line.salience * max(float(share), COURTEOUS))
        for line, share in zip(lines, told, strict=True)
    ]


def _about(lines: Sequence[Line], vectors: Floats, near: Floats) -> tuple[list[Line], Floats]:
    """The lines that are about a query, with their vectors; how ``near`` they are to it weighs most in salience."""
    near = np.clip(near, 0.0, 1.0)
    floor = max(NEAR, NEAR_BEST * float(near.max(initial=0.0)))
    kept = [i for i in range(len(lines)) if near[i] >= floor]
    return [replace(lines[i], salience=lines[i].salience ** 0.25 * float(near[i]) ** 2) for i in kept], vectors[kept]


def _paths(bullets: Sequence[Bullet]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation.path for bullet in bullets for citation in bullet.citations))


def _day(line: Line) -> date:
    return line.evidence.date or date.min


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
