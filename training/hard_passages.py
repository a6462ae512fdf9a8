"""Questions over near passages where a trained reader wrongly finds an answer, as records without one.

    python -m training.hard_passages RECORDS_FOLDER NEAR.json.gz READER_FOLDER [QUESTIONS]

READER_FOLDER holds ``model.onnx`` and ``tokenizer.json``. RECORDS_FOLDER gets ``hard_passages.jsonl.gz``, made of 8,000
questions unless told: hard negatives that the model itself points out, as in retrieval (Xiong et al. 2021).
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reader
from training.mixture import capped, is_held_out
from training.records import MINED, Record, load_records, write_records
from training.unanswerable import in_other_passage, says_little

FILE = "hard_passages.jsonl.gz"
SEED = 11
QUESTIONS = 8_000
#: Near passages read for a question, those kept of them, and how many characters one may have to be read.
READ = 6
KEPT = 3
LONGEST = 1_200
#: The longest window of a reader, in tokens.
MAX_TOKENS = 384


def hard_passages(
    records: Iterable[Record], near: Mapping[str, Sequence[str]], contexts: Mapping[str, str], reader: Reader
) -> Iterator[Record]:
    """Each question over those near passages where the reader is surest of an answer; ``contexts`` by record id.

    A passage where it is surer than on the record's own may well answer, and is left out.
    """
    for record in records:
        others = [contexts[id_] for id_ in near.get(record.id, ()) if len(contexts.get(id_, "")) in range(1, LONGEST)]
        made = [one for context in others[:READ] if (one := in_other_passage(record, context))]
        if not made:
            continue
        own, *found = margins(reader, record.question, [record.context, *(one.context for one in made)])
        hard = sorted((-margin, n) for n, margin in enumerate(found) if 0 < margin < own)
        yield from (replace(made[n], id=f"{record.id}{MINED}{n}") for _, n in hard[:KEPT])


def asked(records: list[Record], most: int) -> list[Record]:
    """Answered questions that name what they are about, in the shares of an epoch."""
    rng = Random(SEED)
    fit = [r for r in records if r.answers and len(r.context) <= LONGEST and not says_little(r)]
    found = list(capped(fit, rng))
    return rng.sample(found, min(most, len(found)))


def margins(reader: Reader, question: str, passages: Sequence[str]) -> list[float]:
    """How much surer of an answer than of none the reader is, for each passage."""
    spans = (reading.best for reading in reader.read(question, passages))
    return [span.score if span else float("-inf") for span in spans]


def main(folder: Path, near: Path, model: Path, questions: int = QUESTIONS) -> None:
    """Read, and write the records."""
    records = [record for record in load_records(folder) if MINED not in record.id]
    held_out = {record.context for record in records if is_held_out(record)}
    records = [record for record in records if record.context not in held_out]
    with gzip.open(near, "rt", encoding="utf-8") as file:
        found = json.load(file)
    contexts = {record.id: record.context for record in records}
    reader = OnnxReader(model, model.name, MAX_TOKENS)
    write_records(folder / FILE, hard_passages(asked(records, questions), found, contexts, reader))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), *map(int, sys.argv[4:]))
