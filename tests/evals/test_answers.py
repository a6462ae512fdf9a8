from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Answer, Citation
from assistant.evals.answer_sets import AnswerQuestion, AnswerSet
from assistant.evals.answer_summary import summarise
from assistant.evals.answers import AnswerResult, run, score
from assistant.evals.citations import check, precision, recall, unsupported
from assistant.evals.datasets import Corpus

WHO = AnswerQuestion("1", "Who decided?", ("Priya Nair", "Priya"), ("a.md", "b.md"), "Single")
NOTHING = AnswerQuestion("2", "Who paid?", (), (), "Null")


def answer(text: str = "", confidence: float = 0.5, citations: tuple[Citation, ...] = ()) -> Answer:
    return Answer("?", bool(text), text, citations, (), confidence, "" if text else "nothing found", "m", 30, 3)


def cite(path: str, start: int, end: int, quote: str) -> Citation:
    return Citation(1, path, start, end, quote)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_bytes("\ufeff# Beta\n\nDecided by\nPriya Nair.\n".encode())
    (notes / "c.md").write_text("Decided by Tomás.")
    (tmp_path / "secret.md").write_text("hidden")
    return notes


@pytest.mark.parametrize(
    ("citation", "resolves", "verbatim"),
    [
        (cite("a.md", 3, 3, "Decided by"), True, True),
        (cite("a.md", 3, 4, "Decided by\nPriya Nair."), True, True),
        (cite("a.md", 1, 1, "# Beta"), True, True),
        (cite("a.md", 3, 3, "Priya Nair."), True, False),
        (cite("a.md", 3, 3, "decided by"), True, False),
        (cite("a.md", 3, 3, ""), True, False),
        (cite("a.md", 3, 9, "Decided by"), False, False),
        (cite("a.md", 0, 1, "# Beta"), False, False),
        (cite("a.md", 4, 3, "Decided by"), False, False),
        (cite("b.md", 1, 1, "Decided by"), False, False),
        (cite("../secret.md", 1, 1, "hidden"), False, False),
        (cite("", 1, 1, ""), False, False),
    ],
)
def test_a_citation_is_held_against_the_file(folder, citation, resolves, verbatim):
    checked = check(citation, folder)
    assert (checked.resolves, checked.verbatim) == (resolves, verbatim)


def test_citations_against_evidence_count_notes(folder):
    cited = [check(cite(path, 1, 1, "x"), folder) for path in ("a.md", "a.md", "c.md")]
    assert precision(cited, ["a.md", "b.md"]) == 0.5
    assert recall(cited, ["a.md", "b.md"]) == 0.5
    assert precision([], ["a.md"]) == recall([], ["a.md"]) == 0


@pytest.mark.parametrize(
    ("answer", "quote", "beyond"),
    [
        ("Tomorrow. Then 18 minutes", "18 minutes, then serve.", ()),
        ("It starts on May 1, 2026", "start: 2026-05-01", ()),
        ("It starts on 2 May 2026", "start: 2026-05-01", ("2026-05-02",)),
        ("It was Li Hua: He paid 30 €", "LiHua's bill was 300 €", ("30",)),
        ("Priya's plan, by Nair", "Priya decided.", ("Nair",)),
        ("no names here", "", ()),
        ("In Article 101 it says", "by Article 101(1).", ()),
        ("In Article 10 it says", "by Article 101(1).", ("10",)),
    ],
)
def test_a_value_that_no_quote_holds_is_unsupported(folder, answer, quote, beyond):
    assert unsupported(answer, [check(cite("a.md", 1, 1, quote), folder)]) == beyond


def test_the_best_gold_answer_counts(folder):
    result = score(WHO, answer("Priya", citations=(cite("a.md", 3, 3, "Decided by"),)), 0.5, folder)
    assert (result.f1, result.em, result.contained, result.correct) == (1, 1, 1, 1)
    assert (result.citation_precision, result.citation_recall) == (1, 0.5)
    result = score(WHO, answer("It was Priya Nair who decided"), 0.5, folder)
    assert (result.f1, result.em, result.contained, result.correct) == (pytest.approx(4 / 8), 0, 1, 1)
    assert result.citation_precision == 0


def test_an_abstention_scores_where_there_is_no_answer(folder):
    due, needless = score(NOTHING, answer(), 0.5, folder), score(WHO, answer(), 0.5, folder)
    assert (due.f1, due.em, due.contained, due.correct) == (1, 1, 1, 1)
    assert (needless.f1, needless.em, needless.contained, needless.correct) == (0, 0, 0, 0)
    assert needless.citation_precision is None
    wrong = score(NOTHING, answer("Tomás", citations=(cite("c.md", 1, 1, "Tomás"),)), 0.5, folder)
    assert (wrong.f1, wrong.correct, wrong.citation_precision) == (0, 0, None)
    assert wrong.citations[0].verbatim


def test_words_that_an_abstention_brings_along_do_not_count(folder):
    assert score(WHO, replace(answer("Priya"), answered=False), 0.5, folder).f1 == 0


def test_a_run_asks_every_question_and_hands_out_results_as_they_come(folder):
    asked: list[str] = []

    def ask(text: str) -> Answer:
        asked.append(text)
        return answer("Priya")

    results: Iterator[AnswerResult] = run(AnswerSet("s", "", (WHO, NOTHING), Corpus(folder)), ask, folder)
    assert next(results).id == "1"
    assert asked == ["Who decided?"]
    assert next(results).correct == 0
    assert next(results, None) is None


def test_a_summary_by_hand(folder):
    quote = (cite("a.md", 3, 3, "Decided by"),)
    results = [
        replace(score(WHO, answer("Priya", 0.9, quote), 1, folder), timings_ms={"read": 10}),
        replace(score(WHO, answer("Tomás", 0.8, (cite("c.md", 1, 1, "no"),)), 2, folder), timings_ms={"read": 30}),
        score(WHO, answer(), 3, folder),
        score(NOTHING, answer(), 4, folder),
        score(NOTHING, answer("Tomás", 0.1), 5, folder),
    ]
    summary = summarise(results)
    assert (summary.overall.questions, summary.overall.f1) == (5, 2 / 5)
    assert summary.has_answer is not None
    assert summary.no_answer is not None
    assert (summary.has_answer.f1, summary.has_answer.answered) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert summary.no_answer.correct == 1 / 2
    assert summary.types == {"Single": summary.has_answer, "Null": summary.no_answer}
    abstention = summary.abstention
    assert (abstention.precision, abstention.recall, abstention.answerable_answered) == (0.5, 0.5, pytest.approx(2 / 3))
    citations = summary.citations
    assert (citations.citations, citations.resolve, citations.verbatim) == (2, 1, 0.5)
    assert (citations.precision, citations.recall) == (0.5, 0.25)
    assert (citations.supports, citations.unsupported) == ({"topic": 2}, 0)
    confidence = summary.confidence
    assert confidence is not None
    assert confidence.right == pytest.approx(1 / 3)
    assert confidence.ece == pytest.approx((0.1 + 0.8 + 0.1) / 3)
    assert [point.coverage for point in confidence.risk_coverage] == pytest.approx([0.2, 0.4, 0.6])
    assert confidence.aurc == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)
    assert (summary.cost.seconds_p50, summary.cost.seconds_p95, summary.cost.stages_ms) == (3, 5, {"read": 20})
    assert (summary.cost.prompt_tokens, summary.cost.completion_tokens) == (30, 3)


def test_what_was_not_measured_is_nothing(folder):
    summary = summarise([score(WHO, answer(), 1, folder)])
    assert (summary.no_answer, summary.confidence) == (None, None)
    assert (summary.abstention.precision, summary.abstention.recall) == (0, None)
    assert (summary.citations.citations, summary.citations.resolve, summary.citations.precision) == (0, None, None)


@given(st.lists(st.tuples(st.sampled_from([WHO, NOTHING]), st.sampled_from(["", "Priya", "Ute"])), min_size=1))
def test_the_laws_of_a_summary(asked):
    results = [score(question, answer(text), 1, Path()) for question, text in asked]
    summary = summarise(results)
    parts = [part for part in (summary.has_answer, summary.no_answer) if part]
    assert sum(part.questions for part in parts) == summary.overall.questions == len(asked)
    weighted = sum(part.questions * part.f1 for part in parts)
    assert weighted / len(asked) == pytest.approx(summary.overall.f1)
    if summary.no_answer:
        assert summary.no_answer.correct == summary.abstention.recall
        assert summary.no_answer.correct == pytest.approx(1 - summary.no_answer.answered)
