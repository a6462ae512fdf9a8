import json
import stat
import tomllib

import pytest


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture
def config_file(tmp_path):
    return tmp_path / "home" / "config" / "config.toml"


def test_it_writes_a_private_file_with_comments(assistant, notes, config_file):
    done = assistant("init", "notes")
    assert (done.returncode, done.stdout) == (0, "")
    assert tomllib.loads(config_file.read_text()) == {
        "notes": {"folder": str(notes)},
        "models": {"chat": "smollm2-135m"},
    }
    assert "# the folder that holds the notes" in config_file.read_text()
    assert stat.S_IMODE(config_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(config_file.parent.stat().st_mode) == 0o700


def test_it_says_what_to_type_next(assistant, notes):
    shown = assistant("init", notes).stderr
    assert f"notes.folder = {notes}" in shown
    for step in ("assistant models pull --defaults", "assistant index", 'assistant ask "..."'):
        assert step in shown


def test_again_it_keeps_other_settings_and_tells_what_changed(assistant, notes, config_file, tmp_path):
    assistant("init", notes)
    with config_file.open("a") as stream:
        stream.write("\n[search]\nlimit = 4 # few\n")
    (tmp_path / "other").mkdir()
    shown = assistant("init", "other", "--chat-model", "qwen2.5-0.5b").stderr
    assert f"notes.folder = {tmp_path / 'other'}  (was {notes})" in shown
    assert "models.chat = qwen2.5-0.5b  (was smollm2-135m)" in shown
    assert "limit = 4 # few" in config_file.read_text()
    assert f"nothing changed in {config_file}" in assistant("init", "other").stderr


def test_the_chosen_chat_model_is_kept(assistant, notes, config_file):
    assistant("init", notes, "--chat-model", "qwen2.5-0.5b")
    assistant("init", notes)
    assert tomllib.loads(config_file.read_text())["models"]["chat"] == "qwen2.5-0.5b"


def test_yes_keeps_the_folder_that_is_set(assistant, notes, config_file):
    assistant("init", notes)
    assert assistant("init", "--yes", "--chat-model", "qwen2.5-0.5b").returncode == 0
    assert tomllib.loads(config_file.read_text()) == {
        "notes": {"folder": str(notes)},
        "models": {"chat": "qwen2.5-0.5b"},
    }


@pytest.mark.parametrize("args", [[], ["--yes"]])
def test_without_a_folder_and_a_terminal_it_is_wrong_usage(assistant, config_file, args):
    done = assistant("init", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: no notes folder given\nhint: assistant init FOLDER\n"
    assert not config_file.exists()


def test_a_folder_that_is_not_there_is_refused(assistant, config_file, tmp_path):
    done = assistant("init", "missing")
    assert done.returncode == 2
    assert done.stderr == f"error: {tmp_path / 'missing'} does not exist\nhint: mkdir -p {tmp_path / 'missing'}\n"
    (tmp_path / "file").write_text("x")
    assert "is not a folder" in assistant("init", "file").stderr
    assert not config_file.exists()


def test_json_lists_the_changes(assistant, notes, config_file):
    report = json.loads(assistant("init", notes, "--json").stdout)
    assert report["file"] == str(config_file)
    assert {change["key"] for change in report["changes"]} == {"notes.folder", "models.chat"}


def test_on_a_terminal_it_asks_for_both(on_terminal, notes, config_file):
    code, shown = on_terminal("init", typed=f"{notes}\nqwen2.5-0.5b\n")
    assert code == 0
    assert "Folder of your notes" in shown
    assert "Chat model [smollm2-135m]" in shown
    assert tomllib.loads(config_file.read_text()) == {
        "notes": {"folder": str(notes)},
        "models": {"chat": "qwen2.5-0.5b"},
    }


def test_on_a_terminal_enter_keeps_what_is_set(on_terminal, assistant, notes, config_file):
    assistant("init", notes, "--chat-model", "qwen2.5-0.5b")
    before = config_file.read_text()
    assert on_terminal("init", typed="\n\n")[0] == 0
    assert config_file.read_text() == before


def test_on_a_terminal_it_asks_nothing_when_all_is_given(on_terminal, notes):
    code, shown = on_terminal("init", notes, "--chat-model", "qwen2.5-0.5b")
    assert code == 0
    assert "Folder of your notes" not in shown
    assert "Chat model" not in shown
