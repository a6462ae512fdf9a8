"""``assistant eval`` over a few notes, with fake engines and answers that are written here."""

import json
import math
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.answer.confidence.model import load_confidence
from assistant.app import App, AskOutcome
from assistant.cli.main import app as program
from assistant.cli.schemas.eval import CompareReport, RetrievalEvalReport
from assistant.cli.schemas.eval_answers import AnswersEvalReport, CalibrateReport
from assistant.domain import Answer, Citation
from assistant.engines.fakes import FakeChat

QUESTIONS = [
    {
        "id": "1",
        "question": "How long does soup simmer?",
        "answer": "18 minutes",
        "evidence": ["soup"],
        "type": "Single",
    },
    {"id": "2", "question": "Who decided the beta?", "answer": "Priya Nair", "evidence": ["beta"], "type": "Single"},
    {"id": "3", "question": "What is the capital of France?", "answer": "", "evidence": [], "type": "Null"},
]
Run = Callable[..., Result]


@pytest.fixture
def chat(monkeypatch) -> FakeChat:
    """The chat model of every ``App`` here; there is no embedder."""
    chat = FakeChat("18 minutes")
    monkeypatch.setattr(App, "chat", chat)
    monkeypatch.setattr(App, "embedder", None)
    return chat


@pytest.fixture
def run(chat, monkeypatch, tmp_path: Path) -> Run:
    """A command in a folder with ``notes`` and ``questions.jsonl``."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "soup.md").write_text("# Soup\n\nSoup has to simmer for 18 minutes.\n")
    (notes / "beta.md").write_text("# Beta\n\nPriya Nair decided the beta.\n")
    (tmp_path / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in QUESTIONS))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))

    def command(*args: object) -> Result:
        return CliRunner().invoke(program, ["--notes", "notes", "eval", *map(str, args)])

    return command


@pytest.fixture
def given(monkeypatch) -> list[float | None]:
    """Answers by heart, in place of ``App.asking``: right, wrong, and none. The least confidences asked for."""
    asked: list[float | None] = []

    def ask(text: str, on_text: object, min_confidence: float | None) -> AskOutcome:
        asked.append(min_confidence)
        words = {"soup": "18 minutes", "beta": "Tomás Ortega"}
        name = next((name for name in words if name in text), "")
        cited = (Citation(1, "soup.md", 3, 3, "Soup has to simmer for 18 minutes."),) if name else ()
        features = {"margin": float(len(text))} if name else {}
        answer = Answer(text, bool(name), words.get(name, ""), cited, (), 0.75, "", "heart", 10, 2, features=features)
        return AskOutcome(answer=answer, trace=None, notices=())  # type: ignore[arg-type]

    monkeypatch.setattr(App, "asking", lambda app: nullcontext(ask))
    return asked


def rows(file: str) -> list[dict]:
    return [json.loads(line) for line in Path(file).read_text().splitlines()]


def test_answers_are_measured_and_written_down(run: Run, given):
    done = run("answers", "questions.jsonl", "--json", "--out", "out.jsonl")
    assert (done.exit_code, done.stderr) == (0, "")
    report = AnswersEvalReport.model_validate_json(done.stdout)
    assert set(json.loads(done.stdout)) == set(AnswersEvalReport.model_fields)
    summary = report.summary
    assert (report.name, report.by, summary.overall.questions) == ("questions", "assistant", 3)
    assert (summary.types["Single"].f1, summary.types["Null"].correct) == (0.5, 1)
    assert (summary.citations.resolve, summary.citations.verbatim, summary.citations.precision) == (1, 1, 0.5)
    assert summary.confidence is not None
    assert summary.confidence.ece == pytest.approx(0.25)
    right, wrong, none = rows("out.jsonl")
    assert (right["set"], right["mode"], right["by"], right["id"]) == ("questions", "answers", "assistant", "1")
    assert (right["gold"], right["answer"], right["correct"], right["citation_recall"]) == (
        *(["18 minutes"], "18 minutes"),
        *(1, 1),
    )
    assert right["citations"][0]["verbatim"]
    assert (wrong["correct"], wrong["features"]) == (0, {"margin": 21.0})
    assert (none["answered"], none["f1"], none["citation_precision"]) == (False, 1, None)
    assert given == [None] * 3


def test_the_table_for_a_person(run: Run, given):
    shown = run("answers", "questions.jsonl").stdout
    assert shown.startswith("questions: 3 questions, answered by assistant\n")
    assert "\nNull               1     0.000  1.000  1.000      1.000    1.000\n" in shown
    assert "\nabstaining: precision 1.000, recall 1.000, answerable answered 1.000\n" in shown
    assert (
        "\ncitations: 2, 2 topic; resolve 1.000, verbatim 1.000, precision 0.500, recall 0.500; answers with" in shown
    )
    assert "unsupported value 0.500\n" in shown
    assert "\nconfidence: 0.500 of the answers right, ECE 0.250 (adaptive 0.250), AURC 0.500\n" in shown


def test_some_of_the_questions_and_another_least_confidence(run: Run, given):
    done = run("answers", "questions.jsonl", "--type", "Null", "--min-confidence", "0", "--json")
    assert list(json.loads(done.stdout)["summary"]["types"]) == ["Null"]
    assert given == [0.0]
    assert (
        json.loads(run("answers", "questions.jsonl", "--limit", "2", "--json").stdout)["summary"]["overall"][
            "questions"
        ]
        == 2
    )


def test_paragraphs_of_squad_become_notes(run: Run, chat: FakeChat):
    qa = {"id": "a", "question": "Where do Normans live?", "is_impossible": False, "answers": [{"text": "Normandy"}]}
    none = {"id": "b", "question": "Who sleeps?", "is_impossible": True, "answers": []}
    data = [{"title": "Normans", "paragraphs": [{"context": "Normans live in Normandy.", "qas": [qa, none]}]}]
    Path("s.json").write_text(json.dumps({"data": data}))
    done = run("answers", "s.json", "--baseline", "naive", "--json", "--keep", "kept")
    report = AnswersEvalReport.model_validate_json(done.stdout)
    assert (report.by, report.summary.overall.questions) == ("naive", 2)
    assert "Normans live in Normandy." in chat.prompts[0]
    assert (Path("kept") / "notes" / "0-0.md").is_file()


def test_the_naive_baseline_on_the_same_questions(run: Run, given):
    run("answers", "questions.jsonl", "--out", "ours.jsonl")
    done = run("answers", "questions.jsonl", "--baseline", "naive", "--out", "naive.jsonl")
    assert "answered by naive" in done.stdout
    assert "citations: 0; resolve -" in done.stdout
    assert [row["answer"] for row in rows("naive.jsonl")] == ["18 minutes"] * 3
    done = run("compare", "naive.jsonl", "ours.jsonl", "--metric", "f1", "--json")
    difference = CompareReport.model_validate_json(done.stdout).differences[0]
    assert (difference.mode, difference.questions, difference.mean) == ("answers", 3, pytest.approx(1 / 3))
    done = run("compare", "ours.jsonl", "ours.jsonl", "--metric", "citation_precision", "--json")
    assert CompareReport.model_validate_json(done.stdout).differences[0].questions == 2


@pytest.mark.parametrize(
    ("args", "message", "hint"),
    [
        (["answers", "gone.jsonl"], "gone.jsonl: No such file", "JSONL"),
        (["answers", "notes/soup.md"], "not a test set", "docs/evaluation.md"),
        (["answers", "questions.jsonl", "--type", "Nill"], "no question of this type", "--type Null | Single"),
        (["answers", "questions.jsonl", "--baseline", "x"], "no such baseline: x", "--baseline naive"),
        (["answers", "questions.jsonl", "--min-confidence", "2"], "--min-confidence", "--help"),
        (["calibrate"], "name a test set", "--from"),
        (["calibrate", "questions.jsonl"], "2 answers, 1 of them right, are too few", "more questions"),
        (["calibrate", "--from", "questions.jsonl"], "holds no results of answers", "--min-confidence 0 --out"),
        (["compare", "questions.jsonl", "questions.jsonl"], "no results for ndcg@10", "--metric"),
    ],
)
def test_wrong_usage_says_what_to_type(run: Run, given, args, message, hint):
    done = run(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert message in first
    assert hint in second


def many(file: str, name: str) -> None:
    """Results whose confidence ought to follow ``margin``."""
    with Path(file).open("w") as lines:
        for i in range(100):
            margin = (i * 37 % 100) / 10
            right = (i * 61 % 100) / 100 < 1 / (1 + math.exp(5 - margin))
            row = {"set": name, "sha256": name * 4, "answered": True, "features": {"margin": margin}, "correct": right}
            lines.write(json.dumps(row) + "\n")


def test_calibration_from_results_of_several_sets(run: Run, tmp_path: Path):
    many("a.jsonl", "a")
    many("b.jsonl", "b")
    done = run("calibrate", "--from", "a.jsonl", "--from", "b.jsonl", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    report = CalibrateReport.model_validate_json(done.stdout)
    assert set(json.loads(done.stdout)) == set(CalibrateReport.model_fields)
    stored = tmp_path / "home" / "config" / "confidence.json"
    assert Path(report.path) == stored
    model = load_confidence(stored)
    assert [(d.name, d.sha256, d.answers) for d in model.datasets] == [("a", "aaaa", 100), ("b", "bbbb", 100)]
    assert (model.features, model.threshold) == (("margin",), report.threshold)
    assert model.confidence({"margin": 1}) < 0.2
    assert model.confidence({"margin": 9}) > 0.8
    assert report.ece < 0.1

    shown = run("calibrate", "--from", "a.jsonl", "--risk", "0.1", "--out", "mine.json").stdout
    assert "a: 100 answers" in shown
    assert shown.endswith("wrote mine.json\n")
    assert load_confidence(Path("mine.json")).threshold > model.threshold


def test_calibration_asks_without_holding_anything_back(run: Run, given):
    soups = [{**QUESTIONS[i % 2], "id": str(i), "question": f"{i}: {QUESTIONS[i % 2]['question']}"} for i in range(60)]
    Path("many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in soups))
    done = run("calibrate", "many.jsonl", "--limit", "50", "--out", "model.json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert given == [0.0] * 50
    model = load_confidence(Path("model.json"))
    assert model.datasets[0].answers == 50
    assert model.confidence({"margin": 30}) > model.confidence({"margin": 22})


def test_retrieval_is_measured_and_compared(run: Run):
    for file in ("a.jsonl", "b.jsonl"):
        done = run("retrieval", "--questions", "questions.jsonl", "--mode", "lexical", "--out", file, "--json")
        report = RetrievalEvalReport.model_validate_json(done.stdout)
        assert (report.questions, report.modes[0].metrics["ndcg@10"]) == (2, 1)
    done = run("compare", "a.jsonl", "b.jsonl")
    assert done.stdout == "lexical  ndcg@10 +0.0000  [+0.0000, +0.0000]  2  within chance\n"
