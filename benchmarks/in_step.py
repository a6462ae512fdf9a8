"""How long it takes from saving a note until a search through the service finds it, by words and by meaning.

    python benchmarks/in_step.py --notes FOLDER [--saves 40]

Works on a copy of the folder in a throw-away home.
"""

import argparse
import random
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from home import open_app, throwaway_home
from resident import Resident, percentile, resident
from synthetic import note

from assistant.app import App
from assistant.store.spaces import serving

LEXICAL_BUDGET, VECTOR_BUDGET = 1.0, 3.0
LOOK = 0.01
PATIENCE = 60.0


def main() -> None:
    """Save notes one after the other and look for each."""
    arguments = parse_arguments()
    with TemporaryDirectory(prefix="notes-") as name, throwaway_home() as home:
        notes = Path(name) / "notes"
        shutil.copytree(arguments.notes, notes)
        with resident(notes, home) as service:
            service.wait_in_step()
            words, vectors = [], []
            source = random.Random(7)
            for number in range(arguments.saves):
                saved = save(notes, number, source)
                app = open_app(notes, home)
                words.append(seconds_until(saved, partial(has_words, app, number)))
                vectors.append(seconds_until(saved, partial(has_vectors, app, number)))
                time.sleep(source.uniform(0.2, 1.0))
            count = service_notes(service)
    print(f"{count} notes, {arguments.saves} saves")
    for what, found, budget in (("by words", words, LEXICAL_BUDGET), ("by meaning", vectors, VECTOR_BUDGET)):
        p50, p95 = percentile(found, 0.5), percentile(found, 0.95)
        print(f"searchable {what:<11} p50 {p50:.2f} s   p95 {p95:.2f} s   (budget {budget:g} s)")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--saves", type=int, default=40)
    return parser.parse_args()


def save(notes: Path, number: int, source: random.Random) -> float:
    """Save a note with a word of its own; returns when."""
    (notes / f"saved {number}.md").write_text(f"{note(source, number)}\nThe word is {word(number)}.\n")
    return time.monotonic()


def word(number: int) -> str:
    """A word that stands in no other note."""
    return f"zyqx{number:05}q"


def seconds_until(saved: float, holds: Callable[[], bool]) -> float:
    """Seconds from ``saved`` until ``holds()``."""
    while not holds():
        if time.monotonic() - saved > PATIENCE:
            raise SystemExit("a saved note is not found")
        time.sleep(LOOK)
    return time.monotonic() - saved


def has_words(app: App, number: int) -> bool:
    """Whether the word index holds the note."""
    outcome = app.search(word(number), 1, "lexical")
    return bool(outcome.hits) and word(number) in outcome.hits[0].passage.chunk.text


def has_vectors(app: App, number: int) -> bool:
    """Whether every passage of the note has its vector."""
    with app.open_index() as index:
        space = serving(index.connection)
        if space is None:
            return False
        query = f"""select count(*) from chunks join notes on notes.id = chunks.note_id
                    where notes.path = ? and chunks.id not in (select chunk_id from vectors_{space.id})"""
        return bool(index.connection.execute(query, (f"saved {number}.md",)).get == 0)


def service_notes(service: Resident) -> int:
    """How many notes the service keeps."""
    return int((service.call("status").get("keeper") or {}).get("notes", 0))


if __name__ == "__main__":
    main()
