"""What the pages on asking and searching show is what comes out."""

import re
import shlex

import pytest
from desks import CHECKOUT, Desk

#: Pages by how many of their transcripts, the first ones, are of the example notes.
PAGES = {"ask": 2, "search": 2}


def transcripts() -> list[tuple[str, str]]:
    """Each command with what the page shows of it."""
    found = []
    for page, count in PAGES.items():
        text = (CHECKOUT / "docs" / f"{page}.md").read_text(encoding="utf-8")
        blocks = re.findall(r"(?s)```console\n\$ assistant ([^\n]*)\n(.*?)```", text)
        found += blocks[:count]
    return found


def settled(said: str) -> list[str]:
    """The lines in some order of the two streams, without what differs from one machine to the next."""
    return sorted(re.sub(r"\d+\.\d+", "N", said).strip().splitlines())


@pytest.mark.models
@pytest.mark.parametrize(("command", "shown"), transcripts(), ids=[command for command, _ in transcripts()])
def test_the_transcript_is_what_comes_out(ready_desk: Desk, command: str, shown: str) -> None:
    done = ready_desk.run(*shlex.split(command))
    assert settled(done.stdout + done.stderr) == settled(shown)


def test_the_transcripts_are_there() -> None:
    assert len(transcripts()) == sum(PAGES.values())
