"""Many clients at once on one service: searches while an answer is being written.

    python benchmarks/clients.py --notes FOLDER --questions FILE [--clients 16] [--seconds 20] [--style abstractive]

FILE has one JSON object with a "question" a line. Half the clients search as fast as they can, or with a pause; one
asks question after question. Also measured: whole processes of ``search`` and ``ask`` beside a Typer hello world.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from commands import HELLO
from home import open_app, throwaway_home
from resident import Resident, percentile, resident

from assistant.errors import AssistantError
from assistant.service.client import NoServiceError
from assistant.settings.paths import HOME_VARIABLE

SEARCH_BUDGET_MS = 100
COMMAND_BUDGET = 1.5
ROUNDS = 11


def main() -> None:
    """Start a service, load it, print."""
    arguments = parse_arguments()
    questions = [str(json.loads(line)["question"]) for line in arguments.questions.read_text().splitlines()]
    notes = arguments.notes.resolve()
    with throwaway_home() as home:
        open_app(notes, home).index(lambda *_: None)
        if not arguments.no_commands:
            commands(notes, home, questions[0], running=False)
        with resident(notes, home) as service:
            service.wait_in_step()
            service.search(questions[0])
            service.ask(questions[0])
            if not arguments.no_commands:
                commands(notes, home, questions[0], running=True)
            for pause in arguments.pauses:
                load(service, questions, arguments, pause)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--style", default="auto", help="how answers are written: ask.style")
    parser.add_argument("--pauses", type=float, nargs="+", default=[1.0, 0.0], help="mean seconds between searches")
    parser.add_argument("--no-commands", action="store_true", help="no whole processes")
    return parser.parse_args()


def load(service: Resident, questions: list[str], arguments: argparse.Namespace, pause: float) -> None:
    """All clients but one search, and one asks, for some seconds."""
    clients, seconds = arguments.clients, arguments.seconds
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(clients) as pool:
        asked = pool.submit(ask_on, service, questions, until, arguments.style)
        searched = [pool.submit(search_on, service, questions, until, n, pause) for n in range(clients - 1)]
        times = [t for one in searched for t in one.result()[0]]
        failed = sum(one.result()[1] for one in searched) + asked.result()[1]
        answers = asked.result()[0]
    rate = len(times) / seconds
    print(f"\n{clients} clients, {pause:g} s between searches: {len(times)} searches ({rate:.0f}/s), {failed} failed")
    p50, p95 = 1000 * percentile(times, 0.5), 1000 * percentile(times, 0.95)
    print(f"search p50 {p50:.0f} ms   p95 {p95:.0f} ms   (budget p95 {SEARCH_BUDGET_MS} ms)")
    print(f"answers meanwhile: {len(answers)}, median {statistics.median(answers or [0]):.2f} s")


def search_on(
    service: Resident, questions: list[str], until: float, seed: int, pause: float
) -> tuple[list[float], int]:
    """Seconds of each search until the end, and how many failed."""
    source = random.Random(seed)
    times, failed = [], 0
    while time.monotonic() < until:
        if pause:
            time.sleep(source.expovariate(1 / pause))
        started = time.monotonic()
        try:
            service.search(source.choice(questions))
        except (AssistantError, NoServiceError):
            failed += 1
        times.append(time.monotonic() - started)
    return times, failed


def ask_on(service: Resident, questions: list[str], until: float, style: str) -> tuple[list[float], int]:
    """Seconds of each answer until the end, and how many failed."""
    times, failed = [], 0
    for question in questions:
        if time.monotonic() > until:
            break
        started = time.monotonic()
        try:
            service.ask(question, style)
        except (AssistantError, NoServiceError):
            failed += 1
        times.append(time.monotonic() - started)
    return times, failed


def commands(notes: Path, home: Path, question: str, *, running: bool) -> None:
    """Whole processes, in turn, as multiples of a hello world."""
    hello = home / "hello.py"
    hello.write_text(HELLO)
    ours = ("-m", "assistant", "--notes", str(notes))
    words = {
        "hello": (str(hello), "world"),
        "search": (*ours, "search", question),
        "ask": (*ours, "ask", question),
    }
    env = {**os.environ, HOME_VARIABLE: str(home), "ASSISTANT_SERVICE_AUTOSTART": "off"}
    times: dict[str, list[float]] = {name: [] for name in words}
    for _ in range(ROUNDS + 1):
        for name, command in words.items():
            started = time.perf_counter()
            subprocess.run((sys.executable, *command), check=False, env=env, capture_output=True)
            times[name].append(time.perf_counter() - started)
    base = statistics.median(times["hello"][1:])
    print("\nservice warm" if running else "\nno service")
    for name, seconds in times.items():
        median = statistics.median(seconds[1:])
        budget = f"   (budget {COMMAND_BUDGET:g})" if running and name == "search" else ""
        print(f"{name:<8}{median:7.3f} s {median / base:6.2f} x{budget}")


if __name__ == "__main__":
    main()
