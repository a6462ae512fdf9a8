"""What to call a topic: the titles of its notes, the heading they share, or who speaks and of what."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt

from assistant.digest.lines import by_note
from assistant.digest.model import Line
from assistant.language import is_plain
from assistant.language.scripts import CJK
from assistant.lexical.analysis import analyze_query

#: How rare a word is in the notes, higher is rarer.
Rarity = Callable[[str, str], float]

#: Titles, phrases and people that name a topic.
TITLES, PHRASES, PEOPLE = 3, 2, 2
#: Words of a phrase; each after the first makes it tell this much more.
PHRASE_WORDS, LONGER = 3, 0.25
#: The share of a topic's notes that a heading must stand in to name it.
SHARED = 0.5
#: Somebody who speaks in a larger share of all chats names none of them.
EVERYWHERE = 0.6
#: A run of Chinese characters is a word as long as this share of its parts stands in it.
BOUND = 0.75
MAX_RUN = 6

_CALENDAR = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|daily|journal|week|day|note|notes|untitled)\b"
    r"|星期.|周[一二三四五六日]|[年月日]",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2,}|[" + CJK + "]")
_WORD = re.compile(rf"[^\W\d_{CJK}][^\W_{CJK}]*(?:[-'’][^\W_{CJK}]+)*|[^\w\s'’-]+|[{CJK}]+|\d+")
_RUN = re.compile(f"[{CJK}]+")
#: No part of what is told of: how, when and how much.
_ADVERBS = frozenset(
    "once really still even soon later today tomorrow yesterday tonight already always often maybe lot bit way super"
    " too near nice new good great next last other another first same few every each heute morgen gestern schon immer"
    " bald".split()
)
#: After these a noun follows, with what is said of it.
_OPENS = frozenset(
    "a an the my your his her our their its some any no of for with about into from at in der die das den dem des ein"
    " eine einen einem einer mein meine unser unsere ihr ihre im am zum zur vom für mit von".split()
)


def title_of(own: Sequence[Line], every: Sequence[Line], rarity: Rarity) -> str:
    """A name for the lines of one topic among all lines of a digest; never empty."""
    titles = _titles(own)
    notes = len({line.evidence.path for line in own})
    if 2 * len(titles) >= notes:
        return _some(titles, TITLES)
    if heading := _shared_heading(own, notes):
        return heading
    people, phrases = _people(own, every), _Phrases(own, every, rarity).best()
    named = ": ".join(filter(None, (_some(people, PEOPLE), ", ".join(phrases))))
    return named or (titles[0] if titles else own[0].evidence.title) or "Notes"


def _titles(own: Sequence[Line]) -> list[str]:
    """The titles that say more than a date, that of the most salient note first."""
    salience: dict[str, float] = {}
    for line in own:
        if _LETTERS.search(_CALENDAR.sub("", line.evidence.title)):
            title = line.evidence.title
            salience[title] = salience.get(title, 0.0) + line.salience
    return sorted(salience, key=lambda title: -salience[title])


def _shared_heading(own: Sequence[Line], notes: int) -> str:
    stands: Counter[str] = Counter()
    for _, lines in by_note(own):
        stands.update({heading for line in lines for heading in line.evidence.headings[-1:]})
    heading, count = next(iter(stands.most_common(1)), ("", 0))
    return heading if count > SHARED * notes and _LETTERS.search(_CALENDAR.sub("", heading)) else ""


def _some(names: Sequence[str], most: int) -> str:
    """Up to ``most`` names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _people(own: Sequence[Line], every: Sequence[Line]) -> list[str]:
    """Who speaks here, most lines first, but for those who speak nearly everywhere."""
    chats = {line.evidence.path for line in every if line.speaker}
    heard: dict[str, set[str]] = {}
    for line in every:
        if line.speaker:
            heard.setdefault(line.speaker, set()).add(line.evidence.path)
    few = len(chats) < PEOPLE + 1
    speaks = Counter(line.speaker for line in own if line.speaker)
    return [who for who, _ in speaks.most_common() if few or len(heard[who]) <= EVERYWHERE * len(chats)]


@dataclass(slots=True)
class _Seen:
    """A phrase: as it is written first, its notes, and how often it stands there."""

    surface: str
    notes: set[str] = field(default_factory=set)
    count: int = 0


class _Phrases:
    """The phrases of some lines, told apart from those of all."""

    def __init__(self, own: Sequence[Line], every: Sequence[Line], rarity: Rarity) -> None:
        self._rarity = rarity
        self._language = own[0].evidence.language
        self._people = {part.casefold() for line in every for part in (line.speaker, *_parts(line.speaker))}
        self._here, self._everywhere = self._seen(own), self._seen(every)
        self._notes = len({line.evidence.path for line in own})
        self._others = max(1, len({line.evidence.path for line in every}) - self._notes)

    def best(self) -> list[str]:
        """The most telling ones, none of which repeats a word of another."""
        found: list[str] = []
        said: set[str] = set()
        for key in sorted(self._here, key=lambda key: (-self._telling(key), key)):
            words = set(key.split())
            if not words & said and not any(_RUN.search(word) and word in "".join(said) for word in words):
                found.append(self._here[key].surface)
                said |= words
            if len(found) == PHRASES:
                break
        return found

    def _telling(self, key: str) -> float:
        here = self._here[key]
        elsewhere = (len(self._everywhere[key].notes) - len(here.notes)) / self._others
        words = key.split()
        rare = sum(self._rarity(word, self._language) for word in words) / len(words)
        longer = 1 + LONGER * (len(words) - 1)
        return len(here.notes) / self._notes * (1 - elsewhere) * sqrt(here.count) * rare * longer

    def _seen(self, lines: Sequence[Line]) -> dict[str, _Seen]:
        seen: dict[str, _Seen] = {}
        text = "\n".join(line.text for line in lines)
        for line in lines:
            for surface in (*self._nouns(line.text), *_bound(line.text, text)):
                key = " ".join(word.stemmed[0] for word in analyze_query(surface, (line.evidence.language,)))
                key = surface if _RUN.search(surface) else key
                if key:
                    one = seen.setdefault(key, _Seen(surface))
                    one.notes.add(line.evidence.path)
                    one.count += 1
        return seen

    def _nouns(self, text: str) -> Iterator[str]:
        """What follows an article or a preposition, and words with a capital within a sentence."""
        run: list[str] = []
        opened = False
        for i, word in enumerate([*_WORD.findall(text), "."]):
            plain = not word[0].isalpha() or is_plain(word) or word.casefold() in self._people or len(word) < 3
            plain = plain or word.casefold() in _ADVERBS
            if plain or _RUN.match(word):
                if opened and run:
                    yield from (" ".join(run[:n]) for n in range(1, min(PHRASE_WORDS, len(run)) + 1))
                run, opened = [], word.casefold() in _OPENS
            else:
                opened = opened or (not run and i > 0 and word[0].isupper())
                run.append(word)


def _parts(name: str) -> list[str]:
    """The words of a name, however it is joined: "LiHua", "Li Hua"."""
    return re.findall(r"[^\W\d_](?:[^\W\d_A-Z]+)", name)


def _bound(text: str, every: str) -> set[str]:
    """Chinese words: the longest strings that nearly always stand where their parts do."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        for start in range(len(run) - 1):
            word = run[start : start + 2]
            count = every.count(word)
            for end in range(start + 3, min(len(run), start + MAX_RUN) + 1):
                if (longer := every.count(run[start:end])) < max(2, BOUND * count):
                    break
                word, count = run[start:end], longer
            if count > 1 and not is_plain(word):
                found.add(word)
    return {word for word in found if not any(word != other and word in other for other in found)}
