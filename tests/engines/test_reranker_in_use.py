"""A reranker of either engine from its manifest to the order of a search."""

import json

import pytest
from desks import Desk
from tiny_reranker import write_gguf_reranker, write_onnx_reranker

MANIFEST = """role = "rerank"
format = "{format}"
description = "prefers texts that share words with the query"
recommended_for = "tests"
licence = "MIT"
ram_gb = 0.1
max_tokens = 100
"""


@pytest.fixture(scope="module", params=["onnx", "gguf"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    root = tmp_path_factory.mktemp("desk")
    made = write_onnx_reranker(root / "made")
    write_gguf_reranker(made / "model.gguf")
    files = ["model.gguf"] if request.param == "gguf" else ["model.onnx", "tokenizer.json"]
    tables = [f'[[files]]\nname = "{name}"\nsources = ["file:{made / name}"]\n' for name in files]
    manifest = root / "home" / "config" / "models" / "tiny.toml"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("\n".join([MANIFEST.format(format=request.param), *tables]))
    notes = root / "notes"
    notes.mkdir()
    for name, text in {
        "short": "beta march",
        "long": "on march the quiet beta",
        "other": "the garden was quiet",
    }.items():
        (notes / f"{name}.md").write_text(f"{text}\n")
    desk = Desk(root)
    for command in (
        ["--notes", "notes", "index"],
        ["config", "set", "notes.folder", notes],
        ["models", "pull", "tiny"],
        ["models", "use", "tiny"],
    ):
        done = desk.run(*command)
        assert done.returncode == 0, done.stderr
    return desk


def found(desk: Desk, *options: object) -> dict:
    done = desk.run("search", "--json", "--explain", *options, "the beta was on")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_changes_the_order_within_its_time_and_says_by_how_much(desk: Desk) -> None:
    before = found(desk, "--rerank-budget-ms", 0)
    assert [hit["path"] for hit in before["hits"]] == ["short.md", "long.md"]
    after = found(desk, "--rerank-budget-ms", 60_000)
    assert [hit["path"] for hit in after["hits"]] == ["long.md", "short.md"]
    assert "reranker" not in before["hits"][0]["boosts"]
    assert after["hits"][0]["boosts"]["reranker"] > 1
    assert after["explanation"]["reranked"] == 2


def test_the_time_is_remembered_and_what_does_not_fit_is_not_begun(desk: Desk) -> None:
    found(desk, "--rerank-budget-ms", 60_000)
    memory = next((desk.root / "home" / "cache").rglob("tiny.json"))
    assert json.loads(memory.read_text())["load_ms"] > 1
    after = found(desk, "--rerank-budget-ms", 1)
    assert after["explanation"]["reranked"] == 0
    assert "reranker" not in after["hits"][0]["boosts"]


def test_one_that_is_named_and_not_installed_is_said(desk: Desk) -> None:
    done = desk.run("search", "beta", env={"ASSISTANT_MODELS_RERANK": "ms-marco-minilm-l6"})
    assert done.returncode == 0
    assert "assistant models pull ms-marco-minilm-l6" in done.stderr
