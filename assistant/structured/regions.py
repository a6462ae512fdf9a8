"""The parts of a text that one object is read from: its section, or of many objects one row, item or paragraph each."""

from collections.abc import Iterator, Sequence

from assistant.structured.passage import Line, Passage
from assistant.structured.wording import Word, covered, words_of

#: How far a heading or label must be about an object to be its own.
_ABOUT = 0.7


def section(passage: Passage, name: Sequence[Word]) -> Passage | None:
    """The lines under a heading that names an object, or the value of its label; None where there are none."""
    under = [line for line in passage.lines if _names(line.heading, name, passage)]
    if under:
        return _part(passage, under)
    for each in passage.labelled:
        if not each.row and _names(each.label, name, passage):
            line = passage.line_at(each.start)
            return passage.part(each.start, each.end, line.number)
    return None


def _names(said: str, name: Sequence[Word], passage: Passage) -> bool:
    words = words_of(said, passage.language, plain=True)
    return bool(words) and covered(name, words) >= _ABOUT and covered(words, name) >= _ABOUT / 2


def many(passage: Passage, name: Sequence[Word]) -> Iterator[list[Passage]]:
    """Ways to read a text as many objects, the likeliest first: rows, items, lines alike, paragraphs."""
    yield list(_rows(passage))
    yield from _items(passage, name)
    yield list(_plain_lines(passage))
    yield list(_paragraphs(passage))


def _rows(passage: Passage) -> Iterator[Passage]:
    """Each row of a table as lines of head and cell."""
    rows: dict[int, list[str]] = {}
    for each in passage.labelled:
        line = passage.line_at(each.start)
        if each.at < 0 and line.is_row:
            rows.setdefault(line.number, []).append(f"{each.label}: {passage.text[each.start : each.end]}")
    for number, cells in rows.items():
        yield Passage("\n".join(cells), passage.day, number, is_one_line=True)


def _items(passage: Passage, name: Sequence[Word]) -> Iterator[list[Passage]]:
    """The items of each list with what is indented below them; lists whose heading names the objects come first."""
    lists: dict[str, list[list[Line]]] = {}
    for line in passage.lines:
        if line.is_item:
            entries = lists.setdefault(line.heading, [])
            if entries and line.indent > entries[-1][0].indent:
                entries[-1].append(line)
            else:
                entries.append([line])
        elif lists and line.indent and line.heading in lists:
            lists[line.heading][-1].append(line)
    for heading in sorted(lists, key=lambda heading: not _names(heading, name, passage)):
        yield [_part(passage, lines) for lines in lists[heading]]


def _plain_lines(passage: Passage) -> Iterator[Passage]:
    for line in passage.lines:
        if not (line.is_item or line.is_heading or line.is_row):
            yield _part(passage, [line])


def _paragraphs(passage: Passage) -> Iterator[Passage]:
    run: list[Line] = []
    for line in passage.lines:
        if run and line.number > run[-1].number + 1:
            yield _part(passage, run)
            run = []
        run.append(line)
    if run:
        yield _part(passage, run)


def _part(passage: Passage, lines: Sequence[Line]) -> Passage:
    return passage.part(lines[0].start, lines[-1].end, lines[0].number)
