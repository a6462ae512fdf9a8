"""The folder that confidence is fitted on: notes and questions, of nothing that training saw."""

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from small_records import record, write_records

from assistant.engines.fakes import FakeReader
from training import calibration_set
from training.calibration_set import Asked, build, main
from training.mixture import is_held_out
from training.pairs import SOURCE
from training.records import Record


def passage(number: int) -> str:
    return (
        f"The meeting {number} was held in Lisbon by Okafor. It was the first one that lasted {number + 100} hours. "
        f"Nora lent everybody a spade afterwards. Garlic was planted on Sunday near wall {number}."
    )


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [
        record(passage(n), *answers, question=f"{ask} {n}?", id=f"{n}:{m}", source=source)
        for n in range(1200)
        for source in ("fairytaleqa" if n % 2 else "qamr",)
        for m, (ask, answers) in enumerate(
            (
                ("Who held meeting", ["Okafor"]),
                ("How long was", [f"{n + 100} hours"]),
                ("Why was", []),
                ("Where", ["Lisbon"]),
            )
        )
    ]


@pytest.fixture
def built(records: list[Record], tmp_path: Path) -> tuple[Path, list[Asked]]:
    return tmp_path, build(records, tmp_path, FakeReader())


def test_an_answer_stands_in_its_evidence_and_no_other_question_has_one(built: tuple[Path, list[Asked]]) -> None:
    folder, asked = built
    with_evidence = [one for one in asked if one.evidence]
    assert with_evidence
    for one in with_evidence:
        text = (folder / f"{one.evidence}.md").read_text(encoding="utf-8")
        assert one.record.texts
        assert all(answer in text for answer in one.record.texts)
    assert all(not one.record.answers for one in asked if not one.evidence)


def test_only_held_out_passages_of_kept_sources_become_notes(
    built: tuple[Path, list[Asked]], records: list[Record]
) -> None:
    folder, asked = built
    held = [one for one in records if is_held_out(one) and one.source == "fairytaleqa"]
    walls = {f"near wall {one.id.partition(':')[0]}." for one in held}
    notes = [file.read_text(encoding="utf-8") for file in folder.iterdir()]
    assert all(any(wall in note for wall in walls) for note in notes)
    assert len(notes) < len(walls)
    assert len({one.record.question for one in asked}) > len(walls)


def test_a_passage_that_is_left_out_answers_nothing(built: tuple[Path, list[Asked]]) -> None:
    folder, asked = built
    notes = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    lost = [one for one in asked if "near wall" in one.record.context and one.record.context not in notes]
    assert lost
    assert not any(one.evidence for one in lost)


def test_the_same_records_make_the_same_folder(records: list[Record], tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        asked = build(records, tmp_path / name, FakeReader())
        files = sorted((file.name, file.read_bytes()) for file in (tmp_path / name).iterdir())
        made.append((asked, files))
    assert made[0] == made[1]


def test_prose_is_asked_what_it_does_not_answer_more_than_once(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration_set, "ITSELF_IN_PROSE", 0.0)
    monkeypatch.setattr(calibration_set, "CHANGED", 0.0)
    reader = FakeReader()
    asked = build(records, tmp_path, reader)
    notes = {file.stem: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    prose = [one for one in asked if one.record.context.strip() in {text.strip() for text in notes.values()}]
    prose = [one for one in prose if ": " not in one.record.context and one.record.question.startswith("Who held")]
    by_passage = Counter(one.record.context for one in prose)
    assert by_passage
    assert all(not one.evidence for one in prose)
    assert max(by_passage.values()) == calibration_set.CHANGES_IN_PROSE
    assert {one.record.question for one in prose} <= set(reader.questions)


def test_a_source_gives_at_most_so_many_passages(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration_set, "PASSAGES", 4)
    build(records, tmp_path, FakeReader())
    assert 1 <= len(list(tmp_path.iterdir())) <= 4


def test_what_is_written_is_what_the_measuring_command_reads(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_records(tmp_path / "records", "all", records)
    monkeypatch.setattr(calibration_set, "OnnxReader", lambda *_: FakeReader())
    monkeypatch.setattr(sys, "argv", ["calibration_set", str(source), str(tmp_path), str(tmp_path / "out")])
    main()
    rows = [json.loads(line) for line in (tmp_path / "out/questions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["type"] for row in rows} == {"Single", "Null"}
    assert len({row["id"] for row in rows}) == len(rows)
    stems = {file.stem for file in (tmp_path / "out/notes").iterdir()}
    for row in rows:
        if row["type"] == "Null":
            assert row["answer"] == "Insufficient information"
            assert row["evidence"] == []
        else:
            assert row["answer"]
            assert set(row["evidence"]) <= stems


def test_questions_that_people_changed_are_asked_as_they_are(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration_set, "KEPT_IN_PROSE", 1.0)
    monkeypatch.setattr(calibration_set, "CHANGED", 0.0)
    monkeypatch.setattr(calibration_set, "UNANSWERED_IN_CHATS", 1.0)
    reader = FakeReader()
    pairs = [replace(one, source=SOURCE) for one in records if one.source == "fairytaleqa"]
    asked = [one.record.question for one in build(pairs, tmp_path, reader)]
    by_passage = Counter(question.split()[-1] for question in asked if question in {one.question for one in pairs})
    assert not reader.questions
    assert max(by_passage.values()) > calibration_set.QUESTIONS
    assert sum(question.startswith("Why was") for question in asked) == len(by_passage)


def test_of_a_chats_questions_without_an_answer_some_are_left_out(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {}
    for share in (0.0, 0.5, 1.0):
        monkeypatch.setattr(calibration_set, "UNANSWERED_IN_CHATS", share)
        (tmp_path / str(share)).mkdir()
        asked[share] = Counter(bool(one.evidence) for one in build(records, tmp_path / str(share), FakeReader()))
    assert asked[0.0][False] < asked[0.5][False] < asked[1.0][False]
    assert asked[0.0][True] == asked[0.5][True] == asked[1.0][True]
