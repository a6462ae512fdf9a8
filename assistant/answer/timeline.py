"""Questions that compare the times of two events: taken apart by their wording, and answered from two dates.

"Did Anna call before she left?" asks for the order of two events, "Is the interval between A and B more than three
days?" for the time that lies between them. Once each event is found in a note, the notes' dates answer, and no model.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from assistant.answer.events import is_event, is_nominal, name_the_subject, split_pair, words
from assistant.values.numerals import any_of, number_words, read_numeral
from assistant.values.units import UNITS

#: Mean length of the Gregorian calendar's months, in days.
MONTH = 30.436875

_UNIT_DAYS = {
    word.lower(): float(factor) * (MONTH if base == "month" else 1 / 86_400)
    for word, (base, factor) in UNITS.items()
    if base in ("s", "month") and len(word) > 2 and word.isascii()
}
_ONE = frozenset("a an one ein eine einen einem einer".split())
_NUMBER = any_of({*_ONE, *number_words("en"), *number_words("de")})
_AMOUNT = rf"(?P<n>\d+(?:[.,]\d+)?|{_NUMBER})[ -](?:full |whole |volle |ganze )?(?P<unit>{any_of(_UNIT_DAYS)})(?!\w)"
_LONGER = r"more than|longer than|greater than|larger than|bigger than|over|mehr als|länger als|größer als|über"
_SHORTER = r"less than|shorter than|fewer than|smaller than|under|weniger als|kürzer als|kleiner als|unter"
_THRESHOLD = re.compile(rf"\b(?:(?P<longer>{_LONGER})|(?P<shorter>{_SHORTER})) {_AMOUNT}(?: apart)?", re.IGNORECASE)
_WITHIN = re.compile(rf"^(?P<first>.+?) (?:with)?in {_AMOUNT} (?:after|of|from)\s+(?P<second>.+)$", re.IGNORECASE)

_LABEL = re.compile(r"^(?:question|frage|q)\s*\d*\s*[:.)]\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]")
_ASKS_EN = re.compile(
    r"^(?:is it (?:true|correct|right) that|(?:did|has|have|had|was|were|is|are|do|does)(?:n['’]t)?)\s+", re.IGNORECASE
)
_ASKS_DE = re.compile(r"^(?:hat|haben|hatte|hatten|war|waren|ist|sind|wurde|wurden|habe)\s+", re.IGNORECASE)
_ASKS_WHICH_DE = re.compile(r"w(?:er|en|em|as|ann|o|ie|arum|elche[rsnm]?|ieso|eshalb)\b", re.IGNORECASE)
_NOW = re.compile(r"^(?:is|are|do|does)\b(?! it (?:true|correct|right) that)", re.IGNORECASE)
_ORDER_EN = re.compile(r",?\s+(?P<mark>before|after|prior to|earlier than|later than)\s+", re.IGNORECASE)
_ORDER_DE = re.compile(r",?\s+(?P<mark>bevor|ehe|nachdem)\s+")
_FRONTED = re.compile(
    rf"^(?P<mark>before|after|bevor|nachdem)\s+(?P<second>[^,]+),\s*(?:{_ASKS_EN.pattern[1:]}|{_ASKS_DE.pattern[1:]})(?P<first>.+)$",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"^(?P<event>.+?)\s+(?:occur|occurred|happen|happened|take place|taken place|come|held)$")
_HAPPENED_DE = re.compile(
    r"^(?:fand(?P<held>en)? |geschah(?:en)? |passierte[n]? |ereignete[n]? sich |kam(?:en)? |begann(?:en)? )"
    r"(?P<first>.+?)\s+(?P<mark>vor|nach)\s+(?P<second>.+?)(?:\s+statt)?$",
    re.IGNORECASE,
)
_BEFORE = frozenset(("before", "prior to", "earlier than", "bevor", "ehe", "vor"))
#: With one of these in front, it is asked how long before or after, or how soon.
_CLOSE = re.compile(
    r"\b(?:right|just|shortly|immediately|soon|directly|long|kurz|gleich|direkt|unmittelbar|sofort|lange|the|"
    r"(?:\w+ )?(?:minute|hour|day|night|morning|evening|week|month|year)s?|tage?|wochen?|monate?|jahre?|stunden?)$",
    re.IGNORECASE,
)
_SPAN_EN = re.compile(r"\b(?:between\s+(?P<pair>.+)|from\s+(?P<route>.+))$", re.IGNORECASE)
_SPAN_DE = re.compile(r"\b(?:zwischen\s+(?P<pair>.+)|von\s+(?P<route>.+))$", re.IGNORECASE)
_OPENS_EN = re.compile(
    r"^(?:did it take|ha[sd] it been|(?:was|is) it|(?:were|was|are|is) there|(?:did|have|has) (?:more|less|fewer|over)|"
    r"(?:is|was) (?:the|there)(?: \w+)? (?:time|interval|gap|period|span|difference|delay|wait|pause))\b",
    re.IGNORECASE,
)
_OPENS_DE = re.compile(
    r"^(?:hat es|dauerte|lag(?:en)?|liegen|liegt|verging(?:en)?|sind|ist|war(?:en)?|betrug|beträgt)\b", re.IGNORECASE
)


class Relation(StrEnum):
    """What is asked of two events: that the first came before or after the second, or how far they lie apart."""

    BEFORE = "before"
    AFTER = "after"
    LONGER = "longer"
    SHORTER = "shorter"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two events, each as words to search with, and what is asked of their times; ``days`` is the length asked about.

    ``language`` is the question's own, ``en`` or ``de``.
    """

    first: str
    second: str
    relation: Relation
    days: float | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether it is as asked, and a sentence with both dates that says so."""

    answer: bool
    words: str


def parse_comparison(text: str) -> Comparison | None:
    """Take apart a question about the times of two events; None for every other question.

    English and German. What comes after "before" has to be an event with a verb of its own ("she called", "calling
    Ben"): "before lunch" asks about a day and no second event.
    """
    question = _ASIDE.sub("", _LABEL.sub("", " ".join(text.split()))).rstrip(" ?？.!")
    english = bool(_ASKS_EN.match(question)) or question.lower().startswith(("before", "after"))
    if english and (found := _interval(question, "en") or _order(question)):
        return found
    return _interval(question, "de") or _order_de(question) or _happened_de(question)


def judge(comparison: Comparison, first: date, second: date) -> Judgement | None:
    """Answer from the days, or the moments (``datetime``), of both events.

    None when the order of two events on one day is asked and the time of one isn't known.
    """
    timed = isinstance(first, datetime) and isinstance(second, datetime)
    start, end = _moment(first, timed), _moment(second, timed)
    apart = (end - start).total_seconds() / 86_400
    if comparison.relation in (Relation.BEFORE, Relation.AFTER):
        if start == end:
            return None
        right = (start < end) is (comparison.relation is Relation.BEFORE)
    else:
        right = (abs(apart) > (comparison.days or 0)) is (comparison.relation is Relation.LONGER)
    return Judgement(right, _WORDINGS[comparison.language].said(right, start, end, timed))


def _order(question: str) -> Comparison | None:
    """English questions about before and after; None as well when two places could part the events."""
    if _NOW.match(question):
        return None
    if fronted := _FRONTED.match(question):
        second = fronted["second"]
        return _ordered(fronted["first"], fronted["mark"], second, "en") if is_event(second) else None
    asked = _ASKS_EN.sub("", question)
    if (within := _WITHIN.match(asked)) and is_event(within["second"]):
        first, second = within["first"], within["second"]
        return Comparison(first, name_the_subject(first, second), Relation.SHORTER, _days(within))
    marks = list(_ORDER_EN.finditer(asked))
    ends = [mark.start() for mark in marks[1:]] + [len(asked)]
    found = [
        (asked[: mark.start()], mark["mark"], asked[mark.end() :])
        for mark, end in zip(marks, ends, strict=False)
        if is_event(asked[mark.end() : end])
        or (_HAPPENED.match(asked[: mark.start()]) and is_nominal(asked[mark.end() : end]))
    ]
    return _ordered(*found[0], "en") if len(found) == 1 else None


def _order_de(question: str) -> Comparison | None:
    if fronted := _FRONTED.match(question):
        return _ordered(fronted["first"], fronted["mark"], fronted["second"], "de")
    marks = list(_ORDER_DE.finditer(question))
    if len(marks) != 1 or _ASKS_WHICH_DE.match(question):
        return None
    mark = marks[0]
    return _ordered(_ASKS_DE.sub("", question[: mark.start()]), mark["mark"], question[mark.end() :], "de")


def _happened_de(question: str) -> Comparison | None:
    """Events that are named as things: "Fand die Wahl vor dem Umzug statt?"."""
    match = _HAPPENED_DE.match(question)
    if not match or not is_nominal(match["second"]):
        return None
    return _ordered(match["first"], match["mark"], match["second"], "de")


def _ordered(first: str, mark: str, second: str, language: str) -> Comparison | None:
    happened = _HAPPENED.match(first)
    first = (happened["event"] if happened else first).strip(" ,")
    if len(words(first)) < 2 or not words(second) or _CLOSE.search(first) or first.startswith("it take"):
        return None
    relation = Relation.BEFORE if mark.lower() in _BEFORE else Relation.AFTER
    return Comparison(first, name_the_subject(first, second.strip(" ,")), relation, language=language)


def _interval(question: str, language: str) -> Comparison | None:
    """Questions about the time between two events, the length asked about before or after them."""
    threshold = _THRESHOLD.search(question)
    if not threshold or not (_OPENS_EN if language == "en" else _OPENS_DE).match(question):
        return None
    rest = f"{question[: threshold.start()].rstrip()} {question[threshold.end() :].lstrip()}".strip(" ,")
    span = (_SPAN_EN if language == "en" else _SPAN_DE).search(rest)
    if not span:
        return None
    if span["pair"]:
        pair = split_pair(span["pair"], "and" if language == "en" else "und")
    else:
        pair = split_pair(span["route"], "(?:to|until|till)" if language == "en" else "bis")
    if not pair or not all(map(_may_have_happened, pair)):
        return None
    relation = Relation.LONGER if threshold["longer"] else Relation.SHORTER
    return Comparison(_bare(pair[0]), _bare(pair[1]), relation, _days(threshold), language)


def _may_have_happened(event: str) -> bool:
    """Whether it tells of more than a time or a name: "Berlin" and "noon" are no events."""
    said = words(event)
    return is_event(event) or (is_nominal(event) and not all(word[0].isupper() for word in said))


def _bare(event: str) -> str:
    """An event without the verb that closes a German question about it."""
    return re.sub(r"\s+(?:vergangen|gelegen|gedauert|verstrichen|gebraucht)$", "", event)


def _days(match: re.Match[str]) -> float:
    number, unit = match["n"].lower(), match["unit"].lower()
    count = 1.0 if number in _ONE else float((read_numeral(number, "en") or read_numeral(number, "de"))[0])
    return count * _UNIT_DAYS[unit]


def _moment(when: date, timed: bool) -> datetime:
    if timed and isinstance(when, datetime):
        return when
    return datetime.combine(when, time())


@dataclass(frozen=True, slots=True)
class _Wording:
    """The sentence of a judgement in one language; pairs are for one and for many, or for later and earlier."""

    yes: str
    no: str
    dates: str
    day: tuple[str, str]
    hour: tuple[str, str]
    minute: tuple[str, str]
    order: tuple[str, str]
    same: str

    def said(self, right: bool, start: datetime, end: datetime, timed: bool) -> str:
        form = "%Y-%m-%d %H:%M" if timed and start.date() == end.date() else "%Y-%m-%d"
        told = self.dates.format(start.strftime(form), end.strftime(form))
        return f"{self.yes if right else self.no}: {told} ({self._apart(start, end)})."

    def _apart(self, start: datetime, end: datetime) -> str:
        seconds = abs((end - start).total_seconds())
        if not seconds:
            return self.same
        if start.date() != end.date():
            count, unit = abs((end.date() - start.date()).days), self.day
        elif seconds >= 3600:
            count, unit = int(seconds // 3600), self.hour
        else:
            count, unit = int(seconds // 60), self.minute
        return f"{count} {unit[count != 1]} {self.order[end < start]}"


_WORDINGS = {
    "en": _Wording(
        "Yes", "No", "the first was on {}, the second on {}",
        ("day", "days"), ("hour", "hours"), ("minute", "minutes"), ("later", "earlier"), "on the same day",
    ),
    "de": _Wording(
        "Ja", "Nein", "das erste war am {}, das zweite am {}",
        ("Tag", "Tage"), ("Stunde", "Stunden"), ("Minute", "Minuten"), ("später", "früher"), "am selben Tag",
    ),
}  # fmt: skip
