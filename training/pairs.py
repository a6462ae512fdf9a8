"""Pairs of questions, one that a passage answers and what people made of it so that it does not, as records.

    python -m training.pairs PAIRS_FOLDER RECORDS_FOLDER

PAIRS_FOLDER holds the files of "Learning to Ask Unanswerable Questions" (Zhu et al. 2019), drawn from the training
set of SQuAD 2.0: for each ``*-unanswerable-questions.txt`` the ``*-answerable-questions.txt`` and, where there is one,
the ``*-context.txt``. A pair whose passage is not there is looked for among RECORDS by its answered question. The file
``test-*``, which is of SQuAD's development set, is never read. RECORDS_FOLDER gets ``squad2_pairs.jsonl.gz`` and
``edits.json``: of every word that was changed alone, what it was changed to, and how often.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from training.records import Record, letters, load_records, trimmed, write_records

SOURCE = "squad2_pairs"
FILE = f"{SOURCE}.jsonl.gz"
EDITS = "edits.json"
#: What people put in whole is left to the ways of negating a question.
_NEGATIONS = frozenset("not no never none n't non without".split())
_TIGHT = re.compile(
    r"(?<=\d)(?<!\d{4}) \. (?=\d{1,2}\b)|(?<=\d) : (?=\d\d\b)|(?<=\d) , (?=\d{3}\b)|(?<=\w) ?[-/–] (?=\w)"
    r"| (?=[.,;:!?)\]}%]|n't|'(?:s|re|ll|ve|d|m)\b)|(?<=[(\[{$£]) "
)
_QUOTED = re.compile(r'(?<!\S)" (.*?) "(?!\S)')
_OPENING = re.compile(r"(?:^|(?<=[^ .]{3}[.!?] )|(?<=[^ .]{3}[.!?] [\"(]))[a-z]")


class Pair(NamedTuple):
    """An answered question, the one made of it, and the passage with the answer's first and last token, if known."""

    id: str
    answered: str
    unanswered: str
    tokens: tuple[str, ...]
    answer: tuple[int, int]


def pairs(folder: Path) -> Iterator[Pair]:
    """The pairs of the parts ``train`` and ``dev``, lower-cased words and marks apart as they are in the files."""
    for part in ("train", "dev"):
        answered = _rows(folder / f"{part}-answerable-questions.txt")
        unanswered = _rows(folder / f"{part}-unanswerable-questions.txt")
        contexts = _rows(folder / f"{part}-context.txt") or [[""]] * len(answered)
        for (id_, question, first, last), (_, other, *_rest), (context, *_more) in zip(
            answered, unanswered, contexts, strict=True
        ):
            yield Pair(id_, question, other, tuple(context.split()), (int(first), int(last)))


def _rows(file: Path) -> list[list[str]]:
    if not file.exists() or not file.stat().st_size:
        return []
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]


def as_records(found: Iterable[Pair], known: Iterable[Record]) -> Iterator[Record]:
    """Both questions of a pair whose passage is there; of another the unanswered one, over the passage of ``known``.

    The latter is of the source of that record, and held out with it. What ``known`` holds without an answer already is
    not made again.
    """
    known = list(known)
    asked = {letters(record.question): record for record in known if record.answers}
    held = {letters(record.question) for record in known if not record.answers}
    for pair in found:
        if letters(pair.unanswered) in held:
            continue
        question = written(pair.unanswered.split())[0]
        if pair.tokens:
            text, places = written(pair.tokens)
            span = trimmed(text, (places[pair.answer[0]][0], places[pair.answer[1]][1]))
            yield Record(f"{SOURCE}:{pair.id}", written(pair.answered.split())[0], text, (span,), SOURCE)
            yield Record(f"{SOURCE}:{pair.id}:un", question, text, (), SOURCE)
        elif record := asked.get(letters(pair.answered)):
            yield Record(f"{SOURCE}:{pair.id}:un", question, record.context, (), record.source)


def written(tokens: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens as people write them, but for names in lower case; and the characters of each token."""
    tokens = list(tokens)
    spaced = " ".join(tokens)
    dropped = {m.start() for m in re.finditer(" ", spaced)} & _needless(spaced)
    moved = [0] * (len(spaced) + 1)
    for i in range(len(spaced)):
        moved[i + 1] = moved[i] + (i not in dropped)
    text = "".join(letter for i, letter in enumerate(spaced) if i not in dropped)
    text = _OPENING.sub(lambda found: found.group().upper(), text)
    places, at = [], 0
    for token in tokens:
        places.append((moved[at], moved[at + len(token)]))
        at += len(token) + 1
    return text, places


def _needless(spaced: str) -> set[int]:
    """The spaces beside marks, in a text of tokens, that people do not write."""
    found = {i for m in _TIGHT.finditer(spaced) for i in range(m.start(), m.end()) if spaced[i] == " "}
    for quoted in _QUOTED.finditer(spaced):
        found |= {quoted.start() + 1, quoted.end() - 2}
    return found


def edits(found: Iterable[Pair]) -> dict[str, dict[str, int]]:
    """Of each word that was the only one changed, the words that were put in its place, and how often."""
    made: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in found:
        before, after = pair.answered.rstrip(" ?.").split(), pair.unanswered.rstrip(" ?.").split()
        changed = [op for op in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if op[0] != "equal"]
        if len(changed) != 1 or changed[0][0] != "replace":
            continue
        _, a, b, c, d = changed[0]
        if b - a == d - c == 1 and before[a].isalpha() and after[c].isalpha() and after[c] not in _NEGATIONS:
            made[before[a]][after[c]] += 1
    return {word: dict(others) for word, others in made.items()}


def load_edits(file: Path) -> Mapping[str, Mapping[str, int]]:
    """What ``main`` wrote, or nothing where it was not run."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def main(folder: Path, records: Path) -> None:
    """Read, and write both files."""
    found = list(pairs(folder))
    if not found:
        raise SystemExit(f"{folder} holds no *-answerable-questions.txt")
    known = [record for record in load_records(records) if not record.id.startswith(SOURCE)]
    write_records(records / FILE, as_records(found, known))
    counted = edits(pair for pair in found if not pair.tokens)  # some of the others are held out
    (records / EDITS).write_text(json.dumps(counted, ensure_ascii=False, sort_keys=True), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
