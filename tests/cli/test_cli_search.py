import json
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


LOG = """# Boiler

## March

{march}

## April

Nothing.

## May

{may}
"""


@pytest.fixture
def long_note(tmp_path, assistant):
    """A note that tells of the boiler at both of its ends, and another of the middle."""
    folder = tmp_path / "long"
    folder.mkdir()
    filler = "\n\n".join(f"On day {n} the neighbours walked the dog along the canal and back again." for n in range(60))
    text = LOG.format(march="The boiler valve was serviced.", may="The boiler valve leaks again.")
    (folder / "log.md").write_text(text.replace("Nothing.", filler), encoding="utf-8")
    (folder / "other.md").write_text("A valve for the bicycle.\n", encoding="utf-8")
    assert assistant("--notes", folder, "index").returncode == 0
    return folder


def test_a_further_place_of_a_note_is_a_line_below_it(assistant, long_note, on_terminal):
    lines = assistant("--notes", long_note, "search", "boiler valve", "-n", "1").stdout.splitlines()
    assert [line.rpartition(":")[0].partition(": ")[0] for line in lines] == ["log.md:5", "log.md:131"]
    _, shown = on_terminal("--notes", long_note, "search", "boiler valve", "-n", "1")
    assert shown.count("log.md") - shown.count("/log.md") == 1
    assert any(line.lstrip("\r").startswith("    ") and "leaks again" in line for line in shown.splitlines())


def test_json_tells_the_lines_of_a_place_and_of_its_best_passage(assistant, long_note):
    hits = json.loads(assistant("--notes", long_note, "search", "boiler valve", "--json").stdout)["hits"]
    assert [hit["path"] for hit in hits] == ["log.md", "log.md", "other.md"]
    text = (long_note / "log.md").read_text(encoding="utf-8").splitlines()
    for hit in hits[:2]:
        assert hit["line_start"] <= hit["best"]["line_start"] <= hit["best"]["line_end"] <= hit["line_end"]
        assert hit["text"].splitlines() == text[hit["line_start"] - 1 : hit["line_end"]]


def test_each_file_once_for_xargs(assistant, long_note):
    assert assistant("--notes", long_note, "search", "boiler valve", "-0").stdout.count("log.md") == 1
