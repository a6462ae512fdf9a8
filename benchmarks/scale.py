"""Many small notes: indexed to the end, compared again, and served.

    python benchmarks/scale.py --count 10000
    python benchmarks/scale.py --count 100000 [--vectors]
    python benchmarks/scale.py --notes FOLDER --copies 2

Peak memory is that of the indexing process, a child of this one.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from home import open_app, throwaway_home
from resident import resident
from synthetic import write_notes

NOOP_BUDGET = 1.0
INDEX = """import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from home import open_app
app = open_app(Path(sys.argv[1]), Path(sys.argv[2]))
started = time.perf_counter()
outcome = app.index(lambda *_: None)
print(outcome.counts.notes, outcome.counts.chunks, time.perf_counter() - started)
"""


def main() -> None:
    """Index, compare, serve."""
    arguments = parse_arguments()
    with TemporaryDirectory(prefix="notes-") as name, throwaway_home(models=arguments.vectors) as home:
        notes = Path(name) / "notes"
        make_folder(notes, arguments)
        here = str(Path(__file__).parent)
        done = subprocess.run(
            (sys.executable, "-c", INDEX, str(notes), str(home), here), capture_output=True, text=True, check=True
        )
        count, chunks, seconds = (float(word) for word in done.stdout.split()[-3:])
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        size = sum(file.stat().st_size for file in (home / "data" / "indexes").rglob("*") if file.is_file()) / 1e6
        kind = "words and vectors" if arguments.vectors else "words"
        print(f"{count:.0f} notes, {chunks:.0f} passages, {kind}: {seconds:.1f} s ({count / seconds:.0f} notes/s)")
        print(f"peak memory {peak:.0f} MB, index {size:.0f} MB")
        app = open_app(notes, home)
        times = []
        for _ in range(3):
            started = time.perf_counter()
            app.index(lambda *_: None)
            times.append(time.perf_counter() - started)
        print(f"nothing to do {min(times):.2f} s   (budget {NOOP_BUDGET:g} s for 10,000 notes)")
        started = time.perf_counter()
        with resident(notes, home) as service:
            print(f"service answers after {time.perf_counter() - started:.2f} s")
            service.wait_in_step()
            print(f"and is in step after {time.perf_counter() - started:.2f} s, {service.memory_mb:.0f} MB")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, help="copies of this folder instead of made-up notes")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--count", type=int, default=10_000, help="how many notes to make up")
    parser.add_argument("--vectors", action="store_true", help="with the embedding model")
    return parser.parse_args()


def make_folder(notes: Path, arguments: argparse.Namespace) -> None:
    """The notes that are measured on."""
    if arguments.notes:
        for copy in range(arguments.copies):
            shutil.copytree(arguments.notes, notes / f"copy {copy}")
    else:
        write_notes(notes, arguments.count)


if __name__ == "__main__":
    main()
