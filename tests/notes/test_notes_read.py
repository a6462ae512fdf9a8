"""Reading a note: encodings, hashes, and everything that is no readable note."""

import hashlib
import os

import pytest

from assistant.domain import Skipped
from assistant.notes.read import NoteText, read_note

LIMIT = 1000


def read(root, raw, path="a.md"):
    (root / path).write_bytes(raw)
    return read_note(root, path, LIMIT)


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("Grüße 你好\r\n".encode(), "Grüße 你好\r\n", "utf-8"),
        (b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe", "Grüße", "utf-8"),
        (b"\xff\xfe" + "Grüße".encode("utf-16-le"), "Grüße", "utf-16-le"),
        (b"\xfe\xff" + "Grüße".encode("utf-16-be"), "Grüße", "utf-16-be"),
        (b"\xff\xfe\0\0" + "Grüße".encode("utf-32-le"), "Grüße", "utf-32-le"),
        (b"\xff\xfe\x00\xd8", "\ufffd", "utf-16-le"),
        ("Grüße “x”".encode("cp1252"), "Grüße “x”", "cp1252"),
        (b"\x81\xfc", "\x81ü", "latin-1"),
        (b"", "", "utf-8"),
    ],
)
def test_text_is_decoded_and_the_mark_stays_out(tmp_path, raw, text, encoding):
    note = read(tmp_path, raw)
    stat = (tmp_path / "a.md").stat()
    assert note == NoteText(text, encoding, hashlib.sha256(raw).hexdigest(), len(raw), stat.st_mtime_ns)


def test_binary_and_large_files_are_refused(tmp_path):
    assert read(tmp_path, b"PK\x03\x04\0\0") == Skipped("a.md", "it is not text")
    assert "larger" in read(tmp_path, b"x" * (LIMIT + 1)).reason


@pytest.mark.parametrize("path", ["../a.md", "sub/../../a.md", "/etc/passwd", "", "a\0.md", "caf\udce9.md"])
def test_a_path_is_confined_to_the_folder(tmp_path, path):
    (tmp_path / "a.md").write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    assert "not a path in the notes folder" in read_note(root, path, LIMIT).reason


def test_links_are_not_followed(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "a.md").write_text("secret")
    (root / "link.md").symlink_to(tmp_path / "a.md")
    (root / "sub").symlink_to(tmp_path)
    assert read_note(root, "link.md", LIMIT).reason == "it is a link"
    assert read_note(root, "sub/a.md", LIMIT).reason == "it is behind a link"


def test_what_is_no_file_never_hangs(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    assert read_note(tmp_path, "pipe.md", LIMIT).reason == "it is not a regular file"
    assert isinstance(read_note(tmp_path, "folder.md", LIMIT), Skipped)
    assert read_note(tmp_path, "gone.md", LIMIT).reason == "it is gone"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_no_permission_is_a_reason(tmp_path):
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "a.md").chmod(0)
    assert read_note(tmp_path, "a.md", LIMIT).reason == "permission denied"


@pytest.mark.parametrize("writes", [1, 5])
def test_a_note_that_changes_while_it_is_read_is_read_again(tmp_path, monkeypatch, writes):
    place = tmp_path / "a.md"
    place.write_text("old")
    real, left = os.open, [writes]

    def open_then_write(path, flags):
        descriptor = real(path, flags)
        fstat = os.fstat

        def before_the_read(number):
            monkeypatch.setattr(os, "fstat", fstat)
            stat = fstat(number)
            if left[0]:
                left[0] -= 1
                with place.open("a") as file:
                    file.write("+")
            return stat

        monkeypatch.setattr(os, "fstat", before_the_read)
        return descriptor

    monkeypatch.setattr(os, "open", open_then_write)
    note = read_note(tmp_path, "a.md", LIMIT)
    if writes == 1:
        assert isinstance(note, NoteText)
        assert note.text == "old+"
    else:
        assert note == Skipped("a.md", "it is being written to", for_now=True)
