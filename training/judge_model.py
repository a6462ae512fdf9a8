"""The judge: an encoder with a logit a text, how likely it answers, and the reader's two numbers a token."""

from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor, nn

from training.model import ReaderModel, config_of

#: The head's name in files of weights: one number from the first token's state.
HEAD = "answers"


class JudgeModel(ReaderModel):
    """A reader that also tells, from the state of the first token, whether the text answers at all."""

    def __init__(self, config: object) -> None:
        super().__init__(config)
        self.answers = nn.Linear(self.qa_outputs.in_features, 1)
        nn.init.normal_(self.answers.weight, std=0.02)
        nn.init.zeros_(self.answers.bias)

    def judge(self, ids: Tensor, mask: Tensor, segments: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The texts' logits (batch), and start and end logits, each (batch, tokens)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
        spans = self.qa_outputs(hidden).float().masked_fill(mask.unsqueeze(-1) == 0, float("-inf"))
        return self.answers(hidden[:, 0]).float()[:, 0], spans[..., 0], spans[..., 1]

    @classmethod
    def load(cls, file: Path, dropout: float = 0.0) -> "JudgeModel":
        """From a judge's weights, or from a reader's or an embedder's with new heads."""
        weights = {name: weight.float() for name, weight in load_file(file).items()}
        model = cls(config_of(weights, dropout))
        body = {name: weight for name, weight in weights.items() if name.startswith(("embeddings.", "encoder."))}
        body.pop("embeddings.position_ids", None)
        model.encoder.load_state_dict(body, strict=True)
        for name in ("qa_outputs", HEAD):
            head = {key.split(".")[1]: w for key, w in weights.items() if key.startswith(f"{name}.")}
            if head:
                getattr(model, name).load_state_dict(head)
        return model

    def state(self) -> dict[str, Tensor]:
        """All weights by the names that ``training.export`` reads."""
        heads = {
            f"{name}.{key}": weight
            for name in ("qa_outputs", HEAD)
            for key, weight in getattr(self, name).state_dict().items()
        }
        return {**self.encoder.state_dict(), **heads}
