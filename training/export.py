"""From trained weights to the reader or judge that ships: int8 ONNX, refused when it reads otherwise than float32.

    python -m training.export FOLDER [--out models/judge-minilm] [--embedder INSTALLED_FOLDER]

FOLDER holds ``model.safetensors`` and ``tokenizer.json``. With ``--embedder``, the judge shares that embedder's
vocabulary: its rows and its tokenizer are not written, but named as taken from there. The files' hashes and sizes, as
the manifest wants them, are printed.
"""

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnx import numpy_helper

from assistant.engines.e5_int8 import MADE
from assistant.engines.files import sha256_of
from assistant.engines.minilm_onnx import (
    HEAD_WIDTH,
    Floats,
    OutsideRows,
    judge_graph,
    load_weights,
    reader_graph,
)
from assistant.engines.onnx_judge import OnnxJudge
from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reading

WINDOW = 384
#: An embedder's files that a judge may share.
GRAPH, WORDS, VOCABULARY = MADE
_TABLE = "embeddings.word_embeddings"
#: Rows that are compared, and by how much two of them differ at most, one in half precision, the other in levels.
_COMPARED, _ROUNDED = 4096, 0.02
#: For so many of the questions the best span has to be the same, and margins may differ by so many logits on average.
LEAST_SAME = 0.8
GREATEST_SHIFT = 1.0

_NOTES = (
    "Standup, 3 March 2026. Anna: the Vellum beta moves to May 12, the export is not ready. Tom fixes the crash in the "
    "importer by Friday. We agreed not to raise the price before autumn.",
    "# Flat\n- rent: 1,240 EUR, from July 1,295 EUR\n- landlord: Mr Okafor, +49 30 5550 1234\n- the boiler was "
    "replaced in October 2024 and is serviced every two years",
    "[2026-02-11 18:04] Mei: did you book the train?\n[2026-02-11 18:09] Jonas: yes, Thursday 7:42 from platform 9, "
    "two seats in coach 12\n[2026-02-11 18:10] Mei: great, I bring the tent and Ravi the stove",
    "The garden was quiet all week. On Sunday we planted garlic and broad beans along the south wall; the rhubarb has "
    "to wait until the frost is over. Nora lent us her grandmother's spade.",
)
_QUESTIONS = (
    "When does the Vellum beta start?",
    "Who fixes the importer?",
    "When does Tom fix the crash?",
    "What is not ready?",
    "What did we agree not to raise?",
    "How much is the rent from July?",
    "What is the landlord's phone number?",
    "Who is the landlord?",
    "When was the boiler replaced?",
    "How often is the boiler serviced?",
    "Which platform does the train leave from?",
    "When does the train leave?",
    "How many seats did Jonas book?",
    "Which coach are the seats in?",
    "What does Ravi bring?",
    "What was planted along the south wall?",
    "When did we plant garlic?",
    "What has to wait until the frost is over?",
    "Who lent the spade?",
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How near two models read.

    ``same`` is the share of questions whose best span is the same in the note where the wanted model is surest (of
    judges that share a vocabulary: whose best note is the same); ``shift`` is by how many logits the best margins (log
    odds) differ, on average over every question and note.
    """

    same: float
    shift: float

    @property
    def near(self) -> bool:
        """Whether one may stand for the other."""
        return self.same >= LEAST_SAME and self.shift <= GREATEST_SHIFT


def export(source: Path, target: Path) -> Agreement:
    """Write ``model.onnx`` and ``tokenizer.json`` to the folder ``target``.

    Raises ``ValueError``, with nothing written, when the weights are not a reader's or the int8 model reads otherwise
    than the exact one.
    """
    weights = load_weights(source / "model.safetensors")
    hidden = weights["embeddings.word_embeddings.weight"].shape[1]
    head = weights.get("qa_outputs.weight")
    if head is None or head.shape != (2, hidden) or "qa_outputs.bias" not in weights:
        raise ValueError(f"{source} does not hold a reader: qa_outputs.weight must be (2, {hidden})")
    make = judge_graph if "answers.weight" in weights else reader_graph
    graph = make(weights, hidden // HEAD_WIDTH)
    exact = make(weights, hidden // HEAD_WIDTH, int8=False)
    tokenizer = source / "tokenizer.json"
    agreement = compare(_readings(graph, tokenizer), _readings(exact, tokenizer))
    if not agreement.near:
        raise ValueError(f"the int8 model reads otherwise than the exact one: {agreement}")
    target.mkdir(parents=True, exist_ok=True)
    (target / "model.onnx").write_bytes(graph)
    shutil.copyfile(tokenizer, target / "tokenizer.json")
    return agreement


def export_sharing(source: Path, target: Path, embedder: Path) -> Agreement:
    """Write ``model.onnx`` alone, a judge's that reads the vocabulary's rows of an installed embedder.

    Raises ``ValueError`` when the weights are not a judge's, their rows are not the embedder's, or the int8 model
    judges otherwise than the exact one: another note answers best, or log odds differ.
    """
    weights = load_weights(source / "model.safetensors")
    if "answers.weight" not in weights:
        raise ValueError(f"{source} does not hold a judge")
    outside = _rows_of(weights.pop("embeddings.word_embeddings.weight"), embedder / WORDS)
    heads = outside.width // HEAD_WIDTH
    graph, exact = (judge_graph(weights, heads, int8=int8, outside=outside) for int8 in (True, False))
    shared = (embedder / WORDS, embedder / VOCABULARY)
    agreement = compare_judged(_judged(graph, *shared), _judged(exact, *shared))
    if not agreement.near:
        raise ValueError(f"the int8 model judges otherwise than the exact one: {agreement}")
    target.mkdir(parents=True, exist_ok=True)
    (target / "model.onnx").write_bytes(graph)
    return agreement


def _rows_of(rows: Floats, words: Path) -> OutsideRows:
    """The embedder's rows, as its own graph names them; pieces of the weights beyond those are never read."""
    graph = onnx.load(words.with_name(GRAPH), load_external_data=False).graph
    constants = {constant.name: constant for constant in graph.initializer}
    scale = numpy_helper.to_array(constants[f"{_TABLE}.scale"])
    place = {entry.key: entry.value for entry in constants[f"{_TABLE}.levels"].external_data}
    levels = np.fromfile(words, np.int8).reshape(len(scale), -1)
    count = min(_COMPARED, len(scale))
    if not np.allclose(levels[:count] * scale[:count], rows[:count], atol=_ROUNDED):
        raise ValueError(f"the vocabulary's rows are not those of {words}: train with the rows frozen")
    return OutsideRows(words.name, scale, levels.shape[1], place["checksum"])


def compare(readings: Sequence[Sequence[Reading]], wanted: Sequence[Sequence[Reading]]) -> Agreement:
    """How near two models read the same notes, none of them empty: for each question, a reading of each note."""
    pairs = [
        [(ours.spans[0], theirs.spans[0]) for ours, theirs in zip(found, asked, strict=True)]
        for found, asked in zip(readings, wanted, strict=True)
    ]
    # Where a note does not answer, two spans of next to no probability may swap places at will.
    best = [max(notes, key=lambda pair: pair[1].score) for notes in pairs]
    same = fmean((ours.start, ours.end) == (theirs.start, theirs.end) for ours, theirs in best)
    return Agreement(same, fmean(abs(ours.score - theirs.score) for notes in pairs for ours, theirs in notes))


def compare_judged(logits: Floats, wanted: Floats) -> Agreement:
    """How near two judges' log odds are, each (questions, notes): the same note best, and by how much they differ."""
    same = float((logits.argmax(axis=1) == wanted.argmax(axis=1)).mean())
    return Agreement(same, float(np.abs(logits - wanted).mean()))


def _judged(graph: bytes, *others: Path) -> Floats:
    """The log odds of every note for every question, by a model that wants the ``others`` beside it."""
    with TemporaryDirectory() as name:
        folder = _folder_of(Path(name), graph, others)
        judge = OnnxJudge(folder, "trial", WINDOW)
        logits = [[one.logit for one in judge.judge(question, _NOTES)] for question in _QUESTIONS]
        judge.close()
    return np.array(logits, np.float32)


def _folder_of(folder: Path, graph: bytes, others: Sequence[Path]) -> Path:
    (folder / "model.onnx").write_bytes(graph)
    for file in others:
        shutil.copyfile(file, folder / file.name)
    return folder


def _readings(graph: bytes, *others: Path) -> list[list[Reading]]:
    """A reading of every note for every question, by a model that wants the ``others`` beside it."""
    with TemporaryDirectory() as name:
        reader = OnnxReader(_folder_of(Path(name), graph, others), "trial", WINDOW)
        readings = [reader.read(question, _NOTES) for question in _QUESTIONS]
        reader.close()
    return readings


def main() -> None:
    """Export, and print what belongs into the manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, default=Path("models/judge-minilm"), help="folder to write to")
    parser.add_argument("--embedder", type=Path, help="folder of the installed embedder whose vocabulary is shared")
    arguments = parser.parse_args()
    if arguments.embedder:
        agreement = export_sharing(arguments.source, arguments.out, arguments.embedder)
    else:
        agreement = export(arguments.source, arguments.out)
    what = "note" if arguments.embedder else "span"
    print(f"# same best {what} {agreement.same:.0%}, {agreement.shift:.2f} logits apart on average")
    shared = (WORDS, VOCABULARY) if arguments.embedder else ()
    for name in ("model.onnx", *(shared or ("tokenizer.json",))):
        file = (arguments.embedder if name in shared else arguments.out) / name
        place = f"model:{arguments.embedder.name}" if name in shared else f"file:{arguments.out.name}"
        print(f'\n[[files]]\nname = "{name}"\nsources = ["{place}/{name}"]')
        print(f'sha256 = "{sha256_of(file)}"\nsize = {file.stat().st_size}')


if __name__ == "__main__":
    main()
