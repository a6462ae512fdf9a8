import os

import pytest

NOTE = "# Harbour\n\nThe \x1b[31m lighthouse \x1b]0;title\x07 stands.\u202e evil\n"


@pytest.fixture
def notes(tmp_path, assistant):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(NOTE, encoding="utf-8")
    (folder / "b\x1b[2Jc.md").write_text("A lighthouse of another name.\n", encoding="utf-8")
    assert assistant("--notes", folder, "index").returncode == 0
    return folder


def test_no_escape_sequence_of_a_note_reaches_the_reader(assistant, notes, on_terminal):
    for extra in ([], ["--explain"], ["--json"]):
        done = assistant("--notes", notes, "search", "lighthouse", *extra)
        assert done.returncode == 0
        assert not set("\x1b\x07\u202e") & set(done.stdout + done.stderr)
    _, shown = on_terminal("--notes", notes, "search", "lighthouse")
    assert "\x1b[31m" not in shown
    assert "\x1b]0;" not in shown
    assert "\x1b[2J" not in shown


def test_a_terminal_gets_links_and_highlights_and_a_pipe_gets_lines(assistant, notes, on_terminal):
    _, shown = on_terminal("--notes", notes, "search", "lighthouse", "--limit", "1")
    assert "\x1b]8;" in shown
    assert f"{notes.resolve().as_uri()}/" in shown
    lines = assistant("--notes", notes, "search", "lighthouse").stdout.splitlines()
    assert sorted(line.split(": ")[0] for line in lines) == ["a.md:3", "bc.md:1"]


def test_the_explanation_is_on_stderr_and_adds_up(assistant, notes):
    done = assistant("--notes", notes, "search", "--explain", "lighthouse")
    assert "words: lighthouse" in done.stderr
    assert "lexical #1" in done.stderr
    assert "lexical #1" not in done.stdout


def test_quiet_leaves_the_results_alone(assistant, notes):
    done = assistant("--notes", notes, "search", "--quiet", "lighthouse")
    assert (done.stderr, len(done.stdout.splitlines())) == ("", 2)


@pytest.mark.skipif(os.name == "nt", reason="arguments are bytes only on POSIX")
def test_words_in_another_encoding_are_searched_as_well_as_they_can(assistant, notes):
    done = assistant("--notes", notes, "search", os.fsdecode(b"caf\xe9 lighthouse"), "--json")
    assert done.returncode == 0
    assert "caf? lighthouse" in done.stdout


def test_a_note_that_is_gone_is_not_found_any_more(assistant, notes):
    assert "a.md:3" in assistant("--notes", notes, "search", "lighthouse").stdout
    (notes / "a.md").unlink()
    assert "a.md:3" not in assistant("--notes", notes, "search", "lighthouse").stdout
