"""How a search came about, in lines for a person."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from assistant.domain import Hit
    from assistant.lexical.analysis import QueryWord
    from assistant.retrieve.explain import Explanation
    from assistant.retrieve.query import Query


def explained(explanation: "Explanation", hits: "Sequence[Hit]") -> list[str]:
    """The query taken apart, the lists, the hits with the sum of each score, and the time."""
    query = explanation.query
    lines = [f"query: {query.text}"]
    if explanation.allowed is not None:
        lines.append(f"filters: {'; '.join(filters_shown(query))}: {explanation.allowed} passages left")
    lines += [f"days: {said.words} = {said.days}" for said in query.said]
    lines.append(
        f"words: {', '.join(_word(word, explanation) for word in explanation.words if word.weight) or '(none)'}"
    )
    lines += [f"in other words: {wording}" for wording in explanation.wordings]
    lists = [
        f"{name} {count} candidates at weight {explanation.weights[name]:.2f}"
        for name, count in explanation.candidates.items()
    ]
    lines.append(f"lists: {', '.join(lists) or 'none, the newest notes'}")
    if explanation.reranked is not None:
        lines.append(f"reranker: {explanation.reranked} passages read")
    lines += [_hit(number, hit) for number, hit in enumerate(hits, start=1)]
    timings = ", ".join(f"{stage} {ms:.1f} ms" for stage, ms in explanation.timings_ms.items())
    lines.append(f"time: {timings}")
    return [one_line(line) for line in lines]


def filters_shown(query: "Query") -> list[str]:
    """Everything that narrows a search, as it would be typed."""
    filters = query.filters
    shown = [f"tag:{tag}" for tag in filters.tags] + [f"-tag:{tag}" for tag in filters.without_tags]
    shown += [f"path:{path}" for path in filters.paths] + [f"-path:{path}" for path in filters.without_paths]
    shown += [f"since:{filters.since}"] if filters.since else []
    shown += [f"until:{filters.until}"] if filters.until else []
    shown += [f'"{phrase}"' for phrase in query.phrases] + [f"-{text}" for text in query.without]
    return shown or [f"in:{said.words}" for said in query.said]


def _word(word: "QueryWord", explanation: "Explanation") -> str:
    near = explanation.corrections.get(word.surface)
    return f"{word.surface} -> {' or '.join(near)} at weight {word.weight:.2f}" if near else word.surface


def _hit(number: int, hit: "Hit") -> str:
    where = f"{hit.passage.path}:{hit.passage.chunk.span.line_start}"
    ranks = "; ".join(f"{r.name} #{r.rank} score {r.score:.3f} gives {r.share:+.3f}" for r in hit.ranks)
    boosts = "".join(f"; x {factor:.2f} for {reason}" for reason, factor in hit.boosts)
    return f"{number}. {where} {hit.score:.3f} = {ranks or 'dated ' + str(hit.passage.date)}{boosts}{_beside(hit)}"


def _beside(hit: "Hit") -> str:
    """What is told beside a passage: how its date was read where it may be two days, and copies that differ."""
    passage = hit.passage
    told = f"; copies that differ: {', '.join(passage.copies)}" if passage.copies else ""
    if passage.date_otherwise:
        told += f"; its date is read as {passage.date} as the folder's others are, and may be {passage.date_otherwise}"
    return told
