"""The reader: MiniLM's encoder with two numbers a token, how likely an answer starts and ends there."""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from assistant.engines.minilm_onnx import HEAD_WIDTH


class ReaderModel(nn.Module):
    """BERT for question answering as Devlin et al. (2018) describe it; ``[CLS]`` stands for "no answer"."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        if best_device().type == "cpu" and computes_bfloat16(best_device()):
            # On such a CPU, plain matrix products in bfloat16 outrun the fused kernel, most of all backwards.
            self.encoder.set_attn_implementation("eager")
        self.qa_outputs = nn.Linear(config.hidden_size, 2)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> tuple[Tensor, Tensor]:
        """Start and end logits, each (batch, tokens); minus infinity where padding is."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
        logits = self.qa_outputs(hidden).float().masked_fill(mask.unsqueeze(-1) == 0, float("-inf"))
        return logits[..., 0], logits[..., 1]

    @classmethod
    def load(cls, file: Path, dropout: float = 0.0) -> "ReaderModel":
        """From the embedder's weights, with a new head, or from a reader's; ``dropout`` is that of every layer."""
        weights = {name: weight.float() for name, weight in load_file(file).items()}
        model = cls(config_of(weights, dropout))
        head = {name: weight for name, weight in weights.items() if name.startswith("qa_outputs.")}
        body = {name: weight for name, weight in weights.items() if name.startswith(("embeddings.", "encoder."))}
        body.pop("embeddings.position_ids", None)
        model.encoder.load_state_dict(body, strict=True)
        if head:
            model.qa_outputs.load_state_dict({name.split(".")[1]: weight for name, weight in head.items()})
        else:
            nn.init.normal_(model.qa_outputs.weight, std=0.02)
            nn.init.zeros_(model.qa_outputs.bias)
        return model

    def save(self, file: Path) -> None:
        """Write the weights in half precision under the names that ``training.export`` reads."""
        save_file({name: weight.half().cpu().contiguous() for name, weight in self.state().items()}, file)

    def state(self) -> dict[str, Tensor]:
        """All weights by the names that ``training.export`` reads."""
        head = {f"qa_outputs.{name}": weight for name, weight in self.qa_outputs.state_dict().items()}
        return {**self.encoder.state_dict(), **head}


def config_of(weights: dict[str, Tensor], dropout: float) -> BertConfig:
    """The shape of an encoder, by its weights."""
    words, hidden = weights["embeddings.word_embeddings.weight"].shape
    return BertConfig(
        vocab_size=words,
        hidden_size=hidden,
        num_hidden_layers=sum(name.endswith("attention.self.query.weight") for name in weights),
        num_attention_heads=hidden // HEAD_WIDTH,
        intermediate_size=weights["encoder.layer.0.intermediate.dense.weight"].shape[0],
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        max_position_embeddings=weights["embeddings.position_embeddings.weight"].shape[0],
        type_vocab_size=weights["embeddings.token_type_embeddings.weight"].shape[0],
    )


def lower_precision(device: torch.device) -> torch.autocast:
    """Products in bfloat16 where the device computes them; a CPU that does not takes three times as long with them."""
    return torch.autocast(device.type, torch.bfloat16, enabled=computes_bfloat16(device))


def computes_bfloat16(device: torch.device) -> bool:
    """Whether products in bfloat16 are the device's own, not made up of others."""
    return device.type != "cpu" or bool(torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported())


def best_device() -> torch.device:
    """A GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
