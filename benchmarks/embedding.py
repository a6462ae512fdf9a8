"""Passages embedded a second by ONNX Runtime, beside llama.cpp with the same weights.

    python benchmarks/minilm_gguf.py DIR FILE
    python benchmarks/embedding.py --gguf FILE --model e5-small

The engines take turns on the same passages of about 180 tokens. Without options only the embedder that the settings
name is measured. Where other work shares the machine, processor time tells more than the clock.
"""

import argparse
import hashlib
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from synthetic import passages

from assistant.app import App
from assistant.engines.gguf_embedder import GgufEmbedder
from assistant.engines.onnx_embedder import EmbedderParams
from assistant.engines.ports import Embedder
from assistant.settings import Settings
from assistant.settings.paths import find_paths

#: Of ``synthetic``'s sentences: about 180 tokens, the usual length of a passage.
SENTENCES = 15
QUERY = "When did Anna order the new boiler for the kitchen?"
QUERIES = 50


def main() -> None:
    """Load the engines, let them take turns, print passages a second."""
    arguments = parse_arguments()
    engines = load(arguments.gguf, arguments.model)
    texts = list(passages(arguments.passages, SENTENCES))
    for name, engine in engines.items():
        print(f"{len(texts)} passages of {statistics.mean(engine.count_tokens(texts)):.0f} tokens for {name}")
    rates: dict[str, list[Rate]] = {name: [] for name in engines}
    for _ in range(arguments.rounds):
        for name, engine in engines.items():
            rates[name].append(rate(engine, texts))
    report(engines, {name: sorted(values)[len(values) // 2] for name, values in rates.items()}, texts)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gguf", type=Path, help="the same model for llama.cpp")
    parser.add_argument("--model", action="append", default=[], help="another installed embedder, as often as wanted")
    parser.add_argument("--passages", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


def load(gguf: Path | None, models: Sequence[str]) -> dict[str, Embedder]:
    """The settings' embedder, others by name, and the GGUF file when there is one; each is run once."""
    app = App(Settings(), find_paths())
    embedder, manifest = app.embedder, app.manifest(app.embed_model)
    if embedder is None:
        raise SystemExit("no embedding model is installed: assistant models pull --defaults")
    engines: dict[str, Embedder] = {app.embed_model: embedder}
    for name in models:
        other = app.embedder_named(name)
        if other is None:
            raise SystemExit(f"{name} is not installed: assistant models pull {name}")
        engines[name] = other
    if gguf:
        sha256 = hashlib.sha256(gguf.read_bytes()).hexdigest()
        engines["llama.cpp f16"] = GgufEmbedder(gguf, name="gguf", params=EmbedderParams.of(manifest), sha256=sha256)
    for engine in engines.values():
        engine.embed_documents([QUERY])
    return engines


class Rate(NamedTuple):
    """Passages a second, and milliseconds of processor time a passage."""

    per_second: float
    cpu_ms: float


def rate(engine: Embedder, texts: Sequence[str]) -> Rate:
    """One round over the texts."""
    started, worked = time.perf_counter(), time.process_time()
    engine.embed_documents(texts)
    took, work = time.perf_counter() - started, time.process_time() - worked
    return Rate(len(texts) / took, 1000 * work / len(texts))


def query_ms(engine: Embedder) -> float:
    """Median milliseconds of one short query."""
    times = []
    for _ in range(QUERIES):
        started = time.perf_counter()
        engine.embed_query(QUERY)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def report(engines: dict[str, Embedder], rates: dict[str, Rate], texts: Sequence[str]) -> None:
    """Print the rates, each as a multiple of the last one, and how near its vectors are to the first's."""
    peer = list(rates.values())[-1].per_second
    vectors = {name: engine.embed_documents(texts[:8]) for name, engine in engines.items()}
    first = next(iter(vectors.values()))
    for name, engine in engines.items():
        near = float((vectors[name] * first).sum(axis=1).min())
        here = rates[name]
        print(
            f"{name:<16}{here.per_second:6.1f} passages/s {here.per_second / peer:5.2f} x {here.cpu_ms:6.1f} ms of CPU"
        )
        print(f"{'':<16}{query_ms(engine):6.1f} ms a query, least cosine to the first engine {near:.4f}")


if __name__ == "__main__":
    main()
