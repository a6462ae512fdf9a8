"""Answer the same questions with one part of the pipeline off at a time, and say by how much that is worse.

    python benchmarks/ablation.py --notes lihua/notes --questions lihua/questions.jsonl --limit 40

``--questions`` is a test set as ``assistant eval answers`` takes it; ``--way`` runs only some of the ways. The reader
answers by itself in the default setting, so the ways in which the chat model writes take much longer: ``reader`` (it
copies lines), ``extractive`` (it writes in its own words) and ``grammar`` (so, and free of the grammar). Intervals are
those of ``assistant eval compare``.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from home import open_app, throwaway_home

from assistant.answer.checking import Checked
from assistant.answer.confidence import ConfidenceModel
from assistant.answer.drafts import Draft
from assistant.answer.evidence import Question
from assistant.answer.writing import Style
from assistant.app import App
from assistant.domain import EvidenceSentence
from assistant.evals.answer_sets import AnswerSet, load_answer_lines, load_answer_squad
from assistant.evals.answer_summary import summarise
from assistant.evals.answers import AnswerResult, run
from assistant.evals.compare import compare

#: What the reader believes in is answered: its margin over no answer, at the second look, is above 0.
BY_MARGIN = ConfidenceModel(("looked",), (1.0,), 0.0, (0.0,), (1.0,), 0.5, (), "2026-01-01")


@contextmanager
def everything(_: App) -> Iterator[None]:
    """The default."""
    yield


@contextmanager
def no_reader(app: App) -> Iterator[None]:
    """As it is where no reader is installed: the chat model copies a line under the grammar."""
    with patch.dict(vars(app), reader=None):
        yield


@contextmanager
def no_extractive(app: App) -> Iterator[None]:
    """The chat model writes in its own words, under the grammar."""
    asking = replace(app.settings.ask, style="abstractive")
    with patch.dict(vars(app), settings=replace(app.settings, ask=asking)):
        yield


@contextmanager
def no_grammar(app: App) -> Iterator[None]:
    """The chat model writes in its own words, and only the prompt tells it to point at lines."""
    with no_extractive(app), patch.object(Style, "grammar", lambda *_: None):
        yield


@contextmanager
def no_verification(_: App) -> Iterator[None]:
    """What was drafted is the answer, whatever the cited lines say."""
    with patch("assistant.answer.ask.check", unchecked):
        yield


@contextmanager
def no_second_look(_: App) -> Iterator[None]:
    """What the reader finds in a passage is not looked at again."""
    with patch("assistant.answer.ask.look_again", lambda _reader, _question, found, _note_of: found):
        yield


@contextmanager
def no_calibration(app: App) -> Iterator[None]:
    """The reader's own margin decides, instead of the fitted confidence."""
    with patch.dict(vars(app), confidence=BY_MARGIN):
        yield


def unchecked(draft: Draft, standing: Sequence[EvidenceSentence], _: Question) -> Checked:
    """A draft as it is."""
    return Checked(draft.answer, tuple(standing))


@dataclass(frozen=True, slots=True)
class Way:
    """A part that is off, the way it is compared with, and from which confidence on is answered, if not as usual."""

    off: Callable[[App], AbstractContextManager[None]]
    against: str = "everything"
    least: float | None = None


WAYS = {
    "everything": Way(everything),
    "verification": Way(no_verification),
    "calibration": Way(no_calibration),
    "abstaining": Way(everything, least=0.0),
    "second-look": Way(no_second_look),
    "reader": Way(no_reader),
    "extractive": Way(no_extractive),
    "grammar": Way(no_grammar, "extractive"),
}


def main() -> None:
    """Index once, ask in every way, print a row each."""
    arguments = parse_arguments()
    results: dict[str, list[AnswerResult]] = {}
    with throwaway_home() as home, TemporaryDirectory(prefix="assistant-") as name:
        questions = load(arguments)
        app = open_app(folder_of(questions, Path(name)), home)
        app.index(lambda *_: None)
        print(f"{'off':<14}{'questions':>10}{'f1, has answer':>16}{'abstained, none':>17}{'f1, all':>9}", end="")
        print(f"{'unsupported':>13}{'seconds':>9}   difference of f1, all")
        for way in ("everything", *(way for way in arguments.way if way != "everything")):
            results[way] = answered(app, questions, WAYS[way])
            print(row(way, results), flush=True)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, help="the folder, unless the questions are a SQuAD file")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="so many of the questions, drawn by chance, always the same")
    parser.add_argument("--way", choices=list(WAYS), nargs="+", default=list(WAYS))
    return parser.parse_args()


def load(arguments: argparse.Namespace) -> AnswerSet:
    """The questions to ask."""
    file = arguments.questions
    questions = load_answer_squad(file) if file.suffix == ".json" else load_answer_lines(file, arguments.notes)
    return questions.sample(arguments.limit) if arguments.limit else questions


def folder_of(questions: AnswerSet, place: Path) -> Path:
    """The folder of the notes, written first where the questions bring them."""
    if questions.corpus.folder:
        return questions.corpus.folder
    questions.corpus.write_notes(place)
    return place


def answered(app: App, questions: AnswerSet, way: Way) -> list[AnswerResult]:
    """All questions, asked in one way."""
    with way.off(app), app.asking() as asking:
        return list(run(questions, lambda text: asking(text, lambda _: None, way.least).answer, app.folder))


def row(way: str, results: dict[str, list[AnswerResult]]) -> str:
    """What one way comes to, and by how much it differs from the one it is compared with."""
    summary = summarise(results[way])
    has, none = summary.has_answer, summary.no_answer
    line = f"{way:<14}{len(results[way]):>10}{has.f1 if has else 0:>16.3f}{none.f1 if none else 0:>17.3f}"
    line += f"{summary.overall.f1:>9.3f}{summary.citations.unsupported or 0:>13.3f}{summary.cost.seconds_p50:>9.2f}"
    against = WAYS[way].against
    if way == against or against not in results:
        return line
    before, after = ({result.id: result.f1 for result in results[name]} for name in (against, way))
    difference = compare(before, after)
    return f"{line}   {difference.mean:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}] against {against}"


if __name__ == "__main__":
    main()
