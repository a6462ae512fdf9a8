"""The walk finds the notes of a folder, in order, and says what it left out."""

import os
import sys

import pytest

from assistant.domain import FileState, Skipped
from assistant.errors import UsageError
from assistant.notes.walk import WalkRules, walk

RULES = WalkRules()


def found(root, rules=RULES):
    return [item.path for item in walk(root, rules) if isinstance(item, FileState)]


def skipped(root, rules=RULES):
    return {item.path: item.reason for item in walk(root, rules) if isinstance(item, Skipped)}


def write(root, *paths, text="text"):
    for path in paths:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def test_notes_come_in_order_with_size_and_time(tmp_path):
    write(tmp_path, "b.md", "a/z.TXT", "a/b/c.markdown", "c.mdown", "d.text")
    assert found(tmp_path) == ["a/b/c.markdown", "a/z.TXT", "b.md", "c.mdown", "d.text"]
    state = next(item for item in walk(tmp_path, RULES) if item.path == "b.md")
    stat = (tmp_path / "b.md").stat()
    assert state == FileState("b.md", 4, stat.st_mtime_ns)


def test_other_files_hidden_and_generated_folders_are_left_out_silently(tmp_path):
    write(tmp_path, "a.md", "p.gif", ".hidden.md", ".obsidian/x.md", ".git/y.md", "node_modules/z.md", "venv/v.txt")
    assert found(tmp_path) == ["a.md"]
    assert skipped(tmp_path) == {}


def test_ignore_files_nest_and_the_deepest_decides(tmp_path):
    write(tmp_path, "a.md", "draft.md", "work/draft.md", "work/keep.md", "out/x.md", "deep/out/y.md", "secret/s.md")
    (tmp_path / ".gitignore").write_text("draft.md\n/out/\n# comment\n")
    (tmp_path / ".assistantignore").write_text("secret/\n")
    (tmp_path / "work" / ".gitignore").write_text("!draft.md\nkeep.md\n")
    assert found(tmp_path) == ["a.md", "deep/out/y.md", "work/draft.md"]
    assert skipped(tmp_path) == {}


def test_a_bad_pattern_loses_only_its_own_line(tmp_path):
    write(tmp_path, "a.md", "b.md")
    (tmp_path / ".gitignore").write_bytes(b"!\n\xff\nb.md\n")
    assert found(tmp_path) == ["a.md"]


def test_a_large_note_is_reported(tmp_path):
    write(tmp_path, "a.md", text="x" * 11)
    assert "larger" in skipped(tmp_path, WalkRules(max_bytes=10))["a.md"]


def test_links_never_leave_the_folder_and_never_loop(tmp_path):
    root, outside = tmp_path / "notes", tmp_path / "outside"
    write(root, "a.md", "sub/b.md")
    write(outside, "o.md")
    (root / "copy.md").symlink_to(root / "a.md")
    (root / "sub" / "loop").symlink_to(root)
    (root / "self.md").symlink_to("self.md")
    (root / "out.md").symlink_to(outside / "o.md")
    (root / "outdir").symlink_to(outside)
    (root / "gone.md").symlink_to(root / "nowhere.md")
    assert found(root) == ["a.md", "sub/b.md"]
    reasons = skipped(root)
    assert sorted(reasons) == ["gone.md", "out.md", "outdir", "self.md"]
    assert "out of the notes folder" in reasons["outdir"]


def test_a_linked_root_is_followed(tmp_path):
    write(tmp_path / "real", "a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert found(tmp_path / "link") == ["a.md"]


def test_what_is_no_regular_file_is_reported(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    assert skipped(tmp_path) == {"pipe.md": "it is not a regular file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_folder_is_reported(tmp_path):
    write(tmp_path, "closed/a.md", "b.md")
    (tmp_path / "closed").chmod(0)
    try:
        assert found(tmp_path) == ["b.md"]
        assert "permission denied" in skipped(tmp_path)["closed"]
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf8_is_reported(tmp_path):
    with open(os.fsencode(tmp_path) + b"/caf\xe9.md", "wb") as file:  # noqa: PTH123
        file.write(b"text")
    assert skipped(tmp_path) == {"caf\ufffd.md": "its name is not valid UTF-8"}


def test_the_root_must_be_a_folder(tmp_path):
    with pytest.raises(UsageError, match="is not a folder"):
        list(walk(tmp_path / "nowhere", RULES))
