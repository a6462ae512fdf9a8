"""What a search shows, without what it was made of: little to send, and little to load in order to print it."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from assistant.app import SearchOutcome
    from assistant.domain import Hit
    from assistant.lexical.analysis import QueryWord

#: Longest snippet, in characters.
SNIPPET = 240


class Line(NamedTuple):
    """A hit: where its best sentence stands, the titles above it, the note's date, and the sentence."""

    path: str
    line: int
    heading: str
    date: str
    snippet: str


class Listing(NamedTuple):
    """The hits of a search, best first, the words to mark in them, and what the user should know."""

    lines: tuple[Line, ...]
    words: tuple[str, ...]
    notices: tuple[str, ...]

    @classmethod
    def of(cls, outcome: "SearchOutcome") -> "Listing":
        """What is shown of an outcome."""
        words = outcome.explanation.words
        surfaces = tuple(word.surface for word in words if word.weight)
        return cls(tuple(_line(hit, words) for hit in outcome.hits), surfaces, outcome.notices)


def _line(hit: "Hit", words: "list[QueryWord]") -> Line:
    from assistant.guards.terminal import one_line
    from assistant.retrieve.snippet import best_sentence

    passage = hit.passage
    sentence = best_sentence(passage, words)
    heading = " › ".join(dict.fromkeys([passage.title, *passage.chunk.headings]))
    text = one_line(sentence.text) if sentence else ""
    return Line(
        passage.path,
        (sentence or passage.chunk).span.line_start,
        heading,
        passage.date.isoformat(),
        text if len(text) <= SNIPPET else text[: SNIPPET - 1] + "…",
    )
