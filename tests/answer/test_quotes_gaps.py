"""A quote stands where it was even when a picture in the middle of it is left out."""

from pathlib import Path

from assistant.answer.check.quotes import QuoteReader, stands
from assistant.domain import Sentence, Span


def test_a_quote_may_leave_out_what_is_no_text() -> None:
    raw = b"See the gauge ![gauge](data:image/png;base64,AAAABBBB) and the blue valve."
    assert stands(raw, raw)
    assert stands(raw, b"See the gauge ![gauge]() and the blue valve.")
    assert not stands(raw, b"See the gauge ![gauge]() and the red valve.")
    assert not stands(raw, b"Another gauge.")


def test_a_block_with_a_pasted_picture_is_quoted_without_it(tmp_path: Path) -> None:
    picture = "data:image/png;base64," + "Qk1B" * 900
    before, after = "Keep it at 1.6 bar.", "The valve is blue."
    text = f"{before}\n\n![gauge]({picture})\n\n{picture}\n\n{after}\n"
    (tmp_path / "boiler.md").write_text(text)
    shown = f"![gauge]({picture})"
    parts = [part(text, before), part(text, shown, "![gauge]()"), part(text, after)]
    found = QuoteReader(tmp_path, 1_000_000).block("boiler.md", parts)
    assert found == (1, 7, f"{before}\n\n![gauge]()\n…\n{after}")


def part(text: str, stands_there: str, kept: str = "") -> Sentence:
    start = text.index(stands_there)
    line = text.count("\n", 0, start) + 1
    return Sentence(kept or stands_there, Span(start, start + len(stands_there), line, line))
