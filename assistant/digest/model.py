"""What a digest is made of."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain import Citation, EvidenceSentence, Unit
from assistant.values.days import Days


class Shape(StrEnum):
    """How much a digest says: a few lines, the main points of every topic, or something of every note."""

    BRIEF = "brief"
    BULLETS = "bullets"
    REPORT = "report"


class FindingKind(StrEnum):
    """What is looked for beside the main points."""

    TASK = "task"
    DECISION = "decision"
    QUESTION = "question"
    DATE = "date ahead"
    PERSON = "person"
    LINKED = "newly linked"
    ORPHAN = "linked by nothing"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that a digest may show; ``salience`` says how much it stands for its topic, higher is more.

    ``evidence.context`` holds what the sentence leans on, ``evidence.n`` numbers the lines of one digest from 1.
    ``text`` is the sentence without markup, ``unit`` the piece of the note that it is in. ``is_item`` tells that it is
    an item of a list, or alone in its unit.
    """

    evidence: EvidenceSentence
    text: str
    unit: Unit
    is_item: bool = False
    salience: float = 0.0

    @property
    def speaker(self) -> str:
        """Who says it in a chat or talk."""
        return self.unit.speaker

    @property
    def place(self) -> tuple[str, int]:
        """Its note, and the byte at which it starts there."""
        return self.evidence.path, self.evidence.sentence.span.start


@dataclass(frozen=True, slots=True)
class Bullet:
    """One statement with the lines it rests on; ``quoted`` when it is one of them, word for word.

    ``lead`` is what a quoted line leans on, and is no part of it: who says it, the heading above it. ``past`` marks
    a state that a newer note has overtaken.
    """

    text: str
    citations: tuple[Citation, ...]
    quoted: bool
    lead: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The bullets of one topic, and the notes that it is made of."""

    title: str
    paths: tuple[str, ...]
    bullets: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A task, a decision, a date ahead ... ; ``value`` is a day as ``YYYY-MM-DD``, a name, or where a link leads.

    ``lead`` is what the line leans on, as that of a bullet.
    """

    kind: FindingKind
    text: str
    citation: Citation
    value: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """A summary. ``notes`` are the notes it was made from, ``left_out`` those of them that it does not cite."""

    title: str
    days: Days | None
    shape: Shape
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    model: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    words: int = 0
    seconds: float = 0.0

    @property
    def bullets(self) -> tuple[Bullet, ...]:
        """All bullets, in order."""
        return tuple(bullet for section in self.sections for bullet in section.bullets)
