"""What can be told by its form: open tasks, decisions, open questions, dates ahead, people."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.digest.lines import by_note
from assistant.digest.model import FindingKind, Line
from assistant.digest.substance import size
from assistant.domain import EvidenceSentence, State, UnitKind
from assistant.guards.terminal import one_line
from assistant.language.scripts import CJK
from assistant.values import ValueKind, find_values

#: More names than this are a crowd, more questions no list to go through.
PEOPLE, QUESTIONS = 10, 8
#: A shorter line, in characters, tells that something was decided, and not what.
DECIDED = 18
#: A question in a chat is open when nobody answers it: when it is among its last lines.
LAST_LINES = 2

_TODO = re.compile(
    r"^\W*(?:(?:todo|fixme)\b\s*[:：]?|(?:to do|action(?: item)?|next steps?|aufgabe|offen|待办)\s*[:：])\s*\S",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"^\W*(?:decision|decided|resolved|agreed|entscheidung|entschieden|beschluss|beschlossen|决定|結論|结论)\s*[:：]"
    r"|(?<!as )\b(?:we|i|they|team) (?:have |has |had |all |finally |just )*(?:decided|agreed|chose|settled|resolved)\b"
    r"(?! (?:to )?(?:not sure|nothing))"
    r"|\b(?:it was|it is|was|were) (?:decided|agreed|resolved)\b|\b(?:going|went|let['’]s go) (?:with|ahead with)\b"
    r"|\blet['’]s (?:stick (?:to|with)|settle on|plan for)\b|^\W*[\w: ]{2,24} it is\b\s*[.!]"
    r"|\b(?:wir|ich) (?:haben|habe) .*\b(?:entschieden|beschlossen|vereinbart)\b|\bwurde (?:entschieden|beschlossen)\b"
    r"|(?:我们|我|团队|大家)?(?:决定|商定|同意)(?:了|采用|使用|不再)",
    re.IGNORECASE,
)
_TO_DO = frozenset((State.OPEN, State.ACTIVE))
_SETTLED = frozenset((State.DONE, State.CANCELLED, State.STRUCK))
_HEADINGS = {
    FindingKind.TASK: re.compile(
        r"\W*(?:action items?|actions|next steps?|to-?do'?s?|todo list|open tasks|(?:nächste )?schritte|aufgaben"
        r"|待办(?:事项)?|下一步)\W*$",
        re.IGNORECASE,
    ),
    FindingKind.DECISION: re.compile(
        r"\W*(?:decisions?(?: made)?|resolutions?|beschl(?:uss|üsse)|entscheidung(?:en)?|决定|决议)\W*$", re.IGNORECASE
    ),
}
_OPEN = re.compile(r"^\W*(?:open question|question|q|frage|offene frage|问题|疑问)\s*[:：]", re.IGNORECASE)
_ASKS = re.compile(r"(?<!you know)(?<!, right)(?<!, yeah)[?？]\W*$", re.IGNORECASE)
_MET = re.compile(
    r"\b(?:met(?: up)?(?: with)?|(?:meeting|call|lunch|dinner|breakfast|coffee|walk|chat|talk|spoke|talked) with"
    r"|visited|treffen mit|gesprochen mit|besprechung mit)\b"
    r"|[和与跟](?=.{1,12}?(?:见面|会面|开会|吃饭|聊|通话|讨论|碰头))",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"^\W*(?:attendees|participants|present|with|teilnehmer|anwesend|参会|出席)\s*[:：]", re.IGNORECASE
)
_ASIDE = re.compile(r"[,;、，；]|\([^()]*\)|\b(?:and|und)\b")
_NAME = re.compile(rf"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){{0,2}}|[{CJK}]{{2,4}}")
#: A name stands at most so many characters after the word that tells of a meeting, or after the name before it.
NEAR = 8
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def found_in(lines: Sequence[Line], today: date) -> Iterator[tuple[FindingKind, Line, str]]:
    """What was found, each with its line, and its value: the day of a date or on which a task is due, a name.

    A date is ahead when it is after ``today``. Open tasks come first, then decisions, open questions, dates by day,
    and people, who speak or were met.
    """
    yield from ((FindingKind.TASK, line, _of_task(line)) for line in lines if is_task(line))
    yield from ((FindingKind.DECISION, line, "") for line in lines if is_decision(line))
    asked = [line for _, own in by_note(lines) for line in _open_questions(own)]
    yield from ((FindingKind.QUESTION, line, "") for line in _worthiest(asked, QUESTIONS))
    ahead = [(day, line) for line in lines if not is_task(line) for day in days_ahead(line, today)]
    yield from ((FindingKind.DATE, line, day) for day, line in sorted(ahead, key=lambda found: found[0]))
    yield from ((FindingKind.PERSON, line, name) for name, line in _people(lines))


def is_task(line: Line) -> bool:
    """Whether a line is to do: by its unit's state, its first word, or as an item below "Next steps" and the like."""
    if line.unit.kind is UnitKind.TASK:
        return line.unit.state in _TO_DO
    return bool(_TODO.match(line.text)) or _is_item_of(FindingKind.TASK, line)


def _of_task(line: Line) -> str:
    """When a task is due, or that it is begun."""
    if line.unit.due:
        return line.unit.due.isoformat()
    return str(line.unit.state) if line.unit.state is State.ACTIVE else ""


def is_decision(line: Line) -> bool:
    """Whether a line tells what was decided: by its words, or as an item below "Decisions"."""
    if _ASKS.search(line.text) or is_task(line):
        return False
    says_what = size(line.text) >= DECIDED
    return (says_what and bool(_DECISION.search(line.text))) or _is_item_of(FindingKind.DECISION, line)


def is_heading_of(kind: FindingKind, heading: str) -> bool:
    """Whether a heading says that findings of a kind stand below it."""
    return kind in _HEADINGS and bool(_HEADINGS[kind].match(heading))


def _is_item_of(kind: FindingKind, line: Line) -> bool:
    heading = next(iter(line.evidence.headings[-1:]), "")
    return line.is_item and line.unit.state not in _SETTLED and is_heading_of(kind, heading)


def _open_questions(lines: Sequence[Line]) -> list[Line]:
    """Questions of a note that nothing answers.

    They are marked as such; or, in a chat, among its last lines; elsewhere, with a line of their own: a question
    within a paragraph is mostly asked for effect, and answered by what follows.
    """
    asked = [line for line in lines if _ASKS.search(line.text) and not is_task(line)]
    marked = [line for line in lines if _OPEN.match(line.text)]
    is_chat = any(line.speaker for line in lines)
    last = {line.evidence.n for line in lines[-LAST_LINES:]}
    left = [line for line in asked if (line.evidence.n in last if is_chat else line.is_item)]
    return list({line.evidence.n: line for line in (*marked, *left)}.values())


def _worthiest(lines: Sequence[Line], most: int) -> list[Line]:
    """Up to ``most`` lines, in their order."""
    best = sorted(lines, key=lambda line: -line.salience)[:most]
    return sorted(best, key=lambda line: line.evidence.n)


def days_ahead(line: Line, today: date) -> list[str]:
    """The days after ``today``, as ``YYYY-MM-DD``, that a line names; relative ones are told from its note's date."""
    evidence = line.evidence
    values = find_values(evidence.sentence.text, evidence.language, evidence.date)
    days = {v.readings[0] for v in values if v.kind is ValueKind.DATE and _DAY.fullmatch(v.readings[0])}
    return sorted(day for day in days if day > today.isoformat())


def _people(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Who speaks or was met, most lines first; each with the first line."""
    first: dict[str, Line] = {}
    count: Counter[str] = Counter()
    for line in lines:
        for name in sorted({line.speaker, *_met(line.evidence)} - {""}):
            first.setdefault(name, line)
            count[name] += 1
    yield from ((name, first[name]) for name, _ in count.most_common(PEOPLE))


def _met(line: EvidenceSentence) -> set[str]:
    """The names of those who were met, or were present."""
    text = one_line(line.sentence.text)
    if present := _PRESENT.match(text):
        parts = _ASIDE.split(text[present.end() :])
        return {part.strip(" .") for part in parts if _NAME.fullmatch(part.strip(" ."))}
    ends = [match.end() for match in _MET.finditer(text)]
    found = set()
    for value in find_values(text, line.language) if ends else ():
        is_near = any(0 <= value.start - end <= NEAR for end in ends)
        if value.kind is ValueKind.NAME and not value.surface.isupper() and is_near:
            found.add(value.surface)
            ends.append(value.end)
    return found
