"""Training for a model that will compute in 8 bits: its linear layers round as those of the exported graph do.

What rounding costs, it costs where activations are rounded, and a model that was trained with it has learnt to do
without (Jacob et al. 2018, "Quantization and training of neural networks for efficient integer-arithmetic-only
inference"). Gradients go through as if nothing was rounded: the straight-through estimator.
"""

from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.engines.minilm_onnx import WEIGHT_LEVELS

#: Steps between the least and the greatest activation: those of 8 bits.
ACTIVATION_STEPS = 255


class Rounding(torch.autograd.Function):
    """Values in whole multiples of a step; the gradient is that of the values."""

    @staticmethod
    def forward(_context: Any, values: Tensor, step: Tensor) -> Tensor:  # noqa: ANN401 (torch's own)
        """``step`` is of a shape that spreads over ``values``."""
        return (values / step).round_().mul_(step)

    @staticmethod
    def backward(_context: Any, gradient: Tensor) -> tuple[Tensor, None]:  # noqa: ANN401 (torch's own)
        """As if nothing was rounded."""
        return gradient, None


class RoundedLinear(nn.Linear):
    """A linear layer that rounds its weight (outputs, inputs), with a step for each output, and what it is given."""

    def forward(self, values: Tensor) -> Tensor:
        """As ``nn.Linear`` has it."""
        greatest = self.weight.detach().abs().amax(dim=1, keepdim=True)
        weight = Rounding.apply(self.weight, greatest.clamp(min=1e-12) / WEIGHT_LEVELS)
        return functional.linear(rounded(values), weight, self.bias)


def rounded(values: Tensor) -> Tensor:
    """Values in 8 bits, with one step for all, as ONNX's ``DynamicQuantizeLinear`` takes it from their range and 0."""
    least, greatest = torch.aminmax(values.detach())
    step = (greatest.clamp(min=0.0) - least.clamp(max=0.0)).clamp(min=1e-12) / ACTIVATION_STEPS
    return cast("Tensor", Rounding.apply(values, step))


def round_as_exported(encoder: nn.Module) -> None:
    """From now on, every linear layer of ``encoder`` rounds; its parameters stay what they are."""
    for layer in encoder.modules():
        if type(layer) is nn.Linear:
            layer.__class__ = RoundedLinear
