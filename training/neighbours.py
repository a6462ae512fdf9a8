"""For every question, the passages of the same source that hold most of its words but not its answer.

python -m training.neighbours RECORDS_FOLDER OUT.json.gz
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import tantivy

from training.records import Record, load_records

#: Passages kept for a question, best first by BM25.
KEPT = 6

_WORD = re.compile(r"\w+")


def neighbours(records: list[Record]) -> dict[str, list[str]]:
    """By record id, the ids of records whose passages are near the question and lack its answer."""
    by_source: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_source[record.source].append(record)
    return {id_: found for group in by_source.values() for id_, found in _within(group)}


def _within(group: list[Record]) -> list[tuple[str, list[str]]]:
    passages = {record.context: record.id for record in reversed(group)}
    contexts = {id_: context for context, id_ in passages.items()}
    schema = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    built = schema.add_text_field("body", tokenizer_name="en_stem").build()
    index = tantivy.Index(built)
    writer = index.writer(num_threads=1)
    for context, id_ in passages.items():
        writer.add_document(tantivy.Document(id=id_, body=context))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    found = []
    for record in group:
        query = index.parse_query(" ".join(_WORD.findall(record.question.lower())) or "nothing", ["body"])
        hits = [searcher.doc(address)["id"][0] for _, address in searcher.search(query, KEPT * 2).hits]
        lacking = [id_ for id_ in hits if not _holds(contexts[id_], record)]
        found.append((record.id, lacking[:KEPT]))
    return found


def _holds(context: str, record: Record) -> bool:
    lower = context.lower()
    return context == record.context or any(text.lower() in lower for text in record.texts)


if __name__ == "__main__":
    with gzip.open(sys.argv[2], "wt", encoding="utf-8") as out:
        json.dump(neighbours(load_records(Path(sys.argv[1]))), out)
