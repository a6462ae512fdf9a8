"""Train the judge, or go on where a run was stopped.

    python -m training.judge --faq DIR --records DIR --init MODEL_FOLDER --out OUT [--epochs 1] ...

A question's pieces compete with each other and with "none of them", whose logit is 0 (a softmax over all): the logits
rank, and their sign tells whether anything answers. Where the short answer is known, its place is learnt beside it.
"""

import argparse
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn

from training.changes import Pools
from training.faq import Faq, load_faq
from training.judge_groups import Group, faq_groups, record_groups, shuffled
from training.judge_model import JudgeModel
from training.mixture import is_held_out
from training.model import best_device, lower_precision
from training.records import Record, load_records

#: Tokens of a question and its piece at most, and of the question alone.
TOKENS = 176
QUESTION_CHARACTERS = 240
#: Lengths are padded to multiples of this: on a CPU a kernel is compiled for each shape.
STEP = 32
#: Pieces that go through the encoder at once: on one core with AMX, fewer or more are slower.
TOGETHER = 18
CHECKPOINT_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Params:
    """How to train: ``recorded`` groups of question records beside all FAQ groups an epoch, ``groups`` a batch.

    ``rate`` is reached after ``warmup`` of all steps and falls to 0 in a line. ``frozen`` keeps the table of the
    vocabulary as it is, ``lower`` that many layers above it; ``spans`` weighs the places of short answers; of a
    repository's sections that are found by their heading alone, ``headings`` are taken.
    """

    epochs: int = 1
    steps: int = 0
    groups: int = 6
    recorded: int = 6000
    rate: float = 8e-5
    warmup: float = 0.06
    decay: float = 0.01
    spans: float = 0.35
    frozen: bool = True
    lower: int = 0
    headings: int = 600
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A question with one piece as tokens, and the answer's first and last token; both 0, the first one, without."""

    ids: Sequence[int]
    segments: Sequence[int]
    start: int
    end: int


class Training:
    """One run; ``out`` holds its checkpoint and, in the end, ``model.safetensors`` and ``tokenizer.json``."""

    def __init__(self, faq: Faq, records: Path, init: Path, out: Path, params: Params) -> None:
        self._faq, self._params, self._out = faq, params, out
        self._records = [record for record in load_records(records) if not is_held_out(record)]
        self._pools = Pools.of(self._records)
        self._device = best_device()
        self.tokenizer = Tokenizer.from_file(str(init / "tokenizer.json"))
        torch.manual_seed(params.seed)
        self.model = JudgeModel.load(init / "model.safetensors").to(self._device)
        self.model.encoder.embeddings.word_embeddings.weight.requires_grad_(not params.frozen)
        for layer in self.model.encoder.encoder.layer[: params.lower]:
            layer.requires_grad_(False)
        weights = [p for p in self.model.parameters() if p.requires_grad]
        self._optimizer = torch.optim.AdamW(weights, lr=params.rate, weight_decay=params.decay, fused=True)
        self._step = self._total = 0
        out.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(init / "tokenizer.json", out / "tokenizer.json")
        self._resume()

    def run(self) -> None:
        """Train to the end and write the weights."""
        batches = [batch for epoch in range(self._params.epochs) for batch in self._batches(epoch)]
        self._total = self._params.steps or len(batches)
        saved = started = time.monotonic()
        losses: list[float] = []
        for batch in batches[self._step : self._total]:
            losses.append(self._train(batch))
            if self._step % 50 == 0:
                mean, pace = sum(losses[-50:]) / 50, (time.monotonic() - started) / len(losses)
                print(f"step {self._step} of {self._total}: loss {mean:.3f}, {pace:.2f} s a step", flush=True)
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                self._checkpoint()
                saved = time.monotonic()
        self._checkpoint()
        self.model.save(self._out / "model.safetensors")

    def _batches(self, epoch: int) -> Iterator[list[Group]]:
        rng = Random(f"{self._params.seed}:{epoch}")
        seed = self._params.seed * 1000 + epoch
        found = list(faq_groups(self._faq, seed, headings=self._params.headings))
        found += record_groups(
            capped(self._records, rng, self._params.recorded), self._pools, seed, self._params.recorded
        )
        rng.shuffle(found)
        size = self._params.groups
        for i in range(0, len(found) - size + 1, size):
            yield [shuffled(group, rng) for group in found[i : i + size]]

    def _train(self, batch: Sequence[Group]) -> float:
        self.model.train()
        rate = self._params.rate * self._rate()
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        rows = rows_of(batch, self.tokenizer)
        logits, spans = self._forward(rows)
        loss = _choice_loss(logits, batch) + self._params.spans * _span_loss(spans, batch)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self._step += 1
        return float(loss.detach())

    def _forward(self, rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
        """Logits (rows), and losses of the spans (rows); pieces of like length go through the encoder together."""
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        logits, spans = [], []
        for first in range(0, len(order), TOGETHER):
            part = [rows[i] for i in order[first : first + TOGETHER]]
            with lower_precision(self._device):
                answers, start, end = self.model.judge(*padded(part, self._device))
            gold = torch.tensor([(row.start, row.end) for row in part], device=self._device)
            cross = nn.functional.cross_entropy
            logits.append(answers)
            spans.append((cross(start, gold[:, 0], reduction="none") + cross(end, gold[:, 1], reduction="none")) / 2)
        back = torch.tensor(order, device=self._device).argsort()
        return torch.cat(logits)[back], torch.cat(spans)[back]

    def _rate(self) -> float:
        warm = max(1, int(self._params.warmup * self._total))
        if self._step < warm:
            return (self._step + 1) / warm
        return max(0.02, (self._total - self._step) / max(1, self._total - warm))

    def _checkpoint(self) -> None:
        partial = self._out / "checkpoint.partial"
        state = {"params": asdict(self._params), "step": self._step, "model": self.model.state_dict()}
        torch.save(state | {"optimizer": self._optimizer.state_dict()}, partial)
        partial.replace(self._out / "checkpoint.pt")

    def _resume(self) -> None:
        file = self._out / "checkpoint.pt"
        if not file.exists():
            return
        state = torch.load(file, map_location=self._device, weights_only=True)
        if state["params"] != asdict(self._params):
            raise SystemExit(f"{file} is of a run with other parameters; name another --out")
        self.model.load_state_dict(state["model"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._step = state["step"]


#: Of a source as many records as this share of an epoch's: the noisy ones fewer.
SHARES = {
    "qamr": 0.12,
    "tweetqa": 0.02,
    "policyqa": 0.06,
    "squadshifts_amazon_reviews": 0.12,
    "squadshifts_reddit": 0.12,
}
OTHERS = 0.16


def capped(records: Sequence[Record], rng: Random, count: int) -> list[Record]:
    """Of every source its share of ``count`` records at most."""
    by_source: dict[str, list[Record]] = {}
    for record in records:
        by_source.setdefault(record.source.split(":")[0], []).append(record)
    taken: list[Record] = []
    for source, group in by_source.items():
        most = int(SHARES.get(source, OTHERS) * count)
        taken += rng.sample(group, min(most, len(group)))
    return taken


def rows_of(batch: Sequence[Group], tokenizer: Tokenizer) -> list[Row]:
    """Every piece of every group, in order."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS, strategy="only_second")
    pairs = [(group.question[:QUESTION_CHARACTERS], piece or " ") for group in batch for piece in group.pieces]
    encodings = iter(tokenizer.encode_batch(pairs))
    rows = []
    for group in batch:
        for i in range(len(group.pieces)):
            encoding = next(encodings)
            start, end = _tokens_of(encoding, group.span) if i == group.right else (0, 0)
            rows.append(Row(encoding.ids, encoding.type_ids, start, end))
    return rows


def padded(rows: Sequence[Row], device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and segments, each (rows, longest)."""
    longest = -(-max(len(row.ids) for row in rows) // STEP) * STEP
    ids, mask, segments = (torch.zeros((len(rows), longest), dtype=torch.long) for _ in range(3))
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = torch.tensor(row.ids)
        mask[i, : len(row.ids)] = 1
        segments[i, : len(row.ids)] = torch.tensor(row.segments)
    return ids.to(device), mask.to(device), segments.to(device)


def _tokens_of(encoding: Encoding, span: tuple[int, int]) -> tuple[int, int]:
    places = zip(encoding.sequence_ids, encoding.offsets, strict=True)
    touched = [i for i, (which, (a, b)) in enumerate(places) if which == 1 and a < span[1] and span[0] < b]
    return (touched[0], touched[-1]) if touched else (0, 0)


def _choice_loss(logits: Tensor, batch: Sequence[Group]) -> Tensor:
    """Cross entropy of a group's pieces and "none of them"."""
    losses = []
    at = 0
    for group in batch:
        own = torch.cat((logits.new_zeros(1), logits[at : at + len(group.pieces)]))
        losses.append(nn.functional.cross_entropy(own[None], torch.tensor([group.right + 1], device=logits.device)))
        at += len(group.pieces)
    return torch.stack(losses).mean()


def _span_loss(losses: Tensor, batch: Sequence[Group]) -> Tensor:
    """Of the groups that teach spans: the answer's place, and "none" in pieces without it, which weighs less."""
    weights = []
    for group in batch:
        known = group.spans and (group.right < 0 or group.span[1] > 0)
        weights += [(1.0 if i == group.right else 0.3) if known else 0.0 for i in range(len(group.pieces))]
    weight = torch.tensor(weights, device=losses.device)
    return (losses * weight).sum() / max(1.0, float(weight.sum()))


def measure(model: JudgeModel, tokenizer: Tokenizer, groups: Sequence[Group]) -> dict[str, float]:
    """How often the answering piece is first, and how often the sign says rightly whether one answers."""
    model.eval()
    device = next(model.parameters()).device
    first = signs = answered = 0
    for group in groups:
        with torch.inference_mode(), lower_precision(device):
            logits, _, _ = model.judge(*padded(rows_of([group], tokenizer), device))
        best = int(logits.argmax())
        answered += group.right >= 0
        first += group.right >= 0 and best == group.right
        signs += (float(logits.max()) > 0) == (group.right >= 0)
    return {"first": first / max(1, answered), "sign": signs / len(groups), "groups": len(groups)}


def main() -> None:
    """Train, then measure on what was held out."""
    arguments = _arguments()
    params = Params(**{name: getattr(arguments, name) for name in asdict(Params())})
    faq = load_faq(*arguments.faq)
    training = Training(faq, arguments.records, arguments.init, arguments.out, params)
    training.run()
    held_out = [shuffled(group, Random(i)) for i, group in enumerate(faq_groups(faq, 0, held_out=True))]
    print("held out", json.dumps(measure(training.model, training.tokenizer, held_out)), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faq", type=Path, nargs="+", required=True, help="folders of questions and sections")
    parser.add_argument("--records", type=Path, required=True, help="folder of *.jsonl.gz question records")
    parser.add_argument("--init", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    for name, value in asdict(Params()).items():
        kind = (lambda text: text == "True") if isinstance(value, bool) else type(value)
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=value)
    return parser.parse_args()


if __name__ == "__main__":
    main()
