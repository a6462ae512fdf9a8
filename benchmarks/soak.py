"""Random edits, many a second, with questions in between, for as long as you like; then everything is compared.

    python benchmarks/soak.py --seconds 1800
    make soak SECONDS=1800

It fails when a request fails, when memory or open files of the service grow past a bound, or when the index in the
end differs from one made from nothing.
"""

import argparse
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from home import open_app, throwaway_home
from resident import Resident, resident
from synthetic import note, write_notes

from assistant.errors import AssistantError
from assistant.service.client import NoServiceError

EDITS_A_SECOND = 20
QUESTION_SECONDS = 2.0
NOTES = 400
#: The first share of the time is for warming up: caches and models come in.
WARM_UP = 0.2
#: Growth from the end of the warm-up to the end that is no leak.
MEMORY_GROWTH = 1.15
#: A run shorter than so many seconds is mostly warm-up, and only has to stay below this.
SHORT, SHORT_GROWTH = 300.0, 2.0
MORE_HANDLES = 16
#: Questions between two lines about memory.
EVERY = 30


def main() -> None:
    """Edit, ask, compare."""
    arguments = parse_arguments()
    source = random.Random(arguments.seed)
    with TemporaryDirectory(prefix="notes-") as name, throwaway_home() as home:
        notes = Path(name) / "notes"
        write_notes(notes, NOTES, arguments.seed)
        with resident(notes, home) as service:
            service.wait_in_step()
            failures, samples, edits, asked = churn(service, notes, source, arguments.seconds)
            service.wait_in_step()
            settle(service)
        differences = compare(notes, home)
    grown = growth(samples, MEMORY_GROWTH if arguments.seconds >= SHORT else SHORT_GROWTH)
    print(f"{edits} edits in {arguments.seconds:g} s ({edits / arguments.seconds:.1f}/s), {asked} questions")
    print(f"memory {samples[0][0]:.0f} -> {samples[-1][0]:.0f} MB, open files {samples[0][1]} -> {samples[-1][1]}")
    problems = [*failures, *grown, *differences]
    for problem in problems[:20]:
        print(f"PROBLEM: {problem}")
    print("in step: the index equals one made from nothing" if not problems else f"{len(problems)} problems")
    sys.exit(bool(problems))


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1800)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def churn(
    service: Resident, notes: Path, source: random.Random, seconds: float
) -> tuple[list[str], list[tuple[float, int]], int, int]:
    """Edit and ask; returns failures, samples of (MB, open files) after warming up, edits, and questions."""
    failures: list[str] = []
    samples: list[tuple[float, int]] = []
    edits = asked = 0
    began = time.monotonic()
    next_question = began + QUESTION_SECONDS
    while (now := time.monotonic()) < began + seconds:
        edit(notes, source)
        edits += 1
        if now >= next_question:
            next_question = now + QUESTION_SECONDS
            asked += 1
            failures += failed(service, source)
            if now - began > WARM_UP * seconds:
                samples.append((service.memory_mb, service.handles))
                if len(samples) % EVERY == 0:
                    print(f"{now - began:.0f} s: {samples[-1][0]:.0f} MB, {samples[-1][1]} open files", flush=True)
        time.sleep(max(0.0, began + edits / EDITS_A_SECOND - time.monotonic()))
    return failures, samples or [(service.memory_mb, service.handles)], edits, asked


def failed(service: Resident, source: random.Random) -> list[str]:
    """One question and one search; what went wrong."""
    text = source.choice(["Who repaired the roof?", "What did Anna order?", "When was the boiler cleaned?", "garden"])
    ask: Callable[[str], object] = service.ask
    problems = []
    for request in (service.search, ask):
        try:
            request(text)
        except (AssistantError, NoServiceError) as error:
            problems.append(f"{text}: {type(error).__name__} {error}")
    return problems


def edit(notes: Path, source: random.Random) -> None:
    """One thing that people and their programs do to a folder of notes."""
    files = sorted(notes.rglob("*.md"))
    file = source.choice(files) if files else notes / "first.md"
    number = source.randrange(1_000_000)
    roll = source.random()
    if roll < 0.3 or len(files) < NOTES // 2:
        target = notes / f"folder {source.randrange(40)}" / f"note {number}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(note(source, number))
    elif roll < 0.55:
        with file.open("a") as stream:
            stream.write(f"\nOne more line, number {number}.\n")
    elif roll < 0.7:  # as editors save: a new file in the place of the old one
        new = file.with_name(f".{file.name}.swp")
        new.write_text(note(source, number))
        new.replace(file)
    elif roll < 0.8:
        file.rename(file.with_name(f"renamed {number}.md"))
    elif roll < 0.97 and len(files) > NOTES:
        file.unlink()
    elif roll < 0.985:
        folder = file.parent
        folder.rename(notes / f"moved {number}")
    elif len(files) > NOTES:
        shutil.rmtree(file.parent)


def settle(service: Resident) -> None:
    """Have the service compare the whole folder, and wait for vectors that were left to a job."""
    service.call("index")
    until = time.monotonic() + 600
    while time.monotonic() < until:
        status = service.call("status")
        if not (status.get("worker") or {}).get("kind"):
            return
        time.sleep(0.2)


def growth(samples: list[tuple[float, int]], bound: float) -> list[str]:
    """What grew past its bound, memory by that factor, between the first and the last fifth of the samples."""
    part = max(1, len(samples) // 5)
    first, last = samples[:part], samples[-part:]
    memory = [statistics.median(sample[0] for sample in some) for some in (first, last)]
    handles = [statistics.median(sample[1] for sample in some) for some in (first, last)]
    problems = []
    if memory[1] > bound * memory[0]:
        problems.append(f"memory grew from {memory[0]:.0f} to {memory[1]:.0f} MB")
    if handles[1] > handles[0] + MORE_HANDLES:
        problems.append(f"open files grew from {handles[0]:.0f} to {handles[1]:.0f}")
    return problems


def compare(notes: Path, home: Path) -> list[str]:
    """How the index differs from one that is made from nothing."""
    kept = rows(notes, home)
    with throwaway_home() as fresh_home:
        open_app(notes, fresh_home).index(lambda *_: None)
        fresh = rows(notes, fresh_home)
    return [f"only in one index: {row}" for row in sorted(kept ^ fresh)]


def rows(notes: Path, home: Path) -> set[tuple[str, str, int, bool, bool]]:
    """Every passage: its note, text and line, whether it is in the word index, whether it has a vector."""
    from assistant.lexical.integrity import chunk_ids
    from assistant.store.spaces import serving

    app = open_app(notes, home)
    with app.open_index() as index:
        space = serving(index.connection)
        if space is None:
            raise SystemExit("no vectors were made")
        vectors = {row[0] for row in index.connection.execute(f"select chunk_id from vectors_{space.id}")}
        words = set(chunk_ids(app.index_folder))
        query = "select path, text, line_start, chunks.id from chunks join notes on notes.id = chunks.note_id"
        return {
            (str(path), str(text), int(str(line)), chunk in words, chunk in vectors)
            for path, text, line, chunk in index.connection.execute(query)
        }


if __name__ == "__main__":
    main()
