"""Ways to change one thing of a question so that its passage answers it no longer.

Each way returns the changed question, or "" when the question gives it nothing to do. They follow what people write
when they are asked for such questions about a passage (Rajpurkar et al. 2018): a name or number in another's place, a
word of near meaning, an opposite, a negation.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from types import MappingProxyType

from training.opposites import EXCLUSIVE, both_ways
from training.records import Record
from training.sentences import sentence_spans

_NAME = re.compile(r"(?<!^)(?<![.?!:] )(?<![\"“‘'])\b[A-Z][\w'’-]+(?: (?:of |the |de |van )?[A-Z][\w'’-]+)*")
_FIRST_HALF = re.compile(r"(?:^|(?<=[\s\"“‘'(]))[A-Z][\w'’-]* $")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_WORD = re.compile(r"[^\W\d_]+")
#: Beside those that exclude each other: words that mostly do, in the questions of published sets.
_MOSTLY = both_ways(
    "before/after more/fewer more/less buy/sell bought/sold arrive/leave arrived/left open/close opened/closed "
    "brother/sister wife/husband king/queen early/late above/below inside/outside over/under love/hate loved/hated "
    "receive/lose received/lost keep/lose kept/lost found/lost new/old always/sometimes teacher/student "
    "employer/employee send/receive sent/received lend/borrow lent/borrowed push/pull hire/fire hired/fired happy/sad "
    "strong/weak high/low hot/cold long/short big/small large/small far/near heavy/light hard/soft wet/dry "
    "complex/simple common/rare good/bad top/bottom front/back beginning/end former/latter past/future "
    "national/international physical/mental peace/war predecessor/successor preceded/succeeded remember/forget "
    "remembered/forgot same/different similar/different single/multiple full/partial full/empty paid/free "
    "known/unknown used/unused read/write use/avoid day/night main/minor public/secret "
)
_OPPOSITES = {word: (*EXCLUSIVE.get(word, ()), *_MOSTLY.get(word, ())) for word in {*EXCLUSIVE, *_MOSTLY}}
_MONTHS = frozenset("January February March April May June July August September October November December".split())
_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_AUXILIARY = re.compile(r"^(?:\w+ ){0,4}?(did|does|do|was|were|is|are|has|had|can|could|will|would|should)\b(?! not\b)")
_SUBJECT = re.compile(r"^(?:Who|What|Which \w+) (?=\w+ed\b)")
_OUTSIDE = re.compile(r"\b(in|on|at|during|by|from|with|for) (?=(?:the )?[A-Z\d])")
_NEGATIVE = re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|other|except)\b|n['’]?t\b", re.IGNORECASE)
_NEGATED = {"can": "can't", "will": "won't"}
_QUESTION_WORDS = frozenset(
    "who what when where which why how whose whom did does do is are was were the a an of in on at to for by with from "
    "and or that this it its his her their they them you your our been be being has have had can could will would "
    "should may might many much long old name type kind like about into than there these those also some any all "
    "author writer narrator speaker reviewer user person people someone something thing things".split()
)


@dataclass(frozen=True, slots=True)
class Pools:
    """What is put in the place of other things.

    Names and numbers of the questions of each source; words by their ending; for a word, those ``alike`` it in meaning,
    and the ``edits`` that people made of it for a question without an answer, with how often they did.
    """

    names: Mapping[str, Sequence[str]]
    numbers: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]
    alike: Mapping[str, Sequence[str]]
    edits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        records: Iterable[Record],
        alike: Mapping[str, Sequence[str]] = MappingProxyType({}),
        edits: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
    ) -> "Pools":
        """Gathered from the questions of all records."""
        names: dict[str, set[str]] = defaultdict(set)
        numbers: dict[str, set[str]] = defaultdict(set)
        words: dict[str, Counter[str]] = defaultdict(Counter)
        for record in records:
            names[record.source].update(_NAME.findall(record.question))
            numbers[record.source].update(_NUMBER.findall(record.question))
            for word in _WORD.findall(record.question):
                if is_telling(word) and len(word) > 4:
                    words[ending(word)][word] += 1
        return cls(
            {source: sorted(found) for source, found in names.items()},
            {source: sorted(found) for source, found in numbers.items()},
            {end: sorted(w for w, n in counts.items() if n >= 5) for end, counts in words.items()},
            alike,
            edits,
        )


def is_telling(word: str) -> bool:
    """Whether a question speaks of something with this word: no name, and none of the words of every question."""
    return len(word) > 2 and word.islower() and word not in _QUESTION_WORDS


def ending(word: str) -> str:
    """What a word ends with, which says roughly how it is used in a sentence."""
    return next((end for end in ("ing", "ed", "ion", "er", "est", "ly", "al", "ity", "s") if word.endswith(end)), "")


def stem(word: str) -> str:
    """What forms of one word have in common, roughly: its first four letters in lower case."""
    return word.lower()[:4]


def stems(text: str) -> set[str]:
    """The stems of the words and numbers of a text that are not in every question."""
    found = (word.lower() for word in re.findall(r"\w+", text))
    return {stem(word) for word in found if (len(word) > 2 or word.isdigit()) and word not in _QUESTION_WORDS}


def swapped(record: Record, _pools: Pools, rng: Random) -> str:
    """A name or number of the question changed for another of its kind that stands elsewhere in the passage.

    Every word of the question is then in the passage. The sentences about the other thing have nothing else of the
    question in them, lest the passage answers the new question too; nor does it stand in a sentence that answers.
    """
    held = [m for m in _things(record.question) if m.group() in record.context]
    rng.shuffle(held)
    for thing in held:
        rest = stems(record.question[: thing.start()] + " " + record.question[thing.end() :])
        others = sorted(o for o in _free_things(record, rest) if _kind(o) == _kind(thing.group()))
        if others:
            return _put(record.question, thing, rng.choice(others))
    return ""


def other_name(record: Record, pools: Pools, rng: Random) -> str:
    """A name that the passage holds too, changed for one of another question that it does not hold."""
    held = [m for m in _NAME.finditer(record.question) if m.group() in record.context]
    other = _stranger(pools.names.get(record.source, ()), record.context, rng)
    return _put(record.question, rng.choice(held), other) if held and other else ""


def other_number(record: Record, pools: Pools, rng: Random) -> str:
    """The same with a number or a year, or one digit of it changed, which is what people do most."""
    held = [m for m in _NUMBER.finditer(record.question) if m.group() in record.context]
    if not held:
        return ""
    number = rng.choice(held)
    alike = [other for other in pools.numbers.get(record.source, ()) if _kind(other) == _kind(number.group())]
    if not alike or rng.random() < ONE_DIGIT:
        alike = [_with_another_digit(number.group(), rng) for _ in range(4)]
    other = _stranger(alike, record.context, rng)
    return _put(record.question, number, other) if other else ""


def edited(record: Record, pools: Pools, rng: Random) -> str:
    """A word changed for what people changed it to, more often the oftener they did, when the passage lacks that."""
    there = set(re.findall(r"\w+", record.context.lower()))
    ways = [
        (word, other, count**0.5)
        for word in _WORD.finditer(record.question)
        if is_telling(word.group())
        for other, count in pools.edits.get(word.group(), {}).items()
        if is_telling(other) and other not in there
    ]
    if not ways:
        return ""
    word, other, _ = rng.choices(ways, [weight for *_, weight in ways])[0]
    return _put(record.question, word, other)


def turned(record: Record, _pools: Pools, rng: Random) -> str:
    """A relation turned into its opposite, when the passage does not hold that."""
    held = [m for m in _WORD.finditer(record.question) if m.group() in _OPPOSITES]
    if not held:
        return ""
    word = rng.choice(held)
    other = rng.choice(_OPPOSITES[word.group()])
    if re.search(rf"\b{other}\b", record.context, re.IGNORECASE):
        return ""
    return _put(record.question, word, other)


def negated(record: Record, _pools: Pools, rng: Random) -> str:
    """Asked for what did not happen, or for what was so elsewhere; nothing when the answer's sentence is negative."""
    asks = re.match(r"(?:Who|What|Which|When|Where|Why|How)\b(?!.* it that )", record.question)
    if not asks or _NEGATIVE.search(f"{record.question} {_answering(record)}"):
        return ""
    ways = []
    if found := _SUBJECT.search(record.question):
        ways.append(found.group() + "never " + record.question[found.end() :])
    elif found := _AUXILIARY.search(record.question):
        verb = found.group(1)
        ways.append(
            record.question[: found.start(1)] + _NEGATED.get(verb, verb + "n't") + record.question[found.end(1) :]
        )
    if found := _OUTSIDE.search(record.question):
        ways.append(record.question[: found.start()] + "other than " + record.question[found.start() :])
    return rng.choice(ways) if ways else ""


def near_word(record: Record, pools: Pools, rng: Random) -> str:
    """A telling word of the answer's sentence changed for one alike in meaning and use that the passage does not hold.

    A word that the sentence puts otherwise stays: what is alike may be just that.
    """
    near = stems(_answering(record))
    held = [m for m in _WORD.finditer(record.question) if m.group() in pools.alike and stem(m.group()) in near]
    rng.shuffle(held)
    there = stems(record.context)
    for word in held:
        if others := [o for o in pools.alike[word.group()] if stem(o) not in there]:
            return _put(record.question, word, rng.choice(others))
    return ""


def moved_word(record: Record, pools: Pools, rng: Random) -> str:
    """A telling word that the passage holds too, changed for any of another question that is used like it."""
    held = [m for m in _WORD.finditer(record.question) if is_telling(m.group()) and m.group() in record.context]
    if not held:
        return ""
    word = rng.choice(held)
    other = _stranger(pools.words.get(ending(word.group()), ()), record.context, rng)
    return _put(record.question, word, other) if other else ""


#: How often a number is changed in one digit, where another question's would do as well.
ONE_DIGIT = 0.6
#: The ways and their weights. Negations weigh little: a question is not unanswerable because it holds a "not".
WAYS: Mapping[Callable[[Record, Pools, Random], str], float] = {
    swapped: 4.0,
    edited: 4.0,
    near_word: 2.0,
    turned: 1.5,
    other_name: 1.5,
    other_number: 1.5,
    negated: 1.0,
    moved_word: 0.5,
}


def _things(text: str) -> Iterator[re.Match[str]]:
    yield from _NAME.finditer(text)
    yield from _NUMBER.finditer(text)


def _free_things(record: Record, asked: set[str]) -> set[str]:
    """Names and numbers of the passage that stand in no sentence with an answer or with anything that is asked."""
    text = record.context
    taken: set[str] = set()
    free: set[str] = set()
    for a, b in sentence_spans(text):
        found = {m.group() for m in _things(text[a:b]) if not _is_half(m)}
        about = set().union(*map(stems, found)) if found else set()
        busy = any(a < end and start < b for start, end in record.answers) or asked & (stems(text[a:b]) - about)
        (taken if busy else free).update(found)
    known = stems(f"{record.question} {' '.join(record.texts)}").union(*map(stems, taken))
    return {other for other in free if stems(other) and not stems(other) & known}


def _is_half(name: re.Match[str]) -> bool:
    """Whether a name follows what may be its first half, which a sentence begins with."""
    before = _FIRST_HALF.search(name.string, 0, name.start())
    return before is not None and _kind(name.group()).endswith("name") and not _is_small(before.group().strip())


def _is_small(word: str) -> bool:
    return word.lower() in _QUESTION_WORDS or word in {"Near", "After", "Before", "During", "While", "Then", "But"}


def _kind(thing: str) -> str:
    if thing in _MONTHS:
        return "month"
    if thing in _DAYS:
        return "day"
    if thing[0].isdigit():
        return "year" if re.fullmatch(r"1\d{3}|20\d{2}", thing) else "number"
    return "long name" if " " in thing else "name"


def _answering(record: Record) -> str:
    spans = sentence_spans(record.context)
    return " ".join(record.context[a:b] for a, b in spans if any(a < e and s < b for s, e in record.answers))


def _with_another_digit(number: str, rng: Random) -> str:
    """One digit of a number changed for another, of a year one of the last two, of others not to a leading 0."""
    digits = [i for i, letter in enumerate(number) if letter.isdigit()]
    at = rng.choice(digits[-2:] if _kind(number) == "year" else digits)
    others = set("0123456789" if at != digits[0] else "123456789") - {number[at]}
    return number[:at] + rng.choice(sorted(others)) + number[at + 1 :]


def _stranger(pool: Sequence[str], context: str, rng: Random) -> str:
    tries = (rng.choice(pool) for _ in range(8)) if pool else ()
    return next((text for text in tries if text.lower() not in context.lower()), "")


def _put(text: str, match: re.Match[str], other: str) -> str:
    return text[: match.start()] + other + text[match.end() :]
