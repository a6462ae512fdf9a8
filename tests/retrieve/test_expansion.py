import math

from makers import passage

from assistant.lexical.analysis import QueryWord, analyze_query
from assistant.retrieve.expansion import WEIGHT, WORDS, expanded

COMMON = {"the", "and", "was"}


def rarity(word: QueryWord) -> float:
    return 0.0 if word.surface in COMMON else math.log(10)


def added(question: str, *texts: str) -> dict[str, float]:
    words = analyze_query(question, ("en",))
    best = [(passage(i, text), 1.0 / i) for i, text in enumerate(texts, start=1)]
    found = expanded(words, best, rarity)
    assert found[: len(words)] == words
    return {word.surface: word.weight for word in found[len(words) :]}


def test_the_words_that_the_best_passages_share_are_looked_for_too():
    found = added("vellum", "The vellum press and the press room.", "A press for vellum.")
    assert next(iter(found)) == "press"
    assert found["press"] == WEIGHT
    assert all(0 < weight <= WEIGHT for weight in found.values())


def test_words_of_the_question_common_ones_and_bare_numbers_are_not_added():
    assert added("vellum", "the vellum and the vellum was 1234 in it") == {}


def test_no_more_than_a_few_are_added():
    assert len(added("vellum", " ".join(f"word{chr(97 + i)}{chr(97 + i)}" for i in range(20)))) == WORDS


def test_without_passages_nothing_is_added():
    assert added("vellum") == {}
