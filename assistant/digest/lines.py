"""The sentences of some passages that a summary may be made of."""

from collections.abc import Callable, Iterator, Sequence

from assistant.answer.clauses import content
from assistant.answer.evidence import flat
from assistant.answer.leaning import leans, turn_of
from assistant.answer.neighbours import Surroundings
from assistant.answer.substance import gives_orders, size, substance
from assistant.answer.values import find_values
from assistant.digest.model import Line
from assistant.domain import EvidenceSentence, Passage, Sentence

NoteOf = Callable[[str], Sequence[Passage]]

#: A line with this many words that tell something says enough to stand in a summary; a pair of Chinese characters
#: counts as a word.
FULL = 8
#: A longer line, in characters, says several things, or is a table, or code.
MAX_SIZE = 420
#: What a line is worth that speaks of somebody whom only the line before names.
LEANING = 0.6
#: What a question is worth: it tells less than an answer.
ASKING = 0.6
#: What a line is worth that cries out: greetings, thanks and cheers do.
CRYING = 0.7
#: What a line is worth without a name, a number or a date.
VAGUE = 0.75


def lines_of(passages: Sequence[Passage], note_of: NoteOf) -> list[Line]:
    """Every sentence that says something, numbered from 1, in the order of the passages.

    ``note_of`` gives all passages of a note, for what a sentence leans on. Its first ``salience`` is what it is worth
    alone, 0..1: how much it says, and whether it can be understood by itself. What gives orders to a reading machine,
    and what was said before, is left out.
    """
    around = {path: Surroundings(note_of(path)) for path in {passage.path for passage in passages}}
    found: list[Line] = []
    said: set[str] = set()
    for passage in passages:
        for sentence in passage.content():
            words = flat(sentence.text).casefold()
            worth = _worth(sentence, passage.language)
            if not worth or words in said:
                continue
            said.add(words)
            found.append(_line(passage, sentence, around[passage.path], len(found) + 1, worth))
    return found


def _line(passage: Passage, sentence: Sentence, around: Surroundings, n: int, worth: float) -> Line:
    labels = around.of(sentence, passage).labels
    evidence = EvidenceSentence(
        n=n,
        path=passage.path,
        title=passage.title,
        date=passage.date,
        language=passage.language,
        sentence=sentence,
        headings=passage.chunk.headings,
        context=" / ".join(flat(label) for label in labels),
    )
    return Line(evidence, _written(passage, sentence), worth)


def _written(passage: Passage, sentence: Sentence) -> str:
    """The line on which a sentence begins, as far as it lies in the passage."""
    raw = passage.chunk.text.encode()
    at = sentence.span.start - passage.chunk.span.start
    end = raw.find(b"\n", at)
    return raw[raw.rfind(b"\n", 0, at) + 1 : len(raw) if end < 0 else end].decode(errors="replace")


def _worth(sentence: Sentence, language: str) -> float:
    """What a sentence is worth alone, 0..1."""
    text = flat(sentence.text)
    turn = turn_of(text)
    said = text[len(turn.text) :] if turn else text
    if size(text) > MAX_SIZE or text.startswith("|") or gives_orders(text):
        return 0.0
    worth = substance(text) * min(1.0, len(content(said, "")) / FULL)
    faults = (
        (LEANING, leans(said, language)),
        (ASKING, said.endswith(("?", "？"))),
        (CRYING, "!" in said[-3:] or "！" in said[-3:]),
        (VAGUE, not find_values(said, language)),
    )
    for factor, holds in faults:
        worth *= factor if holds else 1.0
    return worth


def by_note(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each note, the notes in order of their first line."""
    notes: dict[str, list[Line]] = {}
    for line in lines:
        notes.setdefault(line.evidence.path, []).append(line)
    yield from notes.items()
