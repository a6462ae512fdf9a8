"""Pairs of questions become records: what was apart is written together, answers stand where their tokens stood."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_records import record, write_records

from training.mixture import is_held_out
from training.pairs import EDITS, FILE, SOURCE, Pair, as_records, edits, load_edits, main, pairs, written
from training.records import load_records

CONTEXT = 'the harbour opened in 1 , 987 ( before the war ) . it is anna \'s " old port " , at 4 . 5 metres .'
ANSWERED = "when did the harbour open ?"
UNANSWERED = "when did the harbour close ?"


def rows(*fields: object) -> str:
    return "\t".join(map(str, fields)) + "\n"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder as it is published: passages of one part, those of the other missing, and a part never to be read."""
    folder = tmp_path / "pairs"
    folder.mkdir()
    for part in ("train", "dev", "test"):
        (folder / f"{part}-answerable-questions.txt").write_text(rows(f"{part}1", ANSWERED, 4, 6))
        (folder / f"{part}-unanswerable-questions.txt").write_text(rows(f"{part}2", UNANSWERED, 4, 6))
    for part in ("dev", "test"):
        (folder / f"{part}-context.txt").write_text(rows(CONTEXT, 0, 12))
    (folder / "train-context.txt").touch()
    return folder


def test_both_questions_of_a_pair_are_about_its_passage(published: Path) -> None:
    answered, unanswered = as_records(pairs(published), [])
    assert answered.context == unanswered.context
    assert answered.context.startswith("The harbour opened in 1,987 (before the war). It is anna's")
    assert (answered.question, answered.texts) == ("When did the harbour open?", ("1,987",))
    assert (unanswered.question, unanswered.texts) == ("When did the harbour close?", ())
    assert answered.source == unanswered.source == SOURCE


def test_a_pair_without_its_passage_finds_it_by_the_answered_question(published: Path) -> None:
    for file in published.glob("dev-*"):
        file.unlink()
    known = record("It opened in 1987.", "1987", question="When did the Harbour open?", source="elsewhere")
    (found,) = as_records(pairs(published), [known, record("Other.", "Other", question="What else?")])
    assert (found.question, found.context, found.answers) == ("When did the harbour close?", known.context, ())
    assert is_held_out(found) == is_held_out(known)
    assert list(as_records(pairs(published), [])) == []


def test_what_is_there_without_an_answer_is_not_made_again(published: Path) -> None:
    assert list(as_records(pairs(published), [record("Any.", question="When did the harbour close?")])) == []


def test_the_part_of_the_development_set_is_never_read(published: Path) -> None:
    assert [pair.id for pair in pairs(published)] == ["train1", "dev1"]


@given(st.lists(st.sampled_from([*"ab.,:;-()'\"%$4", "n't", "'s", "the", "1987", "e.g"]), min_size=1, max_size=25))
def test_tokens_are_written_together_and_each_has_its_letters(tokens: list[str]) -> None:
    text, places = written(tokens)
    assert [text[a:b].lower() for a, b in places] == tokens
    assert text.replace(" ", "").lower() == "".join(tokens)


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("it 's 12 , 000 or 4 . 5 % .", "It's 12,000 or 4.5%."),
        ('he said " we do n\'t " ; so what ?', 'He said "we don\'t"; so what?'),
        ("a well - known man ( 1914 - 18 ) . two !", "A well-known man (1914-18). Two!"),
        ("on september 3 , 1985 : 4 of 14 : 30", "On september 3, 1985: 4 of 14:30"),
        ("the u . s . army", "The u. s. army"),
    ],
)
def test_marks_stand_where_people_put_them(tokens: str, text: str) -> None:
    assert written(tokens.split())[0] == text


def test_words_that_were_changed_alone_are_counted() -> None:
    changes = [
        ("who came first ?", "who came last ?"),
        ("what came first", "what came last ?"),
        ("who came first ?", "who left last ?"),
        ("who came in 1987 ?", "who came in 1988 ?"),
        ("who came ?", "who never came ?"),
        ("what is there ?", "what not there ?"),
    ]
    assert edits(Pair("", *change, (), (0, 0)) for change in changes) == {"first": {"last": 2}}


def test_the_command_writes_both_files_and_again_the_same(published: Path, tmp_path: Path) -> None:
    known = record("It opened in 1987.", "1987", question=ANSWERED, source="elsewhere")
    folder = write_records(tmp_path / "records", "known", [known])
    main(published, folder)
    made, counted = load_records(folder), (folder / EDITS).read_text()
    assert json.loads(counted) == load_edits(folder / EDITS) == {"open": {"close": 1}}
    assert len(made) == 4
    main(published, folder)
    assert (load_records(folder), (folder / EDITS).read_text()) == (made, counted)
    assert load_edits(tmp_path / "nowhere.json") == {}
    assert (folder / FILE).exists()
