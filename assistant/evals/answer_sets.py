"""Test sets of answers: questions with their gold answers, and the notes they are asked of."""

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evals.answer_metrics import normalise
from assistant.evals.datasets import (
    Corpus,
    Document,
    json_lines,
    note_path,
    paths_by_name,
    shaped,
    squad_paragraphs,
)

#: What a gold answer says when there is none.
NO_ANSWER = frozenset({"", "insufficient information"})
SEED = 7


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """A question, the answers that are right (none: it can't be answered), and the notes that hold them, by path.

    ``evidence`` is empty when it is not known.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    evidence: tuple[str, ...]
    type: str

    @property
    def answerable(self) -> bool:
        """Whether the notes hold an answer."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Questions over notes; ``sha256`` is that of the file they come from."""

    name: str
    sha256: str
    questions: tuple[AnswerQuestion, ...]
    corpus: Corpus

    def of_types(self, types: Collection[str]) -> "AnswerSet":
        """The questions of these types. Raises ``UsageError`` when there are none."""
        kept = tuple(question for question in self.questions if question.type in types)
        if not kept:
            known = sorted({question.type for question in self.questions})
            raise UsageError(f"{self.name} has no question of this type", hint=f"--type {' | '.join(known)}")
        return replace(self, questions=kept)

    def sample(self, limit: int) -> "AnswerSet":
        """``limit`` of the questions by chance, the same ones every time, in the set's order."""
        if limit >= len(self.questions):
            return self
        chosen = sorted(random.Random(SEED).sample(range(len(self.questions)), limit))  # noqa: S311
        return replace(self, questions=tuple(self.questions[i] for i in chosen))


def load_answer_lines(file: Path, notes: Path) -> AnswerSet:
    """JSON lines of ``{id, question, answer, type, evidence}`` over a folder of notes.

    ``answer`` is a text or a list of them, ``evidence`` names files by stem or by relative path. A question of type
    Null, and one whose answer is empty or "Insufficient information", has no answer; ``type`` and ``evidence`` may
    be left out. Raises ``UsageError``.
    """
    with shaped(file):
        return _answer_set(file, tuple(_read_lines(file, notes)), Corpus(notes))


def load_answer_squad(file: Path) -> AnswerSet:
    """SQuAD 2.0 JSON (Rajpurkar, Jia and Liang 2018): every paragraph a note, every question. Raises ``UsageError``."""
    with shaped(file):
        questions, documents = _read_squad(file)
        return _answer_set(file, questions, Corpus(documents=documents))


def _answer_set(file: Path, questions: tuple[AnswerQuestion, ...], corpus: Corpus) -> AnswerSet:
    if not questions:
        raise UsageError(f"{file} holds no questions", hint="docs/evaluation.md shows the shapes")
    return AnswerSet(file.stem, sha256(file.read_bytes()).hexdigest(), questions, corpus)


def _read_lines(file: Path, notes: Path) -> Iterator[AnswerQuestion]:
    paths = paths_by_name(notes)
    for row in json_lines(file):
        kind = row.get("type", "")
        golds = [row["answer"]] if isinstance(row["answer"], str) else row["answer"]
        known = () if kind == "Null" else tuple(gold for gold in golds if normalise(gold) not in NO_ANSWER)
        evidence = dict.fromkeys(paths[name] for name in row.get("evidence", ()) if name in paths)
        yield AnswerQuestion(str(row["id"]), row["question"], known, tuple(evidence), kind)


def _read_squad(file: Path) -> tuple[tuple[AnswerQuestion, ...], tuple[Document, ...]]:
    documents, questions = [], []
    for document, qas in squad_paragraphs(file):
        documents.append(document)
        questions += [_squad_question(qa, note_path(document.id)) for qa in qas]
    return tuple(questions), tuple(documents)


def _squad_question(qa: dict[str, Any], path: str) -> AnswerQuestion:
    """As the official script reads it: answers that are nothing but articles and punctuation don't count."""
    golds = dict.fromkeys(answer["text"] for answer in qa["answers"] if normalise(answer["text"]))
    if qa.get("is_impossible") or not golds:
        return AnswerQuestion(qa["id"], qa["question"], (), (), "NoAns")
    return AnswerQuestion(qa["id"], qa["question"], tuple(golds), (path,), "HasAns")
