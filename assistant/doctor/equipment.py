"""What the program needs to run: Python, SQLite with vectors, the notes folder, the models."""

import os
import platform
import sys
from collections.abc import Iterator
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

from assistant.doctor.check import Check, State, guarded

if TYPE_CHECKING:
    from assistant.app import App


def equipment(app: "App") -> Iterator[Check]:
    """Whether it is all there."""
    yield _python()
    yield from guarded("sqlite-vec", _sqlite)
    yield from guarded("notes", lambda: _notes(app))
    for role in ("chat", "embed", "reader", "rerank"):
        yield from guarded(f"{role} model", partial(_model, app, role))


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
    if not app.folder.is_dir():
        yield Check("notes", State.FAILED, f"not there: {app.folder}", "mount it, or: assistant init FOLDER")
    elif os.access(app.folder, os.R_OK | os.X_OK):
        yield Check("notes", State.OK, str(app.folder), "")
    else:
        yield Check("notes", State.FAILED, str(app.folder), f"chmod u+rx {quote(str(app.folder))}")


def _model(app: "App", role: str) -> Iterator[Check]:
    name: str = app.embed_model if role == "embed" else getattr(app.settings.models, role)
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
