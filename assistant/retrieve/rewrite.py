"""A question in other words, by a chat model, so that notes that put it differently are found.

Off unless it is asked for: what the embedded model does to the ranking is in docs/reranking.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.lexical.analysis import QueryWord, analyze_query

if TYPE_CHECKING:
    from assistant.engines.ports import Chat
    from assistant.prompts import Prompt

#: One to three lines that begin with a dash and are not too long to be a query.
GRAMMAR = r"""root ::= line line? line?
line ::= "- " [^\n]{3,100} "\n"
"""
MAX_TOKENS = 96
#: What a word counts that only the model has said.
ADDED_WEIGHT = 0.3

#: The other wordings of a question.
Rewriter = Callable[[str], tuple[str, ...]]


def rewrite(question: str, chat: "Chat", prompt: "Prompt") -> tuple[str, ...]:
    """Other wordings of a question and questions it is made of, none of them the question itself.

    Raises ``ContextOverflowError`` when the question is too long for the model.
    """
    written = chat.generate(chat.render(prompt.render({"question": question})), grammar=GRAMMAR, max_tokens=MAX_TOKENS)
    lines = "".join(piece.text for piece in written).splitlines()
    wordings = dict.fromkeys(line.removeprefix("-").strip() for line in lines)
    return tuple(wording for wording in wordings if wording and wording.casefold() != question.casefold())


def with_wordings(words: Sequence[QueryWord], wordings: Sequence[str], languages: tuple[str, ...]) -> list[QueryWord]:
    """The words of a question, and at a lower weight those that only the wordings have."""
    known = {term for word in words for term in word.stemmed}
    added: list[QueryWord] = []
    for word in analyze_query("\n".join(wordings), languages):
        if word.weight and known.isdisjoint(word.stemmed):
            known.update(word.stemmed)
            added.append(replace(word, weight=ADDED_WEIGHT * word.weight))
    return [*words, *added]
