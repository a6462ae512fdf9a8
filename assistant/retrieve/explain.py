"""How a search result came about, stage by stage."""

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from assistant.lexical.analysis import QueryWord
from assistant.retrieve.query import Query


@dataclass(slots=True)
class Explanation:
    """Filled while a search runs.

    ``words`` are what the lexical list was asked for, ``corrections`` what mistyped ones were taken for, ``wordings``
    the question in a model's words; ``allowed`` counts the passages that the filters leave, and is ``None`` without
    filters. ``candidates`` counts each list, ``weights`` says what each counts, ``reranked`` how many passages a
    reranker read (``None`` without one), ``timings_ms`` how long each stage took.
    """

    query: Query = field(default_factory=lambda: Query(""))
    words: list[QueryWord] = field(default_factory=list)
    corrections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    wordings: tuple[str, ...] = ()
    allowed: int | None = None
    candidates: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    reranked: int | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def timed(self, stage: str) -> AbstractContextManager[None]:
        """Adds the milliseconds of a ``with`` block to a stage."""
        return timed(self.timings_ms, stage)


@contextmanager
def timed(timings_ms: dict[str, float], stage: str) -> Iterator[None]:
    """Adds the milliseconds of a ``with`` block to a stage of ``timings_ms``."""
    started = time.perf_counter()
    try:
        yield
    finally:
        spent = (time.perf_counter() - started) * 1000
        timings_ms[stage] = round(timings_ms.get(stage, 0.0) + spent, 3)
