"""Documents that are zip archives of XML: their files within bounds, and tables as text."""

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree

Element = ElementTree.Element
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

#: Bytes of one file in an archive, unpacked.
LARGEST = 100_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SECRET = "EncryptedPackage".encode("utf-16-le")


class Archive:
    """A zip archive of XML, each file within bounds. Raises ``ValueError`` where it is none."""

    def __init__(self, raw: bytes) -> None:
        if raw.startswith(_OLD_OFFICE):
            raise ValueError("it is protected by a password" if _SECRET in raw else "it is of an old format of Office")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except zipfile.BadZipFile as error:
            raise ValueError("it is broken") from error
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        if name not in self.names:
            raise ValueError(f"it is broken: {name} is missing")
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise ValueError("it is protected by a password")
        if info.file_size > LARGEST:
            raise ValueError("what it holds is too large")
        try:
            return self._zip.read(info)
        except zipfile.BadZipFile as error:
            raise ValueError(f"it is broken: {name}") from error

    def xml(self, name: str) -> Element:
        """The root of an XML file."""
        try:
            return ElementTree.fromstring(self.read(name))  # noqa: S314 - a child process with bounds
        except ElementTree.ParseError as error:
            raise ValueError(f"it is broken: {name}") from error

    def known(self, name: str) -> Element:
        """The root of an XML file that need not be there."""
        return self.xml(name) if name in self.names else Element("nothing")

    def numbered(self, pattern: str) -> list[str]:
        """The files that fit a pattern with a number, by it."""
        found = [(int(match[1]), name) for name in self.names if (match := re.fullmatch(pattern, name))]
        return [name for _, name in sorted(found)]

    def related(self, name: str) -> dict[str, str]:
        """The files that a file of Office refers to, by the ids that it uses for them."""
        folder, base = posixpath.split(name)
        links = self.known(f"{folder}/_rels/{base}.rels")
        return {
            link.get("Id", ""): posixpath.normpath(posixpath.join(folder, link.get("Target", ""))).lstrip("/")
            for link in links
            if link.get("TargetMode") != "External"
        }


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a table of Markdown, the first with the names of the columns."""
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    if lines:
        lines.insert(1, f"|{'---|' * max(map(len, rows))}")
    return "\n".join(lines)


def one_line(text: str) -> str:
    """A text without breaks and doubled spaces."""
    return " ".join(text.split())
