"""Documents that the libraries of their formats write: PDF and EPUB."""

import io
from collections.abc import Callable

import pytest
from ebooklib import epub
from reading import said, units
from reportlab.lib import pagesizes
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

LONG = " ".join(f"Sentence {n} tells how the boat was mended in the harbour." for n in range(12))
_STYLES = getSampleStyleSheet()


def drawn(fill: Callable[[Canvas], object], **options: object) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=pagesizes.A5, **options)
    fill(canvas)
    canvas.save()
    return made.getvalue()


def lines(*pages: str, font: str = "Helvetica") -> Callable[[Canvas], object]:
    def fill(canvas: Canvas) -> None:
        for text in pages:
            canvas.setFont(font, 12)
            canvas.drawString(50, 500, text)
            canvas.showPage()

    return fill


def flowing(*parts: object) -> bytes:
    made = io.BytesIO()
    SimpleDocTemplate(made, pagesize=pagesizes.A5).build(list(parts))
    return made.getvalue()


def text(words: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(words, _STYLES[style])


def in_columns() -> bytes:
    made = io.BytesIO()
    frames = [Frame(20, 20, 180, 550, id="left"), Frame(210, 20, 180, 550, id="right")]
    document = BaseDocTemplate(made, pagesize=pagesizes.A5)
    document.addPageTemplates(PageTemplate(frames=frames))
    document.build([text(f"Paragraph {n}. {LONG}") for n in range(4)])
    return made.getvalue()


def chinese() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return drawn(lines("船的龙骨是干的。", font="STSong-Light"))


def all_said(raw: bytes) -> str:
    return " ".join(" ".join(unit.said.split()) for unit in units("a.pdf", raw))


def test_a_page_is_a_place():
    assert said("a.pdf", drawn(lines("The keel is dry.", "Sail on Monday.", "", "It rained."))) == {
        "The keel is dry.": 1,
        "Sail on Monday.": 2,
        "It rained.": 4,
    }


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (flowing(text("Hull", "Heading1"), text(LONG)), [f"Sentence {n} tells how the boat" for n in range(12)]),
        (flowing(text(LONG), PageBreak(), text("On the next page.")), ["Sentence 11 tells", "On the next page."]),
        (flowing(ListFlowable([text("rope"), text("paint")])), ["rope", "paint"]),
        (flowing(Table([["part", "price"], ["sail", "400"]])), ["part", "price", "sail", "400"]),
        (in_columns(), ["Paragraph 0.", "Sentence 11 tells how the boat was mended in the harbour. Paragraph 1."]),
        (chinese(), ["船的龙骨是干的。"]),
        (drawn(lines("Die Ölkanne ist leer, ça va.")), ["Die Ölkanne ist leer, ça va."]),
        (drawn(lines("An open secret."), encrypt=StandardEncryption("", "owner")), ["An open secret."]),
        (drawn(lambda canvas: canvas.rect(10, 10, 50, 50)), [""]),
    ],
)
def test_what_pages_say(raw: bytes, expected: list[str]):
    told = all_said(raw)
    assert [part for part in expected if part not in told] == []


def test_a_page_with_a_password_is_skipped_with_its_reason():
    with pytest.raises(ValueError, match="password"):
        said("a.pdf", drawn(lines("Secret."), encrypt=StandardEncryption("open", "owner")))


def book(*chapters: tuple[str, str], spine: list[int] | None = None) -> bytes:
    made, raw = epub.EpubBook(), io.BytesIO()
    made.set_identifier("b")
    made.set_title("Boat book")
    made.set_language("en")
    items = []
    for number, (title, body) in enumerate(chapters, start=1):
        item = epub.EpubHtml(title=title, file_name=f"text/{number}.xhtml", lang="en")
        item.content = f"<h1>{title}</h1>{body}"
        made.add_item(item)
        items.append(item)
    made.spine = [items[number] for number in spine or range(len(items))]
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    epub.write_epub(raw, made)
    return raw.getvalue()


TABLE = "<table><tr><th>part</th><th>price</th></tr><tr><td>sail</td><td>400</td></tr></table>"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (book(("One", "<p>It began.</p>"), ("Two", "<p>It ended.</p>")), {"It began.": 1, "It ended.": 2}),
        (
            book(("One", "<p>It began.</p>"), ("Two", "<p>It ended.</p>"), spine=[1, 0]),
            {"It began.": 2, "It ended.": 1},
        ),
        (book(*[(f"C{n}", f"<p>Chapter {n}.</p>") for n in range(1, 13)]), {"Chapter 10.": 10, "Chapter 12.": 12}),
        (book(("One", "<ul><li>rope<ul><li>of hemp</li></ul></li></ul>")), {"rope": 1, "of hemp": 1}),
        (book(("One", TABLE)), {"part: sail, price: 400": 1}),
        (book(("One", "<blockquote><p>He said so.</p></blockquote>")), {"He said so.": 1}),
        (
            book(("One", "<p>It is <em>dry</em> &amp; clean.</p><script>x()</script>")),
            {"It is dry & clean.": 1, "x()": None},
        ),
        (book(("船", "<p>船的龙骨是干的。</p>")), {"船的龙骨是干的。": 1}),
        (book(("سفينة", '<p dir="rtl">السفينة جافة.</p>')), {"السفينة جافة.": 1}),
        (book(("One", "<pre>x = 1\ny = 2</pre>")), {"x = 1\ny = 2": 1}),
    ],
)
def test_what_books_say(raw: bytes, expected: dict[str, int | None]):
    told = said("a.epub", raw)
    assert {words: told.get(words) for words in expected} == expected
