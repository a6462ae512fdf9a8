"""What can be told by its form: open tasks, decisions, open questions, dates ahead, people."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answer.evidence import flat
from assistant.answer.leaning import turn_of
from assistant.answer.substance import gives_orders
from assistant.answer.values import ValueKind, find_values
from assistant.digest.lines import by_note
from assistant.digest.model import FindingKind, Line
from assistant.domain import EvidenceSentence

#: Somebody speaks who does so this often in a note; a key such as "Status" stands before a line seldom twice.
SPEAKS = 2
#: More names than this are a crowd.
PEOPLE = 10
#: A question in a chat is open when nobody answers it: when it is among its last lines.
LAST_LINES = 2

_TASK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[ \]\s+\S")
_TODO = re.compile(r"^\W*(?:todo|to do|fixme|待办)\b\s*[:：]?\s*\S", re.IGNORECASE)
_DECISION = re.compile(
    r"^\W*(?:decision|decided|resolved|agreed|entscheidung|entschieden|beschluss|beschlossen|决定|結論|结论)\s*[:：]"
    r"|\b(?:we|i|they|team) (?:have |has |had |all |finally )*(?:decided|agreed|chose|settled|resolved)\b"
    r"|\b(?:it was|it is|was|were) (?:decided|agreed|resolved)\b|\b(?:going|went) (?:with|ahead with)\b"
    r"|\b(?:wir|ich) (?:haben|habe) .*\b(?:entschieden|beschlossen|vereinbart)\b|\bwurde (?:entschieden|beschlossen)\b"
    r"|(?:我们|我|团队|大家)?(?:决定|商定|同意)(?:了|采用|使用|不再)",
    re.IGNORECASE,
)
_OPEN = re.compile(r"^\W*(?:open question|question|q|frage|offene frage|问题|疑问)\s*[:：]", re.IGNORECASE)
_ASKS = re.compile(r"[?？]\W*$")
_MET = re.compile(
    r"\b(?:met|meet|meeting|call|lunch|dinner|coffee|attendees|participants|present|getroffen|treffen|besprechung"
    r"|teilnehmer)\b|见面|会议|参会",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def found_in(lines: Sequence[Line], today: date) -> Iterator[tuple[FindingKind, Line, str]]:
    """What was found, each with its line, and its value: the day of a date, a person's name.

    A date is ahead when it is after ``today``. Open tasks come first, then decisions, open questions, dates by day,
    and people, who speak or were met. What gives orders to a reading machine is passed over.
    """
    trusted = [line for line in lines if not gives_orders(line.evidence.sentence.text)]
    yield from ((FindingKind.TASK, line, "") for line in trusted if is_task(line))
    yield from ((FindingKind.DECISION, line, "") for line in trusted if _is_decision(line.evidence.sentence.text))
    for _, own in by_note(trusted):
        yield from ((FindingKind.QUESTION, line, "") for line in _open_questions(own))
    ahead = [(day, line) for line in trusted for day in _days_ahead(line.evidence, today)]
    yield from ((FindingKind.DATE, line, day) for day, line in sorted(ahead, key=lambda found: found[0]))
    yield from ((FindingKind.PERSON, line, name) for name, line in _people(trusted))


def is_task(line: Line) -> bool:
    """Whether a line is an open task."""
    return bool(_TASK.match(line.written) or _TODO.match(line.evidence.sentence.text))


def _is_decision(text: str) -> bool:
    return bool(_DECISION.search(text)) and not _ASKS.search(text)


def _open_questions(lines: Sequence[Line]) -> list[Line]:
    """Questions of a note that nothing answers: marked as such, or in a chat among its last lines."""
    asked = [line for line in lines if _ASKS.search(line.evidence.sentence.text)]
    marked = [line for line in lines if _OPEN.match(line.evidence.sentence.text)]
    is_chat = sum(bool(_speaker(line.evidence)) for line in lines) > len(lines) / 2
    last = {line.evidence.n for line in lines[-LAST_LINES:]}
    left = [line for line in asked if not is_chat or line.evidence.n in last]
    return list({line.evidence.n: line for line in (*marked, *left)}.values())


def _days_ahead(line: EvidenceSentence, today: date) -> list[str]:
    """The days after ``today`` that a sentence names, relative ones told from its note's date."""
    values = find_values(line.sentence.text, line.language, line.date)
    days = {v.readings[0] for v in values if v.kind is ValueKind.DATE and _DAY.fullmatch(v.readings[0])}
    return sorted(day for day in days if day > today.isoformat())


def _people(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Who speaks or was met, most lines first; each with the first line."""
    first: dict[str, Line] = {}
    count: Counter[str] = Counter()
    known: set[str] = set()
    for _, own in by_note(lines):
        speakers = Counter(filter(None, (_speaker(line.evidence) for line in own)))
        known |= {who for who, often in speakers.items() if often >= SPEAKS}
        for line in own:
            met = _met(line.evidence)
            known |= met
            for name in sorted({_speaker(line.evidence), *met} - {""}):
                first.setdefault(name, line)
                count[name] += 1
    named = [(name, first[name]) for name, _ in count.most_common() if name in known]
    yield from named[:PEOPLE]


def _met(line: EvidenceSentence) -> set[str]:
    """The names in a sentence that tells of a meeting."""
    text = flat(line.sentence.text)
    if not _MET.search(text):
        return set()
    return {value.surface for value in find_values(text, line.language) if value.kind is ValueKind.NAME}


def _speaker(line: EvidenceSentence) -> str:
    """Who says a sentence."""
    turn = turn_of(flat(line.sentence.text)) or turn_of(f"{line.context}: x" if line.context else "")
    return turn.label if turn else ""
