"""Records for the tests of training: written out, or drawn by hypothesis."""

from collections.abc import Iterable
from pathlib import Path

from hypothesis import strategies as st

from training import records as records_module
from training.records import Record

LINES = (
    "The boiler was replaced in October.",
    "Nora lent us her spade!",
    "We planted garlic along the wall",
    "Who brings the tent?",
    "Tom: not me.",
    "It costs 1,240 EUR.",
    '"Never," said Mr Okafor.',
    "über 3 Äpfel.",
    "x",
)


def record(context: str, *answers: str, question: str = "Who?", id: str = "r", source: str = "tests") -> Record:
    """A record whose answers stand where their words are found first."""
    spans = tuple((context.index(text), context.index(text) + len(text)) for text in answers)
    return Record(id, question, context, spans, source)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A passage of some lines with up to three answers, anywhere in it, that are not white space."""
    parts = draw(st.lists(st.sampled_from(LINES) | st.text("abC. :?\n\r\t", max_size=9), min_size=1, max_size=8))
    context = draw(st.sampled_from(("", "\n", "  "))) + draw(st.sampled_from((" ", "\n", "  \n\n"))).join(parts)
    places = st.tuples(st.integers(0, len(context)), st.integers(0, len(context)))
    ordered = places.map(lambda pair: (min(pair), max(pair)))
    spans = ordered.filter(lambda span: context[span[0] : span[1]].strip())
    answers = draw(st.lists(spans, max_size=3)) if context.strip() else []
    return Record("r", "Who lent us the spade?", context, tuple(answers), "tests")


def write_records(folder: Path, name: str, rows: Iterable[Record]) -> Path:
    """A file of the published shape, below ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    records_module.write_records(folder / f"{name}.jsonl.gz", rows)
    return folder


def is_within(short: str, long: str) -> bool:
    """Whether a text is left when some letters of another are taken out."""
    letters = iter(long)
    return all(letter in letters for letter in short)
