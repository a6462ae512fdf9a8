"""Rounding in training: layers compute what the exported 8-bit graph computes, and learn as if nothing was rounded."""

# ruff: noqa: E402 (what needs PyTorch is imported after the look whether it is there)

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch comes with the extra `training`")
pytest.importorskip("transformers", reason="transformers comes with the extra `training`")

import onnxruntime
from onnx import TensorProto, helper
from tiny_readers import write_trained_reader

from assistant.engines.minilm_onnx import WEIGHT_LEVELS, quantize
from training.model import ReaderModel
from training.rounding import ACTIVATION_STEPS, RoundedLinear, round_as_exported, rounded


def test_values_are_at_most_half_a_step_off_and_nought_stays() -> None:
    values = torch.tensor([-1.0, -0.3, 0.0, 0.001, 0.7, 3.0])
    near = rounded(values)
    assert near[2] == 0
    assert (near - values).abs().max() <= 4.0 / ACTIVATION_STEPS / 2 + 1e-6
    assert near[3] == 0


def test_a_weight_is_rounded_as_the_graph_stores_it() -> None:
    layer = torch.nn.Linear(7, 5, bias=False)
    weight = layer.weight.detach().numpy().T.copy()
    levels, scale = quantize(weight, axis=0, levels=WEIGHT_LEVELS)
    layer.__class__ = RoundedLinear
    out = layer(torch.eye(7)).detach().numpy()
    assert np.allclose(out, levels * scale, atol=1e-6)


def test_gradients_are_those_of_layers_that_do_not_round() -> None:
    torch.manual_seed(1)
    layer = torch.nn.Linear(4, 3)
    values = torch.randn(6, 4, requires_grad=True)
    round_as_exported(torch.nn.Sequential(layer))
    layer(values).sum().backward()
    assert isinstance(layer, RoundedLinear)
    assert torch.allclose(layer.weight.grad, rounded(values.detach()).sum(0).expand(3, 4))
    assert values.grad is not None
    assert (values.grad != 0).all()


def test_activations_are_rounded_as_onnx_does_it() -> None:
    values = np.random.default_rng(1).normal(size=(3, 40)).astype(np.float32)
    shape = helper.make_tensor_value_info("values", TensorProto.FLOAT, values.shape)
    nodes = [
        helper.make_node("DynamicQuantizeLinear", ["values"], ["levels", "step", "zero"]),
        helper.make_node("DequantizeLinear", ["levels", "step", "zero"], ["near"]),
    ]
    near = helper.make_tensor_value_info("near", TensorProto.FLOAT, values.shape)
    model = helper.make_model(
        helper.make_graph(nodes, "rounding", [shape], [near]), opset_imports=[helper.make_opsetid("", 20)], ir_version=9
    )
    wanted = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"values": values})[0]
    assert np.abs(wanted - values).max() > 0
    assert np.allclose(rounded(torch.from_numpy(values)).numpy(), wanted, atol=1e-5)


def test_the_head_stays_exact(tmp_path: Path) -> None:
    model = ReaderModel.load(write_trained_reader(tmp_path) / "model.safetensors")
    names = set(model.state_dict())
    round_as_exported(model.encoder)
    kinds = {name: type(layer) for name, layer in model.named_modules() if isinstance(layer, torch.nn.Linear)}
    assert kinds.pop("qa_outputs") is torch.nn.Linear
    assert set(kinds.values()) == {RoundedLinear}
    assert set(model.state_dict()) == names
