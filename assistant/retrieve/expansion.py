"""Words that the best passages share, looked for beside a question's own: pseudo-relevance feedback.

Off unless it is asked for: by how much it moved each test set is in docs/retrieval.md.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from assistant.domain import Passage
from assistant.lexical.analysis import QueryWord, analyze

#: Passages that are read, words that are taken from them, and what the best of these counts.
PASSAGES, WORDS, WEIGHT = 5, 10, 0.2
#: Shorter words, and single Chinese characters, say too little.
SHORTEST, SHORTEST_CJK = 3, 2


def expanded(
    words: Sequence[QueryWord], best: Sequence[tuple[Passage, float]], rarity: Callable[[QueryWord], float]
) -> list[QueryWord]:
    """The words of a question, and those that tell most of its best passages, which come with their scores.

    A word tells by its frequency in a passage, times the passage's share of all scores, times ``rarity``: the
    relevance model of Lavrenko and Croft (2001), with inverse document frequency in place of a background model.
    """
    known = {term for word in words for term in (*word.stemmed, *word.exact)}
    whole = sum(score for _, score in best) or 1.0
    shares: defaultdict[str, float] = defaultdict(float)
    for passage, score in best:
        terms = analyze(passage.chunk.text, passage.language).stemmed
        for term in terms:
            shares[term] += score / whole / len(terms)
    added = [QueryWord(term, (term,), (), 1.0) for term in shares if term not in known and _tells(term)]
    worth = {word.surface: shares[word.surface] * rarity(word) for word in added}
    most = sorted(added, key=lambda word: -worth[word.surface])[:WORDS]
    best_worth = max((worth[word.surface] for word in most), default=1.0) or 1.0
    weighed = [QueryWord(w.surface, w.stemmed, (), WEIGHT * worth[w.surface] / best_worth) for w in most]
    return [*words, *(word for word in weighed if word.weight > 0)]


def _tells(term: str) -> bool:
    shortest = SHORTEST if term.isascii() else SHORTEST_CJK
    return len(term) >= shortest and not term.isdigit()
