"""Throw-away homes: a test set's notes, indexed with the code that indexes notes, and gone afterwards."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.cli.session import Session

if TYPE_CHECKING:
    from assistant.app import App
    from assistant.evals.answer_sets import AnswerSet
    from assistant.evals.answers import Ask
    from assistant.evals.datasets import Corpus
    from assistant.index.sync import Progress


@contextmanager
def home(keep: Path | None) -> Iterator[Path]:
    """A folder for notes and index: ``keep``, or one that is removed at the end."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with TemporaryDirectory(prefix="assistant-eval-") as folder:
        yield Path(folder)


def indexed(app: "App", corpus: "Corpus", home: Path, progress: "Progress") -> "App":
    """The program over a test set's notes, its index below ``home`` and up to date."""
    notes = home / "notes"
    if not notes.exists():
        part = home / "notes.part"  # what an interrupted run has left is no test set
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        corpus.write_notes(part)
        part.rename(notes)
    measured = app.over(corpus.folder or notes, home / "data")
    measured.index(progress)
    return measured


def load_answers(session: Session, file: Path) -> "AnswerSet":
    """A test set of answers: SQuAD when it ends in ``.json``, else JSON lines over the folder of the session."""
    from assistant.evals.answer_sets import load_answer_lines, load_answer_squad

    if file.suffix == ".json":
        return load_answer_squad(file)
    return load_answer_lines(file, session.app.folder)


@contextmanager
def asking(app: "App", min_confidence: float | None) -> "Iterator[Ask]":
    """``assistant ask`` as a function, over an open index; it answers from its own confidence on, or from this one."""
    with app.asking() as ask:
        yield lambda text: ask(text, _unseen, min_confidence).answer


def _unseen(_: str) -> None:
    """Nobody watches the words come."""
