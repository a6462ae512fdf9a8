"""Reading records with a model in training: the best span of every question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from training.features import QUESTION, WINDOW, marks, starts
from training.model import ReaderModel, lower_precision
from training.records import Record
from training.squad import Guess

BATCH = 32
#: Tokens of an answer at most.
LONGEST = 30
#: Batches have few shapes: on a CPU a kernel is compiled for each, which takes longer than the padding.
STEP = 16


@dataclass(frozen=True, slots=True)
class _View:
    """A window of one record: its tokens, and where each token of the passage stands in the text."""

    record: Record
    ids: list[int]
    passage: int
    offsets: list[tuple[int, int]]


def read(model: ReaderModel, tokenizer: Tokenizer, records: Sequence[Record]) -> dict[str, Guess]:
    """By record id, the span with the largest margin over "no answer"; nothing where a passage has no token."""
    device = next(model.parameters()).device
    views = sorted(_views(records, tokenizer), key=lambda view: len(view.ids))
    best = {record.id: Guess("", float("-inf")) for record in records}
    model.eval()
    for first in range(0, len(views), BATCH):
        batch = views[first : first + BATCH]
        with torch.inference_mode(), lower_precision(device):
            start, end = model(*padded([(v.ids, v.passage) for v in batch], device))
        for view, margin, (a, b) in zip(batch, *_spans(batch, start, end), strict=True):
            if margin > best[view.record.id].margin:
                text = view.record.context[view.offsets[a][0] : view.offsets[b][1]]
                best[view.record.id] = Guess(text, margin)
    return best


def padded(rows: Sequence[tuple[Sequence[int], int]], device: torch.device) -> tuple[torch.Tensor, ...]:
    """Token ids, mask and segments of windows, each (batch, longest), with the longest a multiple of ``STEP``."""
    longest = -(-max(len(ids) for ids, _ in rows) // STEP) * STEP
    shape = (len(rows), longest)
    ids, mask, segments = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for i, (row, passage) in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
        segments[i, passage : len(row)] = 1
    return tuple(t.to(device, non_blocking=True) for t in (ids, mask, segments))


def _views(records: Sequence[Record], tokenizer: Tokenizer) -> Iterator[_View]:
    cls, sep = marks(tokenizer)
    questions = tokenizer.encode_batch([r.question for r in records], add_special_tokens=False)
    passages = tokenizer.encode_batch([r.context for r in records], add_special_tokens=False)
    for record, question, passage in zip(records, questions, passages, strict=True):
        head = [cls, *question.ids[:QUESTION], sep]
        room = WINDOW - len(head) - 1
        for first in starts(len(passage.ids), room):
            ids = [*head, *passage.ids[first : first + room], sep]
            if offsets := passage.offsets[first : first + room]:
                yield _View(record, ids, len(head), offsets)


def _spans(batch: Sequence[_View], start: torch.Tensor, end: torch.Tensor) -> tuple[list[float], list[tuple[int, int]]]:
    """Margins, and first and last token counted from the passage's first."""
    null = start[:, 0] + end[:, 0]
    inside = torch.zeros_like(start, dtype=torch.bool)
    for i, view in enumerate(batch):
        inside[i, view.passage : len(view.ids) - 1] = True
    start, end = (t.masked_fill(~inside, float("-inf")) for t in (start, end))
    width = start.shape[1]
    band = torch.ones(width, width, device=start.device, dtype=torch.bool).triu().tril(LONGEST - 1)
    pairs = (start.unsqueeze(2) + end.unsqueeze(1)).masked_fill(~band, float("-inf")).flatten(1)
    top, place = pairs.max(dim=1)
    firsts, lasts = place // width, place % width
    spans = [
        (int(a) - v.passage, int(b) - v.passage) for v, a, b in zip(batch, firsts.tolist(), lasts.tolist(), strict=True)
    ]
    return (top - null).tolist(), spans
