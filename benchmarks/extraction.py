"""``assistant extract`` over the messages of a folder of chats: how many lines of its output are JSON that fits.

Usage: python benchmarks/extraction.py --notes FOLDER [--messages 200] [--keep FILE]

A message is a line like ``Name: words``; of all of them, evenly spaced ones are taken. The program runs as a user
runs it, and what it prints is parsed and validated by itself.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path

from jsonschema import Draft202012Validator

MESSAGE = re.compile(r"^(?!Time:)[A-Z]\w+: \S.*", re.MULTILINE)
SCHEMA = {
    "type": "object",
    "properties": {
        "sender": {"type": "string", "maxLength": 40},
        "kind": {"enum": ["question", "answer", "plan", "thanks", "other"]},
        "about": {"type": "string", "description": "what it is about, in a few words"},
        "people": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
        "day": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "mood": {"type": "integer", "minimum": -2, "maximum": 2},
    },
    "required": ["sender", "kind", "about", "people", "day", "mood"],
    "additionalProperties": False,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="where the output is kept")
    arguments = parser.parse_args()
    texts = (path.read_text(encoding="utf-8") for path in sorted(arguments.notes.rglob("*.txt")))
    found = [message for text in texts for message in MESSAGE.findall(text)]
    messages = [found[i * len(found) // arguments.messages] for i in range(arguments.messages)]
    command = [sys.executable, "-m", "assistant", "extract", "--each", "line", "--json", "--schema", json.dumps(SCHEMA)]
    started = time.perf_counter()
    done = subprocess.run(command, input="\n".join(messages), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if arguments.keep:
        arguments.keep.write_text(done.stdout, encoding="utf-8")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    fitting = sum(Draft202012Validator(SCHEMA).is_valid(row["data"]) for row in rows)
    written = sum(row["tokens"]["completion"] for row in rows)
    print(f"{len(messages)} of {len(found)} messages, exit code {done.returncode}")
    print(f"{fitting} of {len(messages)} are JSON that fits the schema ({fitting / len(messages):.1%})")
    print(f"{sum(row['cut_short'] for row in rows)} were cut short: the model came to no end")
    print(f"{written / len(rows):.0f} tokens and {seconds / len(messages):.2f} s a message")


if __name__ == "__main__":
    main()
