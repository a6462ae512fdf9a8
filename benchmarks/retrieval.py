"""Ranking on every test set of a folder: words, vectors and both, with the milliseconds of a question.

    python benchmarks/retrieval.py --data DIR [--keep DIR] [--only NAME,NAME] [--out DIR] [--embed MODEL] [--ask NAME]

A test set is a subfolder of DIR in BEIR's layout, a subfolder with ``questions.jsonl`` and ``notes/``, or a SQuAD
file; what is none of these is passed over. Every set is indexed into a throw-away home, or one below ``--keep`` that
is used again. ``--embed`` names the embedding model, else it is the one that fits each set's language; ``--ask`` asks
the questions of another set that has the same ids, in another language say. ``--out`` takes per-question results, a
file a set, for ``assistant eval compare``.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.app import App
from assistant.cli.eval.home import indexed
from assistant.evals.datasets import RetrievalSet, load_beir, load_questions, load_squad
from assistant.evals.retrieval import DEPTH, RetrievalReport, run
from assistant.settings import resolve
from assistant.settings.paths import find_paths

MODES = ("lexical", "vector", "hybrid")
ROW = "{:<17} {:>9}  {:>7}  {:>7}  {:>7}   {:>8}  {:>10}  {:>6}  {:>5}"


def main() -> None:
    """Measure every set, print a row of the table for each."""
    arguments = parse_arguments()
    print("nDCG@10 of each mode; recall, reciprocal rank and median milliseconds of hybrid search")
    print(ROW.format("set", "questions", *MODES, "recall@5", "recall@100", "mrr@10", "ms"))
    for name, load in find_sets(arguments.data):
        if arguments.only and name not in arguments.only.split(","):
            continue
        with place_for(name, arguments.keep) as place:
            dataset = replace(load(), name=name)
            if arguments.ask:
                dataset = asked_as(dataset, dict(find_sets(arguments.data))[arguments.ask]())
            reports = measure(dataset, place, arguments.embed, arguments.modes.split(","))
        print(row(dataset.name, reports), flush=True)
        if arguments.out:
            write_results(arguments.out / f"{dataset.name}.jsonl", reports)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--embed", default="auto")
    parser.add_argument("--ask")
    parser.add_argument("--modes", default=",".join(MODES))
    return parser.parse_args()


def find_sets(folder: Path) -> Iterator[tuple[str, Callable[[], RetrievalSet]]]:
    """The name of each test set, and what loads it."""
    for place in sorted(folder.iterdir()):
        if (place / "corpus.jsonl").is_file():
            yield place.name, partial(load_beir, place)
        elif (place / "questions.jsonl").is_file() and (place / "notes").is_dir():
            yield place.name, partial(load_questions, place / "questions.jsonl", place / "notes")
        elif place.suffix == ".json" and "squad" in place.name:
            yield place.stem, partial(load_squad, place)


@contextmanager
def place_for(name: str, keep: Path | None) -> Iterator[Path]:
    """A folder for one set's notes and index."""
    if keep:
        (keep / name).mkdir(parents=True, exist_ok=True)
        yield keep / name
        return
    with TemporaryDirectory(prefix="assistant-retrieval-") as folder:
        yield Path(folder)


def asked_as(dataset: RetrievalSet, other: RetrievalSet) -> RetrievalSet:
    """A set with the questions of another one that has the same ids."""
    questions = {key: other.questions[key] for key in dataset.questions if key in other.questions}
    return replace(dataset, name=f"{other.name}>{dataset.name}", questions=questions)


def measure(dataset: RetrievalSet, place: Path, embed: str, modes: Sequence[str]) -> list[RetrievalReport]:
    """Index a set and ask its questions in every one of the modes."""
    # Default settings and this user's models; the folder only has to exist until the set's own notes take its place.
    app = App(resolve(env={}, flags={"notes.folder": place, "models.embed": embed}).settings, find_paths())
    app = indexed(app, dataset.corpus, place, lambda *_: None)
    return [measure_mode(app, dataset, mode) for mode in modes]


def measure_mode(app: App, dataset: RetrievalSet, mode: str) -> RetrievalReport:
    """One mode's results; the first question is asked once more before, so that nothing is loaded in time."""
    with app.searching(mode) as searching:

        def rank(text: str) -> Sequence[str]:
            return [hit.passage.path for hit in searching.run(text, DEPTH).hits]

        rank(next(iter(dataset.questions.values())))
        return run(dataset, mode, rank, lambda *_: None)


def row(name: str, reports: Sequence[RetrievalReport]) -> str:
    """A set's line of the table; what stands behind the modes is of the last one."""
    last = reports[-1]
    means = {report.mode: f"{report.mean('ndcg@10'):.3f}" for report in reports}
    more = [f"{last.mean(metric):.3f}" for metric in ("recall@5", "recall@100", "mrr@10")]
    ndcg = [means.get(mode, "") for mode in MODES]
    return ROW.format(name, len(last.results), *ndcg, *more, f"{last.milliseconds:.0f}")


def write_results(file: Path, reports: Sequence[RetrievalReport]) -> None:
    """A line for each question and mode."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        for report in reports:
            for result in report.results:
                line = {"set": report.name, "mode": report.mode, "id": result.id, **result.metrics}
                out.write(json.dumps({**line, "ms": round(result.milliseconds, 2)}) + "\n")


if __name__ == "__main__":
    main()
