"""What is kept of a large note whose edited stretches alone are read again is what reading all of it gives."""

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain import Note
from assistant.notes import seams, stretches
from assistant.notes.chunks import ChunkSizes
from assistant.notes.tokens import estimate_tokens
from assistant.store.catalog import Catalog
from assistant.store.schema import migrate
from tests.makers import source

SIZES = ChunkSizes(target=45, ceiling=60)
DAY = 86_400 * 10**9


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes of a few lines are large."""
    monkeypatch.setattr(stretches, "LARGE", 200)
    monkeypatch.setattr(stretches, "SAMPLED", 120)
    monkeypatch.setattr(seams, "SHORTEST", 80)
    monkeypatch.setattr(seams, "LONGEST", 300)
    monkeypatch.setattr(seams, "OPENING", 90)


class Kept:
    """A catalog with one note, written again and again."""

    def __init__(self) -> None:
        self.db = apsw.Connection(":memory:")
        migrate(self.db)
        self.catalog = Catalog(self.db)
        self.times = 0

    def write(self, path: str, text: str, day: int = 0) -> Note:
        self.times += 1
        known = self.catalog.notes().get(path)
        before = self.catalog.stretches(known.id) if known else []
        note = stretches.parse(path, text, day * DAY, SIZES, estimate_tokens, before)
        assert note
        with self.catalog.transaction():
            self.catalog.put(note, source(path, f"h{self.times}"))
        return note

    def state(self) -> dict[str, object]:
        columns = "ordinal, text, headings, byte_start, byte_end, line_start, line_end, sentences, units, left_out, day"
        return {
            "notes": self.db.execute("select path, title, date, language, tags from notes").fetchall(),
            "chunks": self.db.execute(f"select {columns}, text_hash from chunks order by ordinal").fetchall(),
            "links": sorted(self.db.execute("select target, line, embed from links").fetchall()),
            "stretches": self.db.execute("select * from stretches order by ordinal").fetchall(),
            "passages": [(p.chunk, p.date) for path in self.catalog.notes() for p in self.catalog.note_passages(path)],
        }


LINES = st.sampled_from(
    [
        *("# Journal", "## 2026-05-04", "## Monday, 4 May 2026", "## 4 May", "### Later", "", "", ""),
        *("We mended the pump.", "We met Åse at the ferry, 北京. It rained. We went home.", "word " * 30, "> quoted"),
        *("- a rope", "  - of hemp #boat", "- [ ] ring Ode", "*", "See [[Boat]] and [the list](list.md)."),
        *("2026-05-12 sold the anvil", "[2026-05-12 10:01] Ann: is it dry?", "[2026-05-12 10:02] Bo: I think so"),
        *("12/05/2026 moved", "05/13/2026 moved on", "```", "code = 1", "| a | b |", "|---|---|", "| 1 | 2 |", "---"),
        *("tags: [x]", "Ann: I will", "Bo: will you?", "\r", "x\r", "\t", "{{date}}", "id:: 12", "aB3x" * 60),
        *("data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUg" * 6, "00:01.000 --> 00:02.000"),
    ]
)
TEXTS = st.lists(LINES, min_size=10, max_size=80)
EDITS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 6), st.lists(LINES, max_size=4)), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, EDITS, st.sampled_from(["a.md", "b.txt"]))
def test_edits_leave_what_reading_all_of_the_note_gives(lines, edits, path):
    kept = Kept()
    kept.write(path, "\n".join(lines))
    for day, (share, gone, new) in enumerate(edits, start=1):
        place = share * len(lines) // 100
        lines = [*lines[:place], *new, *lines[place + gone :]]
        kept.write(path, "\n".join(lines), day)
        again = Kept()
        again.write(path, "\n".join(lines), day)
        assert kept.state() == again.state()


def journal(days: int) -> str:
    return "# Journal\n" + "".join(
        f"\n## 2026-03-{day:02}\n\nOn day {day} we went on. #trip\n" for day in range(1, days)
    )


def test_a_line_at_the_end_has_the_last_stretch_read_alone():
    kept = Kept()
    before = kept.write("a.md", journal(29))
    after = kept.write("a.md", journal(29) + "We lent the drill to Ylva.\n")
    assert len(after.stretches) > 3
    assert after.kept[0] >= len(before.stretches) - 1
    assert len(after.chunks) < len(before.chunks) / 3
    assert "drill" in kept.catalog.note_passages("a.md")[-1].chunk.text


def test_a_line_at_the_beginning_moves_the_rest():
    kept = Kept()
    kept.write("a.md", journal(29))
    after = kept.write("a.md", journal(29).replace("\n## 2026-03-01", "\nSee [[Drill]].\n\n## 2026-03-01", 1))
    assert after.kept[1] > len(after.stretches) / 2
    last = kept.catalog.note_passages("a.md")[-1].chunk
    assert last.headings == ("Journal", "2026-03-28")
    assert last.units[-1].span.line_start == after_lines(after)


def after_lines(note: Note) -> int:
    return sum(stretch.lines for stretch in note.stretches)


def test_what_an_edit_did_not_touch_keeps_its_ids_and_is_not_written_to_the_word_index():
    kept = Kept()
    kept.write("a.md", journal(29))
    ids = [p.chunk_id for p in kept.catalog.note_passages("a.md")]
    kept.db.execute("delete from lexical_outbox")
    kept.write("a.md", journal(30))
    assert [p.chunk_id for p in kept.catalog.note_passages("a.md")][: len(ids) - 2] == ids[:-2]
    assert len(kept.catalog.pending_lexical()) < 6


def test_every_stretch_stands_under_its_headings_and_is_of_its_day():
    text = "# Log\n\n## Notes of 2026\n\n" + "".join(f"### 2026-03-{day:02}\n\nWe went on.\n\n" for day in range(1, 29))
    note = stretches.parse("a.md", text, 0, SIZES, estimate_tokens)
    assert note
    assert len(note.stretches) > 2
    told = [unit for chunk in note.chunks for unit in chunk.units if unit.said == "We went on."]
    assert [unit.headings for unit in told] == [("Log", "Notes of 2026", f"2026-03-{n:02}") for n in range(1, 29)]
    assert [unit.day.day for unit in told if unit.day] == list(range(1, 29))


def test_a_chat_is_one_in_every_stretch():
    text = "".join(
        f"[2026-03-{n // 4 + 1:02} 10:{n % 60:02}] {'Ann' if n % 2 else 'Bo'}: line {n}\n" for n in range(100)
    )
    note = stretches.parse("chat.txt", text, 0, SIZES, estimate_tokens)
    assert note
    assert len(note.stretches) > 5
    assert {unit.speaker for chunk in note.chunks for unit in chunk.units} == {"Ann", "Bo"}
    assert sum(len(chunk.units) for chunk in note.chunks) == 100


def test_code_is_in_one_stretch_whatever_stands_in_it():
    code = "```\n" + "".join(f"# comment {n}\n\nvalue = {n}\n" for n in range(60)) + "```\n"
    note = stretches.parse(
        "a.md", f"# A\n\nBefore.\n\n{code}\n## B\n\nAfter.\n\n{journal(9)}", 0, SIZES, estimate_tokens
    )
    assert note
    headings = {unit.headings for chunk in note.chunks for unit in chunk.units}
    assert not any("comment" in heading for path in headings for heading in path)


def test_too_much_that_is_new_is_left_for_later():
    text = journal(29)
    whole = stretches.parse("a.md", text, 0, SIZES, estimate_tokens, at_most=400)
    assert whole is None
    known = stretches.parse("a.md", text, 0, SIZES, estimate_tokens)
    assert known
    assert stretches.parse("a.md", text + "One more.\n", 0, SIZES, estimate_tokens, known.stretches, 400)
