from math import prod
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.app import App, SearchOutcome
from assistant.engines.fakes import FakeEmbedder
from assistant.errors import IndexMissingError, ModelMissingError
from assistant.settings import Search as SearchSettings
from assistant.settings import Settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Folder:
    notes = Folder(tmp_path_factory.mktemp("search") / "notes")
    notes.write("beta.md", "# Lighthouse\n\nThe beta starts on Monday, after the load test.\n")
    notes.write("load.md", "# Load test\n\nThe load test ran for six hours with 3,000 agents.\n")
    notes.write("soup.md", "---\ntags: [cooking]\n---\n# Soup\n\nThe lentils simmer with c++ and v1.2.3.\n")
    notes.write("tofu.md", "# 麻婆豆腐\n\n嫩豆腐400克，花椒一勺。\n")
    notes.write("hecke.md", "# Parzelle\n\nDie Hecken dürfen höchstens einen Meter hoch sein.\n")
    notes.write("long.md", "# Tests\n\n" + "The load test of the lighthouse was long.\n\n" * 80)
    return notes


@pytest.fixture(scope="module")
def app(folder: Folder) -> App:
    app = fake_app(folder.root, folder.root.with_name("home"), embedder=FakeEmbedder())
    index(app)
    return app


def paths(outcome: SearchOutcome) -> list[str]:
    return [hit.passage.path for hit in outcome.hits]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("When does the beta start?", "beta.md"),
        ("豆腐", "tofu.md"),
        ("嫩豆腐需要多少克？", "tofu.md"),
        ("HECKEN DÜRFEN", "hecke.md"),
        ("cooking", "soup.md"),
        ("v1.2.3", "soup.md"),
        ("c++", "soup.md"),
        ("3000 agents", "load.md"),
    ],
)
@pytest.mark.parametrize("mode", ["lexical", "hybrid"])
def test_a_note_is_found_by_its_words_in_every_language(app, text, path, mode):
    assert paths(app.search(text, 3, mode))[0] == path


@pytest.mark.parametrize("text", ["Hecke", "hoechstens", "durfen", "Meters"])
def test_other_forms_of_a_word_find_it(app, text):
    assert paths(app.search(text, 3, "lexical")) == ["hecke.md"]


def test_meaning_alone_finds_notes_too(app):
    outcome = app.search("the beta starts on monday", 3, "vector")
    assert paths(outcome)[0] == "beta.md"
    assert {rank.name for hit in outcome.hits for rank in hit.ranks} == {"vector", "tokens"}


def test_a_note_is_shown_once_however_many_passages_fit(app):
    found = paths(app.search("load test", 4, "hybrid"))
    assert len(found) == len(set(found)) == 4


@pytest.mark.parametrize("text", ["", "   ", "?!", "the", "🦊", "title:beta AND (", '"', "\x00", "a" * 100_000])
def test_a_search_takes_any_text(app, text):
    app.search(text, 3, "hybrid")
    app.search(text, 3, "lexical")


def test_words_that_no_note_has_find_nothing(app):
    assert app.search("zyzzyva quux", 3, "lexical").hits == ()


def test_every_score_is_explained_by_its_shares(app):
    outcome = app.search("load test of the lighthouse", 5, "hybrid")
    assert set(outcome.explanation.weights) == {"lexical", "vector", "tokens"}
    assert sum(outcome.explanation.weights.values()) == pytest.approx(1)
    assert set(outcome.explanation.timings_ms) >= {"parse", "filter", "lexical", "embed", "vector", "read"}
    for hit in outcome.hits:
        if hit.ranks:
            boost = prod(factor for _, factor in hit.boosts)
            assert hit.score == pytest.approx(sum(rank.share for rank in hit.ranks) * boost)
    scores = [hit.score for hit in outcome.hits]
    assert scores == sorted(scores, reverse=True)


def test_where_tokens_are_not_kept_the_other_lists_decide(folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.index.embed.MAX_CHUNKS_WITH_TOKENS", 1)
    app = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder())
    index(app)
    outcome = app.search("When does the beta start?", 3, "hybrid")
    assert paths(outcome)[0] == "beta.md"
    assert set(outcome.explanation.weights) == {"lexical", "vector"}


def test_expansion_looks_for_words_that_the_best_passages_share(folder, tmp_path: Path):
    expanding = Settings(search=SearchSettings(expand="on"))
    app = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder(), settings=expanding)
    index(app)
    outcome = app.search("lentils", 3, "lexical")
    assert paths(outcome)[0] == "soup.md"
    assert {word.surface for word in outcome.explanation.words} > {"lentils"}


def test_without_an_embedder_search_is_by_words_and_says_so(folder):
    app = fake_app(folder.root, folder.root.with_name("wordy"))
    index(app)
    outcome = app.search("beta", 3, "hybrid")
    assert paths(outcome)[0] == "beta.md"
    assert "assistant models pull minilm-l6" in outcome.notices[0]
    assert app.search("beta", 3, "lexical").notices == ()
    with pytest.raises(ModelMissingError, match="minilm-l6 is not installed"):
        app.search("beta", 3, "vector")


def test_passages_without_a_vector_are_said(folder, tmp_path):
    late = fake_app(folder.root, tmp_path / "home")
    index(late)
    app = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder())
    outcome = app.search("beta", 3, "hybrid")
    assert "no vectors of" in outcome.notices[0]
    assert paths(outcome)[0] == "beta.md"


def test_a_folder_without_an_index_is_an_error_and_stays_without(folder, tmp_path: Path):
    app = fake_app(folder.root, tmp_path / "home", embedder=FakeEmbedder())
    with pytest.raises(IndexMissingError) as missing:
        app.search("beta", 3, "hybrid")
    assert missing.value.hint.endswith(" index")
    assert not (tmp_path / "home").exists()


@given(st.text(max_size=60), st.integers(1, 10), st.sampled_from(["hybrid", "lexical", "vector"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_at_most_the_limit_of_different_notes(app, text, limit, mode):
    found = paths(app.search(text, limit, mode))
    assert len(found) == len(set(found)) <= limit
