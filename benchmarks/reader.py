"""What the reader finds in passages that may not answer: by the first look, by the second, and by both.

    python benchmarks/reader.py --squad squad2-dev.json
    python benchmarks/reader.py --records RECORDS --source friendsqa

``--squad`` is a SQuAD 2.0 file; ``--records`` a folder as ``training`` has it, of which only what was held out is read.
The measures are SQuAD's: exact match and F1 of the answerable questions, F1 of all at the best threshold, and the area
under the curve. A look's milliseconds are the processor's, of one thread.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from assistant.answer.questions import Kind
from assistant.answer.reading import Found, read
from assistant.answer.second_look import look_again
from assistant.domain import Hit, Passage
from assistant.engines.onnx_reader import OnnxReader
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens
from training.mixture import is_held_out
from training.records import Record, load_records
from training.squad import Guess, load_squad, scores

#: By what a question is answered or not.
BY: dict[str, Callable[[Found], float]] = {
    "first look": lambda one: one.margin,
    "second look": lambda one: one.looked,
    "both": lambda one: one.margin + one.looked,
}
WHOLE = ChunkSizes(4_000, 8_000)
MAX_TOKENS = 384


def main() -> None:
    """Read every question's passage and print a row for each way to decide."""
    arguments = parse_arguments()
    reader = OnnxReader(arguments.reader, arguments.reader.name, MAX_TOKENS, threads=1)
    questions = load(arguments)[:: arguments.step]
    first, second = [], []
    found: dict[str, Found | None] = {}
    for record in questions:
        hits = [Hit(passage, 1.0) for passage in passages(record.context)]
        started = time.process_time()
        spans = read(reader, record.question, Kind.FREE, hits, alone)
        read_at = time.process_time()
        found[record.id] = best(look_again(reader, record.question, spans[:1], alone))
        first.append(read_at - started)
        second.append(time.process_time() - read_at)
    print(
        f"{'decided by':<14}{'questions':>10}{'exact':>8}{'f1':>8}{'f1, all':>9}{'auc':>8}   first span of each passage"
    )
    for name, margin in BY.items():
        print(f"{name:<14}" + row(questions, found, margin))
    medians = [f"{1000 * statistics.median(seconds):.1f}" for seconds in (first, second)]
    print(f"median ms of a look: first {medians[0]}, second {medians[1]}")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", type=Path, default=Path("models/reader-minilm"))
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


def passages(text: str) -> Iterator[Passage]:
    """The text as the passages of a note, one unless it is very long."""
    note = parse_note("a.md", text, 0, WHOLE, estimate_tokens)
    for n, chunk in enumerate(note.chunks):
        yield Passage(n, note.path, note.title, date(2026, 1, 1), note.language, (), chunk)


def alone(_: str) -> Sequence[Passage]:
    """No line of its note says a passage's day."""
    return ()


def best(found: Sequence[Found]) -> Found | None:
    """The best span, if there is one."""
    return found[0] if found else None


def row(questions: Sequence[Record], found: dict[str, Found | None], margin: Callable[[Found], float]) -> str:
    """The measures, where questions are answered from some margin on."""
    guesses = {id_: Guess(one.text, margin(one)) if one else Guess("", -99.0) for id_, one in found.items()}
    measured = scores(questions, guesses)
    columns = [measured.get(name, float("nan")) for name in ("has_answer_exact", "has_answer_f1", "f1", "auc")]
    return f"{len(questions):>10}" + "".join(
        f"{value:>{width}.1f}" for value, width in zip(columns, (8, 8, 9, 8), strict=True)
    )


if __name__ == "__main__":
    main()
