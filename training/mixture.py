"""What one epoch is made of: records of all sources, in the shapes of notes, with and without answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from training.changes import Pools
from training.formats import as_chat, as_list, in_lines, with_header
from training.looks import looked_at
from training.records import MINED, Record, letters, share_of
from training.speech import speech_questions
from training.unanswerable import changed_question, in_other_passage, without_answer

#: How many records of a source one epoch holds at most; sources not named here are taken whole.
CAPS = {
    "squadshifts_amazon_reviews": 6_000,
    "squadshifts_reddit": 6_000,
    "squadshifts_new_wiki": 7_000,
    "fairytaleqa": 3_000,
    "qamr": 3_000,
    "tweetqa": 2_500,
    "molweni_test": 1_300,
    "policyqa": 1_200,
    "selqa": 600,
    "covidqa": 300,
    "clapnq_dev": 300,
    "ropes_contrast": 150,
}
#: How many times an epoch holds a question that people wrote to have no answer: there are few of them.
GENUINE_TIMES = 6
#: How many times it holds what has an answer, where a source is more to us than others.
TIMES = {"squad2_pairs": 3}
#: How many times an epoch holds what a trained reader pointed out.
MINED_TIMES = 2
#: Share of the passages held out for measuring and for calibration; of chats, of which there are few, more.
HELD_OUT = 0.04
HELD_OUT_OF = {"friendsqa": 0.1, "squad2_pairs": 0.12}
#: How much rather a nearer passage is taken: with 0.7, every second time the first, a quarter of the times the second.
NEARER = 0.7
#: Of the answered records, how many are shown in another shape: chat, list, dated entry, lines.
SHAPES = (("chat", 0.22), ("list", 0.06), ("header", 0.12), ("lines", 0.08))


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """How many questions without an answer are made for each one that has one, by kind."""

    other_passage: float = 0.25
    changed: float = 0.3
    without_answer: float = 0.12


def is_held_out(record: Record) -> bool:
    """Whether a record is kept for measuring; all questions about one passage go together."""
    if MINED in record.id:  # made of passages that are not held out, and perhaps of a piece of one
        return False
    return share_of(f"{record.source}:{record.context}") < HELD_OUT_OF.get(record.source, HELD_OUT)


def capped(records: list[Record], rng: Random, share: float = 1.0) -> Iterator[Record]:
    """Of every source as many records as one epoch holds at most; of those named in ``CAPS`` a ``share`` of that."""
    by_source: dict[str, list[Record]] = {}
    for record in records:
        by_source.setdefault(record.source, []).append(record)
    for source, group in by_source.items():
        cap = int(CAPS[source] * share) if source in CAPS else len(group)
        yield from group if len(group) <= cap else rng.sample(group, cap)


class Mixture:
    """Makes epochs of ``records``.

    ``near`` are, by record id, the ids of records whose passages are near the question, as ``neighbours`` or
    ``hard_passages`` find them; ``alike`` are words alike in meaning, as ``meanings`` finds them, ``edits`` what people
    changed words to, as ``pairs`` counts it. A share ``looks`` is seen as a second look sees it: the sentence, without
    the rest of its passage. Of the sources named in ``CAPS`` an epoch holds a share ``caps`` of what stands there.
    """

    def __init__(
        self,
        records: list[Record],
        near: Mapping[str, list[str]],
        share: Unanswerable,
        alike: Mapping[str, Sequence[str]] = MappingProxyType({}),
        edits: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
        looks: float = 0.0,
        caps: float = 1.0,
    ) -> None:
        # Two sources may share a passage, each with its own blanks and capitals: it is held out for both.
        held_out = {letters(record.context) for record in records if is_held_out(record)}
        self._records = [record for record in records if letters(record.context) not in held_out]
        self._contexts = {record.id: record.context for record in self._records}
        self._near = {id_: [n for n in found if n in self._contexts] for id_, found in near.items()}
        self._pools = Pools.of(self._records, alike, edits)
        self._share = share
        self._looks = looks
        self._caps = caps

    def epoch(self, number: int) -> list[Record]:
        """The records of epoch ``number``, shuffled; every epoch has other shapes and other unanswerable ones."""
        rng = Random(number)
        made = [made for record in capped(self._records, rng, self._caps) for made in self._made(record, rng)]
        made = [looked_at(one, rng) if rng.random() < self._looks else one for one in made]
        rng.shuffle(made)
        return made

    def _made(self, record: Record, rng: Random) -> Iterator[Record]:
        if not record.answers:
            for _ in range(MINED_TIMES if MINED in record.id else GENUINE_TIMES):
                yield next(iter(self._shaped(record, rng)))
            return
        for _ in range(TIMES.get(record.source, 1)):
            yield from (made for made in self._shaped(record, rng) if made.answers)
        yield from self._unanswered(record, rng)

    def _shaped(self, record: Record, rng: Random) -> Iterator[Record]:
        at = rng.random()
        for shape, share in SHAPES:
            if at < share:
                yield from self._in_shape(shape, record, rng)
                return
            at -= share
        yield record

    def _in_shape(self, shape: str, record: Record, rng: Random) -> Iterator[Record]:
        if shape == "chat" and (chat := as_chat(record, rng)):
            yield chat.record
            yield from speech_questions(chat, rng, 1)
        elif shape == "list":
            yield as_list(record, rng)
        elif shape == "lines":
            yield in_lines(record, rng)
        else:
            yield with_header(record, rng)

    def _unanswered(self, record: Record, rng: Random) -> Iterator[Record]:
        made: list[Record | None] = []
        near = self._near.get(record.id, [])
        if near and rng.random() < self._share.other_passage:
            made.append(
                in_other_passage(record, self._contexts[near[min(int(rng.expovariate(NEARER)), len(near) - 1)]])
            )
        if rng.random() < self._share.changed:
            made.append(changed_question(record, self._pools, rng))
        if rng.random() < self._share.without_answer:
            made.append(without_answer(record))
        for one in made:
            if one:
                yield next(iter(self._shaped(one, rng)))
