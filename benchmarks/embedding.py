"""Passages embedded a second by ONNX Runtime, beside llama.cpp with the same weights.

    python benchmarks/minilm_gguf.py DIR FILE
    python benchmarks/embedding.py --gguf FILE

The engines take turns on the same passages of about 180 tokens. Without ``--gguf`` only the installed embedder
is measured.
"""

import argparse
import hashlib
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from synthetic import passages

from assistant.app import App
from assistant.engines.gguf_embedder import GgufEmbedder
from assistant.engines.onnx_embedder import EmbedderParams
from assistant.engines.ports import Embedder
from assistant.settings import Settings
from assistant.settings.paths import find_paths

BUDGET = 50
#: Of ``synthetic``'s sentences: about 180 tokens, the usual length of a passage.
SENTENCES = 15
QUERY = "When did Anna order the new boiler for the kitchen?"
QUERIES = 50


def main() -> None:
    """Load the engines, let them take turns, print passages a second."""
    arguments = parse_arguments()
    engines = load(arguments.gguf)
    texts = list(passages(arguments.passages, SENTENCES))
    tokens = statistics.mean(engines["ONNX int8"].count_tokens(texts))
    print(f"{len(texts)} passages of {tokens:.0f} tokens, {arguments.rounds} rounds")
    rates: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(arguments.rounds):
        for name, engine in engines.items():
            rates[name].append(rate(engine, texts))
    report(engines, {name: statistics.median(values) for name, values in rates.items()}, texts)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gguf", type=Path, help="the same model for llama.cpp")
    parser.add_argument("--passages", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


def load(gguf: Path | None) -> dict[str, Embedder]:
    """The installed default embedder, and the GGUF file when there is one; both are run once."""
    app = App(Settings(), find_paths())
    embedder, manifest = app.embedder, app.manifest(app.embed_model)
    if embedder is None:
        raise SystemExit("no embedding model is installed: assistant models pull --defaults")
    engines: dict[str, Embedder] = {"ONNX int8": embedder}
    if gguf:
        sha256 = hashlib.sha256(gguf.read_bytes()).hexdigest()
        engines["llama.cpp f16"] = GgufEmbedder(gguf, name="gguf", params=EmbedderParams.of(manifest), sha256=sha256)
    for engine in engines.values():
        engine.embed_documents([QUERY])
    return engines


def rate(engine: Embedder, texts: Sequence[str]) -> float:
    """Passages a second."""
    started = time.perf_counter()
    engine.embed_documents(texts)
    return len(texts) / (time.perf_counter() - started)


def query_ms(engine: Embedder) -> float:
    """Median milliseconds of one short query."""
    times = []
    for _ in range(QUERIES):
        started = time.perf_counter()
        engine.embed_query(QUERY)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def report(engines: dict[str, Embedder], rates: dict[str, float], texts: Sequence[str]) -> None:
    """Print the rates, each as a multiple of the last one, and how near its vectors are to the first's."""
    peer = list(rates.values())[-1]
    vectors = {name: engine.embed_documents(texts[:8]) for name, engine in engines.items()}
    first = next(iter(vectors.values()))
    for name, engine in engines.items():
        near = float((vectors[name] * first).sum(axis=1).min())
        budget = f"   (budget {BUDGET})" if name == "ONNX int8" else ""
        print(f"{name:<16}{rates[name]:6.1f} passages/s {rates[name] / peer:5.2f} x{budget}")
        print(f"{'':<16}{query_ms(engine):6.1f} ms a query, least cosine to the first engine {near:.4f}")


if __name__ == "__main__":
    main()
