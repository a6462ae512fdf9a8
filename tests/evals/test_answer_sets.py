import json
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evals.answer_sets import AnswerQuestion, AnswerSet, load_answer_lines, load_answer_squad
from assistant.evals.datasets import Corpus


def write_lines(file: Path, *rows: dict) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def test_lines_over_a_folder(tmp_path: Path):
    notes = tmp_path / "notes"
    (notes / "week1").mkdir(parents=True)
    (notes / "week1" / "20260105.txt").write_text("Hello.")
    row = {"question": "Who?", "type": "Single", "evidence": ["20260105", "week1/20260105.txt", "gone"]}
    file = write_lines(
        tmp_path / "mine.jsonl",
        {**row, "id": "1", "answer": "Ute"},
        {**row, "id": 2, "answer": ["Ute", "Ute Petersen", ""]},
        {**row, "id": "3", "answer": "Insufficient information.", "evidence": []},
        {**row, "id": "4", "answer": "Ute", "type": "Null"},
        {"id": "5", "question": "Where?", "answer": "there"},
    )
    dataset = load_answer_lines(file, notes)
    assert (dataset.name, dataset.sha256) == ("mine", sha256(file.read_bytes()).hexdigest())
    assert dataset.corpus.write_notes(tmp_path / "unused") == notes
    assert [q.answers for q in dataset.questions] == [("Ute",), ("Ute", "Ute Petersen"), (), (), ("there",)]
    assert [q.answerable for q in dataset.questions] == [True, True, False, False, True]
    assert dataset.questions[1] == AnswerQuestion(
        "2", "Who?", ("Ute", "Ute Petersen"), ("week1/20260105.txt",), "Single"
    )
    assert dataset.questions[4].evidence == ()


def test_squad_keeps_every_question(tmp_path: Path):
    golds = [{"text": "Rouen"}, {"text": "the"}, {"text": "in Rouen"}, {"text": "Rouen"}]
    qas = [
        {"id": "a", "question": "Where?", "is_impossible": False, "answers": golds},
        {"id": "b", "question": "Why?", "is_impossible": True, "answers": []},
    ]
    data = [{"title": "The_Normans", "paragraphs": [{"context": "In Rouen.", "qas": qas}]}]
    (tmp_path / "s.json").write_text(json.dumps({"data": data}))
    dataset = load_answer_squad(tmp_path / "s.json")
    assert dataset.questions == (
        AnswerQuestion("a", "Where?", ("Rouen", "in Rouen"), ("0-0.md",), "HasAns"),
        AnswerQuestion("b", "Why?", (), (), "NoAns"),
    )
    dataset.corpus.write_notes(tmp_path)
    assert (tmp_path / "0-0.md").read_text() == "# The Normans\n\nIn Rouen.\n"


def test_a_file_of_another_shape_is_named(tmp_path: Path):
    with pytest.raises(UsageError, match=r"gone\.jsonl"):
        load_answer_lines(tmp_path / "gone.jsonl", tmp_path)
    for text, problem in (("", "no questions"), ("[]\n", "shape"), ('{"id": 1}\n', "shape"), ("{", "shape")):
        (tmp_path / "q.jsonl").write_text(text)
        with pytest.raises(UsageError, match=problem):
            load_answer_lines(tmp_path / "q.jsonl", tmp_path)
    (tmp_path / "q.json").write_text('{"data": []}')
    with pytest.raises(UsageError, match="no questions"):
        load_answer_squad(tmp_path / "q.json")


def many() -> AnswerSet:
    questions = tuple(AnswerQuestion(str(i), "?", ("x",), (), "AB"[i % 2]) for i in range(100))
    return AnswerSet("many", "", questions, Corpus())


def test_a_sample_is_the_same_every_time_and_in_order():
    ids = [int(q.id) for q in many().sample(10).questions]
    assert ids == [int(q.id) for q in many().sample(10).questions] == sorted(set(ids))
    assert len(ids) == 10
    assert ids != list(range(10))
    assert many().sample(1000) == many()


def test_questions_of_a_type():
    assert {q.type for q in many().of_types(["B"]).questions} == {"B"}
    with pytest.raises(UsageError) as problem:
        many().of_types(["C"])
    assert problem.value.hint == "--type A | B"
