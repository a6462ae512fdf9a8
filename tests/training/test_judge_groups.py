"""Groups that the judge learns from: one piece answers, the others do not, and all look alike."""

import gzip
import json
from pathlib import Path
from random import Random

import pytest

from training.changes import Pools
from training.faq import is_held_out, load_faq, others_of
from training.faq_folder import folder
from training.judge_groups import (
    LONGEST,
    NEGATIVES,
    blocks,
    cleaned_of_markup,
    faq_groups,
    record_groups,
    shuffled,
)
from training.records import Record

TEXTS = [
    "Open the settings of the device and choose **Sync**. Press [Save](https://example.org) to keep it.",
    "You need a licence for more than two devices. It is paid once a year, and renewed by itself.",
    "Steps:\n\n1. Stop the service.\n\n2. Copy the folder.\n\n3. Start the service again.",
    "The export writes one file a month, in the folder that the settings name for it.",
]
QUESTIONS = [
    "How do I sync a device?",
    "Do I need a licence?",
    "How do I move the folder?",
    "Where does the export go?",
]


@pytest.fixture
def faq_folder(tmp_path: Path) -> Path:
    """Twenty repositories of one page with four questions."""
    rows, sections = [], []
    for n in range(20):
        page = f"owner/project{n}:docs/faq.md"
        for at, (question, text) in enumerate(zip(QUESTIONS, TEXTS, strict=True)):
            place = {"page": page, "start_line": 10 * at + 3, "end_line": 10 * at + 3 + text.count("\n")}
            sections.append({"heading": question, "text": f"{text} ({n})", **place})
            kind = {"kind": "howto", "language": "en", "page_title": f"Project {n}", "under": ["Help"]}
            rows.append({"id": f"{n}-{at}", "question": question, "answer": f"{text} ({n})", **kind, **place})
    for name, found in (("faq", rows), ("faq_all", rows), ("passages", sections)):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in found)
    return tmp_path


def test_a_question_competes_with_its_own_page(faq_folder: Path) -> None:
    faq = load_faq(faq_folder)
    assert len(faq.asked) == 80
    one = faq.asked[0]
    assert [other.heading for other in others_of(faq, one)] == QUESTIONS[1:]
    assert faq.title(one.answer.page) == "Project 0"


def test_held_out_repositories_are_in_no_group(faq_folder: Path) -> None:
    faq = load_faq(faq_folder)
    held_out = sum(is_held_out(one.answer.page) for one in faq.asked)
    assert 0 < held_out < len(faq.asked)
    assert len(list(faq_groups(faq, 1, held_out=True))) == held_out
    assert len(list(faq_groups(faq, 1))) == len(faq.asked) - held_out


def test_a_group_shows_all_its_pieces_in_one_way(faq_folder: Path) -> None:
    groups = list(faq_groups(load_faq(faq_folder), 1))
    answered = [group for group in groups if group.right >= 0]
    assert len(answered) > len(groups) / 2
    for group in groups:
        assert all(len(piece) <= LONGEST for piece in group.pieces)
        assert len(group.pieces) == NEGATIVES + (group.right >= 0)
        titled = [piece.startswith("Project") for piece in group.pieces]
        assert all(titled) or not any(titled)


def test_the_same_seed_gives_the_same_groups(faq_folder: Path) -> None:
    faq = load_faq(faq_folder)
    assert list(faq_groups(faq, 3)) == list(faq_groups(faq, 3))
    assert list(faq_groups(faq, 3)) != list(faq_groups(faq, 4))


def test_shuffling_keeps_the_answer(faq_folder: Path) -> None:
    for n, group in enumerate(faq_groups(load_faq(faq_folder), 1)):
        made = shuffled(group, Random(n))
        assert sorted(made.pieces) == sorted(group.pieces)
        if group.right >= 0:
            assert made.pieces[made.right] == group.pieces[group.right]


def test_the_short_answer_of_a_record_stands_at_its_span() -> None:
    context = "The boiler was replaced in October. It cost 900 euro. Anna paid it. The old one leaked for a year."
    at = context.index("October")
    records = [
        Record(f"r{n}", "When was the boiler replaced?", context + f" Note {n}.", ((at, at + 7),), "squad")
        for n in range(30)
    ]
    found = list(record_groups(records, Pools.of(records), 1, 30))
    assert len(found) == 30
    for group in found:
        if group.right >= 0:
            piece = group.pieces[group.right]
            assert piece[slice(*group.span)] == "October"
            assert all("October" not in other for n, other in enumerate(group.pieces) if n != group.right)


def test_a_list_stays_with_the_line_that_announces_it() -> None:
    assert blocks("Before.\n\nSteps:\n\n1. Stop.\n\n2. Start.\n\nAfter.") == [
        "Before.",
        "Steps:\n1. Stop.\n2. Start.",
        "After.",
    ]


def test_markup_goes_and_words_stay() -> None:
    assert cleaned_of_markup("Press **Save** in [the bar](x.md) <br>") == "Press Save in the bar"


def test_the_folder_of_questions_names_lines_that_answer(faq_folder: Path, tmp_path: Path) -> None:
    folder(load_faq(faq_folder), tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out/questions.jsonl").read_text().splitlines()]
    assert rows
    for row in rows:
        for gold in row["gold"]:
            lines = (tmp_path / "out/notes" / gold["path"]).read_text().split("\n")
            first, last = gold["lines"]
            assert "\n".join(lines[first - 1 : last]) == row["answer"]
            assert f"## {row['question']}" not in lines
