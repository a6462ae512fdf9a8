"""Changed questions that a trained reader still answers, as records without an answer.

    python -m training.hard_questions RECORDS_FOLDER READER_FOLDER [QUESTIONS]

READER_FOLDER holds ``model.onnx`` and ``tokenizer.json``. RECORDS_FOLDER gets ``hard_questions.jsonl.gz``, made of
12,000 questions unless told. Of several changes of one question the one is kept that the reader is surest about.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reader
from training.changes import Pools, negated, other_name, other_number, swapped, turned
from training.hard_passages import MAX_TOKENS, asked, margins
from training.mixture import is_held_out
from training.records import MINED, Record, load_records, write_records

FILE = "hard_questions.jsonl.gz"
SEED = 13
QUESTIONS = 12_000
#: Ways that leave nothing to doubt: a word changed for one alike may ask for the same, and then the reader is right.
SURE_WAYS = (swapped, swapped, other_name, other_number, turned, negated)
#: How sure the reader has to be, in logits, and how much less sure than of the question as it was.
LEAST = 1.0
LESS = 0.5


def hard_questions(records: Iterable[Record], pools: Pools, reader: Reader) -> Iterator[Record]:
    """Of each question the changed one that the reader is surest of, when it is sure enough."""
    rng = Random(SEED)
    for record in records:
        for surest, question in sure_changes(record, pools, reader, rng, record.context)[:1]:
            if surest >= LEAST and surest <= margins(reader, record.question, [record.context])[0] - LESS:
                yield replace(record, id=f"{record.id}{MINED}", question=question, answers=())


def sure_changes(record: Record, pools: Pools, reader: Reader, rng: Random, context: str) -> list[tuple[float, str]]:
    """Changes of a record's question, each after the reader's margin in logits over ``context``; the surest first."""
    changed = sorted({way(record, pools, rng) for way in SURE_WAYS} - {"", record.question})
    return sorted(((margins(reader, question, [context])[0], question) for question in changed), reverse=True)


def main(folder: Path, model: Path, questions: int = QUESTIONS) -> None:
    """Read, and write the records."""
    records = [record for record in load_records(folder) if MINED not in record.id]
    held_out = {record.context for record in records if is_held_out(record)}
    records = [record for record in records if record.context not in held_out]
    reader = OnnxReader(model, model.name, MAX_TOKENS)
    made = hard_questions(asked(records, questions), Pools.of(records), reader)
    write_records(folder / FILE, made)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
