"""todo.txt: a task a line, with its dates, project and context in the line."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from assistant.domain import State, UnitKind
from assistant.notes.records.record import Line, Record, trimmed

_DAY = r"(\d{4}-\d\d-\d\d)"
_TASK = re.compile(rf"(?P<done>[xX][ \t]+)?(?P<priority>\([A-Z]\)[ \t]+)?(?:{_DAY}[ \t]+)?(?:{_DAY}[ \t]+)?(?=\S)")
_DUE = re.compile(rf"(?<!\S)due:{_DAY}(?!\S)")
_PAIR = re.compile(r"(?<!\S)[a-z]{1,12}:[^\s:/]+(?!\S)")
_LABEL = re.compile(r"(?<!\S)[+@][^\W_]\S*")


def is_todo(path: str, lines: Sequence[Line]) -> bool:
    """By the file's name, or because most of its lines have what only such a file has."""
    if PurePosixPath(path).name.lower() in ("todo.txt", "done.txt"):
        return True
    written = [line.text for line in lines if not line.blank]
    marked = [text for text in written if _is_marked(text)]
    return len(marked) > 1 and len(marked) * 2 >= len(written)


def _is_marked(text: str) -> bool:
    head = _TASK.match(text)
    if head is None:
        return False
    labelled = _LABEL.search(text) is not None or _DUE.search(text) is not None
    return (
        bool(head["priority"])
        or (bool(head["done"]) and (head[3] is not None or labelled))
        or _DUE.search(text) is not None
    )


def todo(flat: str, lines: Sequence[Line]) -> list[Record]:
    """A task for every line that is not blank."""
    return [_task(flat, line) for line in lines if not line.blank]


def _task(flat: str, line: Line) -> Record:
    indent = len(line.text) - len(line.text.lstrip())
    head = _TASK.match(line.text, indent)
    begin = head.end() if head else indent
    done = bool(head and head["done"])
    first, second = (_real(head[3]), _real(head[4])) if head else (None, None)
    due = _DUE.search(line.text)
    said = trimmed(flat, line.start + begin, line.start + _words_end(line.text, begin))
    return Record(
        UnitKind.TASK,
        line.start,
        line.end,
        (said,) if said[0] < said[1] else (),
        first or second,
        state=State.DONE if done else State.OPEN,
        due=_real(due[1]) if due else None,
        done=first if done else None,
    )


def _words_end(text: str, begin: int) -> int:
    """Where the labels at the end of a line begin; in the middle they are words of it."""
    words = list(re.finditer(r"\S+", text[begin:]))
    end = len(text)
    for word in reversed(words):
        if not (_LABEL.fullmatch(word[0]) or _PAIR.fullmatch(word[0])):
            return begin + word.end()
        end = begin + word.start()
    return end if end > begin else len(text)


def _real(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None
