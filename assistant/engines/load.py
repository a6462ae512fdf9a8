"""From an installed model and its manifest to a running engine."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.engines.installed import InstalledModel
from assistant.engines.manifest import Format, Manifest
from assistant.engines.ports import Chat, Embedder, Reader, Reranker

if TYPE_CHECKING:
    from assistant.engines.chat_child import ChatModel


@dataclass(frozen=True, slots=True)
class Hardware:
    """What an engine may use: processor threads (0 for what there is), layers on the GPU (-1 for what fits)."""

    threads: int = 0
    gpu_layers: int = -1


def load_embedder(installed: InstalledModel, manifest: Manifest, hardware: Hardware) -> Embedder:
    """The embedder, by ONNX Runtime or llama.cpp as its format asks. Raises ``ModelBrokenError``."""
    from assistant.engines.onnx_embedder import EmbedderParams, OnnxEmbedder

    params = EmbedderParams.of(manifest)
    if manifest.format is not Format.GGUF:
        return OnnxEmbedder(installed.folder, params, installed.file("model.onnx").sha256, hardware.threads)
    from assistant.engines.gguf_embedder import GgufEmbedder
    from assistant.engines.llama import LlamaParams

    file = installed.file("model.gguf")
    llama = LlamaParams(threads=hardware.threads or None, gpu_layers=_layers(hardware))
    return GgufEmbedder(installed.path(file.name), name=manifest.name, params=params, sha256=file.sha256, llama=llama)


def load_reranker(installed: InstalledModel, manifest: Manifest, hardware: Hardware) -> Reranker:
    """The reranker, by ONNX Runtime or llama.cpp as its format asks. Raises ``ModelBrokenError``."""
    if manifest.format is not Format.GGUF:
        from assistant.engines.onnx_reranker import OnnxReranker

        return OnnxReranker(installed.folder, manifest.max_tokens, hardware.threads)
    from assistant.engines.gguf_reranker import GgufReranker
    from assistant.engines.llama import LlamaParams

    llama = LlamaParams(threads=hardware.threads or None, gpu_layers=_layers(hardware))
    path = installed.path("model.gguf")
    return GgufReranker(path, name=manifest.name, max_tokens=manifest.max_tokens, llama=llama)


def load_reader(installed: InstalledModel, manifest: Manifest, hardware: Hardware) -> Reader:
    """The reader, by ONNX Runtime; one that judges whole texts too is a ``Judge``. Raises ``ModelBrokenError``."""
    from assistant.engines.onnx_judge import OnnxJudge
    from assistant.engines.onnx_reader import OnnxReader

    kind = OnnxJudge if manifest.format is Format.JUDGE else OnnxReader
    return kind(installed.folder, manifest.name, manifest.max_tokens, hardware.threads)


def load_chat(installed: InstalledModel, manifest: Manifest, hardware: Hardware, context_tokens: int) -> Chat:
    """The chat model, with room for ``context_tokens`` of prompt and completion. Raises ``ModelBrokenError``."""
    return _chat_model(installed, manifest, hardware, context_tokens).load()


def load_chat_process(
    installed: InstalledModel, manifest: Manifest, hardware: Hardware, context_tokens: int, memory_limit_mb: int = 0
) -> Chat:
    """The chat model in a process of its own, loaded when it is first needed; see ``ChatProcess``."""
    from assistant.engines.chat_process import ChatProcess

    model = _chat_model(installed, manifest, hardware, context_tokens)
    return ChatProcess(model, memory_limit_mb * 1_000_000)


def _chat_model(installed: InstalledModel, manifest: Manifest, hardware: Hardware, context_tokens: int) -> "ChatModel":
    from assistant.engines.chat_child import ChatModel

    return ChatModel(
        name=manifest.name,
        path=str(installed.path("model.gguf")),
        context_tokens=min(context_tokens, manifest.context_tokens),
        threads=hardware.threads,
        gpu_layers=hardware.gpu_layers,
        template=manifest.template,
    )


def _layers(hardware: Hardware) -> int | None:
    return None if hardware.gpu_layers < 0 else hardware.gpu_layers
