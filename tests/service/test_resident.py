import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from fake_app import Folder

from assistant.engines.fakes import FakeChat, FakeEmbedder, FakeReader
from assistant.engines.manifest import Manifest
from assistant.errors import IndexMissingError, UsageError
from assistant.service.resident import ResidentApp, one_at_a_time
from assistant.settings import Settings
from assistant.settings.paths import find_paths


def quiet(_stage: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture
def notes(tmp_path) -> Folder:
    folder = Folder(tmp_path / "notes")
    for n in range(6):
        folder.write(f"tea-{n}.md", f"# Tea {n}\n\nThe kettle number {n} is blue.\n")
    return folder


@pytest.fixture
def app(notes, tmp_path) -> Iterator[ResidentApp]:
    settings = Settings()
    named = replace(settings, notes=replace(settings.notes, folder=notes.root))
    app = ResidentApp(named, find_paths({"ASSISTANT_HOME": str(tmp_path / "home")}))
    vars(app).update(embedder=FakeEmbedder(), chat=FakeChat("no"), reader=FakeReader())
    yield app
    app.close()


def paths_found(app: ResidentApp, text: str, settings: Settings | None = None) -> set[str]:
    outcome = app.search_as(settings or app.settings, text, None)
    return {hit.passage.path for hit in outcome.hits}


def test_a_search_before_an_index_says_so(app):
    with pytest.raises(IndexMissingError):
        paths_found(app, "kettle")


def test_what_was_indexed_since_the_last_search_is_found(app, notes):
    app.index(quiet)
    assert len(paths_found(app, "kettle")) == 6
    notes.write("new.md", "# New\n\nA red kettle.\n")
    app.index(quiet)
    assert "new.md" in paths_found(app, "red kettle")


class Behind:
    """A keeper that has something to say."""

    def lag(self) -> str:
        return "the index is behind"


def test_what_the_keeper_lags_behind_is_said_and_left_to_it(app, notes):
    app.index(quiet)
    app.keeper = Behind()
    notes.write("new.md", "# New\n\nA red kettle.\n")
    outcome = app.search_as(app.settings, "red kettle", None)
    assert outcome.notices == ("the index is behind",)
    assert "new.md" not in {hit.passage.path for hit in outcome.hits}
    app.keeper = None
    assert "new.md" in paths_found(app, "red kettle")


def test_an_index_that_another_one_replaced_is_opened_anew(app, notes):
    app.index(quiet)
    assert "tea-1.md" in paths_found(app, "kettle")
    for file in app.index_folder.iterdir():
        file.rename(file.with_name(f"old-{file.name}"))
    (notes.root / "tea-1.md").unlink()
    app.index(quiet)
    assert len(paths_found(app, "kettle")) == 5


def test_an_index_is_opened_once_for_searches_that_follow_each_other(app, monkeypatch):
    app.index(quiet)
    paths_found(app, "kettle")
    monkeypatch.setattr("assistant.store.database.connect", lambda *_: pytest.fail("opened again"))
    assert len(paths_found(app, "kettle")) == 6


def test_an_index_that_failed_is_not_used_again(app):
    app.index(quiet)
    with pytest.raises(ZeroDivisionError), app.open_index() as broken:
        raise ZeroDivisionError
    with app.open_index() as index:
        assert index.connection is not broken.connection
        assert index.catalog.counts().notes == 6


def test_many_threads_search_while_notes_are_indexed(app, notes):
    app.index(quiet)
    together = Barrier(9)

    def searches() -> set[int]:
        together.wait(20)
        return {len(paths_found(app, "kettle")) for _ in range(6)}

    def indexes() -> None:
        together.wait(20)
        for n in range(4):
            notes.write(f"more-{n}.md", f"# More\n\nAnother kettle, {n}.\n")
            app.index(quiet)

    with ThreadPoolExecutor(9) as pool:
        writing = pool.submit(indexes)
        counts = set().union(*(search.result() for search in [pool.submit(searches) for _ in range(8)]))
        writing.result()
    assert counts <= {6, 7, 8, 9, 10}
    assert len(paths_found(app, "kettle")) == 10


def test_each_request_has_its_own_limits_and_the_same_engines(app):
    app.index(quiet)
    narrow = replace(app.settings, search=replace(app.settings.search, limit=2))
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda s: len(paths_found(app, "kettle", s)), [narrow, app.settings] * 8))
    assert counts == [2, 6] * 8
    assert app.settings.search.limit == 10


def test_a_model_is_loaded_once_however_many_ask_for_it_at_first(app, monkeypatch):
    app.index(quiet)
    del vars(app)["embedder"]
    loads: list[str] = []

    def load(_installed: object, manifest: Manifest, _hardware: object) -> FakeEmbedder:
        loads.append(manifest.name)
        time.sleep(0.05)  # as long as the others may come in
        return FakeEmbedder()

    monkeypatch.setattr(app, "installed", lambda name: name)
    monkeypatch.setattr("assistant.engines.load.load_embedder", load)
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: paths_found(app, "kettle"), range(16)))
    assert loads == ["minilm-l6"]


def test_a_question_waits_for_the_one_before_it_unless_it_is_stopped(app):
    with app.one_question(lambda: None):

        def give_up() -> None:
            raise UsageError("enough")

        with pytest.raises(UsageError), app.one_question(give_up):
            pytest.fail("two at once")
    with app.one_question(lambda: None):
        pass


def test_a_question_is_answered(app):
    app.index(quiet)
    texts: list[str] = []
    outcome = app.ask_as(app.settings, "What color is kettle number 3?", texts.append, "", None, 0.0)
    assert outcome.answer.nearest


class Engine:
    """Fails when two threads use it at once."""

    def __init__(self) -> None:
        self.name = "engine"
        self._users = 0
        self._both = Barrier(2)

    def work(self) -> int:
        self._users += 1
        assert self._users == 1
        for _ in range(1000):
            pass
        self._users -= 1
        return 1


def test_an_engine_is_used_by_one_thread_at_a_time():
    engine = one_at_a_time(Engine())
    assert engine.name == "engine"
    failures: list[BaseException] = []

    def use() -> None:
        try:
            assert [engine.work() for _ in range(20)] == [1] * 20
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not failures
    assert one_at_a_time(None) is None


def test_the_folder_has_to_be_there(tmp_path):
    settings = Settings()
    named = replace(settings, notes=replace(settings.notes, folder=Path(tmp_path / "none")))
    with pytest.raises(UsageError):
        ResidentApp(named, find_paths({"ASSISTANT_HOME": str(tmp_path)}))
