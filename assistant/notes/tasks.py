"""What the marks of a task say: how it stands, when it is due, when it was done.

Obsidian, GitHub and Zim write boxes, Logseq and Org words in capitals; days stand behind signs, in brackets or on a
line of their own.
"""

import re
from dataclasses import dataclass
from datetime import date

from assistant.domain import State

_BOX = re.compile(r"\[(?P<sign>.)\](?=\s|$|~)|(?P<glyph>[☐☑☒⬜🔲🗹✓✔✅✗✘❌])\ufe0f?(?=\s)")
_BOXES = {
    " ": State.OPEN, "!": State.OPEN, "*": State.OPEN, "?": State.OPEN, "x": State.DONE, "X": State.DONE,
    "-": State.CANCELLED, "~": State.CANCELLED, "/": State.ACTIVE, ">": State.PLANNED, "<": State.PLANNED,
}  # fmt: skip
_BOXES |= dict.fromkeys("☐⬜🔲", State.OPEN) | dict.fromkeys("☑🗹✓✔✅", State.DONE)
_BOXES |= dict.fromkeys("☒✗✘❌", State.CANCELLED)
ZIM_BOXES = _BOXES | {"*": State.DONE, "x": State.CANCELLED}

_WORDS = {
    "TODO": State.OPEN, "LATER": State.OPEN, "NEXT": State.OPEN, "WAITING": State.OPEN, "WAIT": State.OPEN,
    "HOLD": State.OPEN, "FIXME": State.OPEN, "NOW": State.ACTIVE, "DOING": State.ACTIVE, "STARTED": State.ACTIVE,
    "IN-PROGRESS": State.ACTIVE, "STRT": State.ACTIVE, "PROJ": State.OPEN, "SOMEDAY": State.PLANNED,
    "KILL": State.CANCELLED, "DONE": State.DONE, "CANCELED": State.CANCELLED, "CANCELLED": State.CANCELLED,
}  # fmt: skip
_WORD = re.compile(rf"({'|'.join(_WORDS)})(?::(?=\s)|(?=\s))[ \t]*(?:\[#[A-Z0-9]\][ \t]*)?")
_STRUCK = re.compile(r"\s*~~(?P<words>(?:[^~]|~(?!~))+)~~(?P<rest>[^\n]*)\Z", re.DOTALL)

_DAY = r"(\d{4}-\d\d-\d\d)"
_SIGNED = re.compile(rf"[ \t]*([📅📆🗓⏳⌛🛫✅➕❌])\ufe0f?[ \t]*{_DAY}")
_PRIORITY = re.compile(r"[ \t]*[🔺⏫🔼🔽⏬]\ufe0f?(?=\s|$)")
_REPEATED = re.compile(r"[ \t]*🔁\ufe0f?[^📅📆🗓⏳⌛🛫✅➕❌\n]*|[ \t]*(?:🆔|⛔|🏁)\ufe0f?[ \t]*[\w,-]*")
_FIELDS = re.compile(
    r"[ \t]*[\[(](due|scheduled|start|completion|completed|done|created|cancelled|repeat|priority)::[ \t]*"
    r"([^\])\n]*)[\])]",
    re.IGNORECASE,
)
_PLANNED = re.compile(rf"[ \t]*\b(SCHEDULED|DEADLINE|CLOSED):[ \t]*[<\[]{_DAY}[^>\]\n]*[>\]]")
_DUE = re.compile(rf"(?<![^\s(])(?:due|deadline|by|f[äa]llig|bis):[ \t]?{_DAY}(?![^\s),.;])", re.IGNORECASE)
_LABELS = re.compile(r"[ \t]*(?<!\S)@(?P<label>done|cancell?ed|due)\b(?:\((?P<day>[^()\n]*)\))?(?=\s|$)", re.IGNORECASE)
_LABEL_STATES = {
    "cancelled": State.CANCELLED, "canceled": State.CANCELLED, "done": State.DONE, "due": State.OPEN,
}  # fmt: skip
_LOG = re.compile(
    r"^[ \t]*:(?:LOGBOOK|PROPERTIES):[ \t]*$.*?^[ \t]*:END:[ \t]*$|^[ \t]*CLOCK:[^\n]*$"
    r"|^[ \t]*[\w-]+::(?:[ \t][^\n]*)?$",
    re.MULTILINE | re.DOTALL,
)
_ANY = re.compile(r"[📅📆🗓⏳⌛🛫✅➕❌🔺⏫🔼🔽⏬🔁🆔⛔🏁]|::|(?:LOGBOOK|PROPERTIES|CLOCK|SCHEDULED|DEADLINE|CLOSED):")
"""A text without any of these has none of the marks above."""


@dataclass(frozen=True, slots=True)
class Task:
    """How a task stands, its days, and its words without its marks."""

    state: State | None
    words: str
    due: date | None = None
    done: date | None = None


def is_mark(sentence: str) -> bool:
    """Whether a line has nothing but the days of a task on it."""
    return not _without_days(sentence).strip()


def task(text: str, *, zim: bool = False, item: bool = True) -> Task | None:
    """What a list item is as a task; ``text`` has no bullet. ``None`` where it is none and nothing is struck out.

    A line that is no list item is one by its word in capitals or its box alone.
    """
    struck = _STRUCK.match(text)
    if struck and not any(char.isalnum() for char in _without_days(struck["rest"])):
        inner = task(struck["words"], item=item)
        words = (inner.words if inner else struck["words"]) + struck["rest"]
        return Task(State.STRUCK, *_dated(words))
    box = _BOX.match(text)
    mark = box or _WORD.match(text)
    if mark is None:
        return _labelled(text) if item and "@" in text else None
    sign = box["sign"] or box["glyph"] if box else ""
    state = (ZIM_BOXES if zim else _BOXES).get(sign) if box else _WORDS[mark[1]]
    rest = text[mark.end() :]
    if box and (inner := task(rest, item=item)) and inner.state in (State.STRUCK, State.CANCELLED):
        return Task(inner.state, inner.words, inner.due, inner.done)
    if state is None and not (box and item):
        return None
    words, due, done = _dated(rest)
    return Task(state, words, due, done if state in (State.DONE, State.CANCELLED) else None)


def _labelled(text: str) -> Task | None:
    """An item that ends in "@done(2026-05-01)" or "@due(2026-05-09)", as TaskPaper writes them."""
    found = {match["label"].lower(): match["day"] for match in _LABELS.finditer(text)}
    state = next((_LABEL_STATES[name] for name in _LABEL_STATES if name in found), None)
    if state is None:
        return None
    words = _LABELS.sub("", text).strip()
    return Task(state, words, _real(found.get("due")), _real(found.get("done")))


def _dated(text: str) -> tuple[str, date | None, date | None]:
    """The words, the day a task is due (else that for which it is planned), and that on which it was done."""
    days: dict[str, str] = {}
    for found in _SIGNED.finditer(text):
        days[_SIGNS[found[1]]] = found[2]
    for found in _FIELDS.finditer(text):
        days[_FIELD_SENSE.get(found[1].lower(), "")] = found[2].strip()
    for found in _PLANNED.finditer(text):
        days[_PLAN_SENSE[found[1]]] = found[2]
    for found in _DUE.finditer(text):
        days.setdefault("due", found[1])
    due = _real(days.get("due")) or _real(days.get("scheduled"))
    return _without_days(text), due, _real(days.get("done")) or _real(days.get("cancelled"))


def _without_days(text: str) -> str:
    if not _ANY.search(text):
        return text
    for pattern in (_LOG, _PLANNED, _SIGNED, _REPEATED, _PRIORITY, _FIELDS):
        text = pattern.sub("", text)
    return text


_SIGNS = {
    "📅": "due", "📆": "due", "🗓": "due", "⏳": "scheduled", "⌛": "scheduled", "🛫": "start", "✅": "done",
    "➕": "created", "❌": "cancelled",
}  # fmt: skip
_FIELD_SENSE = {
    "due": "due", "scheduled": "scheduled", "completion": "done", "completed": "done", "done": "done",
    "cancelled": "cancelled",
}  # fmt: skip
_PLAN_SENSE = {"SCHEDULED": "scheduled", "DEADLINE": "due", "CLOSED": "done"}


def _real(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None
