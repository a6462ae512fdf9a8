"""What a kind of file has to know: how it becomes the text that everything else reads.

A citation points at a line of that text, and a line is what ``\\n`` ends. So the text of a format has one ``\\n`` for
each place of the file that can be pointed at: lines of a text file stay where they are, a notebook has a line for each
cell, a document for each page. What else has to be on a line of its own, a paragraph of a page, is parted by ``\\r``,
which is a break to the reader of Markdown and no line to count.
"""

import re
from collections.abc import Iterable

_BREAK = re.compile(r"\r\n?|\n")


class Format:
    """One kind of file; text that is read as it is, unless it says otherwise.

    ``is_plain`` says that its text has no Markdown meaning, ``place`` what a line of its text is called: ``cell``,
    ``card``, or nothing for a line of the file.
    """

    is_plain = False
    is_binary = False
    place = ""

    def text(self, source: str) -> str:
        """What a file with this content says. Raises ``ValueError`` saying why it can't be told."""
        return source

    def text_of(self, raw: bytes) -> str:
        """The same of a file that ``is_binary``, and is no text itself."""
        return self.text(raw.decode("utf-8", "replace"))

    def at(self, line: int, text: str) -> str:  # noqa: ARG002
        """What a line is called, where the file itself calls it something."""
        return ""


def as_places(parts: Iterable[str]) -> str:
    """Texts, each one line to count, with an empty one between them that is none."""
    return "\n\r".join(_BREAK.sub("\r", part.strip()) for part in parts)


class Lines:
    """Text that is written at lines of a source, in order; blocks of one line are parted without counting."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._line = 1
        self._breaks = 0

    @property
    def is_fresh(self) -> bool:
        """Whether what comes next begins a line."""
        return self._breaks > 0 or not self._parts

    def write(self, text: str, line: int, between: str = "") -> None:
        """Write a piece without breaks that stands in this line of the source, or goes on with what stands above.

        ``between`` is written into the lines that are passed over: a table would end at an empty one.
        """
        if not self.is_fresh:
            self._parts.append(text)
            return
        counted = max(0, line - self._line)
        self._line += counted
        # A break that counts comes first: the other one before it would be taken for half of it.
        passed = "\n" + f"{between}\n" * (counted - 1) if counted else ""
        self._parts.append(passed + "\r" * max(0, self._breaks - counted) * bool(self._parts) + text)
        self._breaks = 0

    def end(self, breaks: int = 2) -> None:
        """Begin a new paragraph, or with one break a new line, with what is written next."""
        self._breaks = max(self._breaks, breaks)

    def __str__(self) -> str:
        return "".join(self._parts)
