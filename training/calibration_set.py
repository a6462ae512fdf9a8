"""A folder of notes with questions, made of records that training never saw: what confidence is fitted on.

    python -m training.calibration_set RECORDS_FOLDER READER_FOLDER OUT

READER_FOLDER holds ``model.onnx`` and ``tokenizer.json``. Writes ``OUT/notes`` and ``OUT/questions.jsonl``. Every
passage is a note: plain text, a dated entry, a list or a chat. One passage in ten is left out of the folder, so that
its questions have no answer there; others get a name, a number or a relation changed. In chats that happens now and
then, as people ask for what they do not remember well. In prose most are changed, so that the reader is as sure as can
be: such are the questions of SQuAD 2.0 without an answer, which people wrote to be taken for others. Of the pairs that
people made (``pairs``), both questions are asked as they are.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from assistant.engines.onnx_reader import OnnxReader
from assistant.engines.ports import Reader
from training.changes import Pools
from training.formats import as_chat, as_list, with_header
from training.hard_passages import MAX_TOKENS
from training.hard_questions import sure_changes
from training.mixture import is_held_out
from training.pairs import SOURCE
from training.records import Record, load_records, share_of
from training.speech import speech_questions
from training.unanswerable import changed_question

SEED = 11
#: Of a source's held-out passages so many become notes, and so many questions are asked about each.
PASSAGES = 90
QUESTIONS = 3
QUESTIONS_OF = {SOURCE: 6}
LEFT_OUT = 0.1
CHANGED = 0.12
#: Of a chat's questions without an answer so many are asked: the chats of published sets have more than people ask.
UNANSWERED_IN_CHATS = 0.5
#: Of a question about prose so many changed ones are asked, where there are so many; and itself now and then. Of
#: those that are asked as they are, some are left out: as many as make the confidence right about SQuAD's questions.
CHANGES_IN_PROSE = 2
ITSELF_IN_PROSE = 0.35
KEPT_IN_PROSE = 0.7
#: Sources whose answers are no spans that a person would give.
LEFT_ASIDE = frozenset({"ropes_contrast", "qamr", "tweetqa", "policyqa", "covidqa", "selqa", "clapnq_dev"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a folder of notes."""

    record: Record
    evidence: str

    def row(self, number: int) -> dict[str, object]:
        """As ``assistant eval answers`` reads it."""
        texts = list(dict.fromkeys(self.record.texts)) if self.evidence else []
        return {
            "id": str(number),
            "question": self.record.question,
            "answer": texts or "Insufficient information",
            "type": "Single" if texts else "Null",
            "evidence": [self.evidence] if texts else [],
        }


def build(records: Sequence[Record], folder: Path, reader: Reader) -> list[Asked]:
    """Write the notes of held-out passages below ``folder`` and return the questions."""
    rng = Random(SEED)
    pools = Pools.of(records)
    asked: list[Asked] = []
    for number, group in enumerate(_groups(records, rng)):
        stem = f"{group[0].source.split(':')[0].replace('_', '-')}-{number:04}"
        shaped, is_chat = _shaped(group, rng)
        made: list[Record] = []
        if share_of(f"left out {stem}") < LEFT_OUT:
            made = [replace(record, answers=()) for record in shaped]
        else:
            (folder / f"{stem}.md").write_text(shaped[0].context + "\n", encoding="utf-8")
            for record in shaped:
                made += _in_chat(record, pools, rng) if is_chat else _in_prose(record, pools, rng, reader)
        asked += [Asked(one, stem if one.answers else "") for one in made if not is_chat or _is_asked_in_chat(one)]
    rng.shuffle(asked)
    return asked


def _in_chat(record: Record, pools: Pools, rng: Random) -> Iterator[Record]:
    changed = changed_question(record, pools, rng) if record.answers and rng.random() < CHANGED else None
    yield changed or record


def _is_asked_in_chat(record: Record) -> bool:
    return bool(record.answers) or share_of(f"asked {record.id} {record.question}") < UNANSWERED_IN_CHATS


def _in_prose(record: Record, pools: Pools, rng: Random, reader: Reader) -> Iterator[Record]:
    if not record.answers:
        yield record
        return
    by_people = record.source == SOURCE  # of these, people made the questions without an answer
    hard = [] if by_people else sure_changes(record, pools, reader, rng, record.context)[:CHANGES_IN_PROSE]
    yield from (replace(record, question=question, answers=()) for _, question in hard)
    if (not hard or rng.random() < ITSELF_IN_PROSE) and share_of(f"kept {record.id}") < KEPT_IN_PROSE:
        yield record


def _groups(records: Sequence[Record], rng: Random) -> Iterator[list[Record]]:
    """A few questions about one passage each, at most ``PASSAGES`` passages of a source."""
    by_source: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        if is_held_out(record) and record.source not in LEFT_ASIDE:
            by_source.setdefault(record.source, {}).setdefault(record.context, []).append(record)
    for passages in by_source.values():
        for group in list(passages.values())[:PASSAGES]:
            yield rng.sample(group, min(len(group), QUESTIONS_OF.get(group[0].source, QUESTIONS)))


def _shaped(group: list[Record], rng: Random) -> tuple[list[Record], bool]:
    """The records of one passage in one shape, and whether that is a chat.

    Of a chat there are questions about who said what, and when.
    """
    joined = _joined(group)
    at = rng.random()
    if at < 0.4 and (chat := as_chat(joined, rng)):
        return [*_parted(chat.record, group), *speech_questions(chat, rng, 1)] or group, True
    if at < 0.5:
        return _parted(as_list(joined, rng), group) or group, False
    if at < 0.75:
        return _parted(with_header(joined, rng), group) or group, False
    return group, False


def _joined(group: list[Record]) -> Record:
    """One record with every answer of a passage's questions, so that all move along together."""
    return replace(group[0], answers=tuple(span for record in group for span in record.answers))


def _parted(shaped: Record, group: list[Record]) -> list[Record]:
    """The questions again, each with its own answers where they still stand whole."""
    texts = {shaped.context[a:b]: (a, b) for a, b in shaped.answers}
    return [
        replace(record, context=shaped.context, answers=tuple(texts[t] for t in record.texts if t in texts))
        for record in group
        if not record.answers or any(text in texts for text in record.texts)
    ]


def main() -> None:
    """Write the folder and its questions."""
    records, model, out = map(Path, sys.argv[1:])
    notes = out / "notes"
    notes.mkdir(parents=True, exist_ok=True)
    asked = build(load_records(records), notes, OnnxReader(model, model.name, MAX_TOKENS))
    with (out / "questions.jsonl").open("w", encoding="utf-8") as file:
        for number, one in enumerate(asked):
            file.write(json.dumps(one.row(number), ensure_ascii=False) + "\n")
    print(f"{len(asked)} questions, {sum(bool(one.evidence) for one in asked)} with an answer")


if __name__ == "__main__":
    main()
