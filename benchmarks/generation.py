"""Speed of a GGUF chat model: reading a prompt, writing free text, writing under grammars.

Usage: python benchmarks/generation.py --model PATH [--tokens 96] [--repeats 6]

The three ways of writing take turns on one prompt; what counts is the time per token, because a grammar changes
what is written. The prompts that are read begin differently each time, so nothing of them is in the KV cache.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.engines.llama_chat import LlamaChat
from assistant.engines.ports import Message

BUDGET = 0.05
GRAMMARS = {
    "cited line": r"""root ::= ("[" [1-9] "] ")+ [^\n]+ "\n" """,
    "JSON": r"""root ::= "{\"answer\": \"" ( [^"\\\x00-\x1f] | "\\" ["\\nt] )* "\"}" """,
}
NOTE = "On Tuesday the team met in the small room and agreed to move the release to the second week of May. "
QUESTION = "Tell the whole story of the sky and the sea, in many long sentences."


def main() -> None:
    arguments = _arguments()
    chat = LlamaChat(arguments.model, name=arguments.model.stem)
    ways = {"free": None, **GRAMMARS}
    reading: list[float] = []
    writing: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(arguments.repeats):
        reading.append(_reading(chat, turn))
        for way in _rotated(list(ways), turn):
            writing[way] += _seconds_per_token(chat, ways[way], arguments.tokens)
    chat.close()
    print(f"read  {'prompt':12} {1 / statistics.median(reading):7.1f} tokens/s")
    free = statistics.median(writing["free"])
    for way, seconds in writing.items():
        median = statistics.median(seconds)
        print(f"write {way:12} {1 / median:7.1f} tokens/s  {median / free - 1:+6.1%} a token (budget {BUDGET:+.0%})")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=96)
    parser.add_argument("--repeats", type=int, default=6)
    return parser.parse_args()


def _rotated(ways: list[str], turn: int) -> list[str]:
    start = turn % len(ways)
    return ways[start:] + ways[:start]


def _reading(chat: LlamaChat, turn: int) -> float:
    """Seconds per prompt token of a new prompt of about 1,000 tokens."""
    prompt = chat.render([Message("user", f"{turn}. {NOTE * 45}")])
    started = time.perf_counter()
    next(chat.generate(prompt, max_tokens=1))
    return (time.perf_counter() - started) / chat.count_tokens(prompt)


def _seconds_per_token(chat: LlamaChat, grammar: str | None, tokens: int) -> Iterator[float]:
    """Seconds of each token but the first, which waits for the prompt."""
    prompt = chat.render([Message("user", QUESTION)])
    pieces = chat.generate(prompt, grammar=grammar, max_tokens=tokens)
    next(pieces)
    before = time.perf_counter()
    for _ in pieces:
        now = time.perf_counter()
        yield now - before
        before = now


if __name__ == "__main__":
    main()
