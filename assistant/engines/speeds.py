"""How fast chat models read prompts on this machine, remembered from run to run."""

import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.engines.files import make_folder, write_json

#: Prompts that the mean is taken over; older ones fade, so that a machine's new state is learnt within a day's use.
PROMPTS = 8
#: A prompt of fewer tokens says more about starting up than about speed.
MIN_TOKENS = 64
#: A prompt read in fewer seconds was not read: the grammar had left nothing to ask.
MIN_SECONDS = 0.01
#: Operations a second to expect of one core on quantized weights, told with caution: SmolLM2 135M at 643 tokens/s on
#: two cores (docs/benchmarks.md) does 8.7e10.
CORE_OPERATIONS = 5e10
#: Bytes of a weight in a file quantized to four bits, scales included.
WEIGHT_BYTES = 0.6


@dataclass(frozen=True, slots=True)
class Speed:
    """Prompt tokens a second, as a mean over ``prompts``."""

    tokens_per_second: float
    prompts: int

    def with_prompt(self, tokens_per_second: float) -> "Speed":
        """The mean with one more prompt in it."""
        share = 1 / min(self.prompts + 1, PROMPTS)
        return Speed(self.tokens_per_second + share * (tokens_per_second - self.tokens_per_second), self.prompts + 1)


class PromptSpeeds:
    """Measured prompt speeds in one JSON file, which may be lost: it costs the memory and nothing else."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get(self, model: str, machine: str) -> float | None:
        """Prompt tokens a second of a model on a machine, or ``None`` while unknown."""
        known = self._load().get(_key(model, machine))
        return known.tokens_per_second if known else None

    def learn(self, model: str, machine: str, tokens: int, seconds: float) -> None:
        """Take in that ``tokens`` of a prompt were read in ``seconds``. Short prompts are not counted."""
        if tokens < MIN_TOKENS or seconds < MIN_SECONDS:
            return
        speeds = self._load()
        seen = tokens / seconds
        known = speeds.get(_key(model, machine))
        speeds[_key(model, machine)] = known.with_prompt(seen) if known else Speed(seen, 1)
        try:
            make_folder(self._file.parent)
            write_json(self._file, {key: asdict(speed) for key, speed in sorted(speeds.items())})
        except OSError:
            pass

    def _load(self) -> dict[str, Speed]:
        try:
            table = json.loads(self._file.read_text(encoding="utf-8"))
            speeds = {str(key): Speed(float(of["tokens_per_second"]), int(of["prompts"])) for key, of in table.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}
        return {key: speed for key, speed in speeds.items() if speed.tokens_per_second > 0 and speed.prompts > 0}


def this_machine(threads: int = 0, gpu_layers: int = -1) -> str:
    """What decides a model's speed here beside the model: the machine, and what of it the settings give to models."""
    return f"{platform.node()} {platform.machine()}, threads {threads}, gpu layers {gpu_layers}"


def first_guess(model_bytes: int, cores: int) -> float:
    """Prompt tokens a second to expect of a quantized model on ``cores`` processor cores.

    A token takes two operations a weight. ``inf`` when the size is unknown (0).
    """
    weights = model_bytes / WEIGHT_BYTES
    return cores * CORE_OPERATIONS / (2 * weights) if weights else float("inf")


def _key(model: str, machine: str) -> str:
    return f"{model} on {machine}"
