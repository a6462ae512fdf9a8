import json
import tomllib

import pytest
from typer.testing import CliRunner

from assistant.cli.main import app
from assistant.settings import SETTINGS


@pytest.fixture
def run(environment, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(app, ["config", *args], env=environment)


def test_piped_each_setting_is_a_line_with_its_source(run, environment, monkeypatch):
    monkeypatch.setenv("ASSISTANT_SEARCH_MODE", "lexical")
    run("set", "search.limit", "5")
    lines = run().stdout.splitlines()
    assert len(lines) == len(SETTINGS)
    assert "search.mode = lexical  # ASSISTANT_SEARCH_MODE" in lines
    assert f"search.limit = 5  # {environment['ASSISTANT_HOME']}/config/config.toml" in lines
    assert "models.chat = smollm2-135m  # default" in lines


def test_on_a_terminal_it_is_a_table(on_terminal):
    code, shown = on_terminal("config", "--no-color")
    assert code == 0
    assert "setting" in shown
    assert all(key in shown for key in SETTINGS)


def test_json_has_every_setting(run, tmp_path):
    run("set", "notes.ignore", "*.tmp, drafts/")
    report = json.loads(run("--json").stdout)
    by_key = {entry["key"]: entry for entry in report["settings"]}
    assert set(by_key) == set(SETTINGS)
    assert report["file"] == str(tmp_path / "home" / "config" / "config.toml")
    assert by_key["notes.ignore"] == {
        "key": "notes.ignore",
        "value": ["*.tmp", "drafts/"],
        "source": "file",
        "origin": report["file"],
    }
    assert by_key["notes.folder"]["value"] is None


def test_get_prints_the_value_alone(run):
    assert run("get", "search.limit").stdout == "10\n"
    assert run("get", "models.rerank").stdout == "\n"
    assert json.loads(run("get", "search.limit", "--json").stdout)["source"] == "default"


def test_get_shows_no_escape_sequences(run, monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODELS_CHAT", "a\x1b[31mb\u202ec")
    assert run("get", "models.chat").stdout == "abc\n"
    printed = run("get", "models.chat", "--json").stdout
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert json.loads(printed)["value"] == "a\x1b[31mb\u202ec"


def test_set_writes_and_tells_on_stderr(run, tmp_path):
    file = tmp_path / "home" / "config" / "config.toml"
    first = run("set", "search.limit", "5")
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr == f"search.limit = 5\nwritten to {file}\n"
    assert run("set", "search.limit", "6").stderr == f"search.limit = 6  (was 5)\nwritten to {file}\n"
    assert run("set", "search.limit", "6").stderr == f"nothing changed in {file}\n"
    assert run("set", "search.limit", "7", "--quiet").stderr == ""
    assert tomllib.loads(file.read_text()) == {"search": {"limit": 7}}


def test_set_reports_as_json(run):
    report = json.loads(run("set", "output.color", "never", "--json").stdout)
    assert report["changes"] == [{"key": "output.color", "before": None, "after": "never"}]


def test_set_expands_a_relative_folder(run, tmp_path):
    run("set", "notes.folder", "mine")
    assert run("get", "notes.folder").stdout == f"{tmp_path / 'mine'}\n"


def test_set_puts_an_unfit_value_right(run, tmp_path):
    file = tmp_path / "home" / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[search]\nlimit = 0\n")
    assert run().exit_code == 2
    assert run("set", "search.limit", "9").exit_code == 0
    assert run("get", "search.limit").stdout == "9\n"


def test_an_unfit_value_is_refused_and_nothing_written(run, tmp_path):
    assert run("set", "search.mode", "fast").exit_code == 2
    assert not (tmp_path / "home").exists()


def test_path_prints_where_the_file_is(run, tmp_path):
    assert run("path").stdout == f"{tmp_path / 'home' / 'config' / 'config.toml'}\n"
    places = json.loads(run("path", "--json").stdout)
    assert places["data"] == str(tmp_path / "home" / "data")
    assert set(places) == {"config", "data", "cache", "runtime", "log"}
