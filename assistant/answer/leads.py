"""The first line of a note that says its day, which holds for all that the note tells."""

from collections.abc import Callable, Sequence

from assistant.domain import Passage, Sentence
from assistant.values import ValueKind, find_values

#: A note's first line that holds its date is no longer than this.
LEAD_CHARACTERS = 80

#: All passages of the note at a path, in order.
NoteOf = Callable[[str], Sequence[Passage]]


def lead_of(passage: Passage, note_of: NoteOf) -> tuple[Passage, Sentence] | None:
    """The note's first line when it says the note's day, with the passage it stands in."""
    first = next(iter(note_of(passage.path)), None)
    if first is None or not first.chunk.sentences:
        return None
    sentence = first.chunk.sentences[0]
    if len(sentence.text) > LEAD_CHARACTERS or "\n" in sentence.text:
        return None
    days = (v for v in find_values(sentence.text, passage.language, passage.date) if v.kind is ValueKind.DATE)
    written = passage.date.isoformat()
    return (first, sentence) if any(r.startswith(written) for day in days for r in day.readings) else None
