import stat
from pathlib import Path

import pytest

from assistant.settings.paths import find_paths, make_private, shipped, write_private


def test_home_variable_puts_everything_under_one_folder(tmp_path):
    paths = find_paths({"ASSISTANT_HOME": str(tmp_path / "h")})
    assert {folder.parent for folder in (paths.config, paths.data, paths.cache, paths.runtime, paths.log)} == {
        tmp_path / "h"
    }
    assert paths.config_file == tmp_path / "h" / "config" / "config.toml"
    assert paths.models_folder == tmp_path / "h" / "data" / "models"
    assert not (tmp_path / "h").exists()


def test_a_relative_home_becomes_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_paths({"ASSISTANT_HOME": "h"}).data == tmp_path / "h" / "data"


def test_without_it_the_folders_are_those_of_the_platform():
    paths = find_paths({})
    folders = (paths.config, paths.data, paths.cache, paths.runtime, paths.log)
    assert len(set(folders)) == 5 or paths.config == paths.data
    assert all(folder.is_absolute() and "assistant" in folder.parts for folder in folders)


def test_the_runtime_folder_is_that_of_the_login_session(tmp_path):
    assert find_paths({"XDG_RUNTIME_DIR": str(tmp_path)}).runtime == tmp_path / "assistant"


def test_an_index_folder_belongs_to_one_notes_folder(tmp_path):
    paths = find_paths({"ASSISTANT_HOME": str(tmp_path)})
    notes, other = tmp_path / "My Notes", tmp_path / "b" / "My Notes"
    notes.mkdir()
    (tmp_path / "link").symlink_to(notes)
    folder = paths.index_folder(notes)
    assert folder.parent == tmp_path / "data" / "indexes"
    assert folder.name.startswith("my-notes-")
    assert len(folder.name) == len("my-notes-") + 12
    assert paths.index_folder(tmp_path / "link") == folder == paths.index_folder(notes / ".." / "My Notes")
    assert paths.index_folder(other) != folder


@pytest.mark.parametrize(("name", "slug"), [("笔记", "notes"), ("..a b..", "a-b"), ("x" * 100, "x" * 32)])
def test_an_index_folder_has_a_plain_name(tmp_path, name, slug):
    assert find_paths({"ASSISTANT_HOME": "/h"}).index_folder(tmp_path / name).name[:-13] == slug


def test_private_folders_are_open_to_the_user_alone(tmp_path):
    made = make_private(tmp_path / "a" / "b")
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (made, made.parent)] == [0o700, 0o700]
    assert make_private(made) == made


def test_a_private_file_is_replaced_whole(tmp_path):
    file = tmp_path / "f"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "grüße\n")
    assert file.read_bytes() == "grüße\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    file = tmp_path / "f"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_private(file, "\ud800")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("kind", ["prompts", "models"])
def test_a_checkout_uses_its_own_prompts_and_manifests(kind):
    assert shipped(kind) == Path(__file__).parents[2] / kind
