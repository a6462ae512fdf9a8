"""What the reader finds in passages that may not answer.

    python benchmarks/reader.py --squad squad2-dev.json
    python benchmarks/reader.py --records RECORDS --source friendsqa

``--squad`` is a SQuAD 2.0 file; ``--records`` a folder as ``training`` has it, of which only what was held out is read.
The measures are SQuAD's: exact match and F1 of the answerable questions, F1 of all at the best threshold, and the area
under the curve. The milliseconds of a reading are the processor's, of one thread.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.engines.onnx_reader import OnnxReader
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens
from training.mixture import is_held_out
from training.records import Record, load_records
from training.squad import Guess, load_squad, scores

WHOLE = ChunkSizes(4_000, 8_000)
MAX_TOKENS = 384


def main() -> None:
    """Read every question's passage and print a row for each way to decide."""
    arguments = parse_arguments()
    reader = OnnxReader(arguments.reader, arguments.reader.name, MAX_TOKENS, threads=1)
    questions = load(arguments)[:: arguments.step]
    seconds: list[float] = []
    guesses: dict[str, Guess] = {}
    for record in questions:
        started = time.process_time()
        guesses[record.id] = best(reader, record.question, passages(record.context))
        seconds.append(time.process_time() - started)
    measured = scores(questions, guesses)
    names = ("has_answer_exact", "has_answer_f1", "f1", "auc")
    print(
        f"{len(questions)} questions: " + ", ".join(f"{name} {measured.get(name, float('nan')):.1f}" for name in names)
    )
    print(f"median ms of a reading: {1000 * statistics.median(seconds):.1f}")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", type=Path, default=Path("models/judge-minilm"))
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--squad", type=Path)
    source.add_argument("--records", type=Path)
    parser.add_argument("--source", help="only the records of this set")
    parser.add_argument("--step", type=int, default=1, help="every so many questions only")
    return parser.parse_args()


def load(arguments: argparse.Namespace) -> list[Record]:
    """The questions to ask."""
    if arguments.squad:
        return load_squad(arguments.squad)
    held_out = (record for record in load_records(arguments.records) if is_held_out(record))
    return [record for record in held_out if arguments.source in (None, record.source)]


def passages(text: str) -> list[str]:
    """The text as the passages of a note, one unless it is very long."""
    return [chunk.text for chunk in parse_note("a.md", text, 0, WHOLE, estimate_tokens).chunks]


def best(reader: OnnxReader, question: str, texts: Sequence[str]) -> Guess:
    """The best span of all passages."""
    found = [(text, reading.best) for text, reading in zip(texts, reader.read(question, texts), strict=True)]
    guesses = [Guess(text[span.start : span.end], span.score) for text, span in found if span]
    return max(guesses, key=lambda guess: guess.margin, default=Guess("", -99.0))


if __name__ == "__main__":
    main()
