"""Train the reader, or go on where a run was stopped.

python -m training.train --records DIR --near NEAR.json.gz --init MODEL_FOLDER --out OUT [--epochs 4] ...
"""

import argparse
import gzip
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

from training.features import Window, windows
from training.meanings import alike_words, words_of
from training.mixture import Mixture, Unanswerable, is_held_out
from training.model import ReaderModel, best_device, lower_precision
from training.pairs import EDITS, load_edits
from training.reading import padded, read
from training.records import Record, load_records
from training.rounding import round_as_exported
from training.squad import load_squad, scores

#: Seconds between two checkpoints.
CHECKPOINT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Params:
    """How to train: ``steps`` batches at most, or whole epochs when it is 0.

    ``rate`` is reached after ``warmup`` of all steps and falls to 0 in a line. The last steps, a share ``rounded`` of
    all, are made with layers that round as the exported model's.
    """

    epochs: int = 2
    steps: int = 0
    batch: int = 32
    rate: float = 1.5e-4
    warmup: float = 0.05
    decay: float = 0.01
    dropout: float = 0.0
    rounded: float = 0.0
    seed: int = 1
    other_passage: float = 0.25
    changed: float = 0.3
    without_answer: float = 0.12
    looks: float = 0.0
    caps: float = 1.0


@dataclass(slots=True)
class Place:
    """How far a run is."""

    epoch: int = 0
    batch: int = 0
    step: int = 0


class Training:
    """One run; ``out`` holds its checkpoint and, in the end, ``model.safetensors``."""

    def __init__(self, mixture: Mixture, init: Path, out: Path, params: Params) -> None:
        self._mixture = mixture
        self._out = out
        self._params = params
        self._device = best_device()
        self._tokenizer = Tokenizer.from_file(str(init / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        torch.manual_seed(params.seed)
        self.model = ReaderModel.load(init / "model.safetensors", params.dropout).to(self._device)
        self._optimizer = torch.optim.AdamW(_groups(self.model, params.decay), lr=params.rate, fused=True)
        self._place = Place()
        self._steps = 0
        self._resume()

    @property
    def tokenizer(self) -> Tokenizer:
        """The embedder's own."""
        return self._tokenizer

    def run(self) -> None:
        """Train to the end and write the weights."""
        saved = time.monotonic()
        while self._place.epoch < self._params.epochs and not self._is_done:
            batches = self._batches(self._place.epoch)
            self._steps = self._steps or self._params.steps or len(batches) * self._params.epochs
            started = time.monotonic()
            for number in range(self._place.batch, len(batches)):
                if self._is_done:
                    break
                self._train(batches[number])
                self._place.batch = number + 1
                if time.monotonic() - saved > CHECKPOINT_SECONDS:
                    self._checkpoint()
                    saved = time.monotonic()
            print(f"epoch {self._place.epoch}: {time.monotonic() - started:.0f} s", flush=True)
            self._place = Place(self._place.epoch + 1, 0, self._place.step)
            self._checkpoint()
        self.model.save(self._out / "model.safetensors")

    @property
    def _is_done(self) -> bool:
        return 0 < self._steps <= self._place.step

    def _batches(self, epoch: int) -> list[list[Window]]:
        """Windows of like length together, the batches in an order of their own."""
        rng = Random(f"{self._params.seed}:{epoch}")
        found = list(windows(self._mixture.epoch(self._params.seed * 1000 + epoch), self._tokenizer, rng))
        found.sort(key=lambda window: len(window.ids) + rng.randrange(16))
        size = self._params.batch
        made = [found[i : i + size] for i in range(0, len(found), size)]
        rng.shuffle(made)
        return made

    def _train(self, batch: Sequence[Window]) -> None:
        self.model.train()
        if self._place.step >= self._steps * (1 - self._params.rounded):
            round_as_exported(self.model.encoder)
        # Dropout follows from the step alone: a run that was stopped drops what it would have dropped.
        torch.manual_seed(self._params.seed * 1_000_003 + self._place.step)
        for group in self._optimizer.param_groups:
            group["lr"] = self._params.rate * self._rate()
        with lower_precision(self._device):
            start, end = self.model(*padded([(w.ids, w.passage) for w in batch], self._device))
        gold = torch.tensor([(w.start, w.end) for w in batch], device=self._device)
        loss = (nn.functional.cross_entropy(start, gold[:, 0]) + nn.functional.cross_entropy(end, gold[:, 1])) / 2
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self._place.step += 1
        if self._place.step % 100 == 0:
            print(f"step {self._place.step} of {self._steps}: loss {float(loss.detach()):.3f}", flush=True)

    def _rate(self) -> float:
        warm = max(1, int(self._params.warmup * self._steps))
        if self._place.step < warm:
            return (self._place.step + 1) / warm
        return max(0.0, (self._steps - self._place.step) / max(1, self._steps - warm))

    def _checkpoint(self) -> None:
        state = {
            "params": asdict(self._params),
            "place": asdict(self._place),
            "steps": self._steps,
            "model": self.model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }
        partial = self._out / "checkpoint.partial"
        torch.save(state, partial)
        partial.replace(self._out / "checkpoint.pt")

    def _resume(self) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        file = self._out / "checkpoint.pt"
        if not file.exists():
            return
        state = torch.load(file, map_location=self._device, weights_only=True)
        if state["params"] != asdict(self._params):
            raise SystemExit(f"{file} is of a run with other parameters; name another --out")
        self.model.load_state_dict(state["model"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._place, self._steps = Place(**state["place"]), state["steps"]


def _groups(model: nn.Module, decay: float) -> list[dict[str, object]]:
    """Weights decay; biases and norms do not."""
    decaying: list[nn.Parameter] = []
    bare: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        (bare if name.endswith("bias") or "LayerNorm" in name else decaying).append(parameter)
    return [{"params": decaying, "weight_decay": decay}, {"params": bare, "weight_decay": 0.0}]


def main() -> None:
    """Train, then measure on what was held out."""
    arguments = _arguments()
    params = Params(**{name: getattr(arguments, name) for name in asdict(Params())})
    records = load_records(arguments.records)
    with gzip.open(arguments.near, "rt", encoding="utf-8") as file:
        near = json.load(file)
    share = Unanswerable(params.other_passage, params.changed, params.without_answer)
    edits = load_edits(arguments.records / EDITS)
    mixture = Mixture(records, near, share, _alike(arguments.init, records), edits, params.looks, params.caps)
    training = Training(mixture, arguments.init, arguments.out, params)
    training.run()
    held_out = [record for record in records if is_held_out(record)]
    sets = {"held out": held_out, "friendsqa": [record for record in held_out if record.source == "friendsqa"]}
    if arguments.squad:
        sets["squad"] = load_squad(arguments.squad)
    for name, questions in sets.items():
        measured = scores(questions, read(training.model, training.tokenizer, questions))
        print(name, json.dumps({key: round(value, 2) for key, value in measured.items()}), flush=True)


def _alike(init: Path, records: Sequence[Record]) -> dict[str, list[str]]:
    """Words alike in meaning, by the table of ``init``."""
    tokenizer = Tokenizer.from_file(str(init / "tokenizer.json"))
    words = words_of(records, tokenizer)
    table = load_file(init / "model.safetensors")["embeddings.word_embeddings.weight"].float().numpy()
    return alike_words(words, table[[tokenizer.token_to_id(word) for word in words]])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=Path, required=True, help="folder of *.jsonl.gz records")
    parser.add_argument("--near", type=Path, required=True, help="what training.neighbours wrote")
    parser.add_argument("--init", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--squad", type=Path, help="a SQuAD 2.0 file to measure on")
    for name, value in asdict(Params()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    return parser.parse_args()


if __name__ == "__main__":
    main()
