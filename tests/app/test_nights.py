"""Digests at night: what is due is written as notes, once, and never over what a person wrote."""

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from fake_app import fake_app

from assistant.app import App
from assistant.app.nights import DIGEST, Night
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.store.digests import DigestLog
from assistant.store.jobs import State

FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


class World:
    """A notes folder in which a day passes when it is told to."""

    def __init__(self, root: Path) -> None:
        self.notes, self.home = root / "notes", root / "home"
        self.notes.mkdir()
        self.today = FRIDAY

    def write(self, path: str, text: str, day: date | None = None) -> None:
        """A note whose file was changed at noon of ``day``, today if none is given."""
        file = self.notes / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        noon = datetime.combine(day or self.today, datetime.min.time()).timestamp() + 12 * 3600
        os.utime(file, (noon, noon))

    def app(self, **digest: object) -> App:
        settings = Settings()
        named = replace(settings, digest=replace(settings.digest, **{"weekly": "never", **digest}))
        app = fake_app(self.notes, self.home, settings=named)
        app.today = lambda: self.today
        return app

    def night(self, **digest: object) -> Night:
        return self.app(**digest).nightly(silent)

    def digest(self, name: str) -> Path:
        return self.notes / "digests" / f"{name}.md"

    def digests(self) -> list[str]:
        return sorted(path.stem for path in (self.notes / "digests").glob("*"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.write("2026-11-19 boiler.md", "Weber replaced the boiler in the cellar for 4,200 EUR.\n")
    return world


def test_the_digest_of_yesterday_is_a_note_of_the_folder(world: World) -> None:
    assert world.night().written == ["digests/2026-11-19.md"]
    text = world.digest("2026-11-19").read_text(encoding="utf-8")
    assert text.startswith("---\ngenerated: assistant\ndate: 2026-11-19\n")
    assert "- Weber replaced the boiler in the cellar for 4,200 EUR. ([2026-11-19 boiler.md:1](" in text


def test_a_second_run_writes_nothing(world: World) -> None:
    world.night()
    before = world.digest("2026-11-19").stat()
    again = world.night()
    assert (again.written, again.unchanged) == ([], ["digests/2026-11-19.md"])
    after = world.digest("2026-11-19").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_where_nothing_is_new_nothing_is_written(world: World) -> None:
    world.night()
    world.today += 2 * DAY
    assert world.night().written == []
    assert world.digests() == ["2026-11-19"]


def test_what_says_nothing_makes_no_digest(world: World) -> None:
    world.write("2026-11-19 boiler.md", "https://example.com\n")
    assert world.night().written == []


def test_a_digest_is_rewritten_when_its_sources_change(world: World) -> None:
    world.night()
    first = world.digest("2026-11-19").read_text(encoding="utf-8")
    world.write("2026-11-19 late.md", "Anna sold the old car to her brother for 900 EUR.\n", FRIDAY)
    assert world.night().written == ["digests/2026-11-19.md"]
    second = world.digest("2026-11-19").read_text(encoding="utf-8")
    assert second != first
    assert "Anna sold the old car" in second


def test_what_a_person_changed_in_a_digest_stays(world: World) -> None:
    world.night()
    mine = world.digest("2026-11-19").read_text(encoding="utf-8") + "\nPay by Monday!\n"
    world.digest("2026-11-19").write_text(mine, encoding="utf-8")
    world.write("2026-11-19 late.md", "Anna sold the old car to her brother for 900 EUR.\n", FRIDAY)
    assert world.night().edited == ["digests/2026-11-19.md"]
    assert world.digest("2026-11-19").read_text(encoding="utf-8") == mine


def test_a_note_of_a_person_in_the_digests_place_stays(world: World) -> None:
    world.write("digests/2026-11-19.md", "My own summary of the day.\n")
    assert world.night().edited == ["digests/2026-11-19.md"]
    assert world.digest("2026-11-19").read_text(encoding="utf-8") == "My own summary of the day.\n"


def test_a_deleted_digest_does_not_come_back(world: World) -> None:
    world.night()
    world.digest("2026-11-19").unlink()
    world.write("2026-11-19 late.md", "Anna sold the old car to her brother for 900 EUR.\n", FRIDAY)
    assert world.night().written == []
    assert world.digests() == []


def test_missed_nights_are_made_up(world: World) -> None:
    world.night()
    for ago in (3, 2):
        day = FRIDAY + (5 - ago) * DAY
        world.write(f"{day} walk.md", f"Ben walked {ago} miles around the lake of Lucerne.\n", day)
    world.today = FRIDAY + 5 * DAY
    assert world.night().written == ["digests/2026-11-22.md", "digests/2026-11-23.md"]


@pytest.mark.parametrize("wrong", [FRIDAY + 2000 * DAY, FRIDAY - 200 * DAY])
def test_a_clock_that_was_wrong_for_a_night_loses_no_later_night(world: World, wrong: date) -> None:
    world.night()
    world.today = wrong
    assert world.night().written == []
    days = [FRIDAY + n * DAY for n in range(12)]
    for day in days:
        world.write(f"{day} walk.md", f"Ben walked around the lake of Lucerne on the day {day.day}.\n", day)
    world.today = FRIDAY + DAY
    world.night()
    world.today = FRIDAY + 12 * DAY
    world.night()
    assert world.digests() == ["2026-11-19", *(str(day) for day in days)]


def test_the_week_is_told_on_its_day(world: World) -> None:
    world.today = date(2026, 11, 22)
    assert "2026-W47" not in {Path(path).stem for path in world.night(weekly="monday").written}
    world.today = date(2026, 11, 23)
    assert world.night(weekly="monday").written == ["digests/2026-W47.md"]
    assert "# Week 47 of 2026" in world.digest("2026-W47").read_text(encoding="utf-8")


def test_digests_are_not_made_from_digests(world: World) -> None:
    world.night()
    world.today = date(2026, 11, 23)
    world.night(weekly="monday")
    text = world.digest("2026-W47").read_text(encoding="utf-8")
    assert "boiler.md:1](" in text
    assert "digests/2026-11-19" not in text and "2026-11-19.md" not in text


def test_digests_can_be_found(world: World) -> None:
    world.night()
    paths = [hit.passage.path for hit in world.app().search("boiler cellar", 5, "lexical").hits]
    assert paths == ["2026-11-19 boiler.md", "digests/2026-11-19.md"]


def test_without_time_everything_is_left_to_the_next_run(world: World) -> None:
    app = world.app()
    app.time_budget = 1e-9
    assert app.nightly(silent).left == ["digests/2026-11-19.md"]
    assert world.digests() == []
    assert world.night().written == ["digests/2026-11-19.md"]


def test_digests_go_where_the_settings_say(world: World) -> None:
    assert world.night(folder="journal/auto").written == ["journal/auto/2026-11-19.md"]


def test_a_run_that_was_interrupted_leaves_its_job_to_the_next(world: World) -> None:
    app = world.app()

    def interrupt(stage: str, _done: int, _total: int) -> None:
        if stage == DIGEST:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        app.nightly(interrupt)
    with app.queue() as jobs:
        assert [(job.kind, job.state) for job in jobs.list()] == [(DIGEST, State.WAITING)]
    assert world.night().written == ["digests/2026-11-19.md"]
    with app.queue() as jobs:
        assert [(job.kind, job.state) for job in jobs.list()] == [(DIGEST, State.DONE)]


def test_a_digest_that_cannot_be_written_fails_with_its_path(world: World) -> None:
    (world.notes / "digests").write_text("no folder\n")
    with pytest.raises(AssistantError, match=r"digests/2026-11-19\.md"):
        world.night()


def test_the_log_knows_what_was_written_by_a_run_that_could_not_say_so(world: World) -> None:
    app = world.app()
    app.nightly(silent)
    with app.open_index() as index:
        index.connection.execute("delete from state where key like 'digest/%'")
    world.night()
    with app.open_index() as index:
        assert DigestLog(index.connection).sources("2026-11-19")


def test_what_another_process_did_in_the_meantime_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app, other = world.app(), world.app()

    def left_to_the_other(*_: object) -> list[object]:
        other.nightly(silent)
        return []

    monkeypatch.setattr(app, "work_now", left_to_the_other)
    assert app.nightly(silent).written == ["digests/2026-11-19.md"]
