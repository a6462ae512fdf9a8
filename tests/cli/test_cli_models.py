"""The reader from the command line: it comes with the program, so that all of this needs no network."""

import json

import pytest

from assistant.app import App
from assistant.settings import resolve
from assistant.settings.paths import find_paths


@pytest.fixture
def app(tmp_path):
    """The program as the commands of a test have left it."""

    def made() -> App:
        paths = find_paths({"ASSISTANT_HOME": str(tmp_path / "home")})
        return App(resolve(paths.config_file, env={}).settings, paths)

    return made


def models(assistant) -> dict[str, dict]:
    return {model["name"]: model for model in json.loads(assistant("models", "list", "--json").stdout)["models"]}


def test_the_reader_is_pulled_verified_and_loaded(assistant, app):
    assert app().reader is None
    assert models(assistant)["judge-minilm"]["in_use"]
    done = assistant("models", "pull", "judge-minilm", env={"PIP_NO_INDEX": "1", "HF_HUB_OFFLINE": "1"})
    assert done.returncode == 0, done.stderr
    known = models(assistant)["judge-minilm"]
    assert (known["role"], known["installed"]) == ("reader", True)
    assert known["installed_bytes"] == known["download_bytes"]
    assert assistant("models", "verify").stdout == "judge-minilm: ok\n"
    reader = app().reader
    assert reader.name == "judge-minilm"
    assert reader.read("Who?", ["Anna did it."])[0].best is not None
    reader.close()


def test_a_reader_is_chosen_or_switched_off(assistant, app):
    assert assistant("models", "use", "roberta-squad2").returncode == 0
    known = models(assistant)
    assert known["roberta-squad2"]["in_use"]
    assert not known["judge-minilm"]["in_use"]
    assert "reader model: roberta-squad2 is not installed" in assistant("doctor").stdout
    assert assistant("config", "set", "models.reader", "").returncode == 0
    assert app().reader is None
    assert "reader model" not in assistant("doctor").stdout
