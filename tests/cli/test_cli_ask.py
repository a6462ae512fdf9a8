"""What only a real terminal and a real pipe show; answers themselves are in the transcripts."""

import pytest

pytestmark = pytest.mark.models


def test_on_a_terminal_the_citation_is_a_link_and_the_checked_answer_stays(ready_desk, on_terminal):
    code, shown = on_terminal(
        *("--notes", ready_desk.notes, "ask", "How long does the lentil soup simmer?"),
        env={"ASSISTANT_HOME": str(ready_desk.root / "home")},
    )
    assert code == 0
    assert f"{(ready_desk.notes / 'recipes/lentil-soup.md').as_uri()}#20" in shown
    assert "Simmer the lentil soup for 18 minutes with the lid ajar. [1]" in shown


def test_quiet_prints_the_answer_alone(ready_desk):
    done = ready_desk.run("ask", "-q", "How long does the lentil soup simmer?")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Simmer the lentil soup")


def test_an_abstention_leaves_stdout_empty(ready_desk):
    done = ready_desk.run("ask", "-q", "What is the capital of Mongolia?")
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")


def test_bytes_that_are_no_text_may_be_piped_in(ready_desk):
    line = r"printf 'a\377\376\000b\033[31m\nThe frobnicator is blue.\n' | assistant ask 'Is the frobnicator blue?'"
    done = ready_desk.shell(line)
    assert done.returncode == 0, done.stderr
    assert '[1] stdin:2 "The frobnicator is blue."' in done.stdout
