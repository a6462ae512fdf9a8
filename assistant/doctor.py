"""A check-up: what the program needs, whether the index says the same everywhere, and what to type when not."""

import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.app import App, OpenIndex
    from assistant.engines.ports import Embedder
    from assistant.store.vectors import VectorIndex

#: Vectors that are embedded anew, and how near the stored one has to be.
SAMPLES = 5
SAME_VECTOR = 0.995
#: Less free disk than this is worth a word, in bytes.
LOW_DISK = 1_000_000_000


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, what was seen, and what to type if it is not well."""

    name: str
    state: State
    detail: str
    hint: str = ""


def check_up(app: "App") -> Iterator[Check]:
    """Every check in turn; none of them raises, or changes a note, a model or a vector."""
    yield _python()
    yield from _guarded("sqlite-vec", _sqlite)
    yield from _guarded("notes", lambda: _notes(app))
    yield from _guarded("chat model", lambda: _model(app, "chat"))
    yield from _guarded("embed model", lambda: _model(app, "embed"))
    yield from _guarded("reader model", lambda: _model(app, "reader"))
    yield from _guarded("index", lambda: _index(app))
    yield from _guarded("permissions", lambda: iter([_permissions(app)]))
    yield from _guarded("disk", lambda: iter([_disk(app)]))


def _guarded(name: str, checks: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """The checks, or the error that ended them as a failed one."""
    try:
        yield from checks()
    except AssistantError as error:
        yield Check(name, State.FAILED, error.message, error.hint)
    except (OSError, ValueError) as error:
        yield Check(name, State.FAILED, str(error), "check who owns the folder, or: assistant index --rebuild")


def _python() -> Check:
    return Check("python", State.OK, f"{platform.python_version()} at {sys.executable}")


def _sqlite() -> Iterator[Check]:
    import apsw
    import sqlite_vec

    connection = apsw.Connection(":memory:")
    try:
        connection.enable_load_extension(True)
        connection.load_extension(sqlite_vec.loadable_path())
        version = connection.execute("select vec_version()").get
        yield Check("sqlite-vec", State.OK, f"{version} in SQLite {apsw.sqlite_lib_version()}")
    except apsw.Error as error:
        yield Check("sqlite-vec", State.FAILED, str(error), "reinstall: pip install --force-reinstall sqlite-vec apsw")
    finally:
        connection.close()


def _notes(app: "App") -> Iterator[Check]:
    readable = os.access(app.folder, os.R_OK | os.X_OK)
    state = State.OK if readable else State.FAILED
    yield Check("notes", state, str(app.folder), "" if readable else f"chmod u+rx {quote(str(app.folder))}")


def _model(app: "App", role: str) -> Iterator[Check]:
    name: str = getattr(app.settings.models, role)
    if not name:
        return
    pull = f"assistant models pull {name}"
    if app.installed(name) is None:
        yield Check(f"{role} model", State.FAILED, f"{name} is not installed", pull)
        return
    problems = app.models.verify(name)
    if problems:
        hint = f"assistant models rm {name} && {pull}"
        yield Check(f"{role} model", State.FAILED, f"{name}: {'; '.join(problems)}", hint)
    else:
        yield Check(f"{role} model", State.OK, f"{name}, every hash agrees")


def _index(app: "App") -> Iterator[Check]:
    with app.open_index() as index:
        yield from _integrity(index)
        yield from _lexical(index)
        yield from _vectors(app, index)
        yield _freshness(app)


def _integrity(index: "OpenIndex") -> Iterator[Check]:
    problem = index.catalog.integrity()
    counts = index.catalog.counts()
    if problem:
        yield Check("catalog", State.FAILED, problem, "assistant index --rebuild")
    else:
        yield Check("catalog", State.OK, f"{counts.notes} notes, {counts.chunks} passages")


def _lexical(index: "OpenIndex") -> Iterator[Check]:
    chunks, held = index.catalog.counts().chunks, index.lexical.count()
    waiting = len(index.catalog.pending_lexical())
    yield _agreement("lexical index", held, chunks, waiting)


def _vectors(app: "App", index: "OpenIndex") -> Iterator[Check]:
    if app.embedder is None:
        return
    vectors = index.find_vectors(app.embedder)
    if vectors is None:
        name = app.settings.models.embed
        yield Check("vector index", State.WARNING, f"{name} has made no vectors yet", "assistant index")
        return
    yield _agreement("vector index", vectors.count(), index.catalog.counts().chunks, vectors.pending())
    yield from _sampled_vectors(index, vectors, app.embedder)


def _agreement(name: str, held: int, chunks: int, waiting: int) -> Check:
    if waiting:
        return Check(name, State.WARNING, f"{held} of {chunks} passages, {waiting} waiting", "assistant index")
    if held != chunks:
        return Check(name, State.FAILED, f"{held} passages, the catalog has {chunks}", "assistant index --rebuild")
    return Check(name, State.OK, f"{held} passages, as many as the catalog")


def _sampled_vectors(index: "OpenIndex", vectors: "VectorIndex", embedder: "Embedder") -> Iterator[Check]:
    ids = index.catalog.sample_chunk_ids(SAMPLES)
    stored = vectors.vectors_of(ids)
    ids = [chunk_id for chunk_id in ids if chunk_id in stored]
    if not ids:
        return
    fresh = embedder.embed_documents(index.catalog.texts_to_embed(ids))
    worst = min(float(stored[chunk_id] @ vector) for chunk_id, vector in zip(ids, fresh, strict=True))
    detail = f"{len(ids)} sampled, least similarity to a new embedding {worst:.4f}"
    if worst < SAME_VECTOR:
        yield Check("vectors", State.FAILED, detail, "assistant index --rebuild")
    else:
        yield Check("vectors", State.OK, detail)


def _freshness(app: "App") -> Check:
    behind = app.files_to_index()
    if behind:
        return Check("freshness", State.WARNING, f"{behind} files changed since they were indexed", "assistant index")
    return Check("freshness", State.OK, "every file is indexed as it is")


def _permissions(app: "App") -> Check:
    folders = [app.paths.config, app.paths.data, app.paths.models_folder]
    open_to_others = [str(folder) for folder in folders if folder.exists() and _others_may_look(folder)]
    if open_to_others:
        hint = f"chmod go-rwx {' '.join(map(quote, open_to_others))}"
        return Check("permissions", State.WARNING, "others can look into this program's folders", hint)
    return Check("permissions", State.OK, "this program's folders are private")


def _others_may_look(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _disk(app: "App") -> Check:
    folder = next(path for path in (app.paths.data, *app.paths.data.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1e9:.1f} GB free at {folder}"
    if free < LOW_DISK:
        return Check("disk", State.WARNING, detail, "free some space before pulling models or indexing")
    return Check("disk", State.OK, detail)
