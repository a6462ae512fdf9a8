"""From records to windows of tokens: ``[CLS] question [SEP] passage [SEP]`` with the answer's first and last token."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tokenizers import Encoding, Tokenizer

from training.records import Record

#: Tokens of a window, of the question in it, and by how many two windows of a long passage overlap.
WINDOW = 192
QUESTION = 40
OVERLAP = 64
#: Of a long passage's windows without the answer, how many are kept.
EMPTY_WINDOWS = 0.2


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids, the passage's first token, and the answer's first and last; both 0, ``[CLS]``, without one."""

    ids: tuple[int, ...]
    passage: int
    start: int
    end: int

    @property
    def segments(self) -> list[int]:
        """0 for the question and its marks, 1 for the passage."""
        return [int(i >= self.passage) for i in range(len(self.ids))]


def windows(records: Sequence[Record], tokenizer: Tokenizer, rng: Random) -> Iterator[Window]:
    """The windows that training sees: every one with an answer, and some of those without."""
    questions = tokenizer.encode_batch([r.question for r in records], add_special_tokens=False)
    passages = tokenizer.encode_batch([r.context for r in records], add_special_tokens=False)
    cls, sep = marks(tokenizer)
    for record, question, passage in zip(records, questions, passages, strict=True):
        head = (cls, *question.ids[:QUESTION], sep)
        room = WINDOW - len(head) - 1
        places = [place for answer in record.answers if (place := _tokens_of(passage, answer))]
        place = rng.choice(places) if places else None
        if record.answers and not place:
            continue
        for first in starts(len(passage.ids), room):
            ids = (*head, *passage.ids[first : first + room], sep)
            if place and first <= place[0] and place[1] < first + room:
                shift = len(head) - first
                yield Window(ids, len(head), place[0] + shift, place[1] + shift)
            elif any(a < first + room and first <= b for a, b in places):
                continue  # a part of an answer, or another of them, is neither the answer nor none
            elif not places or rng.random() < EMPTY_WINDOWS:
                yield Window(ids, len(head), 0, 0)


def marks(tokenizer: Tokenizer) -> tuple[int, int]:
    """The ids of ``[CLS]`` and ``[SEP]``; ``ValueError`` when the tokenizer is none of BERT's."""
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if cls is None or sep is None:
        raise ValueError("the tokenizer has no [CLS] or no [SEP]")
    return cls, sep


def starts(tokens: int, room: int) -> Iterator[int]:
    """The first token of each window of ``room`` tokens over a passage; together they hold all of it."""
    first = 0
    yield first
    while first + room < tokens:
        first += room - OVERLAP
        yield first


def _tokens_of(passage: Encoding, answer: tuple[int, int]) -> tuple[int, int] | None:
    """First and last token that touch a span of characters."""
    touched = [i for i, (a, b) in enumerate(passage.offsets) if a < answer[1] and answer[0] < b]
    return (touched[0], touched[-1]) if touched else None
