"""Documents that the libraries of their formats write: Word and OpenDocument text."""

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from odf import table as odt_table
from odf import text as odt_text
from odf.element import Element
from odf.opendocument import OpenDocumentText
from odf.text import H, List, ListItem, P
from reading import said, units

Fill = Callable[[Document], object]


def word(fill: Fill) -> bytes:
    document, made = docx.Document(), io.BytesIO()
    fill(document)
    document.save(made)
    return made.getvalue()


def headings(d: Document) -> None:
    for level, text in ((0, "Boat book"), (1, "Hull"), (2, "Keel"), (1, "Rig")):
        d.add_heading(text, level)
        d.add_paragraph(f"About the {text.lower()}.")


def nested_lists(d: Document) -> None:
    for text, style in (("rope", "List Bullet"), ("of hemp", "List Bullet 2"), ("paint", "List Number")):
        d.add_paragraph(text, style=style)


def tables(d: Document) -> None:
    rows = [["part", "price"], ["sail", "400"], ["mast", "900"]]
    table = d.add_table(3, 2)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def merged_cells(d: Document) -> None:
    table = d.add_table(4, 3)
    for row, cells in zip(
        table.rows, [["yard", "boat", "price"], ["Lund", "a", "1"], ["", "b", "2"], ["sum", "", "3"]], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))


def in_a_cell(d: Document) -> None:
    cell = d.add_table(2, 1).rows[1].cells[0]
    cell.text = "first"
    cell.add_paragraph("second")


def breaks(d: Document) -> None:
    run = d.add_paragraph("Before").add_run()
    run.add_break()
    run.add_text("after\tthe tab")


def scripts(d: Document) -> None:
    for text in ("السفينة جافة.", "船的龙骨是干的。", "Die Ölkanne ist leer – «wirklich»."):
        d.add_paragraph(text)


def deleted(d: Document) -> None:
    d.add_paragraph("It stays.")._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText> Gone.</w:delText></w:r></w:del>")
    )


def content_control(d: Document) -> None:
    inner = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Chosen: oak.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    d.element.body.insert(0, parse_xml(inner))


def page_numbers(d: Document) -> None:
    run = d.add_paragraph("Page ").add_run()
    field = OxmlElement("w:instrText")
    field.text = "PAGE \\* MERGEFORMAT"
    run._r.append(field)
    d.sections[0].footer.paragraphs[0].text = "Printed in Lund"


@pytest.mark.parametrize(
    ("fill", "expected", "lost"),
    [
        (headings, {"Hull": 2, "About the keel.": 2, "About the rig.": 3}, []),
        (nested_lists, {"rope": 1, "of hemp": 1, "paint": 1}, []),
        (tables, {"part: sail, price: 400": 1, "part: mast, price: 900": 1}, []),
        (
            merged_cells,
            {"yard: Lund, boat: a, price: 1": 1, "yard: Lund, boat: b, price: 2": 1, "yard: sum, price: 3": 1},
            [],
        ),
        (in_a_cell, {"first second": 1}, []),
        (breaks, {"Before after the tab": 1}, []),
        (scripts, {"السفينة جافة.": 1, "船的龙骨是干的。": 1, "Die Ölkanne ist leer – «wirklich».": 1}, []),
        (deleted, {"It stays.": 1}, ["Gone."]),
        (content_control, {"Chosen: oak.": 1}, []),
        (page_numbers, {"Page": 1}, ["PAGE", "Printed in Lund"]),
    ],
)
def test_what_word_files_say(fill: Fill, expected: dict[str, int], lost: list[str]):
    told = said("a.docx", word(fill))
    assert {text: told.get(text) for text in expected} == expected
    assert not any(gone in text for gone in lost for text in told)


def test_lists_of_word_are_nested():
    assert [(unit.said, unit.depth) for unit in units("a.docx", word(nested_lists))] == [
        ("rope", 1),
        ("of hemp", 2),
        ("paint", 1),
    ]


def test_a_footnote_stands_behind_what_refers_to_it():
    from zipfile import ZipFile

    def fill(d: Document) -> None:
        run = d.add_paragraph("The keel is dry.").add_run()
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), "2")
        run._r.append(reference)
        d.add_paragraph("The mast is not.")

    made = io.BytesIO(word(fill))
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Since May.</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    with ZipFile(made, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    assert list(said("a.docx", made.getvalue())) == ["The keel is dry.", "Since May.", "The mast is not."]


def open_document(*elements: object) -> bytes:
    document, made = OpenDocumentText(), io.BytesIO()
    for element in elements:
        document.text.addElement(element)
    document.write(made)
    return made.getvalue()


def listed(*items: object) -> Element:
    made = List()
    for item in items:
        entry = ListItem()
        entry.addElement(P(text=item) if isinstance(item, str) else item)
        made.addElement(entry)
    return made


def grid(*rows: list[Element]) -> Element:
    made = odt_table.Table(name="t")
    for cells in rows:
        row = odt_table.TableRow()
        for one in cells:
            row.addElement(one)
        made.addElement(row)
    return made


def cell(text: str = "", *, covered: bool = False, **spans: int) -> Element:
    made = odt_table.CoveredTableCell() if covered else odt_table.TableCell(**spans)
    if text:
        made.addElement(P(text=text))
    return made


def noted() -> Element:
    paragraph, note = P(text="The keel is dry."), odt_text.Note(noteclass="footnote")
    note.addElement(odt_text.NoteCitation(text="1"))
    body = odt_text.NoteBody()
    body.addElement(P(text="Since May."))
    note.addElement(body)
    paragraph.addElement(note)
    return paragraph


def spaced() -> Element:
    paragraph = P(text="one")
    paragraph.addElement(odt_text.S(c=3))
    paragraph.addText("two")
    paragraph.addElement(odt_text.LineBreak())
    paragraph.addText("three")
    return paragraph


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        (
            [H(outlinelevel=1, text="Hull"), P(text="Dry."), H(outlinelevel=1, text="Rig"), P(text="Wet.")],
            {"Dry.": 1, "Wet.": 2},
        ),
        ([H(outlinelevel=2, text="Keel"), P(text="It is dry.")], {"Keel": 1, "It is dry.": 1}),
        ([listed("rope", listed("of hemp"), "paint")], {"rope": 1, "of hemp": 1, "paint": 1}),
        ([grid([cell("part"), cell("price")], [cell("sail"), cell("400")])], {"part: sail, price: 400": 1}),
        (
            [
                grid(
                    [cell("yard"), cell("boat")],
                    [cell("Lund", numberrowsspanned=2), cell("a")],
                    [cell(covered=True), cell("b")],
                )
            ],
            {"yard: Lund, boat: a": 1, "yard: Lund, boat: b": 1},
        ),
        (
            [
                grid(
                    [cell("yard"), cell("boat"), cell("price")],
                    [cell("sum", numbercolumnsspanned=2), cell(covered=True), cell("3")],
                )
            ],
            {"yard: sum, price: 3": 1},
        ),
        ([noted()], {"The keel is dry.": 1, "Since May.": 1}),
        ([spaced()], {"one two three": 1}),
        ([P(text="السفينة جافة."), P(text="船的龙骨是干的。")], {"السفينة جافة.": 1, "船的龙骨是干的。": 1}),
        ([P(text=""), P(text="After nothing.")], {"After nothing.": 1}),
    ],
)
def test_what_texts_of_open_document_say(elements: list[object], expected: dict[str, int]):
    told = said("a.odt", open_document(*elements))
    assert {text: told.get(text) for text in expected} == expected


def test_lists_of_open_document_are_nested():
    found = units("a.odt", open_document(listed("rope", listed("of hemp"), "paint")))
    assert [(unit.said, unit.depth) for unit in found] == [("rope", 1), ("of hemp", 2), ("paint", 1)]
