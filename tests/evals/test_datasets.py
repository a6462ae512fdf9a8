import json
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evals.datasets import load_beir, load_questions, load_squad, note_path


def write_beir(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": "d1", "title": "Cats", "text": "They purr."}, {"_id": "a/b", "title": "", "text": "Dogs bark."}]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in corpus))
    queries = [{"_id": "q1", "text": "Who purrs?"}, {"_id": "q2", "text": "Unjudged"}]
    (folder / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in queries))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\ta/b\t0\n")
    return folder


def test_beir(tmp_path: Path):
    dataset = load_beir(write_beir(tmp_path / "set"))
    assert dataset.questions == {"q1": "Who purrs?"}
    assert dataset.relevant == {"q1": {"d1.md": 2}}
    notes = tmp_path / "notes"
    notes.mkdir()
    assert dataset.corpus.write_notes(notes) == notes
    assert (notes / "d1.md").read_text() == "# Cats\n\nThey purr.\n"
    assert (notes / note_path("a/b")).read_text() == "Dogs bark.\n"


def test_an_id_never_leaves_the_folder():
    assert "/" not in note_path("../../etc/passwd")
    assert note_path("x" * 500) != note_path("x" * 501)


def test_questions_over_a_folder(tmp_path: Path):
    notes = tmp_path / "notes"
    (notes / "week1").mkdir(parents=True)
    (notes / "week1" / "20260105.txt").write_text("Hello.")
    rows = [
        {"id": "1", "question": "By stem?", "evidence": ["20260105"]},
        {"id": "2", "question": "By path?", "evidence": ["week1/20260105.txt"]},
        {"id": "3", "question": "Nowhere?", "evidence": []},
    ]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    dataset = load_questions(tmp_path / "q.jsonl", notes)
    assert dataset.relevant == {"1": {"week1/20260105.txt": 1}, "2": {"week1/20260105.txt": 1}}
    assert dataset.corpus.write_notes(tmp_path / "unused") == notes


def test_squad_keeps_the_answerable(tmp_path: Path):
    qas = [
        {"id": "a", "question": "Where?", "is_impossible": False, "answers": []},
        {"id": "b", "question": "Why?", "is_impossible": True, "answers": []},
    ]
    paragraph = {"context": "In Rouen.", "qas": qas}
    (tmp_path / "s.json").write_text(json.dumps({"data": [{"title": "The_Normans", "paragraphs": [paragraph]}]}))
    dataset = load_squad(tmp_path / "s.json")
    assert dataset.questions == {"a": "Where?"}
    assert dataset.corpus.documents[0].title == "The Normans"


def test_a_missing_or_broken_file_is_named(tmp_path: Path):
    with pytest.raises(UsageError, match=r"corpus\.jsonl"):
        load_beir(tmp_path)
    folder = write_beir(tmp_path / "set")
    for content in ("{}\n", "not json\n", "[]\n"):
        (folder / "corpus.jsonl").write_text(content)
        with pytest.raises(UsageError, match="not a test set"):
            load_beir(folder)
