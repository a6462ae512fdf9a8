"""Small values for tests, made the way the program makes them."""

from datetime import date

from assistant.domain import Chunk, DateSource, FileState, Note, Passage, Sentence, Span
from assistant.store.catalog import Source


def sentence(text: str, start: int = 0, line: int = 1) -> Sentence:
    return Sentence(text, Span(start, start + len(text.encode()), line, line + text.count("\n")))


def chunk(*sentences: str, headings: tuple[str, ...] = (), start: int = 0, line: int = 1) -> Chunk:
    """A chunk with one sentence a line."""
    found, at, row = [], start, line
    for text in sentences:
        found.append(sentence(text, at, row))
        at, row = at + len(text.encode()) + 1, row + 1
    text = "".join(f"{s}\n" for s in sentences)
    return Chunk(text, Span(start, start + len(text.encode()), line, row - 1), headings, tuple(found))


def note(path: str, *chunks: Chunk, title: str = "", title_from_text: bool = True, tags: tuple[str, ...] = ()) -> Note:
    return Note(
        path=path,
        title=title or path.rpartition("/")[2].rpartition(".")[0],
        title_from_text=title_from_text and bool(title),
        date=date(2026, 3, 1),
        date_source=DateSource.MTIME,
        language="en",
        tags=tags,
        links=(),
        chunks=chunks,
    )


def source(path: str, content_hash: str = "h", size: int = 1, mtime_ns: int = 1, recipe: str = "r") -> Source:
    return Source(FileState(path, size, mtime_ns), content_hash, "utf-8", recipe, mtime_ns)


def passage(chunk_id: int, *sentences: str, path: str = "a.md", title: str = "A", language: str = "en") -> Passage:
    return Passage(chunk_id, path, title, date(2026, 3, 1), language, (), chunk(*sentences))
