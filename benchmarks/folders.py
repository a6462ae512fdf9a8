"""Index folders from nothing: what it takes, and what is left out and why.

    python benchmarks/folders.py FOLDER... [--vectors]

Each folder is indexed by a process of its own, in a throw-away home; without ``--vectors`` only for words.
"""

import argparse
import os
import re
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from home import open_app, throwaway_home

from assistant.domain import Skipped

COLUMNS = ("folder", "files", "notes", "passages", "seconds", "notes/s", "index MB", "peak MB")
#: Files named for each reason.
EXAMPLES = 3
#: ``ru_maxrss`` is in bytes on macOS and in kilobytes elsewhere.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
#: What differs from file to file in a reason.
_AMOUNT = re.compile(r" \(.*\)$")


@dataclass(frozen=True, slots=True)
class Indexed:
    """What indexing a folder took: seconds, bytes of index, bytes of memory at its height."""

    name: str
    files: int
    notes: int
    chunks: int
    seconds: float
    index_bytes: int
    memory_bytes: int
    left_out: Sequence[Skipped]


def main() -> None:
    """Index every folder, print a row for each, then what was left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--vectors", action="store_true", help="embed the passages as well")
    arguments = parser.parse_args()
    print("{:<20}{:>8}{:>8}{:>10}{:>9}{:>9}{:>10}{:>9}".format(*COLUMNS))
    done = []
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        for folder in arguments.folders:
            done.append(processes.submit(index, folder.resolve(), arguments.vectors).result())
            print(row(done[-1]), flush=True)
    for one in done:
        for line in reasons(one.left_out):
            print(f"{one.name}: {line}")


def index(folder: Path, vectors: bool) -> Indexed:
    """Index one folder from nothing."""
    with throwaway_home(models=vectors) as home:
        app = open_app(folder, home)
        started = time.perf_counter()
        outcome = app.index(lambda *_: None)
        seconds = time.perf_counter() - started
        return Indexed(
            name=folder.name,
            files=sum(len(names) for _, _, names in os.walk(folder)),
            notes=outcome.counts.notes,
            chunks=outcome.counts.chunks,
            seconds=seconds,
            index_bytes=sum(file.stat().st_size for file in app.index_folder.rglob("*") if file.is_file()),
            memory_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT,
            left_out=[*outcome.sync.skipped, *outcome.sync.decoded],
        )


def row(one: Indexed) -> str:
    """One line of the table."""
    sizes = f"{one.index_bytes / 1e6:>10.1f}{one.memory_bytes / 1e6:>9.0f}"
    times = f"{one.seconds:>9.2f}{one.notes / one.seconds:>9.0f}"
    return f"{one.name:<20}{one.files:>8}{one.notes:>8}{one.chunks:>10}{times}{sizes}"


def reasons(left_out: Iterable[Skipped]) -> list[str]:
    """Every reason with how often it was given, and some of the files."""
    by_reason: dict[str, list[str]] = {}
    for skipped in left_out:
        by_reason.setdefault(_AMOUNT.sub("", skipped.reason), []).append(skipped.path)
    return [f"{len(paths)} x {reason}: {', '.join(paths[:EXAMPLES])}" for reason, paths in by_reason.items()]


if __name__ == "__main__":
    main()
