"""Draw the property tests at random, again and again, and keep what fails as an example of its test.

    python tests/fuzz.py [--seconds 600] [TESTS...]

What fails is kept by Hypothesis in ``.hypothesis/`` and tried first the next time; where it can, Hypothesis also writes
it as a patch, which is applied here: an ``@example`` above the test, for the suite to try from then on. Exit code 1:
something failed.
"""

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
PATCHES = CHECKOUT / ".hypothesis" / "patches"
PYTEST = (sys.executable, "-m", "pytest", "--hypothesis-profile=fuzz", "-m", "hypothesis", "--no-header")
NOTHING_RAN = 5


def main() -> int:
    """Runs until the time is up; a run that began is ended."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("tests", nargs="*", default=["tests"])
    asked = parser.parse_args()
    end, rounds, failed = time.monotonic() + asked.seconds, 0, 0
    while not rounds or time.monotonic() < end:
        known = frozenset(PATCHES.glob("*.patch"))
        code = subprocess.run([*PYTEST, *asked.tests], cwd=CHECKOUT, check=False).returncode
        if code == NOTHING_RAN:
            return code
        rounds, failed = rounds + 1, failed + (code != 0)
        keep(sorted(frozenset(PATCHES.glob("*.patch")) - known))
    print(f"{rounds} rounds, {failed} of them with failures")
    return int(failed > 0)


def keep(patches: list[Path]) -> None:
    """Write what was found above its test; a patch that does not fit stays where it is."""
    for patch in patches:
        done = subprocess.run(["git", "apply", str(patch)], cwd=CHECKOUT, check=False, capture_output=True, text=True)
        if done.returncode:
            print(f"apply it by hand: {patch}: {done.stderr.strip()}")
            continue
        for path in re.findall(r"^\+\+\+ (?:b/|\./)?(\S+)", patch.read_text("utf-8"), re.MULTILINE):
            print(f"kept: {path}")
            import_example(CHECKOUT / path)


def import_example(file: Path) -> None:
    """Have a test file import what the patches use."""
    text = file.read_text("utf-8")
    found = re.search(r"^from hypothesis import ([\w, ]+)$", text, re.MULTILINE)
    if found and "example" not in (names := found[1].split(", ")):
        line = f"from hypothesis import {', '.join(sorted([*names, 'example'], key=lambda n: (n[0].islower(), n)))}"
        file.write_text(text.replace(found[0], line, 1), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
