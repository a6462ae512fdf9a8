"""A second look at what the reader found: its sentence read again, without the rest of the passage.

In a whole passage, a reader takes what stands among the words of the question for its answer. Shown the sentence with
its neighbours only, the same model tells better whether it answers: "read, then verify" (Hu et al. 2019).
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer.leads import NoteOf, lead_of
from assistant.answer.reading import Found, without_orders
from assistant.answer.turns import characters
from assistant.engines.ports import Reader

#: So many of the best spans are looked at again.
LOOKS = 6
#: Sentences before the span's own, and behind it, that are shown with it.
BEFORE, BEHIND = 1, 0
#: How much the second look counts for a span's score, and the first one less.
LOOK_SHARE = 0.5


def look_again(reader: Reader, question: str, found: Sequence[Found], note_of: NoteOf) -> tuple[Found, ...]:
    """The spans, best first, the first ``LOOKS`` of them with the margin of their sentence alone as ``looked``.

    The line with a note's day says nothing by itself, and is not looked at.
    """
    near = {n: text for n, one in enumerate(found[:LOOKS]) if (text := _sentence_of(one, note_of))}
    readings = reader.read(question, list(near.values())) if near else []
    looked = {n: reading.best.score for n, reading in zip(near, readings, strict=True) if reading.best}
    seen = [_seen(one, looked.get(n, one.margin)) for n, one in enumerate(found[:LOOKS])]
    return (*sorted(seen, key=lambda one: -one.score), *found[LOOKS:])


def _seen(one: Found, looked: float) -> Found:
    return replace(one, looked=looked, score=one.score + LOOK_SHARE * (looked - one.margin))


def _sentence_of(one: Found, note_of: NoteOf) -> str:
    """The span's sentence with its neighbours in the passage; nothing for the line with the note's day."""
    lead = lead_of(one.passage, note_of)
    places = list(characters(one.passage))
    at = next((n for n, (_, sentence) in enumerate(places) if sentence == one.sentence), None)
    if at is None or (lead and lead[1] == one.sentence):
        return ""
    last, sentence = places[min(at + BEHIND, len(places) - 1)]
    return without_orders(one.passage, places)[places[max(0, at - BEFORE)][0] : last + len(sentence.text)]
