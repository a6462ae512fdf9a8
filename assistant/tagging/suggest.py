"""Which of the folder's own tags a note lacks, and how sure that is."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Notes that are nearest by meaning have a say, up to so many, each by its similarity to this power.
NEIGHBOURS = 40
_SHARPNESS = 4.0
#: How often a tag is used in the whole folder counts as much as a note of the similarity 0.74 (0.3 is its 4th power).
_PRIOR_WEIGHT = 0.3
# A logistic model over the log odds of what the neighbours say and whether the note has the tag's own words; fitted
# on a folder of 736 tagged notes and parts of it, each with its tags hidden. `docs/tags.md` has the figures.
_SLOPE, _NAMED, _BIAS = 1.13, 1.55, 0.08
_EDGE = 0.002


class Neighbour(NamedTuple):
    """The cosine similarity of a note to the one in question, and its tags."""

    similarity: float
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag, and the probability that the note's writer would give it, 0 to 1."""

    tag: str
    confidence: float


def suggest(
    neighbours: Sequence[Neighbour], usual: Mapping[str, float], has: Collection[str], text: str
) -> list[Suggestion]:
    """Every tag that a neighbour or the text itself speaks for, the best first; none that the note ``has``.

    ``usual`` are all tags of the folder with the share of its tagged notes that have each. A note that has a tag
    below another has that one too.
    """
    near = sorted(neighbours, key=lambda neighbour: -neighbour.similarity)[:NEIGHBOURS]
    said = _shares(near, usual)
    folded = text.casefold()
    found = []
    for tag in usual:
        if any(own == tag or own.startswith(f"{tag}/") for own in has):
            continue
        named = is_named(tag, folded)
        if named or any(tag in neighbour.tags for neighbour in near):
            found.append(Suggestion(tag, _confidence(said[tag], named=named)))
    return sorted(found, key=lambda suggestion: (-suggestion.confidence, suggestion.tag))


def is_named(tag: str, folded: str) -> bool:
    """Whether a text, case aside, has the words of a tag's last part one after the other."""
    words = [re.escape(word) for word in re.split(r"[\s_-]+", tag.rpartition("/")[2].casefold()) if word]
    if not words:
        return False
    pattern = r"[\s_-]+".join(words)
    # Scripts without spaces have no bounds of words.
    return bool(re.search(rf"(?<!\w){pattern}(?!\w)" if tag.isascii() else pattern, folded))


def _shares(near: Iterable[Neighbour], usual: Mapping[str, float]) -> dict[str, float]:
    """What share of the neighbours, weighed by their nearness, has each tag; how usual a tag is counts a little."""
    near = list(near)
    weights = [max(neighbour.similarity, 0.0) ** _SHARPNESS for neighbour in near]
    shares = {tag: _PRIOR_WEIGHT * share for tag, share in usual.items()}
    for neighbour, weight in zip(near, weights, strict=True):
        for tag in set(neighbour.tags) & set(shares):
            shares[tag] += weight
    return {tag: share / (sum(weights) + _PRIOR_WEIGHT) for tag, share in shares.items()}


def _confidence(share: float, *, named: bool) -> float:
    bounded = min(max(share, _EDGE), 1 - _EDGE)
    return 1 / (1 + math.exp(-(_SLOPE * math.log(bounded / (1 - bounded)) + _NAMED * named + _BIAS)))
