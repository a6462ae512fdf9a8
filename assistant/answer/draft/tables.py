"""A cell of a table: the row that the question names, under the column that it names."""

from assistant.answer.draft.model import Draft, of_unit
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.domain import Unit, UnitKind


def table_draft(question: Question, read: Read) -> Draft | None:
    """The cell that a question asks of a table, in its row; nothing where the piece is no table.

    Where no row holds more of the question than the others, none is the one that was asked for, and nobody is sure.
    """
    rows = [unit for unit in read.piece.units if unit.kind is UnitKind.ROW]
    if len(rows) <= len(read.piece.units) / 2:
        return None
    asked = words_of(" ".join([*(word.surface for word in question.words), *(said.words for said in question.days)]))
    held = [len(asked & words_of(row.said)) for row in rows]
    row = rows[held.index(max(held))]
    is_known = held.count(max(held)) == 1 or len(rows) == 1
    named, cell = _cells(asked, row)
    told = ", ".join(named) if cell else row.said
    answer = f'{cell} - "{told}"' if cell else told
    sure = None if is_known else 0.0
    return Draft(question.form, answer, (of_unit(read.piece, row),), read, short=cell, sure=sure)


def _cells(asked: frozenset[str], row: Unit) -> tuple[list[str], str]:
    """The cells that the question names by their column or their value, and the only value that it asks for."""
    cells = [cell.partition(": ") for cell in row.said.split(", ")]
    wanted = [value for name, _, value in cells if value and asked & words_of(name) and not asked & words_of(value)]
    named = ["".join(cell) for cell in cells if asked & words_of("".join(cell))]
    return named, wanted[0] if len(wanted) == 1 else ""


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as they compare."""
    return frozenset(word.strip(".,;:!?()\"'").casefold() for word in text.split())
