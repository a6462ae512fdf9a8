"""Small real models, made from random numbers: a BERT encoder and its tokenizer."""

import math
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = "the beta starts on third of march anna and tom moved deadline boiler costs garden was quiet . ? ,".split()
VOCABULARY = {word: n for n, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
HIDDEN, INNER, LAYERS, POSITIONS, HEADS = 64, 128, 2, 128, 2

Floats = NDArray[np.float32]


def bert_weights(seed: int = 0) -> dict[str, Floats]:
    """Weights of a small ``BertModel``, of the size that trained ones have."""
    random = np.random.default_rng(seed)

    def normal(*shape: int) -> Floats:
        return random.normal(0, 0.1, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": normal(len(VOCABULARY), HIDDEN),
        "embeddings.position_embeddings.weight": normal(POSITIONS, HIDDEN),
        "embeddings.token_type_embeddings.weight": normal(2, HIDDEN),
    }
    norms = ["embeddings.LayerNorm"]
    for n in range(LAYERS):
        layer = f"encoder.layer.{n}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            weights |= {f"{layer}.{part}.weight": normal(HIDDEN, HIDDEN), f"{layer}.{part}.bias": normal(HIDDEN)}
        weights |= {f"{layer}.intermediate.dense.weight": normal(INNER, HIDDEN)}
        weights |= {f"{layer}.intermediate.dense.bias": normal(INNER)}
        weights |= {f"{layer}.output.dense.weight": normal(HIDDEN, INNER), f"{layer}.output.dense.bias": normal(HIDDEN)}
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
    for norm in norms:
        weights |= {f"{norm}.weight": 1 + normal(HIDDEN), f"{norm}.bias": normal(HIDDEN)}
    return weights


def bert_forward(weights: dict[str, Floats], ids: list[int], segments: list[int] | int = 0) -> Floats:
    """The last hidden state of one text, or of a pair with its segments, written out by hand: (tokens, hidden)."""

    def linear(name: str, x: Floats) -> Floats:
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(name: str, x: Floats) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def heads(x: Floats) -> Floats:
        return x.reshape(len(ids), HEADS, HIDDEN // HEADS).transpose(1, 0, 2)

    gelu = np.vectorize(lambda x: 0.5 * x * (1 + math.erf(x / math.sqrt(2))))
    x = weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm("embeddings.LayerNorm", x + weights["embeddings.token_type_embeddings.weight"][segments])
    for n in range(LAYERS):
        layer = f"encoder.layer.{n}"
        query, key, value = (heads(linear(f"{layer}.attention.self.{p}", x)) for p in ("query", "key", "value"))
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(HIDDEN // HEADS)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (shares / shares.sum(-1, keepdims=True)) @ value
        joined = mixed.transpose(1, 0, 2).reshape(len(ids), HIDDEN)
        x = norm(f"{layer}.attention.output.LayerNorm", linear(f"{layer}.attention.output.dense", joined) + x)
        inner = gelu(linear(f"{layer}.intermediate.dense", x))
        x = norm(f"{layer}.output.LayerNorm", linear(f"{layer}.output.dense", inner) + x)
    return x.astype(np.float32)


def write_tokenizer(path: Path) -> Path:
    """A word tokenizer that sets [CLS] and [SEP], and like the official file pads and cuts by default."""
    tokenizer = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", VOCABULARY["[CLS]"]), ("[SEP]", VOCABULARY["[SEP]"])],
    )
    tokenizer.enable_padding(length=32)
    tokenizer.enable_truncation(32)
    tokenizer.save(str(path))
    return path


def write_minilm(folder: Path, seed: int = 0) -> Path:
    """A folder with ``model.safetensors`` and ``tokenizer.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(bert_weights(seed), folder / "model.safetensors")
    write_tokenizer(folder / "tokenizer.json")
    return folder


def write_lookup_embedder(folder: Path, extra_input: str = "") -> Path:
    """A model whose token vectors are rows of a table: token ``n`` gives ``(1, n)``."""
    folder.mkdir(parents=True, exist_ok=True)
    table = np.array([[1, n] for n in range(len(VOCABULARY))], np.float32)
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])]
    inputs = ["input_ids", "token_type_ids", *([extra_input] if extra_input else [])]
    output: tuple[str, list[str | int]] = ("last_hidden_state", ["batch", "tokens", 2])
    return _write(folder, nodes, inputs, output, [numpy_helper.from_array(table, "table")])


def _write(
    folder: Path,
    nodes: list[onnx.NodeProto],
    inputs: list[str],
    output: tuple[str, list[str | int]],
    constants: list[onnx.TensorProto],
) -> Path:
    values = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs]
    result = helper.make_tensor_value_info(output[0], TensorProto.FLOAT, output[1])
    graph = helper.make_graph(nodes, "tiny", values, [result], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    write_tokenizer(folder / "tokenizer.json")
    return folder
