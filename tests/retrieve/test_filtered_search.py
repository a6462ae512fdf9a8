"""Filters, phrases, unwanted words, days and typos over a real index."""

from collections.abc import Iterator
from datetime import date
from math import prod

import pytest
from fake_app import Folder, fake_app, index
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.engines.fakes import FakeEmbedder
from assistant.errors import UsageError
from assistant.retrieve.candidates import CANDIDATES
from assistant.retrieve.said import DEICTIC_BOOST
from assistant.retrieve.search import Mode, Search, SearchResult
from assistant.store.filters import Filters

SATURDAY = date(2026, 11, 21)
MODES = list(Mode)


@pytest.fixture(scope="module")
def search(tmp_path_factory) -> Iterator[Search]:
    notes = Folder(tmp_path_factory.mktemp("filtered") / "notes")
    # More notes about the beta than any list takes, all nearer to it than those that filters leave.
    for i in range(CANDIDATES + 50):
        notes.write(f"log/{i}.md", f"---\ntags: [log]\ndate: 2024-05-01\n---\nThe beta. The beta test {i}.\n")
    notes.write("2026-11-17.md", "---\ntags: [daily]\n---\nAnna called about the garden and the beta.\n")
    notes.write("2026-11-20.md", "---\ntags: [daily]\n---\nLunch with Ben, then the dentist.\n")
    notes.write("plans/garden.md", "---\ntags: [home/garden]\ndate: 2026-03-05\n---\nRoses, a beta of them, by May.\n")
    notes.write("plans/trip.md", "---\ndate: 2025-07-01\n---\nYesterday we planned the trip: the old mill first.\n")
    notes.write("plans/mill.md", "---\ndate: 2025-07-02\n---\nThe mill is old. First the bridge.\n")
    app = fake_app(notes.root, notes.root.with_name("home"), embedder=FakeEmbedder())
    index(app)
    with app.searching("hybrid") as searching:
        yield searching.search


def run(search: Search, text: str, mode: Mode = Mode.HYBRID, limit: int = 10) -> SearchResult:
    return search.run(text, limit, mode, SATURDAY)


def paths(result: SearchResult) -> list[str]:
    return list(dict.fromkeys(hit.passage.path for hit in result.hits))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("beta tag:daily", {"2026-11-17.md", "2026-11-20.md"}),
        ("beta tag:home", {"plans/garden.md"}),
        ("beta path:plans/ since:2026", {"plans/garden.md"}),
        ("beta in:2026-11", {"2026-11-17.md", "2026-11-20.md"}),
        ("beta -tag:log -path:plans until:2026-11-17", {"2026-11-17.md"}),
        ('the "old mill"', {"plans/trip.md"}),
        ("beta -test -dentist", {"2026-11-17.md", "plans/garden.md", "plans/trip.md", "plans/mill.md"}),
    ],
)
def test_a_filter_comes_before_the_best_are_taken(search, mode, text, expected):
    found = set(paths(run(search, text, mode)))
    assert found <= expected
    if mode != Mode.LEXICAL:
        assert found == expected
    assert found


def test_filters_alone_list_the_newest_notes_they_leave(search):
    result = run(search, "-tag:log", limit=3)
    assert paths(result) == ["2026-11-20.md", "2026-11-17.md", "plans/garden.md"]
    assert all(hit.score == 0 for hit in result.hits)
    assert result.explanation.allowed == 5


def test_no_note_fits(search):
    result = run(search, "beta tag:nowhere")
    assert (result.hits, result.explanation.allowed) == ((), 0)
    assert run(search, "tag:nowhere").hits == ()


def test_a_search_can_be_narrowed_for_good(search):
    narrow = Search(search._catalog, search._lexical, search._vector, Filters(paths=("plans/",)))
    assert set(paths(run(narrow, "beta"))) == {"plans/garden.md", "plans/trip.md", "plans/mill.md"}
    assert paths(run(narrow, "beta since:2026")) == ["plans/garden.md"]
    assert paths(run(narrow, "")) == ["plans/garden.md", "plans/mill.md", "plans/trip.md"]


def test_a_phrase_that_no_note_has_is_said_and_its_words_are_looked_for(search):
    result = run(search, '"the bridge of the mill"', Mode.LEXICAL)
    assert paths(result)[0] == "plans/mill.md"
    assert "the bridge of the mill" in result.explanation.notices[0]


def test_a_phrase_forgives_case_and_needs_every_word_in_its_place(search):
    assert paths(run(search, '"OLD Mill"')) == ["plans/trip.md"]
    assert paths(run(search, '"mill is old"')) == ["plans/mill.md"]


def test_an_unwanted_word_is_unwanted_in_every_form(search):
    assert "plans/garden.md" not in paths(run(search, "beta -rose -tag:log"))
    assert "plans/garden.md" in paths(run(search, "beta -ros -tag:log"))


def test_notes_of_a_day_that_is_said_come_first_and_others_are_still_found(search):
    result = run(search, "Who called about the beta last Tuesday?", limit=50)
    assert result.hits[0].passage.path == "2026-11-17.md"
    assert dict(result.hits[0].boosts)["date"] == DEICTIC_BOOST
    assert len(result.hits) == 50
    boost = prod(factor for _, factor in result.hits[0].boosts)
    assert sum(rank.share for rank in result.hits[0].ranks) * boost == pytest.approx(result.hits[0].score)


@pytest.mark.parametrize("text", ["What did I do yesterday?", "Was habe ich gestern gemacht?"])
def test_a_question_about_nothing_but_a_day_is_answered_from_that_day(search, text):
    result = run(search, text)
    first = paths(result)[0]
    assert first == "2026-11-20.md"


def test_a_day_alone_leaves_only_its_notes(search):
    assert paths(run(search, "yesterday")) == ["2026-11-20.md"]
    assert paths(run(search, "last Tuesday", Mode.LEXICAL)) == ["2026-11-17.md"]


def test_a_day_without_notes_is_said_and_its_words_are_looked_for(search):
    result = search.run("yesterday", 5, Mode.LEXICAL, date(2020, 1, 1))
    assert paths(result) == ["plans/trip.md"]
    assert result.explanation.notices == ['no note is dated "yesterday" (2019-12-31)']


def test_a_typo_is_forgiven_and_said(search):
    result = run(search, "dentits", Mode.LEXICAL)
    assert paths(result) == ["2026-11-20.md"]
    assert result.explanation.corrections == {"dentits": ("dentist",)}
    assert run(search, "dentist", Mode.LEXICAL).explanation.corrections == {}


def test_a_right_word_counts_more_than_one_it_is_taken_for(search):
    right, near = (run(search, text, Mode.LEXICAL).hits[0].ranks[0].score for text in ("dentist", "dentits"))
    assert right > near > 0


def test_a_filter_that_makes_no_sense_is_the_users_error(search):
    with pytest.raises(UsageError, match='"soon" is no date'):
        run(search, "beta since:soon")


def test_the_words_of_a_question_are_those_that_were_typed(search):
    assert [word.surface for word in search.words("dentits tag:daily -beta") if word.weight] == ["dentits"]


PIECES = st.sampled_from(
    ["beta", "tag:daily", "-tag:log", "path:plans", "since:2026", "until:2026-11-17", "-Ben", '"old mill"', "dentits"]
)


@given(st.lists(PIECES, min_size=1, max_size=5), st.sampled_from(MODES))
@settings(max_examples=60, deadline=None)
def test_what_is_found_fits_every_filter(search, pieces, mode):
    for hit in run(search, " ".join(pieces), mode).hits:
        passage = hit.passage
        assert "tag:daily" not in pieces or "daily" in passage.tags
        assert "-tag:log" not in pieces or "log" not in passage.tags
        assert "path:plans" not in pieces or passage.path.startswith("plans/")
        assert "since:2026" not in pieces or passage.date >= date(2026, 1, 1)
        assert "until:2026-11-17" not in pieces or passage.date <= date(2026, 11, 17)
        assert "-Ben" not in pieces or "Ben" not in passage.chunk.text
        assert '"old mill"' not in pieces or "old mill" in passage.chunk.text
