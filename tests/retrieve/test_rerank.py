"""Reranking: better passages first, and never longer than it may take."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import passage

from assistant.domain import Hit
from assistant.engines.fakes import FakeReranker
from assistant.retrieve.pace import REMEMBERED_SECONDS, Pace, load_pace, save_pace
from assistant.retrieve.rerank import Reranking, mixed_by_share

TEXT = "word " * 40
SIZE = len(f"A\n{TEXT}".encode()) + len(b"beta")


class Watch:
    """A clock that only work moves on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class SlowReranker(FakeReranker):
    """Takes so many milliseconds for each 1,000 bytes, a factor for each batch in turn."""

    def __init__(self, watch: Watch, read_ms: float, factors: Sequence[float] = ()) -> None:
        self.watch, self.read_ms, self.factors = watch, read_ms, list(factors)
        self.batches: list[int] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        factor = self.factors.pop(0) if self.factors else 1.0
        size = sum(len(query.encode()) + len(text.encode()) for text in texts)
        self.watch.seconds += factor * self.read_ms * size / 1_000_000
        self.batches.append(len(texts))
        return super().score(query, texts)


def hits(*texts: str) -> list[Hit]:
    return [Hit(passage(n, text), 1 - n / 100) for n, text in enumerate(texts)]


def order(found: Sequence[Hit]) -> list[int]:
    return [hit.passage.chunk_id for hit in found]


def reranking(tmp_path: Path, reranker: FakeReranker, budget_ms: float, watch: Watch | None = None) -> Reranking:
    return Reranking(lambda: reranker, budget_ms, tmp_path / "pace.json", watch or Watch())


def test_the_passage_that_answers_comes_first(tmp_path):
    found = hits("the soup was good", "the garden in June", "when the beta starts", "the beta")
    done = reranking(tmp_path, FakeReranker(), 1000).run("when the beta starts", found)
    assert order(done.hits)[0] == 2
    assert done.read == 4
    assert sorted(order(done.hits)) == [0, 1, 2, 3]
    best = done.hits[0]
    assert best.score == pytest.approx(found[2].score * dict(best.boosts)["reranker"])


def test_no_hits_no_work(tmp_path):
    def load():
        raise AssertionError("loaded for nothing")

    assert Reranking(load, 1000, tmp_path / "pace.json").run("beta", []).hits == ()


def test_only_as_many_as_fit_are_read_and_the_best_first(tmp_path):
    watch = Watch()
    save_pace(Pace(0, 100), tmp_path / "pace.json")
    slow = SlowReranker(watch, 100)
    budget = 100 * SIZE / 1000 * 12
    done = reranking(tmp_path, slow, budget, watch).run("beta", hits(*[TEXT] * 40))
    assert 9 <= done.read < 12
    assert slow.batches[0] == 6
    assert watch.seconds * 1000 <= budget


@given(
    known=st.floats(1, 1000),
    factors=st.lists(st.floats(1, 2), max_size=60),
    load_ms=st.floats(0, 400),
    budget=st.floats(1, 3000),
    count=st.integers(0, 40),
)
def test_it_never_takes_longer_than_it_may_while_it_is_not_more_than_twice_as_slow_as_before(
    tmp_path_factory, known, factors, load_ms, budget, count
):
    memory = tmp_path_factory.mktemp("pace") / "pace.json"
    watch = Watch()
    save_pace(Pace(load_ms, known), memory)

    def load():
        watch.seconds += load_ms / 1000
        return SlowReranker(watch, known, factors)

    done = Reranking(load, budget, memory, watch).run("beta", hits(*[TEXT] * count))
    assert watch.seconds * 1000 <= budget + 1e-6
    assert len(done.hits) == count


def test_a_model_that_would_not_fit_is_not_even_loaded(tmp_path):
    watch = Watch()
    slow = SlowReranker(watch, 1_000_000)
    found = hits(TEXT, "beta")
    first = reranking(tmp_path, slow, 50, watch).run("beta", found)
    assert first.read == 1
    again = Reranking(lambda: pytest.fail("loaded"), 50, tmp_path / "pace.json", watch).run("beta", found)
    assert (again.read, again.hits) == (0, tuple(found))
    assert (tmp_path / "pace.json").stat().st_mode & 0o777 == 0o600


def test_a_hit_that_was_not_read_comes_between_good_and_bad_ones():
    found = hits("a", "b", "c", "d")
    assert order(mixed_by_share(found, [-9.0, 9.0, -9.0])) == [1, 3, 0, 2]
    assert order(mixed_by_share(found, [-9.0, 9.0])) == [1, 2, 3, 0]
    assert order(mixed_by_share(found, [])) == order(mixed_by_share(found, [4.0, 4.0])) == [0, 1, 2, 3]


@given(st.lists(st.integers(-20, 20), max_size=8), st.integers(1, 9), st.integers(-5, 5))
def test_the_scale_of_a_reranker_does_not_matter(scores, factor, shift):
    found = hits(*"abcdefgh")
    moved = mixed_by_share(found, [factor * score + shift for score in scores])
    assert {hit.passage.chunk_id: hit.score for hit in moved} == pytest.approx(
        {hit.passage.chunk_id: hit.score for hit in mixed_by_share(found, scores)}, abs=1e-6
    )


def test_a_memory_that_is_lost_spoilt_or_old_is_learned_anew(tmp_path):
    (tmp_path / "pace.json").write_text("{")
    assert load_pace(tmp_path / "pace.json") == load_pace(tmp_path / "none.json") == Pace()
    save_pace(Pace(5, 100), tmp_path / "pace.json")
    assert load_pace(tmp_path / "pace.json") == Pace(5, 100)
    yesterday = time.time() - REMEMBERED_SECONDS - 1
    os.utime(tmp_path / "pace.json", (yesterday, yesterday))
    assert load_pace(tmp_path / "pace.json") == Pace()
    pace = Pace(5, 100)
    pace.learn(1000, 300)
    assert pace.read_ms == 300
    pace.learn(1000, 100)
    assert pace.read_ms == 200
