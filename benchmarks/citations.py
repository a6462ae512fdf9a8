"""Ask many questions and count what can be checked: JSON, citations, quotes, and how answers compare to the gold.

    python benchmarks/citations.py --notes examples/notes --questions examples/questions.jsonl

Questions are JSON lines ``{id, question, answer, type, evidence}``; ``type`` Null has no answer in the notes.
``--out`` writes every answer as one JSON line.
"""

import argparse
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.app import App
from assistant.cli.output import as_json
from assistant.cli.schemas import AnswerReport, answer_report
from assistant.settings import resolve
from assistant.settings.paths import find_paths


def main() -> None:
    """Run the questions, print the counts."""
    arguments = parse_arguments()
    settings = resolve(find_paths().config_file, flags={"notes.folder": arguments.notes}).settings
    app = App(settings, find_paths())
    app.index(lambda *_: None)
    counts: Counter[str] = Counter()
    seconds: list[float] = []
    own_ms: list[float] = []
    with arguments.out.open("w") if arguments.out else Path("/dev/null").open("w") as out:
        for question in read_questions(arguments):
            started = time.perf_counter()
            answer = app.ask(question["question"], lambda _: None).answer
            seconds.append(time.perf_counter() - started)
            own_ms.append(sum(ms for stage, ms in answer.timings_ms.items() if stage != "generate"))
            text = as_json(answer_report(answer))
            out.write(json.dumps({"id": question["id"], "gold": question["answer"], **json.loads(text)}) + "\n")
            count(counts, question, text, app.folder)
    report(counts, seconds, own_ms)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--types", default="Single,Multi,Null")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def read_questions(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """Some questions, spread evenly over the file."""
    lines = arguments.questions.read_text().splitlines()
    questions = [q for q in map(json.loads, lines) if q["type"] in arguments.types.split(",")]
    step = max(1, len(questions) // arguments.limit)
    return questions[::step][: arguments.limit]


def count(counts: Counter[str], question: dict[str, Any], text: str, folder: Path) -> None:
    """Check one answer."""
    counts["questions"] += 1
    answer = AnswerReport.model_validate_json(text)
    counts["json valid"] += 1
    answerable = question["type"] != "Null"
    counts["answerable" if answerable else "null"] += 1
    for citation in answer.citations:
        counts["citations"] += 1
        lines = file_lines(folder / citation.path)
        counts["citations resolve"] += 1 <= citation.line_start <= citation.line_end <= len(lines)
        there = "\n".join(lines[citation.line_start - 1 : citation.line_end])
        counts["quotes verbatim"] += citation.quote in there
    if not answer.answered:
        counts["abstained, null" if not answerable else "abstained, answerable"] += 1
        return
    if answerable:
        counts["answered, answerable"] += 1
        counts["gold contained"] += contained(question["answer"], answer.answer)
        evidence = {Path(name).stem for name in question["evidence"]}
        counts["cites an evidence note"] += any(Path(c.path).stem in evidence for c in answer.citations)
        counts["f1 (sum, percent)"] += round(100 * f1(question["answer"], answer.answer))


def file_lines(path: Path) -> list[str]:
    """The lines of a note as editors count them."""
    return path.read_bytes().decode("utf-8-sig").split("\n")


def contained(gold: str, answer: str) -> bool:
    """Whether the gold answer's words stand in the answer, in order."""
    return " ".join(words(gold)) in " ".join(words(answer))


def f1(gold: str, answer: str) -> float:
    """Token F1 as in SQuAD (Rajpurkar et al. 2016)."""
    wanted, given = Counter(words(gold)), Counter(words(answer))
    common = sum((wanted & given).values())
    return 2 * common / (sum(wanted.values()) + sum(given.values())) if common else 0.0


def words(text: str) -> list[str]:
    """Lower-case words without articles and punctuation."""
    return [w for w in re.findall(r"\w+", text.lower()) if w not in ("a", "an", "the")]


def report(counts: Counter[str], seconds: list[float], own_ms: list[float]) -> None:
    """Print the counts and the times."""
    for line in rows(counts):
        print(line)
    print(f"{'median seconds a question':<28}{statistics.median(seconds):.2f}")
    print(f"{'median own ms a question':<28}{statistics.median(own_ms):.0f}   (budget 150)")


def rows(counts: Counter[str]) -> Iterator[str]:
    """Each count beside what it is a share of."""
    shares = {
        "json valid": "questions",
        "citations resolve": "citations",
        "quotes verbatim": "citations",
        "answered, answerable": "answerable",
        "gold contained": "answerable",
        "cites an evidence note": "answered, answerable",
        "abstained, null": "null",
        "abstained, answerable": "answerable",
    }
    for name, whole in shares.items():
        total = counts[whole]
        yield f"{name:<28}{counts[name]} of {total}" + (f"  ({100 * counts[name] / total:.1f} %)" if total else "")
    yield f"{'mean token F1, answerable':<28}{counts['f1 (sum, percent)'] / max(1, counts['answerable']) / 100:.3f}"


if __name__ == "__main__":
    main()
