"""A chat model words a section; what is too long for it is told part by part, and then what it told of the parts."""

import re
from pathlib import Path

from digest_notes import passages_of

from assistant.answer.check.quotes import QuoteReader
from assistant.digest.lines import lines_of
from assistant.digest.model import Bullet, Line
from assistant.digest.writing import SectionWriter
from assistant.engines.fakes import FakeChat
from assistant.prompts import load_prompt
from assistant.settings.paths import shipped

NAMES = ("Anna", "Ben", "Cleo", "Dora", "Emil", "Fritz", "Gina", "Hugo")


def lines(folder: Path, count: int) -> list[Line]:
    text = "\n\n".join(f"{name} paid {n + 2} EUR for the boat in May." for n, name in enumerate(NAMES[:count]))
    passages = passages_of({"2026-11-18.md": text}, folder)
    return lines_of(passages)


def first_line(prompt: str) -> str:
    """A model that repeats the first line it is shown."""
    shown = re.findall(r"\[(\d+)\] 2026-11-18: (.+)", prompt)
    return f"[{shown[0][0]}] {shown[0][1]}"


def both(prompt: str) -> str:
    """A model that says of the first two lines what they have in common."""
    return "[1][2] The boat was paid in May." if "[2] 2026" in prompt else "[1] The boat was paid in May."


def write(folder: Path, chat: FakeChat, count: int, own: list[Line]) -> tuple[list[Bullet], SectionWriter]:
    writer = SectionWriter(chat, load_prompt(shipped("prompts") / "digest" / "1.md"), 20)
    return writer.write("Boat", own, count, QuoteReader(folder, 100_000)), writer


def test_what_fits_is_asked_once(tmp_path: Path) -> None:
    chat = FakeChat(first_line)
    [bullet], writer = write(tmp_path, chat, 1, lines(tmp_path, 8))
    assert (bullet.text, bullet.quoted) == ("Anna paid 2 EUR for the boat in May.", False)
    assert len(chat.prompts) == 1
    assert writer.spent.prompt == chat.count_tokens(chat.prompts[0])
    assert writer.spent.completion == 10


def test_what_does_not_fit_is_told_in_parts_and_then_told_again(tmp_path: Path) -> None:
    own = lines(tmp_path, 8)
    whole = FakeChat(both)
    write(tmp_path, whole, 1, own)
    needed = whole.count_tokens(whole.prompts[0]) + 20
    chat = FakeChat(both, context_tokens=needed - 30)
    bullets, _ = write(tmp_path, chat, 1, own)
    assert len(chat.prompts) > 2
    assert [(bullet.text, bullet.quoted) for bullet in bullets] == [("The boat was paid in May.", False)]
    assert len(bullets[0].citations) == 4, "what is told of two parts rests on the lines of both"


def test_a_line_that_fits_nowhere_is_left_out(tmp_path: Path) -> None:
    chat = FakeChat(first_line, context_tokens=30)
    assert write(tmp_path, chat, 2, lines(tmp_path, 2))[0] == []
    assert chat.prompts == []


def test_numbers_of_lines_that_are_not_there_carry_nothing(tmp_path: Path) -> None:
    assert write(tmp_path, FakeChat("[7] Anna paid 2 EUR."), 2, lines(tmp_path, 2))[0] == []


def test_no_more_is_told_than_was_asked_for(tmp_path: Path) -> None:
    reply = " ".join(f"[{n}] {name} paid {n + 1} EUR." for n, name in enumerate(NAMES, start=1))
    assert len(write(tmp_path, FakeChat(reply), 3, lines(tmp_path, 8))[0]) <= 3


def test_the_grammar_allows_only_the_lines_that_are_shown(tmp_path: Path) -> None:
    chat = FakeChat(first_line)
    write(tmp_path, chat, 1, lines(tmp_path, 3))
    [grammar] = chat.grammars
    assert grammar is not None
    assert '"3"' in grammar and '"4"' not in grammar
