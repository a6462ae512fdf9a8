"""Questions about a chat itself: who said something, and when.

Notes are full of them, and published sets hold few. They are made by rule: a few telling words of a message, the
name before it, the date above it. Half as many are made that have no answer: the same with the name of someone who
said nothing of the kind.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from training.formats import Chat, Turn
from training.records import Record

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’-](?=[^\W_]))*")
_COMMON = frozenset(
    "a about after again all also am an and any are as at be because been before but by can could did do does done for "
    "from get go going got had has have he her here him his how i if in into is it its just know let like make me more "
    "my need no not now of off on one only or our out over really she should so some than that the their them then "
    "there they thing things think this those time to too up us very want was way we well were what when where which "
    "who why will with would yes you your yeah okay ok hey hi thanks thank please don't i'm it's that's".split()
)
_WHEN = (
    "When did {who} {say} {what}?",
    "On which date did {who} {say} {what}?",
    "When does {who} {say} {what}?",
    "What day did {who} {say} {what}?",
    "When was it that {who} {said} {what}?",
)
_WHO = ("Who {said} {what}?", "Who was it that {said} {what}?", "Which person {said} {what}?", "{what}: who {said} it?")
_SAY = (
    ("mention", "mentioned"),
    ("talk about", "talked about"),
    ("bring up", "brought up"),
    ("write about", "wrote about"),
    ("tell the others about", "told the others about"),
    ("ask about", "asked about"),
)


def speech_questions(chat: Chat, rng: Random, most: int = 2) -> Iterator[Record]:
    """Up to ``most`` questions of either kind about a chat, and now and then one that it does not answer."""
    turns = list(chat.turns)
    rng.shuffle(turns)
    for n, turn in enumerate(turns[:most]):
        what = _topic(chat, turn, rng)
        if not what:
            continue
        asks = "?" in chat.record.context[slice(*turn.words)]
        say, said = rng.choice(_SAY[-1:] if asks and rng.random() < 0.7 else _SAY[:-1])
        about_when = chat.date is not None and rng.random() < 0.6
        question = rng.choice(_WHEN if about_when else _WHO)
        text = question.format(who=turn.person.name, say=say, said=said, what=what)
        answer = chat.date if about_when and chat.date else turn.label
        made = replace(chat.record, id=f"{chat.record.id}:speech{n}", question=text, answers=(answer,), source="speech")
        yield made
        if about_when and rng.random() < 0.5 and (other := _someone_else(chat, turn, what, rng)):
            text = question.format(who=other, say=say, said=said, what=what)
            yield replace(made, id=f"{made.id}:other", question=text, answers=())


def _topic(chat: Chat, turn: Turn, rng: Random) -> str:
    """Two to four words in a row that stand in this message and in no other one, without common words at the ends."""
    text = chat.record.context[slice(*turn.words)]
    found = list(_WORD.finditer(text))
    telling = [i for i, word in enumerate(found) if word.group().lower() not in _COMMON and len(word.group()) > 2]
    pairs = [(i, j) for i in telling for j in telling if 1 <= j - i <= 3]
    rng.shuffle(pairs)
    for i, j in pairs:
        what = text[found[i].start() : found[j].end()]
        if what.isprintable() and not re.search(r"[.!?:;]", what) and chat.record.context.count(what) == 1:
            return what
    return ""


def _someone_else(chat: Chat, turn: Turn, what: str, rng: Random) -> str:
    """Another person of the chat, or one who is not in it."""
    others = sorted({t.person.name for t in chat.turns} - {turn.person.name})
    return rng.choice([name for name in others if name not in what] or [""])
