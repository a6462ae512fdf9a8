"""The lists of a search: passages that hold the words, passages near in meaning, and these token by token."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from assistant.lexical.analysis import QueryWord
from assistant.lexical.index import LexicalIndex
from assistant.retrieve.explain import Explanation

if TYPE_CHECKING:
    from assistant.engines.ports import Embedder, Vectors
    from assistant.store.vectors import VectorIndex

#: Taken from each list before fusion.
CANDIDATES = 200
#: So many of the best by both lists are looked at token by token.
TOKEN_CANDIDATES = 60

#: Scores by chunk id, best first.
Scores = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class VectorSide:
    """What vector search needs: the vectors and the embedder that made them."""

    index: "VectorIndex"
    embedder: "Embedder"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many passages a list takes, and from which.

    From ``among`` (``None``: from all), and as many from ``dated``, the passages of days that the question names and
    what their score is multiplied by, so that these are candidates wherever they rank. ``hidden`` are passages of
    copies, which are never shown.
    """

    limit: int
    among: Collection[int] | None
    dated: Mapping[int, float]
    hidden: frozenset[int] = frozenset()

    def sets(self) -> list[Collection[int] | None]:
        """The sets from which a list takes its best."""
        return [self.among, self.dated] if self.dated else [self.among]


def lexical_scores(index: LexicalIndex, words: Sequence[QueryWord], reach: Reach, explanation: Explanation) -> Scores:
    """BM25 of the passages that hold the words best."""
    with explanation.timed("lexical"):
        hits = [hit for among in reach.sets() for hit in index.search(words, reach.limit, among)]
        return _best_first({hit.chunk_id: hit.score for hit in hits})


def vector_scores(
    index: "VectorIndex", question: "Vectors", reach: Reach, others: Collection[int], explanation: Explanation
) -> Scores:
    """Cosine similarity of the nearest passages, and of the other list's: no candidate's similarity is guessed."""
    with explanation.timed("vector"):
        hits = [hit for among in reach.sets() for hit in index.search(question, reach.limit, among)]
        near = {hit.chunk_id: hit.similarity for hit in hits}
        vectors = index.vectors_of([chunk_id for chunk_id in others if chunk_id not in near])
        near |= {chunk_id: float(vector @ question) for chunk_id, vector in vectors.items()}
        return _best_first(near)


def token_list(
    index: "VectorIndex", question: "Vectors", candidates: Iterable[int], explanation: Explanation
) -> Scores:
    """Scores by tokens of the first candidates; none when one has no tokens stored, since no score is guessed.

    ``question`` holds the vectors of its tokens, shape ``(n, dims)``.
    """
    if not len(question):
        return {}
    from assistant.retrieve.tokens import token_scores
    from assistant.store.embeddings import packed_tokens

    with explanation.timed("tokens"):
        chunk_ids = list(islice(candidates, TOKEN_CANDIDATES))
        stored = index.tokens_of(chunk_ids)
        if len(stored) < len(chunk_ids):
            return {}
        return token_scores(packed_tokens(question), stored, question.shape[1])


def _best_first(scores: Scores) -> Scores:
    return dict(sorted(scores.items(), key=lambda item: -item[1]))
