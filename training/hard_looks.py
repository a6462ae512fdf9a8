"""Second looks at which a trained reader wrongly finds an answer, as records without one.

    python -m training.hard_looks RECORDS_FOLDER READER_FOLDER [QUESTIONS]

READER_FOLDER holds ``model.onnx`` and ``tokenizer.json``. RECORDS_FOLDER gets ``hard_looks.jsonl.gz``: a question over
other sentences of its passage, and changed questions over its own sentence, made of 16,000 questions unless told.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reader
from training.changes import Pools
from training.hard_passages import MAX_TOKENS, asked, margins
from training.hard_questions import LEAST, LESS, sure_changes
from training.looks import looked_at, looks
from training.mixture import is_held_out
from training.records import MINED, Record, load_records, write_records

FILE = "hard_looks.jsonl.gz"
SEED = 17
QUESTIONS = 16_000


def hard_looks(records: Iterable[Record], pools: Pools, reader: Reader) -> Iterator[Record]:
    """Of each question, the other sentence and the change that the reader is surest of, when it is sure enough.

    Surer than of the question's own answer it may be right.
    """
    rng = Random(SEED)
    for record in records:
        own = looked_at(record, rng)
        enough = margins(reader, record.question, [own.context])[0] - LESS
        others = [look for look in looks(record) if not any(text.lower() in look.lower() for text in record.texts)]
        found = sorted(zip(margins(reader, record.question, others), others, strict=True), reverse=True)
        for surest, look in found[:1]:
            if LEAST <= surest <= enough:
                yield replace(record, id=f"{record.id}{MINED}", context=look, answers=())
        for surest, question in sure_changes(record, pools, reader, rng, own.context)[:1]:
            if LEAST <= surest <= enough:
                yield replace(own, id=f"{record.id}{MINED}c", question=question, answers=())


def main(folder: Path, model: Path, questions: int = QUESTIONS) -> None:
    """Read, and write the records."""
    records = [record for record in load_records(folder) if MINED not in record.id]
    held_out = {record.context for record in records if is_held_out(record)}
    records = [record for record in records if record.context not in held_out]
    reader = OnnxReader(model, model.name, MAX_TOKENS)
    write_records(folder / FILE, hard_looks(asked(records, questions), Pools.of(records), reader))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
