"""A small BERT cross-encoder made by hand that prefers texts which share words with the query.

Its first layer lets each token attend to the tokens of its own word, and finds by their mean position whether the
word comes again later. Its second layer lets [CLS] see for which share of all tokens that is so; the head's logit
rises with that share. The same weights are written for ONNX Runtime and for llama.cpp.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tiny_models import HIDDEN, INNER, LAYERS, POSITIONS, VOCABULARY, Floats, bert_forward, write_tokenizer

from assistant.engines.minilm_onnx import minilm_graph
from benchmarks.minilm_gguf import UINT32, metadata, renamed, write_gguf

RANK_POOLING = 4
#: What the places of a hidden state mean: after the words, how far the word's mean position is ahead, and so on.
AHEAD, AGAIN, SHARE, PLUS, MINUS = range(32, 37)
#: So much larger than all else in a hidden state that every layer norm divides by nearly the same number.
BALLAST = 20.0
STEP = 4 / POSITIONS


def overlap_weights() -> dict[str, Floats]:
    """The encoder's weights, and the head's as Hugging Face names those of XLM-R."""
    weights = _zeros()
    words = weights["embeddings.word_embeddings.weight"]
    words[range(len(VOCABULARY)), range(len(VOCABULARY))] = 1
    words[:, PLUS], words[:, MINUS] = BALLAST, -BALLAST
    weights["embeddings.position_embeddings.weight"][:, AHEAD] = -STEP * np.arange(POSITIONS)
    for name in weights:
        if name.endswith("LayerNorm.weight"):
            weights[name] += BALLAST * np.sqrt(2 / HIDDEN)
    same = np.sqrt(15 * np.sqrt(HIDDEN // 2))  # the same word is e^15 as near as another one
    for part in ("query", "key"):
        weights[f"encoder.layer.0.attention.self.{part}.weight"][range(32), range(32)] = same
    _connect(weights, "encoder.layer.0.attention.self.value", 0, AHEAD, 1)
    _connect(weights, "encoder.layer.0.attention.output.dense", AHEAD, 0, -1)
    for unit, threshold in enumerate((2, 4)):  # the difference of two ramps is a stair
        _connect(weights, "encoder.layer.0.intermediate.dense", unit, AHEAD, 16 / STEP, -threshold)
        _connect(weights, "encoder.layer.0.output.dense", AGAIN, unit, (0.5, -0.5)[unit])
    _connect(weights, "encoder.layer.1.attention.self.value", 0, AGAIN, 1)
    _connect(weights, "encoder.layer.1.attention.output.dense", SHARE, 0, 1)
    _connect(weights, "classifier.dense", 0, SHARE, 1)
    _connect(weights, "classifier.out_proj", 0, 0, 10, -1)
    return weights


def rank_by_hand(weights: dict[str, Floats], query: str, text: str) -> float:
    """The logit, by plain arithmetic."""
    words = ["[CLS]", *query.split(), "[SEP]", *text.split(), "[SEP]"]
    state = bert_forward(weights, [VOCABULARY[word] for word in words])[0]
    hidden = np.tanh(weights["classifier.dense.weight"] @ state + weights["classifier.dense.bias"])
    return float(weights["classifier.out_proj.weight"][0] @ hidden + weights["classifier.out_proj.bias"][0])


def write_onnx_reranker(folder: Path) -> Path:
    """A folder with ``model.onnx`` and ``tokenizer.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = overlap_weights()
    model = onnx.load_from_string(minilm_graph(weights, heads=2, int8=False))
    nodes = [helper.make_node("Gather", ["last_hidden_state", "first"], ["cls"], axis=1)]
    constants = [numpy_helper.from_array(np.array(0), "first")]
    inputs = "cls"
    for name, output in (("classifier.dense", "hidden"), ("classifier.out_proj", "logits")):
        constants += [
            numpy_helper.from_array(np.ascontiguousarray(weights[f"{name}.{kind}"]), f"{name}.{kind}")
            for kind in ("weight", "bias")
        ]
        nodes.append(helper.make_node("Gemm", [inputs, f"{name}.weight", f"{name}.bias"], [output], transB=1))
        if output == "hidden":
            nodes.append(helper.make_node("Tanh", ["hidden"], ["bent"]))
        inputs = "bent"
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(constants)
    del model.graph.output[:]
    model.graph.output.append(helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 1]))
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    write_tokenizer(folder / "tokenizer.json")
    return folder


def write_gguf_reranker(path: Path, **changes: tuple[int, object]) -> Path:
    """The same model as a GGUF file; ``changes`` are further fields with their types."""
    weights = overlap_weights()
    words = weights["embeddings.word_embeddings.weight"]
    weights["embeddings.word_embeddings.weight"] = np.vstack([words, words[:1]])  # [MASK], which llama.cpp asks for
    fields = metadata(weights, {**VOCABULARY, "[MASK]": len(VOCABULARY)})
    fields |= {
        "tokenizer.ggml.bos_token_id": (UINT32, VOCABULARY["[CLS]"]),
        "bert.pooling_type": (UINT32, RANK_POOLING),
    }
    head = {"classifier.dense": "cls", "classifier.out_proj": "cls.output"}
    tensors = {
        f"{head[stem]}.{kind}" if (stem := name.rpartition(".")[0]) in head else renamed(name): tensor
        for name, tensor in weights.items()
        if (kind := name.rpartition(".")[2])
    }
    write_gguf(path, {**fields, **changes}, tensors)
    return path


def _zeros() -> dict[str, Floats]:
    """A ``BertModel`` and a head whose weights are all zero."""
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(VOCABULARY), HIDDEN),
        "embeddings.position_embeddings.weight": (POSITIONS, HIDDEN),
        "embeddings.token_type_embeddings.weight": (2, HIDDEN),
        "embeddings.LayerNorm.weight": (HIDDEN,),
    }
    for layer in (f"encoder.layer.{n}" for n in range(LAYERS)):
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes[f"{layer}.{part}.weight"] = (HIDDEN, HIDDEN)
        shapes[f"{layer}.intermediate.dense.weight"] = (INNER, HIDDEN)
        shapes[f"{layer}.output.dense.weight"] = (HIDDEN, INNER)
        shapes[f"{layer}.attention.output.LayerNorm.weight"] = shapes[f"{layer}.output.LayerNorm.weight"] = (HIDDEN,)
    shapes |= {"classifier.dense.weight": (HIDDEN, HIDDEN), "classifier.out_proj.weight": (1, HIDDEN)}
    biased = {name: shape for name, shape in shapes.items() if "_embeddings" not in name}
    shapes |= {name.replace("weight", "bias"): shape[:1] for name, shape in biased.items()}
    return {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}


def _connect(weights: dict[str, Floats], name: str, to: int, origin: int, weight: float, bias: float = 0) -> None:
    weights[f"{name}.weight"][to, origin] = weight
    weights[f"{name}.bias"][to] = bias
