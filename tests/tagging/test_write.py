"""Tags are written into a note on disk, or nothing of it changes."""

import hashlib
import os
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.tagging.front import FrontMatterError
from assistant.tagging.write import plan_tags, write_change


def note(root: Path, raw: bytes) -> str:
    (root / "a.md").write_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    ("raw", "after"),
    [
        (b"# T\r\n", b"---\r\ntags: [new]\r\n---\r\n# T\r\n"),
        (b"\xef\xbb\xbf# T\n", b"\xef\xbb\xbf---\ntags: [new]\n---\n# T\n"),
        ("\ufeff# T\n".encode("utf-16-le"), "\ufeff---\ntags: [new]\n---\n# T\n".encode("utf-16-le")),
        (b"---\ntags: [a] # \xe9t\xe9\n---\n", b"---\ntags: [a, new] # \xe9t\xe9\n---\n"),
    ],
)
def test_every_other_byte_stays_in_the_notes_own_encoding(tmp_path: Path, raw: bytes, after: bytes) -> None:
    change = plan_tags(tmp_path, "a.md", ("new",), note(tmp_path, raw), 1000)
    assert (tmp_path / "a.md").read_bytes() == raw
    write_change(tmp_path, change)
    assert (tmp_path / "a.md").read_bytes() == after
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_the_mode_and_the_time_of_the_file_stay(tmp_path: Path) -> None:
    known = note(tmp_path, b"x\n")
    (tmp_path / "a.md").chmod(0o640)
    os.utime(tmp_path / "a.md", (1_700_000_000, 1_700_000_000))
    write_change(tmp_path, plan_tags(tmp_path, "a.md", ("new",), known, 1000))
    assert (tmp_path / "a.md").stat().st_mode & 0o7777 == 0o640
    assert (tmp_path / "a.md").stat().st_mtime == 1_700_000_000


def test_a_note_that_is_not_what_was_indexed_is_left_alone(tmp_path: Path) -> None:
    note(tmp_path, b"x\n")
    with pytest.raises(AssistantError, match="changed since it was indexed"):
        plan_tags(tmp_path, "a.md", ("new",), "another", 1000)


def test_a_note_that_changes_before_it_is_written_is_left_alone(tmp_path: Path) -> None:
    change = plan_tags(tmp_path, "a.md", ("new",), note(tmp_path, b"x\n"), 1000)
    (tmp_path / "a.md").write_bytes(b"mine\n")
    with pytest.raises(AssistantError, match="changed while"):
        write_change(tmp_path, change)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.md", b"mine\n")]


@pytest.mark.parametrize("raw", [b"---\ntags: [a\n---\n", b"---\n- a\n---\n"])
def test_broken_front_matter_is_refused_by_name(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(FrontMatterError, match=r"^a\.md: "):
        plan_tags(tmp_path, "a.md", ("new",), note(tmp_path, raw), 1000)


def test_a_tag_that_the_encoding_lacks_or_that_would_not_be_read_back_is_refused(tmp_path: Path) -> None:
    known = note(tmp_path, b"\xe9t\xe9\n")
    with pytest.raises(AssistantError, match="cp1252"):
        plan_tags(tmp_path, "a.md", ("读书",), known, 1000)
    with pytest.raises(FrontMatterError, match="can't be written"):
        plan_tags(tmp_path, "a.md", ("two words",), known, 1000)


def test_a_note_behind_a_link_is_refused(tmp_path: Path) -> None:
    known = note(tmp_path, b"x\n")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    with pytest.raises(AssistantError, match="link"):
        plan_tags(tmp_path, "b.md", ("new",), known, 1000)


def test_a_diff_shows_what_would_change(tmp_path: Path) -> None:
    change = plan_tags(tmp_path, "a.md", ("new",), note(tmp_path, b"---\ntags: [a]\n---\nbody\n"), 1000)
    assert change.diff()[:2] == ["--- a/a.md", "+++ b/a.md"]
    assert [line for line in change.diff()[2:] if line[0] in "+-"] == ["-tags: [a]", "+tags: [a, new]"]
