"""The child process of documents: bytes of a file on stdin, on stdout a JSON list of texts, or why there are none.

PDF is read by pypdfium2 (Apache-2.0 and BSD-3, wheels for Linux, macOS and Windows): text in the order of the page. All
others are zip archives of XML, or mail, which the standard library reads. Pictures are read by Tesseract, if it is
there: this process becomes it, so that its bounds are those of the child.
"""

import json
import os
import posixpath
import re
import sys
from collections.abc import Callable
from html import unescape

from assistant.notes.formats.archive import Archive
from assistant.notes.formats.document import INSTALL
from assistant.notes.formats.html import Html
from assistant.notes.formats.mail import eml, mbox
from assistant.notes.formats.sheets import xlsx
from assistant.notes.formats.slides import pptx
from assistant.notes.formats.word import docx, odt


def pdf(raw: bytes) -> list[str]:
    """Pages."""
    try:
        import pypdfium2
    except ImportError as error:
        raise ValueError(f"to read PDF, type: {INSTALL}") from error
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        secret = "password" in str(error).lower()
        raise ValueError("it is protected by a password" if secret else "it is broken") from error
    return [_paragraphs(page.get_textpage().get_text_bounded()) for page in document]


def _paragraphs(text: str) -> str:
    """Lines of a page, those put together that were only ended by its width."""
    lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\ufffe", "-").split("\n")]
    longest = max(map(len, lines), default=0)
    told = ""
    for before, line in zip(["", *lines], lines, strict=False):
        runs_on = before and line and len(before) > longest * 0.7 and not before.endswith((".", ":", "?", "!"))
        if runs_on and before.endswith("-") and line[0].islower():
            told = told[:-1] + line
        else:
            told += (" " if runs_on else "\n\n" if told else "") + line
    return told


def epub(raw: bytes) -> list[str]:
    """Chapters, in the order in which they are read."""
    archive = Archive(raw)
    found = re.search(rb'full-path="([^"]+)"', archive.read("META-INF/container.xml"))
    if not found:
        raise ValueError("it is broken: META-INF/container.xml")
    package = unescape(found[1].decode())
    root = archive.xml(package)
    secret = archive.read("META-INF/encryption.xml") if "META-INF/encryption.xml" in archive.names else b""
    if re.search(rb'URI="[^"]+\.x?html?"', secret):
        raise ValueError("its text is encrypted")
    items = {item.get("id"): item.get("href", "") for item in root.iter("{http://www.idpf.org/2007/opf}item")}
    order = [items.get(ref.get("idref"), "") for ref in root.iter("{http://www.idpf.org/2007/opf}itemref")]
    names = [posixpath.normpath(posixpath.join(posixpath.dirname(package), href)) for href in order if href]
    return [Html().text(archive.read(name).decode("utf-8", "replace")) for name in names if name in archive.names]


READERS: dict[str, Callable[[bytes], list[str]]] = {
    ".pdf": pdf, ".docx": docx, ".odt": odt, ".pptx": pptx, ".xlsx": xlsx, ".epub": epub, ".eml": eml, ".mbox": mbox,
}  # fmt: skip


def main(suffix: str, memory: str, *command: str) -> None:
    """Take the file on stdin apart, or become the program that reads it."""
    _bound(int(memory))
    if command:
        os.environ["OMP_THREAD_LIMIT"] = "1"
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
    try:
        said: list[str] | str = READERS[suffix](sys.stdin.buffer.read())
    except ValueError as error:
        said = str(error)
    except (MemoryError, RecursionError, KeyError, IndexError, OSError, EOFError, NotImplementedError, LookupError):
        said = "it is broken"
    sys.stdout.write(json.dumps(said))


def _bound(memory: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main(*sys.argv[1:])
