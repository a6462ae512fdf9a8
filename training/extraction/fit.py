"""Fit ``assistant/structured/ranking.json`` anew: ``python -m training.extraction.fit --home FOLDER``.

Reads the texts of this folder with the judge of the settings, and learns from them how much each feature says about a
candidate (a logistic model a group of fields), and how likely a value must be to be given. What is printed was
measured on texts that the weights had not seen: five parts of the texts, each fitted without it.
"""

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.app.equipment import Equipment
from assistant.engines.ports import Judge
from assistant.settings import resolve
from assistant.settings.paths import find_paths
from assistant.structured.asking import ask
from assistant.structured.choosing import Weighed, pick, scores, weigh
from assistant.structured.features import Asked
from assistant.structured.fields import Kind, read_fields
from assistant.structured.options import group_of
from assistant.structured.passage import Passage
from assistant.structured.ranking import SHIPPED, Ranking, probability
from assistant.structured.schema.validate import make_validator
from training.extraction.cases import Case, read_cases
from training.extraction.right import is_right

_PARTS = 5
_PENALTY = 4.0
#: Steps after which the weights move no more.
_STEPS = 8
_OTHER = (Kind.LIST, Kind.OBJECT, Kind.BOOLEAN, Kind.CHOICE, Kind.NOTHING)


@dataclass(frozen=True)
class Row:
    """One candidate of one field of one text."""

    case: str
    field: str
    group: str
    features: Mapping[str, float]
    right: bool


#: What a piece that another field has is worth less, in log odds.
_AGAIN = 2.5
#: What a wrong value costs, as a share of what a right one is worth.
_WRONG = 1.5
#: The share of wrong values that is put up with.
_MOST_WRONG = 0.08


@dataclass(frozen=True)
class Text:
    """One case with its fields asked."""

    case: Case
    asked: tuple[Asked, ...]
    weighed: tuple[list[Weighed], ...]


@dataclass(frozen=True)
class Given:
    """What one field got: what tells how sure it is, and whether it is right."""

    case: str
    field: str
    group: str
    must: bool
    signs: Mapping[str, float]
    right: bool
    absent: bool
    value: object


def main() -> None:
    """Read, fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="an ASSISTANT_HOME with the models")
    os.environ["ASSISTANT_HOME"] = str(parser.parse_args().home)
    texts = [_asked(case) for case in read_cases()]
    rows = {text.case.name: _rows(text) for text in texts}
    given: list[Given] = []
    for part in range(_PARTS):
        seen = [row for n, text in enumerate(texts) if n % _PARTS != part for row in rows[text.case.name]]
        ranking = Ranking(fit(seen), {"again": _AGAIN})
        given += [one for n, text in enumerate(texts) if n % _PARTS == part for one in _given(text, ranking)]
    sure = fit_sure(given)
    least = thresholds(given)
    report(texts, rows, given)
    every = [row for each in rows.values() for row in each]
    shipped = {"weights": fit(every) | sure, "least": {"again": _AGAIN, "choice": 0.4, **least}}
    SHIPPED.write_text(json.dumps(shipped, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def _asked(case: Case) -> Text:
    passage = Passage(case.text, case.day)
    root = read_fields(case.schema, make_validator(case.schema))
    asked = [ask(_judge(), field, passage) for field in root.parts if field.kind not in _OTHER]
    return Text(case, tuple(asked), tuple(weigh(one, passage) for one in asked))


def _rows(text: Text) -> list[Row]:
    """Every candidate of every field with its features."""
    return [
        Row(
            text.case.name,
            asked.field.name,
            group_of(asked.field),
            one.features,
            is_right(one.option.value, text.case.expect[asked.field.name]),
        )
        for asked, weighed in zip(text.asked, text.weighed, strict=True)
        for one in weighed
    ]


def _given(text: Text, ranking: Ranking) -> list[Given]:
    """What the fields of a text get under a fit that has not seen it."""
    scored = [scores(asked, weighed, ranking) for asked, weighed in zip(text.asked, text.weighed, strict=True)]
    return [
        Given(
            text.case.name,
            one.asked.field.name,
            group_of(one.asked.field),
            one.asked.field.must_be_said,
            one.signs,
            is_right(one.scored.option.value, text.case.expect[one.asked.field.name]),
            text.case.expect[one.asked.field.name] == [None],
            one.scored.option.value,
        )
        for one in pick(text.asked, scored, ranking)
    ]


@cache
def _judge() -> Judge:
    """The judge of the settings."""
    paths = find_paths(os.environ)
    judge = Equipment(resolve(paths.config_file).settings, paths).judge
    if judge is None:
        raise SystemExit("there is no judge: assistant models pull")
    return judge


def fit(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """The weights of each group. A field's candidates share one vote, so that long texts do not count more."""
    weights: dict[str, dict[str, float]] = {}
    for group in dict.fromkeys(row.group for row in rows):
        mine = [row for row in rows if row.group == group]
        names = sorted({name for row in mine for name in row.features})
        x = np.array([[row.features.get(name, 0.0) for name in names] for row in mine])
        y = np.array([float(row.right) for row in mine])
        weights[group] = dict(zip(names, (round(float(w), 4) for w in _newton(x, y)), strict=True))
    return weights


def _newton(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + _PENALTY * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + _PENALTY * np.eye(x.shape[1])
        w -= np.linalg.solve(hessian, gradient)
    return w


def fit_sure(given: Sequence[Given]) -> dict[str, dict[str, float]]:
    """The weights of what tells how sure a value is, by group."""
    return {f"sure {group}": _sure(given, group) for group in ("moment", "number", "text")}


def _sure(given: Sequence[Given], group: str) -> dict[str, float]:
    mine = [one for one in given if one.group == group]
    names = sorted(mine[0].signs)
    x = np.array([[one.signs[name] for name in names] for one in mine])
    y = np.array([float(one.right) for one in mine])
    return dict(zip(names, (round(float(w), 4) for w in _newton(x, y)), strict=True))


def _odds(given: Sequence[Given]) -> list[float]:
    """How likely each value is right, by weights that were fitted on the other texts."""
    names = sorted({one.case for one in given})
    parts = {name: n % _PARTS for n, name in enumerate(names)}
    found = dict[int, float]()
    for part in range(_PARTS):
        sure = fit_sure([one for one in given if parts[one.case] != part])
        for n, one in enumerate(given):
            if parts[one.case] == part:
                weights = sure[f"sure {one.group}"]
                found[n] = probability(sum(weights[name] * value for name, value in one.signs.items()))
    return [found[n] for n in range(len(given))]


def thresholds(given: Sequence[Given]) -> dict[str, float]:
    """How likely a value must be to be given.

    Where the schema has nothing for "not said", a text is refused whole for one unlikely value: there as little is
    asked as keeps the wrong values of all texts within `_MOST_WRONG`.
    """
    odds = _odds(given)
    steps = [n / 20 for n in range(1, 17)]
    free = [(one, odd) for one, odd in zip(given, odds, strict=True) if not one.must]
    least = max(steps, key=lambda step: sum((1 if one.right else -_WRONG) for one, odd in free if odd >= step))
    must = next((step for step in steps if _wrong_share(given, odds, least, step) <= _MOST_WRONG), steps[-1])
    return {"given": least, "must": must}


def _wrong_share(given: Sequence[Given], odds: Sequence[float], least: float, must: float) -> float:
    """The share of all fields that get a wrong value, once texts are refused for what is too unlikely."""
    refused = {one.case for one, odd in zip(given, odds, strict=True) if one.must and odd < must}
    kept = [one for one, odd in zip(given, odds, strict=True) if one.case not in refused and (one.must or odd >= least)]
    return sum(not one.right for one in kept) / max(1, len(given))


def report(texts: Sequence[Text], rows: Mapping[str, Sequence[Row]], given: Sequence[Given]) -> None:
    """How often the value is among the candidates, ranked first, and given at which odds."""
    for group in ("moment", "number", "text"):
        mine = [one for one in given if one.group == group]
        right = {(row.case, row.field) for each in rows.values() for row in each if row.right and row.group == group}
        fields = [a for text in texts for a in text.asked if group_of(a.field) == group]
        print(f"{group}: {len(fields)} fields, {len(right)} have the right one, {sum(o.right for o in mine)} get it")
    odds = _odds(given)
    for step in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        kept = [one for one, odd in zip(given, odds, strict=True) if odd >= step]
        hits = sum(one.right for one in kept)
        print(f"at {step}: {len(kept)} given, {hits} right, {sum(one.absent for one in kept)} invented")


if __name__ == "__main__":
    main()
