"""Converting MiniLM on arrival, and comparing the result with what the weights say exactly."""

from pathlib import Path

from assistant.engines.bert_exact import SENTENCES, check_vectors, mean_state
from assistant.engines.files import Disk
from assistant.engines.minilm_onnx import HEAD_WIDTH, load_weights, minilm_graph
from assistant.engines.text_session import TextSession
from assistant.errors import ModelBrokenError

SOURCE = "model.safetensors"
_CHECK_TOKENS = 64


def convert_minilm(source: Path, target: Path) -> None:
    """Write ``target`` from ``model.safetensors`` and ``tokenizer.json`` in the folder ``source``.

    Raises ``ModelBrokenError``, with nothing written, when the weights are not MiniLM's or the int8 model's
    vectors are not near the exact ones.
    """
    try:
        weights = load_weights(source / SOURCE)
    except ValueError as error:
        raise ModelBrokenError(str(error), hint="correct the sources in its manifest") from error
    table = weights["embeddings.word_embeddings.weight"]
    heads = table.shape[1] // HEAD_WIDTH
    graph = minilm_graph(weights, heads)
    session = TextSession(graph, source / "tokenizer.json", _CHECK_TOKENS)
    texts = session.encode(SENTENCES)
    made = session.run(texts, lambda output: output.mean(axis=0))
    session.close()
    check_vectors(made, [mean_state(weights, table[text.ids], heads) for text in texts])
    with Disk().open(target) as file:
        file.write(graph)
