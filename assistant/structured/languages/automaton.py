"""From a regular language to the states of its automaton, those that lead nowhere left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.structured.languages.charset import CharSet
from assistant.structured.languages.regular import Regular, classes, derivative, nullable

#: More states than this are more rules than a grammar should have.
MAX_STATES = 4000

Edges = tuple[tuple[CharSet, int], ...]


class TooLargeError(ValueError):
    """A language has more than ``MAX_STATES`` states."""


@dataclass(frozen=True, slots=True)
class Automaton:
    """State 0 is the first. ``edges[n]`` leads from state ``n``; every state leads to one where a text may end.

    The empty language has no states at all.
    """

    edges: tuple[Edges, ...]
    ends: tuple[bool, ...]

    @classmethod
    def of(cls, language: Regular) -> "Automaton":
        """The automaton of a language. Raises ``TooLargeError``."""
        numbers, edges = _explored(language)
        ends = [nullable(term) for term in numbers]
        return _trimmed(edges, ends)


def _explored(language: Regular) -> tuple[Mapping[Regular, int], list[dict[int, CharSet]]]:
    """Every derivative with its number, and for each of them which characters lead where."""
    numbers: dict[Regular, int] = {language: 0}
    edges: list[dict[int, CharSet]] = []
    waiting = [language]
    while len(edges) < len(waiting):
        term = waiting[len(edges)]
        leads: dict[int, CharSet] = {}
        for chars in classes(term):
            target = derivative(term, chars.first)
            if target not in numbers:
                if len(numbers) == MAX_STATES:
                    raise TooLargeError(f"it needs more than {MAX_STATES} states")
                numbers[target] = len(numbers)
                waiting.append(target)
            number = numbers[target]
            leads[number] = leads[number] | chars if number in leads else chars
        edges.append(leads)
    return numbers, edges


def _trimmed(edges: list[dict[int, CharSet]], ends: list[bool]) -> Automaton:
    """Only states from which an end can be reached, numbered anew."""
    before: dict[int, list[int]] = {}
    for state, leads in enumerate(edges):
        for target in leads:
            before.setdefault(target, []).append(state)
    alive = {state for state, is_end in enumerate(ends) if is_end}
    waiting = list(alive)
    while waiting:
        for state in before.get(waiting.pop(), ()):
            if state not in alive:
                alive.add(state)
                waiting.append(state)
    if 0 not in alive:
        return Automaton((), ())
    new = {state: number for number, state in enumerate(sorted(alive))}
    return Automaton(
        tuple(tuple((chars, new[target]) for target, chars in edges[state].items() if target in new) for state in new),
        tuple(ends[state] for state in new),
    )
