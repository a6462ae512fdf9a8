"""What a grammar made from a JSON Schema costs a token, against writing freely, in one run.

Usage: python benchmarks/grammar_cost.py --model PATH [--tokens 96] [--repeats 6]

All ways of writing take turns. A step is one token that the model was asked for, after another such token, in
processor time, which other programs disturb little where the model has one core (``taskset -c 1``); what the grammar
forces comes between steps and makes writing faster as a whole, which the last column shows.
"""

import argparse
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from assistant.engines.llama_chat import LlamaChat
from assistant.engines.ports import Message
from assistant.structured.schema.compile import compile_schema
from assistant.structured.schema.document import Schema

BUDGET = 0.05
TEXT: Schema = {"type": "string", "minLength": 400}
RECORD: Schema = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "maxLength": 80},
        "day": {"type": "string", "format": "date"},
        "code": {"type": "string", "pattern": "^[A-Z]{2}-\\d{4}$"},
        "price": {"type": "number", "minimum": 0, "maximum": 9999.99},
        "mood": {"enum": ["good", "bad", "mixed"]},
        "notes": {"type": "array", "items": {"type": "string", "minLength": 20}, "minItems": 8},
    },
    "required": ["title", "day", "code", "price", "mood", "notes"],
}
TREE: Schema = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 30, "maxLength": 200},
                "parts": {"type": "array", "items": {"$ref": "#/$defs/node"}},
            },
            "required": ["name", "parts"],
        }
    },
}
SCHEMAS = {"a text": TEXT, "a record": RECORD, "a tree": TREE}
QUESTION = "Tell the whole story of the sky and the sea, in many long sentences."


@dataclass
class Timing:
    """Processor seconds of each step, tokens, and the seconds that all of them took."""

    steps: list[float] = field(default_factory=list)
    tokens: int = 0
    seconds: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=96)
    parser.add_argument("--repeats", type=int, default=6)
    arguments = parser.parse_args()
    chat = LlamaChat(arguments.model, name=arguments.model.stem)
    grammars = {name: compile_schema(schema).gbnf for name, schema in SCHEMAS.items()}
    ways: dict[str, str | None] = {"free": None, **grammars}
    timings = {way: Timing() for way in ways}
    for turn in range(arguments.repeats):
        for way in [*ways][turn % len(ways) :] + [*ways][: turn % len(ways)]:
            _write(chat, ways[way], arguments.tokens, timings[way])
    chat.close()
    free = statistics.median(timings["free"].steps)
    for way, timing in timings.items():
        step = statistics.median(timing.steps)
        rules = (ways[way] or "").count("\n") + 1 if ways[way] else 0
        print(
            f"{way:10} {rules:5} rules  {len(timing.steps):5} steps  {step * 1000:6.2f} ms a step  "
            f"{step / free - 1:+6.1%} (budget {BUDGET:+.0%})  {timing.tokens / timing.seconds:6.1f} tokens/s"
        )


def _write(chat: LlamaChat, grammar: str | None, tokens: int, timing: Timing) -> None:
    """Write once. The first token waits for the prompt and is not counted."""
    pieces = chat.generate(chat.render([Message("user", QUESTION)]), grammar=grammar, max_tokens=tokens)
    was_asked = bool(next(pieces).logprob)
    started, before = time.perf_counter(), time.process_time()
    for piece in pieces:
        now = time.process_time()
        if was_asked and piece.logprob:
            timing.steps.append(now - before)
        timing.tokens += 1
        was_asked, before = bool(piece.logprob), now
    timing.seconds += time.perf_counter() - started


if __name__ == "__main__":
    main()
