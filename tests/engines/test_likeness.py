"""Similarities of all embedders on one scale."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.engines.likeness import likeness
from assistant.engines.manifest import load_manifests
from assistant.settings.paths import shipped


@given(st.integers(1, 6), st.integers(1, 6), st.floats(1, 5), st.integers(0, 999))
def test_the_same_is_as_like_as_can_be_and_no_order_changes(n: int, m: int, contrast: float, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(n + m, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    plain, scaled = (likeness(vectors[:n], vectors[n:], c) for c in (1.0, contrast))
    assert scaled.shape == (n, m)
    np.testing.assert_array_equal(np.argsort(plain, axis=1), np.argsort(scaled, axis=1))
    np.testing.assert_allclose(np.diag(likeness(vectors, vectors, contrast)), 1, atol=1e-4)


def test_who_puts_all_texts_into_a_cone_says_so() -> None:
    contrasts = {name: manifest.contrast for name, manifest in load_manifests([shipped("models")]).items()}
    assert contrasts["minilm-l6"] == 1
    assert contrasts["e5-small"] == contrasts["multilingual-e5-small"] > 3
