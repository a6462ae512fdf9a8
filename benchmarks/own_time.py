"""Milliseconds that a question takes around the model: open the index, retrieve, pack, verify.

    python benchmarks/own_time.py --notes examples/notes --questions examples/questions.jsonl

The embedder is the installed one, and warm. In the chat model's place stands one that copies the first sentence
it is shown, so what is left is the program's own time. ``citations.py`` reports the stages with the real model.
"""

import argparse
import json
import re
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from home import open_app, throwaway_home

from assistant.app import App
from assistant.domain import Answer
from assistant.engines.fakes import FakeChat

BUDGET = 150
STAGES = ("retrieve", "pack", "verify")
FIRST_SENTENCE = re.compile(r"^\[1\] .+$", re.MULTILINE)


def main() -> None:
    """Index, ask every question once to warm up and once to measure."""
    arguments = parse_arguments()
    with throwaway_home() as home:
        app = open_app(arguments.notes.resolve(), home)
        app.index(lambda *_: None)
        app.chat = FakeChat(first_sentence, context_tokens=app.settings.engine.context)
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


def first_sentence(prompt: str) -> str:
    """What the stand-in answers: the first numbered sentence of the prompt, number and all."""
    found = FIRST_SENTENCE.search(prompt)
    return found[0] if found else "none"


def ask(app: App, question: str) -> tuple[float, Answer]:
    """Milliseconds of one question without generation, and its answer."""
    started = time.perf_counter()
    answer = app.ask(question, lambda _: None).answer
    return 1000 * (time.perf_counter() - started) - answer.timings_ms.get("generate", 0.0), answer


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
