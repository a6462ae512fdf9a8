"""Embedding, rebuilds and pulls as jobs: begun by one process, ended by another."""

import pytest
from fake_app import CountingEmbedder, Folder, fake_app

from assistant.app.indexing import Rebuild
from assistant.app.working import Kind
from assistant.engines.progress import Progress
from assistant.errors import DownloadError, IndexBrokenError, UsageError
from assistant.service.courtesy import Courtesy
from assistant.service.worker import Worker
from assistant.store.jobs import State


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path / "notes")
    for n in range(300):
        folder.write(f"{n}.md", f"# Note {n}\n\nThe harbour has {n} boats.\n")
    return folder


@pytest.fixture
def new_app(tmp_path, folder):
    """The program with a fake embedder, as often as it is started."""
    return lambda embedder: fake_app(folder.root, tmp_path / "home", embedder=embedder)


def jobs_of(app) -> list[tuple[str, str]]:
    with app.queue() as jobs:
        return [(job.kind, job.state.value) for job in jobs.list()]


def pending(app) -> int:
    with app.open_index() as index:
        return index.find_vectors(app.embedder).pending()


def test_an_index_run_embeds_through_the_queue(new_app):
    app = new_app(CountingEmbedder())
    outcome = app.index(silent)
    assert (outcome.sync.added, outcome.embed.embedded, pending(app)) == (300, 300, 0)
    assert jobs_of(app) == [("embed", "done")]
    again = app.index(silent)
    assert (again.sync.is_noop, again.embed.embedded) == (True, 0)
    assert jobs_of(app) == [("embed", "done")]


def test_without_an_embedding_model_there_are_no_vectors_and_nothing_fails(new_app):
    assert new_app(None).index(silent).embed is None


def interrupted_after(steps: int):
    seen = []

    def progress(stage, _done, _total):
        if stage == "vectors":
            seen.append(stage)
            if len(seen) > steps:
                raise KeyboardInterrupt

    return progress


def test_interrupted_while_it_embeds_the_service_goes_on(new_app):
    app = new_app(CountingEmbedder())
    with pytest.raises(KeyboardInterrupt):
        app.index(interrupted_after(1))
    assert jobs_of(app) == [("embed", "waiting")]
    first = len(app.embedder.texts)
    assert 0 < first < 300
    later = new_app(CountingEmbedder())
    worker = Worker(later, Courtesy())
    worker.start()
    later.work_off({Kind.EMBED}, silent)
    assert worker.stop(60)
    assert (pending(later), jobs_of(later)) == (0, [("embed", "done")])
    assert first + len(later.embedder.texts) == 300


def test_the_next_index_run_does_not_wait_out_the_pause_after_a_failure(new_app, monkeypatch):
    app = new_app(CountingEmbedder())
    monkeypatch.setattr(app.embedder, "document_vectors", lambda _texts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        app.index(silent)
    with app.queue() as jobs:
        (job,) = jobs.list()
    assert (job.state, job.error) == (State.WAITING, "division by zero")
    assert new_app(CountingEmbedder()).index(silent).embed.embedded == 300


@pytest.mark.parametrize("what", list(Rebuild))
def test_a_rebuild_is_a_job(new_app, what):
    app = new_app(CountingEmbedder())
    app.index(silent)
    app.embedder.texts.clear()
    app.enqueue(Kind.REBUILD, {"what": what.value})
    app.enqueue(Kind.REBUILD, {"what": what.value})
    app.work_off({Kind.REBUILD, Kind.EMBED}, silent)
    assert jobs_of(app).count(("rebuild", "done")) == 1
    assert pending(app) == 0
    assert len(app.embedder.texts) == (0 if what is Rebuild.LEXICAL else 300)


def test_a_rebuild_that_was_stopped_is_done_by_the_next_run(new_app):
    app = new_app(CountingEmbedder())
    app.index(silent)

    def interrupted(stage, _done, _total):
        if stage == "notes":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        app.index(interrupted, rebuild=Rebuild.ALL)
    assert ("rebuild", "waiting") in jobs_of(app)
    later = new_app(CountingEmbedder())
    later.index(silent)
    assert set(jobs_of(later)) == {("rebuild", "done"), ("embed", "done")}
    assert (pending(later), len(later.embedder.texts)) == (0, 300)


@pytest.mark.parametrize("damage", ["header", "schema"])
def test_a_rebuild_needs_no_queue_that_can_be_read(new_app, damage):
    app = new_app(CountingEmbedder())
    app.index(silent)
    database = app.index_folder / "catalog.db"
    for log in app.index_folder.glob("catalog.db-*"):
        log.unlink()
    with database.open("r+b") as file:
        file.seek(0 if damage == "header" else 100)
        file.write(b"\xff" * 3000)
    with pytest.raises(IndexBrokenError):
        app.index(silent)
    outcome = app.index(silent, rebuild=Rebuild.ALL)
    assert (outcome.counts.notes, pending(app)) == (300, 0)


class Shop:
    """Installs nothing, and says it did."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.pulled: list[str] = []

    def pull(self, manifest, on_progress):
        on_progress(Progress("getting it", 1, None))
        if self.failures:
            self.failures -= 1
            raise DownloadError("no network")
        self.pulled.append(manifest.name)

    def installed(self, _name):
        return None


def test_a_pull_is_a_job_that_is_tried_again(new_app):
    app = new_app(None)
    vars(app)["models"] = Shop(failures=1)
    job = app.enqueue(Kind.PULL, {"model": "qwen2.5-0.5b"})
    with pytest.raises(DownloadError):
        app.work_off({Kind.PULL}, silent)
    assert jobs_of(app) == [("pull", "waiting")]
    with app.queue() as jobs:
        jobs.retry(job.id)
    app.work_off({Kind.PULL}, silent)
    assert (app.models.pulled, jobs_of(app)) == (["qwen2.5-0.5b"], [("pull", "done")])


def test_an_embedding_model_that_has_arrived_is_put_to_use(new_app):
    app = new_app(None)
    vars(app)["models"] = Shop()
    app.enqueue(Kind.PULL, {"model": app.embed_model})
    assert app.embedder is None
    app.work_off({Kind.PULL}, silent)
    assert ("embed", "waiting") in jobs_of(app)
    assert "embedder" not in vars(app)


def test_a_model_that_nobody_knows_is_not_tried_again(new_app):
    app = new_app(None)
    app.enqueue(Kind.PULL, {"model": "nobody-knows-it"})
    with pytest.raises(UsageError):
        app.work_off({Kind.PULL}, silent)
    assert jobs_of(app) == [("pull", "dead")]
