"""Seconds of processor time a megabyte takes to become text and units, by format.

    python benchmarks/formats.py FILE...

Each file is repeated until it holds about a megabyte; what a file can't be repeated in (JSON) has to be large itself.
"""

import sys
import time
from pathlib import Path

from assistant.notes.chunks import ChunkSizes
from assistant.notes.formats import format_of
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens

MEGABYTE = 1_000_000
SINGLE = (".ipynb", ".canvas")


def main() -> None:
    """Print a row a file: name, megabytes, seconds a megabyte for the text and for all."""
    for name in sys.argv[1:]:
        source = Path(name).read_text("utf-8")
        times = 1 if name.endswith(SINGLE) else max(1, MEGABYTE // len(source.encode()))
        source = f"{source}\n" * times
        size = len(source.encode()) / MEGABYTE
        started = time.process_time()
        text = format_of(name).text(source)
        told = time.process_time()
        parse_note(name, text, 0, ChunkSizes(), estimate_tokens)
        ended = time.process_time()
        print(f"{Path(name).name:20} {size:6.2f} MB {(told - started) / size:7.2f} {(ended - started) / size:7.2f}")


if __name__ == "__main__":
    main()
