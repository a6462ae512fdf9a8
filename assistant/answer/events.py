"""Clauses that tell of an event, by their words alone: has it a verb, who is its subject, where do two of them part."""

import re
from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*(?:['’](?!\w))?")
_SUBJECTS = frozenset("i he she it we they you there er sie es wir ich man ihr du".split())
#: Subjects that stand for one named before; "es" and "it" more often stand for no one.
_STANDS_FOR_NAME = frozenset("he she er sie".split())
#: What follows is a thing and no event: "the scheduled meeting", "of planned talks".
_BEFORE_A_NOUN = frozenset(
    """the a an this that these those his her its our their my your some any no each every all both and or new of in on
    at for with from by to about into over under between as two three four five six seven eight nine ten""".split()
)
_SUBORDINATES = frozenset(
    """that who whom whose which where when if because while whether what how why as although so than unless
    until""".split()
)
_AUXILIARIES = frozenset("was were had has have did is are been could would can will should might".split())
_PAST = frozenset(
    """arose awoke ate beat became began bent bit blew bought brought broke built burnt came caught chose clung crept
    dealt died drank drew dreamt drove fed fell fled flew forgave forgot fought found froze gave got grew heard held hid
    kept knelt knew laid learnt lent lied lost made meant met mistook overheard overslept overtook paid ran rang
    rebuilt rode said sang sank sat sent shook shrank slept slid sold sought spent spoke stole stood stuck
    sued swam swept swore taught told took tore undertook understood underwent went wept withdrew woke won wore
    wrote""".split()
)
#: Past forms that are as often something else; they count right after a name or a pronoun.
_PAST_AFTER_A_NAME = frozenset(
    """bet bid bound cast cost cut dug felt fit ground hit hung hurt lay led left let lit put quit read rose saw set
    shot shut split spread thought threw wound""".split()
)
_NOT_PAST = frozenset("hundred indeed speed breed naked sacred wicked embed infrared proceed exceed succeed".split())
_NOT_GERUND = frozenset(
    """anything beijing building ceiling chongqing clothing during evening everything king lightning morning nothing
    offspring pudding ring sibling something spring sterling string thing wedding wing""".split()
)
#: A time and no event: nothing is to be found that happened then.
_TIMES = frozenset(
    """noon midnight lunch lunchtime dinner breakfast brunch supper bedtime today tomorrow yesterday christmas easter
    mittag mittagessen abendessen frühstück mitternacht heute morgen gestern weihnachten ostern monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september october
    november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli
    oktober dezember spring summer autumn winter frühling sommer herbst monate monat work school dark now that this
    then all long""".split()
)
_ARTICLES = frozenset("the a an his her its our their my your der die das den dem des sein seine seinem seiner".split())
_STANDS_FOR_VERB = frozenset("did had was were has".split())
_SOMEONES_ACT = re.compile(
    r"^(?:[A-Z]\w+ )*(?:[A-Z]\w*['’]s?|his|her|their|my|our) (?:\w+ ){1,2}(?:about|of|to|for|from|on) "
)
_PLACES = frozenset("in at of on near about into".split())


def words(text: str) -> list[str]:
    """The words of a clause, without punctuation."""
    return _WORD.findall(text)


def is_event(clause: str) -> bool:
    """Whether an English clause has a verb of its own, "she called", "inviting Ben", or somebody's act for one.

    An act is "Ben's letter about the roof". "Ben's birthday" is none, nor is "the planned meeting".
    """
    said = words(clause)
    if len(said) < 2:
        return False
    if said[0].lower() in _SUBJECTS or is_gerund(said[0]) or _SOMEONES_ACT.match(clause):
        return True
    for i, word in enumerate(said[1:], start=1):
        if word.lower() in _SUBORDINATES:
            return False
        if _is_finite(said, i, word):
            return True
    return False


def is_nominal(clause: str) -> bool:
    """Whether a clause names an event as a thing, "the election", and not a time, "noon" or "May 3"."""
    said = [word.lower() for word in words(clause) if word.lower() not in _ARTICLES]
    return bool(said) and said[0] not in _TIMES and not any(word[0].isdigit() for word in said[:2])


def is_gerund(word: str) -> bool:
    """Whether a word is an English verb's -ing form, as far as its letters tell."""
    return len(word) > 4 and word.endswith("ing") and word.lower() not in _NOT_GERUND


def name_the_subject(first: str, second: str) -> str:
    """The second clause with its subject's name, where it has none and the first leaves no doubt about it.

    A bare -ing form has the first clause's subject; a bare "did" has its verb. "He" and "she" are whom the first
    clause names, when it names no one else that the second does not.
    """
    said = words(second)
    subject = _subject(first)
    if 1 < len(said) < 5 and said[-1].lower() in _STANDS_FOR_VERB and subject:
        return f"{second.rsplit(maxsplit=1)[0]}{first.removeprefix(subject)}"
    if said and is_gerund(said[0]) and subject:
        return f"{subject} {second}"
    if not said or said[0].lower() not in _STANDS_FOR_NAME:
        return second
    known = [name for name in _people(first) if name not in second]
    if len(known) != 1:
        return second
    return re.sub(rf"^\W*{said[0]}", lambda _: known[0], second, count=1)


def split_pair(text: str, joint: str) -> tuple[str, str] | None:
    """Two events told with ``joint`` between them ("A and B", "A to B"), or None when they can't be told apart.

    Of several joints it is the one after which a verb comes soonest, the last of those that are equal.
    """
    best: tuple[int, str, str] | None = None
    places = list(re.finditer(rf"\s{joint}\s", text))
    for place in places:
        left, right = text[: place.start()].strip(" ,"), text[place.end() :].strip(" ,")
        soon = _verb_place(words(right))
        alone = len(places) == 1
        if not left or not right or (soon is None and not alone):
            continue
        if not alone and _verb_place(words(left)) is None:
            continue
        soon = len(text) if soon is None else soon
        if best is None or soon <= best[0]:
            best = (soon, left, right)
    return best and best[1:]


def _verb_place(said: Sequence[str]) -> int | None:
    """How many words stand before the first verb form, a participle or an -ing form among them."""
    for i, word in enumerate(said):
        if is_gerund(word) or (i and (_is_finite(said, i, word) or word.lower() in {"being", "been"})):
            return i
    return None


def _is_finite(said: Sequence[str], i: int, word: str) -> bool:
    before = i - 1
    while before > 0 and said[before].endswith("ly"):
        before -= 1
    previous, lower = said[before], word.lower()
    if previous.lower() in _BEFORE_A_NOUN or previous.endswith(("'s", "’s")):
        return False
    if lower in _PAST_AFTER_A_NAME:
        return previous[0].isupper() or previous.lower() in _SUBJECTS
    if lower in _PAST or lower in _AUXILIARIES:
        return True
    is_past = len(word) > 3 and lower.endswith("ed") and lower not in _NOT_PAST and word[0].islower()
    return is_past and said[i + 1 : i + 2] != ["by"]


def _subject(clause: str) -> str:
    """The name or the pair of names that a clause begins with, or its pronoun; empty when it begins otherwise."""
    said = words(clause)
    if said and said[0].lower() in _SUBJECTS:
        return said[0]
    match = re.match(rf"{_NAME.pattern}(?: (?:and|und) {_NAME.pattern})?", clause)
    return match[0] if match else ""


_NAME = re.compile(r"(?:[A-Z]\w+(?:[ -](?=[A-Z])\w+)*)(?!['’])")


def _people(clause: str) -> Iterator[str]:
    """Names in a clause, but for those after a preposition of place."""
    for match in _NAME.finditer(clause):
        before = words(clause[: match.start()])[-1:]
        if not before or before[0].lower() not in _PLACES:
            yield match[0]
