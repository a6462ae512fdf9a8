"""Milliseconds that a question takes around the model: open the index, retrieve, pack, verify.

    python benchmarks/own_time.py --notes examples/notes --questions examples/questions.jsonl

The installed models answer, warm; what the reader and the chat model take is left out. The embedder's part of the
search is left in.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from home import open_app, throwaway_home

from assistant.app import App
from assistant.domain import Answer

BUDGET = 150
STAGES = ("retrieve", "pack", "verify")
MODELS = ("read", "generate")


def main() -> None:
    """Index, ask every question once to warm up and once to measure."""
    arguments = parse_arguments()
    with throwaway_home() as home:
        app = open_app(arguments.notes.resolve(), home)
        app.index(lambda *_: None)
        questions = read_questions(arguments.questions, arguments.limit)
        for question in questions:
            ask(app, question)
        report([ask(app, question) for question in questions])


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with a question each")
    parser.add_argument("--limit", type=int, default=50)
    return parser.parse_args()


def read_questions(file: Path, limit: int) -> list[str]:
    """Up to ``limit`` questions, spread evenly over the file."""
    questions = [str(json.loads(line)["question"]) for line in file.read_text(encoding="utf-8").splitlines()]
    return questions[:: max(1, len(questions) // limit)][:limit]


def ask(app: App, question: str) -> tuple[float, Answer]:
    """Milliseconds of one question without the models that read and write, and its answer."""
    started = time.perf_counter()
    answer = app.ask(question, lambda _: None).answer
    elapsed = 1000 * (time.perf_counter() - started)
    return elapsed - sum(answer.timings_ms.get(stage, 0.0) for stage in MODELS), answer


def report(asked: Sequence[tuple[float, Answer]]) -> None:
    """Print median and 95th percentile, whole and by stage."""
    answers = [answer for _, answer in asked]
    print(f"{len(answers)} questions, {sum(answer.answered for answer in answers)} answered")
    print(f"{'own time':<12}{spread([ms for ms, _ in asked])}   (budget {BUDGET})")
    for stage in STAGES:
        times = [answer.timings_ms[stage] for answer in answers if stage in answer.timings_ms]
        if times:
            print(f"  {stage:<10}{spread(times)}")


def spread(times: Sequence[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(times)
    return f"median {statistics.median(ordered):6.1f} ms, p95 {ordered[int(0.95 * (len(ordered) - 1))]:6.1f} ms"


if __name__ == "__main__":
    main()
