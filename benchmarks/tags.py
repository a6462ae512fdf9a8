"""How well tags are suggested: each tagged note of a folder has its tags hidden, and is given them back.

    python benchmarks/tags.py --notes NOTES

A tag that only one note has can't be suggested for it and is left out of the count.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from home import open_app, throwaway_home

from assistant.app import App
from assistant.app.tagging import Tagger
from assistant.notes.frontmatter import front_matter
from assistant.notes.parse import parse_note
from assistant.store.chunks import texts_of
from assistant.store.filters import Filters

BINS = 10


def main() -> None:
    """Index a folder, and print precision and recall by confidence, and the error of the confidence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, required=True)
    with throwaway_home() as home:
        app = open_app(parser.parse_args().notes.resolve(), home)
        app.index(lambda *_: None)
        report(app)


def report(app: App) -> None:
    """What comes out over the tagged notes of an indexed folder."""
    with app.tagging() as tagger:
        tagged = {path: tags for path in tagger.notes(Filters()) if (tags := tagger.note(path).tags)}
        many = {tag for tags in tagged.values() for tag in tags if sum(tag in other for other in tagged.values()) > 1}
        began = time.perf_counter()
        rows = [row for path, tags in tagged.items() for row in judged(app, tagger, path, set(tags) & many, many)]
    confidence, true = (np.array(column, float) for column in zip(*rows, strict=True))
    print(f"{len(tagged)} notes, {len(many)} tags, {(time.perf_counter() - began) / len(tagged) * 1000:.0f} ms a note")
    print(f"average precision {average_precision(confidence, true):.3f}, ECE {calibration_error(confidence, true):.3f}")
    for least in (0.3, 0.5, 0.7, 0.9):
        shown = confidence >= least
        right = true[shown].mean() if shown.any() else float("nan")
        print(f"from {least}: precision {right:.2f}, recall {true[shown].sum() / true.sum():.2f}")


def judged(app: App, tagger: Tagger, path: str, tags: set[str], many: set[str]) -> list[tuple[float, bool]]:
    """The confidence of each tag for a note without its front matter, and whether the note has it."""
    text = (app.folder / path).read_text(encoding="utf-8", errors="replace")
    body = text[front_matter(text).end :]
    recipe = app.recipe()
    note = parse_note(path, body, 0, recipe.sizes, recipe.count_tokens)
    texts = texts_of(note) or [path]
    vector = tagger.embedder.embed_documents(texts).mean(axis=0)
    found = {one.tag: one.confidence for one in tagger.suggested(vector, path, (), f"{note.title}\n{body}")}
    return [(found.get(tag, 0.0), tag in tags) for tag in sorted(many)]


def average_precision(confidence: np.ndarray, true: np.ndarray) -> float:
    """The mean precision at each tag that is right, the most confident first."""
    order = np.argsort(-confidence, kind="stable")
    hits = np.cumsum(true[order])
    return float((hits / np.arange(1, len(order) + 1))[true[order] > 0].mean())


def calibration_error(confidence: np.ndarray, true: np.ndarray) -> float:
    """How far confidence and share of right ones are apart, in ten bins, weighed by their sizes."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [(abs(confidence[bins == n].mean() - true[bins == n].mean()), (bins == n).mean()) for n in set(bins)]
    return float(sum(gap * share for gap, share in gaps))


if __name__ == "__main__":
    main()
