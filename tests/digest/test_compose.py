"""Digests are made of lines that stand in the notes; every bullet can be checked."""

import re
from pathlib import Path

import numpy as np
import pytest
from digest_notes import TODAY, passages_of
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer.check.quotes import QuoteReader
from assistant.digest.compose import Composer, Wish
from assistant.digest.lines import lines_of
from assistant.digest.model import Digest, Shape
from assistant.digest.render import markdown
from assistant.digest.salience import choose, ranked
from assistant.digest.vectors import word_vectors
from assistant.digest.writing import SectionWriter
from assistant.engines.fakes import FakeChat
from assistant.prompts import load_prompt
from assistant.settings.paths import shipped

NOTES = {
    "2026-11-16 boiler.md": "# Boiler\n\nThe boiler in the cellar was replaced by Weber for 4,200 EUR.\n"
    "The old boiler lost water.\n",
    "2026-11-17 boiler.md": "# Boiler again\n\nThe boiler in the cellar that Weber replaced is loud, says Anna.\n",
    "2026-11-18 vellum.md": "# Vellum\n\nVellum 0.9 went to the beta testers in Lisbon on Wednesday.\n"
    "The beta testers of Vellum found eleven faults in the editor.\n",
}


def compose(folder: Path, wish: Wish, reply: str | None = None, notes: dict[str, str] = NOTES) -> Digest:
    passages = passages_of(notes, folder)
    prompt = load_prompt(shipped("prompts") / "digest" / "1.md")
    writer = SectionWriter(FakeChat(reply), prompt, 100) if reply is not None else None
    composer = Composer(word_vectors, lambda *_: 1.0, QuoteReader(folder, 100_000), writer)
    return composer.compose(passages, wish, lambda *_: None)


def test_a_report_cites_every_note_that_says_something(tmp_path: Path) -> None:
    digest = compose(tmp_path, Wish("Week", Shape.REPORT, TODAY))
    assert digest.left_out == ()
    assert {c.path for b in digest.bullets for c in b.citations} == set(NOTES)
    assert digest.words > 0 and digest.model == ""


def test_every_quote_stands_in_its_file_at_its_line(tmp_path: Path) -> None:
    for bullet in compose(tmp_path, Wish("Week", Shape.REPORT, TODAY)).bullets:
        for citation in bullet.citations:
            lines = (tmp_path / citation.path).read_text().split("\n")
            assert citation.quote in "\n".join(lines[citation.line_start - 1 : citation.line_end])


def test_notes_on_one_matter_are_one_topic(tmp_path: Path) -> None:
    digest = compose(tmp_path, Wish("Week", Shape.REPORT, TODAY))
    boiler = next(section for section in digest.sections if any("boiler" in path for path in section.paths))
    assert {path for path in boiler.paths if "boiler" in path} == {p for p in NOTES if "boiler" in p}


@pytest.mark.parametrize(("shape", "length", "most"), [(Shape.BRIEF, 2, 2), (Shape.BULLETS, 3, 3), (Shape.BRIEF, 0, 5)])
def test_it_is_no_longer_than_asked_for(tmp_path: Path, shape: Shape, length: int, most: int) -> None:
    digest = compose(tmp_path, Wish("Week", shape, TODAY, length=length))
    assert 0 < len(digest.bullets) <= most


def test_a_line_that_changed_on_disk_is_not_shown(tmp_path: Path) -> None:
    passages = passages_of(NOTES, tmp_path)
    (tmp_path / "2026-11-18 vellum.md").write_text("# Vellum\n\nEverything is different now.\n")
    composer = Composer(word_vectors, lambda *_: 1.0, QuoteReader(tmp_path, 100_000), None)
    wish = Wish("Week", Shape.REPORT, TODAY)
    digest = composer.compose(passages, wish, lambda *_: None)
    assert digest.left_out == ("2026-11-18 vellum.md",)


def test_what_the_model_says_and_its_lines_support_stands(tmp_path: Path) -> None:
    notes = {"2026-11-16 boiler.md": NOTES["2026-11-16 boiler.md"]}
    reply = "[1] Weber replaced the boiler for 4,200 EUR."
    [bullet] = compose(tmp_path, Wish("Week", Shape.BULLETS, TODAY, length=1), reply, notes).bullets
    assert (bullet.text, bullet.quoted) == ("Weber replaced the boiler for 4,200 EUR.", False)


def test_what_the_lines_do_not_support_falls_back_to_the_line_itself(tmp_path: Path) -> None:
    notes = {"2026-11-16 boiler.md": NOTES["2026-11-16 boiler.md"]}
    reply = "[1] Miller stole 9,900 USD in Toronto."
    [bullet] = compose(tmp_path, Wish("Week", Shape.BULLETS, TODAY, length=1), reply, notes).bullets
    assert bullet.quoted and bullet.text in NOTES["2026-11-16 boiler.md"]


def test_a_model_that_says_nothing_leaves_the_lines(tmp_path: Path) -> None:
    digest = compose(tmp_path, Wish("Week", Shape.BULLETS, TODAY), "none")
    assert digest.bullets and all(bullet.quoted for bullet in digest.bullets)
    assert digest.prompt_tokens > 0


def test_a_status_report_is_newest_first_and_marks_what_is_past(tmp_path: Path) -> None:
    notes = {
        "2026-03-02.md": "The Vellum launch is planned for 2026-06-01 in Lisbon.\n",
        "2026-09-14.md": "The Vellum launch is planned for 2026-12-01 in Lisbon.\n",
    }
    bullets = compose(tmp_path, Wish("Vellum", Shape.BULLETS, TODAY, query="Vellum launch"), None, notes).bullets
    assert [(b.citations[0].path, b.past) for b in bullets] == [("2026-09-14.md", False), ("2026-03-02.md", True)]


def test_nothing_to_say_is_an_empty_digest(tmp_path: Path) -> None:
    assert compose(tmp_path, Wish("Week", Shape.REPORT, TODAY), notes={}).sections == ()


def test_every_bullet_of_the_markdown_ends_with_its_places(tmp_path: Path) -> None:
    text = markdown(compose(tmp_path, Wish("Week", Shape.REPORT, TODAY)))
    bullets = [line for line in text.split("\n") if line.startswith("- ")]
    assert bullets and all(re.search(r"\(\S.*\.md:\d+\)$", line) for line in bullets)
    assert text.startswith("# Week\n")


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from("boiler cellar night loud beta editor water Weber".split()), max_size=12),
    st.integers(0, 15),
)
def test_the_choice_is_of_lines_that_are_there_and_never_twice(words: list[str], count: int) -> None:
    text = "\n\n".join(f"The {word} number {i} was seen in the house of Anna today." for i, word in enumerate(words))
    passages = passages_of({"2026-11-18.md": text})
    lines = lines_of(passages)
    vectors = word_vectors([line.evidence.sentence.text for line in lines])
    alike = vectors @ vectors.T
    lines = ranked(lines, alike)
    picked = choose(lines, alike, count)
    assert len(picked) == len(set(picked)) <= count
    assert set(picked) <= set(range(len(lines)))
    assert not lines or (count == 0) == (not picked)
    assert np.all([0 <= line.salience <= 1 for line in lines])
