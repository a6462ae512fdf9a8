"""From trained weights to the reader or judge that ships: int8 ONNX, refused when it reads otherwise than float32.

    python -m training.export FOLDER [--out models/judge-minilm]

FOLDER holds ``model.safetensors`` and ``tokenizer.json``. The files' hashes and sizes, as the manifest wants them,
are printed.
"""

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from assistant.engines.files import sha256_of
from assistant.engines.minilm_onnx import HEAD_WIDTH, judge_graph, load_weights, reader_graph
from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reading

WINDOW = 384
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

    ``same`` is the share of questions whose best span is the same in the note where the wanted model is surest;
    ``shift`` is by how many logits the best margins differ, on average over every question and note.
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


def _readings(graph: bytes, tokenizer: Path) -> list[list[Reading]]:
    """A reading of every note for every question."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "model.onnx").write_bytes(graph)
        shutil.copyfile(tokenizer, folder / "tokenizer.json")
        reader = OnnxReader(folder, "trial", WINDOW)
        readings = [reader.read(question, _NOTES) for question in _QUESTIONS]
        reader.close()
    return readings


def main() -> None:
    """Export, and print what belongs into the manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, default=Path("models/judge-minilm"), help="folder to write to")
    arguments = parser.parse_args()
    agreement = export(arguments.source, arguments.out)
    print(f"# same best span {agreement.same:.0%}, margins differ by {agreement.shift:.2f} logits on average")
    for name in ("model.onnx", "tokenizer.json"):
        file = arguments.out / name
        print(f'\n[[files]]\nname = "{name}"\nsources = ["file:{arguments.out.name}/{name}"]')
        print(f'sha256 = "{sha256_of(file)}"\nsize = {file.stat().st_size}')


if __name__ == "__main__":
    main()
