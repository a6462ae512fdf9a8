"""Hard questions without an answer: a reader that is never shown them finds an answer everywhere.

Three kinds, each close to a question that has one: the passage without the sentence that answers; the question with a
name, number, relation or telling word changed; a passage on the same matter that does not answer.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from training.records import Record
from training.sentences import sentence_spans

_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w'’-]+(?: (?:of |the |de |van )?[A-Z][\w'’-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_WORD = re.compile(r"[^\W\d_]+")
_OPPOSITES = (
    "first/last before/after largest/smallest oldest/youngest most/least more/fewer highest/lowest best/worst "
    "increase/decrease begin/end start/finish win/lose won/lost buy/sell bought/sold arrive/leave arrived/left "
    "open/close opened/closed north/south east/west northern/southern eastern/western male/female men/women "
    "mother/father brother/sister son/daughter wife/husband early/late summer/winter morning/evening above/below "
    "inside/outside allowed/forbidden accept/reject accepted/rejected agree/refuse agreed/refused like/dislike "
    "love/hate gain/lose rise/fall rose/fell join/leave joined/left success/failure earlier/later longer/shorter "
    "cheap/expensive cheapest/priciest majority/minority public/private possible/impossible enter/exit import/export "
    "new/old biggest/smallest greatest/least strongest/weakest fastest/slowest always/never minimum/maximum"
)
_FLIPS = {a: b for pair in _OPPOSITES.split() for a, b in (pair.split("/"), pair.split("/")[::-1])}
_QUESTION_WORDS = frozenset(
    "who what when where which why how whose whom did does do is are was were the a an of in on at to for by with from "
    "and or that this it its his her their be been has have had can could will would many much long old".split()
)


@dataclass(frozen=True, slots=True)
class Pools:
    """Names and numbers of the questions of each source, and words by their ending, to put in the place of others."""

    names: Mapping[str, Sequence[str]]
    numbers: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Pools":
        """Gathered from the questions of all records."""
        names: dict[str, set[str]] = defaultdict(set)
        numbers: dict[str, set[str]] = defaultdict(set)
        words: dict[str, Counter[str]] = defaultdict(Counter)
        for record in records:
            names[record.source].update(_NAME.findall(record.question))
            numbers[record.source].update(_NUMBER.findall(record.question))
            for word in _WORD.findall(record.question):
                if _is_telling(word):
                    words[_ending(word)][word] += 1
        return cls(
            {source: sorted(found) for source, found in names.items()},
            {source: sorted(found) for source, found in numbers.items()},
            {ending: sorted(w for w, n in counts.items() if n >= 5) for ending, counts in words.items()},
        )


def without_answer(record: Record) -> Record | None:
    """The passage without the sentences that hold an answer; nothing when the answer still stands elsewhere."""
    keep = [
        (a, b)
        for a, b in sentence_spans(record.context)
        if not any(a < end and start < b for start, end in record.answers)
    ]
    context = " ".join(record.context[a:b] for a, b in keep)
    if len(context) < 80 or any(text.lower() in context.lower() for text in record.texts):
        return None
    return replace(record, id=f"{record.id}:without", context=context, answers=())


def changed_question(record: Record, pools: Pools, rng: Random) -> Record | None:
    """The question with one thing that the passage holds changed to one it does not hold, or nothing.

    That thing is a name, a number, a telling word, or a relation, which is turned into its opposite.
    """
    ways = [_other_name, _other_number, _turned, _moved_word]
    rng.shuffle(ways)
    for way in ways:
        question = way(record, pools, rng)
        if question and question != record.question:
            return replace(record, id=f"{record.id}:changed", question=question, answers=())
    return None


def in_other_passage(record: Record, context: str) -> Record | None:
    """The question over another passage, unless that holds the answer's words too."""
    if any(text.lower() in context.lower() for text in record.texts):
        return None
    return replace(record, id=f"{record.id}:other", context=context, answers=())


def _other_name(record: Record, pools: Pools, rng: Random) -> str:
    held = [m for m in _NAME.finditer(record.question) if m.group() in record.context]
    other = _stranger(pools.names.get(record.source, ()), record.context, rng)
    return _put(record.question, rng.choice(held), other) if held and other else ""


def _other_number(record: Record, pools: Pools, rng: Random) -> str:
    held = [m for m in _NUMBER.finditer(record.question) if m.group() in record.context]
    other = _stranger(pools.numbers.get(record.source, ()), record.context, rng)
    return _put(record.question, rng.choice(held), other) if held and other else ""


def _turned(record: Record, _pools: Pools, rng: Random) -> str:
    held = [m for m in _WORD.finditer(record.question) if m.group().lower() in _FLIPS]
    if not held:
        return ""
    word = rng.choice(held)
    other = _FLIPS[word.group().lower()]
    if re.search(rf"\b{other}\b", record.context, re.IGNORECASE):
        return ""
    return _put(record.question, word, other)


def _moved_word(record: Record, pools: Pools, rng: Random) -> str:
    """A telling word of the question, which the passage holds too, replaced by one of another question's."""
    held = [m for m in _WORD.finditer(record.question) if _is_telling(m.group()) and m.group() in record.context]
    if not held:
        return ""
    word = rng.choice(held)
    other = _stranger(pools.words.get(_ending(word.group()), ()), record.context, rng)
    return _put(record.question, word, other) if other else ""


def _is_telling(word: str) -> bool:
    return len(word) > 4 and word.islower() and word not in _QUESTION_WORDS


def _ending(word: str) -> str:
    return next((end for end in ("ing", "ed", "ion", "er", "ly", "al", "ity", "s") if word.endswith(end)), "")


def _stranger(pool: Sequence[str], context: str, rng: Random) -> str:
    tries = (rng.choice(pool) for _ in range(8)) if pool else ()
    return next((text for text in tries if text.lower() not in context.lower()), "")


def _put(text: str, match: re.Match[str], other: str) -> str:
    return text[: match.start()] + other + text[match.end() :]
