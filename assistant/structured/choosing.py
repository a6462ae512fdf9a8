"""Which candidate each field gets; those of one object are chosen together, for a piece seldom is two fields."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.structured.features import Asked, features, suits
from assistant.structured.options import Option, group_of, options
from assistant.structured.passage import Passage
from assistant.structured.ranking import Ranking, probability


@dataclass(frozen=True, slots=True)
class Chosen:
    """A field's option, and how likely it is the right one."""

    option: Option
    likely: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """An option with its features."""

    option: Option
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """An option with its log odds."""

    option: Option
    logit: float


@dataclass(frozen=True, slots=True)
class Picked:
    """The option that a field got, and what tells how sure that is."""

    asked: Asked
    scored: Scored
    signs: Mapping[str, float]


def choose(asked: Sequence[Asked], passage: Passage, ranking: Ranking) -> dict[str, Chosen]:
    """The value of each field that is likely enough, by the field's path."""
    scored = [scores(one, weigh(one, passage), ranking) for one in asked]
    found: dict[str, Chosen] = {}
    for picked in pick(asked, scored, ranking):
        group = group_of(picked.asked.field)
        likely = probability(ranking.logit(f"sure {group}", picked.signs))
        least = ranking.least["must" if picked.asked.field.must_be_said else "given"]
        if likely >= least:
            found[picked.asked.field.path] = Chosen(picked.scored.option, likely)
    return found


def weigh(asked: Asked, passage: Passage) -> list[Weighed]:
    """Every option of a field with what speaks for it."""
    found = options(asked, passage)
    distinct = len({json.dumps(option.value) for option in found})
    suited = len({json.dumps(option.value) for option in found if suits(asked, option.candidate)})
    return [Weighed(option, features(asked, option.candidate, passage, distinct, suited)) for option in found]


def scores(asked: Asked, weighed: Sequence[Weighed], ranking: Ranking) -> list[Scored]:
    """The options of a field with their log odds, the best of each value, best first."""
    group = group_of(asked.field)
    best: dict[str, Scored] = {}
    for one in weighed:
        logit = ranking.logit(group, one.features)
        key = json.dumps(one.option.value)
        if key not in best or logit > best[key].logit:
            best[key] = Scored(one.option, logit)
    return sorted(best.values(), key=lambda one: -one.logit)


def pick(asked: Sequence[Asked], scored: Sequence[Sequence[Scored]], ranking: Ranking) -> list[Picked]:
    """One option a field: the field that would lose most by its second best chooses first.

    A piece that another field has already is worth less by the fit's ``again``.
    """
    again = ranking.least["again"]
    left = [n for n, each in enumerate(scored) if each]
    taken: list[Option] = []
    picked: list[Picked] = []
    while left:
        ranked = {n: _after(scored[n], taken, again) for n in left}
        first = max(left, key=lambda n: _lead(ranked[n]))
        best = ranked[first][0]
        signs = _signs(asked[first], ranked[first], best, scored, first)
        picked.append(Picked(asked[first], best, signs))
        taken.append(best.option)
        left.remove(first)
    return picked


def _after(scored: Sequence[Scored], taken: Sequence[Option], again: float) -> list[Scored]:
    cost = [Scored(one.option, one.logit - again * _is_taken(one.option, taken)) for one in scored]
    return sorted(cost, key=lambda one: -one.logit)


def _is_taken(option: Option, taken: Sequence[Option]) -> bool:
    return any(_shares(option, other) for other in taken)


def _shares(a: Option, b: Option) -> bool:
    """Whether two options are the same piece, more or less."""
    shared = min(a.candidate.end, b.candidate.end) - max(a.candidate.start, b.candidate.start)
    return shared * 2 > max(a.candidate.end - a.candidate.start, b.candidate.end - b.candidate.start)


def _lead(ranked: Sequence[Scored]) -> float:
    second = ranked[1].logit if len(ranked) > 1 else -8.0
    return max(ranked[0].logit, -8.0) - max(second, -8.0) + max(0.0, ranked[0].logit) / 2


def _signs(
    asked: Asked, ranked: Sequence[Scored], best: Scored, scored: Sequence[Sequence[Scored]], own: int
) -> dict[str, float]:
    others = [one for n, each in enumerate(scored) if n != own for one in each]
    rivals = [one.logit for one in others if _shares(one.option, best.option)]
    second = ranked[1].logit if len(ranked) > 1 else -8.0
    return {
        "bias": 1.0,
        "logit": max(-8.0, min(8.0, best.logit)),
        "lead": max(0.0, min(8.0, best.logit - second)),
        "rival": max(-4.0, min(4.0, max(rivals, default=-8.0) - best.logit)),
        "alone": float(len(ranked) == 1),
        "must": float(asked.field.must_be_said),
    }
