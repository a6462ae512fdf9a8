"""Documents that the libraries of their formats write: Excel and PowerPoint."""

import io
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pptx
import pytest
from openpyxl.workbook import Workbook
from pptx.presentation import Presentation
from pptx.util import Inches
from reading import said, units

FillBook = Callable[[Workbook], object]
FillSlides = Callable[[Presentation], object]


def workbook(fill: FillBook) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(made)
    return made.getvalue()


def rows(*cells: list[object]) -> FillBook:
    def fill(book: Workbook) -> None:
        for row in cells:
            book.active.append(row)

    return fill


def sheets(book: Workbook) -> None:
    book.active.title = "Costs"
    book.active.append(["part", "price"])
    book.active.append(["sail", 400])
    other = book.create_sheet("Hours")
    other.append(["who", "hours"])
    other.append(["Ann", 7.5])


def hidden_sheet(book: Workbook) -> None:
    sheets(book)
    book["Hours"].sheet_state = "hidden"


def moved_sheet(book: Workbook) -> None:
    sheets(book)
    book.move_sheet("Hours", -1)


def merged(book: Workbook) -> None:
    rows(["yard", "boat"], ["Lund", "a"], [None, "b"])(book)
    book.active.merge_cells("A2:A3")


def gaps(book: Workbook) -> None:
    book.active["B3"], book.active["D3"], book.active["B9"], book.active["D9"] = "part", "price", "sail", 400


def own_format(book: Workbook) -> None:
    rows(["day", "share"], [datetime(2026, 5, 4, 9, 30), 0.25])(book)
    book.active["A2"].number_format = 'dd"."mm"."yyyy hh:mm'
    book.active["B2"].number_format = '0.0" days"'


@pytest.mark.parametrize(
    ("fill", "expected"),
    [
        (sheets, {"Costs": 1, "part: sail, price: 400": 1, "Hours": 2, "who: Ann, hours: 7.5": 2}),
        (hidden_sheet, {"part: sail, price: 400": 1, "who: Ann, hours: 7.5": None}),
        (moved_sheet, {"who: Ann, hours: 7.5": 1, "part: sail, price: 400": 2}),
        (rows(["day", "what"], [date(2026, 5, 4), "launch"]), {"day: 2026-05-04, what: launch": 1}),
        (
            rows(["at", "what"], [datetime(2026, 5, 4, 9, 30), "launch"], [time(9, 30), "tea"]),
            {"at: 2026-05-04 09:30, what: launch": 1, "at: 09:30, what: tea": 1},
        ),
        (own_format, {"day: 2026-05-04 09:30, share: 0.25": 1}),
        (rows(["a", "sum"], [1, "=A2+1"]), {"a: 1, sum: =A2+1": 1}),
        (merged, {"yard: Lund, boat: a": 1, "yard: Lund, boat: b": 1}),
        (gaps, {"part: sail, price: 400": 1}),
        (
            rows(["اسم", "名"], ["سفينة", "船"], ["x|y", True], [0.1 + 0.2, -5]),
            {"اسم: سفينة, 名: 船": 1, "اسم: x/y, 名: yes": 1, "اسم: 0.3, 名: -5": 1},
        ),
    ],
)
def test_what_workbooks_say(fill: FillBook, expected: dict[str, int | None]):
    told = said("a.xlsx", workbook(fill))
    assert {text: told.get(text) for text in expected} == expected


def slides(fill: FillSlides) -> bytes:
    made, raw = pptx.Presentation(), io.BytesIO()
    fill(made)
    made.save(raw)
    return raw.getvalue()


def titled(*texts: tuple[str, str]) -> FillSlides:
    def fill(made: Presentation) -> None:
        for title, body in texts:
            slide = made.slides.add_slide(made.slide_layouts[1])
            slide.shapes.title.text = title
            slide.placeholders[1].text = body

    return fill


def levels(made: Presentation) -> None:
    titled(("Rig", "mast"))(made)
    frame = made.slides[0].placeholders[1].text_frame
    for text, level in (("of spruce", 1), ("sail", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level


def noted(made: Presentation) -> None:
    titled(("Rig", "The mast."))(made)
    made.slides[0].notes_slide.notes_text_frame.text = "Say that it is new."


def boxed(made: Presentation) -> None:
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = "Only a box."


def grouped(made: Presentation) -> None:
    group = made.slides.add_slide(made.slide_layouts[6]).shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = "In a group."


def table(made: Presentation, *, merge: bool = False) -> None:
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Costs"
    grid = slide.shapes.add_table(3, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table
    for number, text in enumerate(["yard", "boat", "Lund", "a", "" if merge else "Oslo", "b"]):
        grid.cell(number // 2, number % 2).text = text
    if merge:
        grid.cell(1, 0).merge(grid.cell(2, 0))


def reordered(made: Presentation) -> None:
    titled(("First", "One."), ("Second", "Two."))(made)
    order = made.slides._sldIdLst
    order.insert(0, order[1])


@pytest.mark.parametrize(
    ("fill", "expected"),
    [
        (
            titled(("Hull", "It is dry."), ("Rig", "It is not.")),
            {"Hull": 1, "It is dry.": 1, "Rig": 2, "It is not.": 2},
        ),
        (
            titled(*[(f"Slide {n}", f"Point {n}.") for n in range(1, 12)]),
            {"Point 2.": 2, "Point 10.": 10, "Point 11.": 11},
        ),
        (levels, {"mast": 1, "of spruce": 1, "sail": 1}),
        (noted, {"The mast.": 1, "Notes": 1, "Say that it is new.": 1}),
        (boxed, {"Only a box.": 1}),
        (grouped, {"In a group.": 1}),
        (table, {"yard: Lund, boat: a": 1, "yard: Oslo, boat: b": 1}),
        (lambda made: table(made, merge=True), {"yard: Lund, boat: a": 1, "yard: Lund, boat: b": 1}),
        (reordered, {"Two.": 1, "One.": 2}),
        (titled(("سفينة", "船的龙骨是干的。")), {"سفينة": 1, "船的龙骨是干的。": 1}),
    ],
)
def test_what_slides_say(fill: FillSlides, expected: dict[str, int]):
    told = said("a.pptx", slides(fill))
    assert {text: told.get(text) for text in expected} == expected


def test_points_of_a_slide_are_nested():
    found = [(unit.said, unit.depth) for unit in units("a.pptx", slides(levels)) if unit.depth]
    assert found == [("mast", 1), ("of spruce", 2), ("sail", 1)]
