"""How probable it is that an answer is right: a logistic model over what was measured on the way to it.

The model is a small JSON file, fitted by ``assistant eval calibrate``. It is read and computed without numpy.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import exp, isfinite
from pathlib import Path

from assistant.errors import SettingsError

#: The file's name, in the user's config folder and beside this module.
FILE_NAME = "confidence.json"
SHIPPED = Path(__file__).with_name(FILE_NAME)

_HINT = "remove confidence.json from the folder of assistant config path, then fit it anew: assistant eval calibrate"


@dataclass(frozen=True, slots=True)
class FittedOn:
    """A test set that a model was fitted on: its name, its file's SHA-256, and how many of its answers."""

    name: str
    sha256: str
    answers: int


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """``1 / (1 + exp(-(bias + sum(weight * (feature - mean) / scale))))``, and from where on to answer.

    ``weights``, ``means`` and ``scales`` are in the order of ``features``; ``fitted_at`` is a day.
    """

    features: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    means: tuple[float, ...]
    scales: tuple[float, ...]
    threshold: float
    datasets: tuple[FittedOn, ...]
    fitted_at: str

    def confidence(self, features: Mapping[str, float]) -> float:
        """Probability, 0..1, that the answer is right; a feature that is not given is taken for its mean.

        Raises ``SettingsError`` when a feature is given that the model was not fitted on.
        """
        if unknown := sorted(features.keys() - set(self.features)):
            raise SettingsError(f"the confidence model does not know {', '.join(unknown)}", hint=_HINT)
        return _logistic(self.bias + sum(self.contributions(features).values()))

    def contributions(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each given feature adds to the log odds."""
        parameters = zip(self.features, self.weights, self.means, self.scales, strict=True)
        return {
            name: weight * (features[name] - mean) / scale
            for name, weight, mean, scale in parameters
            if name in features
        }

    def to_json(self) -> str:
        """The model as ``load_confidence`` reads it."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def load_confidence(path: Path) -> ConfidenceModel:
    """Read a model. Raises ``SettingsError`` when the file is not there or holds none."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return _checked(fields)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}", hint=_HINT) from error
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"{path} is not a confidence model: {error!r}", hint=_HINT) from error


def _checked(fields: Mapping[str, object]) -> ConfidenceModel:
    model = ConfidenceModel(
        features=tuple(map(str, _list(fields, "features"))),
        weights=_numbers(_list(fields, "weights")),
        bias=_number(fields["bias"]),
        means=_numbers(_list(fields, "means")),
        scales=_numbers(_list(fields, "scales")),
        threshold=_number(fields["threshold"]),
        datasets=tuple(FittedOn(**dataset) for dataset in _list(fields, "datasets")),  # type: ignore[arg-type]
        fitted_at=str(fields["fitted_at"]),
    )
    if len({len(model.features), len(model.weights), len(model.means), len(model.scales)}) != 1:
        raise ValueError("features, weights, means and scales are not equally many")
    if any(scale <= 0 for scale in model.scales) or not 0 <= model.threshold <= 1:
        raise ValueError("a scale is not above 0, or the threshold is not between 0 and 1")
    return model


def _list(fields: Mapping[str, object], name: str) -> list[object]:
    value = fields[name]
    if not isinstance(value, list):
        raise TypeError(f"{name} is not a list")
    return value


def _numbers(values: list[object]) -> tuple[float, ...]:
    return tuple(map(_number, values))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{value!r} is not a number")
    return float(value)


def _logistic(log_odds: float) -> float:
    """The logistic function, without overflow at either end."""
    if log_odds >= 0:
        return 1 / (1 + exp(-log_odds))
    return exp(log_odds) / (1 + exp(log_odds))
