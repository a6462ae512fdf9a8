"""Whether the catalog is sound, and what is derived from it says the same."""

from collections.abc import Iterator
from dataclasses import replace
from shlex import quote
from typing import TYPE_CHECKING

from assistant.doctor.check import REPAIR, Check, Remedy, State, guarded
from assistant.errors import IndexBrokenError

if TYPE_CHECKING:
    import apsw

    from assistant.app import App
    from assistant.engines.ports import Embedder
    from assistant.index.sync import Progress
    from assistant.store.integrity import Agreement
    from assistant.store.vectors import VectorIndex

#: Vectors that are embedded anew, and how near the stored one has to be.
SAMPLES = 5
SAME_VECTOR = 0.995


def index(app: "App") -> Iterator[Check]:
    """The catalog, both derived indexes, the jobs, and how far behind the folder it all is."""
    yield from guarded("index", lambda: _catalog(app))


def _catalog(app: "App") -> Iterator[Check]:
    """The database, and what is derived from it or lies in it."""
    from assistant.store.catalog import Catalog
    from assistant.store.integrity import connected

    if not app.catalog_file.exists():
        hint = f"assistant --notes {quote(str(app.folder))} index"
        yield Check("index", State.FAILED, f"{app.folder} is not indexed yet", hint)
        return
    if problem := app.catalog_problem():
        hint = f"{REPAIR}, or the last backup: assistant restore FILE"
        yield Check("catalog", State.FAILED, problem, hint, lambda progress: _remake_catalog(app, progress))
        return
    with connected(app.catalog_file) as connection:
        counts = Catalog(connection).counts()
        yield Check("catalog", State.OK, f"{counts.notes} notes, {counts.chunks} passages")
        yield from guarded("lexical index", lambda: _lexical(app, connection))
        yield from guarded("vector index", lambda: _vectors(app, connection))
        yield from guarded("jobs", lambda: _jobs(app, connection))
    yield from guarded("freshness", lambda: _freshness(app))


def _remake_catalog(app: "App", progress: "Progress") -> str:
    aside = app.remake_catalog(progress)
    return f"the index could not be read and was made anew from the notes; the old one is kept: {aside}"


def _lexical(app: "App", connection: "apsw.Connection") -> Iterator[Check]:
    from assistant.lexical.index import exists
    from assistant.lexical.integrity import chunk_ids, damaged_files
    from assistant.store.integrity import lexical_agreement

    name = "lexical index"
    try:
        damaged = damaged_files(app.index_folder) if exists(app.index_folder) else ()
        problem = f"damaged: {', '.join(damaged)}" if damaged else ""
        held = chunk_ids(app.index_folder) if exists(app.index_folder) and not damaged else []
    except IndexBrokenError as error:
        problem = error.message
    if problem:
        yield Check(name, State.FAILED, problem, REPAIR, lambda progress: _remake_lexical(app, progress))
        return
    said = lexical_agreement(connection, held)
    if said.wrong:  # a run that is writing may have been between the two looks
        again = lexical_agreement(connection, chunk_ids(app.index_folder))
        said = replace(again, lacking=said.lacking & again.lacking, surplus=said.surplus & again.surplus)
    yield _agreement(name, said, lambda p: _mend_lexical(app, said, p))


def _remake_lexical(app: "App", progress: "Progress") -> str:
    app.remake_lexical(progress)
    return "the lexical index was made anew from the catalog"


def _mend_lexical(app: "App", said: "Agreement", progress: "Progress") -> str:
    app.mend(progress, lexical=said.wrong)
    return f"the lexical index agrees with the catalog again: {len(said.wrong)} passages were written anew or removed"


def _vectors(app: "App", connection: "apsw.Connection") -> Iterator[Check]:
    from assistant.store.integrity import vector_agreement
    from assistant.store.spaces import serving
    from assistant.store.vectors import VectorIndex

    space = serving(connection)
    if space is not None:
        said = vector_agreement(connection, space)
        yield _agreement("vector index", said, lambda p: _mend_vectors(app, said, p))
    if app.embedder is None:
        return
    vectors = VectorIndex.find(connection, app.embedder.fingerprint)
    if vectors is None:
        name = app.embed_model
        yield Check("vectors", State.WARNING, f"{name} has not made all vectors yet", "assistant index")
    else:
        yield from _sampled_vectors(app, connection, vectors, app.embedder)


def _mend_vectors(app: "App", said: "Agreement", progress: "Progress") -> str:
    app.mend(progress, vector=said.wrong)
    return f"the vectors agree with the catalog again: {len(said.wrong)} passages were placed anew or removed"


def _agreement(name: str, said: "Agreement", remedy: Remedy) -> Check:
    if said.wrong:
        detail = f"{len(said.lacking)} passages are not in it, {len(said.surplus)} should not be"
        return Check(name, State.FAILED, detail, REPAIR, remedy)
    if said.waiting:
        detail = f"{said.held} of {said.chunks} passages, {said.waiting} waiting"
        return Check(name, State.WARNING, detail, "assistant index")
    return Check(name, State.OK, f"{said.held} passages, as many as the catalog")


def _sampled_vectors(
    app: "App", connection: "apsw.Connection", vectors: "VectorIndex", embedder: "Embedder"
) -> Iterator[Check]:
    from assistant.store.catalog import Catalog

    catalog = Catalog(connection)
    ids = catalog.sample_chunk_ids(SAMPLES)
    stored = vectors.vectors_of(ids)
    ids = [chunk_id for chunk_id in ids if chunk_id in stored]
    if not ids:
        return
    fresh = embedder.embed_documents(catalog.texts_to_embed(ids))
    worst = min(float(stored[chunk_id] @ vector) for chunk_id, vector in zip(ids, fresh, strict=True))
    detail = f"{len(ids)} sampled, least similarity to a new embedding {worst:.4f}"
    if worst < SAME_VECTOR:
        yield Check("vectors", State.FAILED, detail, REPAIR, lambda progress: _remake_vectors(app, progress))
    else:
        yield Check("vectors", State.OK, detail)


def _remake_vectors(app: "App", progress: "Progress") -> str:
    app.remake_vectors(progress)
    return "the vectors were made anew"


def _jobs(app: "App", connection: "apsw.Connection") -> Iterator[Check]:
    from assistant.store.jobs import LIVE, Jobs
    from assistant.store.jobs import State as JobState

    jobs = Jobs(connection)
    dead = [job.id for job in jobs.list({JobState.DEAD})]
    if dead:
        detail = f"{len(dead)} gave up; the last of them is {dead[0]}"
        yield Check("jobs", State.WARNING, detail, f"assistant jobs show {dead[0]}", lambda _: _retry(app, dead))
    else:
        yield Check("jobs", State.OK, f"{len(jobs.list(LIVE))} waiting or running, none gave up")


def _retry(app: "App", dead: list[int]) -> str:
    from assistant.store.integrity import connected
    from assistant.store.jobs import Jobs

    with connected(app.catalog_file) as connection:
        for job_id in dead:
            Jobs(connection).retry(job_id)
    return f"{len(dead)} jobs that gave up wait again"


def _freshness(app: "App") -> Iterator[Check]:
    behind = app.files_to_index()
    if behind:
        yield Check("freshness", State.WARNING, f"{behind} files changed since they were indexed", "assistant index")
    else:
        yield Check("freshness", State.OK, "every file is indexed as it is")
