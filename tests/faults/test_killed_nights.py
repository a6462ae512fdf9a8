"""A nightly run that is killed is gone on with by the next one; the digest is the same as without the kill."""

from datetime import date
from pathlib import Path

import pytest
from killed import killed_at, program, quiet

from assistant.app.nights import DIGEST
from assistant.store.jobs import State

TODAY = date(2026, 11, 20)


def night(notes: Path, home: Path) -> None:
    app = program(notes, home)
    app.today = lambda: TODAY
    app.nightly(quiet)


def notes_of(root: Path) -> Path:
    (root / "notes").mkdir(parents=True)
    note = root / "notes" / "2026-11-19 boiler.md"
    note.write_text("Weber replaced the boiler in the cellar for 4,200 EUR.\n\n- [ ] pay Weber\n")
    return root / "notes"


@pytest.mark.parametrize("point", ["digest.composed", "digest.written", "jobs.running", "jobs.finishing"])
def test_killed_at_a_point_the_next_run_ends_with_the_same_digest(tmp_path: Path, point: str) -> None:
    whole, halved = notes_of(tmp_path / "whole"), notes_of(tmp_path / "halved")
    night(whole, tmp_path / "whole home")
    home = tmp_path / "halved home"
    assert killed_at(point, night, halved, home)
    night(halved, home)
    name = "digests/2026-11-19.md"
    assert (halved / name).read_bytes() == (whole / name).read_bytes()
    assert [path.name for path in (halved / "digests").iterdir()] == ["2026-11-19.md"]
    with program(halved, home).queue() as jobs:
        assert {job.state for job in jobs.list() if job.kind == DIGEST} == {State.DONE}
