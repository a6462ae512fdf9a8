"""Documents: each place of one is a line to count, and what can't be read is skipped with its reason."""

import io
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.domain import Skipped
from assistant.notes.chunks import ChunkSizes
from assistant.notes.formats import document, place
from assistant.notes.parse import parse_note
from assistant.notes.read import NoteText, read_note
from assistant.notes.tokens import estimate_tokens

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
T, B = "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def archive(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return made.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text a page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        fonts = "/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{fonts}/Contents {5 + 2 * n} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    body, places = "%PDF-1.4\n", []
    for n, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{n} 0 obj\n{text}\nendobj\n"
    size = len(objects) + 1
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<</Root 1 0 R/Size {size}>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


def docx() -> bytes:
    def p(text: str, style: str = "", extra: str = "") -> str:
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        return f"<w:p><w:pPr>{named}{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    cells = [["part", "price"], ["sail", "400"]]
    rows = "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in cells)
    body = p("Boat", "Heading1") + p("The keel is dry.") + p("Costs", "Heading1") + p("rope", extra="<w:numPr/>")
    return archive(
        **{"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}<w:tbl>{rows}</w:tbl></w:body></w:document>'}
    )


def odt() -> bytes:
    listed = "<t:list><t:list-item><t:p>rope</t:p></t:list-item></t:list>"
    text = f'<t:h t:outline-level="1">Boat</t:h><t:p>The keel is dry.</t:p>{listed}'
    return archive(**{"content.xml": f'<o xmlns:t="{T}" xmlns:b="{B}">{text}</o>'})


def pptx() -> bytes:
    def slide(*texts: str) -> str:
        return f'<s xmlns:a="{A}">{"".join(f"<a:p><a:r><a:t>{t}</a:t></a:r></a:p>" for t in texts)}</s>'

    slides = {f"ppt/slides/slide{n}.xml": slide(f"Slide {n}", f"Point {n}.") for n in (1, 2, 10)}
    return archive(**slides)


def xlsx() -> bytes:
    shared = f'<sst xmlns="{S}"><si><t>part</t></si><si><t>price</t></si><si><t>sail</t></si></sst>'
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c><v>400</v></c></row>'
    return archive(
        **{
            "xl/sharedStrings.xml": shared,
            "xl/workbook.xml": f'<workbook xmlns="{S}"><sheets><sheet name="Costs"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def epub() -> bytes:
    opf = """<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="one.xhtml"/>
    <item id="b" href="two.xhtml"/></manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>"""
    return archive(
        **{
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="o/p.opf"/></rootfiles></container>',
            "o/p.opf": opf,
            "o/one.xhtml": "<html><body><p>It ended.</p></body></html>",
            "o/two.xhtml": "<html><body><p>It began.</p></body></html>",
        }
    )


def eml() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Keel", "Ann <ann@example.org>", "Tue, 12 May 2026 10:00:00 +0000"
    mail.set_content("The keel is dry.")
    mail.add_attachment("Sand it again.", filename="todo.txt")
    return mail.as_bytes()


FILES = {
    "a.pdf": pdf("The keel is dry.", "Sail on Monday."), "a.docx": docx(), "a.odt": odt(), "a.pptx": pptx(),
    "a.xlsx": xlsx(), "a.epub": epub(), "a.eml": eml(),
}  # fmt: skip


def said(root: Path, name: str) -> dict[str, int]:
    read = read_note(root, name, 1_000_000)
    assert isinstance(read, NoteText), read
    note = parse_note(name, read.text, read.mtime_ns, ChunkSizes(), estimate_tokens)
    return {unit.said: unit.span.line_start for chunk in note.chunks for unit in chunk.units if unit.is_said}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.pdf", {"The keel is dry.": 1, "Sail on Monday.": 2}),
        ("a.docx", {"Boat": 1, "The keel is dry.": 1, "Costs": 2, "rope": 2, "part: sail, price: 400": 2}),
        ("a.odt", {"Boat": 1, "The keel is dry.": 1, "rope": 1}),
        ("a.pptx", {"Point 1.": 1, "Point 2.": 2, "Slide 10": 3, "Point 10.": 3}),
        ("a.xlsx", {"Costs": 1, "part: sail, price: 400": 1}),
        ("a.epub", {"It began.": 1, "It ended.": 2}),
        ("a.eml", {"Keel": 1, "The keel is dry.": 1, "Sand it again.": 2}),
    ],
)
def test_what_a_document_says_and_where(tmp_path: Path, name: str, expected: dict[str, int]):
    (tmp_path / name).write_bytes(FILES[name])
    told = said(tmp_path, name)
    assert {text: told.get(text) for text in expected} == expected


@pytest.mark.parametrize("name", [name for name in FILES if name != "a.eml"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"\0" * 100, FILES["a.docx"][:100]])
def test_a_broken_document_is_skipped_with_its_reason(tmp_path: Path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    skipped = read_note(tmp_path, name, 1_000_000)
    assert isinstance(skipped, Skipped)
    assert skipped.reason


def test_one_that_takes_too_long_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "b.pdf").write_bytes(pdf("Slow."))
    monkeypatch.setattr(document, "SECONDS", 0.0001)
    skipped = read_note(tmp_path, "b.pdf", 1_000_000)
    assert isinstance(skipped, Skipped)
    assert "took more than" in skipped.reason


def test_without_the_package_the_command_is_told(monkeypatch: pytest.MonkeyPatch):
    from assistant.notes.formats import taking_apart

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ValueError, match=r"pip install 'notes-assistant\[documents\]'"):
        taking_apart.pdf(pdf("x"))


def test_a_citation_points_at_a_page():
    assert place("report.pdf", 3, 3) == "p.3"
    assert place("book.epub", 4, 5) == "ch.4-5"
