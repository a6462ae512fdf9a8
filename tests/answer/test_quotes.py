from pathlib import Path

import pytest
from makers import sentence

from assistant.answer.check.quotes import STDIN, QuoteReader
from assistant.domain import Citation, EvidenceSentence, Sentence, Span

TEXT = "# Fahrt\n\nDie Fähre fährt um 9.\nSie kommt um 10 an.\n"


def evidence(path: str, said: Sentence) -> dict[int, EvidenceSentence]:
    return {1: EvidenceSentence(1, path, "T", None, "de", said)}


def stands(text: str, quote: str) -> Sentence:
    start = text.encode().index(quote.encode())
    return sentence(quote, start, text.encode()[:start].count(b"\n") + 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_bytes(TEXT.encode())
    return tmp_path


def test_a_quote_is_cited_at_its_lines(root):
    said = evidence("a.md", stands(TEXT, "Die Fähre fährt um 9."))
    assert QuoteReader(root, 1_000).cite([1], said) == [Citation(1, "a.md", 3, 3, "Die Fähre fährt um 9.", place="3")]


def test_a_quote_over_several_lines_names_both_ends(root):
    said = evidence("a.md", stands(TEXT, "Die Fähre fährt um 9.\nSie kommt um 10 an."))
    (citation,) = QuoteReader(root, 1_000).cite([1], said)
    assert (citation.line_start, citation.line_end) == (3, 4)


def test_a_quote_that_moved_is_cited_where_it_stands_now(root):
    said = evidence("a.md", stands(TEXT, "Die Fähre fährt um 9.\nSie kommt um 10 an."))
    (root / "a.md").write_bytes(f"Neu: Öl.\n\n{TEXT}".encode())
    (citation,) = QuoteReader(root, 1_000).cite([1], said)
    assert (citation.line_start, citation.line_end) == (5, 6)


@pytest.mark.parametrize("now", [b"", b"Die F\xe4hre", b"\0", b"x" * 2_000])
def test_a_quote_that_is_gone_or_cannot_be_read_is_not_cited(root, now):
    said = evidence("a.md", stands(TEXT, "Die Fähre fährt um 9."))
    (root / "a.md").write_bytes(now)
    assert QuoteReader(root, 1_000).cite([1], said) == []


@pytest.mark.parametrize("path", ["gone.md", "../outside.md", "/etc/hostname", "link.md"])
def test_nothing_outside_the_folder_is_read(root, path):
    (root.parent / "outside.md").write_bytes(TEXT.encode())
    (root / "link.md").symlink_to(root.parent / "outside.md")
    said = evidence(path, stands(TEXT, "Die Fähre fährt um 9."))
    assert QuoteReader(root, 1_000).cite([1], said) == []


def test_lines_are_counted_by_line_feeds_whatever_else_ends_them(root):
    text = "Eins.\r\nZwei.\u2028Drei.\x0cVier.\r\nFünf.\r\n"
    (root / "a.md").write_bytes(text.encode())
    said = evidence("a.md", Sentence("Fünf.", Span(0, 6, 1, 1)))
    (citation,) = QuoteReader(root, 1_000).cite([1], said)
    assert citation.line_start == 3


def test_a_byte_order_mark_and_another_encoding_are_read_as_they_were_indexed(root):
    said = evidence("a.md", stands(TEXT, "Die Fähre fährt um 9."))
    for raw in (TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"), TEXT.encode("cp1252")):
        (root / "a.md").write_bytes(raw)
        assert QuoteReader(root, 1_000).cite([1], said) != []


def test_piped_text_is_quoted_from_what_was_piped(root):
    (root / STDIN).write_bytes(b"a file of that name")
    said = evidence(STDIN, stands(TEXT, "Sie kommt um 10 an."))
    (citation,) = QuoteReader(root, 1_000, TEXT).cite([1], said)
    assert (citation.path, citation.line_start) == (STDIN, 4)


def test_pointers_that_point_at_nothing_are_passed_over(root):
    said = evidence("a.md", stands(TEXT, "Die Fähre fährt um 9."))
    assert [c.n for c in QuoteReader(root, 1_000).cite([7, 1, 0], said)] == [1]
