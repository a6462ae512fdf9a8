import os
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.guards.paths import confine


@pytest.mark.parametrize("name", ["a.md", "daily/2024-01-01.md", "./a.md", "daily/../a.md", "会议/笔记.md", "..a.md"])
def test_a_name_inside_is_that_file(tmp_path, name):
    assert confine(tmp_path, name) == (tmp_path / name).resolve()


def test_a_pure_path_does_as_well(tmp_path):
    assert confine(tmp_path, PurePosixPath("a/b.md")) == tmp_path.resolve() / "a" / "b.md"


@pytest.mark.parametrize("name", ["../a.md", "/etc/passwd", "a/../../b.md", "..", "a\0b", "daily/../../../x"])
def test_a_name_outside_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match="is not inside"):
        confine(tmp_path, name)


def test_a_sibling_with_the_same_beginning_is_outside(tmp_path):
    root = tmp_path / "notes"
    root.mkdir()
    with pytest.raises(UsageError):
        confine(root, "../notes-private/a.md")


def test_a_link_may_not_lead_outside(tmp_path):
    root = tmp_path / "notes"
    root.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (root / "link.md").symlink_to(tmp_path / "secret.md")
    (root / "folder").symlink_to(tmp_path)
    for name in ("link.md", "folder/secret.md"):
        with pytest.raises(UsageError):
            confine(root, name)


def test_a_link_inside_and_a_linked_root_are_followed(tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    (real / "a.md").write_text("a")
    (real / "b.md").symlink_to("a.md")
    (tmp_path / "notes").symlink_to(real)
    assert confine(tmp_path / "notes", "b.md") == (real / "a.md").resolve()


def test_a_circle_of_links_leads_nowhere(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert not confine(tmp_path, "a").exists()


@given(name=st.lists(st.sampled_from(["..", ".", "a", "b", "", "/", "~"]), max_size=8).map("/".join))
def test_whatever_is_accepted_lies_inside(tmp_path_factory, name):
    root = tmp_path_factory.getbasetemp()
    try:
        found = confine(root, name)
    except UsageError:
        return
    assert os.path.commonpath([root.resolve(), found]) == str(root.resolve())
