"""HTML: what a reader sees of a page, each piece at its line of the file."""

from html.parser import HTMLParser

from assistant.notes.formats.format import Format, Lines

_UNSEEN = frozenset("script style template svg noscript head iframe object canvas math select button nav".split())
_BLOCKS = frozenset(
    """p div section article header footer main aside ul ol dl dt dd blockquote figure figcaption table caption form
    fieldset details summary address hr body html thead tbody tfoot""".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Html(Format):
    """``.html``, ``.htm`` and ``.xhtml``."""

    def text(self, source: str) -> str:
        """At the lines of the file."""
        reader = _Reader(has_heading="<h1" in source.lower())
        reader.feed(source)
        reader.close()
        return str(reader.lines)


class _Reader(HTMLParser):
    def __init__(self, *, has_heading: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = Lines()
        self._has_heading = has_heading
        self._unseen: list[str] = []
        self._lists: list[str] = []
        self._mark = ""
        self._cells = 0
        self._is_ruled = False
        self._in_pre = self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._in_title = tag == "title"
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif not self._unseen:
            self._open(tag)

    def _open(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._begin(f"{'#' * _HEADINGS[tag]} ")
        elif tag == "li":
            self._begin(f"{'  ' * max(0, len(self._lists) - 1)}- ", breaks=1 if self._mark or self._lists else 2)
        elif tag in ("td", "th"):
            self._cell()
        elif tag == "tr":
            self._begin("| ", breaks=2 if not self._is_ruled else 1)
            self._cells = 0
        elif tag == "pre":
            self._begin("")
            self.lines.write("```", self.getpos()[0])
            self.lines.end(1)
            self._in_pre = True
        elif tag == "br":
            self.lines.end(1)
        elif tag in _BLOCKS:
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(tag)
        if tag == "table":
            self._is_ruled = False
        if not (self._mark or self._cells):
            self.lines.end(1 if self._lists[1:] else 2)

    def _begin(self, mark: str, breaks: int = 2) -> None:
        self.lines.end(breaks)
        self._mark = mark

    def _cell(self) -> None:
        if self._cells:
            self.lines.write(" | ", self.getpos()[0])
        elif self._mark:
            self.lines.write(self._mark, self.getpos()[0], between="|" if self._is_ruled else "")
            self._mark = ""
        self._cells += 1

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        elif not self._unseen:
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "tr" and self._cells:
            self._end_row()
        elif tag == "pre" and self._in_pre:
            self._in_pre = False
            self.lines.end(1)
            self.lines.write("```", self.getpos()[0])
            self.lines.end()
        elif tag in _HEADINGS or (tag in _BLOCKS and not self._cells):
            self._mark = ""
            self.lines.end(1 if self._lists else 2)

    def _end_row(self) -> None:
        line = self.getpos()[0]
        self.lines.write(" |", line)
        if not self._is_ruled:
            self.lines.end(1)
            self.lines.write("|" + "---|" * self._cells, 0)
            self._is_ruled = True
        self._cells = 0
        self.lines.end(1)

    def handle_data(self, data: str) -> None:
        line = self.getpos()[0]
        if self._in_title and not self._has_heading and data.strip():
            self.lines.write(f"# {' '.join(data.split())}", line)
            self.lines.end()
        elif not self._unseen and not self._in_title:
            self._say(data, line)

    def _say(self, text: str, line: int) -> None:
        if self._in_pre:
            for number, row in enumerate(text.split("\n")):
                self.lines.write(row.rstrip("\r"), line + number)
                self.lines.end(1)
            return
        words = " ".join(text.split())
        if not words:
            # White space between two words that stand in different elements.
            if text and not self.lines.is_fresh and not self._mark:
                self.lines.write(" ", line)
            return
        before = " " if text[0].isspace() and not self.lines.is_fresh and not self._mark else ""
        after = " " if text[-1].isspace() else ""
        self.lines.write(f"{self._mark or before}{words}{after}", line)
        self._mark = ""
