"""The embedder that fits the languages of the notes: chosen once, told once, changed in the background."""

from dataclasses import replace
from pathlib import Path

import pytest
from fake_app import Folder, fake_app, index
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import App
from assistant.app.equipment import ENGLISH_EMBEDDER, ENGLISH_JUDGE, MANY_LANGUAGES_EMBEDDER, MANY_LANGUAGES_JUDGE
from assistant.engines.fakes import FakeEmbedder
from assistant.index.languages import HARDLY_ANY, MUCH, wants_many_languages
from assistant.settings import Settings

ENGLISH = "We moved the meeting to Thursday because the boiler of the old house was broken again and it is cold.\n"
GERMAN = "Wir haben das Treffen auf Donnerstag verlegt, weil die Heizung im alten Haus wieder kaputt und es kalt ist.\n"


class Named(FakeEmbedder):
    """An embedder whose vectors are not another model's."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.fingerprint = f"fake-{name}"


class Models:
    """Which models are installed, for an app to ask."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.here = {ENGLISH_EMBEDDER, MANY_LANGUAGES_EMBEDDER}
        embedders = {name: Named(name) for name in self.here}
        monkeypatch.setattr(App, "installed", lambda _app, name: name if name in self.here else None)
        load = lambda _app, name: embedders[name] if name in self.here else None  # noqa: E731
        monkeypatch.setattr(App, "_load_embedder", load)


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Models:
    return Models(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "notes")
    for n in range(40):
        made.write(f"{n:02}.md", f"# Note {n}\n\n{ENGLISH * 3}")
    return made


def opened(folder: Folder, tmp_path: Path, named: str = "auto") -> App:
    chosen = Settings(models=replace(Settings().models, embed=named))
    app = fake_app(folder.root, tmp_path / "home", settings=chosen)
    for part in ("embedder", "chat", "reader"):
        del vars(app)[part]
    return app


def serving(app: App) -> str:
    with app.open_index() as opened_index:
        space = opened_index.serving
        return space.model if space else ""


def add_german(folder: Folder, count: int) -> None:
    for n in range(count):
        folder.write(f"de{n}.md", f"# Notiz {n}\n\n{GERMAN * 3}")


@pytest.mark.usefixtures("models")
def test_english_notes_have_the_english_embedder_and_nothing_is_told(folder: Folder, tmp_path: Path) -> None:
    add_german(folder, 1)
    app = opened(folder, tmp_path)
    index(app)
    assert (serving(app), app.tell_choice()) == (ENGLISH_EMBEDDER, "")


@pytest.mark.usefixtures("models")
def test_notes_in_several_languages_have_the_other_which_is_told_once(folder: Folder, tmp_path: Path) -> None:
    add_german(folder, 4)
    app = opened(folder, tmp_path)
    assert app.embed_model == MANY_LANGUAGES_EMBEDDER
    index(app)
    assert serving(app) == MANY_LANGUAGES_EMBEDDER
    assert f"{MANY_LANGUAGES_EMBEDDER} knows its languages" in app.tell_choice()
    assert app.tell_choice() == opened(folder, tmp_path).tell_choice() == ""


@pytest.mark.usefixtures("models")
def test_a_folder_that_changes_its_language_gets_new_vectors(folder: Folder, tmp_path: Path) -> None:
    index(opened(folder, tmp_path))
    add_german(folder, 6)
    app = opened(folder, tmp_path)
    assert app.embed_model == ENGLISH_EMBEDDER
    index(app)
    assert (app.embed_model, serving(app)) == (MANY_LANGUAGES_EMBEDDER, MANY_LANGUAGES_EMBEDDER)
    with app.open_index() as opened_index:
        assert opened_index.find_vectors(app.embedder).pending() == 0


def test_until_the_fitting_one_is_here_the_other_serves(folder: Folder, tmp_path: Path, models: Models) -> None:
    add_german(folder, 6)
    models.here = {ENGLISH_EMBEDDER}
    app = opened(folder, tmp_path)
    index(app)
    assert (app.fitting_embedder(), serving(app)) == (MANY_LANGUAGES_EMBEDDER, ENGLISH_EMBEDDER)
    assert f"assistant models pull {MANY_LANGUAGES_EMBEDDER}" in app.tell_choice()
    models.here = {ENGLISH_EMBEDDER, MANY_LANGUAGES_EMBEDDER}
    later = opened(folder, tmp_path)
    notices = later.search("boiler", 3, "hybrid").notices
    assert any(f"until all of {MANY_LANGUAGES_EMBEDDER}" in notice for notice in notices)
    index(later)
    assert serving(later) == MANY_LANGUAGES_EMBEDDER


@pytest.mark.usefixtures("models")
def test_a_model_that_the_settings_name_is_taken_whatever_the_language(folder: Folder, tmp_path: Path) -> None:
    add_german(folder, 20)
    app = opened(folder, tmp_path, ENGLISH_EMBEDDER)
    index(app)
    assert (serving(app), app.tell_choice()) == (ENGLISH_EMBEDDER, "")


def test_without_a_folder_it_is_the_english_one(tmp_path: Path) -> None:
    from assistant.settings.paths import find_paths

    app = App(Settings(), find_paths({"ASSISTANT_HOME": str(tmp_path)}))
    assert app.fitting_embedder() == app.embed_model == ENGLISH_EMBEDDER


@given(st.dictionaries(st.sampled_from(["en", "de", "zh"]), st.integers(0, 1000)), st.booleans())
def test_who_has_many_languages_keeps_them_for_longer(sizes: dict[str, int], already: bool) -> None:
    whole, others = sum(sizes.values()), sum(size for code, size in sizes.items() if code != "en")
    wants = wants_many_languages(sizes, already)
    assert wants == (others > (HARDLY_ANY if already else MUCH) * whole)
    assert not wants or wants_many_languages(sizes, already=True)


def test_a_pull_of_the_defaults_brings_what_finds_and_what_judges(folder: Folder, tmp_path: Path) -> None:
    from assistant.settings.paths import find_paths

    without = App(Settings(), find_paths({"ASSISTANT_HOME": str(tmp_path / "other")}))
    assert without.default_embedders() == (ENGLISH_EMBEDDER, MANY_LANGUAGES_EMBEDDER)
    english = opened(folder, tmp_path)
    assert english.default_embedders() == (ENGLISH_EMBEDDER, MANY_LANGUAGES_EMBEDDER)  # by its likeness is judged
    assert english.default_readers() == (ENGLISH_JUDGE, MANY_LANGUAGES_JUDGE)
    named = App(Settings(models=replace(Settings().models, reader="roberta-squad2")), find_paths({}))
    assert named.default_readers() == ("roberta-squad2",)
