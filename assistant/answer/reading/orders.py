"""Units without what speaks to a machine instead of a reader: it is no answer, and must not colour any."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from assistant.domain import Sentence, Span, Unit, UnitKind
from assistant.guards.injection import looks_like_instruction


def without_orders(unit: Unit) -> Iterator[Unit]:
    """The unit, or what is left of it before, between and after the sentences that give orders to a machine."""
    if not _gives_orders(unit.text) and not any(_gives_orders(s.text) for s in unit.sentences):
        yield unit
        return
    # What an order stands in as a whole is not taken apart: a row, a line of code, a task.
    if unit.kind not in (UnitKind.PROSE, UnitKind.QUOTE, UnitKind.ENTRY, UnitKind.TURN, UnitKind.CALLOUT):
        return
    for is_order, run in groupby(unit.sentences, key=lambda sentence: _gives_orders(sentence.text)):
        if not is_order:
            yield _of_sentences(unit, tuple(run))


def _of_sentences(unit: Unit, sentences: tuple[Sentence, ...]) -> Unit:
    """The part of a unit that reaches from the first to the last of these sentences."""
    first, last = sentences[0].span, sentences[-1].span
    raw, base = unit.text.encode(), unit.span.start
    text = raw[first.start - base : last.end - base].decode(errors="ignore")
    span = Span(first.start, last.end, first.line_start, last.line_end)
    return replace(unit, span=span, text=text, said=" ".join(text.split()), sentences=sentences)


@lru_cache(maxsize=1 << 12)
def _gives_orders(text: str) -> bool:
    return looks_like_instruction(text)
