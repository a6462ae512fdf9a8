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
    language = read.piece.passage.language
    held = [question.coverage(row.said, language) for row in rows]
    best = max(held)
    row = rows[held.index(best)]
    if held.count(best) > 1 and len(rows) > 1:
        return Draft(question.form, row.said, (of_unit(read.piece, row),), read, sure=0.0)
    cell = _cell(question, row, language)
    answer = f'{cell} - "{row.said}"' if cell else row.said
    return Draft(question.form, answer, (of_unit(read.piece, row),), read, short=cell)


def _cell(question: Question, row: Unit, language: str) -> str:
    """The only cell whose column the question names and which it does not hold itself."""
    cells = [cell.partition(": ") for cell in row.said.split(", ")]
    found = [value for name, _, value in cells if value and _is_asked(question, name, value, language)]
    return found[0] if len(found) == 1 else ""


def _is_asked(question: Question, name: str, value: str, language: str) -> bool:
    return question.coverage(name, language) > 0 and question.coverage(value, language) == 0
