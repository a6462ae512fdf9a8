"""What a line that is appended to a note of five megabytes costs the next search, by words, in a process of its own.

    python benchmarks/large_note.py [--appends 5] [--bytes 4900000]

Each line is a pair: a search with nothing changed, and one after a line was appended; seconds of processor time.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

WORDS = "boat rope harbour kettle meadow anvil mended sold found the near with and they of our".split()


def main() -> None:
    """Make a folder with one journal, index it, and print the pairs and their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--appends", type=int, default=5)
    parser.add_argument("--bytes", type=int, default=4_900_000)
    options = parser.parse_args()
    count = options.appends
    with tempfile.TemporaryDirectory() as temp:
        notes = Path(temp, "notes")
        notes.mkdir()
        journal = notes / "journal.md"
        journal.write_text(_journal(options.bytes))
        home = Path(temp, "home")
        print(f"index from nothing {_seconds(notes, home, 'index'):.2f} s")
        pairs = []
        for number in range(count):
            before = _seconds(notes, home, "search", "--mode", "lexical", "anvil rope")
            with journal.open("a") as file:
                file.write(f"We lent drill number {number}.\n")
            pairs.append((before, _seconds(notes, home, "search", "--mode", "lexical", f"drill {number}")))
            print("unchanged {:.2f} s, appended {:.2f} s".format(*pairs[-1]))
        print(f"median of the differences {sorted(after - before for before, after in pairs)[count // 2]:.2f} s")


def _journal(size: int) -> str:
    chance, parts, length, day = random.Random(0), ["# Journal\n"], 0, date(2000, 1, 1)
    while length < size:
        sentences = (" ".join(chance.choices(WORDS, k=14)).capitalize() + "." for _ in range(6))
        parts.append(f"\n## {day}\n\n{' '.join(sentences)}\n")
        length += len(parts[-1])
        day += timedelta(days=1)
    return "".join(parts)


def _seconds(notes: Path, home: Path, *args: str) -> float:
    env = {**os.environ, "ASSISTANT_HOME": str(home), "ASSISTANT_SERVICE_AUTOSTART": "off"}
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "assistant", "--notes", str(notes), *args]
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime


if __name__ == "__main__":
    main()
