"""A question as one value that every later stage asks, so that none reads the question's text again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer.question.forms import Form, form_of
from assistant.lexical.analysis import QueryWord, analyze
from assistant.retrieve.query import Query
from assistant.retrieve.said import surfaces
from assistant.retrieve.search import Search
from assistant.values.days import SaidDays


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its text without filters, its words with weights that sum to 1 (rarer ones weigh more).

    ``form`` is how it is to be answered, ``sure`` how likely it asks for that, ``days`` are those that it names.
    """

    text: str
    words: tuple[QueryWord, ...]
    weights: tuple[float, ...]
    form: Form
    sure: float
    days: tuple[SaidDays, ...] = ()

    def names(self, day: date) -> bool:
        """Whether it names a day, or days that hold it."""
        return any(day in said.days for said in self.days)

    def is_of(self, day: date, text: str) -> bool:
        """Whether a text of a day is of a day that it names, or says its words; true where it names none."""
        folded = text.casefold()
        return not self.days or self.names(day) or any(said.words.casefold() in folded for said in self.days)

    def says(self, text: str) -> bool:
        """Whether the words of a text are all its own."""
        own = {part for word in self.words for part in word.surface.casefold().split()}
        return bool(text.strip()) and all(part.strip(".,;:!?()\"'") in own for part in text.casefold().split())

    def covered(self, text: str, language: str) -> list[bool]:
        """Which of the question's words a text holds."""
        terms = analyze(text, language)
        present = {*terms.stemmed, *terms.exact}
        return [not present.isdisjoint(word.stemmed) or not present.isdisjoint(word.exact) for word in self.words]

    def coverage(self, text: str, language: str) -> float:
        """The weighted share of the question's words that a text holds, 0..1."""
        return sum((w for w, held in zip(self.weights, self.covered(text, language), strict=True) if held), 0.0)


def parse(query: Query, search: Search) -> Question:
    """The question that a search has taken apart, weighed by how rare its words are in this index.

    Those that name a day are no words to be found: a note of that day need not say it.
    """
    days = surfaces(query.said)
    words = tuple(word for word in search.words(query.text) if word.weight > 0 and word.surface.lower() not in days)
    form, sure = form_of(query.text)
    return Question(query.text, words, _shares([search.rarity(word) for word in words]), form, sure, query.said)


def _shares(rarity: Sequence[float]) -> tuple[float, ...]:
    return tuple(each / sum(rarity) for each in rarity)
