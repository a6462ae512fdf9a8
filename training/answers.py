"""Ask the questions of a set, and keep what was measured: on it the order of pieces and the confidence are fitted.

    python -m training.answers --notes NOTES --questions QUESTIONS.jsonl --out RUN.jsonl

A question is ``{id, question, kind, answerable, gold: [{path, lines}]}``. The settings and models are those of
``ASSISTANT_HOME``, where the notes are indexed. An answer is right when a cited line lies in a gold range.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.answer.reading.read import Read
from assistant.app import App
from assistant.domain import Answer
from assistant.settings import resolve
from assistant.settings.paths import find_paths

Gold = Sequence[dict[str, Any]]


def asked(app: App, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each question with its answer, its features, and the best pieces."""
    with app.asking() as asking:
        for row in rows:
            started = time.perf_counter()
            outcome = asking(row["question"], lambda _: None, 0.0)
            yield {
                "id": row["id"],
                "question": row["question"],
                "kind": row["kind"],
                "answerable": row["answerable"],
                "form": outcome.trace.form.value,
                "answer": outcome.answer.answer,
                "short": outcome.answer.short,
                "value": holds(outcome.answer, row["facts"]),
                "right": is_right(outcome.answer, row["gold"]),
                "features": outcome.answer.features,
                "reads": [told(read, row["gold"]) for read in outcome.trace.reads],
                "seconds": round(time.perf_counter() - started, 3),
            }


def is_right(answer: Answer, gold: Gold) -> bool:
    """Whether a cited line lies in a gold range."""
    return any(_overlaps(c.path, c.line_start, c.line_end, gold) for c in answer.citations)


def holds(answer: Answer, facts: Sequence[str]) -> bool | None:
    """Whether a short answer is one of the known ones, or holds it, or is held by it; nothing where none is known."""
    if not (answer.short and facts):
        return None
    short = answer.short.casefold()
    return any(fact.casefold() in short or short in fact.casefold() for fact in facts)


def told(read: Read, gold: Gold) -> dict[str, Any]:
    """What is known of a piece, and whether it lies in a gold range."""
    span, path = read.piece.span, read.piece.passage.path
    return {
        "path": path,
        "line": span.line_start,
        "logit": read.judgement.logit,
        "near": read.judgement.near,
        "fused": read.fused,
        "covered": read.covered,
        "text": read.piece.lead + read.piece.said,
        "gold": _overlaps(path, span.line_start, span.line_end, gold),
    }


def _overlaps(path: str, first: int, last: int, gold: Gold) -> bool:
    return any(g["path"] == path and g["lines"][0] <= last and first <= g["lines"][1] for g in gold)


def main() -> None:
    """Ask, and write a line a question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--step", type=int, default=1, help="every so many questions only")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.questions.read_text(encoding="utf-8").splitlines()][:: options.step]
    paths = find_paths()
    settings = resolve(paths.config_file, flags={"notes.folder": str(options.notes)}).settings
    with options.out.open("w", encoding="utf-8") as out:
        for row in asked(App(settings, paths), rows):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
