"""Presentations of PowerPoint as slides, with their tables and what the speaker noted."""

from collections.abc import Iterator

from assistant.notes.formats.archive import RELATION, Archive, Element, one_line, table

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TITLES = ("title", "ctrTitle")
#: What a slide shows at its edge, and no one said.
_MARGIN = ("dt", "ftr", "sldNum", "hdr", "sldImg")


def pptx(raw: bytes) -> list[str]:
    """The slides in the order in which they are shown."""
    archive = Archive(raw)
    root, files = archive.known("ppt/presentation.xml"), archive.related("ppt/presentation.xml")
    order = [files.get(slide.get(f"{RELATION}id", ""), "") for slide in root.iter(f"{_SLIDES}sldId")]
    order = [name for name in order if name in archive.names] or archive.numbered(r"ppt/slides/slide(\d+)\.xml")
    if not order and "ppt/presentation.xml" not in archive.names:
        raise ValueError("it is broken: ppt/presentation.xml is missing")
    return [_slide(archive, name) for name in order]


def _slide(archive: Archive, name: str) -> str:
    notes = [file for file in archive.related(name).values() if "/notesSlides/" in file and file in archive.names]
    said = list(_shapes(archive.xml(name)))
    title = next((text for text, is_title in said if is_title), said[0][0] if said else "")
    rest = [text for text, _ in said]
    if title:
        rest.remove(title)
    noted = [text for file in notes for text, _ in _shapes(archive.xml(file))]
    parts = [f"## {one_line(title)}"] if title else []
    return "\n\n".join([*parts, *rest, *(["### Notes", *noted] if noted else [])])


def _shapes(root: Element) -> Iterator[tuple[str, bool]]:
    """The text of each shape and table, and whether it is the slide's title."""
    for element in root.iter():
        if element.tag == f"{_SLIDES}sp":
            place = element.find(f"{_SLIDES}nvSpPr/{_SLIDES}nvPr/{_SLIDES}ph")
            kind = "" if place is None else place.get("type", "body")
            text = "\n\n".join(_paragraphs(element, listed=kind == "body"))
            if text and kind not in _MARGIN:
                yield text, kind in _TITLES
        elif element.tag == f"{_DRAWING}tbl":
            yield table(_rows(element)), False


def _paragraphs(shape: Element, *, listed: bool) -> Iterator[str]:
    found = [(_words(paragraph), _level(paragraph)) for paragraph in shape.iter(f"{_DRAWING}p")]
    told = [(text, level) for text, level in found if text]
    listed = (listed and len(told) > 1) or any(level for _, level in told)
    for text, level in told:
        yield f"{'  ' * level}- {text}" if listed else text


def _level(paragraph: Element) -> int:
    properties = paragraph.find(f"{_DRAWING}pPr")
    return 0 if properties is None else int(properties.get("lvl", "0"))


def _words(element: Element) -> str:
    breaks = (f"{_DRAWING}br", f"{_DRAWING}p")
    return one_line(
        "".join((e.text or "") if e.tag == f"{_DRAWING}t" else " " * (e.tag in breaks) for e in element.iter())
    )


def _rows(element: Element) -> list[list[str]]:
    """The rows of a table: a cell over several rows is in each of them."""
    rows: list[list[str]] = []
    for row in element.iter(f"{_DRAWING}tr"):
        cells: list[str] = []
        for cell in row.findall(f"{_DRAWING}tc"):
            above = rows[-1][len(cells)] if cell.get("vMerge") and rows else ""
            cells.append(above or _words(cell))
        rows.append(cells)
    return rows
