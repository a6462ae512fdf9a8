from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.settings import SETTINGS, Settings, SourceKind, resolve, setting, variable_name
from assistant.settings.values import as_text


def write(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_any_source_every_value_is_the_default():
    resolved = resolve(env={})
    assert resolved.settings == Settings()
    assert {source.kind for source in resolved.sources.values()} == {SourceKind.DEFAULT}


def test_every_field_is_a_known_setting_with_help():
    named = {
        f"{section.name}.{entry.name}" for section in fields(Settings) for entry in fields(section.default_factory)
    }
    assert named == set(SETTINGS)
    assert all(known.help and known.allowed for known in SETTINGS.values())


def test_later_sources_win(tmp_path):
    file = write(tmp_path, "[search]\nlimit = 2\nmode = 'vector'\n[ask]\nanswer_tokens = 20\n")
    env = {"ASSISTANT_SEARCH_LIMIT": "3", "ASSISTANT_SEARCH_MODE": "lexical"}
    resolved = resolve(file, env, {"search.limit": 4, "search.mode": None})
    settings, sources = resolved.settings, resolved.sources
    assert (settings.search.limit, settings.search.mode, settings.ask.answer_tokens) == (4, "lexical", 20)
    assert sources["search.limit"].kind is SourceKind.FLAG
    assert str(sources["search.mode"]) == "ASSISTANT_SEARCH_MODE"
    assert str(sources["ask.answer_tokens"]) == str(file)
    assert str(sources["output.color"]) == "default"


def test_settings_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Settings().search.limit = 3  # type: ignore[misc]


def test_a_missing_file_and_an_empty_one_are_the_same(tmp_path):
    assert resolve(tmp_path / "none.toml", {}) == resolve(write(tmp_path, ""), {})


@pytest.mark.parametrize("name", ["ASSISTANT_HOME", "ASSISTANT_DEBUG", "ASSISTANT_TEST_ANYTHING"])
def test_reserved_variables_are_not_settings(name):
    assert resolve(env={name: "1"}).settings == Settings()


def test_an_empty_variable_is_not_set():
    assert resolve(env={"ASSISTANT_SEARCH_LIMIT": "", "OTHER": "1"}).settings == Settings()


def test_a_list_in_the_environment_is_split_at_commas():
    assert resolve(env={"ASSISTANT_NOTES_IGNORE": "*.tmp, drafts/ ,"}).settings.notes.ignore == ("*.tmp", "drafts/")


def test_a_folder_is_made_absolute(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf").mkdir()
    file = write(tmp_path / "conf", "[notes]\nfolder = '../mine'\n")
    assert resolve(file, {}).settings.notes.folder == tmp_path / "mine"
    assert resolve(env={"ASSISTANT_NOTES_FOLDER": "here"}).settings.notes.folder == tmp_path / "here"
    assert resolve(env={}, flags={"notes.folder": Path("~/n")}).settings.notes.folder == tmp_path / "home" / "n"
    assert resolve(write(tmp_path, "[notes]\nfolder = ''\n"), {}).settings.notes.folder is None


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[serach]\nlimit = 3", 'unknown setting "serach.limit" in {file}:2', "search.limit"),
        ("\n[search]\nlimt = 3", 'unknown setting "search.limt" in {file}:3', "search.limit"),
        ("limit = 3", 'unknown setting "limit" in {file}:1', ""),
        ("[search]\n\nlimit = 'x'", "search.limit must be a whole number from 1 to 1000, not 'x' ({file}:3)", "10"),
        ("[search]\nlimit = true", "search.limit must be", "10"),
        ("[search]\nlimit = 5.0", "search.limit must be", "10"),
        ("[search]\nlimit = 0", "search.limit must be", "10"),
        ("[search]\nlimit = 1001", "search.limit must be", "10"),
        ("[search]\nmode = 'hybird'", "one of hybrid, lexical, vector, not 'hybird'", "hybrid"),
        ("[notes]\nignore = 'a'", "notes.ignore must be a list of texts", ""),
        ("[notes]\nignore = [1]", "notes.ignore must be a list of texts", ""),
        ("[notes]\nfolder = 3", "notes.folder must be a folder", ""),
        ("[models.chat]\nname = 'x'", "models.chat must be a text", ""),
        ("[search", "{file} is not a TOML file", "by hand"),
        (
            "[index]\nchunk_target = 300",
            "index.chunk_ceiling (240) is below index.chunk_target (300)",
            "chunk_ceiling 300",
        ),
        ("[engine]\ncontext = 512", "do not fit engine.context (512)", "engine.context"),
    ],
)
def test_an_unfit_file_says_what_where_and_what_next(tmp_path, text, message, hint):
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        resolve(file, {})
    assert message.format(file=file) in caught.value.message
    assert hint in caught.value.hint


def test_a_file_that_is_not_text_is_refused(tmp_path):
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xff\xfe[search]")
    with pytest.raises(SettingsError, match="is not a TOML file"):
        resolve(file, {})


def test_a_folder_in_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        resolve(tmp_path, {})


@pytest.mark.parametrize(
    ("env", "message", "hint"),
    [
        (
            {"ASSISTANT_SEARCH_LIMT": "3"},
            "unknown environment variable ASSISTANT_SEARCH_LIMT",
            "ASSISTANT_SEARCH_LIMIT",
        ),
        ({"ASSISTANT_ASK_XYZZY": "3"}, "unknown environment variable ASSISTANT_ASK_XYZZY", "unset ASSISTANT_ASK_XYZZY"),
        ({"ASSISTANT_SEARCH_LIMIT": "ten"}, "not 'ten' (ASSISTANT_SEARCH_LIMIT)", "10"),
    ],
)
def test_an_unfit_variable_says_what_and_what_next(env, message, hint):
    with pytest.raises(SettingsError) as caught:
        resolve(env=env)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_an_unknown_flag_or_key_is_refused():
    with pytest.raises(SettingsError, match=r"unknown setting"):
        resolve(env={}, flags={"search.limits": 3})
    with pytest.raises(SettingsError) as caught:
        Settings().get("search.limits")
    assert "search.limit" in caught.value.hint


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_default_fits_its_own_rule_and_survives_as_text(key, tmp_path):
    known = setting(key)
    assert known.check(known.default if known.default is not None else "", "test", tmp_path) == known.default
    assert known.check(known.from_text(as_text(known.default)), "test", tmp_path) == known.default


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_setting_has_its_own_variable(key):
    assert sum(variable_name(other) == variable_name(key) for other in SETTINGS) == 1


@given(key=st.sampled_from(sorted(SETTINGS)), text=st.text(min_size=1, max_size=20))
def test_any_text_is_taken_or_refused_with_a_settings_error(key, text):
    try:
        resolved = resolve(env={variable_name(key): text})
    except SettingsError as error:
        assert error.message
    else:
        assert resolved.sources[key].kind is SourceKind.ENVIRONMENT
