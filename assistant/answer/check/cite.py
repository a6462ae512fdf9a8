"""The lines of a draft, read again from disk: what moved is cited where it is now, what is gone is not cited."""

from datetime import date

from assistant.answer.check.quotes import QuoteReader
from assistant.answer.draft.model import Draft, Quoted
from assistant.domain import Citation, EvidenceSentence, Statement, Supports


def cite(draft: Draft, quotes: QuoteReader) -> tuple[tuple[Citation, ...], tuple[Statement, ...]]:
    """A citation for each place of a draft, numbered from 1, none at all where one of them is gone; and its rivals.

    Where notes contradict each other, all that they say is stated, newest first, each with a citation of its own.
    """
    own = _cited(draft, quotes, 1)
    if not own:
        return (), ()
    found, stated = list(own), [(draft, own[0].n)]
    for rival in draft.rivals:
        if cited := _cited(rival, quotes, len(found) + 1):
            found += cited
            stated.append((rival, cited[0].n))
    if len(stated) == 1:
        return own, ()
    newest = sorted(stated, key=lambda one: _day(one[0]), reverse=True)
    return tuple(found), tuple(Statement(one.short, _day(one), n) for one, n in newest)


def _cited(draft: Draft, quotes: QuoteReader, first: int) -> tuple[Citation, ...]:
    how = Supports.VALUE if draft.short else Supports.VERBATIM
    found = []
    for n, quoted in enumerate(draft.quoted, start=first):
        block = quotes.block(quoted.passage.path, quoted.parts)
        if block is None:
            return ()
        path, place = quoted.passage.path, quotes.place(quoted.passage.path, block[0], block[1])
        found.append(Citation(n, path, *block, supports=how, place=place))
    return tuple(found)


def _day(draft: Draft) -> date:
    return draft.quoted[0].unit.day or draft.quoted[0].passage.date


def evidence_of(quoted: Quoted, n: int) -> EvidenceSentence:
    """A place as numbered evidence."""
    passage = quoted.passage
    return EvidenceSentence(
        n=n,
        path=passage.path,
        title=passage.title,
        date=quoted.unit.day or passage.date,
        language=passage.language,
        sentence=quoted.parts[0],
        headings=quoted.unit.headings,
    )
