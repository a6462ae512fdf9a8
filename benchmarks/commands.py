"""Whole-process time of commands beside a Typer hello world.

    python benchmarks/commands.py --notes examples/notes

Every command runs in turn in each round, in a throw-away home that shares the installed models; the first two
rounds do not count.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from home import open_app, throwaway_home

from assistant.settings.paths import HOME_VARIABLE

WARM_UP = 2
#: How Typer's own documentation says hello.
HELLO = """import typer

def main(name: str):
    print(f"Hello {name}")

typer.run(main)
"""


@dataclass(frozen=True, slots=True)
class Command:
    """Words after the interpreter, and the budget as a multiple of the hello world."""

    name: str
    words: tuple[str, ...]
    budget: float | None = None


def main() -> None:
    """Index, run the rounds, print the medians."""
    arguments = parse_arguments()
    notes = arguments.notes.resolve()
    with throwaway_home() as home:
        open_app(notes, home).index(lambda *_: None)
        hello = home / "hello.py"
        hello.write_text(HELLO)
        commands = commands_on(notes, hello, arguments.question)
        if not arguments.ask:
            commands = [command for command in commands if command.name != "ask"]
        seconds: dict[str, list[float]] = {command.name: [] for command in commands}
        for _ in range(WARM_UP + arguments.rounds):
            for command in commands:
                seconds[command.name].append(run(command, home))
    report(commands, {name: statistics.median(values[WARM_UP:]) for name, values in seconds.items()})


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--question", default="When does the Vellum beta start, and who decided it?")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--ask", action=argparse.BooleanOptionalAction, default=True, help="run ask as well")
    return parser.parse_args()


def commands_on(notes: Path, hello: Path, question: str) -> list[Command]:
    """What is measured, the hello world first."""
    assistant = ("-m", "assistant", "--notes", str(notes))
    return [
        Command("Typer hello world", (str(hello), "world")),
        Command("--help", ("-m", "assistant", "--help"), 1.3),
        Command("search --mode lexical", (*assistant, "search", "--mode", "lexical", question), 2.0),
        Command("search", (*assistant, "search", question)),
        Command("ask", (*assistant, "ask", question)),
    ]


def run(command: Command, home: Path) -> float:
    """Seconds from start to end of one process."""
    started = time.perf_counter()
    subprocess.run(
        (sys.executable, *command.words),
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, HOME_VARIABLE: str(home), "ASSISTANT_SERVICE_AUTOSTART": "off"},
    )
    return time.perf_counter() - started


def report(commands: list[Command], medians: dict[str, float]) -> None:
    """Print every median, and its ratio to the hello world."""
    hello = medians[commands[0].name]
    for command in commands:
        median = medians[command.name]
        budget = f"   (budget {command.budget:g})" if command.budget else ""
        print(f"{command.name:<24}{median:7.3f} s {median / hello:6.2f} x{budget}")


if __name__ == "__main__":
    main()
