"""Notes indexed a second without an embedder: parse, catalog and Tantivy; then a run that finds nothing to do.

    python benchmarks/lexical.py
    python benchmarks/lexical.py --notes FOLDER --profile

Without ``--notes``, 10,000 made-up notes of about 500 bytes are written first. The home is a throw-away one.
"""

import argparse
import cProfile
import pstats
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from home import open_app, throwaway_home
from synthetic import write_notes

from assistant.app import App

BUDGET = 1_000
NOOP_BUDGET = 1.0
NOOPS = 5
SHOWN = 10


def main() -> None:
    """Index from nothing, then again."""
    arguments = parse_arguments()
    with notes_folder(arguments) as notes, throwaway_home(models=False) as home:
        stages: dict[str, float] = {}
        started = time.perf_counter()
        with profiled(arguments.profile):
            outcome = open_app(notes, home).index(lambda stage, *_: stages.update({stage: time.perf_counter()}))
        ended = time.perf_counter()
        noop = statistics.median(noop_seconds(open_app(notes, home)) for _ in range(NOOPS))
    count, seconds = outcome.counts.notes, ended - started
    print(f"{count} notes, {outcome.counts.chunks} passages in {seconds:.2f} s")
    print(f"index           {count / seconds:7.0f} notes/s   (budget {BUDGET})")
    print(f"  into catalog  {count / (stages['notes'] - started):7.0f} notes/s")
    print(f"  into Tantivy  {count / (ended - stages['notes']):7.0f} notes/s")
    print(f"nothing to do   {noop:7.2f} s         (budget {NOOP_BUDGET:g} for 10,000 notes)")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, help="index this folder instead of made-up notes")
    parser.add_argument("--count", type=int, default=10_000, help="how many notes to make up")
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    return parser.parse_args()


@contextmanager
def notes_folder(arguments: argparse.Namespace) -> Iterator[Path]:
    """The folder named, or a temporary one of made-up notes."""
    if arguments.notes:
        yield arguments.notes.resolve()
        return
    with TemporaryDirectory(prefix="notes-") as name:
        write_notes(Path(name), arguments.count)
        yield Path(name)


@contextmanager
def profiled(wanted: bool) -> Iterator[None]:
    """Print the functions that took most time themselves."""
    if not wanted:
        yield
        return
    with cProfile.Profile() as profile:
        yield
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(SHOWN)


def noop_seconds(app: App) -> float:
    """Seconds of one run over an unchanged folder."""
    started = time.perf_counter()
    app.index(lambda *_: None)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
