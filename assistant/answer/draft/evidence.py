"""The lines that a chat model is shown: the units of the likeliest pieces, numbered, as many as it reads in time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer.draft.model import Quoted, of_unit
from assistant.answer.reading.read import Read
from assistant.domain import Evidence, EvidenceSentence, Sentence
from assistant.guards.terminal import one_line

#: Some eight lines: with less evidence, the right one is too often not among it, however slow the model.
EVIDENCE_FLOOR = 200
#: Tokens of a line's number, its brackets and its end.
NUMBER_TOKENS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """Numbered lines, and the places they are of, by number from 1."""

    evidence: Evidence
    places: tuple[Quoted, ...]


def evidence_tokens(tokens_per_second: float, seconds: float, floor: int, ceiling: int) -> int:
    """How much evidence a model reads in ``seconds``: never above ``ceiling``, and else not below ``floor``."""
    return int(min(ceiling, max(floor, tokens_per_second * seconds)))


def as_line(sentence: EvidenceSentence) -> str:
    """A line as models see it, after its number: what is not its own in round brackets before it."""
    text = one_line(sentence.sentence.text)
    return f"({sentence.context}) {text}" if sentence.context else text


def numbered(reads: Sequence[Read], tokens: int, most: int, count_tokens: Callable[[str], int]) -> Shown:
    """The units of the best pieces within ``tokens``, note by note; notes without room are told as left out."""
    kept: list[Quoted] = []
    left_out: dict[str, None] = {}
    for read in reads:
        places = [of_unit(read.piece, unit) for unit in read.piece.units]
        new = [place for place in places if place not in kept]
        cost = sum(count_tokens(as_line(_line(place, 0))) + NUMBER_TOKENS for place in new)
        if cost <= tokens and len(kept) + len(new) <= most:
            kept += new
            tokens -= cost
        else:
            left_out[read.piece.passage.path] = None
    paths = list(dict.fromkeys(place.passage.path for place in kept))
    order = sorted(kept, key=lambda place: (paths.index(place.passage.path), place.unit.span.start))
    lines = tuple(_line(place, n) for n, place in enumerate(order, start=1))
    return Shown(Evidence(lines, tuple(path for path in left_out if path not in paths)), tuple(order))


def _line(place: Quoted, n: int) -> EvidenceSentence:
    unit, passage = place.unit, place.passage
    context = " / ".join(filter(None, (unit.headings[-1:] or ("",)) + (unit.speaker,)))
    return EvidenceSentence(
        n=n,
        path=passage.path,
        title=passage.title,
        date=unit.day or passage.date,
        language=passage.language,
        sentence=Sentence(unit.said, unit.span),
        headings=unit.headings,
        context=one_line(context),
    )
