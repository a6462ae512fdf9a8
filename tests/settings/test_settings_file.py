import stat
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.settings import resolve
from assistant.settings.file import set_value, set_values

ONES_OWN = """\
# my settings

[notes] # where things are
folder = "/n" # on the big disk
# more about notes

# about searching
[search]
limit = 3"""


def values(file):
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_a_new_file_is_private_and_explains_itself(tmp_path):
    file = tmp_path / "new" / "config.toml"
    change = set_value(file, "search.limit", 5)
    assert (change.before, change.after) == (None, 5)
    assert values(file) == {"search": {"limit": 5}}
    assert "# how many notes are shown" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_comments_and_other_settings_stay(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(ONES_OWN)
    set_values(file, {"search.limit": 7, "notes.ignore": ("a", "b"), "ask.answer_tokens": 99, "search.mode": "lexical"})
    text = file.read_text()
    assert all(line in text for line in ONES_OWN.replace("= 3", "= 7").splitlines())
    assert text.index("ignore") < text.index("# about searching") < text.index("[search]")
    assert values(file) == {
        "notes": {"folder": "/n", "ignore": ["a", "b"]},
        "search": {"limit": 7, "mode": "lexical"},
        "ask": {"answer_tokens": 99},
    }


@pytest.mark.parametrize(
    "text",
    [
        "search.limit = 1\n",
        "search = {limit = 1}\n",
        "[search]\nlimit = 1",
        "['search']\n\"limit\" = 1\n",
        "[search]\n",
        "",
    ],
)
def test_every_way_of_writing_a_section_can_be_changed(tmp_path, text):
    file = tmp_path / "config.toml"
    file.write_text(text)
    set_values(file, {"search.limit": 2, "search.mode": "vector"})
    assert values(file) == {"search": {"limit": 2, "mode": "vector"}}


def test_a_change_tells_what_was_there(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text("[notes]\nignore = ['x']\n")
    change = set_value(file, "notes.ignore", ["x", "y"])
    assert (change.before, change.after) == (["x"], ["x", "y"])


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("[search]\nlimit = 3\n", "search.limits", 3),
        ("[search]\nlimit = 3\n", "search.limit", 0),
        ("[search\n", "search.limit", 3),
        ("search = 1\n", "search.limit", 3),
    ],
)
def test_what_does_not_fit_leaves_the_file_alone(tmp_path, text, key, value):
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(SettingsError):
        set_values(file, {"output.color": "never", key: value})
    assert file.read_text() == text


def test_a_link_to_the_file_stays_a_link(tmp_path):
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text("# mine\n")
    link.symlink_to(real)
    set_value(link, "search.limit", 4)
    assert link.is_symlink()
    assert "# mine" in real.read_text()
    assert values(real) == {"search": {"limit": 4}}


@given(patterns=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=4))
def test_whatever_is_written_is_read_back(tmp_path_factory, patterns):
    file = tmp_path_factory.getbasetemp() / "read-back.toml"
    set_value(file, "notes.ignore", patterns)
    assert resolve(file, {}).settings.notes.ignore == tuple(patterns)


def test_settings_that_no_longer_fit_together_are_not_written(tmp_path):
    file = tmp_path / "config.toml"
    set_value(file, "search.limit", 5)
    before = file.read_text()
    with pytest.raises(SettingsError, match=r"engine\.context"):
        set_value(file, "ask.evidence_tokens", 5000)
    assert file.read_text() == before
    set_values(file, {"ask.evidence_tokens": 5000, "engine.context": 8192})
    assert resolve(file, env={}).settings.ask.evidence_tokens == 5000
