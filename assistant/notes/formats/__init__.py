"""What kinds of files are notes, each a file of this folder: how one becomes text, where a citation of it points."""

from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from assistant.notes.formats.format import Format

#: Formats by module and class, with the ends of their names in lower case; a module is imported for its first file.
_FORMATS = {
    "text.Markdown": (".md", ".markdown", ".mdown"),
    "text.PlainText": (".txt", ".text"),
    "org.Org": (".org",),
    "restructured.ReStructuredText": (".rst", ".rest"),
    "asciidoc.AsciiDoc": (".adoc", ".asciidoc", ".asc"),
    "html.Html": (".html", ".htm", ".xhtml"),
    "captions.Captions": (".vtt", ".srt"),
    "notebook.Notebook": (".ipynb",),
    "canvas.Canvas": (".canvas",),
    "rows.Csv": (".csv", ".tsv"),
}
#: Documents, which are taken apart in a child process.
_DOCUMENTS = (".pdf", ".docx", ".odt", ".pptx", ".xlsx", ".epub", ".eml", ".mbox")
#: Pictures, which Tesseract reads where it is installed.
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
_BY_SUFFIX = (
    {suffix: name for name, suffixes in _FORMATS.items() for suffix in suffixes}
    | {suffix: f"document.Document{suffix}" for suffix in _DOCUMENTS}
    | {suffix: f"picture.Picture{suffix}" for suffix in _PICTURES}
)

SUFFIXES = tuple(_BY_SUFFIX)
"""What may be a note, by the end of its name in lower case."""

#: Files of these are the user's own text, into which tags may be written.
WRITABLE = frozenset(_FORMATS["text.Markdown"] + _FORMATS["text.PlainText"])


def format_of(path: str) -> Format:
    """The format of a file by the end of its name; Markdown for any other."""
    return _format(_BY_SUFFIX.get(PurePosixPath(path).suffix.lower(), "text.Markdown"))


def is_note(name: str) -> bool:
    """Whether a file counts as a note, by the end of its name; pictures do where something reads them."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in _BY_SUFFIX and (suffix not in _PICTURES or _reads_pictures())


@cache
def _reads_pictures() -> bool:
    from shutil import which

    return which("tesseract") is not None


def place(path: str, first: int, last: int, text: str = "") -> str:
    """Where lines of a note are, for a user to look at: ``3-4``, ``cell 2``, and with its ``text`` ``00:12:40``."""
    kind = format_of(path)
    return kind.at(first, text) or f"{kind.place}{first}" + (f"-{last}" if last != first else "")


@cache
def _format(name: str) -> Format:
    module, kind, *suffix = name.split(".")
    found: Format = getattr(import_module(f"assistant.notes.formats.{module}"), kind)(*(f".{end}" for end in suffix))
    return found
