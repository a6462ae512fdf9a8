"""Passages in the shapes that notes have: chats with speakers, lists, headings, dated entries.

Every shape only puts text into a passage, so that the answers' places are known exactly.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from training.records import Record, insert
from training.sentences import sentence_spans

_FIRST = (
    "Adam Ada Aisha Alice Amir Ana Andre Anna Ben Bella Carlos Chen Chloe Clara Daniel Diego Dmitri Ella Emma Eva "
    "Farid Felix Finn Grace Hana Hannah Hugo Ines Ivan Jack Jana Jin Jonas Julia Kai Karim Kate Kofi Lea Leo Lin Lucas "
    "Maja Marco Maria Mateo Mei Mia Mina Nadia Noah Nora Olga Omar Oscar Paula Petra Priya Ravi Rosa Ruth Sam Sara "
    "Sofia Tariq Theo Tom Uma Vera Victor Wei Yara Yuki Zara Zoe"
).split()
_LAST = (
    "Adams Ahmed Bauer Becker Brown Chen Costa Cruz Diaz Fischer Fox Garcia Gupta Hall Ito Jensen Khan Kim Kowalski "
    "Larsen Lee Lopez Martin Meyer Mori Moreau Nagy Novak Okafor Park Patel Petrov Quinn Reed Rossi Sato Schmidt "
    "Silva Singh Smith Stone Suzuki Tanaka Torres Vogel Walker Wang Weber West Wong Young Zhang"
).split()
#: How the day of a note is written.
DATES = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y%m%d_%H:%M",
    "%Y%m%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%A, %d %B %Y",
    "%a %d %b %Y, %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M",
)
_HEADERS = ("Time: {}", "Date: {}", "date: {}", "# {}", "## {}", "{}", "Created: {}", "[{}]", "Entry of {}")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who speaks in a chat: as questions name them, and as the chat's lines do."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person said: the span of their words in the passage, and of their name before it."""

    person: Person
    words: tuple[int, int]
    label: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chat:
    """A record whose passage is a chat, with its turns and, if it has a header, the span of the date in it."""

    record: Record
    turns: tuple[Turn, ...]
    date: tuple[int, int] | None


def as_chat(record: Record, rng: Random) -> Chat | None:
    """The passage's sentences as messages of two to four people, one or two sentences a message.

    Nothing when the passage is too short, or looks like a chat already.
    """
    sentences = sentence_spans(record.context)
    if len(sentences) < 3 or record.context.count(": ") > 4:
        return None
    people = _people(rng)
    starts: list[tuple[int, Person]] = []
    i = 0
    person = people[0]
    while i < len(sentences):
        starts.append((sentences[i][0], person))
        i += rng.choice((1, 1, 2))
        person = rng.choice([p for p in people if p is not person])
    date = written_date(rng)
    header = (rng.choice(_HEADERS).format(date) + "\n") if rng.random() < 0.8 else ""
    befores = [header, *("\n" for _ in starts[1:])]
    pieces = [(at, f"{before}{who.label}: ") for before, (at, who) in zip(befores, starts, strict=True)]
    made = insert(record, pieces)
    speakers = [who for _, who in starts]
    return Chat(made, _turns(len(made.context), speakers, pieces), _place(header, date, starts[0][0]))


def as_list(record: Record, rng: Random) -> Record:
    """The passage's sentences as a bulleted or numbered list below a heading."""
    mark = rng.choice(("- ", "* ", "- [ ] ", "1. ", "• "))
    pieces = [(at, f"\n{mark}") for at, _ in sentence_spans(record.context)]
    return with_header(insert(record, pieces), rng)


def with_header(record: Record, rng: Random) -> Record:
    """The passage as a dated entry: a date, a heading or a few tags before it."""
    header = rng.choice(_HEADERS).format(written_date(rng))
    if rng.random() < 0.3:
        header += f"\ntags: {', '.join(rng.sample(['work', 'home', 'ideas', 'people', 'todo', 'health'], 2))}"
    return insert(record, [(0, f"{header}\n\n")])


def in_lines(record: Record, rng: Random) -> Record:
    """The passage with every sentence, or every other, on a line of its own."""
    spans = sentence_spans(record.context)
    return insert(record, [(at, "\n") for at, _ in spans[1:] if rng.random() < 0.7])


def written_date(rng: Random) -> str:
    """A day of the last years as notes write it."""
    day = datetime(2015, 1, 1) + timedelta(minutes=rng.randrange(12 * 365 * 24 * 60))
    return day.strftime(rng.choice(DATES))


def _people(rng: Random) -> list[Person]:
    joined = rng.random()
    people = []
    for first in rng.sample(_FIRST, rng.choice((2, 2, 3, 4))):
        full = f"{first} {rng.choice(_LAST)}"
        if joined < 0.35:
            people.append(Person(rng.choice((full, full, first)), full.replace(" ", "")))
        elif joined < 0.6:
            people.append(Person(rng.choice((full, first)), full))
        else:
            people.append(Person(first, first))
    return people


def _turns(length: int, speakers: list[Person], pieces: list[tuple[int, str]]) -> tuple[Turn, ...]:
    """The turns of a chat of ``length`` characters; each piece, put in before a turn, ends with its label and ": "."""
    grown = 0
    words: list[int] = []
    ends: list[int] = []
    for at, text in pieces:
        ends.append(at + grown)
        grown += len(text)
        words.append(at + grown)
    return tuple(
        Turn(person, (start, end), (start - len(": ") - len(person.label), start - len(": ")))
        for person, start, end in zip(speakers, words, [*ends[1:], length], strict=True)
    )


def _place(header: str, date: str, at: int) -> tuple[int, int] | None:
    """Where the date of a header stands that was put in at a position."""
    start = at + header.find(date)
    return (start, start + len(date)) if header else None
