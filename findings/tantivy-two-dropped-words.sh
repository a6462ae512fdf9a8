#!/bin/sh
# tantivy 0.27.0 (Python): a query of two words that the tokenizer drops is refused as one that only excludes.
#
# The tokenizers "default" and "en_stem" drop words of 40 bytes and more, which a clause of Chinese or Japanese, written
# without spaces, soon has: 14 characters are enough. A query of one such word is an empty query. A query of two of them
# raises "Invalid query: Only excluding terms given", though no term excludes anything; parse_query_lenient reports the
# same and gives a query that every document fits. Who passes on what a user typed meets it with a question of two clauses.
#
# Exits 0 while this holds, 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check tantivy==0.27.0
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import tantivy

index = tantivy.Index(tantivy.SchemaBuilder().add_text_field("body", tokenizer_name="en_stem").build())
first, second = "同步间隔改成了多长时间才合适呢", "附件的大小上限应当定为多少兆字节"
assert len(first.encode()) >= 40 and len(second.encode()) >= 40


def told(query):
    try:
        return str(index.parse_query(query, ["body"]))
    except ValueError as error:
        return f"ValueError: {error}"


one, two = told(first), told(f"{first} {second}")
lenient, errors = index.parse_query_lenient(f"{first} {second}", ["body"])
print("one word: ", one)
print("two words:", two)
print("two words, lenient:", lenient, errors)
refusal = "Invalid query: Only excluding terms given"
same = one == "Query(EmptyQuery)" and two == f"ValueError: {refusal}" and "AllQuery" in str(lenient)
sys.exit(0 if same and refusal in map(str, errors) else 1)
PYTHON
