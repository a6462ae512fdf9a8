"""Small readers: one with random weights, and ones whose logits are looked up by token."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file
from tiny_models import HIDDEN, Floats, bert_weights, write_tokenizer
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,:;-$%!?()'北京東都あいмирéßøğ👩👧🎉\ufffd"
IDS = ("input_ids", "attention_mask", "token_type_ids")


def reader_weights(seed: int = 0) -> dict[str, Floats]:
    """Those of a small ``BertModel``, and two rows more."""
    random = np.random.default_rng(seed)
    head = {"qa_outputs.weight": random.normal(0, 0.3, (2, HIDDEN)), "qa_outputs.bias": random.normal(0, 0.3, 2)}
    return bert_weights(seed) | {name: value.astype(np.float32) for name, value in head.items()}


def write_trained_reader(folder: Path, seed: int = 0) -> Path:
    """A folder as training leaves it: half precision ``model.safetensors`` and ``tokenizer.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: value.astype(np.float16) for name, value in reader_weights(seed).items()}
    save_file(halves, folder / "model.safetensors")
    write_tokenizer(folder / "tokenizer.json")
    return folder


def write_lookup_reader(
    folder: Path, tokenizer: Tokenizer, start: Callable[[str], float], end: Callable[[str], float]
) -> Path:
    """A reader that gives each token the logits that ``start`` and ``end`` give its text."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    tokens = [tokenizer.id_to_token(n) for n in range(tokenizer.get_vocab_size())]
    tables = {"start": start, "end": end}
    constants = [numpy_helper.from_array(np.array([f(t) for t in tokens], np.float32), n) for n, f in tables.items()]
    nodes = [helper.make_node("Gather", [name, "input_ids"], [f"{name}_logits"]) for name in tables]
    shape = ["batch", "tokens"]
    graph = helper.make_graph(
        nodes,
        "lookup",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, shape)],
        [helper.make_tensor_value_info(f"{name}_logits", TensorProto.FLOAT, shape) for name in tables],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))
    return folder


def letter_tokenizer() -> Tokenizer:
    """BERT's way with text, with a word piece for every letter: ``ab`` is ``a`` and ``##b``."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    tokenizer = Tokenizer(models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def byte_tokenizer() -> Tokenizer:
    """RoBERTa's way with text, with a token for every byte and two marks between question and passage."""
    pieces = ["<s>", "<pad>", "</s>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    tokenizer = Tokenizer(models.BPE({piece: n for n, piece in enumerate(pieces)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer
